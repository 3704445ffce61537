// Words that describe, and make no other model of what they stand beside.

import { isPlainOf } from '#domain/matching/device-classes/device-classes.ts'
import { memberWords } from '#domain/matching/family-names.ts'
import { variantWords } from '#domain/matching/model-words.ts'
import { isSize } from '#domain/matching/words-beside-codes.ts'
import type { NameComparison } from './name-comparison.ts'

/** `Unified`, `multi-function`: says no more than what things of the classes that either name says are like. */
export function isPlainBeside({ ownClasses, namedClasses, isIdentified }: NameComparison, form: string): boolean {
  if (isIdentified && isSize(form)) return true
  if (variantWords.has(form) || memberWords.has(form)) return false
  return isPlainOf(form, ownClasses.ids) || isPlainOf(form, namedClasses.ids)
}

/** Fields of medicine: software of one brand is sold for each by itself. */
export const specialties: ReadonlySet<string> = new Set(
  (
    'cardiology cardiac cardiovascular hemodynamics electrophysiology radiology oncology radiotherapy neurology neuro pathology ' +
    'microbiology hematology haematology chemistry urology nephrology pulmonary ophthalmic dental orthopedic orthopaedic ' +
    'dermatology gynecology endoscopy pharmacy laboratory lab emergency obstetric molecular genomic'
  ).split(' '),
)

/** Also where only one side says it: a specialty may be what the one of the brand is for. */
export const isPlainAlone = (names: NameComparison, form: string): boolean =>
  isPlainBeside(names, form) && !specialties.has(form)
