/**
 * Which advisories speak of a configuration, and does the flaw fit it: affected, not affected, or nobody can tell. A function
 * of its inputs: it reads no table and no clock. Every answer carries what was compared and how that came out.
 */
import type { Component } from '#model/component.ts'
import type { Because } from '#model/finding.ts'
import type { Configuration, Match } from '#model/matching.ts'
import { contains, isCutShort } from '#standards/vers/vers.ts'
import type { NameAgreement } from './agreement/rule.ts'
import { calibrated } from './calibration.ts'
import { type Candidate, productsOf } from './candidates.ts'
import type { DeviceName } from './device-name.ts'
import { hasFeatureOn, isSwitchedOff } from './feature-state.ts'
import { sameProduct, sameUnit } from './identifiers.ts'
import { insideEvidence } from './inside.ts'
import { judge } from './judge.ts'
import { matchExactNames } from './match-exact.ts'
import type { IndexedProduct, MatchIndex } from './match-index.ts'
import { matchSystem } from './match-system.ts'
import { joined, letters, rawTokens } from './model-token.ts'
import { namesAgree } from './name-agreement.ts'
import { namedByCpe } from './named-by-cpe.ts'
import { type OperatingSystem, readOperatingSystem } from './operating-system.ts'
import { asksOption, conditionHolds } from './option-condition.ts'
import { type Aliases, modelByAlias } from './own-aliases.ts'
import { plainText } from './plain-text.ts'
import { formsOf } from './product-name.ts'
import { settleReleases } from './releases.ts'
import type { Statement } from './statement.ts'
import { allVersions, ofUnit, toBecause } from './version-answer.ts'
import { besideModels, compareVersion } from './version-evidence.ts'

export { makerOf, makersRead } from './advisory-statements.ts'
export { familyAlone } from './agreement/rule.ts'
export { matchingRules } from './calibration-knots.ts'
export { makerTexts, mayFindVendors } from './candidates.ts'
export { cpeNameOf, inVersion } from './cpe-names.ts'
export { componentStems } from './exact-names.ts'
export { systemsOfHardware } from './hardware-systems.ts'
export { joinedProduct } from './joined-products.ts'
export { isKnownVendor, readVendor, type Vendor, vendorIdsAsWritten } from './makers/vendor.ts'
export { isSameVendor, isSurelySameVendor } from './makers/vendor-agreement.ts'
export { knownSpellings, vendorName } from './makers/vendor-register.ts'
export { vendorSpelling } from './makers/vendor-words.ts'
export { compileExactNames, componentText, isNamedExactly } from './match-exact.ts'
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
export { versionInName } from './remembered-names.ts'
export { romans } from './squeeze.ts'
export { readSystemNames } from './system-names.ts'

/**
 * Every statement whose product is, or may be, the configuration: one match for each product entry and vulnerability.
 * Statements about another model give none. Where one product of an advisory is surely the configuration, its products that
 * only may be are left out. Several statements may disagree on one vulnerability: see `strongestMatches`.
 */
export function matchConfiguration(
  index: MatchIndex,
  configuration: Configuration,
  aliases?: Aliases,
  components: readonly Component[] = [],
): Match[] {
  return scoreConfiguration(index, configuration, aliases, components).map((match) => ({
    ...match,
    probability: calibrated(match.answer, match.probability),
  }))
}

/** The same with the rules’ own scores in place of probabilities: what the calibration is learnt from. */
export function scoreConfiguration(
  index: MatchIndex,
  stated: Configuration,
  aliases?: Aliases,
  components: readonly Component[] = [],
): Match[] {
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
    /** What its CPE name says and the inventory does not. */
    leftOpen?: string
  }[] = []
  const byCpe = namedByCpe(index, configuration, aliases, device.name)
  for (const candidate of device.candidates) {
    if (bearsAnotherId(candidate.product, configuration)) continue
    for (const statement of candidate.product.statements) {
      const same = sameProduct(statement.product.identifiers, configuration)
      if (same) {
        const isAlone = same.isAlone || !candidate.product.isMakerStated
        const name = { how: 'sure', probability: 0.98, text: same.because.text, isWhole: isAlone } as const
        found.push({ candidate, statement, name, isAllVersions: false, isIdentifiedAlone: isAlone })
        sure.add(statement.advisory.id)
        byCpe.delete(statement)
        continue
      }
      const exact = byCpe.get(statement)
      if (candidate.isIdentified || (exact && exact.leftOpen === undefined)) continue
      const member = statement.member
      if (member && device.name.numbered.has(member.form)) {
        const ofMember = { ...statement, version: member.version, versionText: member.versionText, models: [] }
        const text = `${candidate.name.text}; "${member.form}" is named before the version`
        found.push({
          candidate,
          statement: ofMember,
          name: { how: 'sure', probability: Math.max(0.9, candidate.name.probability), text },
          isAllVersions: false,
        })
        sure.add(statement.advisory.id)
        continue
      }
      const model = modelsAgree(device.name, candidate, statement)
      if (!model) continue
      if (model.name.how === 'sure' && !model.name.isLoose) sure.add(statement.advisory.id)
      found.push({ candidate, statement, ...model })
    }
  }
  const byName = new Set(found.map(({ statement }) => statement))
  for (const [statement, one] of byCpe) {
    if (byName.has(statement)) continue
    found.push(one)
    sure.add(statement.advisory.id)
  }
  for (const { candidate, statement, name: said, isAllVersions, isIdentifiedAlone, leftOpen } of found) {
    if (candidate.product.name.condition?.forms.some((form) => device.name.denied.has(form))) continue
    if (isSwitchedOff(candidate.product.name.condition, configuration)) continue
    const included = settleReleases(said, configuration)
    const name = included && settleCondition(included, candidate.product, configuration)
    if (!name) continue
    if ((name.how === 'plausible' || name.isLoose) && sure.has(statement.advisory.id)) continue
    const unit = sameUnit(statement.product.identifiers, configuration)
    const isListed = candidate.product.isOfUnits === true && unit?.answer === 'yes'
    if (candidate.product.isOfUnits && unit?.answer === 'no') continue
    const isIdentified = isIdentifiedAlone === true || isListed
    const vendor = vendorBecause(candidate, isIdentified)
    let version = isAllVersions
      ? (besideModels(statement, configuration, device.name) ?? allVersions)
      : compareVersion(
          candidate.product,
          statement,
          ofOption(said, candidate.product, ofPart(configuration, candidate.part)),
          device.name,
        )
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
          : whatNameAsks(name, configuration)),
    }
    // `012U000061` is a version of the SpaceCom and of nothing else: who has it has the module.
    const hasOption =
      name.isConditional === true && version.answer !== 'unknown' && /\d+[a-z]+\d{3,}/i.test(statement.versionText)
    const isFieldAndVersion =
      name.isField === true && statement.version.reading === 'alternatives' && !version.isMissing
    const isVersion =
      name.addedNumber !== undefined &&
      (version.isMissing || device.name.columnMajors.has(name.addedNumber)) &&
      statement.version.reading === 'alternatives' &&
      contains(statement.version, name.addedNumber).answer === 'yes' &&
      !isCutShort(statement.version, name.addedNumber)
    if (isVersion && version.isMissing)
      version = {
        answer: 'yes',
        isMissing: false,
        because: toBecause(
          'yes',
          `the ${name.addedNumber} behind the name is within "${statement.versionText.trim()}"`,
        ),
      }
    // `InterStim X Clinician | A51300`: what stands for the version is the number of the product, and the device bears it.
    const codes = codesOf(statement.versionText)
    const isCode = codes.some((code) => device.name.numbered.has(code))
    // `AcquiLite A7810` is no `A8810`.
    if (
      !isCode &&
      version.answer !== 'yes' &&
      codes.some((code) => [...device.name.numbered].some((own) => isRivalCode(own, code)))
    )
      continue
    if (isCode && (version.isMissing || version.answer === 'unknown'))
      version = {
        answer: 'yes',
        isMissing: false,
        because: toBecause('yes', `the device bears the number "${statement.versionText.trim()}"`),
      }
    if (leftOpen !== undefined && version.answer === 'yes')
      version = { answer: 'unknown', isMissing: true, because: toBecause('unknown', leftOpen) }
    const isSure =
      (name.how === 'sure' || isCode || isVersion || isNamedByKind || isFieldAndVersion || hasOption) &&
      (candidate.vendor !== undefined ||
        isIdentified ||
        (name.isWhole === true && candidate.product.vendor.ids.length > 0))
    if (unit?.isSerial && unit.answer === 'yes' && statement.version.reading === 'none')
      version = { answer: 'yes', isMissing: false, because: toBecause('yes', 'this unit is named, and no version') }
    const inside =
      statement.inside &&
      insideEvidence(statement.inside, statement.version, version, configuration, components, device.name.denied)
    version = inside?.version ?? version
    const vendorFactor = isIdentified
      ? 1
      : !candidate.vendor
        ? name.isWhole
          ? 0.85
          : 0.5
        : candidate.vendor.how === 'same'
          ? 1
          : 0.95
    judge(matches, statement, {
      isOfDevice: !candidate.isModelUnsaid,
      isSure,
      probability: (isNamedByKind ? 0.85 : name.probability) * vendorFactor,
      version: unit ? ofUnit(version, unit) : version,
      because: [vendor, model, ...(unit ? [unit.because] : []), ...(inside?.because ?? [])],
      clears: inside && ((status) => (unit && unit.answer !== 'yes' ? unit.answer : inside.clears(status))),
      isUnitUnknown: unit?.isSerial === true && unit.answer === 'unknown' && version.answer === 'yes',
    })
  }

  const system = systemOf(configuration)
  if (system)
    for (const product of index.systems.get(system.family) ?? [])
      matchSystem(matches, product, system, configuration, aliases, components)
  matchExactNames(matches, index, configuration, components)
  return matches
}

/** Of a model of which some releases are left out the version tells, where it is not on record yet. */
function whatNameAsks({ leavesOut }: NameAgreement, { softwareVersion }: Configuration): Pick<Because, 'asks'> {
  if (!leavesOut) return { asks: 'model' }
  return softwareVersion.trim() === '' ? { asks: 'softwareVersion' } : {}
}

/** `A7810` and `A8810`: the same letters, and as many other digits. */
const isRivalCode = (own: string, code: string): boolean =>
  own !== code &&
  own.length === code.length &&
  /^[a-z]{1,4}\d{4,}$/.test(own) &&
  own.replace(/\d/g, '') === code.replace(/\d/g, '')

/** `P/N 3012-00, all software`, `M290 / M291, all firmware`: behind the numbers. */
const ofAll = /,?\s*\(?all (?:software|firmware|[sf]w)?(?: ?(?:versions?|releases?))?\)?\s*$/i

function vendorBecause({ vendor, product }: Candidate, isIdentified: boolean): Because {
  if (vendor) return { part: 'vendor', outcome: 'agrees', text: vendor.text }
  if (isIdentified && product.isMakerStated)
    return { part: 'vendor', outcome: 'agrees', text: 'a UDI-DI is of one maker alone' }
  if (isIdentified) return { part: 'vendor', outcome: 'agrees', text: 'the advisory names no other manufacturer' }
  return product.vendor.ids.length === 0
    ? { part: 'vendor', outcome: 'unknown', text: 'the advisory names no manufacturer' }
    : { part: 'vendor', outcome: 'unknown', text: 'the inventory names no manufacturer', asks: 'manufacturer' }
}

/** `A51300`, `Part number 4471300`, `Catalog numbers 20-MV, 20-MW`: numbers of products, and nothing else. */
function codesOf(versionText: string): readonly string[] {
  const [, label, numbers = ''] =
    /^\s*((?:p\/?n|(?:part|catalog(?:ue)?|order|reference|model)\s*(?:numbers?|no\.?|#)|model|ref\.?)[:\s]+)?(.*?)(?:\s+only)?\s*$/i.exec(
      versionText,
    ) ?? []
  if (!label && !ofAll.test(versionText)) return /^[a-z]{1,4}\d{4,}$/i.test(numbers) ? [letters(numbers)] : []
  const codes = numbers.replace(ofAll, '').split(/\s*[,|;]\s*|\s+(?:and|or|\/)\s+/)
  return codes.every((code) => /^(?=.*\d)[a-z\d-]{4,}$/i.test(code)) ? codes.map(letters) : []
}

/** Of a part inside the device only the part's own version counts. */
const ofPart = (configuration: Configuration, part: Candidate['part']): Configuration =>
  part ? { ...configuration, softwareVersion: part.version ?? '', firmwareVersion: '', description: '' } : configuration

/** The operating system that a device runs, whichever column says so. */
export const systemOf = ({
  operatingSystem,
  description,
  model,
  softwareVersion,
}: Configuration): OperatingSystem | undefined =>
  readOperatingSystem(operatingSystem) ??
  systemSaid(description) ??
  // What is listed as a device of its own: `VxWorks`, `Windows Server 2019` in the model's column.
  (/^\s*(?:vxworks|qnx|threadx|nucleus rtos|integrity rtos|(?:microsoft )?windows (?:server )?\d+)\b/i.test(model)
    ? readOperatingSystem(`${model} ${softwareVersion}`)
    : undefined)

/** `RTOS: Wind River VxWorks 6.2` in a description. */
function systemSaid(description: string): OperatingSystem | undefined {
  const labelled = /\b(?:rtos|os|operating system)\b\s*[:=]?\s*(.{3,60})/i.exec(description)?.[1]
  const named = /\b(?:vxworks|qnx|threadx|nucleus (?:rtos|plus|net|os)|integrity rtos)\b.{0,40}/i.exec(description)?.[0]
  return readOperatingSystem(labelled ?? '') ?? readOperatingSystem(named ?? '')
}

const generalSystem = /^running (windows|linux|macos|android|ios)(?: os)?$/
/** What runs there has a version of its own; the Android of a handheld is its firmware. */
const ofComputers = /^running (?:windows|linux|macos)(?: os)?$/
const ownSystem = /\b(?:windows|linux|macos|android|ios|ipados|iphone|ipad)\b/i

/** `… used with Windows XP systems`: the device’s operating system settles it. Undefined where it runs another one. */
function settleCondition(
  name: NameAgreement,
  { name: { condition } }: IndexedProduct,
  configuration: Configuration,
): NameAgreement | undefined {
  if (!name.isConditional || !condition) return name
  // `… for Windows`: any of them.
  const family = generalSystem.exec(condition.text)?.[1]
  if (family) {
    const { operatingSystem } = configuration
    const running =
      readOperatingSystem(operatingSystem)?.family ??
      ownSystem.exec(operatingSystem)?.[0].toLowerCase() ??
      (/\b(?:ubuntu|debian|red ?hat|rhel|centos|suse|sles|fedora|alpine|rocky|raspberry pi|raspbian|mint|alma|igel)\b/i.test(
        operatingSystem,
      )
        ? 'linux'
        : /\b(?:mac )?os ?x\b|\bmac os\b/i.test(operatingSystem)
          ? 'macos'
          : undefined)
    if (running === undefined) return name
    const isIt = running === family || (family === 'ios' && running.startsWith('ip'))
    return isIt
      ? { ...name, how: 'sure', isConditional: false, probability: 0.9, text: `${name.text}, as it is` }
      : undefined
  }
  if (optionInColumns(condition.forms, configuration))
    return { ...name, how: 'sure', isConditional: false, probability: 0.9, text: `${name.text}, as it is` }
  if (hasFeatureOn(condition, configuration))
    return { ...name, how: 'sure', isConditional: false, probability: 0.9, text: `${name.text}, as it is` }
  const wanted = readOperatingSystem(condition.text)
  const own = readOperatingSystem(configuration.operatingSystem)
  if (!wanted || wanted.edition === '' || !own || own.edition === '') return name
  if (wanted.family !== own.family || wanted.edition !== own.edition) return undefined
  return conditionHolds(condition.text, configuration)
    ? { ...name, how: 'sure', isConditional: false, probability: 0.9 }
    : name
}

/** `running IOS XE`, `with enCORE software`: the column that names what is asked for, and nothing but its version. */
function optionInColumns(asked: readonly string[], configuration: Configuration): string | undefined {
  const telling = asked.filter((form) => !generalForms.test(form))
  if (!telling.some((form) => /[a-z]{3}/.test(form))) return undefined
  const { operatingSystem, softwareVersion, firmwareVersion } = configuration
  return [softwareVersion, firmwareVersion, operatingSystem].find((text) => {
    const said = new Set(rawTokens(plainText(text)).map(joined))
    return telling.every((form) => said.has(form))
  })
}
const generalForms = /^(?:os|software|firmware|operating|systems?|versions?|applications?)$/

/** Where the name asks for a system or program, and a column says it, what stands behind it there is the version. */
function ofOption(name: NameAgreement, { name: { condition } }: IndexedProduct, configuration: Configuration) {
  if (!name.isConditional || !condition || ofComputers.test(condition.text)) return configuration
  const { operatingSystem, softwareVersion, firmwareVersion } = configuration
  const column = optionInColumns(condition.forms, configuration)
  // `TeamViewer 15.50` on Windows 10: the program has a version of its own.
  if (column === operatingSystem && softwareVersion + firmwareVersion !== '') return configuration
  const version = column && /^\s*[a-z][^\d]*\s(v?\d.*)$/i.exec(column)?.[1]
  // The 9 of `with Debian 9 System Image` is the system's own.
  return version && !condition.forms.includes(version.trim())
    ? { ...configuration, softwareVersion: version, firmwareVersion: '', operatingSystem: '' }
    : configuration
}

/** `Smart-UPS SMT Series (ID=18)` and a version that reads `UPS 04.2 (ID1015)`: the maker’s own number parts two products. */
function bearsAnotherId(product: IndexedProduct, { softwareVersion, firmwareVersion }: Configuration): boolean {
  const named = /\bID\s*=?\s*(\d+(?:\/\d+)*)\b/.exec(product.name.text)?.[1]?.split('/')
  const said = /\bID\s*=?\s*(\d+)\b/i.exec(`${softwareVersion} ${firmwareVersion}`)?.[1]
  return named !== undefined && said !== undefined && !named.includes(said)
}

/**
 * One match for each advisory and vulnerability: affected before cannot tell before not affected, then the likelier. What only
 * may clear the device leaves nothing open.
 */
export function strongestMatches(matches: readonly Match[]): Match[] {
  const rank = { affected: 2, cannot_tell: 1, not_affected: 0 } as const
  const best = new Map<string, Match>()
  for (const match of matches) {
    if (match.mayClear) continue
    const key = `${match.advisoryId}\n${match.vulnerabilityId}`
    const other = best.get(key)
    const difference = other ? rank[match.answer] - rank[other.answer] || match.probability - other.probability : 1
    if (difference > 0) best.set(key, match)
  }
  return [...best.values()]
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
    const agreement =
      device.forms.has(model.letters) || fitsPlaceholders(device, model.text)
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

/** `750-8207/025-000` is one of the `750-82xx/xxx-xxx`. */
function fitsPlaceholders({ forms }: DeviceName, listed: string): boolean {
  if (
    !/^\s*[a-z]{0,4}\d[a-z\d]*(?:[-/][a-z\d]+)+\s*$/i.test(listed) ||
    !/\dx+(?![a-z])|(?<![a-z\d])x{2,}(?![a-z])/i.test(listed)
  )
    return false
  const pattern = new RegExp(`^${letters(listed).replace(/x/g, '[a-z\\d]')}$`)
  return [...forms.keys()].some((form) => pattern.test(form))
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

/** What a thing may be built on: a `FeverWarn RaspberryPi` is none of those on `ESP32`. */
const boards = ['esp32', 'esp8266', 'raspberrypi', 'arduino', 'beaglebone', 'stm32', 'nrf52']

/** The device bears a number of the same shape as those that are listed, and it is none of them. */
function hasRivalModel(device: DeviceName, product: IndexedProduct, statement: Statement): boolean {
  // Of a long one, as `1763-L16BWA`, the letters count as well: `1763-L16AWA` is another.
  const shape = (form: string) =>
    form.length < 8
      ? form.replace(/\d/g, '9')
      : form.slice(0, 3) + form.slice(3).replace(/\d/g, '9').replace(/[a-z]/g, 'a')
  const listed = new Set(
    statement.models.flatMap((model) =>
      model.readings.flatMap((reading) =>
        reading.groups.flatMap((group) => group.forms.filter((form) => /\d/.test(form))),
      ),
    ),
  )
  const onBoards = boards.filter((board) => device.forms.has(board))
  if (onBoards.length > 0 && boards.some((board) => listed.has(board)) && !onBoards.some((board) => listed.has(board)))
    return true
  const shapes = new Set([...listed].map(shape))
  const own = formsOf(product.name)
  return [...device.forms.keys()].some(
    (form) =>
      /\d/.test(form) && !listed.has(form) && shapes.has(shape(form)) && !own.some((word) => word.endsWith(form)),
  )
}
