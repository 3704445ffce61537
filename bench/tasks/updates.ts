import { peakMemoryMb, report } from '#bench/measure.ts'
import { corpusFile } from '#bench/servers/corpus.ts'
import { compileUpdates, type WindowsUpdates } from '#domain/applicability/applicability.ts'
import { feeds } from '#feeds/registry.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { silentLog } from '#platform/log.ts'

// Microsoft's updates: all of the list read and compiled, then asked for the Windows of a hospital, each with what was installed on it.

const configurationCount = 1200
const systems = [
  'Windows 10 Enterprise LTSC 2016 (1607) x64',
  'Windows 10 IoT Enterprise LTSC 2019 x64',
  'Windows 10 Pro 22H2 x64',
  'Windows 7 Professional SP1 x64',
  'Windows Embedded Standard 7 SP1',
  'Windows Server 2012 R2',
  'Windows Server 2016',
  'Windows Server 2019',
  'Windows Server 2008 R2 SP1 x64',
  'Windows XP SP3',
]

const feed = feeds.find(({ id }) => id === 'msrc')!
const location = corpusFile('windows/wesng-definitions.zip')
const compiler = compileUpdates()
const updatesNamed = new Set<string>()
let entries = 0
const reading = performance.now()
let compiling = 0
const files = await openFeedFiles(location)
const context = { config: feed.config.parse({ location }), files, log: silentLog, now: () => new Date() }
for await (const page of feed.pull(context, undefined))
  for (const record of page.records) {
    if (record.kind !== 'msrc_cve') continue
    entries++
    for (const { kb } of record.entry.fixes) if (kb) updatesNamed.add(kb)
    const started = performance.now()
    compiler.add(record.entry)
    compiling += performance.now() - started
  }
await files.close()
const started = performance.now()
const updates = compiler.finish()
compiling += performance.now() - started

report({ name: 'CVEs of Microsoft read', value: entries, unit: 'rows' })
report({ name: 'their updates', value: updatesNamed.size, unit: 'rows' })
report({ name: 'read', value: (performance.now() - reading) / 1000, unit: 's', note: 'with compiling' })
report({ name: 'compiled', value: compiling / 1000, unit: 's' })

const lists = [...updatesNamed].toSorted()
const asked = performance.now()
let [cves, told, open] = [0, 0, 0]
for (let at = 0; at < configurationCount; at++) {
  const found = answersOf(updates, systems[at % systems.length]!, installedOn(at))
  if (!found) continue
  told++
  cves += found.length
  open += found.filter((answer) => answer === 2).length
}
const seconds = (performance.now() - asked) / 1000
report({ name: 'configurations of a Windows that Microsoft tells of', value: told, unit: 'rows' })
report({ name: 'CVEs of them', value: cves, unit: 'rows', note: `of them open: ${open}` })
report({ name: 'computed', value: seconds, unit: 's', note: 'beside what NVD says of them' })
report({ name: 'peak memory', value: peakMemoryMb(), unit: 'MB' })

/** Every configuration has some forty updates, from a place in the list on that is its own. */
function installedOn(at: number): string[] {
  const from = (at * 7919) % lists.length
  return lists.filter((_, nth) => (nth + lists.length - from) % Math.ceil(lists.length / 40) === 0)
}

function answersOf(from: WindowsUpdates, operatingSystem: string, installedUpdates: string[]): Uint8Array | undefined {
  const device = from.read({ operatingSystem, installedUpdates })
  return device && from.tells(device) ? from.apply(device).answers : undefined
}
