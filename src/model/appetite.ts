import { z } from 'zod'
import { Role } from './access.ts'

// What risk the hospital bears, and how soon it acts on what it does not: a decision table in the sense of SSVC (CERT/CC), with
// deadlines. Nothing here is checked for sense: a draft may be half done.

/** From the opening of the finding. Days end with the day of the site; working days leave out weekends and holidays. */
export const Deadline = z
  .object({ amount: z.int().min(1).max(3650), unit: z.enum(['hours', 'days', 'working_days']) })
  .meta({ id: 'AppetiteDeadline' })
export type Deadline = z.infer<typeof Deadline>

export const AppetiteAction = z
  .object({
    /** As rows name it. */
    key: z.string().trim().min(1).max(10),
    name: z.string().trim().min(1, 'Needed').max(60),
    deadline: Deadline.nullable().meta({ description: 'Null: it has no date of its own' }),
    escalation: z
      .object({ afterPercent: z.int().min(1).max(99), to: Role })
      .nullable()
      .meta({ description: 'Who is told when so much of the time has passed' }),
    missedTo: Role.nullable().meta({ description: 'Who is told when the deadline has passed' }),
  })
  .meta({ id: 'AppetiteAction' })
export type AppetiteAction = z.infer<typeof AppetiteAction>

/** Keys of values, one for each decision point, in their order. */
const Values = z.array(z.string().min(1).max(10)).min(1).max(6)

export const AppetiteRow = z.object({
  when: Values,
  action: z.string().max(10).nullable().meta({ description: 'Key of the action; null: not yet said' }),
})
export type AppetiteRow = z.infer<typeof AppetiteRow>

/** Two rows of which the worse may be treated laxer, and why. */
export const AppetiteException = z.object({ milder: Values, worse: Values, reason: z.string().trim().max(500) })
export type AppetiteException = z.infer<typeof AppetiteException>

export const AppetiteCalendar = z.object({
  timeZone: z.string().max(60).meta({ description: 'IANA name; of every site that has none of its own' }),
  sites: z.array(z.object({ site: z.string().trim().min(1).max(200), timeZone: z.string().max(60) })).max(500),
  weekend: z.array(z.int().min(1).max(7)).max(7).meta({ description: 'Days of the week, Monday is 1' }),
  holidays: z.array(z.iso.date()).max(500),
})
export type AppetiteCalendar = z.infer<typeof AppetiteCalendar>

/** Deadlines that others set. Where one is on, the earliest counts. */
export const AppetitePresets = z.object({
  kev: z.boolean().meta({ description: 'The due date in CISA’s catalogue of known exploited vulnerabilities' }),
  bod2604: z.boolean().meta({ description: 'CISA BOD 26-04; binds US federal civilian agencies only' }),
  hipaa: z.boolean().meta({ description: 'HIPAA Security Rule as proposed on 2025-01-06; not in force' }),
})
export type AppetitePresets = z.infer<typeof AppetitePresets>

export const Appetite = z
  .object({
    namespace: z.string().max(200).meta({ description: 'The hospital’s own, `x_org.example.hospital#appetite`' }),
    points: z.array(z.string().max(60)).min(1).max(6).meta({ description: 'Ids of decision points, `ssvc:E:1.1.0`' }),
    actions: z.array(AppetiteAction).min(2).max(8).meta({ description: 'The least urgent first' }),
    rows: z.array(AppetiteRow).max(2000),
    exceptions: z.array(AppetiteException).max(500),
    calendar: AppetiteCalendar,
    presets: AppetitePresets,
  })
  .meta({ id: 'Appetite' })
export type Appetite = z.infer<typeof Appetite>

/** Why it cannot be adopted. */
export const AppetiteFault = z
  .object({
    kind: z.enum([
      'row_missing',
      'row_contradicts',
      'row_unreadable',
      'worse_is_laxer',
      'exception',
      'deadline',
      'other',
    ]),
    rows: z.array(Values).meta({ description: 'The rows it is about: of a pair the milder first' }),
    action: z.string().nullable().meta({ description: 'Key of the action it is about' }),
    text: z.string().meta({ description: 'What is wrong, and what to do' }),
  })
  .meta({ id: 'AppetiteFault' })
export type AppetiteFault = z.infer<typeof AppetiteFault>

export const AppetiteChange = z
  .object({
    part: z.enum(['row', 'action', 'exception', 'calendar', 'presets', 'points', 'namespace']),
    rows: z.array(Values),
    what: z.string(),
    before: z.string().nullable().meta({ description: 'Null: it was not there' }),
    after: z.string().nullable().meta({ description: 'Null: it is no more' }),
    direction: z.enum(['stricter', 'laxer']).nullable(),
  })
  .meta({ id: 'AppetiteChange' })
export type AppetiteChange = z.infer<typeof AppetiteChange>

/** A question of the table, for a screen that shows it. */
export const AppetitePoint = z
  .object({
    id: z.string(),
    name: z.string(),
    values: z.array(z.object({ key: z.string(), name: z.string() })).meta({ description: 'The least urgent first' }),
  })
  .meta({ id: 'AppetitePoint' })
export type AppetitePoint = z.infer<typeof AppetitePoint>

/** A version as it is listed. */
export const AppetiteVersion = z
  .object({
    id: z.uuid(),
    state: z.enum(['draft', 'adopted', 'superseded']),
    version: z.int().nullable().meta({ description: '1, 2, 3 … in the order of adoption; null of the draft' }),
    hash: z.string().meta({ description: 'SHA-256 of its content: names exactly what was looked at' }),
    editedAt: z.string(),
    editedBy: z.string(),
    adoptedAt: z.string().nullable(),
    adoptedBy: z.string().nullable(),
    reason: z.string().nullable(),
    supersededAt: z.string().nullable(),
  })
  .meta({ id: 'AppetiteVersion' })
export type AppetiteVersion = z.infer<typeof AppetiteVersion>

export const AppetiteWithContent = AppetiteVersion.extend({ appetite: Appetite })
export type AppetiteWithContent = z.infer<typeof AppetiteWithContent>

export const AppetiteCheck = z
  .object({
    faults: z.array(AppetiteFault).meta({ description: 'Why it cannot be adopted; empty where it can' }),
    changes: z.array(AppetiteChange).meta({ description: 'Against the version in force; empty where there is none' }),
  })
  .meta({ id: 'AppetiteCheck' })
export type AppetiteCheck = z.infer<typeof AppetiteCheck>

/** All that the editor needs. */
export const AppetiteSetting = z
  .object({
    inForce: AppetiteWithContent.nullable(),
    draft: AppetiteWithContent.nullable(),
    starting: Appetite.meta({ description: 'What a hospital without one starts from' }),
    points: z.array(AppetitePoint).meta({ description: 'Every decision point that a table may ask' }),
    untold: z.int().meta({
      description:
        'Scores of an earlier version of Homeostat whose action is still being worked out; until then they count as the most urgent',
    }),
  })
  .meta({ id: 'AppetiteSetting' })
export type AppetiteSetting = z.infer<typeof AppetiteSetting>

/** What a table makes of the findings that are open now. */
export const AppetitePreview = z
  .object({
    findings: z.int(),
    assumed: z.int().meta({ description: 'Findings of which something is not known, and the worst was taken' }),
    outcomes: z
      .array(
        z.object({
          action: z.string().nullable().meta({ description: 'Its name; null: the table has none for them yet' }),
          findings: z.int(),
          firstDueOn: z.string().nullable().meta({
            description: 'The earliest day on which one would be due, if its time began now; null: none has a deadline',
          }),
        }),
      )
      .meta({ description: 'The most urgent first' }),
    moves: z
      .array(z.object({ before: z.string().nullable(), after: z.string().nullable(), findings: z.int() }))
      .meta({ description: 'Against the version in force, most findings first; empty where there is none' }),
  })
  .meta({ id: 'AppetitePreview' })
export type AppetitePreview = z.infer<typeof AppetitePreview>
