import { statementsOf } from '#domain/composition/composition.ts'
import { type Aliases, makerTexts, modelByAlias, readVendor } from '#domain/matching/matching.ts'
import { aliasesAfter, aliasesOf, type NameChange } from '#domain/names/names.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Answer } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import type { NamePreview } from '#model/name-rule.ts'
import type { Db } from '#platform/db/database.ts'
import { matchedConfigurations } from './match-store.ts'
import { matcherFor } from './matcher.ts'
import { withBills } from './matches.ts'
import { combine } from './statements.ts'
import { advisoryTitles, devicesOfConfigurations, storedAnswers } from './vendor-names-store.ts'

/** Configurations whose maker or model the two sets of aliases read otherwise. */
export function readOtherwise<T extends Configuration>(
  configurations: readonly T[],
  before: Aliases | undefined,
  after: Aliases | undefined,
): T[] {
  if (before?.key === after?.key) return []
  const makers = new Map<string, boolean>()
  const isOtherMaker = (text: string) => {
    let isOther = makers.get(text)
    if (isOther === undefined) {
      isOther = reading(text, before) !== reading(text, after)
      makers.set(text, isOther)
    }
    return isOther
  }
  return configurations.filter((one) => {
    if (isOtherMaker(one.manufacturer)) return true
    if (modelByAlias(one, before) !== modelByAlias(one, after)) return true
    return makerTexts(one, after).some(isOtherMaker)
  })
}

function reading(text: string, aliases: Aliases | undefined): string {
  const { own, ids, misspelt, isByAlias, apart } = readVendor(text, aliases)
  return JSON.stringify([own, ids, misspelt, isByAlias, [...(apart ?? [])]])
}

const isOpen = (answer: Answer | null) => answer === 'affected' || answer === 'cannot_tell'

const mostGroups = 200

interface OpenGroup {
  readonly said: Pick<NamePreview['groups'][number], 'manufacturer' | 'model' | 'advisoryId' | 'before' | 'after'>
  readonly configurations: Set<string>
  readonly vulnerabilities: Set<string>
}

/** What a change of aliases would change, worked out by the matcher itself; nothing is written. */
export async function previewNames(db: Db, organisationId: OrganisationId, change: NameChange): Promise<NamePreview> {
  const before = await aliasesOf(db, organisationId)
  const after = await aliasesAfter(db, organisationId, change)
  const concerned = readOtherwise(await matchedConfigurations(db, organisationId), before, after)
  const ids = concerned.map(({ id }) => id)
  const standing = await devicesOfConfigurations(db, organisationId, ids)
  const stored = Map.groupBy(await storedAnswers(db, organisationId, ids), (row) => row.configuration_id)
  const bills = await statementsOf(db, organisationId, ids, { aliases: after })
  const matcher = await matcherFor(db)
  const groups = new Map<string, OpenGroup>()
  const findings = { appear: 0, leave: 0, change: 0 }

  for (const configuration of concerned) {
    const was = new Map((stored.get(configuration.id) ?? []).map((row) => [row.vulnerability_id, row]))
    const now = withBills(matcher.match(configuration, after), bills.get(configuration.id))
    for (const vulnerabilityId of new Set([...was.keys(), ...now.keys()])) {
      const old = was.get(vulnerabilityId)
      const statements = now.get(vulnerabilityId)
      const fresh = statements && combine(statements)
      const [from, to] = [old?.answer ?? null, fresh?.answer ?? null]
      if (from === to || (!isOpen(from) && !isOpen(to))) continue
      findings[!isOpen(from) ? 'appear' : isOpen(to) ? 'change' : 'leave'] += standing.get(configuration.id) ?? 0
      const advisoryId = fresh && isOpen(to) ? fresh.advisoryId : old!.advisory_id
      const { manufacturer, model, modelNumber, description } = configuration
      const said = { manufacturer, model: model || modelNumber || description, advisoryId, before: from, after: to }
      const key = JSON.stringify(said)
      const group = groups.get(key) ?? { said, configurations: new Set(), vulnerabilities: new Set() }
      groups.set(key, group)
      group.configurations.add(configuration.id)
      group.vulnerabilities.add(vulnerabilityId)
    }
  }

  const devicesOf = (some: Iterable<string>) => [...some].reduce((sum, id) => sum + (standing.get(id) ?? 0), 0)
  const advisoryIds = new Set([...groups.values()].map(({ said }) => said.advisoryId))
  const inOrder = [...groups.values()]
    .map((group) => ({ ...group, devices: devicesOf(group.configurations) }))
    .sort((a, b) => b.devices - a.devices || (JSON.stringify(a.said) < JSON.stringify(b.said) ? -1 : 1))
    .slice(0, mostGroups)
  const titles = await advisoryTitles(
    db,
    inOrder.map(({ said }) => said.advisoryId),
  )
  return {
    configurations: concerned.length,
    devices: devicesOf(ids),
    advisories: advisoryIds.size,
    findings,
    groups: inOrder.map(({ said, devices, vulnerabilities }) => ({
      ...said,
      ...titles.get(said.advisoryId)!,
      devices,
      vulnerabilities: vulnerabilities.size,
    })),
  }
}
