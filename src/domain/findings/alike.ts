import {
  type Aliases,
  knownSpellings,
  modelByAlias,
  modelSpelling,
  readVendor,
  vendorSpelling,
} from '#domain/matching/matching.ts'

// Systems spell the same model each in its own way. What differs in spelling alone is one, for people who read a list;
// devices keep the texts that they have.

export interface ModelName {
  readonly manufacturer: string
  readonly model: string
}
/** The model without a name of its maker: `FRESENIUS 2008T` of Fresenius is a `2008T`, `MEDFUSION4000` of Smiths a `4000`. */
export function modelKey(name: ModelName, aliases: Aliases | undefined): string {
  const model = modelByAlias(name, aliases) ?? name.model
  const makers = new Set(makersOf(name, aliases))
  const words = model
    .trim()
    .replace(/(?<=\p{L}{4})(?=\d)/gu, ' ')
    .split(/\s+/)
  for (let length = Math.min(3, words.length - 1); length > 0; length--) {
    const start = words.slice(0, length).join(' ')
    const spelling = vendorSpelling(start)
    const isMaker = knownSpellings.get(spelling)?.some((id) => makers.has(id))
    if (isMaker || spelling === vendorSpelling(name.manufacturer)) return modelSpelling(words.slice(length).join(' '))
  }
  return modelSpelling(model)
}

const makersOf = ({ manufacturer }: ModelName, aliases: Aliases | undefined): readonly string[] => {
  const { ids } = readVendor(manufacturer, aliases)
  return ids.length > 0 ? ids : [vendorSpelling(manufacturer)]
}

/** Equal for models that are spelt alike, of one maker, whatever the organisation's own aliases say. */
export function spellingKey(name: ModelName): string {
  const text = `${name.manufacturer}\n${name.model}`
  const known = spellings.get(text)
  if (known !== undefined) return known
  const key = `${[...makersOf(name, undefined)].sort().join(' ')}\n${modelKey(name, undefined)}`
  if (spellings.size < 50_000) spellings.set(text, key)
  return key
}
const spellings = new Map<string, string>()

/** Models that are one: spelt alike, of one maker or of makers of which one took the other over. */
export function alikeModels<Row extends ModelName>(rows: readonly Row[], aliases: Aliases | undefined): Row[][] {
  const alike: Row[][] = []
  for (const bucket of Map.groupBy(rows, (row) => modelKey(row, aliases)).values()) {
    let groups: { makers: Set<string>; rows: Row[] }[] = []
    for (const row of bucket) {
      const makers = makersOf(row, aliases)
      const [same, others] = [true, false].map((wanted) =>
        groups.filter((group) => makers.some((id) => group.makers.has(id)) === wanted),
      ) as [typeof groups, typeof groups]
      groups = [
        ...others,
        {
          makers: new Set([...same.flatMap((group) => [...group.makers]), ...makers]),
          rows: [...same.flatMap((group) => group.rows), row],
        },
      ]
    }
    alike.push(...groups.map((group) => group.rows))
  }
  return alike
}
