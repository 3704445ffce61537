import { findPoint, inWords, presetTitles, rowKey } from '#domain/judgement/judgement.ts'
import type { Appetite, AppetiteAction, AppetiteChange } from '#model/appetite.ts'
import type { DecisionPoint } from '#standards/ssvc/decision-points.ts'
import { rankOf } from './check.ts'

/** What the second says otherwise than the first, in the order of the second's rows. Empty where they say the same. */
export function changesBetween(before: Appetite, after: Appetite): readonly AppetiteChange[] {
  const changes: AppetiteChange[] = []
  const compare = (part: AppetiteChange['part'], what: string, old: string | null, now: string | null) => {
    if (old !== now) changes.push({ part, rows: [], what, before: old, after: now, direction: null })
  }
  compare('namespace', 'Namespace', before.namespace, after.namespace)
  compare('points', 'Decision points', before.points.join(', '), after.points.join(', '))
  changes.push(...changedRows(before, after), ...changedActions(before, after))
  const exceptions = (one: Appetite) =>
    new Map(one.exceptions.map(({ milder, worse, reason }) => [`${rowKey(milder)} < ${rowKey(worse)}`, reason]))
  const [old, now] = [exceptions(before), exceptions(after)]
  for (const key of new Set([...old.keys(), ...now.keys()]))
    compare('exception', `Exception ${key}`, old.get(key) ?? null, now.get(key) ?? null)
  compare('calendar', 'Time zone', before.calendar.timeZone, after.calendar.timeZone)
  compare('calendar', 'Time zones of sites', sitesOf(before), sitesOf(after))
  compare('calendar', 'Weekend', listOf(before.calendar.weekend), listOf(after.calendar.weekend))
  compare('calendar', 'Holidays', listOf(before.calendar.holidays), listOf(after.calendar.holidays))
  for (const [preset, title] of Object.entries(presetTitles) as [keyof Appetite['presets'], string][])
    compare('presets', title, onOff(before.presets[preset]), onOff(after.presets[preset]))
  return changes
}

const onOff = (isOn: boolean) => (isOn ? 'on' : 'off')
const listOf = (values: readonly (string | number)[]) => [...values].sort().join(', ') || 'none'
const sitesOf = ({ calendar }: Appetite) => listOf(calendar.sites.map(({ site, timeZone }) => `${site}: ${timeZone}`))

function changedRows(before: Appetite, after: Appetite): readonly AppetiteChange[] {
  const actionsOf = (one: Appetite) =>
    new Map(
      [...Map.groupBy(one.rows, ({ when }) => rowKey(when))].map(([key, rows]) => [
        key,
        [...new Set(rows.flatMap(({ action }) => (action === null ? [] : [action])))],
      ]),
    )
  const [old, now] = [actionsOf(before), actionsOf(after)]
  const words = (one: Appetite, actions: readonly string[] | undefined) =>
    actions === undefined || actions.length === 0
      ? null
      : actions.map((key) => one.actions.find((action) => action.key === key)?.name ?? key).join(' and ')
  const ranks = rankOf(after)
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key): AppetiteChange[] => {
    const [was, is] = [old.get(key), now.get(key)]
    if (String(was ?? '') === String(is ?? '')) return []
    const when = (is ? after : before).rows.find((row) => rowKey(row.when) === key)!.when
    const [lower, higher] = [ranks.get(was?.[0] ?? ''), ranks.get(is?.[0] ?? '')]
    const direction =
      lower === undefined || higher === undefined || lower === higher ? null : higher > lower ? 'stricter' : 'laxer'
    const points = (is ? after : before).points.map(findPoint).filter((point): point is DecisionPoint => Boolean(point))
    return [
      {
        ...{ part: 'row', rows: [when], what: inWords(points, when), direction },
        ...{ before: words(before, was), after: words(after, is) },
      },
    ]
  })
}

function changedActions(before: Appetite, after: Appetite): readonly AppetiteChange[] {
  const find = (one: Appetite, key: string) => one.actions.find((action) => action.key === key)
  const keys = new Set([...after.actions, ...before.actions].map(({ key }) => key))
  return [...keys].flatMap((key): AppetiteChange[] => {
    const [old, now] = [find(before, key), find(after, key)]
    const [was, is] = [old ? describeAction(old) : null, now ? describeAction(now) : null]
    if (was === is) return []
    const { name } = (now ?? old)!
    return [{ part: 'action', rows: [], what: name, before: was, after: is, direction: null }]
  })
}

function describeAction({ name, deadline, escalation, missedTo }: AppetiteAction): string {
  return [
    name,
    deadline ? `within ${deadline.amount} ${deadline.unit.replace('_', ' ')}` : 'no deadline',
    ...(escalation ? [`after ${escalation.afterPercent} % to ${escalation.to}`] : []),
    ...(missedTo ? [`when missed to ${missedTo}`] : []),
  ].join(', ')
}
