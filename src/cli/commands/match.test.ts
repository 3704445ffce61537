import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { connectors } from '#connectors/registry.ts'
import { feeds } from '#feeds/registry.ts'
import { matchLines } from './match.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-match-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const inventory = path.join(folder, 'devices.csv')
writeFileSync(
  inventory,
  [
    'Control No.,Serial #,Manufacturer,Model,Software Rev,Ward Label',
    'A-1,S1001,Hospira,LifeCare PCA,5.0,North 1',
    'A-2,S1002,Hospira,LifeCare PCA,7.0,North 2',
    'A-3,S1003,Hospira,LifeCare PCA,,North 3',
    'A-4,S1004,Nobody,Toaster,1.0,North 4',
    ',,,,,',
    'A-5,S1005,Hospira,LifeCare PCA,5.0,',
  ].join('\n'),
)

async function lines(
  flags: {
    all?: boolean
    key?: string
    nvd?: string
    cve?: string
    msrc?: string
    aliases?: string
    inventory?: string
    advisories?: string
  } = {},
) {
  const told: string[] = []
  let text = ''
  const asked = { inventory, advisories: 'fixtures/riverside-general', all: false, ...flags }
  for await (const chunk of matchLines({ connectors, feeds }, asked, (message) => told.push(message))) text += chunk
  const matches = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  return { matches, told }
}

const answersOf = (matches: { device: string; answer: string }[]) =>
  Object.fromEntries(
    [...Map.groupBy(matches, ({ device }) => device)].map(([device, some]) => [
      device,
      [...new Set(some.map(({ answer }) => answer))],
    ]),
  )

test('each device, advisory and vulnerability has a line that says what and why', async () => {
  const { matches } = await lines()

  expect(answersOf(matches)).toEqual({ 'A-1': ['affected'], 'A-3': ['cannot_tell'], 'A-5': ['affected'] })
  expect(matches[0]).toEqual({
    device: 'A-1',
    advisory: 'RGD-15-125-01',
    vulnerability: expect.stringMatching(/^CVE-/),
    answer: 'affected',
    probability: expect.any(Number),
    because: expect.arrayContaining([expect.objectContaining({ part: 'version', outcome: 'agrees' })]),
  })
})

test('a link that leads out or nowhere is told, and the rest of the folder is matched', async () => {
  const linked = path.join(folder, 'linked')
  cpSync('fixtures/riverside-general', linked, { recursive: true })
  symlinkSync('/etc/hostname', path.join(linked, 'out.json'))
  symlinkSync('/etc', path.join(linked, 'etc'))
  symlinkSync('nothing.json', path.join(linked, 'kev-today.json'))
  symlinkSync(linked, path.join(linked, 'round'))
  mkdirSync(path.join(linked, 'folder.json'))
  const plain = await lines()

  const { matches, told } = await lines({ advisories: linked })
  expect(matches).toEqual(plain.matches)
  expect(told.filter((message) => !plain.told.includes(message))).toEqual([
    'Skipped 2 (etc, out.json): It leads out of the folder and is not followed. Put the file itself in its place.',
    'Skipped 1 (kev-today.json): It is a link that leads nowhere.',
    'Skipped 1 (round): It is a link to a folder that it lies in; what is there is read once.',
  ])

  const links = path.join(folder, 'links')
  mkdirSync(links)
  symlinkSync('/etc/hostname', path.join(links, 'out.json'))
  await expect(lines({ advisories: links })).rejects.toThrow(
    'links holds no CSAF advisory that can be read. The first file that was skipped: out.json, It leads out of the folder',
  )
})

test('a folder of NVD whose files are links costs only what these would tell, and says so', async () => {
  const plain = await lines()
  const links = path.join(folder, 'nvd-links')
  mkdirSync(links)
  symlinkSync('/etc/hostname', path.join(links, 'nvdcve-2.0-2026.json'))

  const { matches, told } = await lines({ nvd: links })

  expect(matches).toEqual(plain.matches)
  expect(told.filter((message) => !plain.told.includes(message))).toEqual([
    'Skipped 1 (nvdcve-2.0-2026.json): It leads out of the folder and is not followed. Put the file itself in its place.',
    'Skipped 1 (nvd-links): nvd-links should hold files such as nvdcve-2.0-2024.json.gz, but has none that can be read. nvdcve-2.0-2026.json: It leads out of the folder and is not followed. Put the file itself in its place.',
  ])

  rmSync(path.join(links, 'nvdcve-2.0-2026.json'))
  await expect(lines({ nvd: links })).rejects.toThrow('but has none. Check the location.')
})

test('what the publisher rules out comes along where it is asked for', async () => {
  expect(answersOf((await lines({ all: true })).matches)).toEqual({
    'A-1': ['affected'],
    'A-2': ['not_affected'],
    'A-3': ['cannot_tell'],
    'A-5': ['affected'],
  })
})

test('a column of the file can name the devices, and one that is not there is said', async () => {
  expect(Object.keys(answersOf((await lines({ key: 'Ward Label' })).matches))).toEqual(['North 1', 'North 3', 'A-5'])
  await expect(lines({ key: 'Tag' })).rejects.toThrow('devices.csv has no column "Tag". It has: Control No., Serial #')
})

const criterion = (name: string, bounds: object = {}, vulnerable = true) => ({
  vulnerable,
  criteria: `cpe:2.3:${name}${':*'.repeat(11 - name.split(':').length)}`,
  ...bounds,
})
const entry = (id: string, vulnStatus: string, lastModified: string, ...nodes: object[][]) => ({
  cve: {
    id,
    vulnStatus,
    published: '2026-01-02T03:04:05.000',
    lastModified,
    descriptions: [],
    configurations: [{ operator: 'AND', nodes: nodes.map((cpeMatch) => ({ operator: 'OR', cpeMatch })) }],
  },
})

test('what NVD says of make, model and operating system has lines of its own', async () => {
  const nvd = path.join(folder, 'nvd')
  mkdirSync(nvd)
  const write = (name: string, vulnerabilities: object[]) =>
    writeFileSync(
      path.join(nvd, `nvdcve-2.0-${name}.json`),
      JSON.stringify({
        resultsPerPage: vulnerabilities.length,
        startIndex: 0,
        totalResults: vulnerabilities.length,
        format: 'NVD_CVE',
        version: '2.0',
        timestamp: '2026-02-01T00:00:00.000',
        vulnerabilities,
      }),
    )
  const early = '2026-01-03T00:00:00.000'
  const seven = criterion('o:microsoft:windows_7:-:sp1')
  write('2026', [
    entry('CVE-2026-1001', 'Analyzed', early, [seven]),
    entry(
      'CVE-2026-1002',
      'Analyzed',
      early,
      [criterion('o:hospira:lifecare_pca_firmware', { versionEndExcluding: '7.0' })],
      [criterion('h:hospira:lifecare_pca:-', {}, false)],
    ),
    entry('CVE-2026-1003', 'Rejected', early, [seven]),
    entry('CVE-2026-1004', 'Analyzed', early, [seven]),
    entry('CVE-2026-1005', 'Analyzed', early, [criterion('o:microsoft:windows_10:1607')]),
  ])
  // NVD took the Windows 7 of the fourth back.
  write('modified', [
    entry('CVE-2026-1004', 'Modified', '2026-01-31T00:00:00.000', [criterion('o:microsoft:windows_8.1:-')]),
  ])
  const inventory = path.join(folder, 'with-systems.csv')
  writeFileSync(
    inventory,
    [
      'Control No.,Manufacturer,Model,Software Rev,Operating System',
      'B-1,Hospira,LifeCare PCA,5.0,',
      'B-2,Hospira,LifeCare PCA,7.0,',
      'B-3,Meadow,Viewer,2.0,Windows 7 Professional SP1',
      'B-4,Meadow,Viewer,2.0,Windows 7',
    ].join('\n'),
  )
  const { matches } = await lines({ nvd, inventory })
  const ofNvd = matches.filter(({ advisory }) => advisory === 'NVD')

  expect(ofNvd.map(({ device, vulnerability, answer }) => [device, vulnerability, answer])).toEqual([
    ['B-1', 'CVE-2026-1002', 'affected'],
    ['B-3', 'CVE-2026-1001', 'affected'],
    ['B-4', 'CVE-2026-1001', 'cannot_tell'],
  ])
  expect(matches.some(({ device, advisory }) => device === 'B-1' && advisory !== 'NVD')).toBe(true)
  expect(ofNvd[0]).toMatchObject({
    probability: expect.any(Number),
    because: [
      {
        part: 'model',
        outcome: 'agrees',
        text: expect.stringContaining('cpe:2.3:o:hospira:lifecare_pca_firmware:5.0'),
      },
      { part: 'version', outcome: 'agrees', text: expect.stringContaining('before 7.0') },
      { part: 'platform', outcome: 'agrees', text: expect.stringContaining('h:hospira:lifecare_pca') },
    ],
  })
})

test('of NVD too all that names the product and not this version of it is told where it is asked for', async () => {
  const [nvd, inventory] = [path.join(folder, 'nvd'), path.join(folder, 'with-systems.csv')]
  const { matches } = await lines({ nvd, inventory, all: true })
  const of = (device: string) =>
    matches
      .filter((match) => match.device === device && match.advisory === 'NVD')
      .map(({ vulnerability, answer }) => [vulnerability, answer])

  expect(of('B-1')).toEqual([['CVE-2026-1002', 'affected']])
  expect(of('B-2')).toEqual([['CVE-2026-1002', 'not_affected']])
  expect(of('B-4')).toEqual([['CVE-2026-1001', 'cannot_tell']])
  expect(matches.find(({ device, advisory }) => device === 'B-2' && advisory === 'NVD')).toMatchObject({
    because: [
      { part: 'model', outcome: 'agrees' },
      {
        part: 'version',
        outcome: 'contradicts',
        text: 'NVD names cpe:2.3:o:hospira:lifecare_pca_firmware before 7.0, and nowhere this version',
      },
    ],
  })
})

test('without a CSAF advisory NVD and Microsoft are asked alone, and that is said', async () => {
  const advisories = path.join(folder, 'no-csaf')
  mkdirSync(advisories)
  writeFileSync(path.join(advisories, 'notes.json'), '{}')
  const nvd = path.join(folder, 'nvd')
  const inventory = path.join(folder, 'with-systems.csv')
  const { matches, told } = await lines({ nvd, inventory, advisories })

  expect(matches.map(({ device, advisory }) => [device, advisory])).toEqual([
    ['B-1', 'NVD'],
    ['B-3', 'NVD'],
    ['B-4', 'NVD'],
  ])
  expect(told.at(-1)).toBe('no-csaf holds no CSAF advisory that can be read; the answers are those of NVD alone.')
  const msrc = 'src/feeds/msrc/fixtures/published'
  expect((await lines({ nvd, msrc, inventory, advisories })).told.at(-1)).toMatch(/those of NVD and Microsoft alone/)
  await expect(lines({ inventory, advisories })).rejects.toThrow('holds no CSAF advisory that can be read')
  await expect(lines({ nvd, inventory, advisories: `${advisories}/nowhere` })).rejects.toThrow('Check the path')
})

test('of rows with one tag the fuller is taken, and every other is named', async () => {
  const inventory = path.join(folder, 'twice.csv')
  const fuller = 'T-1,S1,Hospira,LifeCare PCA,5.0'
  const others = Array.from({ length: 7 }, (_, at) => `T-1,,Hospira,LifeCare PCA,7.${at}`)
  writeFileSync(
    inventory,
    ['Control No.,Serial #,Manufacturer,Model,Software Rev', ...others, fuller, fuller, 'T-2,,,,'].join('\n'),
  )
  const { matches, told } = await lines({ inventory, all: true })

  expect(answersOf(matches)).toEqual({ 'T-1': ['affected'] })
  expect(told).toEqual([
    expect.stringMatching(
      /^Skipped 7 \(row 2, row 3, row 4, row 5, row 6, row 7, row 8\): Another row has the same asset tag/,
    ),
  ])
})

test('an advisory with ten thousand products answers for each', async () => {
  const advisories = path.join(folder, 'many')
  mkdirSync(advisories)
  const products = Array.from({ length: 10_000 }, (_, at) => at)
  const status = { fixed: 'known_not_affected', affected: 'known_affected' } as const
  const id = (at: number, which: keyof typeof status) => `P${at}-${which}`
  const document = JSON.parse(readFileSync('fixtures/riverside-general/advisories/2019/rgd-19-353-01.json', 'utf8'))
  document.product_tree = {
    branches: [
      {
        category: 'vendor',
        name: 'Meadow',
        branches: products.map((at) => ({
          category: 'product_name',
          name: `Viewer ${modelOf(at)}`,
          branches: (['affected', 'fixed'] as const).map((which) => ({
            category: which === 'fixed' ? 'product_version' : 'product_version_range',
            name: which === 'fixed' ? `${at + 2}.0` : `vers:all/<${at + 2}.0`,
            product: { product_id: id(at, which), name: `Meadow Viewer ${modelOf(at)} ${which}` },
          })),
        })),
      },
    ],
  }
  document.vulnerabilities = [
    {
      cve: 'CVE-2026-10000',
      product_status: Object.fromEntries(
        (['affected', 'fixed'] as const).map((which) => [status[which], products.map((at) => id(at, which))]),
      ),
    },
  ]
  writeFileSync(path.join(advisories, 'many.json'), JSON.stringify(document))
  const inventory = path.join(folder, 'of-many.csv')
  const asked = [0, 4_999, 5_000, 9_999]
  writeFileSync(
    inventory,
    [
      'Control No.,Manufacturer,Model,Software Rev',
      ...asked.flatMap((at) => [
        `old-${at},Meadow,Viewer ${modelOf(at)},${at + 1}.0`,
        `new-${at},Meadow,Viewer ${modelOf(at)},${at + 2}.0`,
      ]),
      `none,Meadow,Viewer ${modelOf(10_000)},1.0`,
    ].join('\n'),
  )
  const { matches } = await lines({ inventory, advisories, all: true })

  expect(answersOf(matches)).toEqual(
    Object.fromEntries(
      asked.flatMap((at) => [
        [`old-${at}`, ['affected']],
        [`new-${at}`, ['not_affected']],
      ]),
    ),
  )
  expect(matches).toHaveLength(8)
})

/** Names of models that no reader takes for one another. */
const modelOf = (at: number) => `MX${String(at + 10_000)}`

test('where NVD says nothing of a CVE, its record does', async () => {
  const [nvd, cve] = [path.join(folder, 'nvd-of-records'), path.join(folder, 'records')]
  mkdirSync(nvd)
  mkdirSync(cve)
  const vulnerabilities = [
    entry('CVE-2026-1001', 'Analyzed', '2026-01-03T00:00:00.000', [criterion('a:nobody:nothing')]),
    { cve: { ...entry('CVE-2026-1002', 'Awaiting Analysis', '2026-01-03T00:00:00.000').cve, configurations: [] } },
    entry('CVE-2026-1003', 'Rejected', '2026-01-03T00:00:00.000'),
  ]
  writeFileSync(
    path.join(nvd, 'nvdcve-2.0-2026.json'),
    JSON.stringify({
      ...{ resultsPerPage: 3, startIndex: 0, totalResults: 3, format: 'NVD_CVE', version: '2.0' },
      ...{ timestamp: '2026-02-01T00:00:00.000', vulnerabilities },
    }),
  )
  const firmware = criterion('o:hospira:lifecare_pca_firmware:-').criteria
  for (const cveId of ['CVE-2026-1001', 'CVE-2026-1002', 'CVE-2026-1003', 'CVE-2026-1004'])
    writeFileSync(
      path.join(cve, `${cveId}.json`),
      JSON.stringify({
        ...{ dataType: 'CVE_RECORD', dataVersion: '5.1' },
        cveMetadata: {
          cveId,
          state: 'PUBLISHED',
          assignerShortName: 'meadow',
          assignerOrgId: 'x',
          dateUpdated: '2026-01-03T00:00:00.000Z',
        },
        containers: {
          cna: {
            providerMetadata: { orgId: 'x', shortName: 'meadow' },
            descriptions: [{ lang: 'en', value: 'Invented.' }],
            references: [{ url: 'https://meadow.example/7' }],
            affected: [
              {
                ...{ vendor: 'Hospira', product: 'LifeCare PCA', cpes: [firmware] },
                versions: [{ version: '0', status: 'affected', lessThan: '7.0', versionType: 'custom' }],
              },
            ],
          },
        },
      }),
    )
  const ofRecords = async (flags: object) =>
    (await lines(flags)).matches
      .filter(({ advisory }) => advisory === 'CVE')
      .map(({ device, vulnerability, answer }) => [device, vulnerability, answer])

  expect(await ofRecords({ nvd, cve })).toEqual(
    ['A-1', 'A-3', 'A-5'].flatMap((device) =>
      ['CVE-2026-1002', 'CVE-2026-1004'].map((id) => [device, id, device === 'A-3' ? 'cannot_tell' : 'affected']),
    ),
  )
  expect(await ofRecords({ cve })).toHaveLength(12)
  expect(await ofRecords({ nvd })).toEqual([])
})

test('with Microsoft’s documents a Windows device is answered by its build and its installed updates', async () => {
  const windows = path.join(folder, 'windows.csv')
  writeFileSync(
    windows,
    [
      'Control No.,Manufacturer,Model,Operating System,Hotfix(s)',
      'W-1,Example,Viewer,Windows 10 1809 x64 10.0.17763.8100,',
      'W-2,Example,Viewer,Windows 10 1809 x64,KB5990011;KB5990077',
      'W-3,Example,Viewer,Windows 10 1809 x64,',
      'W-4,Example,Viewer,Windows 7 SP1 x64,KB5990003',
    ].join('\n'),
  )
  const { matches } = await lines({ inventory: windows, msrc: 'src/feeds/msrc/fixtures/published', all: true })

  expect(
    matches.map(({ device, advisory, vulnerability, answer }) => [device, advisory, vulnerability, answer]),
  ).toEqual([
    ['W-1', 'MSRC', 'CVE-2025-90001', 'not_affected'],
    ['W-1', 'MSRC', 'CVE-2026-90001', 'affected'],
    ['W-2', 'MSRC', 'CVE-2025-90001', 'not_affected'],
    ['W-2', 'MSRC', 'CVE-2026-90001', 'not_affected'],
    ['W-3', 'MSRC', 'CVE-2025-90001', 'cannot_tell'],
    ['W-3', 'MSRC', 'CVE-2026-90001', 'cannot_tell'],
    ['W-4', 'MSRC', 'CVE-2025-90002', 'not_affected'],
  ])
  expect(matches[1].because.at(-1).text).toBe('build 17763.8100 is before 17763.8200, which KB5990011 leaves')
})

test('aliases of a file are laid over what is known of makers', async () => {
  const own = path.join(folder, 'own.csv')
  writeFileSync(own, 'Control No.,Manufacturer,Model,Software Rev\nB-1,Zorblax Infusion,LifeCare PCA,5.0\n')
  const aliases = path.join(folder, 'aliases.csv')
  writeFileSync(aliases, 'kind,name,maker\nvendor,Zorblax Infusion,Hospira\n')

  expect((await lines({ inventory: own })).matches).toEqual([])
  const { matches } = await lines({ inventory: own, aliases })
  expect(answersOf(matches)).toEqual({ 'B-1': ['affected'] })
  expect(matches[0].because[0].text).toContain('(an alias of yours)')
  await expect(lines({ aliases: path.join(folder, 'none.csv') })).rejects.toThrow('Check the path')
})
