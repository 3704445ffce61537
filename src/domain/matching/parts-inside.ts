// Parts of another maker inside a device, which only a text names: `component: Treck TCP/IP stack 6.0.1.66`,
// `Gemalto Sentinel LDK RTE 7.50 installed`, `RTOS: NXP MQX 4.2`; and software of its own maker on it.

import type { Configuration } from '#model/matching.ts'
import type { Vendor } from './makers/vendor.ts'
import { knownSpellings } from './makers/vendor-register.ts'
import type { IndexedProduct, MatchIndex, VendorShelf } from './match-index.ts'
import { trivialWords } from './model-words.ts'
import { type Group, isStrong } from './name-groups.ts'
import { plainText } from './plain-text.ts'
import { versionBehind } from './said-elsewhere.ts'
import { versionsSaid } from './versions-said.ts'

export interface Part {
  /** The version that stands behind it; undefined where none does. */
  readonly version: string | undefined
  readonly text: string
}

/** A named maker, and the text from its name on as far as the clause goes. */
interface Mention {
  readonly ids: readonly string[]
  readonly before: string
  readonly clause: string
  /** It opens the column of operating systems: all behind its name is the version. */
  readonly isSystem?: boolean
}

/** What is named is beside the device, not in it. */
const isBeside =
  /\b(?:connect\w*|interfac\w+|sen[dt]s?|sending|export\w*|import\w*|link\w*|compatible|replac\w+|formerly|previously|instead|next|beside|for|to|from|via|used|feeds?|talks?|no|not|without|removed|uninstalled|retired|was|by|controls?|reads?|accepts?|supports?|works?)(?:\s+(?:with|to|by|of|the|an?|in|on))*\W*$/i
/** What is named is in it, whether or not a version says so. */
const isInside =
  /(?:\b(?:components?|contains?|containing|includ\w+|incl|runs?|running|rtos|os|stack|embeds?|embedded|built (?:on|with)|uses?|using|based on|powered by|installed|bundled|bundles|software|firmware|library|libraries|sw|with|inside|integrates?)\b\W*(?:the |an? )?|^\W*)$/i
const saysInside = /\b(?:installed|loaded|embedded|bundled|inside|built[- ]in|on board|running|integrated)\b/i

const textsOf = ({ description, softwareVersion, firmwareVersion, model }: Configuration): string[] =>
  [description, softwareVersion, firmwareVersion, /\bwith\b|\+/i.test(model) ? model : ''].filter((text) =>
    /[a-z]{2}/i.test(text),
  )

/** What the device runs, as its column says it, where that is no general system: `VMware ESXi 7.0 U2`, `IGEL OS 11.08`. */
export const ownSystem = ({ operatingSystem }: Configuration): string =>
  /^\s*[a-z]{4,} ?[a-z].*\d/i.test(operatingSystem) &&
  !/\b(?:windows|win|linux|android|i(?:pad)?os|macos|vxworks|qnx|ubuntu|debian|centos|red ?hat|rhel|suse)/i.test(
    operatingSystem,
  )
    ? operatingSystem
    : ''

function mentionsOf(configuration: Configuration): Mention[] {
  const mentions: Mention[] = []
  const system = plainText(ownSystem(configuration)).trim()
  const [first = ''] = system.split(' ')
  if (first !== '')
    mentions.push({ ids: knownSpellings.get(first) ?? [first], before: '', clause: system, isSystem: true })
  for (const text of textsOf(configuration)) {
    const plain = plainText(text)
    const words = [...plain.matchAll(/[a-z0-9][a-z0-9&+-]*/g)]
    for (let at = 0; at < words.length; at++) {
      const start = words[at]!.index
      for (let length = Math.min(3, words.length - at); length > 0; length--) {
        const end = words[at + length - 1]!.index + words[at + length - 1]![0].length
        const key = plain.slice(start, end).replace(/[^a-z0-9]+/g, ' ')
        const ids = knownSpellings.get(key) ?? (length === 1 && key.length < 4 ? [] : [key])
        // `CodeMeter 7.10 runtime by Wibu-Systems`: the maker stands behind.
        const isBehind = start > 8 && /\b(?:by|from|of)\W*$|\w \([^()]*$/.test(plain.slice(0, start))
        if (ids.length > 0 && isBehind)
          mentions.push({ ids, before: '', clause: plain.slice(0, start).split(/[;|]/).at(-1)! })
        else if (ids.length > 0)
          mentions.push({
            ids,
            before: plain.slice(Math.max(0, start - 40), start),
            clause: plain.slice(start).split(/[;|]/)[0]!,
          })
      }
    }
  }
  return mentions
}

const remembered = new WeakMap<Configuration, readonly Mention[]>()

function mentionsIn(configuration: Configuration): readonly Mention[] {
  let mentions = remembered.get(configuration)
  if (!mentions) {
    mentions = mentionsOf(configuration)
    remembered.set(configuration, mentions)
  }
  return mentions
}

/** Whether a text of the device names one of these makers. */
export const namesMakerOfPart = (configuration: Configuration, vendorIds: ReadonlySet<string>): boolean =>
  mentionsIn(configuration).some(({ ids }) => ids.some((id) => vendorIds.has(id)))

const onShelves = new WeakMap<VendorShelf, readonly IndexedProduct[]>()

function productsOn(shelf: VendorShelf): readonly IndexedProduct[] {
  let products = onShelves.get(shelf)
  if (!products) {
    products = [...new Set([...shelf.byForm.values()].flat())]
    onShelves.set(shelf, products)
  }
  return products
}

/** Products of other makers that the device's texts name with their makers. */
export function partsOfOthers(
  index: MatchIndex,
  configuration: Configuration,
  own: Vendor | undefined,
): { product: IndexedProduct; part: Part }[] {
  const found = new Map<IndexedProduct, Part>()
  for (const mention of mentionsIn(configuration)) {
    if (isBeside.test(mention.before) || mention.ids.some((id) => own?.ids.includes(id))) continue
    for (const shelf of mention.ids.flatMap((id) => index.shelves.get(id) ?? []))
      for (const product of productsOn(shelf)) {
        if (found.has(product)) continue
        const part = partIn(mention, product)
        if (part) found.set(product, part)
      }
  }
  return [...found].map(([product, part]) => ({ product, part }))
}

/** `Run-Time Environment`: what the part is, for which a text has a word of its own, or none. */
const whatItIs = new Set(['runtime', 'environment', 'rte', 'library', 'framework', 'stack', 'rtos'])

const isTelling = (group: Group): boolean =>
  group.forms.some((form) => whatItIs.has(form))
    ? false
    : isStrong(group) || group.kind === 'descriptor' || group.kind === 'role'
      ? !group.forms.some((form) => trivialWords.has(form))
      : false

const versionIn = (clause: string): string | undefined =>
  /(?<![a-z0-9.])v?\.?(\d+(?:\.\w+)+)/.exec(clause)?.[1] ?? versionsSaid(clause)[0]

function partIn({ clause, before, isSystem }: Mention, product: IndexedProduct): Part | undefined {
  for (const full of fullNamesOf(product).map(plainText)) {
    if (isSystem || !clause.startsWith(full) || /^[a-z0-9]/.test(clause.slice(full.length))) continue
    const version = versionIn(clause.slice(full.length))
    if (version === undefined && !isInside.test(before) && !saysInside.test(clause)) continue
    return { version, text: `the device's own text names "${clause.slice(0, 80).trim()}"` }
  }
  for (const { groups } of product.name.readings) {
    const telling = groups.filter(isTelling)
    if (!telling.some(isStrong)) continue
    let from = 0
    let isSaid = true
    for (const group of telling) {
      const places = group.forms.flatMap((form) => {
        const written = new RegExp(`(?<![a-z0-9])${[...form].join('[^a-z0-9]?')}(?![a-z0-9])`)
        const at = written.exec(clause)
        // `RTOS: NXP MQX 4.2`, `P2P: ThroughTek Kalay SDK 3.1.4`: what it is stands before the maker.
        return at ? [at.index + at[0].length] : written.test(before) ? [0] : []
      })
      if (places.length === 0 && !isSystem && /^\d{1,2}$/.test(group.forms[0]!)) continue
      isSaid &&= places.length > 0
      from = Math.max(from, ...places)
    }
    if (!isSaid) continue
    if (isSystem) {
      const [running = ''] = /\d.*/.exec(clause) ?? []
      return { version: running, text: `the device runs "${clause.slice(0, 80)}"` }
    }
    const version = versionIn(clause)
    if (version === undefined && !isInside.test(before) && !saysInside.test(clause)) continue
    return { version, text: `the device's own text names "${clause.slice(0, 80).trim()}"` }
  }
  return undefined
}

/** `iLO 5`, `TwinCAT`: short, but written as no common word is. */
const isWrittenAsName =
  /^(?=.{4,20}$)(?:[a-z]{1,3}[A-Z]{2,4}\s?\d{1,2}|[A-Z][a-z]{2,}[A-Z]{2,}[a-z]*|[a-z][A-Z]+[a-z]*\d{1,2})$/

const fullNames = new WeakMap<IndexedProduct, readonly string[]>()

function fullNamesOf(product: IndexedProduct): readonly string[] {
  let names = fullNames.get(product)
  if (!names) {
    const name = product.name.text.replace(/\([^()]*\)/g, ' ').trim()
    const whole = [name, name.replace(/\s+v?\d[\d.]*$/i, '')].filter(
      (full) => full.replace(/[^a-z0-9]/gi, '').length >= 8 && /[a-z]\S*\s+\S*[a-z]/i.test(full),
    )
    const short = [/\(([^()]+)\)\s*$/.exec(product.name.text)?.[1] ?? '', name].filter((one) =>
      isWrittenAsName.test(one),
    )
    names = [...new Set([...whole, ...short])]
    fullNames.set(product, names)
  }
  return names
}

/** `Automation License Manager V6.0.7` on an engineering station of the same maker: the whole name, and its version behind it. */
export function partOfOwnMaker(configuration: Configuration, product: IndexedProduct): Part | undefined {
  if (!/\d/.test(configuration.description)) return undefined
  for (const full of fullNamesOf(product)) {
    const behind = versionBehind(full, configuration.description)
    if (!behind || !/\.\d|[a-z]\d/i.test(behind.version)) continue
    const words = full.toLowerCase().match(/[a-z0-9]+/g)!
    const at = configuration.description.toLowerCase().indexOf(words[0]!)
    if (isBeside.test(configuration.description.slice(Math.max(0, at - 40), at))) continue
    return { version: behind.version, text: `the device's own text names "${full} ${behind.version}"` }
  }
  return undefined
}
