import { expect, test } from 'vitest'
import { onFindingMoves } from '#domain/remediation/remediation.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { FindingGroup, FindingRow } from '#model/finding.ts'
import type { LoopStep } from '#model/programme.ts'
import type { EvidenceRow, WorkOrderRow, WorkOrderTransition } from '#model/work-order.ts'
import { csvOutlet } from '#outlets/csv/outlet.ts'
import type { PageOf } from '#platform/paging.ts'
import { csvRow } from '#standards/csv/write-csv.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

// The second half of the loop through its routes, on devices and advisories that came in through the first.

const { db } = await testDatabase()
const { app, signedIn } = await testServer(db, { services: { outlets: [csvOutlet] } })
const hospital = await newHospital(db)
const manager = await signedIn('manager')
const analyst = await signedIn('analyst')
const technician = await signedIn('technician')
const viewer = await signedIn('viewer')

const pump = (number: number, softwareVersion: string, more: DeviceClaims = {}): [string, DeviceClaims] => [
  `p${number}`,
  {
    assetTag: `CE-${number}`,
    serialNumber: `SER-${number}`,
    manufacturer: 'Example Medical',
    model: 'Drip 3000',
    softwareVersion,
    site: 'Main campus',
    careArea: 'ICU 2',
    ...more,
  },
]

await hospital.publish(
  advisoryRecord({
    trackingId: 'EX-1',
    title: 'Example Medical Drip 3000',
    products: [productEntry({ productId: 'P1', version: '< 2.0', versionForm: 'comparison', isRange: true })],
    vulnerabilities: [
      statement({
        vulnerabilityId: 'CVE-2026-1000',
        status: { known_affected: ['P1'] },
        cwe: 'CWE-306',
        remediations: [{ category: 'vendor_fix', details: 'Update to 2.0', productIds: ['P1'] }],
      }),
    ],
  }),
)

let next = 1
/** Pumps of the hospital that nobody has looked at yet, with the work orders made for them. */
async function pumps(
  count: number,
  { site = `Site ${next}`, assignedTo = technician.person.id as string | null } = {},
) {
  const numbers = Array.from({ length: count }, () => next++)
  const { deviceIds } = await hospital.says(
    hospital.cmms,
    Object.fromEntries(numbers.map((n) => pump(n, '1.5', { site }))),
  )
  const group = { advisoryId: 'example-cert:EX-1', manufacturer: 'Example Medical', model: 'Drip 3000', site }
  const made = await analyst.post('/campaigns', { ...group, ...(assignedTo ? { assignedTo } : {}) })
  const { workOrders } = (await analyst.get(`/campaigns/${made.json().campaignId}`)).json()
  return { site, numbers, deviceIds, group, made, orders: workOrders as { id: string; number: string }[] }
}

/** A monitor reads the pump: what the loop does with it, to the end. */
async function reads(number: number, softwareVersion: string, site: string) {
  const at = new Date().toISOString()
  const { moves } = await hospital.says(
    hospital.monitor,
    Object.fromEntries([pump(number, softwareVersion, { site, lastSeenAt: at })]),
    at,
  )
  await db.transaction().execute((tx) => onFindingMoves(tx, hospital.organisationId, moves, hospital.actor))
  return moves.map(({ kind }) => kind)
}

const pageOf = async (id: string) => (await manager.get(`/work-orders/${id}`)).json()
const findingOf = async (deviceId: string) =>
  (await manager.get(`/work-orders?device=${deviceId}`)).json().items.length > 0 &&
  (await pageOf((await manager.get(`/work-orders?device=${deviceId}`)).json().items[0].id)).findings.map(
    ({ status, remediation, isOpen }: FindingRow) => ({ status, remediation, isOpen }),
  )

async function upload(url: string, name: string, content: Uint8Array, person = technician) {
  const boundary = 'x-boundary-x'
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1${url}`,
    headers: {
      cookie: `homeostat_session=${person.token}`,
      'x-csrf-token': person.csrfToken,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: Buffer.concat([
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: image/jpeg\r\n\r\n`,
      ),
      content,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  })
  return answer
}

test('from a group of findings to a verified fix, and open again when a reading contradicts it', async () => {
  const { site, numbers, made, orders, deviceIds } = await pumps(1)
  const [order] = orders
  expect(made.json()).toEqual({ campaignId: made.json().campaignId, workOrders: 1, skipped: [] })

  const page = (await technician.get(`/work-orders/${order!.id}`)).json()
  expect(page.order).toMatchObject({
    number: order!.number,
    title: 'Fix Example Medical Drip 3000 (EX-1)',
    state: 'dispatched',
    assignee: { id: technician.person.id },
    verification: { attribute: 'softwareVersion', affected: '< 2.0' },
  })
  expect(page.findings.map(({ vulnerabilityId, remediation }: FindingRow) => [vulnerabilityId, remediation])).toEqual([
    ['CVE-2026-1000', 'in_progress'],
  ])
  expect(page.transitions.find(({ to }: WorkOrderTransition) => to === 'cancelled').disabledReason).toBe(
    'An analyst or a manager plans the work. Ask one.',
  )

  const done = await technician.post(`/work-orders/${order!.id}/complete`, { clientKey: 'a', softwareVersion: '2.0' })
  expect(done.json().state).toBe('verification_pending')
  expect(await findingOf(deviceIds[0]!)).toEqual([{ status: 'affected', remediation: 'claimed', isOpen: true }])

  expect(await reads(numbers[0]!, '2.0', site)).toEqual(['fixed'])
  expect((await pageOf(order!.id)).order.state).toBe('verified')
  expect(await findingOf(deviceIds[0]!)).toEqual([{ status: 'fixed', remediation: 'verified', isOpen: false }])

  expect(await reads(numbers[0]!, '1.5', site)).toEqual(['reopened'])
  expect((await pageOf(order!.id)).order.state).toBe('verified')
  expect((await pageOf(order!.id)).events.at(-1).reason).toMatch(/^Open again: /)
  expect((await findingOf(deviceIds[0]!))[0].isOpen).toBe(true)
})

test('a version that the technician read and a manager accepted verifies by itself', async () => {
  const { orders, deviceIds } = await pumps(1)
  const [order] = orders
  await technician.post(`/work-orders/${order!.id}/complete`, { clientKey: 'a', softwareVersion: '2.1' })
  const [left] = (await pageOf(order!.id)).evidence

  const accepted = await manager.post(`/work-orders/${order!.id}/evidence/${left.id}/accept`)

  expect(accepted.json().state).toBe('verified')
  expect(accepted.json().device.softwareVersion).toBe('2.1')
  expect(await findingOf(deviceIds[0]!)).toEqual([{ status: 'fixed', remediation: 'verified', isOpen: false }])
})

test('a version that was read and is still affected fails the work', async () => {
  const { orders } = await pumps(1)
  const [order] = orders
  await technician.post(`/work-orders/${order!.id}/complete`, { clientKey: 'a', softwareVersion: '1.5' })
  const [left] = (await pageOf(order!.id)).evidence

  const accepted = await manager.post(`/work-orders/${order!.id}/evidence/${left.id}/accept`)

  expect(accepted.json().state).toBe('verification_failed')
})

test('a register that still says the old version contradicts no claim: it did not read the device', async () => {
  const { orders, numbers, site } = await pumps(1)
  const [order] = orders
  await technician.post(`/work-orders/${order!.id}/complete`, { clientKey: 'a', softwareVersion: '2.0' })

  const { moves } = await hospital.says(
    hospital.cmms,
    Object.fromEntries([pump(numbers[0]!, '1.5', { site, room: '12' })]),
  )
  await db.transaction().execute((tx) => onFindingMoves(tx, hospital.organisationId, moves, hospital.actor))

  expect((await pageOf(order!.id)).order.state).toBe('verification_pending')
})

test('who says where a device stands has not read its version, and contradicts no claim', async () => {
  const { orders, deviceIds } = await pumps(1)
  const [order] = orders
  await technician.post(`/work-orders/${order!.id}/complete`, { clientKey: 'a', softwareVersion: '2.0' })
  const observations = `/devices/${deviceIds[0]}/observations`

  await analyst.post(observations, { claims: { room: '14' }, reason: 'Moved' })
  expect((await pageOf(order!.id)).order.state).toBe('verification_pending')

  await analyst.post(observations, { claims: { softwareVersion: '1.5' }, reason: 'Read on the screen' })
  expect((await pageOf(order!.id)).order.state).toBe('verification_failed')
})

test('a device that is not found is missing in the inventory, and back where it was once it is found', async () => {
  const { orders, deviceIds } = await pumps(1)
  const [order] = orders
  const lifecycle = async () => (await manager.get(`/devices/${deviceIds[0]}`)).json().device.lifecycle
  const move = async (to: string, reason?: string) => {
    const { version } = (await pageOf(order!.id)).order
    return await technician.post(`/work-orders/${order!.id}/transitions`, {
      to,
      version,
      ...(reason ? { reason } : {}),
    })
  }

  expect((await move('unable_to_locate')).json()).toMatchObject({
    status: 400,
    detail: 'Say why: unable to locate needs a reason.',
  })
  await move('unable_to_locate', 'Not in ICU 2')
  expect(await lifecycle()).toBe('missing')
  await move('in_progress')
  expect(await lifecycle()).toBe('in_use')
})

test('who may do what is as the roles say', async () => {
  const { orders, group } = await pumps(1)
  const [order] = orders
  const { version } = (await pageOf(order!.id)).order
  const form = { clientKey: 'a' }

  expect((await technician.post('/campaigns', group)).statusCode).toBe(403)
  expect((await viewer.post(`/work-orders/${order!.id}/complete`, form)).statusCode).toBe(403)
  expect((await viewer.post(`/work-orders/${order!.id}/transitions`, { to: 'cancelled', version })).statusCode).toBe(
    403,
  )
  expect((await analyst.post(`/work-orders/${order!.id}/complete`, form)).statusCode).toBe(403)
  expect(
    (await technician.post(`/work-orders/${order!.id}/transitions`, { to: 'cancelled', reason: 'x', version })).json(),
  ).toMatchObject({ status: 403, detail: 'An analyst or a manager plans the work. Ask one.' })
  expect((await technician.patch(`/work-orders/${order!.id}`, { priority: 'low', version })).statusCode).toBe(403)
  expect((await viewer.get(`/work-orders/${order!.id}`)).statusCode).toBe(200)
})

test('the list of a group’s orders holds as many as the group counts', async () => {
  const { group, orders } = await pumps(3)
  await pumps(2)
  const { advisoryId: advisory, ...product } = group

  const counted = (await analyst.get(`/groups?advisory=${encodeURIComponent(advisory)}&limit=200`))
    .json()
    .items.find(({ site }: { site: string }) => site === group.site).workOrders
  const listed = await analyst.get(`/work-orders?${new URLSearchParams({ advisory, ...product, open: 'true' })}`)

  expect(counted).toBe(3)
  expect(
    listed
      .json()
      .items.map(({ id }: { id: string }) => id)
      .sort(),
  ).toEqual(orders.map(({ id }) => id).sort())
})

test('two changes at once: the second hears that the first was there', async () => {
  const { orders } = await pumps(1)
  const [order] = orders
  const { version } = (await pageOf(order!.id)).order

  const answers = await Promise.all([
    technician.post(`/work-orders/${order!.id}/transitions`, { to: 'in_progress', version }),
    analyst.patch(`/work-orders/${order!.id}`, { priority: 'low', version }),
  ])

  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
})

test('a list of one’s own, and of what nobody has', async () => {
  const mine = await pumps(2)
  const nobodys = await pumps(1, { assignedTo: null })
  const numbers = (answer: Awaited<ReturnType<typeof viewer.get>>) =>
    answer.json<PageOf<WorkOrderRow>>().items.map(({ number }) => number)

  const own = numbers(await technician.get('/work-orders?assignedTo=me&limit=200'))
  const open = numbers(await analyst.get('/work-orders?assignedTo=nobody&state=approved,draft'))

  expect(own).toEqual(expect.arrayContaining(mine.orders.map(({ number }) => number)))
  expect(open).toEqual(nobodys.orders.map(({ number }) => number))
  expect((await analyst.get('/work-orders?state=finished')).statusCode).toBe(400)
  expect((await analyst.get('/work-orders?status=draft')).statusCode).toBe(400)
})

test('groups say what work could be made of and what is being done', async () => {
  const { site } = await pumps(2)

  const { items } = (await analyst.get('/groups?advisory=example-cert:EX-1&limit=200')).json()

  expect(items.find((group: FindingGroup) => group.site === site)).toMatchObject({
    advisoryTitle: 'Example Medical Drip 3000',
    devices: 2,
    open: 2,
    workOrders: 2,
    remediation: { category: 'vendor_fix', details: 'Update to 2.0' },
  })
})

test('a photo is kept, shown safely, and proves the work once it is accepted', async () => {
  const { orders } = await pumps(1)
  const [order] = orders
  const [start, scan, end] = ['ffd8', 'ffda0008010100003f00010203', 'ffd9'].map((hex) => Buffer.from(hex, 'hex'))
  const jpeg = Buffer.concat([start!, scan!, end!])
  const place = Buffer.concat([Buffer.from('ffe1000e', 'hex'), Buffer.from('GPS 52.5 13.3')])
  place[3] = place.length - 2
  const kept = (await upload('/files', '../screen <b>.jpg', Buffer.concat([start!, place, scan!, end!, place]))).json()
  await technician.post(`/work-orders/${order!.id}/complete`, { clientKey: 'a', fileIds: [kept.id] })
  const [left] = (await pageOf(order!.id)).evidence

  const shown = await viewer.get(`/files/${kept.id}`)
  const accepted = await manager.post(`/work-orders/${order!.id}/evidence/${left.id}/accept`)

  expect(kept).toEqual({ id: kept.id, name: 'screen _b_.jpg', bytes: jpeg.length })
  expect([left.kind, left.fileId]).toEqual(['photo', kept.id])
  expect(shown.rawPayload.equals(jpeg)).toBe(true)
  expect(shown.headers).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=31536000, immutable',
  })
  expect(accepted.json().state).toBe('verified')
})

test('what is no picture is not kept, whatever it is called', async () => {
  const page = await upload('/files', 'photo.jpg', Buffer.from('<script>alert(1)</script>'))
  const huge = await upload(
    '/files',
    'photo.jpg',
    Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(11 << 20)]),
  )

  const damaged = await upload('/files', 'photo.jpg', Buffer.from([0xff, 0xd8, 0xff]))

  expect([page.statusCode, page.json().code]).toEqual([422, 'unreadable'])
  expect([damaged.statusCode, damaged.json().detail]).toEqual([422, expect.stringMatching(/^The photo is damaged/)])
  expect([huge.statusCode, huge.json().code]).toEqual([413, 'too_large'])
  expect((await upload('/files', 'photo.jpg', Buffer.from([0xff, 0xd8, 0xff]), viewer)).statusCode).toBe(403)
})

test('orders go to the CMMS as a file and its answers come back as claims, once', async () => {
  const { orders, deviceIds } = await pumps(4)
  const sorted = [...orders].sort((a, b) => (a.number < b.number ? -1 : 1))
  const [done, held, lost, untouched] = sorted
  expect((await analyst.get('/outlets/csv/work-orders?state=dispatched')).statusCode).toBe(404)
  expect((await pageOf(done!.id)).order.syncState).toBe('new')
  const sent = await analyst.post('/outlets/csv/work-orders?state=dispatched')
  expect(sent.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(sent.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''work-orders\.csv$/)
  for (const { number } of sorted) expect(sent.body).toContain(number)
  expect((await pageOf(done!.id)).order.syncState).toBe('sent')

  const file = [
    ['Work Order', 'Status', 'External ID', 'Completed On', 'Technician', 'Software Version After', 'Minutes', 'Note'],
    [done!.number, 'Completed', 'CM-1', '2026-11-20', 'T. Finch', '2.0', '25', 'Updated'],
    [held!.number, 'On hold', 'CM-2', '', '', '', '', 'Waiting for parts'],
    [lost!.number, 'Unable to locate', 'CM-3', '', 'T. Finch', '', '', 'Not in ICU 2'],
    [untouched!.number, 'Dispatched', 'CM-4', '', '', '', '', ''],
    ['WO-999999', 'Completed', '', '', '', '', '', ''],
  ]
    .map((row) => csvRow(row))
    .join('')
  const read = async (text: string) =>
    (await upload('/outlets/csv/results', 'results.csv', Buffer.from(text), analyst)).json()

  const first = await read(file)
  const pages = await Promise.all(sorted.map(({ id }) => pageOf(id)))
  const second = await read(file)

  expect(first).toEqual({
    applied: 4,
    unchanged: 0,
    skipped: [{ position: 'row 6', reason: 'There is no work order "WO-999999" here. Check its number.' }],
  })
  expect(second).toEqual({ ...first, applied: 0, unchanged: 4 })
  expect(await Promise.all(sorted.map(({ id }) => pageOf(id)))).toEqual(pages)
  expect(pages.map(({ order }) => [order.state, order.externalId, order.syncState])).toEqual([
    ['verification_pending', 'CM-1', 'accepted'],
    ['on_hold', 'CM-2', 'accepted'],
    ['unable_to_locate', 'CM-3', 'accepted'],
    ['dispatched', 'CM-4', 'accepted'],
  ])
  expect(pages[0].evidence.map(({ kind, value, byName }: EvidenceRow) => [kind, value, byName])).toEqual([
    ['version_read', '2.0', 'T. Finch'],
    ['note', 'Updated', 'T. Finch'],
  ])
  expect(pages[0].events.at(-2).reason).toBe('CSV file says so, done on 2026-11-20, by T. Finch, "Updated"')
  expect(pages[0].order.minutes).toBe(25)
  expect(await findingOf(deviceIds[0]!)).toHaveLength(1)

  // What the file says cannot take back what was done here meanwhile.
  const stale = csvRow(['Work Order', 'Status', 'External ID']) + csvRow([done!.number, 'In progress', 'CM-1'])
  expect(await read(stale)).toEqual({
    applied: 0,
    unchanged: 0,
    skipped: [
      {
        position: 'row 2',
        reason: `${done!.number} is verification pending here and cannot become in progress. It was left as it is.`,
      },
    ],
  })
  const other = csvRow(['Work Order', 'Status', 'External ID']) + csvRow([held!.number, 'In progress', 'CM-77'])
  expect((await read(other)).skipped[0].reason).toBe(
    `${held!.number} is known there as CM-2; this row calls it CM-77. One of them belongs to another order.`,
  )
})

test('the loop counts what its lists show', async () => {
  const loop = (await viewer.get('/loop')).json()
  const steps = Object.fromEntries(loop.steps.map((step: LoopStep) => [step.id, step]))
  const listed = async (path: string) =>
    (await viewer.get(`${path}${path.includes('?') ? '&' : '?'}limit=200`)).json().items.length

  for (const id of ['plan', 'act', 'verify']) expect(steps[id].count).toBe(await listed(steps[id].path))
  for (const id of ['act', 'verify']) expect(steps[id].stuck.count).toBe(await listed(steps[id].stuck.path))
  expect(loop.totals.devices).toBe(await listed('/devices'))
  expect(loop.totals.workOrdersOpen).toBe(await listed('/work-orders?open=true'))
  expect(loop.trend).toHaveLength(1)
})
