import { z } from 'zod'
import { AskedAttribute } from './finding.ts'
import { RiskBand } from './risk.ts'

export const WorkOrderType = z.enum([
  'security_remediation',
  'security_mitigation',
  'field_check',
  'software_upgrade',
  'recall',
  'corrective',
  'preventive',
  'inspection',
  'baseline',
  'disposition',
  'incident_support',
])
export type WorkOrderType = z.infer<typeof WorkOrderType>

export const WorkOrderState = z.enum([
  'draft',
  'approved',
  'scheduled',
  'dispatched',
  'in_progress',
  'on_hold',
  'work_complete',
  'verification_pending',
  'verified',
  'verification_failed',
  'administratively_closed',
  'cancelled',
  'unable_to_locate',
  'unable_to_complete',
])
export type WorkOrderState = z.infer<typeof WorkOrderState>

export const HoldReason = z.enum(['parts', 'vendor', 'device_in_use', 'access', 'clinical_window'])
export type HoldReason = z.infer<typeof HoldReason>

/** What somebody found who looked for a device. */
export const InspectionAnswer = z.enum(['here', 'gone', 'disposed'])
export type InspectionAnswer = z.infer<typeof InspectionAnswer>

export const EvidenceKind = z.enum(['version_read', 'photo', 'note'])
export type EvidenceKind = z.infer<typeof EvidenceKind>

/** How far the hospital's own system has taken an order over; sent is not accepted. */
export const SyncState = z.enum(['new', 'sent', 'accepted', 'rejected', 'error'])
export type SyncState = z.infer<typeof SyncState>

/** An order as a list shows it. */
export const WorkOrderRow = z
  .object({
    id: z.string(),
    /** `WO-000123`. */
    number: z.string(),
    title: z.string(),
    type: WorkOrderType,
    state: WorkOrderState,
    holdReason: HoldReason.nullable(),
    priority: RiskBand,
    dueOn: z.string().nullable(),
    device: z.object({
      id: z.string(),
      name: z.string(),
      assetTag: z.string().nullable(),
      serialNumber: z.string().nullable(),
      manufacturer: z.string().nullable(),
      model: z.string().nullable(),
      site: z.string().nullable(),
      careArea: z.string().nullable(),
      room: z.string().nullable(),
      softwareVersion: z.string().nullable(),
    }),
    assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
    /** How many findings it settles. */
    findings: z.number(),
    externalId: z.string().nullable(),
    syncState: SyncState,
    createdAt: z.string(),
    updatedAt: z.string(),
    completedAt: z.string().nullable(),
  })
  .meta({ id: 'WorkOrderRow' })
export type WorkOrderRow = z.infer<typeof WorkOrderRow>

/** What the list of orders can be narrowed to; the same words stand in the URL of the page and of the API. */
export const WorkOrderFilter = z.object({
  /** One state, or several with commas between. */
  state: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(WorkOrderState).min(1))
    .optional(),
  open: z.stringbool().optional(),
  type: WorkOrderType.optional(),
  priority: RiskBand.optional(),
  /** A person's id, `me` or `nobody`. */
  assignedTo: z.string().optional(),
  device: z.string().optional(),
  campaign: z.string().optional(),
  vulnerability: z.string().optional(),
  /** Made of a group of findings: an advisory, a manufacturer, a model, a site; empty for devices without one. */
  advisory: z.string().optional(),
  manufacturer: z.string().optional(),
  model: z.string().optional(),
  site: z.string().optional(),
  /** The manufacturer and the model, and the site, however devices write them. */
  alike: z.stringbool().optional(),
  /** act: late, on hold, device not found or work not possible; verify: claimed for a week without proof, or contradicted. */
  stuck: z.enum(['act', 'verify']).optional(),
  q: z.string().optional(),
})
export type WorkOrderFilter = z.infer<typeof WorkOrderFilter>

export const WorkOrderSort = z.enum(['due', 'priority', 'number'])
export type WorkOrderSort = z.infer<typeof WorkOrderSort>

/** One thing to do at the device; `minutes` is the planned time of the whole instruction, on its first step. */
export const WorkStep = z.object({ title: z.string(), text: z.string(), minutes: z.number().optional() })
export type WorkStep = z.infer<typeof WorkStep>

/** What work at the device reads: what an advisory asks for, or what identifies the device; `lifecycle` where it is looked for. */
export const CheckedAttribute = z.enum([...AskedAttribute.options, 'assetTag', 'lifecycle'])
export type CheckedAttribute = z.infer<typeof CheckedAttribute>

/** Which attribute of the device proves the work, and the versions that are still affected. */
export const WorkVerification = z.object({
  attribute: CheckedAttribute,
  /** Of `option`: the words that name what the device may have, `wireless`. */
  option: z.string().optional(),
  /** As the advisories write it: `<= 9.19`; empty where no version can prove it. */
  affected: z.string(),
  sentence: z.string(),
})
export type WorkVerification = z.infer<typeof WorkVerification>

/** Where an order can go from here; a way that is closed to the reader says why. */
export const WorkOrderTransition = z
  .object({
    to: WorkOrderState,
    label: z.string(),
    needsReason: z.boolean(),
    disabledReason: z.string().nullable(),
  })
  .meta({ id: 'WorkOrderTransition' })
export type WorkOrderTransition = z.infer<typeof WorkOrderTransition>

export const WorkOrderEvent = z
  .object({
    at: z.string(),
    actorName: z.string(),
    fromState: WorkOrderState.nullable(),
    toState: WorkOrderState,
    reason: z.string().nullable(),
  })
  .meta({ id: 'WorkOrderEvent' })
export type WorkOrderEvent = z.infer<typeof WorkOrderEvent>

/** What somebody brought back from the device; it proves nothing until someone else accepts it. */
export const EvidenceRow = z
  .object({
    id: z.string(),
    kind: EvidenceKind,
    value: z.string(),
    fileId: z.string().nullable(),
    at: z.string(),
    byName: z.string(),
    acceptedAt: z.string().nullable(),
    acceptedBy: z.string().nullable(),
  })
  .meta({ id: 'WorkOrderEvidence' })
export type EvidenceRow = z.infer<typeof EvidenceRow>

export const WorkOrderDetail = WorkOrderRow.extend({
  steps: z.array(WorkStep),
  verification: WorkVerification,
  /** Planned until it is completed, then as it took. */
  minutes: z.number().nullable(),
  /** Counts the changes; a change names the version that it was made on. */
  version: z.number(),
}).meta({ id: 'WorkOrder' })
export type WorkOrderDetail = z.infer<typeof WorkOrderDetail>

export const CampaignRow = z
  .object({
    id: z.string(),
    title: z.string(),
    advisoryId: z.string(),
    manufacturer: z.string(),
    model: z.string(),
    site: z.string(),
    createdAt: z.string(),
    createdBy: z.string(),
  })
  .meta({ id: 'Campaign' })
export type CampaignRow = z.infer<typeof CampaignRow>
