import {
  hasReading,
  initialsOf,
  isInitials,
  type PlaceWords,
  placeNamesOf,
  placeRules,
  readCareArea,
  readingInWords,
  readingKey,
  readSite,
} from '#domain/names/names.ts'
import type { OrganisationId } from '#model/access.ts'
import type { PlaceProposal } from '#model/place-rule.ts'
import type { Db } from '#platform/db/database.ts'
import { joinPlaces } from './joined-names.ts'
import { placeCounts } from './joined-names-store.ts'

// Which places of the inventory may be one, by the words of the trade. A person decides; what numbers or directions tell
// apart is never proposed, and no place of one site for that of another.

interface Place {
  readonly name: string
  readonly devices: number
}
interface Area extends Place {
  readonly words: PlaceWords
}
interface Pair {
  readonly name: string
  readonly meant: string
  readonly devices: number
  readonly evidence: string
}

/** Most devices first. What somebody refused does not come again. */
export async function proposePlaces(db: Db, organisationId: OrganisationId, limit: number): Promise<PlaceProposal[]> {
  const counted = await placeCounts(db, organisationId)
  const names = await placeNamesOf(db, organisationId)
  const { siteOf, placeOf } = joinPlaces(counted, names)
  const isRefused = await placeRules.refused(db, organisationId)

  const sites = placesOf(counted, ({ site }) => siteOf(site))
  const proposals = proposeSites(sites).map((pair): PlaceProposal => ({ kind: 'site', site: '', ...pair }))
  for (const [site, rows] of Map.groupBy(counted, (row) => siteOf(row.site))) {
    const areas = placesOf(rows, (row) => placeOf(row).careArea)
    proposals.push(
      ...proposeAreas(areas.map((area) => ({ ...area, words: readCareArea(area.name) }))).map(
        (pair): PlaceProposal => ({ kind: 'care_area', site, ...pair }),
      ),
    )
  }
  return proposals
    .filter((proposal) => !isRefused(proposal))
    .sort((a, b) => b.devices - a.devices || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
}

/** Under the name that lists give them; most devices first. */
const placesOf = <Row extends { readonly devices: number }>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): Place[] =>
  [...Map.groupBy(rows, nameOf)]
    .filter(([name]) => name !== '')
    .map(([name, some]) => ({ name, devices: some.reduce((sum, row) => sum + row.devices, 0) }))
    .sort((a, b) => b.devices - a.devices || (a.name < b.name ? -1 : 1))

function proposeSites(sites: readonly Place[]): Pair[] {
  const alike = [...Map.groupBy(sites, ({ name }) => readSite(name).join(' '))].flatMap(([words, [most, ...others]]) =>
    words === ''
      ? []
      : others.map(
          ({ name, devices }): Pair => ({
            ...{ name, devices, meant: most!.name },
            evidence: `both are read as "${words}"; the rest is what hospitals are called`,
          }),
        ),
  )
  const short = sites.flatMap(({ name, devices }): Pair[] => {
    if (!isInitials(name)) return []
    const initials = name.trim().replaceAll('.', '').toLowerCase()
    const [only, ...others] = sites.filter((site) => site.name !== name && initialsOf(site.name) === initials)
    return only && others.length === 0
      ? [{ name, devices, meant: only.name, evidence: `the initials of "${only.name}", and of no other site` }]
      : []
  })
  const proposed = new Set([...alike, ...short].map(({ name }) => name))
  const left = sites.filter(({ name }) => !proposed.has(name)).map((site) => ({ ...site, words: readSite(site.name) }))
  return [...alike, ...short, ...left.flatMap((site) => withMoreWords(site, left))]
}

interface Site extends Place {
  readonly words: readonly string[]
}

/** `Westbrook` and `Westbrook Outpatient Center`, where no third one bears the name. */
function withMoreWords(site: Site, sites: readonly Site[]): Pair[] {
  const isIn = (other: Site) => other !== site && site.words.every((word) => other.words.includes(word))
  const [only, ...others] = site.words.length === 0 ? [] : sites.filter(isIn)
  if (!only || others.length > 0 || only.words.length === site.words.length) return []
  const more = only.words.filter((word) => !site.words.includes(word))
  if (more.some(tellsApart)) return []
  const evidence = `the only other site with "${site.words.join(' ')}" in its name`
  const [less, most] = site.devices > only.devices ? [only, site] : [site, only]
  return [{ name: less.name, devices: less.devices, meant: most.name, evidence }]
}
const tellsApart = (word: string) => /^\d+$|^\p{L}$|^(?:north|east|south|west)$/u.test(word)

function proposeAreas(areas: readonly Area[]): Pair[] {
  const known = areas.filter(({ words }) => hasReading(words))
  const pairs = [...Map.groupBy(known, ({ words }) => readingKey(words)).values()].flatMap(([most, ...others]) =>
    others
      .filter((one) => !isOtherFloor(one.words, most!.words))
      .map(
        ({ name, devices, words }): Pair => ({
          ...{ name, devices, meant: most!.name },
          evidence: `both are read as "${readingInWords(words)}"${words.floor === most!.words.floor ? '' : '; one says the floor'}`,
        }),
      ),
  )
  const proposed = new Set(pairs.map(({ name }) => name))
  const left = known.filter(({ name }) => !proposed.has(name))
  return [...pairs, ...left.flatMap((area) => onlyOther(area, left))]
}

const isOtherFloor = (a: PlaceWords, b: PlaceWords) => a.floor !== null && b.floor !== null && a.floor !== b.floor
const same = (a: readonly string[], b: readonly string[]) => a.join('\n') === b.join('\n')

/**
 * `ICU West` where the site has one other intensive care, called `ICU` alone; `4W` where one other place has 4 and west in it.
 * As soon as there are two of a kind, nobody can tell which one is meant.
 */
function onlyOther(area: Area, areas: readonly Area[]): Pair[] {
  const { words } = area
  const pairWith = (other: Area, evidence: string): Pair => {
    const [name, meant] = area.devices > other.devices ? [other, area] : [area, other]
    return { name: name.name, devices: name.devices, meant: meant.name, evidence }
  }
  if (words.kinds.length > 0 && words.names.length + words.numbers.length + words.directions.length === 0) {
    const [only, ...others] = areas.filter((other) => other !== area && same(other.words.kinds, words.kinds))
    const isBeside = only && others.length === 0 && only.words.names.length + only.words.numbers.length === 0
    return isBeside && !isOtherFloor(only.words, words)
      ? [pairWith(only, `the only other place of "${readingInWords(words)}" at the site`)]
      : []
  }
  if (words.kinds.length + words.names.length > 0 || words.numbers.length === 0 || words.directions.length === 0)
    return []
  const [only, ...others] = areas.filter(
    (other) =>
      other !== area && same(other.words.numbers, words.numbers) && same(other.words.directions, words.directions),
  )
  return only && others.length === 0
    ? [pairWith(only, `the only other place of "${readingInWords(words)}" at the site`)]
    : []
}
