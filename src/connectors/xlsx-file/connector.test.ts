import { randomBytes } from 'node:crypto'
import excel from 'exceljs'
import { describe, expect, test } from 'vitest'
import { makeZip, type ZipMember } from '#bench/servers/zip.ts'
import type { Collected, InputFile } from '#connectors/connector.ts'
import { silentLog } from '#platform/log.ts'
import { gather } from '#tests/support/gather.ts'
import { diskFile, memoryFile } from '#tests/support/input-file.ts'
import { xlsxFile } from './connector.ts'

const now = () => new Date('2025-06-01T08:00:00Z')
const fixture = diskFile(`${import.meta.dirname}/fixtures/export.xlsx`)
const inspect = (file: InputFile, config = {}) => xlsxFile.inspect({ file, config, log: silentLog, now })
const collect = (file: InputFile, config: Record<string, unknown> = {}): Promise<Collected[]> =>
  gather(xlsxFile.collect({ file, config: xlsxFile.config.parse(config), log: silentLog, now }))
const observations = (collected: readonly Collected[]) =>
  collected.flatMap((one) => (one.kind === 'observation' ? [one.observation] : []))

const relations = (...targets: readonly (readonly [string, string])[]) =>
  `<Relationships>${targets.map(([type, target], index) => `<Relationship Id="r${index}" Type="x/${type}" Target="${target}"/>`).join('')}</Relationships>`

/** A workbook of one sheet, as bare as the standard allows. */
const parts = (sheet: string, more: Record<string, string> = {}): Record<string, string> => ({
  '_rels/.rels': relations(['officeDocument', '/xl/workbook.xml']),
  'xl/_rels/workbook.xml.rels': relations(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml']),
  'xl/workbook.xml': '<x:workbook><x:sheets><x:sheet name="List" r:id="r0"/></x:sheets></x:workbook>',
  'xl/worksheets/sheet1.xml': `<x:worksheet><x:sheetData>${sheet}</x:sheetData></x:worksheet>`,
  ...more,
})
const workbook = (members: Record<string, string> | readonly ZipMember[]) => memoryFile('list.xlsx', makeZip(members))
const text = (value: string) => `<x:c t="inlineStr"><x:is><x:t>${value}</x:t></x:is></x:c>`
const head = `<x:row>${text('Asset Tag')}${text('Installed')}</x:row>`

describe('a workbook as a hospital has it', () => {
  test('is understood before anything is imported', async () => {
    const { columns, ...inspection } = await inspect(fixture)

    expect(inspection).toEqual({
      headerRow: 4,
      format: { sheet: 'Assets', sheets: 'Cover, Assets' },
      ambiguousDates: [],
      remarks: [
        'Cells are merged below the header (E7:E8): only the first cell of each holds the value, the others are read as empty. Undo the merges where each row should have it.',
        '1 value of column "Serial No." was turned into a number or a date by Excel and cannot be told any more. Format the column as text and export it again.',
        'Column "DOB" looks like patient data (birth date) and is not imported.',
      ],
      rows: 5,
    })
    expect(columns.map(({ name, attribute }) => [name, attribute])).toEqual([
      ['Asset tag', 'assetTag'],
      ['Serial No.', 'serialNumber'],
      ['Manufacturer', 'manufacturer'],
      ['Model', 'model'],
      ['Building', 'building'],
      ['Room', 'room'],
      ['Status', 'lifecycle'],
      ['Last PM', 'lastMaintenanceOn'],
      ['Next PM', 'nextMaintenanceOn'],
      ['Networked', 'networkConnected'],
      ['DOB', undefined],
      ['Cost', 'purchaseCost'],
    ])
  })

  test('gives dates, zeros, runs of text, links, formulas and errors as they are shown', async () => {
    const collected = await collect(fixture)

    expect(
      collected.map((one) =>
        one.kind === 'observation' ? one.position : `${one.skipped.position}: ${one.skipped.code}`,
      ),
    ).toEqual(['row 5', 'row 6', 'row 6: bad_value', 'row 7', 'row 8', 'row 9: not_a_device'])
    expect(observations(collected).map(({ raw }) => raw)).toEqual([
      {
        'Asset tag': '001001',
        'Serial No.': 'SN-1',
        Manufacturer: 'Dräger',
        Model: 'Evita V300',
        Building: 'Main',
        Room: '2.14',
        Status: 'In Use',
        'Last PM': '2025-03-04',
        'Next PM': '2026-03-04T07:30:00',
        Networked: 'TRUE',
        Cost: '31400',
      },
      {
        'Asset tag': '001002',
        'Serial No.': '1.23456789012346E+18',
        Manufacturer: 'Baxter',
        Model: 'Sigma Spectrum',
        Building: 'Main',
        Room: '2.15',
        Status: 'Storage',
        'Last PM': '13/02/2025',
        Networked: 'FALSE',
        Cost: '4000',
      },
      {
        'Asset tag': '001003',
        'Serial No.': '884170',
        Manufacturer: 'Philips',
        Model: 'MX40',
        Building: 'North',
        Room: '#N/A',
        Status: 'In Use',
      },
      {
        'Asset tag': '001004',
        'Serial No.': 'SN-4',
        Manufacturer: 'Philips',
        Model: 'MX40',
        Room: '1.02',
        Status: 'In Use',
      },
    ])
    expect(observations(collected)[0]).toMatchObject({
      sourceKey: 'tag:001001',
      claims: { nextMaintenanceOn: '2026-03-04', networkConnected: true, purchaseCost: 31400, lifecycle: 'in_use' },
    })
  })

  test('a hidden sheet is read when it is named, and one that is not there is refused', async () => {
    const collected = await collect(fixture, { sheet: 'Old list' })

    expect(observations(collected).map(({ sourceKey }) => sourceKey)).toEqual(['tag:1'])
    await expect(inspect(fixture, { sheet: 'List' })).rejects.toMatchObject({
      code: 'unreadable',
      message:
        'The workbook has no sheet "List", only "Cover", "Assets", "Old list". Choose the sheet that holds the list.',
    })
  })

  test('the same rows shuffled and under another title give the same observations', async () => {
    const rows = Array.from({ length: 200 }, (_, index) => [
      `T${index % 195}`,
      `S${index}`,
      'Baxter',
      new Date(Date.UTC(2025, 0, index)),
    ])
    const write = async (title: string, order: unknown[][]) => {
      const book = new excel.Workbook()
      const sheet = book.addWorksheet('x')
      sheet.addRows([[title], ['Asset Tag', 'Serial', 'Manufacturer', 'Installed'], ...order])
      return memoryFile('x.xlsx', Buffer.from(await book.xlsx.writeBuffer()))
    }
    const sorted = async (file: InputFile) =>
      observations(await collect(file)).sort((a, b) => (a.sourceKey < b.sourceKey ? -1 : 1))

    const one = await sorted(await write('Inventory', rows))

    expect(one).toHaveLength(195)
    expect(await sorted(await write('List of devices 2025', rows.toReversed()))).toEqual(one)
  })
})

test('a workbook counts its days from 1904, names its tags with a prefix, and leaves out references', async () => {
  const file = workbook(
    parts(`${head}<x:row>${text('a &amp; b_x000D_')}<x:c s="1"><x:v>44288</x:v></x:c></x:row>`, {
      'xl/workbook.xml':
        "<x:workbook><x:workbookPr date1904 = '1'/><x:sheets><x:sheet name='List' r:id='r0'/></x:sheets></x:workbook>",
      'xl/styles.xml': '<styleSheet><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>',
    }),
  )

  expect(observations(await collect(file)).map(({ claims }) => claims)).toEqual([
    { assetTag: 'a & b', inServiceOn: '2025-04-03' },
  ])
})

describe('a hostile workbook', () => {
  const hostile = (message: RegExp) => ({ code: 'hostile_file', message: expect.stringMatching(message) })

  test('a zip bomb is refused before it is unpacked', async () => {
    const bomb = workbook(parts(`${head}${' '.repeat(40_000_000)}`))

    await expect(inspect(bomb)).rejects.toMatchObject(hostile(/would unpack to 40 MB/))
  })

  test('a part that lies about its size is refused', async () => {
    const members = Object.entries(parts(`${head}${`<x:row>${text('1')}</x:row>`.repeat(1000)}`)).map(
      ([path, content]) => ({
        path,
        content,
        ...(path.endsWith('sheet1.xml') ? { declaredBytes: 500 } : {}),
      }),
    )

    await expect(inspect(workbook(members))).rejects.toMatchObject(hostile(/another size than it says/))
  })

  test('entities are refused', async () => {
    await expect(inspect(diskFile(`${import.meta.dirname}/fixtures/hostile.xlsx`))).rejects.toMatchObject(
      hostile(/entities/),
    )
  })

  test('a path that leads out of the archive is refused', async () => {
    await expect(inspect(workbook({ ...parts(head), '../../etc/cron.d/x': 'x' }))).rejects.toMatchObject(
      hostile(/path that leads out/),
    )
  })

  test('a relation that leads out of the archive finds nothing', async () => {
    const file = workbook(
      parts(head, { 'xl/_rels/workbook.xml.rels': relations(['worksheet', '../../../etc/passwd']) }),
    )

    await expect(inspect(file)).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('etc/passwd'),
    })
  })

  test('the same part twice is refused', async () => {
    const members = [...Object.entries(parts(head)), ['XL/workbook.xml', '<a/>']].map(([path = '', content = '']) => ({
      path,
      content,
    }))

    await expect(inspect(workbook(members))).rejects.toMatchObject(hostile(/twice/))
  })

  test('a cell far to the right is refused', async () => {
    const file = workbook(parts(`${head}<x:row><x:c r="XFD2"><x:v>1</x:v></x:c></x:row>`))

    await expect(inspect(file)).rejects.toMatchObject(
      hostile(/^Row 2 of the sheet "List" has a cell beyond column 2,000/),
    )
  })

  test('a cell of 2 million characters is refused', async () => {
    const long = Array.from({ length: 200_000 }, (_, index) => String(index).padStart(10)).join('')

    await expect(inspect(workbook(parts(`${head}<x:row>${text(long)}</x:row>`)))).rejects.toMatchObject(
      hostile(/1,000,000 characters/),
    )
  })

  test('a row of 2 million characters is refused, in cells of its own, in pieces of one, or of one text many times', async () => {
    const long = Array.from({ length: 20_000 }, (_, index) => String(index).padStart(10)).join('')
    const row = (cells: string) => `${head}<x:row>${cells}</x:row>`
    const own = workbook(parts(row(text(long).repeat(10))))
    const pieces = workbook(parts(row(`<x:c t="str"><x:v>${`${long}<!-- -->`.repeat(10)}</x:v></x:c>`)))
    const shared = workbook(
      parts(row('<x:c t="s"><x:v>0</x:v></x:c>'.repeat(10)), {
        'xl/_rels/workbook.xml.rels': relations(
          ['worksheet', 'worksheets/sheet1.xml'],
          ['sharedStrings', 'sharedStrings.xml'],
        ),
        'xl/sharedStrings.xml': `<sst><si><t>${long}</t></si></sst>`,
      }),
    )

    for (const file of [own, pieces, shared])
      await expect(inspect(file)).rejects.toMatchObject(
        hostile(/^Row 2 of the sheet "List" is longer than 1,000,000 characters/),
      )
  })

  test('millions of shared texts, empty ones too, are refused before they fill the memory', async () => {
    // Something that does not shrink, so that it is no bomb by its ratio.
    const noise = `<!--${randomBytes(150_000).toString('base64')}-->`
    const file = workbook(
      parts(head, {
        'xl/_rels/workbook.xml.rels': relations(
          ['worksheet', 'worksheets/sheet1.xml'],
          ['sharedStrings', 'sharedStrings.xml'],
        ),
        'xl/sharedStrings.xml': `<sst>${noise}${'<si/>'.repeat(6_500_000)}</sst>`,
      }),
    )

    await expect(inspect(file)).rejects.toMatchObject(hostile(/more text than fits into memory/))
  })

  test('a list of sheets that is too long to be held is refused', async () => {
    const noise = `<!--${randomBytes(200_000).toString('base64')}-->`
    const file = workbook(
      parts(head, { 'xl/workbook.xml': `<workbook>${noise}${'<sheet/>'.repeat(4_500_000)}</workbook>` }),
    )

    await expect(inspect(file)).rejects.toMatchObject(hostile(/has a part xl\/workbook\.xml of 36 MB/))
  })

  test('a directory of names alone is refused', async () => {
    const names = Array.from({ length: 200 }, (_, index) => [`${index}`.padEnd(30_000, 'x'), ''])

    await expect(inspect(workbook({ ...parts(head), ...Object.fromEntries(names) }))).rejects.toMatchObject(
      hostile(/directory of more than 4 MB/),
    )
  })
})

describe('a damaged workbook', () => {
  test.each([
    ['empty', memoryFile('list.xlsx', ''), /is empty/],
    ['an old one', memoryFile('list.xlsx', Buffer.from('d0cf11e0a1b11ae1', 'hex')), /is an old Excel workbook/],
    ['text', memoryFile('list.xlsx', 'Asset Tag,Model\r\n1,2\r\n'), /is no Excel workbook/],
    ['cut off', diskFile(`${import.meta.dirname}/fixtures/cut-off.xlsx`), /damaged or cut off/],
    ['another archive', workbook({ 'a.txt': 'x' }), /lacks the part/],
    ['no sheet', workbook(parts(head, { 'xl/_rels/workbook.xml.rels': relations() })), /has no sheet with cells/],
    ['rows out of order', workbook(parts(`${head}<x:row r="1"/>`)), /rows that are out of order near row 1/],
    [
      'a text that is not there',
      workbook(parts('<x:row><x:c t="s"><x:v>7</x:v></x:c></x:row>')),
      /a text that is not there near row 1/,
    ],
    ['quotes out of place', workbook(parts(`${head}<x:row><x:c r"="A2><x:v>1</x:v></x:c></x:row>`)), /is damaged/],
    [
      'another checksum',
      workbook(Object.entries(parts(head)).map(([path, content]) => ({ path, content, declaredCrc: 7 }))),
      /damaged or cut off/,
    ],
    ['XML cut off', workbook(parts(head, { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row>' })), /is damaged/],
    [
      'binary',
      workbook(parts(head, { '_rels/.rels': relations(['officeDocument', 'xl/workbook.bin']) })),
      /is a binary one/,
    ],
  ])('%s is refused with what to do', async (_, file, message) => {
    await expect(inspect(file)).rejects.toMatchObject({ code: 'unreadable', message: expect.stringMatching(message) })
  })

  test('reading stops when it is cancelled', async () => {
    const signal = AbortSignal.abort()

    await expect(xlsxFile.inspect({ file: fixture, log: silentLog, now, signal })).rejects.toMatchObject({
      code: 'cancelled',
    })
  })
})
