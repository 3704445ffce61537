// Does the device's version, or what else the inventory says, fit what a statement asks for?

import type { Configuration } from '#model/matching.ts'
import { contains, readVersionExpression, type VersionExpression } from '#standards/vers/vers.ts'
import type { DeviceName } from './device-name.ts'
import { readOfEdition, saysEdition, settleEdition } from './edition-condition.ts'
import { wasMadeThen } from './made-condition.ts'
import type { IndexedProduct } from './match-index.ts'
import { settleModelCondition } from './model-condition.ts'
import { versionOfSystem, withoutCode, withoutName } from './named-versions.ts'
import { type OperatingSystem, readOperatingSystem } from './operating-system.ts'
import { type Asked, asksOption, conditionHolds, isSaid, optionOf } from './option-condition.ts'
import { settlePartCondition } from './part-condition.ts'
import { settlePatchLevel } from './patch-level.ts'
import { settleSerialDigits } from './serial-digits.ts'
import { settleDated } from './shipped-condition.ts'
import {
  asUnpatched,
  containsStated,
  inName,
  isGenerationOf,
  isOfModel,
  ofPatchedRelease,
  releaseOfYear,
  standsIn,
  withLabels,
} from './stated-version.ts'
import type { Statement } from './statement.ts'
import { runsOn } from './system-condition.ts'
import { settled, toBecause, type VersionEvidence } from './version-answer.ts'
import { otherPart, settleElsewhere } from './version-elsewhere.ts'
import { ofMembers } from './versions-of-members.ts'
import { versionsSaid } from './versions-said.ts'
import { ofComponent, ofProgram, type Stated, saidBeside, versionsStated, withoutUnaffected } from './whose-version.ts'

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
  const ofEdition = compareEdition(product, statement, configuration, device, isSystemKnown)
  if (ofEdition) return ofEdition
  const members = ofMembers(statement, product.name, device)
  if (members)
    return ofEither(
      members.map((one) => compareVersion(product, one, configuration, device, isSystemKnown)),
      versionText,
    )
  const byNumber = compareSerialDigits(statement, configuration) ?? comparePatchLevel(statement, configuration)
  if (byNumber) return byNumber
  const narrowed =
    withoutUnaffected(statement, configuration) ??
    saidBeside(statement, configuration) ??
    ofComponent(statement, configuration) ??
    ofProgram(product, statement, configuration)
  if (narrowed) return compareVersion(product, narrowed.statement, narrowed.configuration, device, isSystemKnown)
  const version = settleModelCondition(statement.version, device, product)
  if (version === 'another model') return settled('no', `the device is not "${versionText.trim()}"`)

  // `with OIS running on Debian 9 or earlier`: an option, and a system that it runs on.
  const [, ofOption, ranOn] = /^(with .+?) ((?:running |installed )?on .+)$/i.exec(version.condition ?? '') ?? []
  const ofOptionRuns = ranOn === undefined ? undefined : runsOn(ranOn, configuration)
  const runs = version.condition === undefined ? undefined : (runsOn(version.condition, configuration) ?? ofOptionRuns)
  if (runs === 'no') return otherSystem(configuration.operatingSystem, version.condition!)
  if (runs === 'yes') {
    const open = { ...statement, version: { ...version, condition: ofOptionRuns === 'yes' ? ofOption : undefined } }
    return compareVersion(product, open, configuration, device, isSystemKnown)
  }
  const ofPart =
    settlePartCondition(version.condition, configuration, device) ?? settleEdition(version.condition, configuration)
  if (ofPart === 'no') return settled('no', `what the inventory says is not "${version.condition}"`)
  if (ofPart === 'yes') {
    const { condition = '' } = version
    const rest = versionText.replace(condition, ' ')
    const open = { ...statement, versionText: rest, version: { ...version, condition: undefined } }
    // Its column has been read: what the rest speaks of is another.
    const isFirmware = /\b(?:firmware|fw)\b/i.test(condition)
    const others = { ...configuration, ...(isFirmware ? { firmwareVersion: '' } : {}) }
    return compareVersion(product, open, others, device, isSystemKnown)
  }
  const another =
    compareOneSystem(versionText, configuration) ??
    otherPart(versionText, configuration) ??
    compareGeneration(product, statement, version, device)
  if (another) return another

  const stated = statedOrInName(product, statement, version, configuration, device)
  const elsewhere = settleElsewhere(product, statement, configuration, stated.length > 0)
  if (elsewhere) return elsewhere
  if (stated.length === 0) stated.push(...statedInText(product, statement, version, configuration))

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
  if (option.some((word) => device.denied.has(word)))
    return settled('no', `the device is without "${option.join(' ')}"`)
  const hasOption =
    (option.length > 0 && option.every((word) => device.forms.has(word))) || isSaid(version.condition, configuration)
  if (hasOption || conditionHolds(asks, configuration)) {
    const open = { ...version, condition: undefined }
    const isWhole = version.condition === undefined || version.condition === versionText.trim()
    if (isWhole || version.reading === 'all') return settled('yes', `"${asks.trim()}" is what the inventory says`)
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
  return compareStated(stated, statement, version, configuration)
}

/** Each version that is stated, or both columns together, beside what the statement asks for. */
function compareStated(
  stated: readonly Stated[],
  statement: Statement,
  version: VersionExpression,
  { description }: Configuration,
): VersionEvidence {
  const both = version.labelled && stated.length > 0 ? [{ label: 'version', text: withLabels(stated) }] : undefined
  const answers = (both ?? stated).map(({ label, text }) => ({
    label,
    ...containsStated(version, asUnpatched(text, description, statement.versionText), label),
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

function compareSerialDigits(
  { product, versionText }: Statement,
  configuration: Configuration,
): VersionEvidence | undefined {
  const bySerial = settleSerialDigits(product.name, versionText, configuration)
  if (!bySerial) return undefined
  const { answer, said = 'the serial number' } = bySerial
  const verb = answer === 'yes' ? 'is within' : answer === 'no' ? 'is outside' : 'decides:'
  const because = toBecause(answer, `${said} ${verb} "${versionText.trim()}" of the first digits`)
  return {
    answer,
    isMissing: answer === 'unknown',
    because: { ...because, ...(answer === 'unknown' && { asks: 'serialNumber' }) },
  }
}

function comparePatchLevel({ versionText }: Statement, configuration: Configuration): VersionEvidence | undefined {
  const answer = settlePatchLevel(versionText, configuration)
  if (!answer) return undefined
  const said = answer === 'yes' ? 'is that of' : answer === 'no' ? 'is not that of' : 'decides:'
  return {
    answer,
    isMissing: answer === 'unknown',
    because: toBecause(answer, `the patch level ${said} "${versionText.trim()}"`),
  }
}

const otherSystem = (own: string, asked: string): VersionEvidence => ({
  answer: 'no',
  isMissing: false,
  because: {
    part: 'operating_system',
    outcome: 'contradicts',
    text: `operating system "${own.trim()}" is not "${asked.trim()}"`,
  },
})

/** One system alone is asked for, and the device runs another. */
function compareOneSystem(versionText: string, { operatingSystem }: Configuration): VersionEvidence | undefined {
  const asksForOne =
    !/\b(?:such as|e\.?g\.?|including|or|and) |\b(?:later|newer|older|earlier|prior|unsupported)\b/i.test(
      versionText,
    ) &&
    /\bwindows\b/i.test(versionText) &&
    !/[|,]|\bwindows\b.*\bwindows\b/i.test(versionText)
  const asked = asksForOne ? readOperatingSystem(versionText) : undefined
  const system = asked && readOperatingSystem(operatingSystem)
  const isOther =
    asked?.family === system?.family && asked?.edition && system?.edition && asked.edition !== system.edition
  return isOther ? otherSystem(system.text, versionText) : undefined
}

/** `Saveris Base V 2.0` is no `Saveris Base V 3.0`, whose firmware the advisory counts besides. */
function compareGeneration(
  { name }: IndexedProduct,
  { isByName }: Statement,
  { reading }: VersionExpression,
  { versions }: DeviceName,
): VersionEvidence | undefined {
  const generation = reading === 'alternatives' ? /^\d+(?:\.\d+)+(?= |$)/.exec(name.version ?? '')?.[0] : undefined
  if (generation === undefined || isByName || versions.length === 0) return undefined
  const isOther = versions.every((text) => contains(`${generation}.x`, text.split(' ')[0]!).answer === 'no')
  return isOther ? settled('no', `the ${versions[0]} in its name is not ${generation}`) : undefined
}

/** Numbers in a device's name that may be its version. */
function mayBeVersion(product: IndexedProduct, { patchedRelease, isByName }: Statement) {
  // The 1.0 of the `QIAstat-Dx Analyzer 1.0` tells which model it is, where the advisory speaks of other versions.
  const ofName = patchedRelease ?? product.name.generation ?? (isByName ? undefined : product.name.version)
  return (text: string) => text !== ofName && !isGenerationOf(product, text) && !isOfModel(text, product)
}

/** The versions that the inventory's own fields state; else those in the device's name. */
function statedOrInName(
  product: IndexedProduct,
  statement: Statement,
  version: VersionExpression,
  configuration: Configuration,
  device: DeviceName,
): Stated[] {
  const { versionText } = statement
  const stated = versionsStated(statement, configuration).map(({ label, text }) => ({
    label,
    text: ofPatchedRelease(
      withoutName(withoutCode(text, device, version.text), product, versionText),
      statement,
      device,
    ),
  }))
  return stated.length > 0
    ? stated
    : device.versions.filter(mayBeVersion(product, statement)).map((text) => ({ label: inName, text }))
}

/** The version in the description; else the one in the model; else that of the system, where it is the product's. */
function statedInText(
  product: IndexedProduct,
  statement: Statement,
  version: VersionExpression,
  { description, model, operatingSystem }: Configuration,
): Stated[] {
  const { versionText, isByName } = statement
  const described = versionsSaid(description)
  if (described.length > 0) return described.map((text) => ({ label: 'version in the description', text }))
  const named = [...versionsSaid(model), ...(model.match(releaseOfYear) ?? [])]
    .filter(mayBeVersion(product, statement))
    .filter((text) => isByName || !standsIn(text, product))
  if (named.length > 0) return named.map((text) => ({ label: inName, text }))
  const running = versionOfSystem(operatingSystem, product, versionText)
  if (running !== undefined) return [{ label: 'version of the operating system', text: running }]
  // The Android of a handheld computer is its firmware: `CT50-Ex | 4.4 | 6.0`.
  const ofSystem = /^\s*(?:android|ipados|ios)\s+(\d[\d.]*)\s*$/i.exec(operatingSystem)?.[1]
  const areNamed = version.alternatives.length > 0 && version.alternatives.every(({ kind }) => kind === 'exact')
  return ofSystem && areNamed && contains(version, ofSystem).answer === 'yes'
    ? [{ label: 'version of the operating system', text: ofSystem }]
    : []
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

/** Of one edition alone some versions: the edition that the inventory names decides, and its version. */
function compareEdition(
  product: IndexedProduct,
  statement: Statement,
  configuration: Configuration,
  device: DeviceName,
  isSystemKnown: boolean,
): VersionEvidence | undefined {
  const asked = /edition/i.test(statement.versionText) ? readOfEdition(statement.versionText) : undefined
  if (!asked) return undefined
  const said = saysEdition(asked, configuration, product.name.text)
  const name = `${asked.edition.join(' ')} edition`
  if (said === 'no') return settled('no', `what the inventory says is not the ${name}`)
  const evidence = compareVersion(
    product,
    { ...statement, versionText: asked.versions, version: readVersionExpression(asked.versions) },
    { ...configuration, softwareVersion: configuration.softwareVersion.replace(/^.*\bedition\b[\s:,-]*/i, '') },
    device,
    isSystemKnown,
  )
  if (said === 'yes' || evidence.answer !== 'yes') return evidence
  return {
    answer: 'unknown',
    isMissing: true,
    because: { ...toBecause('unknown', `only: ${name}`), ...asksOption(asked.edition) },
  }
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

/** Which one attribute settles an unknown version. Nothing does where the statement is not understood or needs two answers. */
function askedBy(statement: Statement, version: VersionExpression, isMissing: boolean): Asked {
  if (version.condition !== undefined) {
    const needsVersion = isMissing && version.reading !== 'all'
    return needsVersion ? {} : asksOption(optionOf(version.condition))
  }
  if (version.reading !== 'alternatives') return {}
  return { asks: statement.speaksOfFirmware ? 'firmwareVersion' : 'softwareVersion' }
}

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

/** What all of them come to; which of them is meant is not known. */
function ofEither([first, ...others]: readonly VersionEvidence[], versionText: string): VersionEvidence {
  if (first && others.every(({ answer }) => answer === first.answer)) return first
  const text = `"${versionText.trim()}" differs by model, and which this is is not said`
  return { answer: 'unknown', isMissing: false, because: toBecause('unknown', text) }
}
