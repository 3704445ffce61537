import { z } from 'zod'

/** The edition of the form: HN 1-2013, or HN 1-2019. */
export const Mds2Edition = z.enum(['2013', '2019'])
export type Mds2Edition = z.infer<typeof Mds2Edition>

/** `text` where the form asks for words; `other` where a word stands that is no answer; `blank` where nothing stands. */
export const Mds2Word = z.enum(['yes', 'no', 'not_applicable', 'see_note', 'text', 'other', 'blank'])
export type Mds2Word = z.infer<typeof Mds2Word>

/** What a form says to one question. */
export const Mds2Answer = z.object({
  /** `MPII-2.1`; in 2013 `B.1` or `5-1.1`. */
  id: z.string(),
  /** `MPII`, in 2013 too, but for its private data, `PRIV`. */
  section: z.string(),
  /** As the form itself asks it; '' where it does not. */
  question: z.string(),
  word: Mds2Word,
  /** What is said beside the word, notes that it refers to included. */
  note: z.string(),
})
export type Mds2Answer = z.infer<typeof Mds2Answer>

/** What could not be taken as it stands, and why. */
export const Mds2Remark = z.object({
  part: z.enum(['form', 'question']),
  /** The question's id, or ''. */
  name: z.string(),
  reason: z.string(),
})
export type Mds2Remark = z.infer<typeof Mds2Remark>

/** A Manufacturer Disclosure Statement for Medical Device Security: one model's security properties, by its maker's word. */
export const Mds2Form = z.object({
  edition: Mds2Edition,
  manufacturer: z.string(),
  model: z.string(),
  /** '' where the form states none. */
  softwareVersion: z.string(),
  description: z.string(),
  documentId: z.string(),
  /** `YYYY-MM-DD`; '' where none can be read. */
  releasedOn: z.string(),
  contact: z.string(),
  intendedUse: z.string(),
  answers: z.array(Mds2Answer),
  remarks: z.array(Mds2Remark),
})
export type Mds2Form = z.infer<typeof Mds2Form>

/** What a form says of itself. */
export const Mds2Subject = Mds2Form.pick({
  manufacturer: true,
  model: true,
  softwareVersion: true,
  description: true,
  documentId: true,
  contact: true,
  intendedUse: true,
})
export type Mds2Subject = z.infer<typeof Mds2Subject>

/** A form as it is listed. */
export const Mds2Row = z.object({
  id: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  /** Expression of the versions that it is bound to; '' is every version. */
  versions: z.string(),
  edition: Mds2Edition,
  documentId: z.string(),
  /** `YYYY-MM-DD`; null where it says none that can be read. */
  releasedOn: z.string().nullable(),
  /** Whether the device holds patients' data, by its answers; null where they leave it open. */
  holdsData: z.boolean().nullable(),
  uploadedAt: z.string(),
  uploadedBy: z.string(),
  /** Questions in the form, and those that are answered. */
  asked: z.number(),
  answered: z.number(),
  remarks: z.number(),
  /** Devices of the worklist that it tells of. */
  devices: z.number(),
  /** Devices that may be meant: the model may be another, or the version cannot be compared. */
  unsureDevices: z.number(),
  /** The form that took its place. */
  replacedBy: z.string().nullable(),
})
export type Mds2Row = z.infer<typeof Mds2Row>

/** One of the properties that matter most for security, as a form answers it. */
export const Mds2Topic = z.object({
  id: z.string(),
  title: z.string(),
  /** The question that tells it. */
  question: z.string(),
  word: Mds2Word,
  note: z.string(),
  /** Whether the answer makes the device safer or less safe; null where it is neither, or open. */
  isGood: z.boolean().nullable(),
})
export type Mds2Topic = z.infer<typeof Mds2Topic>

/** What one form says otherwise than the form before it. */
export const Mds2Difference = z.object({
  /** A question's id, or between editions a property's title. */
  name: z.string(),
  question: z.string(),
  before: Mds2Answer.pick({ word: true, note: true }).nullable(),
  after: Mds2Answer.pick({ word: true, note: true }).nullable(),
})
export type Mds2Difference = z.infer<typeof Mds2Difference>
