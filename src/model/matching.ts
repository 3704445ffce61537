import { z } from 'zod'
import { Answer, Because } from './finding.ts'

/** What makes devices equal for matching. Texts are as the golden record has them. */
export const Configuration = z.object({
  manufacturer: z.string(),
  model: z.string(),
  modelNumber: z.string(),
  description: z.string(),
  softwareVersion: z.string(),
  firmwareVersion: z.string(),
  operatingSystem: z.string(),
  /** Numbers of Windows updates that something found installed, `KB5034127`, in order; absent where nobody looked. */
  installedUpdates: z.array(z.string()).optional(),
  udiDi: z.string().optional(),
  /** Only where an advisory tells devices of the model apart by it. */
  serialNumber: z.string().optional(),
})
export type Configuration = z.infer<typeof Configuration>

/** Evidence that one statement of one advisory revision fits (or does not fit) a configuration. */
export const Match = z.object({
  advisoryId: z.string(),
  revision: z.string(),
  productId: z.string(),
  vulnerabilityId: z.string(),
  answer: Answer,
  /** How sure, 0–1: of *affected* where the answer is affected or cannot_tell. */
  probability: z.number(),
  because: z.array(Because),
  /** It says not affected, and nobody can tell whether of this device (its number, version, model or component): nothing is open. */
  mayClear: z.boolean().optional(),
})
export type Match = z.infer<typeof Match>
