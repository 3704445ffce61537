import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readSheets } from '#connectors/xlsx-file/read-sheets.ts'
import { inCorpus } from '#tests/support/corpus.ts'
import { memoryFile } from '#tests/support/input-file.ts'
import { type FormSaid, formCsv, formRows, formWorkbook } from '#tests/support/mds2-form.ts'
import { processorMs } from '#tests/support/processor-time.ts'
import { sectionsOf } from './editions.ts'
import { readDay } from './facts.ts'
import { type ReadMds2, readMds2Sheets, readMds2Text } from './read-mds2.ts'
import { holdsPatientData, topics } from './topics.ts'

const formOf = (read: ReadMds2) => {
  if ('error' in read) throw new Error(read.error)
  return read.form
}
const fromWorkbook = async (rows: readonly (readonly (string | null)[])[], merges?: readonly string[]) =>
  readMds2Sheets(await readSheets(memoryFile('mds2.xlsx', await formWorkbook(rows, merges))))
const fromRows = (rows: readonly (readonly (string | null)[])[]) =>
  readMds2Sheets([
    {
      name: '',
      rows: rows.map((cells, at) => ({ number: at + 1, cells: cells.map((cell) => cell ?? '') })),
      merges: [],
    },
  ])
const said = (read: ReadMds2, id: string) => {
  const found = formOf(read).answers.find((answer) => answer.id === id)
  return found && [found.word, found.note]
}

test('the edition of 2019 has 240 questions in 23 sections, and OTHR', () => {
  const sections = sectionsOf('2019')
  expect(sections.flatMap(({ ids }) => ids)).toHaveLength(240)
  expect(Object.fromEntries(sections.map(({ code, ids }) => [code, ids.length]))).toEqual({
    DOC: 15,
    MPII: 22,
    ALOF: 2,
    AUDT: 30,
    AUTH: 8,
    CSUP: 34,
    DIDT: 2,
    DTBK: 6,
    EMRG: 1,
    IGAU: 2,
    MLDP: 15,
    NAUT: 4,
    CONN: 19,
    PAUT: 16,
    PLOK: 4,
    RDMP: 4,
    SBOM: 8,
    SAHD: 22,
    SGUD: 5,
    STCF: 7,
    TXCF: 6,
    TXIG: 2,
    RMOT: 6,
    OTHR: 0,
  })
  const known = new Set(sections.flatMap(({ ids }) => ids))
  expect(topics.filter((topic) => topic['2019'] && !known.has(topic['2019']))).toEqual([])
})

test('a workbook as makers publish it is read: title and cover before it, header in row 3, clauses beside the answers', async () => {
  const read = await fromWorkbook(
    formRows({
      model: 'Valve 100, software version 4.2',
      answers: {
        'MPII-2': 'yes',
        'ALOF-1': ['YES', 'optional'],
        'MLDP-3': 'n/a',
        'PAUT-4': 'N/A: No default accounts',
        'CSUP-2': ['See Notes', 'Windows 10 IoT'],
        'STCF-1': '____',
      },
    }),
  )
  const form = formOf(read)

  expect(form).toMatchObject({
    edition: '2019',
    manufacturer: 'Asgard Medical',
    model: 'Valve 100',
    softwareVersion: '4.2',
    description: 'A valve',
    documentId: 'MDS2-1',
    releasedOn: '2026-03-20',
    contact: 'security@example.org',
    remarks: [{ part: 'form', reason: 'Left empty: STCF-1.' }],
  })
  expect(form.answers).toHaveLength(240)
  expect(form.answers.find(({ id }) => id === 'MPII-2')).toEqual({
    id: 'MPII-2',
    section: 'MPII',
    question: 'About Patients’ data, number 2?',
    word: 'yes',
    note: '',
  })
  expect(said(read, 'ALOF-1')).toEqual(['yes', 'optional'])
  expect(said(read, 'MLDP-3')).toEqual(['not_applicable', ''])
  expect(said(read, 'PAUT-4')).toEqual(['not_applicable', 'No default accounts'])
  expect(said(read, 'CSUP-2')).toEqual(['see_note', 'Windows 10 IoT'])
  expect(said(read, 'STCF-1')).toEqual(['blank', ''])
  expect(said(read, 'RMOT-3')).toEqual(['no', ''])
})

test.each([
  ['Valve 100, software version 4.2', 'Valve 100', '4.2'],
  ['Valve 100 (SW 4.2.1)', 'Valve 100', '4.2.1'],
  ['Valve 100 (V4.2)', 'Valve 100', '4.2'],
  ['Valve 100, version 4.x', 'Valve 100', '4.x'],
  ['Evita V500', 'Evita V500', ''],
  ['Version 3', 'Version 3', ''],
])('of %j the model is %j and the version %j', (written, model, softwareVersion) =>
  expect(formOf(fromRows(formRows({ model: written })))).toMatchObject({ model, softwareVersion }),
)

test('notes that are numbered at the end stand with the answers that refer to them', () => {
  const read = fromRows(
    formRows({
      answers: { 'CSUP-2': ['See Note', 'Note 1'], 'RMOT-1': ['Yes', '2'], 'CONN-4': ['See Note 9', ''] },
      notes: [['Notes:'], ['Note 1', 'It runs Linux.'], ['2. Only by VPN.\n3. Unused.']],
    }),
  )
  expect(said(read, 'CSUP-2')).toEqual(['see_note', 'It runs Linux.'])
  expect(said(read, 'RMOT-1')).toEqual(['yes', 'Only by VPN.'])
  expect(formOf(read).remarks).toEqual([
    { part: 'question', name: 'CONN-4', reason: 'It refers to note 9, which is not in the form.' },
  ])
})

test('an answer that is merged over several rows holds for each of them', async () => {
  const rows = formRows({ answers: { 'CSUP-2.1': ['Yes', 'as in the manual'], 'CSUP-2.2': '', 'CSUP-2.3': '' } })
  const at = rows.findIndex(([id]) => id === 'CSUP-2.1') + 1
  for (const row of [rows[at]!, rows[at + 1]!]) row[3] = null
  const read = await fromWorkbook(rows, ['A1:F1', `C${at}:C${at + 2}`, `D${at}:D${at + 2}`])
  expect(['CSUP-2.1', 'CSUP-2.2', 'CSUP-2.3', 'CSUP-2.4'].map((id) => said(read, id))).toEqual([
    ['yes', 'as in the manual'],
    ['yes', 'as in the manual'],
    ['yes', 'as in the manual'],
    ['no', ''],
  ])
})

test('columns of Yes, No and N/A that are ticked are read', () => {
  const rows = formRows({ rest: '' })
    .slice(3)
    .map(([id, question]) => [id!, question!, 'x'])
  for (const row of rows) if (row[0] === 'MPII-2') row.splice(2, 1, '', 'X')
  const read = fromRows([['ID', 'Question', 'Yes', 'No', 'N/A', 'Note'], ...rows])
  expect(said(read, 'MPII-1')).toEqual(['yes', ''])
  expect(said(read, 'MPII-2')).toEqual(['no', ''])
})

test('a form that was cut off is taken, and says what it lacks', () => {
  const form = formOf(fromRows(formRows({ without: (id) => /^(?:RMOT|TXIG)/.test(id) || id === 'SAHD-5' })))
  expect(form.answers).toHaveLength(231)
  expect(form.remarks.map(({ reason }) => reason)).toEqual([
    'Not in the form: SAHD-5.',
    'Section TXIG (Integrity of transmission) is not in the form. It may be cut off: ask for the whole of it.',
    'Section RMOT (Remote service) is not in the form. It may be cut off: ask for the whole of it.',
  ])
})

test('wrong ids, answers that are none and answers given twice are told', () => {
  const rows = formRows({ answers: { 'PAUT-8': 'By badge only' } })
  rows.find(([id]) => id === 'SAHD-15')![0] = 'SHAD-15'
  rows.push(['CSUP-99', 'New?', 'Yes', '__'], ['ALOF-2', 'Again?', 'Yes', '__'])
  const form = formOf(fromRows(rows))
  expect(form.answers.find(({ id }) => id === 'SAHD-15')?.word).toBe('no')
  expect(form.remarks).toEqual([
    { part: 'question', name: 'SAHD-15', reason: 'The form calls it SHAD-15.' },
    { part: 'question', name: 'CSUP-99', reason: 'HN 1-2019 has no such question; the answer is kept as it is.' },
    { part: 'question', name: 'PAUT-8', reason: '"By badge only" is none of yes, no, N/A and see note.' },
    { part: 'question', name: 'ALOF-2', reason: 'The form answers it twice, not alike: the first answer was taken.' },
  ])
})

test.each([',', ';', '\t'])('the form exported as CSV with %j is read like the workbook', async (delimiter) => {
  const said: FormSaid = { answers: { 'MPII-2': ['Yes', 'in a database, encrypted; "always"'], 'DOC-8': 'yes' } }
  const form = formOf(readMds2Text(`\uFEFF${formCsv(formRows(said), delimiter)}`))
  expect(form).toEqual(formOf(await fromWorkbook(formRows(said))))
  expect(form.answers.find(({ id }) => id === 'MPII-2')?.note).toBe('in a database, encrypted; "always"')
})

test('text that was copied out of a form is read, questions broken over lines too', () => {
  const text = [
    'DOC-1: Manufacturer Name: Asgard Medical',
    'DOC-3:Device Model:"Valve 100, Valve 200"',
    'MPII-1,"Is it so, or',
    'otherwise?": Yes,optional',
    'MPII-2 Does it hold data? Yes __',
    'MPII-3,Does it send?: No: never',
    'ALOF-1,Does it?____',
    'AUDT-1,Does it write (a log): N/A,',
  ].join('\n')
  const read = readMds2Text(text)
  expect(formOf(read)).toMatchObject({ manufacturer: 'Asgard Medical', model: 'Valve 100, Valve 200' })
  expect(['MPII-1', 'MPII-2', 'MPII-3', 'ALOF-1', 'AUDT-1'].map((id) => said(read, id))).toEqual([
    ['yes', 'optional'],
    ['yes', ''],
    ['no', 'never'],
    ['blank', ''],
    ['not_applicable', ''],
  ])
  expect(formOf(read).answers.find(({ id }) => id === 'MPII-1')?.question).toBe('Is it so, or otherwise?')
})

const published = inCorpus('mds2/medicapture-mvr-2026-03-20.txt')
test.skipIf(!published)('a form that its maker published as text is read whole', () => {
  const form = formOf(readMds2Text(readFileSync(published!, 'utf8')))
  expect(form).toMatchObject({
    edition: '2019',
    manufacturer: 'MediCapture Inc.',
    model: 'MVR435, MVR436, MVR450, MVR460, MTR133, MTR156, MTR245',
    documentId: 'MDS2-MVR',
    releasedOn: '2026-03-20',
    remarks: [
      { part: 'question', name: 'SAHD-15', reason: 'The form calls it SHAD-15.' },
      { part: 'form', name: '', reason: 'Left empty: CONN-1, CONN-1.1.' },
    ],
  })
  const counts = Map.groupBy(form.answers, ({ word }) => word)
  expect(Object.fromEntries([...counts].map(([word, { length }]) => [word, length]))).toEqual({
    text: 7,
    yes: 118,
    no: 89,
    not_applicable: 24,
    blank: 2,
  })
  expect(form.answers.filter(({ question }) => question === '')).toEqual([])
  expect(holdsPatientData(form)).toBe(true)
})

const form2013 = [
  ['Manufacturer Disclosure Statement for Medical Device Security – MDS2'],
  ['DEVICE DESCRIPTION'],
  ['Device Category', '', 'Manufacturer', 'Document ID', 'Document Release Date'],
  ['Infusion pump', '', 'Asgard Medical', 'D-7', 'March 4, 2014'],
  ['Device Model', '', 'Software Revision', '', 'Software Release Date'],
  ['Valve 50', '', '2.1', '', '2014-01-31'],
  ['MANAGEMENT OF PRIVATE DATA', '', '', 'Yes, No, N/A, or See Note', 'Note #'],
  ['A', '', 'Can it show or hold private data?', 'Yes', '__'],
  ['C', '', 'Holding private data:', '', ''],
  ['C.1', '', 'For a while?', 'no', '__'],
  ['C.2', '', 'On its own disk?', 'Yes', '1'],
  ['1-1', 'ALOF', 'Logged off by itself?', 'See Note', '2'],
  ['5-1', 'CSUP', 'Can be patched?', 'No', '__'],
  ['20-1', 'OTHR', 'Served from afar?', 'Yes', '3'],
  ['Notes:', '1. Ten days.\n2. After 5 minutes.'],
]

test('the edition of 2013 is read as what it is, with the software that it names', () => {
  const read = fromRows(form2013)
  const form = formOf(read)
  expect(form).toMatchObject({
    edition: '2013',
    manufacturer: 'Asgard Medical',
    model: 'Valve 50',
    softwareVersion: '2.1',
    description: 'Infusion pump',
    documentId: 'D-7',
    releasedOn: '2014-03-04',
  })
  expect(form.answers.map(({ id, section, word, note }) => [id, section, word, note])).toEqual([
    ['A', 'PRIV', 'yes', ''],
    ['C', 'PRIV', 'blank', ''],
    ['C.1', 'PRIV', 'no', ''],
    ['C.2', 'PRIV', 'yes', 'Ten days.'],
    ['1-1', 'ALOF', 'see_note', 'After 5 minutes.'],
    ['5-1', 'CSUP', 'no', ''],
    ['20-1', 'OTHR', 'yes', '3'],
  ])
  expect(form.remarks.filter(({ part }) => part === 'form')).toHaveLength(17)
  expect(form.remarks.filter(({ part }) => part === 'question')).toEqual([
    { part: 'question', name: '20-1', reason: 'It refers to note 3, which is not in the form.' },
  ])
  expect(holdsPatientData(form)).toBe(true)
})

test('what is no form, or one of an edition that is not read, says what to do', async () => {
  expect(readMds2Text('Asset tag,Model\n1,Valve')).toMatchObject({ error: expect.stringContaining('no MDS2 form') })
  expect(readMds2Text('%PDF-1.7 …')).toMatchObject({ error: expect.stringContaining('as a workbook (.xlsx)') })
  expect(fromRows([['MDS2 v 1.0 (2004-11-01)'], ['1.', 'Can it?', 'Yes']])).toMatchObject({
    error: expect.stringContaining('edition of 2004'),
  })
  expect(
    fromRows([
      ['1-1', 'x'],
      ['1-2', 'x'],
      ['1-3', 'x'],
      ['1-4', 'x'],
      ['1-5', 'x'],
    ]),
  ).toHaveProperty('error')
  const whole = await formWorkbook(formRows())
  await expect(readSheets(memoryFile('mds2.xlsx', whole.subarray(0, whole.length / 2)))).rejects.toMatchObject({
    code: 'unreadable',
    message: expect.stringContaining('cut off'),
  })
})

test('a workbook that was made to keep the reader busy is refused or read soon', async () => {
  const long = Array.from({ length: 20_100 }, () => ['x'])
  await expect(fromWorkbook(long, [])).rejects.toMatchObject({
    message: expect.stringContaining('too long for a form'),
  })
  const worked = processorMs(() => {
    for (const junk of [`${','.repeat(300_000)}x`, '"'.repeat(300_000)]) {
      const lines = formRows({ answers: { 'MPII-2': junk } }).map((row) => row.join(','))
      readMds2Text(lines.join('\n'))
      fromRows(formRows({ answers: { 'MPII-2': ['Yes', junk] } }))
    }
  })
  expect(worked).toBeLessThan(10_000)
})

test.each([
  ['2026-03-20', '2026-03-20'],
  ['2026-03-20T00:00:00', '2026-03-20'],
  ['20 Mar 2026', '2026-03-20'],
  ['20-Mar-2026', '2026-03-20'],
  ['March 20th, 2026', '2026-03-20'],
  ['March 2026', '2026-03-01'],
  ['20.03.2026', '2026-03-20'],
  ['03/20/2026', '2026-03-20'],
  ['03/04/2026', undefined],
  ['46101', '2026-03-20'],
  ['Feb 31, 2026', undefined],
  ['Rev B', undefined],
])('of the date %j the day is %j', (text, day) => expect(readDay(text)).toBe(day))

test('whether patients’ data are held is only denied where the form denies it', () => {
  const holds = (words: Record<string, 'yes' | 'no' | 'see_note' | 'blank'>, edition: '2019' | '2013' = '2019') =>
    holdsPatientData({ edition, answers: Object.entries(words).map(([id, word]) => ({ id, word })) })
  expect(holds({ 'MPII-2': 'yes' })).toBe(true)
  expect(holds({ 'MPII-2': 'no', 'MPII-2.2': 'yes' })).toBe(true)
  expect(holds({ 'MPII-2': 'no' })).toBe(false)
  expect(holds({ 'MPII-1': 'no', 'MPII-2': 'blank' })).toBe(false)
  expect(holds({ 'MPII-1': 'no', 'MPII-2.2': 'see_note' })).toBeNull()
  expect(holds({ 'MPII-2': 'see_note' })).toBeNull()
  expect(holds({ 'MPII-1': 'yes' })).toBeNull()
  expect(holds({})).toBeNull()
  expect(holds({ A: 'yes' }, '2013')).toBeNull()
  expect(holds({ A: 'no' }, '2013')).toBe(false)
})
