import { z } from 'zod'

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

export const EvidenceKind = z.enum(['version_read', 'photo', 'note'])
export type EvidenceKind = z.infer<typeof EvidenceKind>
