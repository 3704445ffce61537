import { z } from 'zod'
import { ModelBinding } from './binding.ts'
import { Component } from './component.ts'

export const SbomFormat = z.enum(['cyclonedx', 'spdx'])
export type SbomFormat = z.infer<typeof SbomFormat>

/** CycloneDX `analysis.state`; `unstated` where a vulnerability is named and not judged. */
export const VexState = z.enum([
  'resolved',
  'resolved_with_pedigree',
  'exploitable',
  'in_triage',
  'false_positive',
  'not_affected',
  'unstated',
])
export type VexState = z.infer<typeof VexState>

/** What a statement is about: a component of the bill, or the subject itself. */
export const VexTarget = z.object({
  /** As written: a `bom-ref`, or a BOM-Link into another bill. */
  ref: z.string(),
  /** Places in `components`; -1 is the subject. Null where the reference leads to nothing in this bill. */
  component: z.number().nullable(),
  /** Versions that the statement names, if it does; a range is a `vers:` URI. */
  versions: z.array(z.object({ version: z.string(), range: z.string(), status: z.string() })),
})
export type VexTarget = z.infer<typeof VexTarget>

/** What a bill says of one vulnerability: Vulnerability Exploitability eXchange. */
export const VexStatement = z.object({
  vulnerabilityId: z.string(),
  state: VexState,
  justification: z.string(),
  response: z.array(z.string()),
  detail: z.string(),
  affects: z.array(VexTarget),
})
export type VexStatement = z.infer<typeof VexStatement>

/** What could not be taken as it stands, and why. */
export const SbomRemark = z.object({
  part: z.enum(['bill', 'component', 'statement']),
  /** Which one: a name, an id, a place. */
  name: z.string(),
  reason: z.string(),
})
export type SbomRemark = z.infer<typeof SbomRemark>

/** A software bill of materials: what is inside one product, as one author listed it at a time. */
export const Sbom = z.object({
  format: SbomFormat,
  formatVersion: z.string(),
  /** CycloneDX serial number, SPDX document namespace; '' where there is none. */
  serialNumber: z.string(),
  /** The bill's own revision, where it counts them. */
  revision: z.string(),
  /** As written; '' where it is not said. */
  createdAt: z.string(),
  author: z.string(),
  tool: z.string(),
  /** The product that the bill is of. */
  subject: Component,
  components: z.array(Component),
  /** Relations between components that the bill states. */
  dependencies: z.number(),
  statements: z.array(VexStatement),
  remarks: z.array(SbomRemark),
})
export type Sbom = z.infer<typeof Sbom>

/** A bill as it is listed. */
export const SbomRow = z.object({
  id: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  /** Expression of the versions that it is bound to; '' is every version. */
  versions: z.string(),
  format: SbomFormat,
  formatVersion: z.string(),
  author: z.string(),
  /** When it was made, as far as it says so. */
  statedAt: z.string().nullable(),
  uploadedAt: z.string(),
  uploadedBy: z.string(),
  components: z.number(),
  statements: z.number(),
  remarks: z.number(),
  /** Devices of the worklist whose components it tells. */
  devices: z.number(),
  /** Open findings of these devices. */
  openFindings: z.number(),
  /** Devices that may be meant: the model may be another, or the version cannot be compared. */
  unsureDevices: z.number(),
  /** The bill that took its place. */
  replacedBy: z.string().nullable(),
})
export type SbomRow = z.infer<typeof SbomRow>

/** A document that speaks of components of bills elsewhere, as it is listed. */
export const VexDocumentRow = z
  .object({
    id: z.string(),
    formatVersion: z.string(),
    serialNumber: z.string(),
    revision: z.number(),
    author: z.string(),
    tool: z.string(),
    statedAt: z.string().nullable(),
    uploadedAt: z.string(),
    uploadedBy: z.string(),
    statements: z.number(),
    /** Bills that it names. */
    bills: z.number(),
    /** Of these, that are here; for the others it waits. */
    billsHere: z.number(),
    /** Of those that are not here, of which somebody said which model they are of. */
    billsBound: z.number(),
    remarks: z.number(),
    /** The later revision that took its place. */
    replacedBy: z.string().nullable(),
  })
  .meta({ id: 'VexDocumentRow' })
export type VexDocumentRow = z.infer<typeof VexDocumentRow>

export const VexDocumentStatement = VexStatement.omit({ affects: true })
  .extend({
    position: z.number(),
    affects: z.array(
      VexTarget.omit({ component: true }).extend({
        /** Of the component; null where it is not known. */
        name: z.string().nullable(),
        sbomId: z.string().nullable(),
        /** Why it does not hold of this; null where it does. */
        reason: z.string().nullable(),
      }),
    ),
    /** Why it holds nowhere; null where it does somewhere. */
    notApplied: z.string().nullable(),
  })
  .meta({ id: 'VexDocumentStatement' })
export type VexDocumentStatement = z.infer<typeof VexDocumentStatement>

/** A bill that VEX documents name, and that reaches no device: it is not here, or of a model that no device is. */
export const WaitingBill = z
  .object({
    serialNumber: z.string(),
    revision: z.number(),
    /** In force, that name it. */
    documents: z.number(),
    vulnerabilities: z.number(),
    /** The last document that came. */
    documentId: z.string(),
    author: z.string(),
    /** Why what is said of it changes no finding. */
    reason: z.string(),
    /** The bill, where it is here: it is bound to another model itself. */
    sbomId: z.string().nullable(),
  })
  .meta({ id: 'WaitingBill' })
export type WaitingBill = z.infer<typeof WaitingBill>

/** Which model a bill that is not here is of, by the hospital's own word. */
export const AwaitedBillBinding = z
  .object({
    id: z.string(),
    serialNumber: z.string(),
    revision: z.number(),
    /** Versions: '' is every version. */
    ...ModelBinding.shape,
    /** Documents in force that name the bill. */
    documents: z.number(),
    /** Devices of the worklist that are of the model and versions. */
    devices: z.number(),
    /** The bill itself came: it says what it is of, and this counts no more. */
    hasCome: z.boolean(),
  })
  .meta({ id: 'AwaitedBillBinding' })
export type AwaitedBillBinding = z.infer<typeof AwaitedBillBinding>
