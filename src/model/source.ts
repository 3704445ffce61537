import { z } from 'zod'

export const SourceKind = z.enum(['connector', 'feed', 'outlet', 'person'])
export type SourceKind = z.infer<typeof SourceKind>

/** `register`: keeps the list of what the hospital owns; `observer`: sees devices themselves. */
export const SourceRole = z.enum(['register', 'observer'])
export type SourceRole = z.infer<typeof SourceRole>

export const RunState = z.enum(['queued', 'running', 'succeeded', 'to_confirm', 'failed', 'cancelled', 'undone'])
export type RunState = z.infer<typeof RunState>

export const RunTrigger = z.enum(['person', 'schedule', 'folder', 'replay', 'set_up'])
export type RunTrigger = z.infer<typeof RunTrigger>

export const SkippedState = z.enum(['open', 'replayed', 'dismissed', 'gone'])
export type SkippedState = z.infer<typeof SkippedState>

/** A whole reading that missed so much of what stood that a person is asked before anything is told of as missing. */
export const ReadingQuestion = z.object({
  runId: z.string(),
  readAt: z.string(),
  /** Devices that the source reported before, and how many of them this reading does not hold. */
  stood: z.number(),
  missing: z.number(),
})
export type ReadingQuestion = z.infer<typeof ReadingQuestion>

/** One reading of a source, from the moment it was asked for. */
export const Run = z.object({
  id: z.string(),
  sourceId: z.string(),
  state: RunState,
  trigger: RunTrigger,
  actorName: z.string(),
  queuedAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** What it is doing, for people: `Reading rows`. */
  phase: z.string(),
  done: z.number(),
  total: z.number().nullable(),
  counts: z.record(z.string(), z.number()),
  error: z.object({ code: z.string(), detail: z.string() }).nullable(),
  fileName: z.string().nullable(),
  canUndo: z.boolean(),
  canResume: z.boolean(),
})
export type Run = z.infer<typeof Run>

/** A secret among the settings of a source, as it lies in the database. */
export const SealedSecret = z.object({ sealed: z.string() })

/** In its place wherever settings are shown; whoever sends it back keeps the secret. */
export const secretIsSet = { isSet: true } as const

/** Something that tells us about devices or vulnerabilities, with its settings and where it stands. */
export const SourceRow = z.object({
  id: z.string(),
  kind: SourceKind,
  member: z.string(),
  name: z.string(),
  trust: z.number(),
  everyHours: z.number().nullable(),
  watchFolder: z.string().nullable(),
  /** Of files: each is the whole list, so that what it does not hold is no longer reported. */
  filesAreWhole: z.boolean(),
  /** Null: told by whether most of its records say when the device was seen. */
  role: SourceRole.nullable(),
  nextRunAt: z.string().nullable(),
  disabledAt: z.string().nullable(),
  settings: z.record(z.string(), z.unknown()),
  devices: z.number(),
  /** Of these: those that its last whole reading no longer held. */
  unreported: z.number(),
  question: ReadingQuestion.nullable(),
  openSkipped: z.number(),
  /** Why the last run, though it went to its end, read half a list; null where it did not. */
  incompleteWhy: z.string().nullable(),
  lastRun: Run.nullable(),
  /** When it was last read to its end. */
  lastReadAt: z.string().nullable(),
})
export type SourceRow = z.infer<typeof SourceRow>

/** A record in quarantine. */
export const SkippedRow = z.object({
  id: z.string(),
  sourceId: z.string(),
  runId: z.string(),
  position: z.string(),
  code: z.string(),
  reason: z.string(),
  raw: z.record(z.string(), z.string()).nullable(),
  state: SkippedState,
  /** When it was told first and last, with the reason as it was told last. */
  createdAt: z.string(),
  lastSeenAt: z.string(),
  /** The run that took it after all, where it is `gone`. */
  settledRunId: z.string().nullable(),
})
export type SkippedRow = z.infer<typeof SkippedRow>
