import { z } from 'zod'
import { PublishedScore } from './advisory.ts'

/** All that one publisher says of a vulnerability, in whichever of its documents. */
export const PublisherSays = z.object({
  name: z.string(),
  /** `cna`: gave the CVE its number; `adp`: a data publisher of the CVE record; `collected`: another’s, as NVD has it; `maker`: in its own guide; `hospital`: by MITRE’s rubric. */
  role: z.enum(['hospital', 'advisory', 'cna', 'adp', 'nvd', 'collected', 'maker']),
  /** Of an advisory's publisher: where it says so. */
  advisoryIds: z.array(z.string()),
  /** The latest time. */
  saidAt: z.string(),
  scores: z.array(
    PublishedScore.omit({ productIds: true, source: true }).extend({
      scenario: z.string().optional().meta({ description: 'What it holds for, where the publisher says' }),
      inWords: z.string().nullable().meta({ description: 'Null where the vector cannot be read' }),
    }),
  ),
  weaknesses: z.array(z.string()),
  ssvc: z.array(
    z.object({
      points: z.array(z.object({ name: z.string(), value: z.string() })),
      role: z.string(),
      version: z.string(),
      saidAt: z.string(),
      decisions: z.array(z.object({ given: z.string(), outcome: z.string() })).meta({
        description: 'CISA’s coordinator table by what the publisher does not say; none where the points do not fit it',
      }),
    }),
  ),
  exploitedSince: z.string().nullable(),
  ratings: z.array(z.object({ type: z.string(), text: z.string() })),
  models: z.array(z.object({ manufacturer: z.string(), model: z.string() })).meta({
    description: 'Of the hospital’s own: models that its vector ranks',
  }),
  usedFor: z.array(z.string()).meta({ description: 'Advisories whose products its vector ranks' }),
})
export type PublisherSays = z.infer<typeof PublisherSays>

export const Disagreement = z.object({
  about: z.enum(['score', 'weakness', 'use']),
  sentence: z.string(),
})
export type Disagreement = z.infer<typeof Disagreement>
