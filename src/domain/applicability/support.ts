import type { Component } from '#model/component.ts'
import type { ProductSupport, Support, SupportedRelease } from '#model/support.ts'
import { readPurl } from '#standards/purl/purl.ts'
import { windowsReleases } from '#standards/windows/windows.ts'

/** Until when what is installed gets security updates, by a list of products. A function of its inputs and the day. */
export interface SupportIndex {
  /** `Windows 10 Enterprise LTSC 2019`, `Ubuntu 18.04`. Undefined where the list knows no such system. */
  system(text: string, today: string): Support | undefined
  component(component: Component, today: string): Support | undefined
}

interface Candidates {
  readonly product: ProductSupport
  /** Those that the text leaves open. */
  readonly releases: readonly SupportedRelease[]
}

export function indexSupport(products: readonly ProductSupport[]): SupportIndex {
  const byName = new Map(products.map((product) => [product.product, product]))
  const systems = products
    .filter(({ category, product }) => category === 'os' && !/^windows/.test(product))
    .flatMap((product) => namesOf(product).map((name) => ({ name, product })))
    .sort((a, b) => b.name.length - a.name.length)
  const software = shelveSoftware(products)
  return {
    system(text, today) {
      const plain = plainOf(text)
      if (plain === '') return undefined
      const found = isWindows(plain) ? findWindows(plain, byName) : findSystem(plain, systems)
      return found && judge(found, today)
    },
    component(component, today) {
      const product = software(component)
      if (!product || component.version === '') return undefined
      const releases = releasesOf(product, component.version)
      return releases.length === 0 ? undefined : judge({ product, releases }, today)
    },
  }
}

const plainOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/\((?:r|tm)\)|[®™]/g, ' ')
    .replace(/[()[\],;:_/]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const namesOf = ({ product, label, aliases }: ProductSupport): string[] => [
  ...new Set([product.replaceAll('-', ' '), label.toLowerCase(), ...aliases.map((one) => one.toLowerCase())]),
]

// Windows ------------------------------------------------------------------------------------------------------------

const isWindows = (plain: string) => /\bwin(?:dows)?\b|\bwin(?=\d|xp)|\bw(?:es|2k)\b|\bposready\b/.test(plain)

/** endoflife.date names them `10-21h2-iot-lts`, `11-24h2-w`, `7-sp1`; XP and Vista by the version of their kernel. */
const clientNames: Readonly<Record<string, string>> = { xp: '5', vista: '6' }

function findWindows(plain: string, products: ReadonlyMap<string, ProductSupport>): Candidates | undefined {
  const embedded = /\bembedded\b|\bposready\b|\bwes\b|\bxpe\b|\bcompact\b|\bce\b/.test(plain)
  const year = /\b(20(?:00|03|08|12|15|16|19|21|22|24|25))\b/.exec(plain)?.[1]
  const isLong = /\blts[bc]\b/.test(plain)
  const isServer = /\bserver\b/.test(plain)
  const pack = /\b(?:sp|service pack) ?(\d)/.exec(plain)?.[1]
  if (isServer) {
    const product = products.get('windows-server')
    if (!product || !year) return product && { product, releases: product.releases }
    const isR2 = /\br2\b/.test(plain)
    const own = product.releases.filter(({ name }) => {
      const tokens = name.toLowerCase().split('-')
      return tokens[0] === year && tokens.includes('r2') === isR2
    })
    return { product, releases: ofPack(own, pack) }
  }
  const client =
    /\bwin(?:dows)?\s*(?:(?:embedded|iot|standard|enterprise|professional|pro|nt)\s+)*(xp|vista|8\.1|7|8|10|11)\b/.exec(
      plain,
    )?.[1]
  if (embedded && client !== '10' && client !== '11') {
    const product = products.get('windows-embedded')
    const number = client ?? /\b(7|8|2009)\b/.exec(plain)?.[1]
    const own = product?.releases.filter(
      (one) => number && plainOf(`${one.name} ${one.label}`).split(/[\s-]/).includes(number),
    )
    return product && { product, releases: own && own.length > 0 ? own : product.releases }
  }
  const product = products.get('windows')
  if (!product || client === undefined) return product && { product, releases: product.releases }
  const first = clientNames[client] ?? client
  const own = product.releases.filter(({ name }) => name.split('-')[0] === first)
  if (client !== '10' && client !== '11') return { product, releases: ofPack(own, pack) }

  const build = /\b(?:build |10\.0\.)(\d{5})\b/.exec(plain)?.[1]
  const said = /\b(1507|1511|1607|1703|1709|1803|1809|1903|1909|2004|2[0-9]h[12])\b/.exec(plain)?.[1]
  const release =
    windowsReleases.find((one) => one.client === client && String(one.build) === build)?.release ??
    said ??
    (isLong && year !== undefined
      ? windowsReleases.find((one) => one.client === client && one.longTerm === year)?.release
      : undefined)
  return {
    product,
    releases: ofEdition(release ? own.filter((one) => tokensOf(one).includes(release)) : own, plain, isLong),
  }
}

const tokensOf = ({ name }: SupportedRelease) => name.toLowerCase().split('-')

/** `-w`: Home and Pro; `-e`: Enterprise and Education; `-lts` with `-e` or `-iot`: the edition that is supported for long. */
function ofEdition(releases: readonly SupportedRelease[], plain: string, isLong: boolean): readonly SupportedRelease[] {
  const isIot = /\biot\b/.test(plain)
  const isSmall = /\b(?:home|pro|professional)\b/.test(plain)
  const isLarge = /\b(?:enterprise|education)\b/.test(plain)
  return releases.filter((one) => {
    const tokens = tokensOf(one)
    const isLts = tokens.includes('lts')
    if (isLong)
      return isLts && (!isIot || tokens.includes('iot') || !releases.some((other) => tokensOf(other).includes('iot')))
    if (isSmall) return !isLts && !tokens.includes('e') && !tokens.includes('iot')
    // Who says Enterprise may mean the one that is supported for long.
    if (isLarge || isIot) return !tokens.includes('w')
    return true
  })
}

function ofPack(releases: readonly SupportedRelease[], pack: string | undefined): readonly SupportedRelease[] {
  if (pack === undefined) return releases
  const own = releases.filter((one) => tokensOf(one).includes(`sp${pack}`))
  return own.length > 0 ? own : releases
}

// Others -------------------------------------------------------------------------------------------------------------

function findSystem(
  plain: string,
  systems: readonly { readonly name: string; readonly product: ProductSupport }[],
): Candidates | undefined {
  for (const { name, product } of systems) {
    const at = new RegExp(`(?<![a-z0-9])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![a-z0-9])`).exec(plain)
    if (!at) continue
    // The kernel's numbers are no distribution's; Cisco's IOS is no phone's.
    if (product.product === 'linux' && !/^(?:linux )?(?:linux|kernel) (?:kernel )?v?\d/.test(plain)) continue
    if (/^(?:ios|ipados)$/.test(product.product) && /\bcisco\b/.test(plain)) continue
    const rest = plain.slice(at.index + at[0].length)
    const version = /(?:^|[\sv])(\d+(?:\.\d+)*)/.exec(rest)?.[1]
    const pack = /\bsp ?(\d+)\b/.exec(rest)?.[1]
    if (version === undefined) return { product, releases: product.releases }
    const full = pack && !version.includes('.') ? `${version}.${pack}` : version
    const releases = releasesOf(product, full)
    return { product, releases }
  }
  return undefined
}

/** Releases that the version is of; where it names less than they do, all that it may be. */
function releasesOf({ releases }: ProductSupport, version: string): readonly SupportedRelease[] {
  const said = version.toLowerCase().replace(/^(?:v|\d+:)/, '')
  const of = releases.filter(({ name }) => {
    const own = name.toLowerCase()
    return said === own || (said.startsWith(own) && !/^\d/.test(said.slice(own.length)))
  })
  const longest = of.toSorted((a, b) => b.name.length - a.name.length)[0]
  if (longest) return [longest]
  return /^\d+(?:\.\d+)*$/.test(said) ? releases.filter(({ name }) => name.startsWith(`${said}.`)) : []
}

// Components ---------------------------------------------------------------------------------------------------------

function shelveSoftware(products: readonly ProductSupport[]): (component: Component) => ProductSupport | undefined {
  const keys = new Map<string, ProductSupport>()
  const names = new Map<string, ProductSupport>()
  for (const product of products) {
    for (const purl of product.purls) {
      const key = purlKey(purl)
      if (key) keys.set(key, product)
    }
    for (const cpe of product.cpes) {
      const key = cpeKey(cpe)
      if (key) keys.set(key, product)
    }
    if (product.category !== 'standard') for (const name of namesOf(product)) names.set(name, product)
  }
  return ({ purl, cpe, name }) => {
    const known = keys.get(purlKey(purl) ?? '') ?? keys.get(cpeKey(cpe) ?? '')
    // A package of an ecosystem is the product only where the list says so: there is a "go" on npm.
    if (known || (purl !== '' && !/^pkg:generic\//i.test(purl))) return known
    return names.get(name.trim().toLowerCase())
  }
}

function purlKey(text: string): string | undefined {
  if (text === '') return undefined
  const read = readPurl(text)
  return read.ok ? `${read.purl.type}/${read.purl.namespace ?? ''}/${read.purl.name}`.toLowerCase() : undefined
}

/** Vendor and product, of `cpe:/a:openssl:openssl` and of 2.3 alike; the list writes names that are cut off behind the product. */
function cpeKey(text: string): string | undefined {
  const parts = /^cpe:(?:2\.3:|\/)[aoh]:([^:]+):([^:]+)/i.exec(text)
  return parts ? `cpe ${parts[1]} ${parts[2]}`.toLowerCase() : undefined
}

// The answer ---------------------------------------------------------------------------------------------------------

const soonDays = 365
/** More releases than these are not listed: it is the product that is spoken of. */
const mostNamed = 3

const listed = (names: readonly string[]) =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${names.at(-1)}` : (names[0] ?? '')

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const dayInWords = (day: string) => dayFormat.format(new Date(`${day}T00:00:00Z`))

function judge({ product, releases }: Candidates, today: string): Support | undefined {
  const open = releases.filter(({ endOfLife }) => endOfLife !== undefined)
  const { label } = product
  const nobody = (text: string): Support => ({
    ...{ state: 'cannot_tell', product: label, release: '', endsOn: null, paidUntil: null },
    text,
  })
  if (open.length === 0) return nobody(`${label}: until when this release is supported is not known.`)
  const states = new Set(open.map((one) => stateOf(one, today)))
  const days = [...new Set(open.map(dayOf))]
  const only = open.length === 1 ? open[0] : undefined
  if (states.has('ended') && states.size > 1) {
    const known = days.filter((day) => day !== null).sort()
    return nobody(
      known.length > 1
        ? `${label}: supported until ${dayInWords(known[0]!)} or ${dayInWords(known.at(-1)!)}, by edition and release, which the inventory does not say.`
        : `${label}: whether it is supported depends on the release, which the inventory does not say.`,
    )
  }
  const state = states.has('ending') ? 'ending' : [...states][0]!
  // Of several that all ended, the last counts: until then it may have been supported.
  const endsOn = days.length === 1 ? days[0]! : state === 'ended' ? (days.toSorted().at(-1) ?? null) : null
  const paid = only && typeof only.paidUntil === 'string' && only.paidUntil >= today ? only.paidUntil : null
  const name = open.length <= mostNamed ? `${label} ${listed(open.map((one) => one.label))}` : label
  return {
    state,
    product: label,
    release: only?.label ?? '',
    endsOn,
    paidUntil: state === 'ended' ? paid : null,
    text: sentence(name, state, endsOn, state === 'ended' ? paid : null),
  }
}

function sentence(name: string, state: Support['state'], endsOn: string | null, paid: string | null): string {
  const until = endsOn ? ` ${state === 'ended' ? 'since' : 'until'} ${dayInWords(endsOn)}` : ''
  if (state !== 'ended') return `${name} gets security updates${until}.`
  return `${name} gets no security updates${until}${paid ? `, but for those who pay until ${dayInWords(paid)}` : ''}.`
}

const dayOf = ({ endOfLife }: SupportedRelease): string | null => (typeof endOfLife === 'string' ? endOfLife : null)

function stateOf({ endOfLife }: SupportedRelease, today: string): Exclude<Support['state'], 'cannot_tell'> {
  if (typeof endOfLife !== 'string') return endOfLife ? 'ended' : 'supported'
  if (endOfLife <= today) return 'ended'
  const soon = new Date(Date.parse(today) + soonDays * 24 * 3600 * 1000).toISOString().slice(0, 10)
  return endOfLife <= soon ? 'ending' : 'supported'
}
