import { expect, test } from 'vitest'
import { type DraftInput, draftCheck, draftWork, type FlawToSettle } from './drafting.ts'
import { instructions } from './library.ts'
import { subjectOf } from './subject.ts'

const software = { softwareVersion: '9.12', firmwareVersion: '', operatingSystem: '' }

const flaw = (changes: Partial<FlawToSettle> = {}): FlawToSettle => ({
  vulnerabilityId: 'CVE-2026-0001',
  title: 'Missing authentication',
  cwe: 'CWE-306',
  vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  answer: 'affected',
  remediations: [],
  productIds: ['P1'],
  affectedVersions: ['< 9.19'],
  comparedParts: ['vendor', 'model', 'version'],
  ...changes,
})

const input = (flaws: readonly FlawToSettle[], changes: Partial<DraftInput> = {}): DraftInput => ({
  advisory: { trackingId: 'ICSMA-26-001-01', publisher: 'CISA', url: null },
  subject: subjectOf(
    {
      manufacturer: 'Meridian',
      model: 'Flow 3',
      deviceType: 'Infusion pump',
      operatingSystem: '',
      criticality: 'life_sustaining',
    },
    flaws,
  ),
  software,
  flaws,
  ...changes,
})

const says = (
  category: FlawToSettle['remediations'][number]['category'],
  details: string,
  productIds: string[] = [],
) => ({
  category,
  details,
  productIds,
})
const titles = (draft: { steps: readonly { title: string }[] }) => draft.steps.map(({ title }) => title)

test('where the vendor has a fix, the order installs it and reads the version afterwards', () => {
  const draft = draftWork(
    input([flaw({ remediations: [says('vendor_fix', 'Update to 9.19'), says('workaround', 'Unplug it')] })]),
    instructions,
  )

  expect(draft.type).toBe('security_remediation')
  expect(draft.title).toBe('Fix Meridian Flow 3 (ICSMA-26-001-01)')
  expect(titles(draft)).toEqual([
    'The patient first',
    'What you need',
    'What CISA says of the fix',
    'If the fix cannot go in today',
    'Check the release',
    'Save what is on the device',
    'Install',
    'Restore and check',
    'Read the version',
    'Show that it took',
    'If it goes wrong',
  ])
  expect(draft.minutes).toBe(45)
  expect(draft.verification).toEqual({
    attribute: 'softwareVersion',
    affected: '< 9.19',
    sentence:
      'Software version 9.12 is recorded; < 9.19 is affected. It is verified when a later reading shows a version outside that.',
  })
})

test('the patient comes first, and a life-sustaining device has its spare at hand', () => {
  const [first] = draftWork(input([flaw()]), instructions).steps

  expect(first!.title).toBe('The patient first')
  expect(first!.text).toMatch(
    /^• The device is not in use on a patient; the nurse in charge has agreed to the time\.\n• A spare/,
  )
})

test('where there is no fix, each measure of the vendor is a step, and ours for this kind of device follow', () => {
  const draft = draftWork(
    input([
      flaw({
        remediations: [
          says('workaround', 'Switch the radio off'),
          says('mitigation', 'Block port 20'),
          says('mitigation', 'block port 20 '),
          says('no_fix_planned', 'End of life'),
        ],
      }),
    ]),
    instructions,
  )

  expect(draft.type).toBe('security_mitigation')
  expect(draft.steps.slice(2, 5)).toEqual([
    { title: 'What CISA advises', text: 'Switch the radio off' },
    { title: 'What CISA advises', text: 'Block port 20' },
    { title: 'A fix there is not', text: 'End of life' },
  ])
  expect(titles(draft)).toContain('Check the library')
})

test('where nobody says anything, the library still does', () => {
  const draft = draftWork(input([flaw({ cwe: 'CWE-319' })]), instructions)

  expect(draft.type).toBe('security_mitigation')
  expect(titles(draft)).toContain('Use what the device can')
  expect(draft.minutes).toBeGreaterThan(0)
})

test('a device of which nobody can tell is looked at, not touched', () => {
  const draft = draftWork(
    input([flaw({ answer: 'cannot_tell', remediations: [says('vendor_fix', 'Update to 9.19')] })]),
    instructions,
  )

  expect(draft.type).toBe('field_check')
  expect(titles(draft)).toEqual([
    'The patient first',
    'What you need',
    'Is it the device?',
    'Read the software',
    'Leave the evidence',
    'Show that it took',
    'If it goes wrong',
  ])
})

test('a remediation for another product is not advised', () => {
  const draft = draftWork(
    input([flaw({ remediations: [says('vendor_fix', 'Update Flow 2 to 4', ['P2']), says('mitigation', 'For all')] })]),
    instructions,
  )

  expect(draft.type).toBe('security_mitigation')
  expect(JSON.stringify(draft.steps)).not.toContain('Flow 2')
})

test('where every version is affected, only evidence can prove the work', () => {
  for (const affectedVersions of [['vers:all/*'], [''], ['< 9.19', 'vers:all/*'], []])
    expect(draftWork(input([flaw({ affectedVersions })]), instructions).verification).toEqual({
      attribute: 'softwareVersion',
      affected: '',
      sentence:
        'The advisory names every version: none can prove the work. Leave a photo or a note, to be accepted by somebody else where anybody else may.',
    })
})

test('the attribute that was compared is the one that proves', () => {
  const byFirmware = draftWork(
    input([flaw()], { software: { softwareVersion: '', firmwareVersion: 'A.03.09', operatingSystem: 'Windows 7' } }),
    instructions,
  )
  const bySystem = draftWork(input([flaw({ comparedParts: ['operating_system'] })]), instructions)

  expect([byFirmware.verification.attribute, bySystem.verification.attribute]).toEqual([
    'firmwareVersion',
    'operatingSystem',
  ])
})

test('the same input drafts the same work', () => {
  const flaws = [flaw(), flaw({ vulnerabilityId: 'CVE-2026-0002', cwe: 'CWE-798' })]

  expect(draftWork(input(flaws), instructions)).toEqual(draftWork(input(flaws), instructions))
})

test('a field check says when its answer counts, also where one person alone may accept it', () => {
  const { steps, verification } = draftCheck(
    { subject: input([flaw()]).subject, attribute: 'softwareVersion', option: '', recorded: '', findings: 2 },
    instructions,
  )
  expect(verification.sentence).toBe(
    'Find out the software version. The inventory says nothing; the answer settles 2 findings, once it is accepted, by somebody else where anybody else may.',
  )
  expect(steps.map(({ text }) => text)).toContain(verification.sentence)
})
