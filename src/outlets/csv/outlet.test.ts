import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { OutgoingWorkOrder, WorkOrderResult } from '#outlets/outlet.ts'
import { csvOutlet } from './outlet.ts'
import { readDay, readMinutes } from './payload.ts'

const order: OutgoingWorkOrder = {
  number: 'WO-000101',
  title: 'Update the infusion gateway',
  type: 'security_remediation',
  state: 'dispatched',
  priority: 'critical',
  dueOn: '2026-02-15',
  assetTag: 'RG-10042',
  serialNumber: 'SN 42',
  manufacturer: 'Meadow Medical',
  model: 'Infusion Gateway',
  site: 'Main',
  careArea: 'ICU West',
  room: '4.12',
  assignedTo: 'A. Romero',
  instructions: 'Read the version.\nUpdate to "4.2".',
  vulnerabilities: ['CVE-2026-10001', 'CVE-2026-10002'],
  externalId: '',
}

async function write(orders: readonly OutgoingWorkOrder[]): Promise<string> {
  let text = ''
  for await (const chunk of csvOutlet.write(orders)) text += chunk
  return text
}

async function read(content: string | Uint8Array) {
  const bytes = Buffer.from(content)
  const halves = [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)]
  const results: WorkOrderResult[] = []
  const skipped: string[] = []
  for await (const row of csvOutlet.read({ name: 'results.csv', stream: () => Readable.from(halves) })) {
    if ('result' in row) results.push(row.result)
    else skipped.push(`${row.skipped.position} ${row.skipped.code}`)
  }
  return { results, skipped }
}

const nothing = {
  externalId: null,
  state: null,
  completedOn: null,
  technician: null,
  softwareVersion: null,
  minutes: null,
  note: null,
}

test('a work order is written in words that a CMMS shows', async () => {
  expect(await write([order])).toBe(
    'Work Order,Title,Type,Status,Priority,Due,Asset Tag,Serial Number,Manufacturer,Model,Site,Care Area,Room,Assigned To,' +
      'Instructions,Vulnerabilities,External ID,Completed On,Technician,Software Version After,Minutes,Note\r\n' +
      'WO-000101,Update the infusion gateway,Security remediation,Dispatched,Critical,2026-02-15,RG-10042,SN 42,' +
      'Meadow Medical,Infusion Gateway,Main,ICU West,4.12,A. Romero,"Read the version.\nUpdate to ""4.2"".",' +
      'CVE-2026-10001; CVE-2026-10002,,,,,,\r\n',
  )
})

test('no text of ours runs as a formula in a spreadsheet', async () => {
  const text = await write([
    { ...order, title: '=HYPERLINK("http://evil.example")', assetTag: '+1', room: '@SUM(1)', site: '-2' },
  ])

  expect(text).toContain('"\'=HYPERLINK(""http://evil.example"")"')
  expect(text).toContain(",'+1,")
  expect(text).toContain(",'@SUM(1),")
  expect(text).toContain(",'-2,")
})

test('a file that comes back untouched says nothing but where the order stands', async () => {
  expect(await read(await write([order]))).toEqual({
    results: [{ ...nothing, position: 'row 2', number: 'WO-000101', state: 'dispatched' }],
    skipped: [],
  })
})

test('a file that was filled in by hand brings the results back', async () => {
  const [head = '', row = ''] = (await write([{ ...order, instructions: '' }])).split('\r\n')
  const filled = row
    .replace('Dispatched', 'Completed')
    .replace(/,,,,,,$/, ',88123,2026-01-30,A. Romero,4.2.1,75,"Went well, no alarm"')

  expect(await read(`${head}\r\n${filled}\r\n`)).toEqual({
    results: [
      {
        position: 'row 2',
        number: 'WO-000101',
        externalId: '88123',
        state: 'work_complete',
        completedOn: '2026-01-30',
        technician: 'A. Romero',
        softwareVersion: '4.2.1',
        minutes: 75,
        note: 'Went well, no alarm',
      },
    ],
    skipped: [],
  })
})

test("a CMMS's own export is read, with its titles, headings and words", async () => {
  const { results, skipped } = await read(readFileSync(join(import.meta.dirname, 'fixtures/results.csv')))

  expect(results).toEqual([
    {
      ...nothing,
      position: 'row 4',
      number: 'WO-000101',
      externalId: '88123',
      state: 'work_complete',
      completedOn: '2026-01-30',
      technician: 'A. Romero',
      softwareVersion: '4.2.1',
      minutes: 75,
    },
    { ...nothing, position: 'row 5', number: 'WO-000102', externalId: '88124', state: 'unable_to_locate' },
    { ...nothing, position: 'row 6', number: 'WO-000103', externalId: '88125', state: 'on_hold' },
  ])
  expect(skipped).toEqual(['row 7 unknown_status'])
})

test.each([
  ['Verified', 'work_complete'],
  ['administratively_closed', 'work_complete'],
  ['CNL', 'unable_to_locate'],
  ['Closed - Incomplete', 'unable_to_complete'],
  ['Canceled', 'cancelled'],
  ['Open', null],
  ['', null],
])('the word "%s" of a CMMS means %s', async (word, state) => {
  const { results } = await read(`Work Order,Status\nWO-000101,${word}\n`)

  expect(results.map((result) => result.state)).toEqual([state])
})

test('a row that is not understood is kept with its reason and costs only itself', async () => {
  const rows = [
    'Work Order,Status,Completed On,Minutes',
    'Total,,,',
    'WO-000101,Completed,03/04/2026,',
    'WO-000102,Completed,2026-02-30,',
    'WO-000103,Completed,2026-01-30,a while',
    'WO-000104,Dispatched,2026-01-30,',
    ',,,',
    'wo 105,Completed,2026-01-30,90 min',
  ]

  const { results, skipped } = await read(rows.join('\n'))

  expect(results.map(({ number, minutes }) => [number, minutes])).toEqual([['WO-000105', 90]])
  expect(skipped).toEqual([
    'row 2 no_number',
    'row 3 ambiguous_date',
    'row 4 bad_value',
    'row 5 bad_value',
    'row 6 contradiction',
  ])
})

test('another row of the file settles which number is the month', async () => {
  const rows = (other: string) => `Work Order,Status,Completed On\nWO-1,Done,03/04/2026\nWO-2,Done,${other}\n`
  const days = async (other: string) => (await read(rows(other))).results.map(({ completedOn }) => completedOn)

  expect(await days('30/04/2026')).toEqual(['2026-04-03', '2026-04-30'])
  expect(await days('4/30/26 2:15 PM')).toEqual(['2026-03-04', '2026-04-30'])
})

test('the column with our numbers counts, whatever the CMMS calls its own', async () => {
  const { results } = await read('Work Order,Reference,Status\n88123,WO-000101,Done\n88124,WO-000102,Done\n')

  expect(results.map(({ number }) => number)).toEqual(['WO-000101', 'WO-000102'])
})

test('what Excel saves is read: UTF-16, Windows-1252, tabs', async () => {
  const text = 'Work Order\tStatus\tTechnician\nWO-000101\tDone\tJosé\n'
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])

  for (const bytes of [Buffer.from(`\uFEFF${text}`), utf16, Buffer.from(text, 'latin1')])
    expect((await read(bytes)).results.map(({ technician }) => technician)).toEqual(['José'])
})

test('a file that is not the answer says what to do', async () => {
  for (const content of ['Asset,Room\n1,2\n', '', 'PK\u0003\u0004', 'Work Order,Status\n"WO-000101,Done\n'])
    await expect(read(content)).rejects.toMatchObject({ code: 'unreadable' })
})

test('days and durations are read as people write them', () => {
  expect(
    ['2026-01-30T10:00:00Z', '30-Jan-26', 'Jan 30, 2026', '30.1.2026', '1/1/2026'].map((day) =>
      readDay(day, undefined),
    ),
  ).toEqual(['2026-01-30', '2026-01-30', '2026-01-30', '2026-01-30', '2026-01-01'])
  expect(['31/02/2026', 'soon', '46052', '13/13/2026'].map((day) => readDay(day, undefined))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
  expect(['90', '1:30', '1,5 h', '2 hours', '-5', '1:99'].map(readMinutes)).toEqual([
    90,
    90,
    90,
    120,
    undefined,
    undefined,
  ])
})
