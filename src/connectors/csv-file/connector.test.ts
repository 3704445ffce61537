import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { Collected, InputFile } from '#connectors/connector.ts'
import { silentLog } from '#platform/log.ts'
import { csvRow } from '#standards/csv/write-csv.ts'
import { gather } from '#tests/support/gather.ts'
import { diskFile, memoryFile } from '#tests/support/input-file.ts'
import { csvFile } from './connector.ts'

const now = () => new Date('2025-06-01T08:00:00Z')
const fixture = diskFile(`${import.meta.dirname}/fixtures/export.csv`)
const inspect = (file: InputFile, config = {}) => csvFile.inspect({ file, config, log: silentLog, now })

async function collect(file: InputFile, config: Record<string, unknown> = {}): Promise<Collected[]> {
  return await gather(csvFile.collect({ file, config: csvFile.config.parse(config), log: silentLog, now }))
}

const observations = (collected: readonly Collected[]) =>
  collected.flatMap((one) => (one.kind === 'observation' ? [one.observation] : []))
const skipped = (collected: readonly Collected[]) =>
  collected.flatMap((one) => (one.kind === 'skipped' ? [`${one.skipped.position}: ${one.skipped.code}`] : []))

describe('an export as a hospital has it', () => {
  test('is understood before anything is imported', async () => {
    const { columns, ...inspection } = await inspect(fixture)

    expect(inspection).toEqual({
      headerRow: 4,
      format: { delimiter: ';', encoding: 'windows-1252' },
      ambiguousDates: [],
      remarks: [
        '1 value of column "S/N" was turned into a number or a date by Excel and cannot be told any more. Format the column as text and export it again.',
        '2 cells of column "Notes" look like patient data (medical record number) and are not imported.',
      ],
      rows: 9,
    })
    expect(columns.map(({ name, attribute, confidence }) => [name, attribute, confidence])).toEqual([
      ['Control #', 'assetTag', 1],
      ['S/N', 'serialNumber', 1],
      ['Make', 'manufacturer', 0.97],
      ['Model #', 'model', 0.95],
      ['Equipment Description', 'description', 0.97],
      ['Ward', 'careArea', 0.95],
      ['Status', 'lifecycle', 1],
      ['High Risk', 'criticality', 1],
      ['Last PM', 'lastMaintenanceOn', 1],
      ['Purchase Cost', 'purchaseCost', 1],
      ['IP Address', 'ipAddresses', 1],
      ['MAC Address', 'macAddresses', 1],
      ['Notes', undefined, 0],
    ])
    expect(columns.at(-1)?.samples).toEqual(['SEE NOTES\r\nfrom 2019', 'no label'])
  })

  test('that was looked at is not looked through again to be collected, and says the same each time', async () => {
    let readings = 0
    const file: InputFile = {
      ...fixture,
      stream: (range) => {
        readings++
        return fixture.stream(range)
      },
    }
    await inspect(file)
    const looked = readings
    const first = await collect(file)

    expect(readings - looked).toBe(1)
    expect(first).toEqual(await collect(fixture))
    expect(await collect(file)).toEqual(first)
  })

  test('gives each device that can be told, and says of each other row why not', async () => {
    const collected = await collect(fixture)

    expect(skipped(collected)).toEqual([
      'row 6: bad_value',
      'row 8: no_identity',
      'row 9: duplicate_key',
      'row 12: unreadable',
      'row 14: not_a_device',
    ])
    expect(
      collected.flatMap((one) => (one.kind === 'observation' && one.unread ? [[one.position, one.unread]] : [])),
    ).toEqual([
      ['row 6', [{ column: 'S/N', attribute: 'serialNumber', code: 'mangled_value' }]],
      ['row 7', [{ column: 'Notes', code: 'patient_data' }]],
    ])
    expect(observations(collected)).toEqual([
      {
        sourceKey: 'tag:RG-0001',
        observedAt: '2025-06-01T08:00:00.000Z',
        claims: {
          assetTag: 'RG-0001',
          serialNumber: '00451233',
          manufacturer: 'Dräger',
          model: 'Evita V300',
          description: 'Ventilator, intensive care',
          careArea: 'ICU 2',
          lifecycle: 'in_use',
          criticality: 'high',
          lastMaintenanceOn: '2025-02-13',
          purchaseCost: 31400,
          ipAddresses: ['10.20.1.14'],
          macAddresses: ['00:1a:2b:00:00:01'],
        },
        raw: {
          'Control #': 'RG-0001',
          'S/N': '="00451233"',
          Make: 'Dräger',
          'Model #': 'Evita V300',
          'Equipment Description': 'Ventilator, intensive care',
          Ward: 'ICU 2',
          Status: 'In Use',
          'High Risk': 'Y',
          'Last PM': '13/02/2025',
          'Purchase Cost': '31.400,00 €',
          'IP Address': '10.20.1.14',
          'MAC Address': '00-1A-2B-00-00-01',
        },
      },
      expect.objectContaining({
        sourceKey: 'tag:RG-0002',
        claims: expect.not.objectContaining({ serialNumber: expect.anything() }),
        raw: expect.objectContaining({ 'S/N': '1,00E+15', 'Last PM': '03/04/2025', Notes: 'SEE NOTES\r\nfrom 2019' }),
      }),
      expect.objectContaining({
        sourceKey: 'tag:RG-0003',
        raw: expect.not.objectContaining({ Notes: expect.anything() }),
      }),
      expect.objectContaining({ sourceKey: 'tag:RG-0004', claims: expect.objectContaining({ careArea: 'ICU 1' }) }),
    ])
    // Other dates of the column say that the day comes first.
    expect(observations(collected)[1]?.claims.lastMaintenanceOn).toBe('2025-04-03')
  })
})

describe('the same rows', () => {
  const header = ['Asset Tag', 'Serial', 'Manufacturer', 'Model', 'Last PM', 'Installed', 'Note']
  const rows = Array.from({ length: 300 }, (_, index) => [
    `T${index % 290}`,
    `S${index}`,
    'Ünïted "Pumps", Inc',
    `M${index % 7}`,
    index === 150 ? '25/12/2024' : '03/04/2025',
    '04/05/2024',
    index % 11 === 0 ? 'two\nlines' : '',
  ])
  const file = (order: readonly string[][], title: readonly string[], delimiter: string, encoding: BufferEncoding) =>
    memoryFile(
      'list.csv',
      Buffer.from(
        `\ufeff${[...title.map((line) => [line]), header, ...order].map((row) => csvRow(row, delimiter)).join('')}`,
        encoding,
      ),
      1000,
    )
  const sorted = (collected: Collected[]) =>
    observations(collected).sort((a, b) => (a.sourceKey < b.sourceKey ? -1 : 1))

  test('shuffled, under other titles, with another delimiter and encoding, give the same observations', async () => {
    const one = await collect(file(rows, ['Inventory 2025'], ',', 'utf8'))
    const other = await collect(file(rows.toReversed(), ['Riverside', '', 'List of devices'], ';', 'utf16le'))

    expect(sorted(one)).toHaveLength(290)
    expect(sorted(other)).toEqual(sorted(one))
    expect(skipped(one).map((line) => line.replace(/.*: /, ''))).toEqual(Array(10).fill('duplicate_key'))
  })

  test('a date that can be two days waits for a person, but for a column that settles itself', async () => {
    const { ambiguousDates, remarks } = await inspect(file(rows, [], ',', 'utf8'))
    const [device] = sorted(await collect(file(rows, [], ',', 'utf8')))
    const [settled] = sorted(await collect(file(rows, [], ',', 'utf8'), { dateOrder: 'mdy' }))

    expect(ambiguousDates).toEqual(['04/05/2024'])
    expect(remarks).toEqual([
      'Dates such as 04/05/2024 in column "Installed" can be two days. Say which comes first, the day or the month; until then they are not imported.',
    ])
    expect(device?.claims).toMatchObject({ lastMaintenanceOn: '2025-04-03' })
    expect(device?.claims.inServiceOn).toBeUndefined()
    expect(settled?.claims).toMatchObject({ lastMaintenanceOn: '2025-03-04', inServiceOn: '2024-04-05' })
  })
})

describe('settings', () => {
  const file = memoryFile('list.csv', 'Code|What|Where|Seen\r\n1|Pump|ICU|2025-06-01 10:00\r\n2|Monitor|OR|\r\n')
  const columns = { Code: 'sourceKey', What: 'description', Where: 'ignore', Seen: 'lastSeenAt' } as const

  test('the columns that a person settled count, and nothing else', async () => {
    const collected = observations(await collect(file, { columns, timeZone: 'Europe/Berlin' }))

    expect(collected).toEqual([
      {
        sourceKey: '1',
        observedAt: '2025-06-01T08:00:00Z',
        claims: { description: 'Pump', lastSeenAt: '2025-06-01T08:00:00Z' },
        raw: { Code: '1', What: 'Pump', Where: 'ICU', Seen: '2025-06-01 10:00' },
      },
      {
        sourceKey: '2',
        observedAt: '2025-06-01T08:00:00.000Z',
        claims: { description: 'Monitor' },
        raw: { Code: '2', What: 'Monitor', Where: 'OR' },
      },
    ])
  })

  test('a look at the next file remembers them', async () => {
    const inspection = await inspect(file, { columns })

    expect(inspection.columns.map(({ attribute, confidence }) => [attribute, confidence])).toEqual([
      ['sourceKey', 1],
      ['description', 1],
      [undefined, 0],
      ['lastSeenAt', 1],
    ])
  })

  test('a file without a column that was settled stops before any claim vanishes', async () => {
    await expect(collect(file, { columns: { ...columns, 'IP Address': 'ipAddresses' } })).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('"IP Address"'),
    })
  })
})

test('a column of patient data is refused, by its name or by its values, and named', async () => {
  const people = Array.from({ length: 5 }, (_, index) => `T${index},Roe,2${index}1-45-678${index}\r\n`).join('')
  const file = memoryFile('list.csv', `Asset Tag,Patient Name,Reference\r\n${people}`)

  const inspection = await inspect(file)

  expect(inspection.columns.slice(1)).toMatchObject([
    { name: 'Patient Name', samples: [], refused: 'looks like patient data (patient name or number)' },
    { name: 'Reference', samples: [], refused: 'looks like patient data (social security number)' },
  ])
  expect(inspection.remarks).toEqual([
    'Column "Patient Name" looks like patient data (patient name or number) and is not imported.',
    'Column "Reference" looks like patient data (social security number) and is not imported.',
  ])
  const settled = { columns: { 'Asset Tag': 'assetTag', 'Patient Name': 'owner', Reference: 'description' } }
  for (const { claims, raw } of observations(await collect(file, settled)))
    expect([claims, raw]).toEqual([{ assetTag: claims.assetTag }, { 'Asset Tag': claims.assetTag }])
})

describe('encodings and delimiters', () => {
  const text = 'Asset Tag\tManufacturer\tNote\r\n1\tDräger\t€ 5\r\n'
  const swapped = (content: string) => Buffer.from(content, 'utf16le').swap16()
  test.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE with a mark', swapped(`\ufeff${text}`), 'utf-16be'],
    ['UTF-16 LE without a mark', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE without a mark', swapped(text), 'utf-16be'],
    ['windows-1252', Buffer.from(text.replace('€', '\u0080'), 'latin1'), 'windows-1252'],
  ])('%s is read', async (_, bytes, encoding) => {
    const file = memoryFile('list.csv', bytes, 3)

    expect((await inspect(file)).format).toEqual({ delimiter: 'tab', encoding })
    expect(observations(await collect(file)).map(({ raw }) => raw)).toEqual([
      { 'Asset Tag': '1', Manufacturer: 'Dräger', Note: '€ 5' },
    ])
  })

  test('the first letter beyond ASCII may come late', async () => {
    const rows = Array.from({ length: 30_000 }, (_, index) => `${index};Pump\r\n`).join('')
    const file = memoryFile('list.csv', Buffer.from(`Asset Tag;Model\r\n${rows}x;Gerät\r\n`, 'latin1'))

    expect(observations(await collect(file)).at(-1)?.claims).toEqual({ assetTag: 'x', model: 'Gerät' })
  })

  test('the line that tells Excel the delimiter is no row', async () => {
    const file = memoryFile('list.csv', 'sep=;\r\nAsset Tag;Model\r\n1;"a, b"\r\n')

    expect(await collect(file)).toMatchObject([{ position: 'row 3', observation: { claims: { model: 'a, b' } } }])
  })
})

describe('a file that is no list', () => {
  let sent = 0
  const endless = (piece: string): InputFile => ({
    name: 'huge.csv',
    bytes: 2 ** 31,
    stream: () =>
      Readable.from(
        (function* () {
          yield Buffer.from('Asset Tag,Note\r\n1,"')
          for (sent = 0; sent < 2 ** 31; sent += piece.length) yield Buffer.from(piece)
        })(),
        { objectMode: false },
      ),
  })

  test('a cell of 2 GB is refused without being held', async () => {
    const refused = { code: 'hostile_file', message: expect.stringContaining('That is no list of devices') }

    await expect(inspect(endless('x'.repeat(65_536)))).rejects.toMatchObject(refused)
    expect(sent).toBeLessThan(64_000_000)
    await expect(collect(endless('x'.repeat(65_536)))).rejects.toMatchObject(refused)
    expect(sent).toBeLessThan(64_000_000)
  })

  test('a quoted cell of many lines is refused with its row', async () => {
    const file = memoryFile('list.csv', `Asset Tag,Note\r\n1,a\r\n2,"${'line\n'.repeat(400_000)}`)

    await expect(collect(file)).rejects.toMatchObject({
      code: 'hostile_file',
      message: expect.stringMatching(/^Row 3 of list.csv is longer than 1,000,000 characters/),
    })
  })

  test.each([
    ['empty', '', /is empty/],
    ['blanks only', ' \r\n\r\n', /is empty/],
    ['an Excel workbook', 'PK\u0003\u0004rest', /Choose the connector for Excel/],
    ['a web page', '<html><table>', /is a web page/],
    ['JSON', '[{"assetTag": 1}]', /is JSON/],
    ['a PDF', '%PDF-1.7', /is a PDF/],
    ['one column', 'Asset Tag\r\n1\r\n2\r\n', /header row of at least two columns/],
    ['half a character', Buffer.from('\ufeffa;b\r\n1;2', 'utf16le').subarray(0, -1), /ends within a character/],
  ])('%s is refused with what to do', async (_, content, message) => {
    await expect(inspect(memoryFile('list.csv', content))).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringMatching(message),
    })
  })

  test('reading stops when it is cancelled', async () => {
    const signal = AbortSignal.abort()

    await expect(csvFile.inspect({ file: fixture, log: silentLog, now, signal })).rejects.toMatchObject({
      code: 'cancelled',
    })
  })
})

test('a whole UDI tells the serial number where no column does, and which device it is', async () => {
  const text = [
    'UDI,Serial,Model',
    '(01)00812345678901(10)L7(21)A1,,Pump',
    '(01)00812345678901(21)A2,B9,Pump',
    '(01)00812345678905(21)A3,,Pump',
  ].join('\n')
  const collected = await collect(memoryFile('udi.csv', text))

  expect(
    observations(collected).map(({ sourceKey, claims }) => [sourceKey, claims.udiDi, claims.serialNumber]),
  ).toEqual([
    ['udi:00812345678901:A1', '00812345678901', 'A1'],
    ['serial::B9', '00812345678901', 'B9'],
  ])
  expect(skipped(collected)).toEqual(['row 4: no_identity'])
})
