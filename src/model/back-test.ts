import { z } from 'zod'

// The back-test of a risk appetite: what it would have asked of the hospital's last months, beside the one in force.

export const BackTestState = z.enum(['queued', 'running', 'done', 'cancelled', 'failed'])
export type BackTestState = z.infer<typeof BackTestState>

/** Hours, as an interval: the minutes of work are measured where orders tell them, and planned ones elsewhere. */
export const HoursNeeded = z
  .object({
    least: z.number(),
    likely: z.number(),
    most: z.number(),
  })
  .meta({ id: 'HoursNeeded' })
export type HoursNeeded = z.infer<typeof HoursNeeded>

/** Findings of which the deadline passed while they were open, and by how many days at the end, or so far. */
const Missed = z.object({
  missed: z.int().meta({ description: 'Openings that were past their deadline at some time in the months' }),
  stillOpen: z.int().meta({ description: 'Of these, those that are open to this day' }),
  atOnce: z.int().meta({
    description:
      'Of these, those whose time was up before they came to the action: listed by CISA, or opened again, afterwards',
  }),
  medianDaysLate: z
    .number()
    .nullable()
    .meta({ description: 'When they were closed, or so far; null: none was missed' }),
  worstDaysLate: z.number().nullable(),
})

export const BackTestMonth = z
  .object({
    month: z.string().meta({ description: '`2026-03`, in the hospital’s time zone' }),
    got: z.int().meta({ description: 'Openings that came to the action in the month' }),
    openAtEnd: z.int().meta({ description: 'Open at the end of the month; of the last one, now' }),
    missed: z.int().meta({ description: 'Deadlines that passed in the month while the finding was open' }),
    hours: HoursNeeded.meta({ description: 'Of visits that were due in the month' }),
  })
  .meta({ id: 'BackTestMonth' })
export type BackTestMonth = z.infer<typeof BackTestMonth>

/** What one table asks for, by action; the most urgent first. */
export const BackTestSide = Missed.extend({
  actions: z.array(
    Missed.extend({
      action: z.string().nullable().meta({ description: 'Its name; null: the table has none for them' }),
      atStart: z.int().meta({ description: 'Open with this action when the months began' }),
      got: z.int(),
      openNow: z.int(),
      overdueAtStart: z.int().meta({ description: 'Past their deadline already when the months began' }),
      months: z.array(BackTestMonth),
    }),
  ),
  overdueAtStart: z.int(),
  hours: HoursNeeded.meta({ description: 'Of visits that were due within the months' }),
  hoursBefore: HoursNeeded.meta({ description: 'Of what was open and overdue when the months began' }),
  hoursLater: HoursNeeded.meta({ description: 'Of what is open and due only later' }),
  hoursUndated: HoursNeeded.meta({ description: 'Of what was open and has no deadline' }),
  visits: z.int().meta({
    description:
      'Due within the months: one for all that one advisory leaves open on a device and that is due in the same month',
  }),
}).meta({ id: 'BackTestSide' })
export type BackTestSide = z.infer<typeof BackTestSide>

/** Findings of one vulnerability on one model at one site that come to another action. */
export const BackTestMove = z
  .object({
    manufacturer: z.string(),
    model: z.string(),
    site: z.string(),
    vulnerabilityId: z.string(),
    before: z.string().nullable().meta({ description: 'In force; null: no action' }),
    after: z.string().nullable().meta({ description: 'In the draft; null: no action' }),
    findings: z.int(),
    open: z.int().meta({ description: 'Of these, those that are open now' }),
    examples: z
      .array(z.object({ deviceId: z.string(), name: z.string() }))
      .meta({ description: 'Three devices at most' }),
  })
  .meta({ id: 'BackTestMove' })
export type BackTestMove = z.infer<typeof BackTestMove>

export const BackTestResult = z
  .object({
    from: z.string(),
    to: z.string(),
    timeZone: z.string().meta({ description: 'Of the months; deadlines have those of each table’s calendar' }),
    months: z.array(z.string()),
    devices: z.int(),
    findings: z.int().meta({ description: 'Device × vulnerability, open at some time in the months' }),
    openings: z.int().meta({ description: 'A finding that was closed and opened again is two' }),
    assumed: z.int().meta({ description: 'Openings of which something is not known, and the worst was taken' }),
    oldestOpening: z.string().nullable(),
    draft: BackTestSide,
    inForce: BackTestSide.nullable().meta({ description: 'Null: nothing was in force' }),
    moved: z.int().meta({ description: 'Findings that come to another action' }),
    movesBetween: z.array(z.object({ before: z.string().nullable(), after: z.string().nullable(), findings: z.int() })),
    moves: z.array(BackTestMove).meta({ description: 'Most findings first' }),
    movesLeftOut: z.int().meta({ description: 'Groups that move and are too small to be among these' }),
    minutes: z
      .object({ measured: z.number(), planned: z.number() })
      .meta({ description: 'Share of the draft’s visits whose minutes are told by work orders, and by plans; 0 to 1' }),
    availableHoursPerMonth: z.number().nullable().meta({ description: 'From the hours a week; null: nobody said' }),
    remarks: z.array(z.string()).meta({ description: 'What was replayed, what was not kept, and what was left out' }),
  })
  .meta({ id: 'BackTestResult' })
export type BackTestResult = z.infer<typeof BackTestResult>

/** What is tested, and on how much of the past. */
export const BackTestAsked = z.object({
  hash: z.string().meta({ description: 'Of the draft that is looked at, or of the version in force' }),
  months: z.int().min(1).max(24).default(12),
  hoursPerWeek: z.number().min(0).max(100_000).nullable().default(null).meta({
    description: 'Hours a week that all technicians have for this; null: not known',
  }),
})
export type BackTestAsked = z.infer<typeof BackTestAsked>

/** A back-test as it is listed. */
export const BackTest = z
  .object({
    id: z.uuid(),
    state: BackTestState,
    hash: z.string().meta({ description: 'SHA-256 of the table that was tested' }),
    inForceHash: z.string().nullable().meta({ description: 'Of the one that it was compared with' }),
    inForceVersion: z.int().nullable(),
    months: z.int(),
    hoursPerWeek: z.number().nullable(),
    asOf: z.string().meta({ description: 'What came later is not looked at' }),
    askedAt: z.string(),
    askedBy: z.string(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
    phase: z.string(),
    done: z.int(),
    total: z.int().nullable(),
    tookMs: z.int().nullable(),
    fault: z.string().nullable().meta({ description: 'Why it failed, and what to do' }),
  })
  .meta({ id: 'BackTest' })
export type BackTest = z.infer<typeof BackTest>

export const BackTestWithResult = BackTest.extend({ result: BackTestResult.nullable() }).meta({
  id: 'BackTestWithResult',
})
export type BackTestWithResult = z.infer<typeof BackTestWithResult>
