/**
 * Which advisories speak of a configuration, and does the flaw fit it: affected, not affected, or nobody can tell. A function
 * of its inputs: it reads no table and no clock. Every answer carries what was compared and how that came out.
 */
import type { Because } from '#model/finding.ts'
import type { Configuration, Match } from '#model/matching.ts'
import { contains, isUnknownText, type VersionExpression } from '#standards/vers/vers.ts'
import { calibrated } from './calibration.ts'
import { deviceKeys, sameProduct, sameUnit, type UnitAnswer } from './identifiers.ts'
import type { IndexedProduct, MatchIndex, Statement, VendorShelf } from './match-index.ts'
import { type DeviceName, formsOf, isStrong, type NameAgreement, namesAgree, readDeviceName } from './model-name.ts'
import { hasSmb1ByDefault, type OperatingSystem, readOperatingSystem } from './operating-system.ts'
import { type Aliases, modelByAlias } from './own-aliases.ts'
import { allowedErrors, typingErrors } from './plain-text.ts'
import { datesSaid, editionSaid, readDay, versionBehind, versionsSaid } from './said-elsewhere.ts'
import {
  areOneCutShort,
  isKnownVendor,
  readVendor,
  type Vendor,
  type VendorAgreement,
  vendorsAgree,
  vendorWords,
} from './vendor.ts'

export { compileAdvisories, type MatchIndex } from './match-index.ts'
export { type Aliases, compileAliases, modelByAlias, modelSpelling } from './own-aliases.ts'
export {
  compilePackages,
  matchComponents,
  type PackageIndex,
  type PackageMatch,
  packagesOf,
} from './package-index.ts'
export { typingErrors } from './plain-text.ts'
export {
  isKnownVendor,
  isSameVendor,
  isSurelySameVendor,
  knownSpellings,
  readVendor,
  type Vendor,
  vendorIdsAsWritten,
  vendorName,
  vendorSpelling,
} from './vendor.ts'

interface Candidate {
  readonly product: IndexedProduct
  readonly vendor: VendorAgreement | undefined
  readonly name: NameAgreement
  /** Found by an identifier, not by its name: only statements that bear it count. */
  readonly isIdentified?: boolean
}

/**
 * Every statement whose product is, or may be, the configuration: one match for each product entry and vulnerability.
 * Statements about another model give none. Where one product of an advisory is surely the configuration, its products that
 * only may be are left out. Several statements may disagree on one vulnerability: see `strongestMatches`.
 */
export function matchConfiguration(index: MatchIndex, configuration: Configuration, aliases?: Aliases): Match[] {
  return scoreConfiguration(index, configuration, aliases).map((match) => ({
    ...match,
    probability: calibrated(match.answer, match.probability),
  }))
}

/** The same with the rules’ own scores in place of probabilities: what the calibration is learnt from. */
export function scoreConfiguration(index: MatchIndex, stated: Configuration, aliases?: Aliases): Match[] {
  const product = modelByAlias(stated, aliases)
  const configuration = product === undefined ? stated : { ...stated, model: product }
  const readAs = product === undefined ? '' : `model "${stated.model.trim()}" is "${product}" (an alias of yours); `
  const device = productsOf(index, configuration, aliases)
  const matches: Match[] = []

  const sure = new Set<string>()
  const found: {
    candidate: Candidate
    statement: Statement
    name: NameAgreement
    isAllVersions: boolean
    isIdentifiedAlone?: boolean
  }[] = []
  for (const candidate of device.candidates) {
    if (bearsAnotherId(candidate.product, configuration)) continue
    for (const statement of candidate.product.statements) {
      const same = sameProduct(statement.product.identifiers, configuration)
      if (same) {
        const name = { how: 'sure', probability: 0.98, text: same.because.text, isWhole: same.isAlone } as const
        found.push({ candidate, statement, name, isAllVersions: false, isIdentifiedAlone: same.isAlone })
        sure.add(statement.advisory.id)
        continue
      }
      if (candidate.isIdentified) continue
      const model = modelsAgree(device.name, candidate, statement)
      if (!model) continue
      if (model.name.how === 'sure' && !model.name.isLoose) sure.add(statement.advisory.id)
      found.push({ candidate, statement, ...model })
    }
  }
  for (const { candidate, statement, name: said, isAllVersions, isIdentifiedAlone } of found) {
    if (candidate.product.name.condition?.forms.some((form) => device.name.denied.has(form))) continue
    const name = settleCondition(said, candidate.product, configuration)
    if (!name) continue
    if ((name.how === 'plausible' || name.isLoose) && sure.has(statement.advisory.id)) continue
    const vendor: Because = candidate.vendor
      ? { part: 'vendor', outcome: 'agrees', text: candidate.vendor.text }
      : isIdentifiedAlone
        ? { part: 'vendor', outcome: 'agrees', text: 'a UDI-DI is of one maker alone' }
        : { part: 'vendor', outcome: 'unknown', text: 'the inventory names no manufacturer', asks: 'manufacturer' }
    let version = isAllVersions ? allVersions : compareVersion(candidate.product, statement, configuration, device.name)
    // `PET/CT Systems Windows 7-Based`: the kind and the operating system together are what the advisory names.
    const isNamedByKind =
      name.isKind === true && version.because.part === 'operating_system' && version.answer === 'yes'
    const model: Because = {
      part: 'model',
      outcome: name.how === 'sure' ? 'agrees' : 'unknown',
      text: readAs + name.text,
      ...(name.how === 'sure'
        ? {}
        : name.isConditional
          ? asksOption(name.isSureButForOption ? candidate.product.name.condition?.forms : [])
          : { asks: 'model' }),
    }
    // `012U000061` is a version of the SpaceCom and of nothing else: who has it has the module.
    const hasOption =
      name.isConditional === true && version.answer !== 'unknown' && /\d+[a-z]+\d{3,}/i.test(statement.versionText)
    const isFieldAndVersion =
      name.isField === true && statement.version.reading === 'alternatives' && !version.isMissing
    const isVersion =
      name.addedNumber !== undefined &&
      statement.version.reading === 'alternatives' &&
      contains(statement.version, name.addedNumber).answer === 'yes'
    if (isVersion && version.isMissing)
      version = {
        answer: 'yes',
        isMissing: false,
        because: toBecause(
          'yes',
          `the ${name.addedNumber} behind the name is within "${statement.versionText.trim()}"`,
        ),
      }
    const isSure =
      (name.how === 'sure' || isVersion || isNamedByKind || isFieldAndVersion || hasOption) &&
      (candidate.vendor !== undefined || name.isWhole === true)
    const unit = sameUnit(statement.product.identifiers, configuration)
    const vendorFactor = isIdentifiedAlone
      ? 1
      : !candidate.vendor
        ? name.isWhole
          ? 0.85
          : 0.5
        : candidate.vendor.how === 'same'
          ? 1
          : 0.95
    judge(matches, statement, {
      isSure,
      probability: (isNamedByKind ? 0.85 : name.probability) * vendorFactor,
      version: unit ? ofUnit(version, unit) : version,
      because: unit ? [vendor, model, unit.because] : [vendor, model],
    })
  }

  const system = readOperatingSystem(configuration.operatingSystem) ?? systemSaid(configuration.description)
  if (system)
    for (const product of index.systems.get(system.family) ?? [])
      matchSystem(matches, product, system, configuration, aliases)
  return matches
}

/** The version and the unit must both be what the statement means. */
function ofUnit(version: VersionEvidence, unit: UnitAnswer): VersionEvidence {
  if (version.answer === 'no' || unit.answer === 'yes') return version
  return { ...version, answer: unit.answer, isMissing: true }
}

/** `RTOS: Wind River VxWorks 6.2` in a description. */
function systemSaid(description: string): OperatingSystem | undefined {
  const labelled = /\b(?:rtos|os|operating system)\b\s*[:=]?\s*(.{3,60})/i.exec(description)?.[1]
  return labelled ? readOperatingSystem(labelled) : undefined
}

/** `… used with Windows XP systems`: the device’s operating system settles it. Undefined where it runs another one. */
function settleCondition(
  name: NameAgreement,
  { name: { condition } }: IndexedProduct,
  configuration: Configuration,
): NameAgreement | undefined {
  if (!name.isConditional || !condition) return name
  const wanted = readOperatingSystem(condition.text)
  const own = readOperatingSystem(configuration.operatingSystem)
  if (!wanted || wanted.edition === '' || !own || own.edition === '') return name
  if (wanted.family !== own.family || wanted.edition !== own.edition) return undefined
  return conditionHolds(condition.text, configuration)
    ? { ...name, how: 'sure', isConditional: false, probability: 0.9 }
    : name
}

/** `Smart-UPS SMT Series (ID=18)` and a version that reads `UPS 04.2 (ID1015)`: the maker’s own number parts two products. */
function bearsAnotherId(product: IndexedProduct, { softwareVersion, firmwareVersion }: Configuration): boolean {
  const named = /\bID\s*=?\s*(\d+(?:\/\d+)*)\b/.exec(product.name.text)?.[1]?.split('/')
  const said = /\bID\s*=?\s*(\d+)\b/i.exec(`${softwareVersion} ${firmwareVersion}`)?.[1]
  return named !== undefined && said !== undefined && !named.includes(said)
}

/** One match for each advisory and vulnerability: affected before cannot tell before not affected, then the likelier. */
export function strongestMatches(matches: readonly Match[]): Match[] {
  const rank = { affected: 2, cannot_tell: 1, not_affected: 0 } as const
  const best = new Map<string, Match>()
  for (const match of matches) {
    const key = `${match.advisoryId}\n${match.vulnerabilityId}`
    const other = best.get(key)
    const difference = other ? rank[match.answer] - rank[other.answer] || match.probability - other.probability : 1
    if (difference > 0) best.set(key, match)
  }
  return [...best.values()]
}

interface DeviceProducts {
  readonly name: DeviceName
  readonly candidates: readonly Candidate[]
}

const nothingNamed: DeviceName = {
  text: '',
  letters: '',
  forms: new Map(),
  modelTokens: [],
  bareNumbers: new Set(),
  splitNumbers: new Set(),
  prefixes: new Set(),
  numbered: new Set(),
  versions: [],
  short: [],
  description: '',
  denied: new Set(),
}

function productsOf(index: MatchIndex, configuration: Configuration, aliases?: Aliases): DeviceProducts {
  const { manufacturer, model, modelNumber, description } = configuration
  const system = mobileSystem(configuration.operatingSystem)
  const key = `device\n${manufacturer}\n${model}\n${modelNumber}\n${description}\n${system}\n${versionWords(configuration)}\n${announced(configuration).join()}\n${configuration.udiDi ?? ''}\n${aliases?.key ?? ''}`
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
  if (index.byIdentifier.size === 0) return found
  const known = new Set(found.candidates.map(({ product }) => product))
  const stated = readVendor(configuration.manufacturer, aliases)
  const more: Candidate[] = []
  for (const key of deviceKeys(configuration))
    for (const product of index.byIdentifier.get(key) ?? []) {
      if (known.has(product)) continue
      known.add(product)
      const vendor = stated.ids.length > 0 ? vendorsAgree(stated, product.vendor) : undefined
      if (!vendor && !key.startsWith('udi ')) continue
      more.push({ product, vendor, name: { how: 'plausible', probability: 0, text: '' }, isIdentified: true })
    }
  return more.length === 0 ? found : { ...found, candidates: [...found.candidates, ...more] }
}

/** The system that an app is made for stands in its name: `HealthSuite Health Android App`. */
const mobileSystem = (text: string): string => /\b(?:android|ios|ipados)\b/i.exec(text)?.[0].toLowerCase() ?? ''

const isNoModel = (text: string): boolean =>
  /^(?:n\/?a|none|unk(?:nown)?|not (?:known|listed|available)|see notes?|various|misc|tbd|[-?.]+)?$/i.test(text.trim())

/** What stands in the columns of versions and has letters enough to be a name. */
const versionWords = ({ softwareVersion, firmwareVersion }: Configuration): string =>
  /[a-z]{3}|[a-z]\d+[a-z]/i.test(softwareVersion + firmwareVersion)
    ? `${softwareVersion} ${firmwareVersion}`.replace(/\b(?:software|firmware|version|revision|release|build)\b/gi, ' ')
    : ''

/** Names of software with their versions, as servers announce them: `RomPager/4.30`. */
function announced({ softwareVersion, firmwareVersion, description }: Configuration): string[] {
  const text = `${softwareVersion} ${firmwareVersion} ${description}`
  return text.includes('/') || /banner|server/i.test(text)
    ? [...text.toLowerCase().matchAll(/([a-z]{6,})[/ ]v?\d/g)].map((one) => one[1]!)
    : []
}

/** A spreadsheet makes 24950.0 of a number. */
const withoutDecimal = (number: string) => number.replace(/^(\d{3,})\.0$/, '$1')

function findProducts(index: MatchIndex, configuration: Configuration, aliases?: Aliases): DeviceProducts {
  const fields = {
    model: isNoModel(configuration.model) ? '' : configuration.model,
    modelNumber: isNoModel(configuration.modelNumber) ? '' : withoutDecimal(configuration.modelNumber),
    description: configuration.description,
    maker: configuration.manufacturer,
    versions: versionWords(configuration),
    system: mobileSystem(configuration.operatingSystem),
  }
  if (fields.model === '' && fields.modelNumber === '' && fields.description.trim() === '') {
    return { name: nothingNamed, candidates: [] }
  }
  const stated = readVendor(configuration.manufacturer, aliases)
  const isStated = stated.ids.length > 0
  // `Osimis` with the model `Orthanc …`: who is nobody’s maker may be a dealer, and the model names the maker.
  const isNobodys = isStated && !isKnownVendor(stated) && shelvesOf(index, stated).length === 0
  const named = isStated && !isNobodys ? undefined : vendorInModel(fields.model || fields.description, index)
  const vendor = named ?? (isStated ? stated : undefined)
  const strip = vendor ? vendorWords(vendor) : new Set<string>()
  const shelves = vendor ? shelvesOf(index, vendor) : [...index.shelves.values()]

  let name = nothingNamed
  const agreements = new Map<string, VendorAgreement | undefined>()
  const agreementWith = (other: Vendor): VendorAgreement | undefined => {
    if (!agreements.has(other.text)) agreements.set(other.text, vendor && vendorsAgree(vendor, other))
    return agreements.get(other.text)
  }
  const candidates = new Map<IndexedProduct, Candidate>()
  for (const shelf of shelves) {
    const asked = readDeviceName(fields, strip, shelf.words)
    if (name === nothingNamed || asked.forms.size > name.forms.size) name = asked
    const products = new Set<IndexedProduct>(vendor ? shelf.general : [])
    for (const product of shelf.byForm.get(asked.letters) ?? []) products.add(product)
    for (const form of asked.forms.keys()) for (const product of shelf.byForm.get(form) ?? []) products.add(product)
    for (const product of products) {
      if (candidates.has(product)) continue
      const agreement = vendor ? agreementWith(product.vendor) : undefined
      if (vendor && !agreement) continue
      const said =
        namedByNumber(asked, product) ??
        namesAgree(asked, product.name, product.listedModels) ??
        namedByModels(asked, product)
      if (!said) continue
      // Without a manufacturer only a name that agrees in full says anything.
      if (!vendor && said.how !== 'sure') continue
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
  return { name, candidates: [...candidates.values()] }
}

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
    for (const model of statement.models) {
      const said = namesAgree(device, model)
      if (said?.how !== 'sure') continue
      // `FCR Capsula X` is no `FCR Carbon X`, though both bear the number that is listed.
      const told = new Set([...formsOf(model), ...brands].flatMap((form) => device.forms.get(form) ?? []))
      const isOther = brands.length > 0 && device.modelTokens.some(({ kind }, at) => kind === 'word' && !told.has(at))
      if (!isOther) return { ...said, how: 'plausible', probability: 0.5 }
    }
  }
  return undefined
}

function isAnySaid(forms: ReadonlySet<string>, device: DeviceName): boolean {
  for (const form of forms) if (device.forms.has(form)) return true
  return false
}

/** `Philips IntelliVue MX800` in the model’s field, with the manufacturer’s left empty. */
function vendorInModel(text: string, index: MatchIndex): Vendor | undefined {
  const words = text.trim().split(/\s+/)
  for (const length of [3, 2, 1]) {
    if (words.length <= length) continue
    const vendor = readVendor(words.slice(0, length).join(' '))
    if (vendor.misspelt === undefined && isKnownVendor(vendor)) return vendor
    if (vendor.own.some((id) => id.length >= 5 && index.shelves.has(id))) return vendor
  }
  return undefined
}

function shelvesOf(index: MatchIndex, vendor: Vendor): VendorShelf[] {
  const shelves = vendor.ids.map((id) => index.shelves.get(id)).filter((shelf) => shelf !== undefined)
  if (shelves.length > 0 || vendor.own.length === 0) return shelves
  const key = `near\n${vendor.own[0]}`
  const known = index.memory.get(key) as VendorShelf[] | undefined
  if (known) return known
  const near: VendorShelf[] = []
  for (const [id, shelf] of index.shelves) {
    for (const own of vendor.own) {
      if (own[0] === id[0] && areOneCutShort(own, id)) near.push(shelf)
      const allowed = Math.min(allowedErrors(own), allowedErrors(id))
      if (allowed > 0 && own[0] === id[0] && typingErrors(own, id, allowed) <= allowed) near.push(shelf)
    }
  }
  index.memory.set(key, near)
  return near
}

/** Where the advisory lists models instead of versions, one of them must be the device’s. */
function modelsAgree(
  device: DeviceName,
  { name, product }: Candidate,
  statement: Statement,
): { name: NameAgreement; isAllVersions: boolean } | undefined {
  if (statement.models.length === 0) return { name, isAllVersions: false }
  let best: NameAgreement | undefined
  for (const model of statement.models) {
    const named = namesAgree(device, model)
    const agreement = device.forms.has(model.letters)
      ? ({ how: 'sure', probability: 0.95, text: `model "${device.text.trim()}" is "${model.text.trim()}"` } as const)
      : named?.how === 'sure'
        ? named
        : (saysModel(device, model) ?? named)
    if (agreement && (!best || agreement.probability > best.probability)) best = agreement
  }
  if (best?.how === 'sure' && name.isConditional) return { name, isAllVersions: true }
  if (best?.how === 'sure')
    return { name: { ...best, probability: Math.max(best.probability, name.probability) }, isAllVersions: true }
  if (hasRivalModel(device, product, statement)) return undefined
  return {
    name: {
      how: 'plausible',
      probability: 0.4,
      text: `${name.text}, but the advisory names the models "${statement.versionText.trim()}"`,
    },
    isAllVersions: true,
  }
}

/** All words of the listed model stand in the device’s name, whatever else does. */
function saysModel(
  device: DeviceName,
  model: {
    readonly text: string
    readonly readings: readonly {
      readonly groups: readonly { readonly kind: string; readonly forms: readonly string[] }[]
    }[]
  },
): NameAgreement | undefined {
  const isSaid = model.readings.some((reading) => {
    const groups = reading.groups.filter((group) => group.kind !== 'kind')
    return groups.length > 0 && groups.every((group) => group.forms.some((form) => device.forms.has(form)))
  })
  return isSaid
    ? { how: 'sure', probability: 0.95, text: `model "${device.text.trim()}" is among "${model.text.trim()}"` }
    : undefined
}

/** The device bears a number of the same shape as those that are listed, and it is none of them. */
function hasRivalModel(device: DeviceName, product: IndexedProduct, statement: Statement): boolean {
  const shape = (form: string) => form.replace(/\d/g, '9')
  const listed = new Set(
    statement.models.flatMap((model) =>
      model.readings.flatMap((reading) =>
        reading.groups.flatMap((group) => group.forms.filter((form) => /\d/.test(form))),
      ),
    ),
  )
  const shapes = new Set([...listed].map(shape))
  const own = formsOf(product.name)
  return [...device.forms.keys()].some(
    (form) =>
      /\d/.test(form) && !listed.has(form) && shapes.has(shape(form)) && !own.some((word) => word.endsWith(form)),
  )
}

interface VersionEvidence {
  readonly answer: 'yes' | 'no' | 'unknown'
  readonly because: Because
  /** Nothing was known of the device’s version, or what was known did not compare. */
  readonly isMissing: boolean
}

const allVersions: VersionEvidence = {
  answer: 'yes',
  isMissing: false,
  because: { part: 'version', outcome: 'agrees', text: 'all versions of the model are named' },
}

/** `ES 1.5.2` of the Pyxis ES: the product’s own words before its version. */
function withoutName(text: string, product: IndexedProduct, versionText: string): string {
  const [first, ...others] = text.trim().split(/\s+/)
  const form = first!.toLowerCase().replace(/[^a-z0-9]/g, '')
  // `VB30E HF06` of `syngo.plaza VB30E`, of which `< VB30E_HF07` is affected: there it is the version.
  const isVersion = /\d/.test(form) && versionText.toLowerCase().includes(form)
  const isOwn = /[a-z]{2}/.test(form) && !isVersion && others.length > 0 && formsOf(product.name).includes(form)
  return isOwn ? others.join(' ') : text
}

function compareVersion(
  product: IndexedProduct,
  statement: Statement,
  configuration: Configuration,
  device: DeviceName,
  isSystemKnown = false,
): VersionEvidence {
  const { versionText } = statement
  const dependsOn = systemCondition(`${statement.product.name} ${versionText}`)
  if (dependsOn && !isSystemKnown) return compareSystemCondition(product, dependsOn, statement, configuration, device)
  const version = settleModelCondition(statement.version, device)
  if (version === 'another model') {
    return { answer: 'no', isMissing: false, because: toBecause('no', `the device is not "${versionText.trim()}"`) }
  }

  // One system alone is asked for, and the device runs another.
  const asked =
    !/\b(?:such as|e\.?g\.?|including|or|and) |\b(?:later|newer|older|earlier|prior|unsupported)\b/i.test(
      versionText,
    ) &&
    /\bwindows\b/i.test(versionText) &&
    !/[|,]|\bwindows\b.*\bwindows\b/i.test(versionText)
      ? readOperatingSystem(versionText)
      : undefined
  const system = asked && readOperatingSystem(configuration.operatingSystem)
  const isOtherSystem =
    asked?.family === system?.family && !!asked?.edition && !!system?.edition && asked.edition !== system.edition
  if (isOtherSystem) {
    const text = `operating system "${system!.text.trim()}" is not "${versionText.trim()}"`
    return { answer: 'no', isMissing: false, because: { part: 'operating_system', outcome: 'contradicts', text } }
  }
  const other = otherPart(versionText, configuration)
  if (other) return { answer: 'no', isMissing: false, because: toBecause('no', other) }

  const stated = [
    { label: 'firmware version', text: configuration.firmwareVersion },
    { label: 'software version', text: configuration.softwareVersion },
  ].filter(({ text }) => text.trim() !== '' && !isUnknownText(text))
  if (!statement.speaksOfFirmware) stated.reverse()
  for (const one of stated) one.text = withoutName(one.text, product, versionText)
  if (stated.length === 0)
    stated.push(...device.versions.map((text) => ({ label: 'version in the model’s name', text })))
  const { description, model } = configuration
  const elsewhere = settleElsewhere(product, statement, configuration, stated.length > 0)
  if (elsewhere) return elsewhere
  if (stated.length === 0)
    stated.push(...versionsSaid(description).map((text) => ({ label: 'version in the description', text })))
  if (stated.length === 0)
    stated.push(...versionsSaid(model).map((text) => ({ label: 'version in the model’s name', text })))

  const asks = version.condition ?? (stated.length === 0 || version.reading === 'unreadable' ? versionText : '')
  const dated = settleDated(
    version.condition ?? (version.reading === 'unreadable' ? versionText : ''),
    configuration,
    device,
  )
  if (dated) return dated
  const named = version.condition?.toLowerCase().match(/\b[a-z]+\d+\b/g) ?? []
  if (/\bfor\b/i.test(version.condition ?? '') && named.length > 0 && !named.some((code) => device.forms.has(code)))
    return compareVersion(
      product,
      { ...statement, version: { ...version, condition: undefined } },
      configuration,
      device,
      isSystemKnown,
    )
  const option = optionOf(version.condition)
  if (option.some((word) => device.denied.has(word))) {
    return { answer: 'no', isMissing: false, because: toBecause('no', `the device is without "${option.join(' ')}"`) }
  }
  const hasOption =
    (option.length > 0 && option.every((word) => device.forms.has(word))) || isSaid(version.condition, configuration)
  if (hasOption || conditionHolds(asks, configuration)) {
    const open = { ...version, condition: undefined }
    const isWhole = version.condition === undefined || version.condition === versionText.trim()
    if (isWhole || version.reading === 'all') {
      return {
        answer: 'yes',
        isMissing: false,
        because: toBecause('yes', `"${asks.trim()}" is what the inventory says`),
      }
    }
    return compareVersion(product, { ...statement, version: open }, configuration, device, isSystemKnown)
  }

  if (stated.length === 0 || version.reading === 'all') {
    const { answer, because } = contains(version, '')
    const asked = askedBy(statement, version, stated.length === 0)
    return {
      answer,
      isMissing: true,
      because: { ...toBecause(answer, because), ...(answer === 'unknown' ? asked : {}) },
    }
  }
  const answers = stated.map(({ label, text }) => ({ label, ...contains(version, text) }))
  const [first, second] = answers
  const decided = answers.find(({ answer }) => answer !== 'unknown') ?? first!
  // Only one of the two can be the version that the advisory means: a clear "outside" needs both, or the only one.
  const isContested = decided.answer === 'no' && second !== undefined && first!.answer !== second.answer
  const answer = isContested && answers.some((one) => one.answer === 'yes') ? 'unknown' : decided.answer
  const text = decided.because.startsWith('version ')
    ? decided.because.replace('version', decided.label)
    : decided.because
  return {
    answer,
    isMissing: false,
    because: {
      ...toBecause(answer, answer === decided.answer ? text : `${text}, yet the ${second!.label} is inside`),
      ...(decided.answer === 'unknown' ? askedBy(statement, version, false) : {}),
    },
  }
}

type Asked = Pick<Because, 'asks' | 'option'>

/** Which one attribute settles an unknown version. Nothing does where the statement is not understood or needs two answers. */
function askedBy(statement: Statement, version: VersionExpression, isMissing: boolean): Asked {
  if (version.condition !== undefined) {
    const needsVersion = isMissing && version.reading !== 'all'
    return needsVersion ? {} : asksOption(optionOf(version.condition))
  }
  if (version.reading !== 'alternatives') return {}
  return { asks: statement.speaksOfFirmware ? 'firmwareVersion' : 'softwareVersion' }
}

const asksOption = (words: readonly string[] | undefined): Asked =>
  words && words.length > 0 ? { asks: 'option', option: words.join(' ') } : {}

/**
 * What the version’s own fields do not say in the advisory’s terms: an edition, a day before which the software is affected, or
 * the product announcing itself with its version.
 */
function settleElsewhere(
  { name }: IndexedProduct,
  { version, versionText }: Statement,
  { model, description, softwareVersion, firmwareVersion }: Configuration,
  hasVersion: boolean,
): VersionEvidence | undefined {
  const settled = (answer: 'yes' | 'no', text: string): VersionEvidence => ({
    answer,
    isMissing: false,
    because: toBecause(answer, text),
  })
  const edition = editionSaid(versionText)
  const ownEdition = edition && editionSaid(`${model} ${description}`)
  if (ownEdition)
    return settled(
      ownEdition === edition ? 'yes' : 'no',
      `edition ${ownEdition} is ${ownEdition === edition ? '' : 'not '}"${versionText.trim()}"`,
    )

  const bounds = version.alternatives.flatMap((one) => (one.kind === 'range' ? [one.lower, one.upper] : []))
  if (bounds.some((bound) => bound?.version.scheme === 'date') && version.condition === undefined) {
    const own = [softwareVersion, firmwareVersion].flatMap(
      (text) => readDay(text.replace(/^[a-z/.: ]*?(?=\d)/i, '')) ?? readDay(text.trim()) ?? [],
    )
    const said = datesSaid(description)
    const day = own[0] ?? (said.find(({ of }) => of === 'software') ?? said.find(({ of }) => of === 'unknown'))?.date
    const { answer } = day
      ? contains(version, day.length === 7 ? wholeMonth(day) : day)
      : { answer: 'unknown' as const }
    if (day && answer !== 'unknown')
      return settled(answer, `software of ${day} is ${answer === 'yes' ? 'within' : 'outside'} "${versionText.trim()}"`)
  }

  if (!hasVersion || /[a-z].*\d|\//i.test(`${softwareVersion} ${firmwareVersion}`)) {
    // A number behind a brand may be anything; only a server’s own way of writing it clears the device.
    for (const word of formsOf(name).filter((form) => /^[a-z]{6,}$/.test(form))) {
      const behind = versionBehind(word, `${softwareVersion} ${firmwareVersion} ${description}`)
      const { answer } = behind ? contains(version, behind.version) : { answer: 'unknown' as const }
      if (behind && (answer === 'yes' || (answer === 'no' && behind.isAnnounced)) && version.condition === undefined)
        return settled(
          answer,
          `"${word} ${behind.version}" is ${answer === 'yes' ? 'within' : 'outside'} "${versionText.trim()}"`,
        )
    }
  }
  return undefined
}

const monthWords = 'January February March April May June July August September October November December'.split(' ')

/** `2017-11` for the whole month: in words that the reader of versions knows. */
const wholeMonth = (month: string): string => `${monthWords[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`

/** `Version A, Firmware A.03.09, Part #: …` describes a part; one of the things said of it is another on the device. */
function otherPart(versionText: string, { firmwareVersion, description }: Configuration): string | undefined {
  const wanted = /^version ([a-z]),\s*firmware ([\w.]+)/i.exec(versionText.trim())
  if (!wanted) return undefined
  const letter = /\bversion ([a-z])\b/i.exec(description)?.[1]
  if (letter && letter.toUpperCase() !== wanted[1]!.toUpperCase())
    return `version ${letter} is not "${versionText.trim()}"`
  if (contains(wanted[2]!, firmwareVersion).answer !== 'no') return undefined
  return `firmware version ${firmwareVersion.trim()} is not that of "${versionText.trim()}"`
}

/**
 * `running on … such as Windows 2000`, `Windows 10 Professional Operating System U.S. release`: the operating system that
 * the advisory asks for is the device's, and every other word of the condition that restricts stands in its description.
 */
function conditionHolds(condition: string, configuration: Configuration): boolean {
  const wanted = /\bwindows\b/i.test(condition) ? readOperatingSystem(condition) : undefined
  const own = wanted && readOperatingSystem(configuration.operatingSystem)
  if (!wanted || !own || wanted.edition === '' || wanted.family !== own.family || wanted.edition !== own.edition)
    return false
  if (/\bprofessional\b/i.test(condition) && !/\bpro(?:fessional)?\b/i.test(configuration.operatingSystem)) return false
  const needsCountry = /\bu\.?s\.?(?= release)/i.test(condition)
  if (needsCountry && !/\bu\.?s\.?a?\b/i.test(`${configuration.model} ${configuration.description}`)) return false
  const rest = condition
    .replace(/\bu\.?s\.? release\b/gi, ' ')
    .replace(
      /\b(?:microsoft|windows|operating systems?|professional|running|on|old|unsupported|such as|the|release|used|with|only|when|for|systems?)\b/gi,
      ' ',
    )
    .replace(/[^a-z]+/gi, ' ')
    .trim()
  return rest === '' || /^(?:xp|nt|vista|server|embedded| )*$/i.test(rest)
}

/** The words that name an option (`with wireless option`); none where dates, numbers or something else restrict as well. */
function optionOf(condition: string | undefined): string[] {
  if (
    !condition ||
    /\d|;|[<>]|\b(?:shipped|between|manufactured|distributed|released?|before|after)\b/i.test(condition)
  )
    return []
  if (
    !/^(?:with|enabled with|w\/)\s/i.test(condition) &&
    !/^(?!.*\b(?:not|no|without|except|unless|excluding)\b)\S+(?: \S+){0,2}$/i.test(condition)
  )
    return []
  return condition
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 2 && !/^(?:with|enabled|the|option|options|only|installed|and|mode)$/.test(word))
}

/** Each word and number of the condition stands in what the inventory says: `on Windows 8.1 with IIS 7.5`. */
function isSaid(condition: string | undefined, configuration: Configuration): boolean {
  if (!condition || /[<>]|\b(?:not|no|without|except|unless|excluding|shipped|between|before|after)\b/i.test(condition))
    return false
  const said = Object.values(configuration)
    .join(' ')
    .toLowerCase()
    .replace(/\bwin ?(?=\d|xp)/g, 'windows ')
  const wanted = condition
    .toLowerCase()
    .split(/[^a-z0-9.]+/)
    .filter(
      (word) =>
        word !== '' &&
        !/^(?:on|with|and|the|of|in|mode|option|used|running|microsoft|installed|using|when)$/.test(word),
    )
  // `UCS 2.1` for `Universal Copy Service`.
  const initials = wanted.map((word) => word[0]).join('')
  const short = [...initials].flatMap((_, at) =>
    [3, 4].map((length) => ({ at, length, text: initials.slice(at, at + length) })),
  )
  const spelt = short.find(({ text, length }) => text.length === length && new RegExp(`\\b${text}\\b`).test(said))
  if (spelt) wanted.splice(spelt.at, spelt.length)
  return (
    (wanted.length > 1 || spelt !== undefined) &&
    wanted.every((word) => new RegExp(`(?<![a-z0-9.])${word.replace(/\./g, '\\.')}(?![a-z0-9])`).test(said))
  )
}

const shipped = /\bshipped (?:between |from )?(.+?) ?(?:through|and|to|until|(?<=\d{4})-) ?([^);]+)/i

/** `with wireless option (shipped between 26-June-2017 through 07-August 2018)`: option and day are asked for. */
function settleDated(condition: string, configuration: Configuration, device: DeviceName): VersionEvidence | undefined {
  const found = shipped.exec(condition)
  if (!found) return undefined
  const { description } = configuration
  const option =
    condition
      .replace(shipped, ' ')
      .toLowerCase()
      .match(/[a-z]{4,}/g)
      ?.filter((word) => !/^(?:with|option|options|installed|enabled)$/.test(word)) ?? []
  const settled = (answer: 'yes' | 'no', text: string): VersionEvidence => ({
    answer,
    isMissing: false,
    because: toBecause(answer, text),
  })
  if (option.some((word) => device.denied.has(word)))
    return settled('no', `the device is without "${option.join(' ')}"`)
  const [from, until] = [boundary(found[1]!, '00'), boundary(found[2]!, '99')]
  const day = datesSaid(description).find(({ of }) => of === 'making')?.date
  if (!from || !until || !day) return undefined
  if (`${day}-99` < from || `${day}-00`.slice(0, 10) > until)
    return settled('no', `made on ${day}, which is outside "${condition.trim()}"`)
  const same: Readonly<Record<string, readonly string[]>> = { wireless: ['wlan', 'wifi', 'wi-fi'] }
  const hasOption = option.every((word) => [word, ...(same[word] ?? [])].some((form) => device.forms.has(form)))
  return hasOption &&
    day.length > 4 &&
    `${day}-00`.slice(0, 10) >= from.slice(0, 7) &&
    `${day}-99`.slice(0, 10) <= `${until}-99`
    ? settled('yes', `${option.join(' ')} and ${day} are what "${condition.trim()}" asks for`)
    : undefined
}

/** A day, a month or a year, filled up to the first or the last day of it. */
function boundary(text: string, day: '00' | '99'): string | undefined {
  const plain = text.trim()
  if (/^(?:19|20)\d\d$/.test(plain)) return `${plain}-${day}-${day}`
  const read = readDay(plain.replace(/\s+/g, ' '))
  return read && (read.length === 7 ? `${read}-${day}` : read)
}

/** `8.x model 35700BAX2`: the device’s model number settles the condition, where it has one. */
function settleModelCondition(version: VersionExpression, device: DeviceName): VersionExpression | 'another model' {
  const code = /^model (\S+)$/i.exec(version.condition ?? '')?.[1]?.toLowerCase()
  if (!code) return version
  if (device.forms.has(code)) return { ...version, condition: undefined }
  const stem = /^\d+[a-z]*/.exec(code)?.[0] ?? code
  if ([...device.forms.keys()].some((form) => form.length >= 5 && form.startsWith(stem))) return 'another model'
  // Nothing says that it is another: the name and the version agree already.
  return { ...version, condition: undefined }
}

const toBecause = (answer: 'yes' | 'no' | 'unknown', text: string): Because => ({
  part: 'version',
  outcome: answer === 'yes' ? 'agrees' : answer === 'no' ? 'contradicts' : 'unknown',
  text,
})

/** `Windows XP-Based`: the operating system decides. */
function systemCondition(text: string): OperatingSystem | undefined {
  const found = /\b(?:windows (?:xp|vista|nt|\d+|server \d+(?: r2)?))[\s-]based\b/i.exec(text)
  return found ? readOperatingSystem(found[0].replace(/[\s-]based/i, '')) : undefined
}

function compareSystemCondition(
  product: IndexedProduct,
  wanted: OperatingSystem,
  statement: Statement,
  configuration: Configuration,
  device: DeviceName,
): VersionEvidence {
  const own = readOperatingSystem(configuration.operatingSystem)
  const name = `Windows ${wanted.edition}`
  if (!own || own.edition === '') {
    return {
      answer: 'unknown',
      isMissing: true,
      because: {
        part: 'operating_system',
        outcome: 'unknown',
        text: `only those on ${name} are named, and the operating system is not known`,
        asks: 'operatingSystem',
      },
    }
  }
  if (own.family !== wanted.family || own.edition !== wanted.edition) {
    return {
      answer: 'no',
      isMissing: false,
      because: {
        part: 'operating_system',
        outcome: 'contradicts',
        text: `operating system "${own.text}" is not ${name}`,
      },
    }
  }
  if (statement.version.reading === 'all') {
    return {
      answer: 'yes',
      isMissing: false,
      because: { part: 'operating_system', outcome: 'agrees', text: `operating system "${own.text}" is ${name}` },
    }
  }
  return compareVersion(product, statement, configuration, device, true)
}

const affects = new Set(['known_affected', 'first_affected', 'last_affected'])
const clears = new Set(['fixed', 'first_fixed', 'known_not_affected', 'recommended'])

function judge(
  matches: Match[],
  statement: Statement,
  evidence: { isSure: boolean; probability: number; version: VersionEvidence; because: readonly Because[] },
): void {
  const { isSure, version } = evidence
  const base = {
    advisoryId: statement.advisory.id,
    revision: statement.advisory.revision,
    productId: statement.product.productId,
  }
  const doubt = version.answer === 'unknown' ? (version.isMissing ? 0.6 : 0.5) : 1
  for (const { vulnerabilityId, status } of statement.verdicts) {
    const because = [...evidence.because, version.because]
    const add = (answer: Match['answer'], probability: number, stated?: Because) =>
      matches.push({
        ...base,
        vulnerabilityId,
        answer,
        probability: Math.round(probability * 100) / 100,
        because: stated ? [...because, stated] : because,
      })

    if (affects.has(status)) {
      if (version.answer === 'no') {
        // What may be another model is not cleared by a version that is not its own.
        if (isSure) add('not_affected', 0.02)
      } else if (version.answer === 'yes' && isSure) add('affected', evidence.probability)
      else add('cannot_tell', evidence.probability * doubt)
    } else if (clears.has(status)) {
      const text = `the advisory says: ${status.replaceAll('_', ' ')}`
      if (version.answer === 'yes' && isSure)
        add('not_affected', 0.02, { part: 'status', outcome: 'contradicts', text })
    } else if (version.answer !== 'no') {
      add('cannot_tell', evidence.probability * 0.5, {
        part: 'status',
        outcome: 'unknown',
        text: 'the publisher is still looking into it',
      })
    }
  }
}

/** Operating systems are matched by the device’s own field: who made the device does not matter, unless a maker says "ours on Windows XP". */
function matchSystem(
  matches: Match[],
  product: IndexedProduct,
  own: OperatingSystem,
  configuration: Configuration,
  aliases: Aliases | undefined,
): void {
  const wanted = product.operatingSystem!
  let vendor: Because | undefined
  if (!product.isNamedByOwnMaker) {
    const agreement = vendorsAgree(readVendor(configuration.manufacturer, aliases), product.vendor)
    if (!agreement) return
    vendor = { part: 'vendor', outcome: 'agrees', text: agreement.text }
  }
  if (wanted.edition !== '' && own.edition !== '' && wanted.edition !== own.edition) return

  const isKnown = wanted.edition === '' || own.edition !== ''
  const text = `operating system "${own.text.trim()}"`
  const because: Because[] = [
    ...(vendor ? [vendor] : []),
    isKnown
      ? { part: 'operating_system', outcome: 'agrees', text: `${text} is ${product.name.text}` }
      : {
          part: 'operating_system',
          outcome: 'unknown',
          text: `${text} may be ${product.name.text}`,
          asks: 'operatingSystem',
        },
  ]
  for (const statement of product.statements) {
    let version = compareSystemVersion(statement, own)
    const condition = `${product.name.text} ${statement.versionText}`
    if (/smb\s*v?\s*1/i.test(condition) && version.answer !== 'no') {
      version = hasSmb1ByDefault(own)
        ? {
            answer: 'yes',
            isMissing: false,
            because: toBecause('yes', `SMBv1 is on in ${own.text.trim()} unless somebody switched it off`),
          }
        : { answer: 'unknown', isMissing: true, because: toBecause('unknown', 'whether SMBv1 is on is not known') }
    } else if (product.name.condition && version.answer === 'yes') {
      version = {
        answer: 'unknown',
        isMissing: true,
        because: toBecause('unknown', `only: ${product.name.condition.text}`),
      }
    }
    judge(matches, statement, { isSure: isKnown, probability: isKnown ? 0.95 : 0.4, version, because })
  }
}

function compareSystemVersion(statement: Statement, own: OperatingSystem): VersionEvidence {
  const { version, versionText } = statement
  if (version.reading === 'all' || version.reading === 'none') {
    // An operating system without a stated version is meant as it stands in the name.
    return { answer: 'yes', isMissing: false, because: toBecause('yes', 'all versions are named') }
  }
  const listed = readOperatingSystem(`windows ${versionText}`)
  if (
    own.family === 'windows' &&
    listed &&
    listed.edition !== '' &&
    version.alternatives.every((one) => one.kind === 'exact')
  ) {
    const names = versionText
      .split(/\||,| and /)
      .map((name) => readOperatingSystem(`windows ${name.replace(/windows/i, '')}`)?.edition)
    const isListed = names.includes(own.edition)
    const answer = isListed ? 'yes' : own.edition === '' ? 'unknown' : 'no'
    return {
      answer,
      isMissing: false,
      because: toBecause(answer, `"${own.text.trim()}" is ${isListed ? '' : 'not '}among "${versionText.trim()}"`),
    }
  }
  const { answer, because } = contains(version, own.version)
  const asked: Asked =
    answer === 'unknown' && version.reading === 'alternatives' && !version.condition ? { asks: 'operatingSystem' } : {}
  return { answer, isMissing: own.version === '', because: { ...toBecause(answer, because), ...asked } }
}
