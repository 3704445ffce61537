import {
  compileNvd,
  type DeviceFact,
  type NvdApplicability,
  type NvdHit,
  settledByUpdates,
  type WindowsMatch,
  type WindowsUpdates,
} from '#domain/applicability/applicability.ts'
import {
  msrcVersion,
  nvdStatements,
  nvdStatementsOf,
  nvdVersion,
  packageVulnerabilityVersion,
} from '#domain/intelligence/intelligence.ts'
import { type Aliases, matchingRules, type PackageMatch } from '#domain/matching/matching.ts'
import type { Component } from '#model/component.ts'
import type { Answer, VulnerabilityDatabase } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import type { Db } from '#platform/db/database.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import { bindToFormattedString, readCpe } from '#standards/cpe/cpe.ts'
import { type MicrosoftSays, type WindowsNames, windowsNamesOf } from './microsoft.ts'
import { databaseName } from './platform-store.ts'
import type { Part } from './platforms.ts'
import type { Attribution } from './statements.ts'

// What databases of vulnerabilities say of what a device is made of: NVD of its names, or the CVE's own record where NVD says
// nothing of that, OSV of its packages, Microsoft of its
// Windows with what is installed there. They know products, not medical devices: what they say is weighed as such
// (statements.ts).

export type Database = VulnerabilityDatabase
export const databaseNames: Readonly<Record<Database, string>> = {
  NVD: 'National Vulnerability Database',
  CVE: 'CVE List',
  OSV: 'OSV databases of packages',
  MSRC: 'Microsoft Security Update Guide',
}
/** At the beginning of a sentence. */
export const speakerOf = (database: string): string => (database === 'CVE' ? 'Its CVE record' : database)
/** What a database names on a device, as a group of work. */
export const databaseTitles: Readonly<Record<Database, string>> = {
  NVD: 'Known vulnerabilities of its software',
  CVE: 'Known vulnerabilities of its software, by CVE records',
  OSV: 'Known vulnerabilities of its software',
  MSRC: 'Vulnerabilities of its Windows',
}
export const isDatabase = (advisoryId: string): advisoryId is Database => Object.hasOwn(databaseNames, advisoryId)

/** What stands in the place of an advisory where none speaks: a database, or what is said on bills of materials (VEX). */
export type Source = Database | 'VEX'
export const sourceNames: Readonly<Record<Source, string>> = { ...databaseNames, VEX: 'VEX on bills of materials' }
export const sourceTitles: Readonly<Record<Source, string>> = {
  ...databaseTitles,
  VEX: 'Vulnerabilities that VEX on its bill of materials names',
}
export const isSource = (advisoryId: string): advisoryId is Source => Object.hasOwn(sourceNames, advisoryId)

/** Everything that databases are asked by. */
export interface PlatformNames {
  readonly facts: readonly DeviceFact[]
  readonly packages: readonly Component[]
  /** Null where Microsoft is not asked: no Windows that its lists name, or they were not read. */
  readonly windows: WindowsNames | null
}

/** Those of the operating system alone. */
export const systemNamesOf = ({ facts, windows }: PlatformNames): PlatformNames => ({
  facts: facts.filter(({ by }) => by === 'operating_system'),
  packages: [],
  windows,
})

export interface Hit {
  /** Not affected where Microsoft's updates overrule what NVD says of the operating system; else nothing is said. */
  readonly answer: Answer
  readonly probability: number
  readonly source: Database
}

/** By vulnerability. Of one that stands in both, what is said besides counts: it is worse. */
export interface Hits {
  /** What is said of the operating system, whatever else the device bears. */
  readonly system: ReadonlyMap<string, Hit>
  readonly besides: ReadonlyMap<string, Hit>
  /** Something else is named too, be it no worse: its names tell why. */
  readonly hasBesides: boolean
}

export const hitOf = ({ system, besides }: Hits, vulnerabilityId: string) =>
  besides.get(vulnerabilityId) ?? system.get(vulnerabilityId)

export interface DatabaseState {
  /** Of NVD, and of CVE records in its place. */
  readonly nvd: number
  readonly osv: number
  readonly msrc: number
}

/** With the rules that what they say is matched by: matches of another name are behind. */
export const stateName = ({ nvd, osv, msrc }: DatabaseState) =>
  `NVD ${nvd}, OSV ${osv}, MSRC ${msrc}, rules ${matchingRules}`

/** Of each the later one. */
export const laterState = (a: DatabaseState, b: DatabaseState): DatabaseState => ({
  nvd: Math.max(a.nvd, b.nvd),
  osv: Math.max(a.osv, b.osv),
  msrc: Math.max(a.msrc, b.msrc),
})

/** `isOfRules`: by the rules of now. */
export function readState(name: string): DatabaseState & { isOfRules: boolean } {
  const of = (database: string) => Number(new RegExp(`${database} (\\d+)`).exec(name)?.[1] ?? 0)
  return { nvd: of('NVD'), osv: of('OSV'), msrc: of('MSRC'), isOfRules: name.endsWith(`rules ${matchingRules}`) }
}

/** As the databases are now. */
export const presentDatabases = async (db: Db): Promise<DatabaseState> => ({
  nvd: await nvdVersion(db),
  osv: await packageVulnerabilityVersion(db),
  msrc: await msrcVersion(db),
})

export function namesOf(
  nvd: NvdApplicability | null,
  osv: number,
  configuration: Configuration,
  components: readonly Component[],
  aliases: Aliases | undefined,
  updates: WindowsUpdates | null = null,
): PlatformNames {
  return {
    facts: nvd ? nvd.factsOf(configuration, components, aliases) : [],
    packages: packagesAsked(osv, components),
    windows: updates && windowsNamesOf(updates, configuration),
  }
}

/** Those that OSV is asked about, where it was read. */
export const packagesAsked = (osv: number, components: readonly Component[]) =>
  osv > 0 ? components.filter(({ purl }) => purl !== '') : []

/** Written and read again, names are the same. */
export const writeNames = ({ facts, packages, windows }: PlatformNames): string =>
  JSON.stringify([
    facts.map(({ name, by, text, asProduct, asPlatform, probability }) => [
      bindToFormattedString(name),
      by,
      text,
      asProduct,
      asPlatform,
      probability,
    ]),
    packages.map(({ name, version, purl, cpe, supplier }) => ({ name, version, purl, cpe, supplier })),
    ...(windows ? [[windows.operatingSystem, windows.installedUpdates]] : []),
  ])

type WrittenFact = [string, DeviceFact['by'], string, DeviceFact['asProduct'], DeviceFact['asPlatform'], number]

export function readNames(written: unknown): PlatformNames {
  const [facts, packages, ...others] = written as [WrittenFact[], Component[], ...unknown[]]
  const windows = others.find((one): one is [string, string[]] => Array.isArray(one))
  return {
    facts: facts.flatMap(([cpe, by, text, asProduct, asPlatform, probability]): DeviceFact[] => {
      const read = readCpe(cpe)
      if (!read.ok) return []
      const isFirmware = by === 'model' && read.name.part === 'o'
      return [{ name: read.name, by, text, asProduct, asPlatform, probability, ...(isFirmware && { isFirmware }) }]
    }),
    packages,
    windows: windows ? { operatingSystem: windows[0], installedUpdates: windows[1] } : null,
  }
}

export interface WrittenNames {
  readonly written: string
  /** SHA-256 of them. */
  readonly digest: string
}

export function writtenNames(names: PlatformNames): WrittenNames {
  const written = writeNames(names)
  return { written, digest: sha256(written) }
}

/** A configuration's names, and what databases say of them. */
export interface AskedNames extends WrittenNames {
  readonly ofSystem: WrittenNames
  readonly hits: Hits
}

/** What is left to platforms where something else speaks of some vulnerabilities: nobody has one twice. */
export function partsOf({ hits, ofSystem, ...all }: AskedNames, spokenOf: readonly string[]): Part[] {
  const [ofBesides, ofSystemToo] = [hits.besides, hits.system].map((some) => spokenOf.filter((id) => some.has(id)))
  const worse = [...hits.besides.keys()].filter((id) => hits.system.has(id))
  return [
    ...(hits.system.size > 0 ? [toPart('system', ofSystem, hits.system, new Set([...ofSystemToo!, ...worse]))] : []),
    ...(hits.hasBesides ? [toPart('besides', all, hits.besides, new Set(ofBesides))] : []),
  ]
}

/** One for all configurations that have the names in common and leave out the same. */
const toPart = (
  part: 'system' | 'besides',
  { written, digest }: WrittenNames,
  hits: ReadonlyMap<string, Hit>,
  leftOut: ReadonlySet<string>,
): Part => ({
  digest: sha256(canonicalJson([part, digest, [...leftOut].sort()])),
  isSystem: part === 'system',
  ...{ written, hits, leftOut },
})

// NVD in memory -----------------------------------------------------------------------------------------------------

let held: { readonly key: string; readonly nvd: Promise<NvdApplicability> } | undefined

/**
 * All of NVD's statements as of a version or later; null where NVD was never read. It takes some 350 MB: one is held per
 * process, and only where something was matched; who asks while it is read waits for the same.
 */
export async function nvdFor(db: Db, version: number): Promise<NvdApplicability | null> {
  if (version === 0) return null
  const key = `${await databaseName(db)}/${version}`
  if (held?.key === key) return await held.nvd
  const mine = { key, nvd: readNvd(db) }
  held = mine
  try {
    return await mine.nvd
  } catch (error) {
    if (held === mine) held = undefined
    throw error
  }
}

async function readNvd(db: Db): Promise<NvdApplicability> {
  const compiler = compileNvd()
  for await (const statements of nvdStatements(db)) for (const statement of statements) compiler.add(statement)
  return compiler.finish()
}

let changed: { readonly key: string; readonly value: ChangedNvd | null } | undefined

export interface ChangedNvd {
  readonly cves: ReadonlySet<string>
  readonly nvd: NvdApplicability
}

/** What changed after a version; null where it is so much that everything may as well be asked again. */
export async function changedNvd(db: Db, since: number, version: number): Promise<ChangedNvd | null> {
  const key = `${await databaseName(db)}/${since}-${version}`
  if (changed?.key === key) return changed.value
  const value = since === 0 ? null : await readChanged(db, since)
  changed = { key, value }
  return value
}

async function readChanged(db: Db, since: number): Promise<ChangedNvd | null> {
  const cves = new Set<string>()
  const compiler = compileNvd()
  for await (const statements of nvdStatements(db, since))
    for (const statement of statements) {
      if (cves.add(statement.cve).size > 20_000) return null
      compiler.add(statement)
    }
  return { cves, nvd: compiler.finish() }
}

/** Only these statements, to say why: what a name hits does not hang on the others. */
export async function nvdOf(db: Db, cves: readonly string[]): Promise<NvdApplicability> {
  const compiler = compileNvd()
  for (const statement of await nvdStatementsOf(db, cves)) compiler.add(statement)
  return compiler.finish()
}

// answers -----------------------------------------------------------------------------------------------------------

/** What NVD says of the operating system gives way to Microsoft's word on this very Windows (statements.ts). */
export function systemHitsOf(
  nvd: NvdApplicability | null,
  { facts }: PlatformNames,
  microsoft: MicrosoftSays | null,
): ReadonlyMap<string, Hit> {
  const hits = new Map<string, Hit>()
  const isOverruled = new Set<string>()
  for (const hit of nvd?.systemHits(facts) ?? [])
    if (microsoft?.answers.has(hit.cve)) isOverruled.add(hit.cve)
    else hits.set(hit.cve, toHit(hit))
  if (!microsoft) return hits
  const told = [...microsoft.answers].flatMap(([cve, answer]) =>
    answer !== 'not_affected' || isOverruled.has(cve) ? cve : [],
  )
  for (const { cve, answer, probability } of microsoft.explain(told))
    hits.set(cve, { answer, probability, source: 'MSRC' })
  return hits
}

const toHit = ({ answer, probability, isOfRecord }: NvdHit): Hit => ({
  ...{ answer, probability },
  source: isOfRecord ? 'CVE' : 'NVD',
})

/** What else databases say, as far as it is worse than what is said of the operating system. The worse answer counts, then the surer. */
export function besidesHitsOf(
  nvd: NvdApplicability | null,
  { facts }: PlatformNames,
  packages: readonly PackageMatch[],
  microsoft: MicrosoftSays | null,
  system: ReadonlyMap<string, Hit>,
): Omit<Hits, 'system'> {
  const hits = new Map<string, Hit>()
  let hasBesides = false
  const isSaid = (id: string, answer: Answer) => {
    const said = system.get(id)
    return said !== undefined && badness[said.answer] >= badness[answer]
  }
  const add = (id: string, hit: Hit) => {
    const other = hits.get(id)
    if (!isSaid(id, hit.answer) && (!other || isWorse(hit, other))) hits.set(id, hit)
  }
  if (nvd && facts.length > 0) {
    const named = new Set<string>()
    const isWanted = (cve: string, answer: Answer) => {
      hasBesides = true
      const isNamed = microsoft?.answers.has(cve) === true
      if (isNamed) named.add(cve)
      return !isNamed && !isSaid(cve, answer)
    }
    for (const hit of nvd.besidesHits(facts, isWanted)) add(hit.cve, toHit(hit))
    // Where Microsoft speaks too, the reason is asked for as well.
    const { standing, overruled } = askNvd(nvd, facts, microsoft, named)
    for (const match of standing) add(match.cve, toHit(match))
    const closed = overruled.filter(({ cve }) => microsoft?.answers.get(cve) === 'not_affected' && !hits.has(cve))
    for (const { cve, answer, probability } of microsoft?.explain(closed.map(({ cve }) => cve)) ?? [])
      add(cve, { answer, probability, source: 'MSRC' })
  }
  for (const { vulnerabilityId, answer, probability } of packageStatements(packages)) {
    if (answer === 'not_affected') continue
    hasBesides = true
    add(vulnerabilityId, { answer, probability, source: 'OSV' })
  }
  return { besides: hits, hasBesides }
}

const askNvd = (
  nvd: NvdApplicability | null,
  facts: readonly DeviceFact[],
  microsoft: MicrosoftSays | null,
  wanted?: ReadonlySet<string>,
) =>
  nvd && facts.length > 0 && wanted?.size !== 0
    ? settledByUpdates(nvd, facts, (cve) => microsoft?.answers.has(cve) === true, wanted)
    : { standing: [], overruled: [] }

const isWorse = (a: Hit, b: Hit) => (a.answer === b.answer ? a.probability > b.probability : a.answer === 'affected')

/** All that databases say of these vulnerabilities on something of these names, in words. */
export function attributionsOf(
  nvd: NvdApplicability | null,
  facts: readonly DeviceFact[],
  packages: readonly PackageMatch[],
  microsoft: MicrosoftSays | null,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, Attribution[]> {
  const said = new Map<string, Attribution[]>()
  const add = ([id, one]: readonly [string, Attribution]) => {
    const list = said.get(id)
    if (list) list.push(one)
    else if (wanted.has(id)) said.set(id, [one])
  }
  for (const one of saidByNvd(nvd, facts, microsoft, wanted)) add(one)
  for (const { vulnerabilityId, ...one } of packageStatements(packages)) add([vulnerabilityId, attribute('OSV', one)])
  if (microsoft) for (const one of saidByMicrosoft(microsoft, wanted)) add(one)
  return said
}

/** What gives way to Microsoft too. */
export function saidByNvd(
  nvd: NvdApplicability | null,
  facts: readonly DeviceFact[],
  microsoft: MicrosoftSays | null,
  /** All where it is not told. */
  wanted?: ReadonlySet<string>,
): (readonly [string, Attribution])[] {
  const { standing, overruled } = askNvd(nvd, facts, microsoft, wanted)
  return [...standing, ...overruled].map(({ cve, answer, probability, because, isOfRecord, publisher }) => [
    cve,
    {
      ...attribute(isOfRecord ? 'CVE' : 'NVD', { answer, probability, because: [...because] }),
      ...(publisher !== undefined && { publisher }),
    },
  ])
}

export const saidByMicrosoft = (microsoft: MicrosoftSays, wanted: Iterable<string>) =>
  microsoft
    .explain(wanted)
    .map((match) => [match.cve, attributeToMicrosoft(match, microsoft.isElsewhere(match.cve))] as const)

/** Of flaws that are in Windows alone Microsoft speaks as the manufacturer. */
const attributeToMicrosoft = ({ answer, probability, because }: WindowsMatch, isElsewhere: boolean): Attribution => ({
  ...attribute('MSRC', { answer, probability, because: [...because] }),
  publisher: 'Microsoft',
  ...(!isElsewhere && { isMaker: true }),
})

const attribute = (
  database: Database,
  { answer, probability, because }: Pick<Attribution, 'answer' | 'probability' | 'because'>,
): Attribution => ({
  advisoryId: database,
  revision: '',
  productId: '',
  answer,
  probability,
  because,
  publisher: database,
  revisedAt: '',
  namesVersion: false,
  database,
})

/** A package URL names one package for sure; that it is inside is the bill's word. */
const packageProbability = { affected: 0.9, cannot_tell: 0.45, not_affected: 0.05 } as const
const outcomes = { affected: 'agrees', cannot_tell: 'unknown', not_affected: 'contradicts' } as const
const badness = { affected: 2, cannot_tell: 1, not_affected: 0 } as const

/** Under the CVE where the entry has one. */
function packageStatements(matches: readonly PackageMatch[]) {
  const worst = new Map<string, PackageMatch>()
  for (const match of matches)
    for (const id of idsOf(match)) {
      const other = worst.get(id)
      if (!other || badness[match.answer] > badness[other.answer]) worst.set(id, match)
    }
  return [...worst].map(([vulnerabilityId, { answer, because, vulnerabilityId: entry }]) => ({
    vulnerabilityId,
    answer,
    probability: packageProbability[answer],
    because: because.map((text, at) => ({
      part: at === because.length - 1 ? 'version' : 'component',
      outcome: outcomes[answer],
      text: entry === vulnerabilityId ? text : `${text} (${entry})`,
    })),
  }))
}

function idsOf({ vulnerabilityId, aliases }: PackageMatch): readonly string[] {
  const cves = [vulnerabilityId, ...aliases].filter((id) => /^CVE-\d{4}-\d{4,}$/.test(id))
  return cves.length > 0 ? [...new Set(cves)] : [vulnerabilityId]
}
