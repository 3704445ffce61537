import type { Assessment, Group } from '#domain/assess/assess.ts'
import { devicesOf, flawsOf, harmless, isExploited, modelOf, number, placesOf, plural, shorten, toDo } from './plain.ts'

const groupsShown = 20
const explained = 5
const questionsShown = 8

/** For a terminal: what to act on first as a table, why for the first few, and what could not be told. */
export function renderTable(assessment: Assessment, width: number): string {
  const lines: string[] = []
  const wide = Math.max(60, Math.min(width, 160))
  const say = (text = '') => lines.push(text)
  const wrapped = (text: string, indent: number) => lines.push(...wrap(text, wide, indent))

  for (const sentence of summary(assessment)) wrapped(sentence, 0)
  say()
  const { actions, questions, gaps } = assessment
  if (actions.length === 0) say('No device is known to be affected.')
  else {
    say('ACT ON FIRST')
    lines.push(...table(actions.slice(0, groupsShown), wide))
    if (actions.length > groupsShown) say(`… and ${plural(actions.length - groupsShown, 'more group')}: --format html`)
    if (actions.some(isExploited)) say('! attackers are known to use it')
    say()
    for (const [index, group] of actions.slice(0, explained).entries()) {
      wrapped(
        `${index + 1}. ${modelOf(group)} — ${harmless(group.advisory.trackingId)}: ${harmless(group.advisory.title)}`,
        3,
      )
      wrapped(`   ${capital(devicesOf(group))}: ${placesOf(group)}`, 3)
      for (const reason of mainReasons(group)) wrapped(`   – ${harmless(reason)}`, 5)
      wrapped(`   ${shorten(toDo(group), wide * 2)}`, 3)
      wrapped(`   Found because ${harmless(group.because.join('; '))}.`, 3)
      say()
    }
  }

  say('COULD NOT BE TOLD')
  if (questions.length === 0 && gaps.length === 0) say('Nothing was left open.')
  for (const gap of gaps) wrapped(`${number(gap.devices).padStart(6)}  ${gap.sentence}`, 8)
  if (questions.length > 0) {
    say()
    lines.push(...table(questions.slice(0, questionsShown), wide))
    if (questions.length > questionsShown) say(`… and ${plural(questions.length - questionsShown, 'more group')}.`)
  }

  const notes = notesOf(assessment)
  if (notes.length > 0) {
    say()
    say('WHAT WAS NOT READ')
    for (const note of notes) wrapped(harmless(note), 2)
  }
  return `${lines.join('\n')}\n`
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** The sentences that begin every rendering. */
export function summary({ inventory, intelligence, totals }: Assessment): string[] {
  const worst = (['critical', 'high', 'medium', 'low'] as const)
    .filter((band) => totals.bands[band] > 0)
    .map((band) => `${number(totals.bands[band])} ${band}`)
  const affected =
    totals.affected === 0
      ? 'None of them is known to be affected'
      : `${number(totals.affected)} ${totals.affected === 1 ? 'is' : 'are'} affected (${worst.join(', ')})`
  const exploited =
    totals.knownExploited > 0
      ? `, ${number(totals.knownExploited)} of them by a flaw that attackers are known to use`
      : ''
  return [
    `${plural(totals.devices, 'device')} of ${harmless(inventory.file)} against ${plural(intelligence.advisories, 'advisory', 'advisories')} of ${harmless(intelligence.source)}${intelligence.nvdCves === null ? '' : `, and ${plural(intelligence.nvdCves, 'CVE', 'CVEs')} of NVD`}${intelligence.recordCves === null ? '' : `, and ${plural(intelligence.recordCves, 'CVE', 'CVEs')} by their own records`}.`,
    `${affected}${exploited}. For ${number(totals.cannotTell)} nobody can tell from the inventory; ${number(totals.notAffected)} ${totals.notAffected === 1 ? 'is' : 'are'} cleared by version; ${number(totals.notNamed)} ${totals.notNamed === 1 ? 'is' : 'are'} named by no advisory that was read${totals.unidentified > 0 ? `; ${number(totals.unidentified)} cannot be looked for, because neither maker nor model is known` : ''}.`,
    ...(totals.offWorklist > 0
      ? [
          `${number(totals.offWorklist)} stored, loaned, planned or retired devices are in no list below; ${number(totals.offWorklistAffected)} of them are affected.`,
        ]
      : []),
  ]
}

/** What was not read, or not given: never left out silently. */
export function notesOf({ inventory, intelligence }: Assessment): string[] {
  return [
    ...inventory.refused.map(({ name, reason }) => `Column "${name}" was not read: ${reason}.`),
    ...inventory.skipped.map(
      ({ count, reason, positions, code }) =>
        `${plural(count, 'row')} skipped (${code}; ${positions.join(', ')}${count > positions.length ? ' …' : ''}): ${reason}`,
    ),
    ...inventory.unread.map(
      ({ column, code, rows }) =>
        `${plural(rows, 'value')} of column "${column}" could not be used (${code.replaceAll('_', ' ')}).`,
    ),
    ...inventory.remarks,
    ...intelligence.skipped.map(
      ({ count, reason, positions }) =>
        `${plural(count, 'file or entry', 'files or entries')} of the intelligence skipped (${positions.join(', ')}${count > positions.length ? ' …' : ''}): ${reason}`,
    ),
    ...(intelligence.knownExploited
      ? []
      : ['No list of known exploited vulnerabilities (KEV) was given; each flaw is ranked as if it could be on it.']),
    ...(intelligence.exploitProbability
      ? []
      : ['No exploit probabilities (EPSS) were given; each flaw is ranked as if they were unknown.']),
  ]
}

/** Why it can happen, and why it matters: the reasons that moved the likelihood and the worst harm most. */
export function mainReasons({ risk }: Group, shown = 4): string[] {
  const harm = (['safety', 'care', 'privacy'] as const).reduce((a, b) => (risk[b] > risk[a] ? b : a))
  const most = (axis: string, count: number) =>
    risk.reasons
      .filter((reason) => reason.axis === axis)
      .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
      .slice(0, count)
  return [...most('likelihood', Math.ceil(shown / 2)), ...most(harm, Math.floor(shown / 2))].map((reason) => {
    const asOf = reason.asOf ? `, ${reason.asOf}` : ''
    return `${reason.text} (${reason.source}${asOf})`
  })
}

interface Column {
  readonly title: string
  readonly cell: (group: Group, index: number) => string
  readonly isNumber?: boolean
  /** Narrower than this it says nothing, and is left out. */
  readonly least: number
  readonly most: number
}

const columns: readonly Column[] = [
  { title: '#', cell: (_, index) => String(index + 1), isNumber: true, least: 1, most: 4 },
  { title: 'risk', cell: ({ risk }) => `${risk.band} ${Math.round(risk.score)}`, least: 8, most: 12 },
  { title: 'affected', cell: (group) => number(group.affected), isNumber: true, least: 5, most: 9 },
  { title: 'maybe', cell: (group) => number(group.cannotTell), isNumber: true, least: 5, most: 9 },
  { title: 'model', cell: modelOf, least: 16, most: 36 },
  { title: 'advisory', cell: (group) => harmless(group.advisory.trackingId), least: 10, most: 18 },
  {
    title: 'worst flaw',
    cell: (group) => `${isExploited(group) ? '! ' : ''}${flawsOf(group)}`,
    least: 16,
    most: 32,
  },
  { title: 'where', cell: (group) => placesOf(group, 2), least: 20, most: 60 },
]
const gap = 2

/** What does not fit is taken from the right: first narrower, then left out. */
function table(groups: readonly Group[], width: number): string[] {
  const cells = groups.map((group, index) => columns.map((column) => column.cell(group, index)))
  const widths = columns.map(({ title, most }, at) =>
    Math.min(most, Math.max(title.length, ...cells.map((row) => row[at]!.length))),
  )
  const over = () => widths.reduce((sum, one) => sum + (one > 0 ? one + gap : 0), -gap) - width
  const narrow = (at: number) => {
    widths[at] = Math.max(Math.min(widths[at]!, columns[at]!.least), widths[at]! - Math.max(over(), 0))
  }
  const leaveOut = (at: number) => {
    if (over() > 0) widths[at] = 0
  }
  narrow(7)
  narrow(6)
  leaveOut(7)
  narrow(4)
  narrow(5)
  leaveOut(6)
  leaveOut(5)
  const shown = columns.map((_, at) => at).filter((at) => widths[at]! > 0)
  const line = (row: readonly string[]) =>
    shown
      .map((at) => {
        const text = shorten(row[at]!, widths[at]!)
        return columns[at]!.isNumber ? text.padStart(widths[at]!) : text.padEnd(widths[at]!)
      })
      .join(' '.repeat(gap))
      .trimEnd()
  return [line(columns.map((column) => column.title)), ...cells.map(line)]
}

/** Breaks at spaces; lines after the first are indented. */
function wrap(text: string, width: number, indent: number): string[] {
  const lines: string[] = []
  let rest = text
  let lead = ''
  while (lead.length + rest.length > width) {
    const space = rest.lastIndexOf(' ', width - lead.length)
    const cut = space > indent ? space : width - lead.length
    lines.push(lead + rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
    lead = ' '.repeat(indent)
  }
  return [...lines, lead + rest]
}
