import {
  type Aliases,
  modelByAlias,
  modelSpelling,
  readVendor,
  vendorName,
  vendorSpelling,
} from '#domain/matching/matching.ts'
import type { VexProduct } from '#model/vex.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import { isUnknownText, readVersion } from '#standards/vers/vers.ts'
import { alikeModels, type ModelName, modelKey } from './alike.ts'
import type { ConfigurationRow } from './match-store.ts'

// Products as others shall find them: each has one name and one id, however the hospital's systems spell maker, model and
// version. The id hangs on what the spellings have in common, the name on the best of them.

/** How a maker and its model are named, and the key that all their spellings have. */
export interface NamedModel extends ModelName {
  readonly key: string
  readonly spellings: readonly ModelName[]
}

const rowKey = ({ manufacturer, model }: ModelName) => `${manufacturer}\n${model}`

/** Names of all of the organisation's models, so that a product is the same in every document. */
export function modelNamer(rows: readonly ModelName[], aliases: Aliases | undefined): (name: ModelName) => NamedModel {
  const distinct = [...new Map(rows.map((row) => [rowKey(row), row])).values()]
  const [nameless, named] = [true, false].map((wanted) =>
    distinct.filter(({ model }) => (modelSpelling(model) === '') === wanted),
  ) as [ModelName[], ModelName[]]
  // Without a model nothing says that two makers' devices are the same.
  const ofMakers = Map.groupBy(nameless, ({ manufacturer }) => makerIds([manufacturer], aliases).join('\n'))
  const known = new Map<string, NamedModel>()
  for (const group of [...alikeModels(named, aliases), ...ofMakers.values()]) {
    const one = nameOfGroup(group, aliases)
    for (const row of group) known.set(rowKey(row), one)
  }
  return (name) => known.get(rowKey(name)) ?? nameOfGroup([name], aliases)
}

function nameOfGroup(group: readonly ModelName[], aliases: Aliases | undefined): NamedModel {
  const manufacturers = [...new Set(group.map(({ manufacturer }) => manufacturer))]
  const [maker = ''] = makerIds(manufacturers, aliases)
  const key = modelKey(group[0]!, aliases)
  const models = group.map((one) => modelByAlias(one, aliases) ?? one.model.trim())
  return {
    manufacturer: makerName(maker, manufacturers, aliases),
    model: bestOf(models, (model) => modelSpelling(model) === key),
    key: `${maker}\n${key}`,
    spellings: group,
  }
}

/** Whom all spellings name; else who owns all that they name; else each. */
function makerIds(manufacturers: readonly string[], aliases: Aliases | undefined): string[] {
  const makers = manufacturers.map((one) => readVendor(one, aliases))
  const inAll = (part: 'own' | 'ids') =>
    makers.map((maker) => maker[part]).reduce((common, ids) => common.filter((id) => ids.includes(id)))
  const ids = [inAll('own'), inAll('ids'), makers.flatMap(({ own }) => own)].find(({ length }) => length > 0)
  return ids ? [...new Set(ids)].sort() : [vendorSpelling(manufacturers[0]!)]
}

function makerName(id: string, manufacturers: readonly string[], aliases: Aliases | undefined): string {
  const name = vendorName(id)
  if (name !== id) return name
  const written = manufacturers.map((one) => aliases?.makers.get(vendorSpelling(one)) ?? one.trim())
  return bestOf(written, () => true)
}

/** The same of the same spellings, whatever their number: small letters tell words better than capitals alone. */
function bestOf(texts: readonly string[], isWanted: (text: string) => boolean): string {
  const rank = (text: string) => (isWanted(text) ? 0 : 2) + (/\p{Ll}/u.test(text) ? 0 : 1)
  return texts.toSorted((a, b) => rank(a) - rank(b) || compare(a, b))[0] ?? ''
}

/** What configurations are of, those that differ in spelling alone under one product. */
export function productsOf(
  configurations: readonly ConfigurationRow[],
  nameOf: (name: ModelName) => NamedModel,
): { product: VexProduct; configurationIds: string[] }[] {
  const keyed = configurations.map((configuration) => {
    const name = nameOf(configuration)
    const keys = keysOf(configuration, name)
    return { configuration, name, keys, key: canonicalJson([name.key, keys]) }
  })
  return [...Map.groupBy(keyed, ({ key }) => key)].map(([key, alike]) => {
    const { name, keys } = alike[0]!
    const textOf = (part: keyof typeof keys) =>
      keys[part] === '' ? '' : shortest(alike.map(({ configuration }) => configuration[part].trim()))
    return {
      product: {
        id: `HP-${sha256(key).slice(0, 12)}`,
        manufacturer: name.manufacturer,
        model: name.model,
        modelNumber: textOf('modelNumber'),
        softwareVersion: textOf('softwareVersion'),
        firmwareVersion: textOf('firmwareVersion'),
        operatingSystem: textOf('operatingSystem'),
      },
      configurationIds: alike.map(({ configuration }) => configuration.id),
    }
  })
}

const shortest = (texts: readonly string[]) => texts.toSorted((a, b) => a.length - b.length || compare(a, b))[0] ?? ''

const keysOf = (configuration: ConfigurationRow, name: NamedModel) => ({
  modelNumber: numberKey(configuration.modelNumber, name),
  softwareVersion: versionKey(configuration.softwareVersion),
  firmwareVersion: versionKey(configuration.firmwareVersion),
  operatingSystem: configuration.operatingSystem.toLowerCase().replace(/\s+/g, ' ').trim(),
})

/** A number that only repeats the model tells nothing from its sisters. */
const numberKey = (modelNumber: string, { model }: ModelName) =>
  modelSpelling(modelNumber) === modelSpelling(model) ? '' : modelSpelling(modelNumber)

/** `15.10`, `V15.10` and `15.10.0` are equal to the matcher; what is no version is itself. */
export function versionKey(text: string): string {
  const plain = text.toLowerCase().replace(/\s+/g, ' ').trim()
  if (plain === '' || isUnknownText(plain)) return ''
  const version = readVersion(text)
  if (!version || version.open || version.parts.length === 0) return plain
  const parts = version.parts.map((part) => (part.kind === 'number' ? { ...part, width: 0 } : part))
  const isZero = (part: (typeof parts)[number]) => part.kind === 'number' && part.digits === '0' && !part.fuzzy
  const last = parts.findLastIndex((part) => !isZero(part))
  const { epoch, scheme, qualifiers, metadata = '' } = version
  const rest = qualifiers.length > 0 || last < 0 ? parts : parts.slice(0, last + 1)
  return canonicalJson({ epoch, scheme, parts: rest, qualifiers, metadata })
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
