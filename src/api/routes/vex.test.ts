import { beforeAll, describe, expect, test } from 'vitest'
import { listAudit } from '#domain/access/access.ts'
import { decideFinding, setRemediation } from '#domain/findings/findings.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { csafFaults } from '#tests/support/csaf-faults.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const manager = await signedIn('manager')
let hospital: Hospital
let devices: string[]

const cve = 'CVE-2026-0001'
const other = 'CVE-2026-0002'
const pump = (tag: string, over: object = {}) => ({
  assetTag: tag,
  serialNumber: `S-${tag}*`,
  hostname: `pump-${tag.toLowerCase()}`,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  softwareVersion: '9.1',
  site: 'Northern Clinic',
  careArea: 'Intensive Care',
  ...over,
})

beforeAll(async () => {
  hospital = await newHospital(db)
  const below = productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })
  await hospital.publish(
    advisoryRecord({
      trackingId: 'A-1',
      products: [below],
      vulnerabilities: [
        statement({
          vulnerabilityId: cve,
          status: { known_affected: ['P1'] },
          remediations: [
            { category: 'vendor_fix', details: 'Update to 9.2', url: 'https://cert.example/9.2', productIds: ['P1'] },
            { category: 'mitigation', details: 'Of another product', productIds: ['P7'] },
          ],
        }),
        statement({ vulnerabilityId: other, status: { known_affected: ['P1'] } }),
        statement({ vulnerabilityId: 'ACME-7', status: { under_investigation: ['P1'] } }),
      ],
    }),
  )
  const said = await hospital.says(hospital.cmms, {
    a: pump('T-1'),
    b: pump('T-2', { site: 'Southern Clinic' }),
    c: pump('T-3', { softwareVersion: '9.2' }),
    d: pump('T-4', { softwareVersion: null }),
  })
  devices = said.deviceIds
})

const ask = (query: string) => manager.get(`/vex?${query}`)
const csaf = async (query: string) => (await ask(`format=csaf&${query}`)).json()
const openvex = async (query: string) => (await ask(`format=openvex&${query}`)).json()
const ofPump = 'manufacturer=Example+Medical&model=Drip+3000'

interface Branch {
  readonly product?: { readonly product_id: string; readonly name: string }
  readonly branches?: readonly Branch[]
}

/** What the tests read of a CSAF document. */
interface Written {
  readonly product_tree: {
    readonly branches: readonly Branch[]
    readonly full_product_names?: readonly { product_id: string; name: string }[]
  }
  readonly vulnerabilities: readonly { readonly product_status: Readonly<Record<string, readonly string[]>> }[]
}

/** Names of products by status. */
function verdictsOf(document: Written, position = 0): Record<string, string[]> {
  const names = new Map<string, string>()
  const walk = (branches: readonly Branch[] = []) => {
    for (const branch of branches) {
      if (branch.product) names.set(branch.product.product_id, branch.product.name)
      walk(branch.branches)
    }
  }
  walk(document.product_tree.branches)
  for (const product of document.product_tree.full_product_names ?? []) names.set(product.product_id, product.name)
  return Object.fromEntries(
    Object.entries(document.vulnerabilities[position]!.product_status).map(([status, ids]) => [
      status,
      ids.map((id) => names.get(id) ?? `undefined ${id}`).sort(),
    ]),
  )
}

test('affected, not affected and unclear products go out, one for each version wherever its devices stand', async () => {
  const document = await csaf(`vulnerability=${cve}`)

  expect(verdictsOf(document)).toEqual({
    known_affected: ['Example Medical Drip 3000 9.1'],
    known_not_affected: ['Example Medical Drip 3000 9.2'],
    under_investigation: ['Example Medical Drip 3000 (software version not known)'],
  })
  const [vulnerability] = document.vulnerabilities
  expect(vulnerability.remediations).toMatchObject([
    { category: 'vendor_fix', details: 'Update to 9.2', url: 'https://cert.example/9.2' },
  ])
  // Nobody said why: that the version is another is told in words.
  expect(vulnerability.flags).toBeUndefined()
  expect(vulnerability.threats[0].details).toContain('9.2')
  expect(await csafFaults(document)).toEqual([])
})

test('no place, no computer and no serial number goes out with the verdicts on products', async () => {
  const text = JSON.stringify([await csaf(ofPump), await openvex(ofPump)])

  expect(text).not.toMatch(/clinic|intensive|pump-t|S-T|T-1/i)
})

test('the same verdicts are the same bytes and the same version; one that changes raises it', async () => {
  const query = `format=csaf&vulnerability=${other}`
  const first = await ask(query)
  const again = await ask(query)
  expect(again.body).toBe(first.body)
  expect(first.json().document.tracking).toMatchObject({ version: '1', status: 'final' })

  for (const deviceId of devices.slice(0, 2))
    await decideFinding(
      db,
      hospital.actor,
      { deviceId, vulnerabilityId: other },
      { decision: 'mitigated', reason: 'Behind a firewall at the Northern Clinic, bed 12, host PUMP-T-1.' },
    )
  const changed = await csaf(`vulnerability=${other}`)
  expect(changed.document.tracking).toMatchObject({
    id: first.json().document.tracking.id,
    version: '2',
    initial_release_date: first.json().document.tracking.current_release_date,
    revision_history: [{ number: '1' }, { number: '2' }],
  })
  expect(changed.vulnerabilities[0].remediations).toMatchObject([
    { category: 'mitigation', details: 'Behind a firewall at the […], bed […], host […].' },
  ])
  expect(await csafFaults(changed)).toEqual([])
})

test('where devices of a product differ nothing is said of it, unless devices are asked for', async () => {
  await decideFinding(
    db,
    hospital.actor,
    { deviceId: devices[0]!, vulnerabilityId: cve },
    { decision: 'false_positive', reason: 'Another board is in it' },
  )
  const without = await csaf(`vulnerability=${cve}`)
  const withDevices = await csaf(`vulnerability=${cve}&devices=true`)

  expect(verdictsOf(without)).not.toHaveProperty('known_affected')
  expect(without.document.notes[1].text).toMatch(/^1 verdict is left out/)
  expect(verdictsOf(withDevices)).toMatchObject({
    known_affected: ['Example Medical Drip 3000 9.1 (serial number S-T-2*, asset tag T-2)'],
    known_not_affected: [
      'Example Medical Drip 3000 9.1 (serial number S-T-1*, asset tag T-1)',
      'Example Medical Drip 3000 9.2',
    ],
  })
  const [device] = withDevices.product_tree.full_product_names
  expect(device.product_identification_helper.serial_numbers[0]).toMatch(/\\\*$/)
  expect(withDevices.document.tracking.id).not.toBe(without.document.tracking.id)
  expect(await csafFaults(without)).toEqual([])
  expect(await csafFaults(withDevices)).toEqual([])
})

test('a device that got its fix makes its version fixed', async () => {
  await hospital.says(hospital.monitor, { m: { ...pump('T-2'), softwareVersion: '9.2' } })

  expect(verdictsOf(await csaf(`vulnerability=${other}`))).toMatchObject({ fixed: ['Example Medical Drip 3000 9.2'] })
})

test('OpenVEX says the same: of affected products what to do, of others why not', async () => {
  const document = await openvex(`${ofPump}&vulnerability=${cve}&devices=true`)

  expect(document).toMatchObject({ '@context': 'https://openvex.dev/ns/v0.2.0', version: 1, author: 'Our hospital' })
  expect(document.timestamp).toMatch(/^\d{4}-\d\d-\d\dT/)
  for (const one of document.statements) {
    expect(one.vulnerability.name).toBe(cve)
    expect(one.products.length).toBeGreaterThan(0)
    if (one.status === 'affected') expect(one.action_statement).toBeTruthy()
    // The schema takes one of both.
    if (one.status === 'not_affected')
      expect(['justification', 'impact_statement'].filter((key) => key in one)).toHaveLength(1)
  }
  const all = document.statements.flatMap((one: { products: { '@id': string }[] }) =>
    one.products.map((product) => product['@id']),
  )
  expect(all).toContain('pkg:generic/Example%20Medical/Drip%203000@9.2')
})

test('the check of the documents finds what is wrong', async () => {
  const document = await csaf('vulnerability=ACME-7')
  document.vulnerabilities[0].product_status = { known_affected: ['HP-0'] }

  expect((await csafFaults(document)).join()).toMatch(/6_1_1 .*6_1_27_10 /)
})

test('a vulnerability without a CVE goes by the number that its publisher gave', async () => {
  const document = await csaf('vulnerability=ACME-7')

  expect(document.vulnerabilities[0]).toMatchObject({ ids: [{ system_name: 'Example CERT', text: 'ACME-7' }] })
  expect(await csafFaults(document)).toEqual([])
})

test('who took which version stands in the audit trail', async () => {
  await csaf(ofPump)
  const [entry] = (await listAudit(db, hospital.organisationId, { subjectKind: 'vex', limit: 1 })).items

  expect(entry).toMatchObject({
    action: 'vex.issued',
    actorName: manager.actor.name,
    detail: { format: 'csaf', model: 'Drip 3000', version: 2 },
  })
})

test('without a vulnerability or a model, and where nothing was compared, a sentence says what to ask for', async () => {
  expect((await ask('format=csaf')).json()).toMatchObject({
    status: 400,
    detail: expect.stringContaining('vulnerability'),
  })
  expect((await ask('format=csaf&vulnerability=CVE-1999-0001')).json()).toMatchObject({
    status: 404,
    code: 'not_found',
  })
})

test('what was handed out is listed by version, and each can be had again as it was', async () => {
  const before = (await ask(`format=openvex&vulnerability=${other}`)).body
  await decideFinding(
    db,
    { ...hospital.actor, name: 'Ada' },
    { deviceId: devices[0]!, vulnerabilityId: other },
    { decision: 'mitigated', reason: 'Behind a firewall of its own' },
  )
  const after = (await ask(`format=openvex&vulnerability=${other}`)).body
  expect(after).not.toBe(before)

  const all = (await manager.get('/vex/issues?limit=200')).json().items
  const items = all.filter(({ title }: { title: string }) => title.includes(` on ${other}`)).slice(0, 2)
  expect(items.map(({ isSuperseded, hasOpenVex }: Record<string, boolean>) => [isSuperseded, hasOpenVex])).toEqual([
    [false, true],
    [true, true],
  ])
  expect(items[0]).toMatchObject({ id: items[1].id, version: items[1].version + 1, issuedBy: manager.person.name })
  expect(items[0].statements).toBeGreaterThan(0)
  const again = async (position: number) =>
    (await manager.get(`/vex/issues/${items[position].id}/${items[position].version}?format=openvex`)).body
  expect([await again(1), await again(0)]).toEqual([before, after])
  expect((await manager.get(`/vex/issues/${items[0].id}/99?format=csaf`)).statusCode).toBe(404)
  expect((await (await signedIn('viewer')).get('/vex/issues')).statusCode).toBe(403)
  const first = (await manager.get('/vex/issues?limit=2')).json()
  const rest = (await manager.get(`/vex/issues?limit=200&cursor=${first.next}`)).json()
  expect([...first.items, ...rest.items]).toEqual(all)
})

describe('of one product at two sites', () => {
  const flaw = 'CVE-2026-0500'
  const cart = (tag: string, over: object = {}) => ({ ...pump(tag), model: 'Cart 7', softwareVersion: '4.0', ...over })
  let ids: string[]
  beforeAll(async () => {
    await hospital.publish(
      advisoryRecord({
        trackingId: 'A-5',
        products: [productEntry({ productId: 'P1', name: 'Cart 7', version: '4.0', versionForm: 'exact' })],
        vulnerabilities: [statement({ vulnerabilityId: flaw, status: { known_affected: ['P1'] } })],
      }),
    )
    ;({ deviceIds: ids } = await hospital.says(hospital.cmms, {
      n1: cart('C-1', { site: 'Main Campus' }),
      n2: cart('C-2', { site: 'Main Campus', model: 'CART 7', softwareVersion: 'v4.0' }),
      s1: cart('C-3', { site: 'Southern Clinic', manufacturer: 'EXAMPLE MEDICAL' }),
    }))
  })
  const decide = (some: readonly string[], reason: string) =>
    Promise.all(
      some.map((deviceId) =>
        decideFinding(db, hospital.actor, { deviceId, vulnerabilityId: flaw }, { decision: 'mitigated', reason }),
      ),
    )

  test('spellings are one product with one name, whichever of them is asked for', async () => {
    const document = await csaf(`vulnerability=${flaw}`)
    expect(verdictsOf(document)).toEqual({ known_affected: ['Example Medical Cart 7 4.0'] })
    const [one, other] = [
      await openvex('manufacturer=Example+Medical&model=Cart+7'),
      await openvex('manufacturer=EXAMPLE+MEDICAL&model=Cart+7'),
    ]
    expect(one).toEqual(other)
    expect(one.statements.flatMap(({ products }: { products: unknown[] }) => products)).toMatchObject([
      { '@id': 'pkg:generic/Example%20Medical/Cart%207@4.0' },
    ])
  })

  test('a mitigation at one of them is not said of the product, but of its part, in words', async () => {
    await decide(ids.slice(0, 2), 'Segmented')
    const document = await csaf(`vulnerability=${flaw}`)
    const [vulnerability] = document.vulnerabilities
    expect(vulnerability.remediations).toMatchObject([
      { category: 'none_available', details: expect.stringContaining('for all devices') },
    ])
    expect(vulnerability.notes[1]).toEqual({
      category: 'details',
      title: 'On some of the devices',
      text: 'Example Medical Cart 7 4.0\nOn 2 of 3 devices: Segmented',
    })
    expect(await csafFaults(document)).toEqual([])
    const [said] = (await openvex(`vulnerability=${flaw}`)).statements
    expect(said).toMatchObject({ status: 'affected', status_notes: 'On 2 of 3 devices: Segmented' })
    expect(said.action_statement).not.toContain('Segmented')
  })

  test('one that all have is said of the product', async () => {
    await decide(ids, 'Segmented')
    const [vulnerability] = (await csaf(`vulnerability=${flaw}`)).vulnerabilities
    expect(vulnerability.remediations).toMatchObject([{ category: 'mitigation', details: 'Segmented' }])
    expect(vulnerability.notes).toHaveLength(1)
    expect((await openvex(`vulnerability=${flaw}`)).statements[0]).not.toHaveProperty('status_notes')
  })

  test('why it is not affected is said of the part that it holds for', async () => {
    const clear = (deviceId: string, reason: string, justification?: 'vulnerable_code_not_present') =>
      decideFinding(
        db,
        hospital.actor,
        { deviceId, vulnerabilityId: flaw },
        { decision: 'not_affected', reason, ...(justification && { justification }) },
      )
    await clear(ids[0]!, 'The option is absent', 'vulnerable_code_not_present')
    await clear(ids[1]!, 'The option is absent')
    await clear(ids[2]!, 'The port is closed')
    const document = await csaf(`vulnerability=${flaw}`)
    const [vulnerability] = document.vulnerabilities
    expect(vulnerability).not.toHaveProperty('flags')
    expect(vulnerability.threats).toMatchObject([
      { details: 'On 2 of 3 devices: The option is absent\nOn 1 of 3 devices: The port is closed' },
    ])
    expect(await csafFaults(document)).toEqual([])
  })
})

describe('devices of which nobody could tell the version', () => {
  const flaw = 'CVE-2026-0909'
  const at = `vulnerability=${flaw}`
  const model = 'Drop 700'
  const says = (softwareVersion: string | null) =>
    hospital.says(hospital.cmms, { n: pump('N-1', { model, softwareVersion, modelNumber: 'D7' }) })

  beforeAll(async () => {
    await hospital.publish(
      advisoryRecord({
        trackingId: 'A-9',
        products: [
          productEntry({ productId: 'P1', name: model, version: '< 3.0', versionForm: 'comparison', isRange: true }),
        ],
        vulnerabilities: [statement({ vulnerabilityId: flaw, status: { known_affected: ['P1'] } })],
      }),
    )
  })

  test('go out under an id that nobody can read as all versions', async () => {
    await says(null)

    const written = await openvex(at)
    expect(written.statements).toMatchObject([
      { status: 'under_investigation', products: [{ '@id': expect.any(String) }] },
    ])
    const [product] = written.statements[0].products
    expect(product).toEqual({ '@id': expect.stringMatching(/^(https?|urn):.*#HP-[0-9a-f]{12}$/) })
    const document = await csaf(at)
    expect(verdictsOf(document)).toEqual({
      under_investigation: [`Example Medical ${model} (software version not known, model number D7)`],
    })
    expect(JSON.stringify(document)).not.toContain('pkg:generic')
    expect(await csafFaults(document)).toEqual([])
  })

  const product = `Example Medical ${model} 3.6 (model number D7)`
  const statusOfFinding = async () =>
    (await manager.get(`/findings/${await deviceOfModel()}/${flaw}`)).json().finding.status as string

  test('are not called fixed where a look shows another version', async () => {
    await says(null)
    await says('3.6')

    expect(await statusOfFinding()).toBe('not_affected')
    expect(verdictsOf(await csaf(at))).toEqual({ known_not_affected: [product] })
    const [statement] = (await openvex(at)).statements
    expect(statement).toMatchObject({ status: 'not_affected', impact_statement: expect.stringContaining('3.6') })
    expect(statement.justification).toBeUndefined()
  })

  test('are fixed for others where work on them made them so here, in words that tell what was never shown', async () => {
    await says(null)
    const key = { deviceId: await deviceOfModel(), vulnerabilityId: flaw }
    await inTransaction(db, (tx) =>
      setRemediation(tx, hospital.organisationId, [key], 'in_progress', hospital.actor, 'Read the version'),
    )
    await says('3.6')

    expect(await statusOfFinding()).toBe('fixed')
    const document = await csaf(at)
    expect(verdictsOf(document)).toEqual({ fixed: [product] })
    expect(JSON.stringify(document)).toContain('it was never shown to be affected')
    expect(await csafFaults(document)).toEqual([])
  })

  test('are where they were affected before', async () => {
    await says('2.5')
    await says('3.6')

    expect(verdictsOf(await csaf(at))).toEqual({ fixed: [`Example Medical ${model} 3.6 (model number D7)`] })
  })

  const deviceOfModel = async () => (await manager.get(`/devices?q=N-1`)).json().items[0].id as string
})
