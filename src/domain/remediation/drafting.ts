import type { AdvisoryRemediation } from '#model/advisory.ts'
import type { Answer, AskedAttribute } from '#model/finding.ts'
import type { CheckedAttribute, WorkOrderType, WorkStep, WorkVerification } from '#model/work-order.ts'
import { fits, type Instruction } from './instruction.ts'
import type { Flaw, WorkSubject } from './subject.ts'

/** One open finding as its work order needs it: what the advisory says can be done, and which statement fits. */
export interface FlawToSettle extends Flaw {
  readonly answer: Answer
  readonly remediations: readonly AdvisoryRemediation[]
  /** The products of the advisory that fit the device. */
  readonly productIds: readonly string[]
  /** Version texts of those products, as written. */
  readonly affectedVersions: readonly string[]
  /** What the matcher compared: `version`, `operating_system` … */
  readonly comparedParts: readonly string[]
}

export interface DeviceSoftware {
  readonly softwareVersion: string
  readonly firmwareVersion: string
  readonly operatingSystem: string
}

export interface Draft {
  readonly type: WorkOrderType
  readonly title: string
  readonly steps: readonly WorkStep[]
  readonly verification: WorkVerification
  /** Planned minutes: the sum over the instructions. */
  readonly minutes: number
}

export interface DraftInput {
  readonly advisory: { readonly trackingId: string; readonly publisher: string; readonly url: string | null }
  readonly subject: WorkSubject
  readonly software: DeviceSoftware
  readonly flaws: readonly FlawToSettle[]
  /** Wanted by the planner; else it follows from what can be done. */
  readonly type?: WorkOrderType | undefined
  /** How it is proved, where that is no version. */
  readonly proof?: string | undefined
}

/** What somebody does at the device, step by step, the patient's safety first. A pure function of its inputs. */
export function draftWork(input: DraftInput, library: readonly Instruction[]): Draft {
  const { subject, flaws, advisory } = input
  const remediations = remediationsOf(flaws)
  const type = input.type ?? typeFor(flaws, remediations)
  const verification = input.proof
    ? { attribute: attributeOf(flaws, input.software), affected: '', sentence: input.proof }
    : verificationOf(flaws, input.software)
  const chosen = instructionsFor(type, subject, remediations, verification.attribute, library)
  return {
    type,
    title: `${verb[type] ?? 'Work on'} ${nameOf(subject)} (${advisory.trackingId})`,
    steps: [
      safetyStep(subject, chosen),
      needsStep(chosen),
      ...vendorSteps(type, remediations, advisory.publisher),
      ...chosen.flatMap(instructionSteps),
      { title: 'Show that it took', text: proof(verification, chosen) },
      { title: 'If it goes wrong', text: chosen.map(({ rollback }) => rollback).join(' ') },
    ].filter(({ text }) => text !== ''),
    verification,
    minutes: chosen.reduce((sum, { minutes }) => sum + minutes, 0),
  }
}

export interface CheckInput {
  readonly subject: WorkSubject
  readonly attribute: AskedAttribute
  /** Of `option`: what the device may have. */
  readonly option: string
  /** What the inventory says of it; empty where it says nothing. */
  readonly recorded: string
  /** How many findings the answer settles. */
  readonly findings: number
}

/** Somebody looks at one thing on the device, whatever the advisories are that ask for it. */
export function draftCheck(input: CheckInput, library: readonly Instruction[]): Draft {
  const { subject, attribute, option, recorded, findings } = input
  const chosen = library.filter((one) => fits(one, subject) && one.answers?.includes(attribute))
  const asked = attribute === 'option' ? `whether it has "${option}"` : `the ${attributeWords[attribute].toLowerCase()}`
  const known =
    attribute === 'option'
      ? 'The inventory does not say'
      : recorded
        ? `The inventory says ${recorded}`
        : 'The inventory says nothing'
  const sentence = `Find out ${asked}. ${known}; the answer settles ${findings === 1 ? 'one finding' : `${findings} findings`}, once it is accepted, by somebody else where anybody else may.`
  return {
    type: 'field_check',
    title: attribute === 'option' ? `Has ${nameOf(subject)} "${option}"?` : `Read ${asked} of ${nameOf(subject)}`,
    steps: [
      safetyStep(subject, chosen),
      needsStep(chosen),
      { title: 'What is asked', text: sentence },
      ...chosen.flatMap(instructionSteps),
    ].filter(({ text }) => text !== ''),
    verification: { attribute, ...(attribute === 'option' ? { option } : {}), affected: '', sentence },
    minutes: chosen.reduce((sum, { minutes }) => sum + minutes, 0),
  }
}

export interface LookInput {
  readonly subject: WorkSubject
  /** What is read there; `lifecycle` where the device itself is looked for. */
  readonly attribute: CheckedAttribute
  /** What cannot be settled from the records. */
  readonly question: string
}

/** Minutes to find a device and read its label, without the way there. */
const lookMinutes = 10

/** Somebody looks at a device of which the records cannot tell what is right, or which it is. */
export function draftLook({ subject, attribute, question }: LookInput): Draft {
  const isSearch = attribute === 'lifecycle'
  const sentence = isSearch
    ? searchWords
    : `Read the ${attributeWords[attribute].toLowerCase()} on the label. It becomes the device's own once the reading is accepted, by somebody else where anybody else may.`
  return {
    type: 'field_check',
    title: isSearch ? `Is ${nameOf(subject)} there?` : `Which ${nameOf(subject)} is it?`,
    steps: [
      safetyStep(subject, []),
      { title: 'What is asked', text: question },
      { title: isSearch ? 'Look for the device' : 'Read the label', text: sentence, minutes: lookMinutes },
    ],
    verification: { attribute, affected: '', sentence },
    minutes: lookMinutes,
  }
}

const searchWords =
  'Found: say so, and where it stands. Not there: say that it is gone. Scrapped, sold or given back: say that it is disposed of.'

export interface InspectionInput {
  readonly subject: WorkSubject
  /** Where it was last, and by which names and addresses; empty where nobody knows. */
  readonly place: string
  readonly address: string
  /** When something last saw it; ISO 8601. */
  readonly seenAt: string | null
  /** What systems say against each other on whether it is still there. */
  readonly disputes: readonly string[]
}

/** Somebody looks for a device that the inventory lists. */
export function draftInspection({ subject, place, address, seenAt, disputes }: InspectionInput): Draft {
  const known = [
    place ? `Its last place: ${place}.` : 'No place is known of it.',
    address ? `On the network it was ${address}.` : '',
    seenAt ? `It was last seen on ${seenAt.slice(0, 10)}.` : 'Nothing ever saw it.',
    ...disputes.map((text) => `${text}.`),
  ]
  return {
    type: 'inspection',
    title: `Is ${nameOf(subject)} there?`,
    steps: [
      safetyStep(subject, []),
      { title: 'What is known', text: known.filter(Boolean).join(' ') },
      { title: 'Look for the device', text: searchWords, minutes: lookMinutes },
    ],
    verification: { attribute: 'lifecycle', affected: '', sentence: searchWords },
    minutes: lookMinutes,
  }
}

const verb: Partial<Record<WorkOrderType, string>> = {
  security_remediation: 'Fix',
  software_upgrade: 'Update',
  security_mitigation: 'Protect',
  field_check: 'Check',
  recall: 'Recall work on',
  inspection: 'Inspect',
}

const fixes: readonly AdvisoryRemediation['category'][] = ['vendor_fix', 'optional_patch']
const measures: readonly AdvisoryRemediation['category'][] = ['workaround', 'mitigation']

/** Nothing is done to a device that may not be affected but to look; a fix goes before a mitigation. */
function typeFor(flaws: readonly FlawToSettle[], remediations: readonly AdvisoryRemediation[]): WorkOrderType {
  if (flaws.every(({ answer }) => answer === 'cannot_tell')) return 'field_check'
  return remediations.some(({ category }) => fixes.includes(category)) ? 'security_remediation' : 'security_mitigation'
}

/** What the advisory says of the products that fit; a remediation that names no product holds for all. */
function remediationsOf(flaws: readonly FlawToSettle[]): readonly AdvisoryRemediation[] {
  const byText = new Map<string, AdvisoryRemediation>()
  for (const flaw of flaws)
    for (const remediation of flaw.remediations) {
      const fits =
        remediation.productIds.length === 0 ||
        flaw.productIds.length === 0 ||
        remediation.productIds.some((id) => flaw.productIds.includes(id))
      const key = `${remediation.category} ${remediation.details.trim().toLowerCase()}`
      if (fits && !byText.has(key)) byText.set(key, remediation)
    }
  return [...byText.values()]
}

const isMitigation = (type: WorkOrderType) => type === 'security_mitigation'

function instructionsFor(
  type: WorkOrderType,
  subject: WorkSubject,
  remediations: readonly AdvisoryRemediation[],
  attribute: CheckedAttribute,
  library: readonly Instruction[],
): readonly Instruction[] {
  const fitting = library.filter((instruction) => fits(instruction, subject))
  if (type === 'field_check' || type === 'inspection')
    return fitting.filter(({ answers }) => answers?.some((one) => one === attribute))
  if (!isMitigation(type)) return fitting.filter(({ purpose }) => purpose === 'fix')
  const own = fitting.filter(({ purpose }) => purpose === 'mitigation')
  const vendorSaysHow = remediations.some(({ category }) => measures.includes(category))
  // More than a few at once are not done; what is made for this kind of device counts most.
  return [...own.filter(({ madeFor }) => madeFor), ...own.filter(({ madeFor }) => !madeFor)].slice(
    0,
    vendorSaysHow ? 2 : 4,
  )
}

const nameOf = ({ manufacturer, model }: WorkSubject): string => `${manufacturer} ${model}`.trim() || 'device'

const vital: ReadonlySet<string> = new Set(['life_sustaining', 'high'])

function safetyStep(subject: WorkSubject, chosen: readonly Instruction[]): WorkStep {
  const asksOnly = chosen.every(({ downtimeMinutes }) => downtimeMinutes === 0)
  const general = asksOnly
    ? ['Make sure with the nurse in charge that your work does not interrupt care.']
    : [
        'The device is not in use on a patient; the nurse in charge has agreed to the time.',
        vital.has(subject.criticality) || subject.criticality === 'unknown'
          ? 'A spare of the same kind stands at hand, checked and ready, before you begin.'
          : 'The care area can do without it, or has a spare, until it is back.',
      ]
  return {
    title: 'The patient first',
    text: list([...new Set([...general, ...chosen.flatMap(({ safety }) => safety)])]),
  }
}

function needsStep(chosen: readonly Instruction[]): WorkStep {
  const tools = [...new Set(chosen.flatMap((one) => one.tools))]
  const skills = [...new Set(chosen.map(({ skill }) => skill))]
  const downtime = chosen.reduce((sum, { downtimeMinutes }) => sum + downtimeMinutes, 0)
  if (chosen.length === 0) return { title: 'What you need', text: '' }
  return {
    title: 'What you need',
    text: list([
      ...tools,
      `Who: ${skills.join(', ')}`,
      downtime > 0 ? `Out of use: about ${downtime} minutes` : 'It stays in use',
    ]),
  }
}

/** The publisher's own words, before ours. They are quoted, never interpreted. */
function vendorSteps(
  type: WorkOrderType,
  remediations: readonly AdvisoryRemediation[],
  publisher: string,
): readonly WorkStep[] {
  const said = (categories: readonly AdvisoryRemediation['category'][]) =>
    remediations.filter(({ category }) => categories.includes(category)).map(quote)
  const known: WorkStep[] = []
  const add = (title: string, texts: readonly string[]) => {
    if (texts.length > 0) known.push({ title, text: texts.length === 1 ? texts[0]! : list(texts) })
  }
  if (type === 'field_check') return known
  if (isMitigation(type)) {
    for (const remediation of remediations.filter(({ category }) => measures.includes(category)))
      known.push({ title: `What ${publisher} advises`, text: quote(remediation) })
    add('A fix there is not', said(['no_fix_planned', 'none_available', 'fix_planned']))
    return known
  }
  add(`What ${publisher} says of the fix`, said(fixes))
  add('If the fix cannot go in today', said(measures))
  return known
}

const quote = ({ details, url }: AdvisoryRemediation): string => [details.trim(), url].filter(Boolean).join('\n')

const instructionSteps = ({ steps, minutes }: Instruction): readonly WorkStep[] =>
  steps.map(({ title, text }, position) => (position === 0 ? { title, text, minutes } : { title, text }))

const proof = (verification: WorkVerification, chosen: readonly Instruction[]): string =>
  [verification.sentence, ...chosen.map(({ verification: method }) => method)].join('\n')

const list = (lines: readonly string[]): string => lines.map((line) => `• ${line}`).join('\n')

const attributeWords: Readonly<Record<CheckedAttribute, string>> = {
  manufacturer: 'Manufacturer',
  model: 'Model',
  option: 'Option',
  softwareVersion: 'Software version',
  firmwareVersion: 'Firmware version',
  operatingSystem: 'Operating system',
  serialNumber: 'Serial number',
  assetTag: 'Asset tag',
  lifecycle: 'Lifecycle status',
}

/** Which attribute proves the work, and which versions are still affected. */
function verificationOf(flaws: readonly FlawToSettle[], software: DeviceSoftware): WorkVerification {
  const attribute = attributeOf(flaws, software)
  const versions = [...new Set(flaws.flatMap(({ affectedVersions }) => affectedVersions.map((text) => text.trim())))]
  const proving = versions.filter((text) => text !== '' && !/^vers:all\/\*?$/.test(text) && text !== '*')
  if (versions.length === 0 || proving.length < versions.length)
    return {
      attribute,
      affected: '',
      sentence:
        'The advisory names every version: none can prove the work. Leave a photo or a note, to be accepted by somebody else where anybody else may.',
    }
  const affected = proving.join(' or ')
  const now = software[attribute]
  return {
    attribute,
    affected,
    sentence: `${attributeWords[attribute]} ${now ? `${now} is recorded; ` : 'is not recorded; '}${affected} is affected. It is verified when a later reading shows a version outside that.`,
  }
}

function attributeOf(flaws: readonly FlawToSettle[], software: DeviceSoftware): keyof DeviceSoftware {
  if (flaws.length > 0 && flaws.every(({ comparedParts }) => comparedParts.includes('operating_system')))
    return 'operatingSystem'
  const firmwareOnly = software.firmwareVersion !== '' && software.softwareVersion === ''
  return firmwareOnly ? 'firmwareVersion' : 'softwareVersion'
}
