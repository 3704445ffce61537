import { z } from 'zod'

export const SourceKind = z.enum(['connector', 'feed', 'outlet', 'person'])
export type SourceKind = z.infer<typeof SourceKind>

export const RunState = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled', 'undone'])
export type RunState = z.infer<typeof RunState>

export const RunTrigger = z.enum(['person', 'schedule', 'folder', 'replay', 'set_up'])
export type RunTrigger = z.infer<typeof RunTrigger>

export const SkippedState = z.enum(['open', 'replayed', 'dismissed', 'gone'])
export type SkippedState = z.infer<typeof SkippedState>

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
  nextRunAt: z.string().nullable(),
  disabledAt: z.string().nullable(),
  settings: z.record(z.string(), z.unknown()),
  devices: z.number(),
  openSkipped: z.number(),
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
