import { listsRead, vulnerabilityFacts } from '#domain/intelligence/intelligence.ts'
import { type DecisionInputs, decisionInputs, type RiskFlaw, scoreFinding } from '#domain/risk/risk.ts'
import type { OrganisationId } from '#model/access.ts'
import { deviceFunctionOf } from '#model/device-function.ts'
import type { Thresholds } from '#model/threshold.ts'
import type { Db } from '#platform/db/database.ts'
import * as store from './history-store.ts'
import { joinedNames } from './joined-names.ts'
import { ownVectors } from './own-vectors.ts'
import { flaws, toDevice } from './ranking.ts'
import type { RankedDevice } from './score-store.ts'
import { thresholdsOf } from './thresholds-of.ts'

// When which findings were open in the last months, of groups of devices that are alike: a finding without a row of its own follows
// from its match and from when its device joined the configuration, one with a row from its events. Moments are
// milliseconds since 1970.

/** What a finding answers to a table: as it is judged today, but for CISA's catalogue, which tells since when it lists what. */
export interface HistoryProfile {
  /** As not in the catalogue. */
  readonly unlisted: DecisionInputs
  /** As in the catalogue; null where it never was. */
  readonly listed: DecisionInputs | null
  /** `2026-03-14`; null where it never was. */
  readonly listedOn: string | null
  readonly delistedAt: number | null
  readonly kevDueOn: string | null
  /** Nobody can tell whether the device is affected: to look at it is the work. */
  readonly isQuestion: boolean
}

/** Devices that are alike in all that tells when their findings were open. */
export interface HistoryGroup {
  readonly manufacturer: string
  readonly model: string
  readonly site: string
  /** Of the site as devices write it: calendars name it so. */
  readonly siteAsWritten: string
  readonly description: string
  readonly exampleId: string
  readonly devices: number
}

export type HowClosed = 'fixed' | 'decided' | 'not_affected' | 'left'

/** A time in which a finding was open on each device of a group. */
export interface Span {
  /** Places in the lists of the history. */
  readonly vulnerability: number
  readonly advisory: number
  readonly profile: number
  /** From when its age counts: before `opened` where it opened again, or its device came back to the worklist. */
  readonly since: number
  readonly opened: number
  /** Null: it is open. */
  readonly closed: number | null
  readonly how: HowClosed | null
}

export interface History {
  /** By model, then by site. */
  readonly groups: readonly HistoryGroup[]
  readonly vulnerabilities: readonly string[]
  /** Advisories that decide, or the database that does. */
  readonly advisories: readonly string[]
  readonly profiles: readonly HistoryProfile[]
  /** Those that were open at any time between the two moments; of one vulnerability together, the earliest first. */
  spansOf(group: HistoryGroup): readonly Span[]
  /** Rows of findings of which nothing is stored any more that a table could judge. */
  readonly unjudged: number
  /** CISA's catalogue was never read: all counts as listed, nobody can say since when. */
  readonly isKevUnread: boolean
}

interface Match {
  readonly vulnerability: number
  readonly advisory: number
  readonly isOpen: boolean
  readonly matched: number
  readonly withdrawn: number | null
}

interface Pair {
  readonly device: RankedDevice
  /** What a score tells devices apart by. */
  readonly key: string
  /** For each match of the basis; -1 where the thresholds set it aside. */
  readonly profiles: number[]
}

interface Basis {
  readonly matches: Match[]
  readonly pairs: Map<string, Pair>
  /** Place of a vulnerability's match; made when it is asked for. */
  places?: Map<number, number>
}

interface Segment {
  readonly configurationId: string
  readonly start: number
  /** Null of the present one. */
  readonly end: number | null
}

interface Group extends HistoryGroup {
  readonly segments: readonly Segment[]
  readonly contextId: string
  readonly absences: readonly (readonly [number, number | null])[]
  /** By vulnerability, where the device stands alone. */
  readonly rows: ReadonlyMap<string, OwnHistory> | null
}

interface OwnHistory extends store.OwnRow {
  readonly events: readonly store.OwnEvent[]
}

const atOnce = 200

/**
 * What was open between two moments. `tell` is called in between with how many of the vulnerabilities are judged; what it throws ends it.
 */
export async function findingHistory(
  db: Db,
  organisationId: OrganisationId,
  { from, to }: { readonly from: Date; readonly to: Date },
  tell: (done: number, total: number) => Promise<void> = async () => {},
): Promise<History> {
  const groups = await readGroups(db, organisationId, from)
  const { bases, linksOf } = await readBases(db, organisationId, groups)
  const vulnerabilities = await store.vulnerabilitiesThen(db, organisationId, from)
  const judging = await startJudging(db, organisationId, bases, from)
  for (let at = 0; at < vulnerabilities.length; at += atOnce) {
    await tell(at, vulnerabilities.length)
    await judging.judge(vulnerabilities.slice(at, at + atOnce), at)
  }
  const window = { from: from.getTime(), to: to.getTime() }
  const places = new Map(vulnerabilities.map(({ id }, at) => [id, at]))
  const findMatch = matchFinder(bases, linksOf)
  let unjudged = 0
  for (const group of groups)
    for (const row of group.rows?.values() ?? [])
      if (!findMatch(group, row, places.get(row.vulnerability_id)!)) unjudged++
  return {
    groups,
    vulnerabilities: vulnerabilities.map(({ id }) => id),
    advisories: judging.advisories,
    profiles: judging.profiles,
    unjudged,
    isKevUnread: judging.isKevUnread,
    spansOf(given) {
      const group = given as Group
      const spans = spansOfMatches(group, bases, linksOf)
      const all = group.rows ? withRows(spans, group, places, findMatch) : spans
      return clipped(withoutAbsences(all, group.absences), window)
    },
  }
}

// reading -----------------------------------------------------------------------------------------------------------

async function readGroups(db: Db, organisationId: OrganisationId, from: Date): Promise<readonly Group[]> {
  const alike = await store.devicesAlike(db, organisationId, from)
  const ways = alike.filter(({ lineage }) => lineage !== null).map(({ example_id }) => example_id)
  const pasts = Map.groupBy(await store.pastsOf(db, organisationId, ways), ({ device_id }) => device_id)
  const events = Map.groupBy(await store.ownEvents(db, organisationId), keyOf)
  const rows = Map.groupBy(await store.ownRows(db, organisationId), ({ device_id }) => device_id)
  const { modelOf, siteOf } = await joinedNames(db, organisationId)
  const configurations = new Map(
    (await store.basesOf(db, organisationId, [...new Set(alike.map(({ configuration_id }) => configuration_id))])).map(
      (row) => [row.configuration_id, row.description],
    ),
  )
  const groups = alike.map((one): Group => {
    const own = one.own_id === null ? undefined : rows.get(one.own_id)
    return {
      ...modelOf(one),
      site: siteOf(one.site),
      siteAsWritten: one.site,
      description: configurations.get(one.configuration_id) ?? '',
      exampleId: one.example_id,
      devices: one.devices,
      contextId: one.context_id,
      segments: [
        ...(pasts.get(one.example_id) ?? []).map((past) => ({
          configurationId: past.configuration_id,
          start: past.since,
          end: past.ended,
        })),
        { configurationId: one.configuration_id, start: one.since, end: null },
      ],
      absences: readAbsences(one.absences),
      rows: own
        ? new Map(own.map((row) => [row.vulnerability_id, { ...row, events: events.get(keyOf(row)) ?? [] }]))
        : null,
    }
  })
  const order = (group: Group) => `${group.manufacturer}\n${group.model}\n${group.site}`
  const ordered = groups.map((group) => [order(group), group] as const)
  ordered.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return ordered.map(([, group]) => group)
}

const keyOf = (one: { device_id: string; vulnerability_id: string }) => `${one.device_id} ${one.vulnerability_id}`

/** One behind the other where they touch. */
function readAbsences(text: string | null): Group['absences'] {
  const absences: [number, number | null][] = []
  for (const part of text?.split(',') ?? []) {
    const [from, until] = part.split(' ')
    const end = until ? Number(until) : null
    const last = absences.at(-1)
    if (last && last[1] !== null && last[1] >= Number(from)) last[1] = end
    else absences.push([Number(from), end])
  }
  return absences
}

type Links = ReadonlyMap<string, readonly store.ConfigurationBasis[]>

async function readBases(db: Db, organisationId: OrganisationId, groups: readonly Group[]) {
  const stands = new Map<string, Set<string>>()
  const stand = (configurationId: string, contextId: string) => {
    const contexts = stands.get(configurationId) ?? new Set()
    stands.set(configurationId, contexts.add(contextId))
  }
  for (const { segments, contextId, rows } of groups) {
    for (const { configurationId } of segments) stand(configurationId, contextId)
    for (const { kept_configuration_id, kept_context_id } of rows?.values() ?? [])
      if (kept_configuration_id) stand(kept_configuration_id, kept_context_id ?? contextId)
  }
  const links = await store.basesOf(db, organisationId, [...stands.keys()])
  const contexts = new Map(
    (await store.contextRows(db, organisationId, [...new Set([...stands.values()].flatMap((some) => [...some]))])).map(
      ({ id, ...facts }) => [id, facts],
    ),
  )
  const bases = new Map<string, Basis>()
  for (const { configuration_id, basis_id, group_id, manufacturer, model, description } of links) {
    const basis = bases.get(basis_id) ?? { matches: [], pairs: new Map() }
    bases.set(basis_id, basis)
    const deviceFunction = deviceFunctionOf(description, model, `${manufacturer} ${model}`)
    for (const contextId of stands.get(configuration_id)!) {
      const name = pairName(group_id, contextId)
      const facts = contexts.get(contextId)
      if (!facts || basis.pairs.has(name)) continue
      const device = { ...facts, manufacturer, model, description }
      const key = [deviceFunction, model.trim() === '', ...Object.values(facts)].join('\n')
      basis.pairs.set(name, { device, key, profiles: [] })
    }
  }
  const linksOf: Links = Map.groupBy(links, ({ configuration_id }) => configuration_id)
  return { bases, linksOf }
}

const pairName = (groupId: string, contextId: string) => `${groupId} ${contextId}`

// judging -----------------------------------------------------------------------------------------------------------

async function startJudging(db: Db, organisationId: OrganisationId, bases: ReadonlyMap<string, Basis>, from: Date) {
  const read = await listsRead(db)
  const thresholds = await thresholdsOf(db, organisationId)
  const profiles: HistoryProfile[] = []
  const known = new Map<string, number>()
  const advisories: string[] = []
  const places = new Map<string, number>()
  const placeOf = (advisoryId: string) => {
    const place = places.get(advisoryId) ?? advisories.push(advisoryId) - 1
    places.set(advisoryId, place)
    return place
  }
  const keep = (profile: HistoryProfile) => {
    const name = nameOfProfile(profile)
    const place = known.get(name) ?? profiles.push(profile) - 1
    known.set(name, place)
    return place
  }

  async function judge(some: readonly { id: string; has_rows: boolean }[], first: number) {
    const ids = some.map(({ id }) => id)
    const withRows = some.filter(({ has_rows }) => has_rows).map(({ id }) => id)
    const facts = await vulnerabilityFacts(db, ids)
    const own = await ownVectors(db, organisationId, ids)
    const listed = new Map((await store.listedThen(db, ids)).map((row) => [row.cve, row]))
    const matches = Map.groupBy(
      await store.matchesThen(db, organisationId, ids, withRows, from),
      ({ vulnerability_id }) => vulnerability_id,
    )
    for (const [at, id] of ids.entries()) {
      const vectors = own.get(id)
      const flawOf = flaws(facts.get(id)!, read, vectors)
      const profileOf = profiler(thresholds, listed.get(id), keep)
      for (const one of matches.get(id) ?? []) {
        const basis = bases.get(one.basis_id)
        if (!basis) continue
        basis.matches.push({
          vulnerability: first + at,
          advisory: placeOf(one.advisory_id),
          isOpen: one.is_open,
          matched: one.matched,
          withdrawn: one.withdrawn,
        })
        const flaw = flawOf({ ...one, manufacturer: '', model: '' })
        for (const pair of basis.pairs.values())
          pair.profiles.push(profileOf(one, vectors ? flawOf({ ...one, ...modelOfPair(pair) }) : flaw, pair))
      }
    }
  }
  return { judge, profiles, advisories, isKevUnread: !read.known_exploited }
}

const modelOfPair = ({ device: { manufacturer, model } }: Pair) => ({ manufacturer, model })

/** Of one vulnerability: platforms in their hundreds differ in nothing that a table looks at. */
function profiler(
  thresholds: Thresholds | undefined,
  listed: store.Listed | undefined,
  keep: (profile: HistoryProfile) => number,
) {
  const known = new Map<RiskFlaw, Map<string, number>>()
  const asListed = new Map<RiskFlaw, readonly [unlisted: RiskFlaw, listed: RiskFlaw | null]>()
  const both = (flaw: RiskFlaw) => {
    const present = asListed.get(flaw)
    if (present) return present
    const made = listed
      ? ([
          { ...flaw, knownExploited: null },
          { ...flaw, knownExploited: { addedOn: listed.added_on, ransomware: listed.ransomware } },
        ] as const)
      : ([flaw, null] as const)
    asListed.set(flaw, made)
    return made
  }
  return (one: store.MatchThen, flaw: RiskFlaw, pair: Pair): number => {
    // What is closed by now was open as something is: as affected.
    const answer = one.answer === 'not_affected' ? 'affected' : one.answer
    const { probability } = one
    const isNameAlone = one.is_name_alone && pair.device.model.trim() !== ''
    const ofFlaw = known.get(flaw) ?? new Map<string, number>()
    known.set(flaw, ofFlaw)
    const key = `${answer}\n${probability}\n${isNameAlone}\n${pair.key}`
    const found = ofFlaw.get(key)
    if (found !== undefined) return found
    const device = toDevice(pair.device)
    const inputsOf = (flawThen: RiskFlaw) => {
      const input = { answer, probability, device, flaw: flawThen, thresholds, isNameAlone }
      const score = scoreFinding(input)
      return { inputs: decisionInputs(input, score), countsAs: score.countsAs }
    }
    const [flawUnlisted, flawListed] = both(flaw)
    const unlisted = inputsOf(flawUnlisted)
    const whenListed = flawListed && inputsOf(flawListed)
    const { countsAs } = whenListed && listed?.delisted === null ? whenListed : unlisted
    const place =
      countsAs === 'set_aside'
        ? -1
        : keep({
            unlisted: unlisted.inputs,
            listed: whenListed?.inputs ?? null,
            listedOn: listed?.added_on ?? null,
            delistedAt: listed?.delisted ?? null,
            kevDueOn: listed?.due_on ?? null,
            isQuestion: answer === 'cannot_tell' && countsAs !== 'affected',
          })
    ofFlaw.set(key, place)
    return place
  }
}

function nameOfProfile({ unlisted, listed, listedOn, delistedAt, kevDueOn, isQuestion }: HistoryProfile): string {
  const inputs = (one: DecisionInputs | null) =>
    one && [one.band, ...one.points.map(({ value, isAssumed }) => `${value}${isAssumed ? '?' : ''}`)].join(' ')
  return [inputs(unlisted), inputs(listed), listedOn, delistedAt, kevDueOn, isQuestion].join('|')
}

// spans -------------------------------------------------------------------------------------------------------------

interface OpenSpan {
  vulnerability: number
  advisory: number
  profile: number
  since: number
  opened: number
  closed: number | null
  how: HowClosed | null
}

/** What the matches of the configurations tell, that the devices had one after another. */
function spansOfMatches(group: Group, bases: ReadonlyMap<string, Basis>, linksOf: Links): OpenSpan[] {
  const spans: OpenSpan[] = []
  const last = new Map<number, { span: OpenSpan; segment: number }>()
  const isAlone = group.segments.length === 1
  for (const [at, { configurationId, start, end }] of group.segments.entries())
    for (const { basis_id, group_id } of linksOf.get(configurationId) ?? []) {
      const basis = bases.get(basis_id)!
      const profiles = basis.pairs.get(pairName(group_id, group.contextId))?.profiles
      if (!profiles) continue
      for (const [place, match] of basis.matches.entries()) {
        const profile = profiles[place]!
        if (!match.isOpen || profile < 0) continue
        const { vulnerability, advisory, matched, withdrawn } = match
        const until = withdrawn !== null && (end === null || withdrawn < end) ? withdrawn : end
        const opened = Math.max(matched, start)
        const before = isAlone ? undefined : last.get(vulnerability)
        // As `carried_since`: it was matched on this configuration when the device left the one before.
        const isCarried =
          before?.segment === at - 1 &&
          before.span.closed === group.segments[at - 1]!.end &&
          matched <= before.span.closed!
        if (!isCarried && until !== null && until <= opened) continue
        const how = until === null ? null : 'not_affected'
        if (isCarried) {
          Object.assign(before.span, { advisory, profile, closed: until, how })
          last.set(vulnerability, { span: before.span, segment: at })
          continue
        }
        const span: OpenSpan = { vulnerability, advisory, profile, since: opened, opened, closed: until, how }
        spans.push(span)
        if (!isAlone) last.set(vulnerability, { span, segment: at })
      }
    }
  return isAlone ? spans : spans.sort(inOrder)
}

const inOrder = (a: OpenSpan, b: OpenSpan) => a.vulnerability - b.vulnerability || a.opened - b.opened

type FoundMatch = Pick<Span, 'advisory' | 'profile'>

/** By which match a finding's own row is judged: where it is kept, where the device is, or was; first what leaves it open. */
const matchFinder =
  (bases: ReadonlyMap<string, Basis>, linksOf: Links) =>
  (group: Group, row: store.OwnRow, vulnerability: number): FoundMatch | undefined => {
    const stands = [
      ...(row.kept_configuration_id
        ? [[row.kept_configuration_id, row.kept_context_id ?? group.contextId] as const]
        : []),
      ...group.segments.toReversed().map(({ configurationId }) => [configurationId, group.contextId] as const),
    ]
    let closed: FoundMatch | undefined
    for (const [configurationId, contextId] of stands)
      for (const { basis_id, group_id } of linksOf.get(configurationId) ?? []) {
        const basis = bases.get(basis_id)!
        basis.places ??= new Map(basis.matches.map((match, at) => [match.vulnerability, at]))
        const place = basis.places.get(vulnerability)
        const profile =
          place === undefined ? undefined : basis.pairs.get(pairName(group_id, contextId))?.profiles[place]
        if (place === undefined || profile === undefined) continue
        const { isOpen, advisory } = basis.matches[place]!
        if (isOpen) return { advisory, profile }
        closed ??= { advisory, profile }
      }
    return closed
  }

function withRows(
  spans: readonly OpenSpan[],
  group: Group,
  places: ReadonlyMap<string, number>,
  findMatch: ReturnType<typeof matchFinder>,
): OpenSpan[] {
  const all: OpenSpan[] = []
  const own = new Map([...group.rows!.values()].map((row) => [places.get(row.vulnerability_id)!, row]))
  for (const span of spans) {
    const row = own.get(span.vulnerability)
    // What was over before the row was written stands nowhere else.
    if (!row || (span.closed !== null && span.closed <= row.opened)) all.push(span)
  }
  for (const [vulnerability, row] of own) {
    const found = findMatch(group, row, vulnerability)
    if (!found || found.profile < 0) continue
    for (const time of timesOf(row)) all.push({ vulnerability, ...found, since: row.opened, ...time })
  }
  return all.sort(inOrder)
}

/** When a finding with a row of its own was open, by its events; where they do not say how it stands now, the row does. */
function timesOf(row: OwnHistory): readonly Pick<OpenSpan, 'opened' | 'closed' | 'how'>[] {
  const times: Pick<OpenSpan, 'opened' | 'closed' | 'how'>[] = []
  const now: store.Stood =
    row.status === 'fixed' || row.is_verified
      ? 'fixed'
      : row.status === 'not_affected'
        ? 'not_affected'
        : row.decision === 'none'
          ? 'open'
          : 'decided'
  const first = row.events[0]
  let state: store.Stood = first ? first.before : 'open'
  let since = row.opened
  const turn = (at: number, after: store.Stood) => {
    if (state === 'open' && after !== 'open' && at > since) times.push({ opened: since, closed: at, how: after })
    if (state !== 'open' && after === 'open') since = Math.max(at, row.opened)
    state = after
  }
  for (const { at, after } of row.events) turn(at, after)
  const closedAt = { open: null, fixed: row.closed ?? row.remediated, decided: row.decided, not_affected: row.closed }
  if (state !== now) turn(closedAt[now] ?? row.events.at(-1)?.at ?? row.opened, now)
  if (now === 'open') times.push({ opened: since, closed: null, how: null })
  return times
}

/** Nobody works on a device that left the worklist; when it comes back, what is open on it is as old as it was. */
function withoutAbsences(spans: readonly OpenSpan[], absences: Group['absences']): readonly OpenSpan[] {
  if (absences.length === 0) return spans
  return spans.flatMap((span) => {
    const left: OpenSpan[] = []
    let opened = span.opened
    for (const [from, until] of absences) {
      if (span.closed !== null && from >= span.closed) break
      if (until !== null && until <= opened) continue
      if (from > opened) left.push({ ...span, opened, closed: from, how: 'left' })
      if (until === null || (span.closed !== null && until >= span.closed)) return left
      opened = until
    }
    return [...left, { ...span, opened }]
  })
}

/** What came later than `to` has not happened. */
function clipped(spans: readonly OpenSpan[], { from, to }: { from: number; to: number }): readonly Span[] {
  const within: Span[] = []
  for (const span of spans) {
    const { opened, closed } = span
    if (opened > to || (closed !== null && closed <= from)) continue
    within.push(closed !== null && closed > to ? { ...span, closed: null, how: null } : span)
  }
  return within
}
