import { componentsOf, statementsOf } from '#domain/composition/composition.ts'
import { type Aliases, makerTexts, modelByAlias, readVendor } from '#domain/matching/matching.ts'
import { aliasesOf, type NameChange, nameRules } from '#domain/names/names.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Component } from '#model/component.ts'
import type { Answer } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import type { NamePreview } from '#model/name-rule.ts'
import type { Db } from '#platform/db/database.ts'
import { askDatabases } from './asked.ts'
import { organisationMatcher } from './bound-products.ts'
import { hitOf, isDatabase, isSource, sourceNames } from './databases.ts'
import { matchedConfigurations } from './match-store.ts'
import { ownStatements } from './matches.ts'
import { combine } from './statements.ts'
import { advisoryTitles, devicesOfConfigurations, type StoredAnswer, storedAnswers } from './vendor-names-store.ts'

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

const noComponents: readonly Component[] = []
const nothingElse: NamePreview = {
  ...{ configurations: 0, devices: 0, advisories: 0, databases: [], groups: [] },
  findings: { appear: 0, leave: 0, change: 0 },
}

/** Of each configuration, what its bases hold by vulnerability: a platform's answers are read once for all that share it. */
async function answersNow(db: Db, organisationId: OrganisationId, ids: readonly string[]) {
  const { links, rows } = await storedAnswers(db, organisationId, ids)
  const byBasis = new Map<string, Map<string, StoredAnswer>>()
  for (const row of rows) {
    const answers = byBasis.get(row.basis_id) ?? new Map<string, StoredAnswer>()
    byBasis.set(row.basis_id, answers.set(row.vulnerability_id, row))
  }
  const basesOf = Map.groupBy(links, (link) => link.configuration_id)
  return (id: string) => (basesOf.get(id) ?? []).flatMap((link) => byBasis.get(link.basis_id) ?? [])
}

/** What a change of aliases would change, worked out by the matcher itself; nothing is written. */
export async function previewNames(db: Db, organisationId: OrganisationId, change: NameChange): Promise<NamePreview> {
  const before = await aliasesOf(db, organisationId)
  const after = await nameRules.after(db, organisationId, change)
  const concerned = readOtherwise(await matchedConfigurations(db, organisationId), before, after)
  if (concerned.length === 0) return nothingElse
  const ids = concerned.map(({ id }) => id)
  const standing = await devicesOfConfigurations(db, organisationId, ids)
  const stored = await answersNow(db, organisationId, ids)
  const bills = await statementsOf(db, organisationId, ids, { aliases: after })
  const components = await componentsOf(db, organisationId, ids, { aliases: after })
  const matcher = await organisationMatcher(db, organisationId)
  const databases = await askDatabases(db, organisationId, after)
  const groups = new Map<string, OpenGroup>()
  const findings = { appear: 0, leave: 0, change: 0 }

  for (const configuration of concerned) {
    const was = stored(configuration.id)
    const inside = components.get(configuration.id) ?? noComponents
    const names = await databases.ask(configuration, inside)
    const own = ownStatements(matcher.match(configuration, after, inside), names, bills.get(configuration.id))
    for (const vulnerabilityId of new Set([
      ...was.flatMap((some) => [...some.keys()]),
      ...own.keys(),
      ...names.hits.system.keys(),
      ...names.hits.besides.keys(),
    ])) {
      const old = was.find((some) => some.has(vulnerabilityId))?.get(vulnerabilityId)
      const statements = own.get(vulnerabilityId)
      const hit = hitOf(names.hits, vulnerabilityId)
      const fresh = statements ? combine(statements) : hit && { answer: hit.answer, advisoryId: hit.source }
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
  const advisoryIds = [...new Set([...groups.values()].map(({ said }) => said.advisoryId))]
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
    advisories: advisoryIds.filter((id) => !isSource(id)).length,
    databases: advisoryIds.filter(isDatabase).sort(),
    findings,
    groups: inOrder.map(({ said, devices, vulnerabilities }) => ({
      ...said,
      ...(isSource(said.advisoryId)
        ? { trackingId: said.advisoryId, title: sourceNames[said.advisoryId] }
        : titles.get(said.advisoryId)!),
      devices,
      vulnerabilities: vulnerabilities.size,
    })),
  }
}
