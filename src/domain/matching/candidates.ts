// Which products of the advisories may be the device: by maker, model and number.

import type { Configuration } from '#model/matching.ts'
import { isAccessoryOf } from './accessories.ts'
import type { NameAgreement } from './agreement/rule.ts'
import { roundForms } from './code-forms.ts'
import { kindsAlone, kindsBeside, ofKinds } from './device-kinds.ts'
import { type DeviceName, readDeviceName } from './device-name.ts'
import { withFamily } from './family-names.ts'
import { systemsOfHardware, systemsPerhaps } from './hardware-systems.ts'
import { deviceKeys, patternKeysOf } from './identifiers.ts'
import { withoutNotes } from './inventory-notes.ts'
import { isKnownVendor, readVendor, type Vendor, vendorWords } from './makers/vendor.ts'
import { areInitialsOf, areOneCutShort, type VendorAgreement, vendorsAgree } from './makers/vendor-agreement.ts'
import { brandsAlone } from './makers/vendor-aliases.ts'
import { isShortForm, knownSpellings } from './makers/vendor-register.ts'
import { vendorSpelling } from './makers/vendor-words.ts'
import type { IndexedProduct, MatchIndex, VendorShelf } from './match-index.ts'
import { isDescriptor, rawTokens } from './model-token.ts'
import { areToldApart, namesAgree } from './name-agreement.ts'
import { isStrong } from './name-groups.ts'
import { type Aliases, modelByAlias } from './own-aliases.ts'
import { namesMakerOfPart, ownSystem, type Part, partOfOwnMaker, partsOfOthers } from './parts-inside.ts'
import { allowedErrors, plainText, typingErrors } from './plain-text.ts'
import { formsOf } from './product-name.ts'
import { namesOfDevice } from './whole-names.ts'

export interface Candidate {
  /** The inventory names a maker and a kind alone: a word that clears the product says nothing of the device. */
  readonly isModelUnsaid?: boolean
  readonly product: IndexedProduct
  readonly vendor: VendorAgreement | undefined
  readonly name: NameAgreement
  /** Found by an identifier, not by its name: only statements that bear it count. */
  readonly isIdentified?: boolean
  /** A part inside the device, which its text names: its version is that of the part. */
  readonly part?: Part
}

interface DeviceProducts {
  readonly name: DeviceName
  readonly candidates: readonly Candidate[]
}

const nothingNamed: DeviceName = {
  text: '',
  letters: '',
  squeezed: new Map(),
  beside: [],
  forms: new Map(),
  modelTokens: [],
  bareNumbers: new Set(),
  splitNumbers: new Set(),
  prefixes: new Set(),
  stems: new Set(),
  numbered: new Set(),
  versions: [],
  short: [],
  maker: '',
  byMaker: new Set(),
  descriptionWords: [],
  description: '',
  denied: new Set(),
  majors: new Set(),
  columnMajors: new Set(),
}

export function productsOf(index: MatchIndex, configuration: Configuration, aliases?: Aliases): DeviceProducts {
  const { manufacturer, model, modelNumber, description } = configuration
  const system = mobileSystem(configuration.operatingSystem)
  const key = `device\n${manufacturer}\n${model}\n${modelNumber}\n${description}\n${system}\n${versionWords(configuration)}\n${announced(configuration).join()}\n${runningNames(configuration).join()}\n${mayRun(configuration).join()}\n${majorsOf(configuration).join()}\n${ownSystem(configuration)}\n${configuration.udiDi ?? ''}\n${aliases?.key ?? ''}`
  const known = index.memory.get(key)
  if (known) return known as DeviceProducts
  const result = withIdentified(index, configuration, findProducts(index, configuration, aliases), aliases)
  if (index.memory.size > 200_000) index.memory.clear()
  index.memory.set(key, result)
  return result
}

/** Products that bear the device's own identifiers, whatever they are called. */
function withIdentified(
  index: MatchIndex,
  configuration: Configuration,
  found: DeviceProducts,
  aliases?: Aliases,
): DeviceProducts {
  const known = new Set(found.candidates.map(({ product }) => product))
  const stated = readVendor(configuration.manufacturer, aliases)
  const more: Candidate[] = []
  const add = (product: IndexedProduct, needsVendor: boolean) => {
    if (known.has(product)) return
    known.add(product)
    const vendor = stated.ids.length > 0 ? vendorsAgree(stated, product.vendor) : undefined
    if (!vendor && needsVendor) return
    more.push({ product, vendor, name: { how: 'plausible', probability: 0, text: '' }, isIdentified: true })
  }
  for (const key of deviceKeys(configuration))
    for (const product of index.byIdentifier.get(key) ?? [])
      add(product, product.isMakerStated && !key.startsWith('udi '))
  const shelves = shelvesOf(index, stated).filter(({ byPattern }) => byPattern.size > 0)
  for (const key of shelves.length > 0 ? patternKeysOf(configuration) : [])
    for (const shelf of shelves) for (const product of shelf.byPattern.get(key) ?? []) add(product, true)
  return more.length === 0 ? found : { ...found, candidates: [...found.candidates, ...more] }
}

/**
 * Whether products of these vendors bear the configuration's own identifiers: a UDI-DI needs no manufacturer, and may be
 * named by one that the inventory does not.
 */
function isIdentifiedBy(index: MatchIndex, configuration: Configuration, vendorIds: ReadonlySet<string>): boolean {
  if (index.byIdentifier.size === 0) return false
  return deviceKeys(configuration).some((key) =>
    index.byIdentifier.get(key)?.some(({ vendor: { ids } }) => ids.length === 0 || ids.some((id) => vendorIds.has(id))),
  )
}

/** The system that an app is made for stands in its name: `HealthSuite Health Android App`. */
const mobileSystem = (text: string): string => {
  const said = /\b(?:android|ios|ipados|iphone|ipad)\b/i.exec(text)?.[0].toLowerCase() ?? ''
  return said.startsWith('ip') ? 'ios' : said
}

const isNoModel = (text: string): boolean =>
  /^(?:n\/?a|none|unk(?:nown)?|not (?:known|listed|available)|see notes?|various|misc|tbd|[-?.]+)?$/i.test(text.trim())

/** What stands in the columns of versions and has letters enough to be a name. */
const versionWords = ({ softwareVersion, firmwareVersion }: Configuration): string =>
  /[a-z]{3}|[a-z]\d+[a-z]/i.test(softwareVersion + firmwareVersion)
    ? `${softwareVersion} ${firmwareVersion}`.replace(/\b(?:software|firmware|version|revision|release|build)\b/gi, ' ')
    : ''

/** First numbers of what may be versions: the 8 of 8.0.12 is that of `Ignition 8`. */
const majorsOf = ({ softwareVersion, firmwareVersion, description }: Configuration): string[] => [
  ...new Set(
    [...`${softwareVersion} ${firmwareVersion} ${description}`.matchAll(/(?<![\w.])v?\.?(\d{1,4})\.\d/gi)].map(
      (one) => one[1]!,
    ),
  ),
]

/** Names of software with their versions, as servers announce them: `RomPager/4.30`. */
function announced({ softwareVersion, firmwareVersion, description }: Configuration): string[] {
  const text = `${softwareVersion} ${firmwareVersion} ${description}`
  return text.includes('/') || /banner|server/i.test(text)
    ? [...text.toLowerCase().matchAll(/([a-z]{6,})[/ ]v?\d/g)].map((one) => one[1]!)
    : []
}

/** What the device says it runs, before the version: `AXIS OS 10.4`, `ALEOS 4.9.3`. General systems are matched apart. */
function runningNames({
  manufacturer,
  model,
  operatingSystem,
  softwareVersion,
  firmwareVersion,
}: Configuration): string[] {
  const said = [operatingSystem, softwareVersion, firmwareVersion].flatMap((text) => {
    const name = /^\s*([a-z][a-z&./-]*(?: [a-z][a-z&.-]*){0,3})(?:\s+v?\d[\w.()/-]*(?: [\w.()-]+){0,3})?\s*$/i.exec(
      text,
    )?.[1]
    return name &&
      (name.length >= 4 || /^[A-Z]{3}$/.test(name)) &&
      !/\b(?:windows|linux|android|i(?:pad)?os|macos|firmware|software|version|release|build|rev|none|unknown|not|current|latest)\b/i.test(
        name,
      )
      ? [name]
      : []
  })
  return [...said, ...systemsOfHardware(manufacturer, model, operatingSystem)]
}

const mayRun = ({ manufacturer, model, operatingSystem }: Configuration): readonly string[] =>
  systemsPerhaps(manufacturer, model, operatingSystem)

/** The 11 of `IGEL OS 11.06.100`, which is an `IGEL OS 11`. */
const runningMajors = (configuration: Configuration): string[] => [
  ...majorsOf(configuration),
  ...[...configuration.operatingSystem.matchAll(/(?<![\w.])v?(\d{1,2})(?=[.\s]|$)/gi)]
    .map((one) => one[1]!)
    .slice(0, 1),
]

/** Characters of a model; what is longer is prose. */
const longest = 300

/** A spreadsheet makes 24950.0 of a number, and `6ES7 511-1AK02-0AB0` is one number. */
const withoutDecimal = (number: string) => withOrderNumbers(number.replace(/^(\d{3,})\.0$/, '$1'))
const withOrderNumbers = (text: string) => text.replace(/\b(\d[A-Z]{2}\d) (?=\d{3}-\d[A-Z])/gi, '$1')

function findProducts(index: MatchIndex, configuration: Configuration, aliases?: Aliases): DeviceProducts {
  const number = isNoModel(configuration.modelNumber) ? '' : withoutDecimal(configuration.modelNumber.slice(0, longest))
  const stated = readVendor(configuration.manufacturer, aliases)
  const model = isNoModel(configuration.model)
    ? ''
    : withFamily(withOrderNumbers(withoutNotes(configuration.model.slice(0, longest))), stated.ids)
  const fields = {
    // What stands in the number's column alone is the model.
    model: model === '' ? number : model,
    modelNumber: number,
    description: configuration.description,
    maker: configuration.manufacturer,
    versions: versionWords(configuration),
    system: mobileSystem(configuration.operatingSystem),
    majors: majorsOf(configuration),
  }
  if (fields.model === '' && fields.modelNumber === '' && fields.description.trim() === '') {
    return { name: nothingNamed, candidates: [] }
  }
  const isStated = stated.ids.length > 0
  // `Osimis` with the model `Orthanc …`: who is nobody’s maker may be a dealer, and the model names the maker.
  const isNobodys = isStated && !isKnownVendor(stated) && shelvesOf(index, stated).length === 0
  const inModel = isStated && !isNobodys ? undefined : vendorInModel(fields.model || fields.description, index, aliases)
  const vendor = inModel ?? (isStated ? stated : undefined)
  const named = vendor ? shelvesOf(index, vendor) : [...index.shelves.values()]
  const perhaps = vendor?.ids.flatMap((id) => index.perhapsOf.get(id) ?? []) ?? []
  const shelves = [...named, ...perhaps, ...(index.makerless ? [index.makerless] : [])]
  const former = isStated && vendor ? formerMaker(fields.model, vendor) : []
  // `Vitek 2` is a product's name as well.
  const isBrand = former.some((word) => shelves.some(({ words }) => words.has(word)))
  const own = vendor ? vendorWords(vendor) : new Set<string>()
  const strip = former.length === 0 || isBrand ? own : new Set([...own, ...former])

  let name = nothingNamed
  const agreements = new Map<string, VendorAgreement | undefined>()
  const agreementWith = (other: Vendor): VendorAgreement | undefined => {
    if (!agreements.has(other.text)) {
      const agreement = vendor && vendorsAgree(vendor, other)
      const text = `"${stated.text.trim()}" makes nothing that advisories name, and the model names "${vendor?.text}"`
      agreements.set(other.text, agreement && isNobodys && inModel ? { how: 'similar', text } : agreement)
    }
    return agreements.get(other.text)
  }
  const candidates = new Map<IndexedProduct, Candidate>()
  for (const shelf of shelves) {
    const asked = readDeviceName(fields, strip, shelf.words)
    if (name === nothingNamed || asked.forms.size > name.forms.size) name = asked
    const products = new Set<IndexedProduct>(vendor ? shelf.general : [])
    for (const product of shelf.byForm.get(asked.letters) ?? []) products.add(product)
    for (const form of asked.forms.keys()) for (const product of shelf.byForm.get(form) ?? []) products.add(product)
    for (const form of asked.numbered)
      for (const round of roundForms(form)) for (const product of shelf.byForm.get(round) ?? []) products.add(product)
    for (const form of [...asked.squeezed.keys(), ...asked.beside.map(({ squeezed }) => squeezed)])
      for (const product of shelf.bySqueezed.get(form) ?? []) products.add(product)
    for (const product of products) {
      if (candidates.has(product)) continue
      const agreement = vendor ? agreementWith(product.vendor) : undefined
      if (vendor && !agreement && product.vendor.ids.length > 0) continue
      const agreed =
        namedByNumber(asked, product) ??
        namesAgree(asked, product.name, product.besideVersions) ??
        namedByModels(asked, product)
      const said = agreed && isAccessoryOf(fields, product.name) ? undefined : agreed
      const part = agreement && said?.how !== 'sure' ? partOfOwnMaker(configuration, product) : undefined
      if (part) {
        const name = { how: 'sure', probability: 0.85, text: part.text } as const
        candidates.set(product, { product, vendor: agreement, name, part })
        continue
      }
      if (!said) continue
      // Without a manufacturer, and beside another than the stated one, only a name that agrees in full says anything.
      if ((!vendor || !agreement || (isNobodys && inModel)) && said.how !== 'sure') continue
      candidates.set(product, { product, vendor: agreement, name: said })
    }
  }
  for (const word of announced(configuration))
    for (const product of shelves.flatMap((shelf) => shelf.byForm.get(word) ?? [])) {
      const agreement = vendor ? agreementWith(product.vendor) : undefined
      if (!agreement || candidates.get(product)?.name.how === 'sure') continue
      const text = `the device announces "${word}" of "${product.name.text.trim()}"`
      candidates.set(product, { product, vendor: agreement, name: { how: 'sure', probability: 0.9, text } })
    }
  const majors = runningMajors(configuration)
  for (const running of vendor ? runningNames(configuration) : [])
    for (const shelf of shelves) {
      const asked = readDeviceName({ model: running, modelNumber: '', description: '', majors }, strip, shelf.words)
      // `Fireware OS` for `Fireware 12.5`, `IGEL OS 11` for `IGEL OS 11.06`.
      const whole = new Set(['', 'os', ...majors].map((end) => asked.letters + end))
      const products = [...asked.forms.keys(), ...whole].flatMap((form) => shelf.byForm.get(form) ?? [])
      for (const product of new Set(products)) {
        const agreement = agreementWith(product.vendor)
        if (!agreement || candidates.get(product)?.name.how === 'sure') continue
        if (!whole.has(product.name.letters) && !saysTogether(name, asked, product)) {
          const said = namesAgree(asked, product.name)
          if (said?.how !== 'sure' || said.isLoose) continue
        }
        const text = `the device runs "${running}", which is "${product.name.text.trim()}"`
        candidates.set(product, { product, vendor: agreement, name: { how: 'sure', probability: 0.9, text } })
      }
    }
  for (const running of vendor ? mayRun(configuration) : [])
    for (const shelf of shelves) {
      const asked = readDeviceName({ model: running, modelNumber: '', description: '' }, strip, shelf.words)
      for (const product of new Set([...asked.forms.keys()].flatMap((form) => shelf.byForm.get(form) ?? []))) {
        const agreement = agreementWith(product.vendor)
        if (!agreement || candidates.has(product) || !namesAgree(asked, product.name)) continue
        const text = `the inventory names no system, and "${product.name.text.trim()}" is one that such boxes run`
        candidates.set(product, { product, vendor: agreement, name: { how: 'plausible', probability: 0.3, text } })
      }
    }
  for (const product of isStated ? soldByOthers(index, fields) : []) {
    if (candidates.has(product) || agreementWith(product.vendor)) continue
    if (product.vendor.own.some((id) => stated.apart?.has(id))) continue
    const shown = `"${stated.text.trim()}" is not the "${product.vendor.text.trim()}" of the advisory`
    candidates.set(product, {
      product,
      vendor: { how: 'similar', text: `${shown}, but the product's whole name is said` },
      name: { how: 'sure', probability: 0.85, isWhole: true, text: `model "${name.text.trim()}" agrees` },
    })
  }
  const said = fields.model || fields.description
  // What has a number of its own is told by it.
  const alone = vendor && !/\d{3}/.test(number) ? kindsAlone(said) : []
  const beside = vendor && alone.length === 0 && number === '' ? kindsBeside(said) : []
  for (const shelf of alone.length + beside.length > 0 ? shelves : [])
    for (const product of ofKinds(shelf, alone.length > 0 ? alone : beside, said)) {
      const agreement = agreementWith(product.vendor)
      if (!agreement || candidates.has(product)) continue
      const text = `the inventory names no model, and "${product.name.text.trim()}" is of that kind`
      const name: NameAgreement = { how: 'plausible', probability: 0.2, text }
      candidates.set(product, { product, vendor: agreement, name, isModelUnsaid: true })
    }
  for (const { product, part } of partsOfOthers(index, configuration, vendor)) {
    if (candidates.has(product)) continue
    candidates.set(product, {
      product,
      vendor: { how: 'same', text: `"${product.vendor.text.trim()}" is named in the device's text` },
      name: { how: 'sure', probability: 0.85, text: part.text },
      part,
    })
  }
  return { name, candidates: [...candidates.values()] }
}

/** `VioStor VS-2112 NVR` that runs `QVR 3.6` is the `VioStor NVR QVR firmware`: the box and what runs on it say all of the name. */
const saysTogether = (device: DeviceName, running: DeviceName, { name }: IndexedProduct): boolean =>
  running.modelTokens.length > 0 &&
  name.generation === undefined &&
  name.condition === undefined &&
  !areToldApart(device, name) &&
  name.readings.some(({ groups }) => {
    const strong = groups.filter(isStrong)
    const isSaidBy = ({ forms }: DeviceName) => strong.filter((group) => group.forms.some((form) => forms.has(form)))
    const [own, ran] = [isSaidBy(device), isSaidBy(running)]
    return (
      own.length > 0 &&
      strong.every((group) => own.includes(group) || ran.includes(group)) &&
      running.modelTokens.every(({ form }) => ran.some((group) => group.forms.includes(form)))
    )
  })

/** Products whose whole name the device bears, whoever made them. */
const soldByOthers = (index: MatchIndex, named: { readonly model: string; readonly modelNumber: string }) =>
  namesOfDevice(named).flatMap((name) => index.byWholeName.get(name) ?? [])

/** The device's model is the number that the advisory gives for the product: `35700BAX2`. */
function namedByNumber(device: DeviceName, product: IndexedProduct): NameAgreement | undefined {
  const number = product.statements.map((one) => one.modelNumber).find((one) => one && device.numbered.has(one))
  if (!number) return undefined
  return { how: 'sure', probability: 0.95, text: `model number "${number}" is that of "${product.name.text.trim()}"` }
}

/** `Point of Care handheld medical devices`, `Gemini PET/CT Family`, with the models where the version belongs. */
function namedByModels(device: DeviceName, product: IndexedProduct): NameAgreement | undefined {
  if (!isAnySaid(product.listedModels, device)) return undefined
  const brands = product.name.readings.flatMap(({ groups }) => groups.filter(isStrong).flatMap(({ forms }) => forms))
  for (const statement of product.statements) {
    const { member } = statement
    if (member && device.numbered.has(member.form) && brands.some((form) => device.forms.has(form)))
      return { how: 'plausible', probability: 0.5, text: `the advisory names the "${member.form}"` }
    for (const model of statement.models) {
      const said = namesAgree(device, model)
      if (said?.how !== 'sure' && !said?.isByStem) continue
      // `FCR Capsula X` is no `FCR Carbon X`, though both bear the number that is listed.
      const told = new Set([...formsOf(model), ...brands].flatMap((form) => device.forms.get(form) ?? []))
      const isOther =
        brands.some((form) => !device.forms.has(form)) &&
        device.modelTokens.some(({ form, kind }, at) => kind === 'word' && !isDescriptor(form) && !told.has(at))
      if (!isOther) return { ...said, how: 'plausible', probability: 0.5 }
    }
  }
  return undefined
}

function isAnySaid(forms: ReadonlySet<string>, device: DeviceName): boolean {
  for (const form of forms) if (device.forms.has(form)) return true
  return false
}

/** Every text that the maker of the configuration may be read from, whatever the advisories name. */
export function makerTexts(configuration: Configuration, aliases?: Aliases): string[] {
  const { manufacturer, description } = configuration
  const stated = readVendor(manufacturer, aliases)
  if (stated.ids.length > 0 && isKnownVendor(stated)) return [manufacturer]
  const model = modelByAlias(configuration, aliases) ?? configuration.model
  return [manufacturer, ...beginningsOf(isNoModel(model) ? description : model)]
}

function beginningsOf(text: string): string[] {
  const words = text.trim().split(/\s+/)
  return [3, 2, 1].filter((length) => words.length > length).map((length) => words.slice(0, length).join(' '))
}

/** `Philips IntelliVue MX800` in the model’s field, with the manufacturer’s left empty. */
function vendorInModel(text: string, index: MatchIndex, aliases?: Aliases): Vendor | undefined {
  for (const words of beginningsOf(text)) {
    if (isShortForm(words)) continue
    const vendor = readVendor(words, aliases)
    if (vendor.misspelt === undefined && isKnownVendor(vendor)) return vendor
    if (vendor.own.some((id) => id.length >= 5 && index.shelves.has(id))) return vendor
  }
  return undefined
}

/** The `Stöckert` of a `Stöckert S5` that LivaNova makes: who made it before stands in front of a code, and tells no model. */
function formerMaker(model: string, maker: Vendor): readonly string[] {
  // `NewTom VGi EVO`: a code of letters is as short.
  if (!/\s\S*\d|^\S{4,}(?:\s[a-z]{1,4}){2,}$/i.test(model)) return []
  for (const words of beginningsOf(model)) {
    const spelling = vendorSpelling(words)
    if (!knownSpellings.has(spelling) || brandsAlone.has(spelling) || isShortForm(words)) continue
    const { own, ids } = readVendor(words)
    const isFormer = own.every((id) => !maker.own.includes(id)) && ids.some((id) => maker.ids.includes(id))
    return isFormer ? rawTokens(plainText(words)) : []
  }
  return []
}

function shelvesOf(index: MatchIndex, vendor: Vendor): VendorShelf[] {
  const shelves = vendor.ids.map((id) => index.shelves.get(id)).filter((shelf) => shelf !== undefined)
  if (shelves.length > 0 || vendor.own.length === 0) return shelves
  const key = `near\n${vendor.own.join('\n')}`
  const known = index.memory.get(key) as VendorShelf[] | undefined
  if (known) return known
  const near = new Set<VendorShelf>()
  for (const [id, shelf] of index.shelves) {
    if (vendor.own.some((own) => areNear(own, id))) near.add(shelf)
  }
  index.memory.set(key, [...near])
  return [...near]
}

/** One may be the other, cut short or with a typing error. */
function areNear(own: string, id: string): boolean {
  if (areInitialsOf(own, id)) return true
  if (own[0] !== id[0]) return false
  if (areOneCutShort(own, id)) return true
  const allowed = Math.min(allowedErrors(own), allowedErrors(id))
  return allowed > 0 && typingErrors(own, id, allowed) <= allowed
}

/**
 * Whether what is said of products of these vendors can change what is found for the configuration. Without a manufacturer
 * every product is looked at; one that no advisory names may be a typing error, or a dealer whose model names the maker; and
 * a UDI-DI names its device whatever maker the inventory gives.
 */
export function mayFindVendors(
  index: MatchIndex,
  configuration: Configuration,
  vendorIds: ReadonlySet<string>,
  aliases?: Aliases,
): boolean {
  const stated = readVendor(configuration.manufacturer, aliases)
  if (stated.ids.length === 0 || stated.ids.some((id) => vendorIds.has(id))) return true
  if (isIdentifiedBy(index, configuration, vendorIds)) return true
  if (namesMakerOfPart(configuration, vendorIds)) return true
  if (soldByOthers(index, configuration).some(({ vendor }) => vendor.ids.some((id) => vendorIds.has(id)))) return true
  if (stated.ids.some((id) => index.shelves.has(id))) return false
  const key = `makers\n${configuration.manufacturer}\n${configuration.model}\n${configuration.description}\n${aliases?.key ?? ''}`
  const known = makersRead.get(key)
  const makers = known ?? [
    ...new Set(
      makerTexts(configuration, aliases).flatMap((text) => {
        const { ids, own } = readVendor(text, aliases)
        return [...ids, ...own]
      }),
    ),
  ]
  if (!known) {
    if (makersRead.size > 50_000) makersRead.clear()
    makersRead.set(key, makers)
  }
  for (const maker of makers) {
    if (vendorIds.has(maker)) return true
    for (const id of vendorIds) if (areNear(maker, id)) return true
  }
  return false
}
const makersRead = new Map<string, readonly string[]>()
