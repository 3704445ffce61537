import { factsByTrade } from './makers-by-trade.ts'
import { bedsideVendors } from './vendor-aliases-bedside.ts'
import { computingVendors } from './vendor-aliases-computing.ts'
import { easternVendors } from './vendor-aliases-eastern.ts'
import { groupVendors } from './vendor-aliases-groups.ts'
import { houseVendors } from './vendor-aliases-houses.ts'
import { installedVendors } from './vendor-aliases-installed.ts'
import { laboratoryVendors } from './vendor-aliases-laboratory.ts'
import { owners } from './vendor-aliases-owners.ts'
import { pictureVendors } from './vendor-aliases-pictures.ts'
import { premisesVendors } from './vendor-aliases-premises.ts'
import { technicalVendors } from './vendor-aliases-technical.ts'
import { theatreVendors } from './vendor-aliases-theatre.ts'
import { brandNames } from './vendor-brands.ts'
import { furtherNames } from './vendor-further-names.ts'
import { mergers, partMergers } from './vendor-mergers.ts'
import { furtherMergers } from './vendor-mergers-further.ts'
import { technicalMergers } from './vendor-mergers-technical.ts'
import { shortNames } from './vendor-short-names.ts'

/** One company, the ways its name is written, and the companies and brands that became its own. */
export interface KnownVendor {
  readonly id: string
  /** As it calls itself. */
  readonly name: string
  /** Other spellings of the same company, in lower case, without legal form. */
  readonly aliases?: readonly string[]
  /** Further spellings, of which no word is left out of a model's name. */
  readonly spellings?: readonly string[]
  /** Ids of vendors, or names, that it took over: their devices are now its matter. */
  readonly took?: readonly string[]
  /** The same of those of which it took over a part: it does not make the two one. */
  readonly tookInPart?: readonly string[]
  /** Brands that stand where a manufacturer belongs, but are part of the model's name too. */
  readonly brands?: readonly string[]
}

/**
 * Facts about companies, from their public announcements: name changes, divisions, mergers. Each stands once, in the list of its
 * trade. Words such as "Inc", "GmbH", "Medical Systems" and countries need no entry (see vendor-words.ts). Of makers that share a
 * spelling, the one whose list is first stands first.
 */
const namedVendors: readonly KnownVendor[] = [
  ...technicalVendors,
  ...pictureVendors,
  ...premisesVendors,
  ...easternVendors,
  ...groupVendors,
  ...laboratoryVendors,
  ...installedVendors,
  ...houseVendors,
  ...theatreVendors,
  ...bedsideVendors,
  ...computingVendors,
]

const listed = (names: string | undefined): string[] => names?.split(', ') ?? []

const namesOfLists = new Set([
  ...namedVendors.flatMap(({ name, aliases = [], took = [] }) => [name.toLowerCase(), ...aliases, ...took]),
  ...Object.values(furtherNames).flatMap(({ aliases = [], took = [] }) => [...aliases, ...took]),
  ...[mergers, furtherMergers, technicalMergers, partMergers].flatMap((table) => Object.values(table)).flatMap(listed),
])

const ofTrades = [...factsByTrade.values()]
const newOfTrades = ofTrades.flatMap(({ id, name }) => (name === undefined ? [] : [{ id, name }]))

export const knownVendors: readonly KnownVendor[] = [...namedVendors, ...newOfTrades].map((vendor: KnownVendor) => {
  const [more, owned, told] = [furtherNames[vendor.id], owners[vendor.id], factsByTrade.get(vendor.id)]
  const short = [...listed(shortNames[vendor.id]), ...listed(brandNames[vendor.id]), ...(told?.brands ?? [])]
  const merged = [mergers, furtherMergers, technicalMergers].flatMap((table) => listed(table[vendor.id]))
  const inPart = [...listed(partMergers[vendor.id]), ...(told?.tookInPart ?? [])]
  return more || owned || told || short.length + merged.length + inPart.length > 0
    ? {
        ...vendor,
        spellings: [...(more?.aliases ?? []), ...(owned?.spellings ?? []), ...(told?.spellings ?? []), ...short],
        took: [
          ...new Set([
            ...(vendor.took ?? []),
            ...(more?.took ?? []),
            ...(owned?.took ?? []),
            ...merged,
            ...(told?.took ?? []),
          ]),
        ],
        tookInPart: inPart,
      }
    : vendor
})

/** Names of a few letters, which are a maker only where nothing else stands. */
export const shortForms: ReadonlySet<string> = new Set(
  [
    ...[shortNames, mergers, furtherMergers, technicalMergers].flatMap((table) => Object.values(table)).flatMap(listed),
    ...ofTrades.flatMap(({ spellings, took }) => [...spellings, ...took]),
  ].filter((name) => name.length <= 4),
)

/** Names of companies that were taken over, of which no word is left out of a model's name. */
export const takenByName: ReadonlySet<string> = new Set([
  ...Object.values(furtherNames).flatMap(({ took }) => took ?? []),
  ...[mergers, furtherMergers, technicalMergers].flatMap((table) => Object.values(table)).flatMap(listed),
  ...ofTrades.flatMap(({ took }) => took),
])

/** Names that only the tables of trades know: a short one is near too much, and the first word of one is nobody's. */
export const namesOfTrades: ReadonlySet<string> = new Set(
  ofTrades
    .flatMap(({ name, spellings, took, tookInPart, brands }) => [
      ...(name === undefined ? [] : [name]),
      ...[spellings, took, tookInPart, brands].flat(),
    ])
    .filter((name) => !namesOfLists.has(name.toLowerCase())),
)

/** Of what only a brand's name is known, a typing error is none. */
export const brandsAlone: ReadonlySet<string> = new Set(
  [...Object.values(brandNames).flatMap(listed), ...ofTrades.flatMap(({ brands }) => brands)].map((name) =>
    name.replaceAll('-', ' '),
  ),
)
