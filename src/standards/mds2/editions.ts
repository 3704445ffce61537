import type { Mds2Edition } from '#model/mds2.ts'

// Which questions each edition of the form has. Their texts are not ours: what a form asks is read from the form itself.

export interface Section {
  /** IEC TR 80001-2-2 has most of the codes. */
  readonly code: string
  readonly title: string
  /** Ids of its questions; empty where they are free. */
  readonly ids: readonly string[]
}

const section = (code: string, title: string, numbers: string): Section => ({
  code,
  title,
  ids: expand(numbers).map((number) => `${code}-${number}`),
})

/** `1 2.1-2.3` is 1, 2.1, 2.2 and 2.3. */
function expand(numbers: string): string[] {
  return numbers.split(' ').flatMap((one) => {
    const [from = '', to] = one.split('-')
    if (!to) return from ? [from] : []
    const stem = from.slice(0, from.lastIndexOf('.') + 1)
    const [first, last] = [from, to].map((text) => Number(text.slice(text.lastIndexOf('.') + 1))) as [number, number]
    return Array.from({ length: last - first + 1 }, (_, at) => `${stem}${first + at}`)
  })
}

/** NEMA/MITA HN 1-2019: 240 questions, and OTHR for what a maker adds. */
const sections2019: readonly Section[] = [
  section('DOC', 'Document and device', '1-11 11.1-11.4'),
  section('MPII', 'Patients’ data', '1 2 2.1-2.9 3 3.1-3.10'),
  section('ALOF', 'Automatic logoff', '1-2'),
  section('AUDT', 'Audit controls', '1 1.1-1.2 2 2.1-2.8 2.8.1-2.8.2 2.9-2.11 3 4 4.1 4.1.1 5 5.1-5.4 6 7 7.1 8'),
  section('AUTH', 'Authorization', '1 1.1-1.3 2-5'),
  section('CSUP', 'Security updates', '1 2 2.1-2.4 3 3.1-3.4 4 4.1-4.4 5 5.1-5.4 6 6.1-6.4 7-9 10 10.1 11 11.1-11.2'),
  section('DIDT', 'De-identification', '1 1.1'),
  section('DTBK', 'Backup and recovery', '1-6'),
  section('EMRG', 'Emergency access', '1'),
  section('IGAU', 'Integrity and authenticity of data', '1-2'),
  section('MLDP', 'Malware protection', '1 2 2.1-2.8 3-5 5.1-5.2'),
  section('NAUT', 'Node authentication', '1 2 2.1 3'),
  section('CONN', 'Connectivity', '1 1.1 1.1.1-1.1.4 1.2 1.2.1-1.2.4 2-7 7.1 8'),
  section('PAUT', 'Person authentication', '1 1.1 2-14 14.1'),
  section('PLOK', 'Physical locks', '1-4'),
  section('RDMP', 'Third-party components over time', '1-4'),
  section('SBOM', 'Software bill of materials', '1 2 2.1-2.4 3-4'),
  section('SAHD', 'Hardening', '1-3 3.1-3.2 4-5 5.1 6 6.1-6.2 7-14 14.1 15-16'),
  section('SGUD', 'Security guidance', '1-3 3.1 4'),
  section('STCF', 'Confidentiality of stored data', '1 1.1-1.3 2-4'),
  section('TXCF', 'Confidentiality of transmission', '1 2 2.1 3-5'),
  section('TXIG', 'Integrity of transmission', '1-2'),
  section('RMOT', 'Remote service', '1 1.1-1.3 2-3'),
  section('OTHR', 'Other', ''),
]

/** In 2013 sections are numbered: question `5-1.1` is one of CSUP. */
const codes2013 =
  'ALOF AUDT AUTH CNFS CSUP DIDT DTBK EMRG IGAU MLDP NAUT PAUT PLOK RDMP SAHD SGUD STCF TXCF TXIG OTHR'.split(' ')

const titleOf = new Map([
  ...sections2019.map(({ code, title }) => [code, title] as const),
  ['PRIV', 'Private data'] as const,
  ['CNFS', 'Configuration of security features'] as const,
])

/** HN 1-2013. Its questions are taken as a form has them; which are missing is told by section only. */
const sections2013: readonly Section[] = ['PRIV', ...codes2013].map((code) => ({
  code,
  title: titleOf.get(code)!,
  ids: [],
}))

export const sectionsOf = (edition: Mds2Edition): readonly Section[] =>
  edition === '2019' ? sections2019 : sections2013

const known2019 = new Set(sections2019.flatMap(({ ids }) => ids))

/** Null where the edition's questions are not held one by one. */
export const questionsOf = (edition: Mds2Edition): ReadonlySet<string> | null => (edition === '2019' ? known2019 : null)

const hyphen = '[-\u2010-\u2015_]'
const id2019 = new RegExp(`^([A-Za-z]{3,4})\\s*${hyphen}\\s*(\\d{1,2}(?:\\.\\d{1,2}){0,2})\\.?$`)
const id2013 = new RegExp(`^(?:([A-D])(?:\\.(\\d))?|(\\d{1,2})\\s*${hyphen}\\s*(\\d{1,2}(?:\\.\\d{1,2}){0,2}))\\.?$`)

/** The id of a question, however it is written: `SBoM - 2.1.` is SBOM-2.1; undefined where the text is none. */
export function readId(
  text: string,
  edition: Mds2Edition,
): { id: string; section: string; mistyped?: string } | undefined {
  const written = text.trim()
  if (edition === '2019') {
    const [, letters, number] = id2019.exec(written) ?? []
    if (!letters || !number) return undefined
    const code = codeOf(letters.toUpperCase())
    if (!code) return undefined
    const mistyped = code === letters.toUpperCase() ? {} : { mistyped: `${letters}-${number}` }
    return { id: `${code}-${number}`, section: code, ...mistyped }
  }
  const [, letter, part, chapter, number] = id2013.exec(written) ?? []
  if (letter) return { id: part ? `${letter}.${part}` : letter, section: 'PRIV' }
  const code = codes2013[Number(chapter) - 1]
  return chapter && code ? { id: `${Number(chapter)}-${number}`, section: code } : undefined
}

/** Forms write `SHAD-15`: two letters in each other's place are still the section's. */
function codeOf(letters: string): string | undefined {
  if (sections2019.some(({ code }) => code === letters)) return letters
  const sorted = [...letters].sort().join()
  return sections2019.find(({ code }) => [...code].sort().join() === sorted)?.code
}
