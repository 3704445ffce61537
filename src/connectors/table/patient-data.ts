import { plainHeader } from './column-names.ts'

const patientWord = '(?:patients?|pt|paciente|patienten?)'

const headers: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:mrn|mpi|emr number|medical record|med rec|health record (?:number|no)|patientennummer|fallnummer|nip|historia clinica)\b/,
    'medical record number',
  ],
  [
    /\b(?:ssn|social security|sozialversicherungsnummer|versichertennummer|nss|nhs number|health card|medicare (?:number|no|id)|medicaid (?:number|no|id)|insurance (?:number|id|member))\b/,
    'social security or insurance number',
  ],
  [
    /^(?:dob|birth ?date|date of birth|birthday|geburtsdatum|geb datum|date de naissance|fecha de nacimiento)$|\b(?:birth ?date|date of birth|dob)\b/,
    'birth date',
  ],
  [/^(?:gender|sex|geschlecht|sexe|sexo)$/, 'sex of a person'],
  [
    /^diagnos[ei]s$|\b(?:diagnos[ei]s code|icd ?(?:9|10|code)|admission (?:date|number|id)|admit date|discharge date|encounter (?:number|id)|aufnahmenummer)\b/,
    'stay or diagnosis of a patient',
  ],
  [/^(?:patients?|paciente|patient in)$/, 'patient'],
  [
    new RegExp(
      `\\b${patientWord} (?:(?:first|last|full|family|given) )?(?:name|id|no|nr|num|number|identifier|address|phone|age|gender|sex|initials|account)\\b`,
    ),
    'patient name or number',
  ],
  [
    new RegExp(
      `\\b(?:name|nom|nombre|nummer|id|numero) (?:of |of the |du |del |de |des |d )?${patientWord}\\b|\\bpatienten ?(?:name|id|nummer)\\b`,
    ),
    'patient name or number',
  ],
  [/\b(?:bed|room) occupant\b|\boccupant name\b/, 'patient name or number'],
]

const personName =
  /^(?:(?:first|last|given|family|middle|full|sur) ?name|surname|vorname|nachname|prenom|nom de famille|apellidos?)$/

/** Why each column's name tells patient data; undefined where it does not. */
export function refusedHeaders(names: readonly string[]): (string | undefined)[] {
  const plain = names.map(plainHeader)
  const refused = plain.map((name) => headers.find(([pattern]) => pattern.test(name))?.[1])
  // "First name" alone may be a technician's; beside a birth date it is not.
  const ofPatients = refused.some((why) => why !== undefined)
  return refused.map(
    (why, index) => why ?? (ofPatients && personName.test(plain[index] ?? '') ? 'name of a person' : undefined),
  )
}

const values: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:mrn|med(?:ical)? rec(?:ord)?)\s*(?:no\.?|nr\.?|number|#)?\s*[:#=]?\s*[a-z]{0,3}-?\d{5,}/i,
    'medical record number',
  ],
  [/\b(?:ssn|social security)\b[^\d]{0,12}\d{3}-?\d{2}-?\d{4}\b/i, 'social security number'],
  [
    /\b(?:dob|d\.o\.b\.|date of birth|birth ?date|geb(?:oren|\.)?\s?(?:am)?|geburtsdatum)\s*[:=]?\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/i,
    'birth date',
  ],
  [/\b(?:patient|pt)(?:'s)?\s+name\s*[:=]\s*\p{L}/iu, 'patient name'],
  [/\b[Pp](?:atient|t)\s*[:=]\s*\p{Lu}[\p{L}'-]+,\s*\p{Lu}/u, 'patient name'],
  // HL7 and DICOM write names so: DOE^JOHN.
  [/^\p{Lu}[\p{L}' -]+\^\p{Lu}[\p{L}' -]*/u, 'patient name'],
]

/** A United States social security number: 000, 666 and 9xx are never given out. */
const ssn = /^(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}$/

/** One look at a row's joined text, before its cells are looked at. */
const hint =
  /\bmrn|\bmed(?:ical)? rec|\bssn\b|social security|\bdob\b|d\.o\.b|birth ?date|date of birth|\bgeb\S{0,9} ?(?:am)? ?[:=]? ?\d{1,2}\.\d|\b(?:patient|pt)(?:'s)?(?:\s+name)?\s*[:=]|[a-z]\^|(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)/i

export const mayHoldPatientData = (rowText: string) => hint.test(rowText)

/** Why a value looks like patient data. A bare number is one only in a column of no other known numbers. */
export function patientValue(text: string, hasNumbersOfItsOwn: boolean): string | undefined {
  const found = values.find(([pattern]) => pattern.test(text))?.[1]
  if (found) return found
  return !hasNumbersOfItsOwn && ssn.test(text.trim()) ? 'social security number' : undefined
}
