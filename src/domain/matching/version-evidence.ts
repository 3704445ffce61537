// Does the device's version, or what else the inventory says, fit what a statement asks for?

import type { Because } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import { type Contained, contains, isCutShort, type VersionExpression } from '#standards/vers/vers.ts'
import type { DeviceName } from './device-name.ts'
import { settleEdition } from './edition-condition.ts'
import type { UnitAnswer } from './identifiers.ts'
import { wasMadeThen } from './made-condition.ts'
import type { IndexedProduct, Statement } from './match-index.ts'
import { settleModelCondition } from './model-condition.ts'
import { letters } from './model-token.ts'
import { versionOfSystem, withoutCode, withoutName } from './named-versions.ts'
import { type OperatingSystem, readOperatingSystem } from './operating-system.ts'
import { settlePartCondition } from './part-condition.ts'
import { settlePatchLevel } from './patch-level.ts'
import { formsOf } from './product-name.ts'
import { datesSaid, editionSaid, readDay, versionBehind } from './said-elsewhere.ts'
import { settleSerialDigits } from './serial-digits.ts'
import { runsOn } from './system-condition.ts'
import { versionsSaid } from './versions-said.ts'
import { ofComponent, ofProgram, type Stated, saidBeside, versionsStated, withoutUnaffected } from './whose-version.ts'

export interface VersionEvidence {
  readonly answer: 'yes' | 'no' | 'unknown'
  readonly because: Because
  /** Nothing was known of the device’s version, or what was known did not compare. */
  readonly isMissing: boolean
}

/** The version and the unit must both be what the statement means. */
export function ofUnit(version: VersionEvidence, unit: UnitAnswer): VersionEvidence {
  if (version.answer === 'no' || unit.answer === 'yes') return version
  return { ...version, answer: unit.answer, isMissing: true }
}

export const allVersions: VersionEvidence = {
  answer: 'yes',
  isMissing: false,
  because: { part: 'version', outcome: 'agrees', text: 'all versions of the model are named' },
}

/** `2024 R1`. */
const releaseOfYear = /(?<![\w.-])20\d\d ?R[1-9](?![\w.])/g

/** The 600 of an `Evita V600` is no version of what is called so. */
const standsIn = (version: string, { name }: IndexedProduct): boolean =>
  name.text.includes(version) &&
  new RegExp(`(?<![\\d.])${version.replace(/[^\w ]/g, '\\$&')}(?![\\w.])`).test(name.text)

const inName = 'version in the model’s name'

export function compareVersion(
  product: IndexedProduct,
  statement: Statement,
  configuration: Configuration,
  device: DeviceName,
  isSystemKnown = false,
): VersionEvidence {
  const { versionText } = statement
  const dependsOn = systemCondition(`${statement.product.name} ${versionText}`)
  if (dependsOn && !isSystemKnown) return compareSystemCondition(product, dependsOn, statement, configuration, device)
  const ofMaking = compareMaking(product, statement, configuration, device, isSystemKnown)
  if (ofMaking) return ofMaking
  const bySerial = settleSerialDigits(statement.product.name, versionText, configuration)
  if (bySerial) {
    const { answer, said = 'the serial number' } = bySerial
    const verb = answer === 'yes' ? 'is within' : answer === 'no' ? 'is outside' : 'decides:'
    const because = toBecause(answer, `${said} ${verb} "${versionText.trim()}" of the first digits`)
    return {
      answer,
      isMissing: answer === 'unknown',
      because: { ...because, ...(answer === 'unknown' && { asks: 'serialNumber' }) },
    }
  }
  const patched = settlePatchLevel(versionText, configuration)
  if (patched) {
    const said = patched === 'yes' ? 'is that of' : patched === 'no' ? 'is not that of' : 'decides:'
    const because = toBecause(patched, `the patch level ${said} "${versionText.trim()}"`)
    return { answer: patched, isMissing: patched === 'unknown', because }
  }
  const spared = withoutUnaffected(statement, configuration)
  if (spared) return compareVersion(product, spared.statement, spared.configuration, device, isSystemKnown)
  const beside = saidBeside(statement, configuration)
  if (beside) return compareVersion(product, beside.statement, beside.configuration, device, isSystemKnown)
  const part = ofComponent(statement, configuration)
  if (part) return compareVersion(product, part.statement, part.configuration, device, isSystemKnown)
  const program = ofProgram(product, statement, configuration)
  if (program) return compareVersion(product, program.statement, program.configuration, device, isSystemKnown)
  const version = settleModelCondition(statement.version, device, product)
  if (version === 'another model') {
    return { answer: 'no', isMissing: false, because: toBecause('no', `the device is not "${versionText.trim()}"`) }
  }

  // `with OIS running on Debian 9 or earlier`: an option, and a system that it runs on.
  const [, ofOption, ranOn] = /^(with .+?) ((?:running |installed )?on .+)$/i.exec(version.condition ?? '') ?? []
  const ofOptionRuns = ranOn === undefined ? undefined : runsOn(ranOn, configuration)
  const runs = version.condition === undefined ? undefined : (runsOn(version.condition, configuration) ?? ofOptionRuns)
  if (runs === 'no') {
    const text = `operating system "${configuration.operatingSystem.trim()}" is not "${version.condition}"`
    return { answer: 'no', isMissing: false, because: { part: 'operating_system', outcome: 'contradicts', text } }
  }
  if (runs === 'yes') {
    const open = { ...statement, version: { ...version, condition: ofOptionRuns === 'yes' ? ofOption : undefined } }
    return compareVersion(product, open, configuration, device, isSystemKnown)
  }
  const ofPart =
    settlePartCondition(version.condition, configuration, device) ?? settleEdition(version.condition, configuration)
  if (ofPart === 'no') {
    const text = `what the inventory says is not "${version.condition}"`
    return { answer: 'no', isMissing: false, because: toBecause('no', text) }
  }
  if (ofPart === 'yes') {
    const { condition = '' } = version
    const rest = versionText.replace(condition, ' ')
    const open = { ...statement, versionText: rest, version: { ...version, condition: undefined } }
    // Its column has been read: what the rest speaks of is another.
    const isFirmware = /\b(?:firmware|fw)\b/i.test(condition)
    const others = { ...configuration, ...(isFirmware ? { firmwareVersion: '' } : {}) }
    return compareVersion(product, open, others, device, isSystemKnown)
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

  // `Saveris Base V 2.0` is no `Saveris Base V 3.0`, whose firmware the advisory counts besides.
  const ofGeneration =
    version.reading === 'alternatives' ? /^\d+(?:\.\d+)+$/.exec(product.name.version ?? '')?.[0] : undefined
  if (ofGeneration !== undefined && ofGeneration !== versionText && device.versions.length > 0) {
    const answers = device.versions.map((text) => contains(`${ofGeneration}.x`, text).answer)
    if (answers.every((answer) => answer === 'no'))
      return {
        answer: 'no',
        isMissing: false,
        because: toBecause('no', `the ${device.versions[0]} in its name is not ${ofGeneration}`),
      }
  }

  const stated = versionsStated(statement, configuration).map(({ label, text }) => ({
    label,
    text: ofPatchedRelease(
      withoutName(withoutCode(text, device, version.text), product, versionText),
      statement,
      device,
    ),
  }))
  // The 1.0 of the `QIAstat-Dx Analyzer 1.0` tells which model it is, where the advisory speaks of other versions.
  const ofName =
    statement.patchedRelease ??
    product.name.generation ??
    (product.name.version === versionText ? undefined : product.name.version)
  if (stated.length === 0)
    stated.push(
      ...device.versions
        .filter((text) => text !== ofName && !isGenerationOf(product, text) && !isOfModel(text, product))
        .map((text) => ({ label: inName, text })),
    )
  const { description, model } = configuration
  const elsewhere = settleElsewhere(product, statement, configuration, stated.length > 0)
  if (elsewhere) return elsewhere
  if (stated.length === 0)
    stated.push(...versionsSaid(description).map((text) => ({ label: 'version in the description', text })))
  if (stated.length === 0)
    stated.push(
      ...[...versionsSaid(model), ...(model.match(releaseOfYear) ?? [])]
        .filter((text) => text !== ofName && !isGenerationOf(product, text) && !isOfModel(text, product))
        .filter((text) => product.name.version === versionText || !standsIn(text, product))
        .map((text) => ({ label: inName, text })),
    )

  // The Android of a handheld computer is its firmware: `CT50-Ex | 4.4 | 6.0`.
  const ofSystem = /^\s*(?:android|ipados|ios)\s+(\d[\d.]*)\s*$/i.exec(configuration.operatingSystem)?.[1]
  const areNamed = version.alternatives.length > 0 && version.alternatives.every(({ kind }) => kind === 'exact')
  const running = versionOfSystem(configuration.operatingSystem, product, versionText)
  if (stated.length === 0 && running !== undefined)
    stated.push({ label: 'version of the operating system', text: running })
  if (stated.length === 0 && ofSystem && areNamed && contains(version, ofSystem).answer === 'yes')
    stated.push({ label: 'version of the operating system', text: ofSystem })

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
  const both = version.labelled && stated.length > 0 ? [{ label: 'version', text: withLabels(stated) }] : undefined
  const answers = (both ?? stated).map(({ label, text }) => ({
    label,
    ...containsStated(version, asUnpatched(text, description, versionText), label),
  }))
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

/**
 * `1SAP561200R0001 (revision index A0 with BSP <= UN30 1.76)`: of the models that are listed only some units. Undefined where
 * nothing but models is asked for, or where the inventory says all of it.
 */
export function besideModels(
  { version: { condition } }: Statement,
  configuration: Configuration,
  device: DeviceName,
): VersionEvidence | undefined {
  const [, before = '', ofPart] =
    /^(.*?)\b(with .*(?:[<>]|\b(?:before|earlier|prior|below|up to)\b).*)$/i.exec(condition ?? '') ?? []
  if (ofPart === undefined || !/\d/.test(ofPart)) return undefined
  const settled = settlePartCondition(ofPart.trim(), configuration, device)
  const said = Object.values(configuration)
    .join(' ')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
  const codes = before.toLowerCase().match(/[a-z]*\d[a-z\d]*/g) ?? []
  if (settled === 'yes' && codes.every((code) => said.includes(code))) return undefined
  const answer = settled === 'no' ? 'no' : 'unknown'
  const text = answer === 'no' ? `what the inventory says is not "${condition}"` : `only: ${condition}`
  return { answer, isMissing: answer === 'unknown', because: toBecause(answer, text) }
}

/** Settles when the unit was made, where the statement asks for that alone or besides a version. */
function compareMaking(
  product: IndexedProduct,
  statement: Statement,
  configuration: Configuration,
  device: DeviceName,
  isSystemKnown: boolean,
): VersionEvidence | undefined {
  const { versionText, version } = statement
  const whole = wasMadeThen(versionText, configuration)
  const made = whole ?? wasMadeThen(version.condition, configuration)
  if (!made || (!whole && made.answer === 'unknown')) return undefined
  const { answer, day } = made
  if (answer === 'unknown')
    return { answer, isMissing: true, because: toBecause(answer, `when it was made decides: "${versionText.trim()}"`) }
  const asked = whole ? versionText.trim() : version.condition!
  if (answer === 'yes' && !whole) {
    const open = { ...statement, version: { ...version, condition: undefined } }
    return compareVersion(product, open, configuration, device, isSystemKnown)
  }
  const text = `made ${day}, which is ${answer === 'yes' ? 'within' : 'outside'} "${asked}"`
  return { answer, isMissing: false, because: toBecause(answer, text) }
}

/** The 2 of a `WGS-804HPT-V2`, where the advisory calls it so too, counts the boxes. */
const isGenerationOf = ({ name }: IndexedProduct, text: string): boolean =>
  /^\s*v?\d\s*$/i.test(text) && new RegExp(`-v${text.trim().replace(/^v/i, '')}(?![\\w.])`, 'i').test(name.text)

/** `7.20` where the advisory names `7.2` and no range: what kept it as a number dropped the nought. */
function lostNought({ alternatives }: VersionExpression, text: string): boolean {
  const short = /(?<![\d.])v?0*(\d+\.[1-9])0\s*$/i.exec(text)?.[1]
  return (
    short !== undefined &&
    alternatives.some((one) => one.kind === 'exact' && one.version.text.trim().replace(/^v/i, '') === short)
  )
}

/** `CU 8` of a `SQL Server 2019` is 2019 CU 8. */
function ofPatchedRelease(text: string, { patchedRelease }: Statement, device: DeviceName): string {
  const isPatch =
    patchedRelease !== undefined && /^\s*(?:sp|cu|p|patch|hf|hotfix|upd|update|mr)[ -]?\d+[a-z]?\s*$/i.test(text)
  return isPatch && device.text.includes(patchedRelease) ? `${patchedRelease} ${text.trim()}` : text
}

/** The 500 of an `Evita V500`, whose name the product bears: it is the model, and no version. */
const isOfModel = (text: string, { name }: IndexedProduct): boolean =>
  /^v?\d{2,}$/i.test(text) && new RegExp(`(?<![a-z\\d])v-?${text.replace(/\D/g, '')}(?![\\d.])`, 'i').test(name.text)

/** A product’s name bears the release as it was sold; a column has what somebody read, or a part of it. */
function containsStated(version: VersionExpression, text: string, label: string): Contained {
  const read = contains(version, text)
  if (read.answer === 'unknown') return read
  if (read.answer === 'no' && lostNought(version, text))
    return { answer: 'unknown', because: `version ${text.trim()} may be "${version.text.trim()}"` }
  // The 2 of an `IP Office 500 V2` counts the boxes, not the releases `11.1.x before 11.1.3.1`.
  const isGeneration = label === inName && read.answer === 'no' && /^\s*v?\d{1,2}\s*$/i.test(text)
  if (!isGeneration && (label === inName || !isCutShort(version, text))) return read
  return {
    answer: 'unknown',
    because: `version ${text.trim()} says too little for "${version.text.trim()}"`,
  }
}

/** `firmware 2.1 / software 3.0`, as both columns say it together. */
const withLabels = (stated: readonly Stated[]): string =>
  stated
    .map(({ label, text }) =>
      /^(?:firmware|software) version$/.test(label) && isBareVersion(text)
        ? `${label.replace(/ version$/, '')} ${text}`
        : text,
    )
    .join(' / ')

const isBareVersion = (text: string): boolean => /^\s*v?\.?\d/i.test(text)

/** `7.2` of a device with `no patches installed` is `7.2 patch 0`, where the advisory counts by patches. */
function asUnpatched(text: string, description: string, versionText: string): string {
  const [, none] =
    /(?<![\p{L}\d])(?:no|without|ohne|keine?|sans|sin|senza) (patch|hot ?fix|service pack)/iu.exec(description) ?? []
  const isCounted = none !== undefined && versionText.toLowerCase().includes(none.toLowerCase())
  return isCounted && /^\s*v?\d+(?:\.\d+)*\s*$/i.test(text) ? `${text.trim()} ${none} 0` : text
}

export type Asked = Pick<Because, 'asks' | 'option'>

/** Which one attribute settles an unknown version. Nothing does where the statement is not understood or needs two answers. */
function askedBy(statement: Statement, version: VersionExpression, isMissing: boolean): Asked {
  if (version.condition !== undefined) {
    const needsVersion = isMissing && version.reading !== 'all'
    return needsVersion ? {} : asksOption(optionOf(version.condition))
  }
  if (version.reading !== 'alternatives') return {}
  return { asks: statement.speaksOfFirmware ? 'firmwareVersion' : 'softwareVersion' }
}

export const asksOption = (words: readonly string[] | undefined): Asked =>
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
      (text) =>
        readDay(text.replace(/^[a-z/.: ]*?(?=\d)/i, '')) ??
        readDay(text.trim()) ??
        datesSaid(text.replace(/\([^()]*\)/g, '')).map(({ date }) => date),
    )
    const said = datesSaid(description)
    const day = own[0] ?? (said.find(({ of }) => of === 'software') ?? said.find(({ of }) => of === 'unknown'))?.date
    const { answer } = day ? contains(version, day) : { answer: 'unknown' as const }
    if (day && answer !== 'unknown')
      return settled(answer, `software of ${day} is ${answer === 'yes' ? 'within' : 'outside'} "${versionText.trim()}"`)
  }

  // `DICOM Viewer 2024.3` in the description, `DLNA Server 2019R1` as the model: the version stands behind the whole name.
  const whole = name.text.replace(/\([^()]*\)/g, ' ').trim()
  for (const full of /[a-z]{2}/i.test(whole) ? new Set([whole, whole.replace(/\s+v?\d[\d.]*$/i, '')]) : []) {
    const own = `${softwareVersion} ; ${firmwareVersion} ; ${description}`
    const behind = versionBehind(full, own) ?? (hasVersion || full !== whole ? undefined : versionBehind(full, model))
    const { answer } = behind ? contains(version, behind.version) : { answer: 'unknown' as const }
    const isSaid = /[.v]\d/i.test(behind?.version ?? '') || behind?.isAnnounced === true
    if (behind && isCutShort(version, behind.version)) continue
    if (
      behind &&
      version.condition === undefined &&
      (answer === 'yes' || (answer === 'no' && isSaid && letters(full).length >= 8))
    )
      return settled(
        answer,
        `"${full} ${behind.version}" is ${answer === 'yes' ? 'within' : 'outside'} "${versionText.trim()}"`,
      )
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
export function conditionHolds(condition: string, configuration: Configuration): boolean {
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
    !/^(?:only )?(?:with|enabled with|w\/)\s/i.test(condition) &&
    !/^(?!.*\b(?:not|no|without|except|unless|excluding)\b)\S+(?: \S+){0,2}$/i.test(condition)
  )
    return []
  return condition
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(
      (word) =>
        word.length > 2 &&
        !/^(?:with|enabled|the|option|options|only|installed|and|mode|module|modules|card|feature)$/.test(word),
    )
}

/** Each word and number of the condition stands in what the inventory says: `on Windows 8.1 with IIS 7.5`. */
export function isSaid(condition: string | undefined, configuration: Configuration): boolean {
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
        !/^(?:on|with|and|the|of|in|mode|option|used|running|microsoft|installed|using|when|only|module|modules|card|feature)$/.test(
          word,
        ),
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

const shipped = /\bshipped (?:between |from )?(.+?) ?(?:through|and|to|until|(?<=\d{4})-(?!\d\d(?!\d))) ?([^);]+)/i

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

export const toBecause = (answer: 'yes' | 'no' | 'unknown', text: string): Because => ({
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
