import { Button, Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Appetite, AppetiteAction, AppetiteFault, AppetitePoint } from '#web/api/contract.ts'
import { humanise, roles } from '#web/api/words.ts'
import { Section } from '#web/ui/section.tsx'
import { TimeZoneSelect } from '#web/ui/time-zone-select.tsx'
import classes from './appetite.module.css'

interface Fields {
  appetite: Appetite
  onChange: (patch: Partial<Appetite>) => void
}

const units = [
  { value: 'hours', label: 'hours' },
  { value: 'days', label: 'days' },
  { value: 'working_days', label: 'working days' },
]
const toRole = [{ value: '', label: 'Nobody' }, ...roles.map((value) => ({ value, label: humanise(value) }))]
type Role = (typeof roles)[number]
type Unit = NonNullable<AppetiteAction['deadline']>['unit']

/** The least urgent first, as the table ranks them. */
export function AppetiteActions({ appetite, faults, onChange }: Fields & { faults: readonly AppetiteFault[] }) {
  const edit = (at: number, patch: Partial<AppetiteAction>) =>
    onChange({ actions: appetite.actions.map((action, n) => (n === at ? { ...action, ...patch } : action)) })
  return (
    <Section title="Actions and deadlines" aside="the least urgent first">
      <div className={classes.actions}>
        {appetite.actions.map((action, at) => (
          <fieldset key={action.key} className={classes.action}>
            <legend>{action.name || action.key}</legend>
            <TextInput
              label="Name"
              maxLength={60}
              value={action.name}
              onChange={(event) => edit(at, { name: event.currentTarget.value })}
            />
            <NumberInput
              label="Within"
              placeholder="No deadline"
              min={1}
              max={3650}
              allowDecimal={false}
              allowNegative={false}
              value={action.deadline?.amount ?? ''}
              onChange={(value) =>
                edit(at, {
                  deadline:
                    typeof value === 'number' && value >= 1
                      ? { amount: value, unit: action.deadline?.unit ?? 'days' }
                      : null,
                })
              }
            />
            <Select
              label="Unit"
              data={units}
              allowDeselect={false}
              value={action.deadline?.unit ?? 'days'}
              disabled={!action.deadline}
              onChange={(unit) => edit(at, { deadline: { amount: action.deadline!.amount, unit: unit as Unit } })}
            />
            <NumberInput
              label="Tell after"
              suffix=" %"
              min={1}
              max={99}
              allowDecimal={false}
              allowNegative={false}
              disabled={!action.escalation}
              value={action.escalation?.afterPercent ?? ''}
              onChange={(value) =>
                action.escalation &&
                typeof value === 'number' &&
                value >= 1 &&
                edit(at, { escalation: { ...action.escalation, afterPercent: value } })
              }
            />
            <Select
              label="Whom"
              data={toRole}
              allowDeselect={false}
              value={action.escalation?.to ?? ''}
              onChange={(to) =>
                edit(at, {
                  escalation: to ? { afterPercent: action.escalation?.afterPercent ?? 50, to: to as Role } : null,
                })
              }
            />
            <Select
              label="When missed"
              data={toRole}
              allowDeselect={false}
              value={action.missedTo ?? ''}
              onChange={(to) => edit(at, { missedTo: to ? (to as Role) : null })}
            />
            {faults
              .filter((fault) => fault.kind === 'deadline' && fault.action === action.key)
              .map(({ text }) => (
                <p key={text} className={classes.wrongText}>
                  {text}
                </p>
              ))}
          </fieldset>
        ))}
      </div>
    </Section>
  )
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const presets = [
  ['kev', 'Due dates of CISA KEV', 'As the catalogue lists them; they bind US federal agencies.'],
  ['bod2604', 'CISA BOD 26-04', '3, 14 or 60 days by its own table; binds US federal civilian agencies.'],
  [
    'hipaa',
    'HIPAA Security Rule, proposed 2025',
    '15 days where the risk is critical, 30 where it is high; not in force.',
  ],
] as const

export function AppetiteClocks({ appetite, onChange }: Fields) {
  const { calendar } = appetite
  const edit = (patch: Partial<Appetite['calendar']>) => onChange({ calendar: { ...calendar, ...patch } })
  return (
    <Section title="Calendar and deadlines of others" aside="where several deadlines hold, the earliest counts">
      <div className={classes.clocks}>
        <TimeZoneSelect
          label="Time zone"
          description="A day of a deadline ends with the day there."
          value={calendar.timeZone}
          onChange={(timeZone) => edit({ timeZone })}
        />
        <Lines
          label="Sites in another time zone"
          description="One a line: North = America/Chicago"
          value={calendar.sites.map(({ site, timeZone }) => `${site} = ${timeZone}`)}
          onChange={(lines) =>
            edit({
              sites: lines.map((line) => {
                const [site = '', timeZone = ''] = line.split('=').map((part) => part.trim())
                return { site: site || '?', timeZone }
              }),
            })
          }
        />
        <Lines
          label="Holidays"
          description="One a line: 2026-12-25. They are no working days."
          value={calendar.holidays}
          isRight={(line) => /^\d{4}-\d{2}-\d{2}$/.test(line) && !Number.isNaN(Date.parse(line))}
          wrong="A day is written like 2026-12-25."
          onChange={(holidays) => edit({ holidays })}
        />
        <Checkbox.Group
          label="Weekend"
          value={calendar.weekend.map(String)}
          onChange={(days) => edit({ weekend: days.map(Number).sort() })}
        >
          <div className={classes.days}>
            {weekdays.map((day, at) => (
              <Checkbox key={day} value={String(at + 1)} label={day} />
            ))}
          </div>
        </Checkbox.Group>
        {presets.map(([key, label, description]) => (
          <Checkbox
            key={key}
            label={label}
            description={description}
            checked={appetite.presets[key]}
            onChange={(event) => onChange({ presets: { ...appetite.presets, [key]: event.currentTarget.checked } })}
          />
        ))}
      </div>
    </Section>
  )
}

/** One value a line; what is no value stays in the field and is said, and is not taken. */
function Lines({
  label,
  description,
  value,
  onChange,
  isRight = () => true,
  wrong,
}: {
  label: string
  description: string
  value: readonly string[]
  onChange: (lines: string[]) => void
  isRight?: (line: string) => boolean
  wrong?: string
}) {
  const [text, setText] = useState(value.join('\n'))
  const lines = (typed: string) =>
    typed
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
  return (
    <Textarea
      label={label}
      description={description}
      autosize
      minRows={2}
      maxRows={8}
      value={text}
      error={lines(text).every(isRight) ? undefined : wrong}
      onChange={(event) => {
        setText(event.currentTarget.value)
        onChange(lines(event.currentTarget.value).filter(isRight))
      }}
    />
  )
}

/** Where a worse combination may be treated laxer, and why. */
export function AppetiteExceptions({
  appetite,
  points,
  faults,
  onChange,
}: Fields & { points: readonly AppetitePoint[]; faults: readonly AppetiteFault[] }) {
  if (appetite.exceptions.length === 0) return null
  const words = (when: readonly string[]) =>
    when
      .map((key, at) => {
        const point = points.find(({ id }) => id === appetite.points[at])
        return `${point?.name ?? ''} ${point?.values.find((value) => value.key === key)?.name ?? key}`
      })
      .join(', ')
  const isOf = (fault: AppetiteFault, { milder, worse }: Appetite['exceptions'][number]) =>
    fault.kind === 'exception' && `${fault.rows[0]} ${fault.rows[1]}` === `${milder} ${worse}`
  return (
    <Section title="Exceptions" aside={`${appetite.exceptions.length}`}>
      <div className={classes.actions}>
        {appetite.exceptions.map((exception, at) => (
          <div key={`${exception.milder} ${exception.worse}`} className={classes.exception}>
            <Textarea
              label={`${words(exception.worse)} may be laxer than ${words(exception.milder)}, because`}
              autosize
              maxLength={500}
              value={exception.reason}
              error={exception.reason.trim() === '' ? 'Say why.' : faults.find((fault) => isOf(fault, exception))?.text}
              onChange={(event) =>
                onChange({
                  exceptions: appetite.exceptions.map((one, n) =>
                    n === at ? { ...one, reason: event.currentTarget.value } : one,
                  ),
                })
              }
            />
            <Button
              variant="default"
              size="compact-md"
              onClick={() => onChange({ exceptions: appetite.exceptions.filter((_, n) => n !== at) })}
            >
              Remove
            </Button>
          </div>
        ))}
      </div>
    </Section>
  )
}
