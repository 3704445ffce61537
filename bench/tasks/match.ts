import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { models as catalogue } from '#bench/hospital/catalogue.ts'
import { makers } from '#bench/hospital/makers.ts'
import { peakMemoryMb, report } from '#bench/measure.ts'
import { corpusFile } from '#bench/servers/corpus.ts'
import { openStage } from '#bench/stage.ts'
import { askNvd, type DeviceFact, type NvdApplicability } from '#domain/applicability/applicability.ts'
import { buildNvdIndex, type NvdStatement } from '#domain/applicability/nvd-index.ts'
import { askAll } from '#domain/findings/asked.ts'
import { partsOf } from '#domain/findings/databases.ts'
import { type Share, sharePlatforms } from '#domain/findings/platforms.ts'
import type { Component } from '#model/component.ts'
import type { Configuration } from '#model/matching.ts'
import type { NvdCriterion } from '#model/nvd.ts'
import { copyRows } from '#platform/db/copy.ts'
import { inTransaction } from '#platform/db/database.ts'
import { newId } from '#platform/id.ts'
import { applies, readNvdVulnerability } from '#standards/nvd/nvd.ts'

// Every configuration of a hospital against all of NVD: what is worked out in memory, then the same with storing it. A component is a
// software product of which NVD has ten criteria or more, in a version that one of them names.

const nothing: Configuration = {
  manufacturer: '',
  model: '',
  modelNumber: '',
  description: '',
  softwareVersion: '',
  firmwareVersion: '',
  operatingSystem: '',
}
const models = catalogue.map(({ maker, name }) => [makers[maker].name, name] as const)
/** `#` is a build: of Windows one that NVD names, as only those were ever installed; of Linux one of those there were. */
const systems = [
  'Windows 10 Enterprise LTSC 2016 (1607) build 14393.#',
  'Windows 10 IoT Enterprise LTSC 2019 build 17763.#',
  'Windows 10 Pro 22H2 build 19045.#',
  'Windows 10 Enterprise LTSB 2016',
  'Windows 10',
  'Windows 11 Pro 22H2',
  'Windows 7 Professional SP1 x64',
  'Windows 7 SP1',
  'Windows Embedded Standard 7 SP1',
  'Windows XP SP3',
  'Windows Server 2012 R2',
  'Windows Server 2016 build 14393.#',
  'Windows Server 2019',
  'Windows Server 2008 R2 SP1',
  'Ubuntu 18.04.5 LTS',
  'Ubuntu 20.04 LTS',
  'Debian 10',
  'RHEL 7.9',
  'CentOS 7',
  'Linux 4.14.#',
  'Linux 3.10.#',
]
const linuxReleases: Readonly<Record<string, number>> = { '4.14': 336, '3.10': 108 }
const windowsBuilds = new Map<string, Set<string>>()
const seed = 29
const configurationCount = 4000
const componentsEach = 25
const sampled = 30

const draw = seeded(seed)
const index = buildNvdIndex()
const sample: NvdStatement[] = []
const byProduct = new Map<string, { seen: number; criteria: NvdCriterion[] }>()
let cves = 0
let criteria = 0
let building = 0
let reading = 0
for (const name of readdirSync(corpusFile('nvd')).filter((name) => name.endsWith('.gz'))) {
  const opening = performance.now()
  const { vulnerabilities } = JSON.parse(gunzipSync(readFileSync(path.join(corpusFile('nvd'), name))).toString())
  reading += performance.now() - opening
  for (const item of vulnerabilities) {
    const read = readNvdVulnerability(item)
    if (!read.ok) continue
    const { cve, status, configurations } = read.entry
    cves++
    const started = performance.now()
    index.add({ cve, configurations: status === 'Rejected' ? [] : configurations })
    building += performance.now() - started
    if (status !== 'Rejected')
      for (const node of configurations.flatMap(({ nodes }) => nodes)) {
        criteria += node.criteria.length
        for (const criterion of node.criteria) keep(criterion)
      }
    if (cves % sampled === 0 && status !== 'Rejected') sample.push({ cve, configurations })
  }
}
const software = [...byProduct.values()].filter(({ seen }) => seen >= 10)
const started = performance.now()
const compiled = index.finish()
building += performance.now() - started

report({ name: 'CVEs of NVD', value: cves, unit: 'rows' })
report({ name: 'their criteria', value: criteria, unit: 'rows' })
report({
  name: 'unpacked and parsed only',
  value: reading / 1000,
  unit: 's',
  note: 'tells how fast the machine is today',
})
report({ name: 'the index made of them', value: building / 1000, unit: 's', note: 'beside reading the files' })
report({ name: 'memory with all of it', value: process.memoryUsage().rss / 1e6, unit: 'MB' })

const configurations = Array.from({ length: configurationCount }, (_, at) => madeUp(at))
const withSystem = configurations.filter(({ configuration }) =>
  /windows|linux|ubuntu|debian|rhel|centos/i.test(configuration.operatingSystem),
)
report({
  name: 'configurations on Windows or Linux',
  value: withSystem.length / configurationCount,
  unit: 'ratio',
  note: `of ${configurationCount}, ${componentsEach} components each`,
})

for (const [devices, limit] of [
  [100_000, 2],
  [1_000_000, 6],
] as const) {
  // A few configurations are most of the devices, as in a hospital.
  const keys = Array.from(
    { length: devices },
    () => configurations[Math.min(draw(configurationCount), draw(configurationCount))]!.key,
  )
  const nvd = askNvd(compiled)
  const busy = process.cpuUsage()
  const began = performance.now()
  const answers = matchAll(nvd, keys)
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(busy)
  const label = `${devices.toLocaleString('en')} devices`
  report({ name: `${label}: configurations`, value: answers.configurations, unit: 'rows' })
  report({
    name: `${label}: matches`,
    value: answers.matches,
    unit: 'rows',
    note: `of them affected: ${answers.affected}`,
  })
  report({ name: `${label}: device findings`, value: answers.findings, unit: 'rows' })
  report({ name: `${label}: computed`, value: seconds, unit: 's', atMost: limit })
  report({
    name: `${label}: computed, beside unpacking and parsing`,
    value: seconds / (reading / 1000),
    unit: 'ratio',
    note: `the target is ${(limit / 6).toFixed(2)} where that takes 6 s`,
  })
  report({
    name: `${label}: processor time of it`,
    value: (user + system) / 1e6,
    unit: 's',
    note: 'less than the clock where others work too',
  })
}

/** Devices that are alike are matched once; their findings are counted, not listed. */
function matchAll(nvd: NvdApplicability, keys: readonly string[]) {
  const devices = new Map<string, number>()
  for (const key of keys) devices.set(key, (devices.get(key) ?? 0) + 1)
  const byKey = new Map(configurations.map((one) => [one.key, one]))
  const kept = []
  let [matches, affected, findings] = [0, 0, 0]
  for (const [key, count] of devices) {
    const { configuration, components } = byKey.get(key)!
    const found = nvd.apply(nvd.factsOf(configuration, components))
    kept.push(found)
    matches += found.cves.length
    findings += found.cves.length * count
    for (const answer of found.answers) if (answer === 2) affected++
  }
  return { configurations: kept.length, matches, affected, findings }
}

const nvd = askNvd(compiled)
nvd.factsOf(configurations[0]!.configuration, configurations[0]!.components)
const bill = Array.from({ length: 1000 }, () => component())
const billed = performance.now()
const facts = nvd.factsOf(nothing, bill)
const applied = nvd.apply(facts)
report({
  name: 'a bill of 1,000 components, matched',
  value: (performance.now() - billed) / 1000,
  unit: 's',
  atMost: 0.2,
  note: `${applied.cves.length} CVEs`,
})
const explaining = performance.now()
const explained = nvd.match(facts)
report({
  name: 'the same with its evidence',
  value: (performance.now() - explaining) / 1000,
  unit: 's',
  note: `${explained.length} CVEs`,
})

// The same rules by reading each statement for each name: on every 30th CVE and a few configurations, scaled to all of them.
const few = configurations.filter((_, at) => at % Math.floor(configurationCount / 4) === 7)
const plain = performance.now()
let differing = 0
for (const { configuration, components } of few) {
  const names = nvd.factsOf(configuration, components)
  const expected = new Map(sample.map(({ cve, configurations }) => [cve, plainly(configurations, names)]))
  const own = nvd.apply(names)
  const got = new Map([...own.cves].map((cve, at) => [compiled.cves[cve]!, own.answers[at] === 2 ? 'yes' : 'unknown']))
  for (const [cve, answer] of expected) if (answer !== (got.get(cve) ?? 'no')) differing++
}
const plainSeconds = ((performance.now() - plain) / 1000 / few.length) * sampled * configurationCount
const fresh = askNvd(compiled)
const again = performance.now()
for (const { configuration, components } of configurations) fresh.apply(fresh.factsOf(configuration, components))
const indexed = (performance.now() - again) / 1000
if (differing > 0) throw new Error(`${differing} answers of the plain reading differ`)
report({
  name: 'a plain reading of all statements for all configurations',
  value: plainSeconds,
  unit: 's',
  note: `scaled from ${few.length} configurations and every ${sampled}th CVE`,
})
report({ name: 'plain reading : index', value: plainSeconds / indexed, unit: 'ratio' })
await storeAll()
report({ name: 'peak memory', value: peakMemoryMb(), unit: 'MB', atMost: 3000 })

/** Every configuration's names asked anew and what they hit written to PostgreSQL, as at the end of a run of the feed. */
async function storeAll() {
  const stage = await openStage()
  const { db, organisationId } = stage
  try {
    const ids = configurations.map(() => newId())
    await copyRows(
      db,
      'configuration',
      [
        ...['organisation_id', 'id', 'digest', 'manufacturer', 'model', 'model_number', 'description'],
        ...['software_version', 'firmware_version', 'operating_system', 'matched_at'],
      ],
      configurations.map(({ key, configuration: one }, at) => [
        ...[organisationId, ids[at], key, one.manufacturer, one.model, '', ''],
        ...[one.softwareVersion, '', one.operatingSystem, new Date().toISOString()],
      ]),
    )
    const databases = askAll(
      { nvd: askNvd(compiled), osv: 0, updates: null, name: 'bench/NVD 1', packagesOf: async () => [] },
      undefined,
    )
    const began = performance.now()
    let stored = 0
    const platforms = new Set<string>()
    for (let at = 0; at < configurations.length; at += 500) {
      const shares: Share[] = []
      for (const [offset, { configuration, components }] of configurations.slice(at, at + 500).entries()) {
        const parts = partsOf(await databases.ask(configuration, components), [])
        for (const { digest } of parts) platforms.add(digest)
        const configurationId = ids[at + offset]!
        shares.push({ configurationId, group: '', parts, present: [], own: new Map(), isOwn: () => false })
      }
      const next = configurations.slice(at + 500, at + 1000)
      const workAhead = await databases.readAhead(
        next.map(({ configuration, components }) => [configuration, components]),
      )
      const [{ inserted }] = await Promise.all([
        inTransaction(db, (tx) => sharePlatforms(tx, organisationId, shares, 'NVD 1, OSV 0', async () => [])),
        workAhead(),
      ])
      stored += inserted
    }
    report({
      name: `all ${configurationCount.toLocaleString('en')} configurations: to stored matches`,
      value: (performance.now() - began) / 1000,
      unit: 's',
      atMost: 8,
      note: `${stored.toLocaleString('en')} matches of ${platforms.size.toLocaleString('en')} platforms; devices share them, however many`,
    })
  } finally {
    await stage.close()
  }
}

function plainly(configurations: NvdStatement['configurations'], names: readonly DeviceFact[]) {
  return applies(configurations, names).answer
}

function madeUp(at: number): { key: string; configuration: Configuration; components: readonly Component[] } {
  const [manufacturer = '', model = ''] = pick(models)
  const configuration = {
    ...nothing,
    manufacturer,
    model,
    softwareVersion: `${1 + draw(9)}.${draw(10)}.${draw(20)}`,
    operatingSystem: at % 5 < 2 ? system() : '',
  }
  const components = Array.from({ length: componentsEach }, component)
  return { key: `configuration ${at}`, configuration, components }
}

/** A few criteria of each software product, each as likely. */
function keep(criterion: NvdCriterion) {
  const [, release, build] = /^10\.0\.(\d{5})\.(\d+)$/.exec(criterion.before ?? criterion.upTo ?? '') ?? []
  if (release && build && criterion.cpe.startsWith('cpe:2.3:o:microsoft:'))
    windowsBuilds.set(release, (windowsBuilds.get(release) ?? new Set()).add(build))
  if (!criterion.vulnerable || !criterion.cpe.startsWith('cpe:2.3:a:')) return
  const product = criterion.cpe.split(':', 5).join(':')
  const known = byProduct.get(product)
  if (!known) {
    byProduct.set(product, { seen: 1, criteria: [criterion] })
    return
  }
  known.seen++
  if (known.criteria.length < 20) known.criteria.push(criterion)
  else if (draw(known.seen) < 20) known.criteria[draw(20)] = criterion
}

/** Half of them with a CPE, half as a name and a supplier. */
function component(): Component {
  const { cpe, upTo, before, from } = pick(pick(software).criteria)
  const [, , , vendor = '', product = '', version = ''] = cpe.split(/(?<!\\):/)
  const plain = (text: string) => text.replace(/\\(.)/g, '$1')
  const said = /^[*-]$/.test(version) ? (before ?? upTo ?? from ?? '1.0') : plain(version)
  const base = { name: plain(product).replaceAll('_', ' '), version: said, purl: '' }
  if (draw(2) === 0) return { ...base, supplier: plain(vendor).replaceAll('_', ' '), cpe: '' }
  return { ...base, supplier: '', cpe: `cpe:2.3:a:${vendor}:${product}:${said.replace(/\W/g, '\\$&')}:*:*:*:*:*:*:*` }
}

function system(): string {
  const text = pick(systems)
  const release = /([\d.]+)\.#/.exec(text)?.[1]
  const named = [...(windowsBuilds.get(release ?? '') ?? [])]
  const at = draw(named.length || linuxReleases[release ?? ''] || 1)
  return text.replace('#', named[at] ?? String(at + 1))
}

function pick<T>(list: readonly T[]): T {
  return list[draw(list.length)]!
}

function seeded(from: number): (below: number) => number {
  let state = from
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
