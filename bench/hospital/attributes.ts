import type { Model } from './catalogue.ts'
import { makers } from './makers.ts'
import type { Place } from './places.ts'

/** Attributes of which the truth is told. */
export const attributeNames = [
  'manufacturer',
  'model',
  'version',
  'serial',
  'tag',
  'host',
  'ip',
  'mac',
  'site',
  'careArea',
  'os',
  'lifecycle',
] as const
export type AttributeName = (typeof attributeNames)[number]

/** What is true of each attribute; any of several texts is right. Absent where nothing is, as the host name of a stretcher. */
export type TrueAttributes = Readonly<Partial<Record<AttributeName, readonly string[]>>>

/** How the sources spell a model and its maker: all of it means the same. */
export const modelNames = (model: Model) => {
  const maker = makers[model.maker]
  return {
    manufacturer: [...new Set([maker.name, maker.mdsp, ...maker.cmms].map((text) => text.trim()))],
    model: [...new Set([model.name, ...(model.mdsp ? [model.mdsp] : []), ...(model.cmms ?? [])])],
  }
}

/** How the sources spell a place. */
export const placeNames = ({ site, departments }: Place) => ({
  site: site === 'Main Campus' ? [site, 'MAIN'] : [site, 'WESTBROOK'],
  careArea: departments,
})

/**
 * Whether a text means one of what is true. Letters and digits alone are compared, in lower case, so that it does not count
 * how a value is written, nor that `S/N` stands before a serial number; but in a version points count, of a host name the first label alone does, of an operating system family and
 * generation (an edition or a build more or less is no other system), and what is disposed of is retired.
 */
export const means = (name: AttributeName, text: string, truly: readonly string[]): boolean => {
  const isSame = (one: string) => one !== '' && truly.some((value) => meaningOf(name, value) === one)
  return isSame(meaningOf(name, text)) || (name === 'serial' && isSame(meaningOf(name, undressed(text))))
}

/** What people write before a serial number to say that it is one. */
const undressed = (text: string) => text.replace(/^\s*(?:s\/?n|ser(?:ial)?(?: ?(?:no|nr|number))?)\s*[:.#\s]\s*/i, '')

function meaningOf(name: AttributeName, text: string): string {
  const lower = text.toLowerCase().trim()
  switch (name) {
    case 'version':
      return lower.replace(/^v(?:er(?:sion)?)?\.?\s*(?=\d)/, '').replaceAll(/\s/g, '')
    case 'host':
      return plain(lower.split('.')[0]!)
    case 'ip':
      return lower
    case 'os':
      return systemMeant(lower)
    case 'lifecycle':
      return lower === 'disposed' ? 'retired' : lower
    default:
      return plain(lower)
  }
}

const plain = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, '')

/** Builds by which Windows names itself where it does not say its generation. */
const builds: Readonly<Record<string, string>> = {
  '2600': 'xp',
  '7601': '7',
  '9600': 'server 2012',
  '14393': 'server 2016',
}

function systemMeant(text: string): string {
  if (/linux/.test(text)) return 'linux'
  if (!text.includes('windows')) return plain(text)
  const server = /server (\d{4})/.exec(text)?.[1]
  if (server) return `windows server ${server}`
  const generation = /windows (ce|xp|vista|7|8|10|11)\b/.exec(text)?.[1]
  const build = /\b(\d{4,5})\b/.exec(text)?.[1]
  return `windows ${generation ?? builds[build ?? ''] ?? ''}`
}

/** Other names that a golden record may use: the product's own, and common ones. */
const synonyms: Readonly<Record<string, AttributeName>> = {
  maker: 'manufacturer',
  vendor: 'manufacturer',
  softwareVersion: 'version',
  firmwareVersion: 'version',
  serialNumber: 'serial',
  assetTag: 'tag',
  hostname: 'host',
  ipAddress: 'ip',
  ipAddresses: 'ip',
  macAddress: 'mac',
  macAddresses: 'mac',
  department: 'careArea',
  operatingSystem: 'os',
}

/** One record that a product made of many. */
export interface GoldenRecord {
  /** The device, by the truth, of each record that it was made of; null for a record of no device. */
  readonly of: readonly (string | null)[]
  /** A value or a list for each attribute, by the names above or their synonyms. */
  readonly attributes: Readonly<Record<string, unknown>>
}

export interface AttributeScore {
  readonly right: number
  readonly wrong: number
  /** A source tells it, and the golden record does not. */
  readonly missing: number
  /** Right against right and wrong. */
  readonly accuracy: number
  /** Right against all that the sources tell. */
  readonly completeness: number
}

/**
 * How right golden records are, by attribute and in `all`. Each is judged by the device that most of its records are of; an attribute
 * counts where some source tells what is true. A list is right if one of its values is.
 */
export function attributeAccuracy(
  golden: Iterable<GoldenRecord>,
  told: (device: string) => TrueAttributes | undefined,
): Readonly<Record<AttributeName | 'all', AttributeScore>> {
  const counts = new Map(attributeNames.map((name) => [name, { right: 0, wrong: 0, missing: 0 }]))
  for (const { of, attributes } of golden) {
    const device = mostOf(of)
    const truly = device === null ? undefined : told(device)
    if (!truly) continue
    const said = new Map<AttributeName, readonly string[]>()
    for (const [name, value] of Object.entries(attributes)) {
      const known = attributeNames.find((one) => one === name) ?? synonyms[name]
      const texts = (Array.isArray(value) ? value : [value]).filter(
        (one) => one !== null && one !== undefined && one !== '',
      )
      if (known && texts.length > 0) said.set(known, [...(said.get(known) ?? []), ...texts.map(String)])
    }
    for (const name of attributeNames) {
      const values = truly[name]
      if (!values) continue
      const count = counts.get(name)!
      const texts = said.get(name)
      if (!texts) count.missing++
      else if (texts.some((text) => means(name, text, values))) count.right++
      else count.wrong++
    }
  }
  const all = { right: 0, wrong: 0, missing: 0 }
  for (const { right, wrong, missing } of counts.values()) {
    all.right += right
    all.wrong += wrong
    all.missing += missing
  }
  return Object.fromEntries(
    [...counts, ['all', all] as const].map(([name, count]) => [name, scoreOf(count)]),
  ) as Record<AttributeName | 'all', AttributeScore>
}

function scoreOf({ right, wrong, missing }: { right: number; wrong: number; missing: number }): AttributeScore {
  const share = (whole: number) => (whole === 0 ? 1 : right / whole)
  return { right, wrong, missing, accuracy: share(right + wrong), completeness: share(right + wrong + missing) }
}

function mostOf(devices: readonly (string | null)[]): string | null {
  const counts = new Map<string | null, number>()
  for (const device of devices) counts.set(device, (counts.get(device) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null
}
