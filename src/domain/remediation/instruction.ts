import type { DeviceFunction } from '#model/device-function.ts'
import type { AskedAttribute } from '#model/finding.ts'
import type { FindingClass, WorkSubject } from './subject.ts'

/** How to carry out a remediation or a mitigation; written by us, one file each in `library/`, which is read as it is. */
export interface Instruction {
  /** The file's name. */
  readonly id: string
  readonly title: string
  /** fix: removes the flaw; mitigation: lowers the risk while it stays; check: finds out what is there. */
  readonly purpose: 'fix' | 'mitigation' | 'check'
  /** The kinds of device that it is made for; it then goes before the general ones. */
  readonly madeFor?: readonly DeviceFunction[]
  /** Of a device that it is made for. */
  readonly appliesTo: (subject: WorkSubject) => boolean
  /** Of a check: what somebody who carries it out can tell. */
  readonly answers?: readonly AskedAttribute[]
  /** Planned working time at one device, without the way there. */
  readonly minutes: number
  readonly skill: 'clinical engineer' | 'network engineer' | 'service engineer of the vendor'
  readonly tools: readonly string[]
  /** How long the device cannot serve a patient. */
  readonly downtimeMinutes: number
  /** What to heed for the patient's sake, before anything else. */
  readonly safety: readonly string[]
  readonly steps: readonly { readonly title: string; readonly text: string }[]
  /** How to come back to where it was. */
  readonly rollback: string
  /** How it is shown that the work took. */
  readonly verification: string
}

/** Gives an instruction its types; does nothing at run time. */
export const defineInstruction = (instruction: Instruction) => instruction

export const has =
  (...wanted: readonly FindingClass[]) =>
  (subject: WorkSubject): boolean =>
    wanted.some((one) => subject.classes.has(one))

export const runsWindows = (subject: WorkSubject): boolean =>
  /windows|\bwin\s?(xp|7|8|10|11|ce|nt)\b/i.test(subject.operatingSystem)

export const fits = ({ madeFor, appliesTo }: Instruction, subject: WorkSubject): boolean =>
  (!madeFor || madeFor.includes(subject.function)) && appliesTo(subject)
