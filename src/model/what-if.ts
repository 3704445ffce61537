import { z } from 'zod'
import { VersionAttribute } from './decision.ts'
import { RiskBand } from './risk.ts'

// "If we do X": steps that change what scores and matches are worked out from, and what comes of it. Nothing of it is done.

const text = z.string().trim().min(1).max(300)
/** A name as lists show it; empty stands for none. */
const name = z.string().trim().max(300)

/** Which devices of the worklist: those that all of it is true of. */
export const WhatIfDevices = z
  .object({
    site: name.optional(),
    careArea: name.optional(),
    zone: name.optional().meta({ description: 'As devices have it' }),
    manufacturer: name.optional(),
    model: name.optional().meta({ description: 'With `manufacturer`' }),
    devices: z.array(z.uuid()).min(1).max(500).optional(),
  })
  .meta({ id: 'WhatIfDevices' })
export type WhatIfDevices = z.infer<typeof WhatIfDevices>

/** How an attacker comes to it, by the attack vector of CVSS. */
export const Reach = z.enum(['network', 'adjacent', 'local', 'physical'])
export type Reach = z.infer<typeof Reach>

const vulnerabilities = z.array(text).min(1).max(200)

export const WhatIfStep = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('remove'),
      vulnerabilities: vulnerabilities.optional(),
      advisory: text.optional().meta({ description: 'All that it leaves open' }),
      where: WhatIfDevices.optional(),
    }),
    z.object({
      kind: z.literal('segment'),
      where: WhatIfDevices,
      zone: text.meta({ description: 'Where they move to' }),
    }),
    z.object({
      kind: z.literal('upgrade'),
      where: WhatIfDevices.meta({ description: 'Names the model' }),
      version: text.optional(),
      advisory: text.optional().meta({ description: 'To the first version that it calls fixed' }),
      attribute: VersionAttribute.optional().meta({
        description:
          'What the version is of; left out: of the software, or of the firmware where only that is on record',
      }),
    }),
    z.object({
      kind: z.literal('control'),
      name: text.meta({ description: 'What stands in place of the fix' }),
      where: WhatIfDevices,
      reach: z.array(Reach).min(1).max(4).meta({ description: 'Against flaws that are used from there' }),
    }),
    z.object({ kind: z.literal('disconnect'), where: WhatIfDevices }),
    z.object({
      kind: z.literal('retire'),
      where: WhatIfDevices,
      replacement: z
        .object({ manufacturer: text, model: text, version: text.optional() })
        .optional()
        .meta({ description: 'What stands in their place from then on' }),
    }),
  ])
  .meta({ id: 'WhatIfStep' })
export type WhatIfStep = z.infer<typeof WhatIfStep>

export const mostSteps = 20
export const WhatIfSteps = z.array(WhatIfStep).max(mostSteps)

/** The risk of devices: for each the worst that is open on it, summed. Harms are likelihood × harm, 0–100 a device, likelihood 0–10. */
export const WhatIfMeasure = z
  .object({
    risk: z.number().meta({ description: 'Sum over the devices of the worst open score' }),
    safety: z.number(),
    care: z.number(),
    privacy: z.number(),
    likelihood: z.number(),
    findings: z.number().meta({ description: 'Open findings' }),
    devices: z.number().meta({ description: 'Devices of the worklist' }),
  })
  .meta({ id: 'WhatIfMeasure' })
export type WhatIfMeasure = z.infer<typeof WhatIfMeasure>

const BeforeAfter = z.object({ before: WhatIfMeasure, after: WhatIfMeasure })
const Counts = z.object({ before: z.number(), after: z.number() })

export const WhatIfStepResult = z.object({
  devices: z.number().meta({ description: 'Devices that it changes' }),
  findings: z.number().meta({ description: 'Open findings that move by it' }),
  minutes: z.number().nullable().meta({ description: 'Working time by the remediation library; null: it states none' }),
  notes: z.array(z.string()).meta({ description: 'What it does not do, and why' }),
})
export type WhatIfStepResult = z.infer<typeof WhatIfStepResult>

export const WhatIfResult = z
  .object({
    computedAt: z.string().meta({ description: 'Of which moment the data are' }),
    appetiteVersion: z.int().nullable(),
    total: BeforeAfter,
    /** Only what changes, the largest change first; at most 200 each. */
    sites: z.array(BeforeAfter.extend({ site: z.string() })),
    manufacturers: z.array(BeforeAfter.extend({ manufacturer: z.string() })),
    models: z.array(BeforeAfter.extend({ manufacturer: z.string(), model: z.string() })),
    bands: z.array(Counts.extend({ band: RiskBand })).meta({ description: 'Open findings by band' }),
    deviceBands: z
      .array(Counts.extend({ band: RiskBand.nullable() }))
      .meta({ description: 'Devices by their worst band; null: nothing is open' }),
    actions: z
      .array(Counts.extend({ action: z.string().nullable() }))
      .meta({ description: 'Of the findings that move, by the appetite in force; null: none, or no appetite' }),
    moves: z
      .object({
        findings: z.number(),
        leave: z.number(),
        come: z.number(),
        better: z.number(),
        worse: z.number(),
        rows: z.number(),
      })
      .meta({ description: 'Findings that move; `rows`: lines of the list of them' }),
    steps: z.array(WhatIfStepResult),
    minutes: z.number().nullable().meta({ description: 'Over all steps that state any' }),
  })
  .meta({ id: 'WhatIfResult' })
export type WhatIfResult = z.infer<typeof WhatIfResult>

export const MoveCause = z.enum([
  'removed',
  'controlled',
  'retired',
  'version',
  'context',
  'replacement',
  'decision_broke',
])
export type MoveCause = z.infer<typeof MoveCause>

const Standing = z.object({
  score: z.number(),
  band: RiskBand,
  likelihood: z.number(),
  safety: z.number(),
  care: z.number(),
  privacy: z.number(),
  action: z.string().nullable(),
})

/** Findings alike that move alike. */
export const WhatIfMove = z
  .object({
    vulnerabilityId: z.string(),
    manufacturer: z.string(),
    model: z.string(),
    site: z.string(),
    devices: z.number(),
    cause: MoveCause,
    before: Standing.nullable().meta({ description: 'Null: it is not open now' }),
    after: Standing.nullable().meta({ description: 'Null: it would not be open' }),
    reasons: z
      .array(
        z.object({ rule: z.string(), axis: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
      )
      .meta({ description: 'Parts of the score that read otherwise' }),
  })
  .meta({ id: 'WhatIfMove' })
export type WhatIfMove = z.infer<typeof WhatIfMove>

export const WhatIfScenario = z
  .object({
    id: z.uuid(),
    name: z.string(),
    steps: WhatIfSteps,
    result: WhatIfResult,
    savedAt: z.string(),
    savedBy: z.string(),
  })
  .meta({ id: 'WhatIfScenario' })
export type WhatIfScenario = z.infer<typeof WhatIfScenario>

export const WhatIfChoiceOf = z.enum(['zone', 'site', 'careArea', 'model', 'vulnerability', 'advisory'])
export type WhatIfChoiceOf = z.infer<typeof WhatIfChoiceOf>

/** A value that a step can name. */
export const WhatIfChoice = z
  .object({
    value: z.string(),
    label: z.string(),
    manufacturer: z.string().nullable().meta({ description: 'Of a model' }),
    devices: z.int().nullable().meta({ description: 'Devices of the worklist; null where they are not counted' }),
  })
  .meta({ id: 'WhatIfChoice' })
export type WhatIfChoice = z.infer<typeof WhatIfChoice>
