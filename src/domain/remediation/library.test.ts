import { expect, test } from 'vitest'
import { fits } from './instruction.ts'
import { instructionFiles, instructions } from './library.ts'
import { classOf, subjectOf } from './subject.ts'

const device = { manufacturer: '', model: '', deviceType: '', operatingSystem: '', criticality: 'unknown' } as const
const flaw = (cwe: string, vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H') => ({
  vulnerabilityId: 'CVE-2026-0001',
  title: '',
  cwe,
  vector,
})
const mitigationsFor = (subject: ReturnType<typeof subjectOf>) =>
  instructions.filter((one) => one.purpose === 'mitigation' && fits(one, subject)).map(({ id }) => id)

test('each instruction bears its file’s name', () => {
  expect(instructions.map(({ id }) => id)).toEqual(instructionFiles())
  expect(instructions.length).toBeGreaterThanOrEqual(10)
})

for (const instruction of instructions)
  test(`"${instruction.id}" says what somebody beside a device needs to know`, () => {
    const { title, minutes, downtimeMinutes, safety, steps, rollback, verification } = instruction

    expect(minutes).toBeGreaterThan(0)
    expect(minutes).toBeLessThanOrEqual(240)
    expect(downtimeMinutes).toBeLessThanOrEqual(minutes)
    expect(safety.length).toBeGreaterThan(0)
    expect(steps.length).toBeGreaterThan(1)
    for (const sentence of [...safety, rollback, verification, ...steps.map(({ text }) => text)])
      expect(sentence).toMatch(/^\p{Lu}.*\.$/su)
    expect(title.length).toBeLessThanOrEqual(70)
    expect(new Set(steps.map((step) => step.title)).size).toBe(steps.length)
  })

test('a flaw of every class has a mitigation, on any device', () => {
  const byCwe = ['CWE-798', 'CWE-306', 'CWE-319', 'CWE-312', 'CWE-787', 'CWE-400', 'CWE-1299', '']
  const vectors = ['CVSS:3.1/AV:N/AC:L', 'CVSS:4.0/AV:A/AC:L', 'CVSS:3.1/AV:L/AC:L', 'AV:P/AC:L', '']

  const without = byCwe.flatMap((cwe) =>
    vectors
      .map((vector) => flaw(cwe, vector))
      .filter((one) => mitigationsFor(subjectOf(device, [one])).length === 0)
      .map((one) => [one.cwe, one.vector, classOf(one)]),
  )

  expect(without).toEqual([])
})

test('what the demo hospital must be able to say is said', () => {
  const pump = subjectOf({ ...device, deviceType: 'Infusion pump' }, [flaw('CWE-306')])
  const programmer = subjectOf({ ...device, deviceType: 'Programmer, implantable device' }, [flaw('CWE-494')])
  const ups = subjectOf({ ...device, deviceType: 'Uninterruptible power supply' }, [flaw('CWE-294')])
  const scanner = subjectOf({ ...device, deviceType: 'CT scanner', operatingSystem: 'Windows 7 SP1' }, [flaw('CWE-20')])
  const monitor = subjectOf({ ...device, deviceType: 'Patient monitor' }, [flaw('CWE-798')])
  const smb = { ...flaw('CWE-20'), title: 'Windows SMB remote code execution' }

  expect(mitigationsFor(pump)).toEqual(['close-remote-access', 'isolate-on-network', 'pump-off-network'])
  expect(mitigationsFor(programmer)).toEqual(['isolate-on-network', 'programmer-under-lock'])
  expect(mitigationsFor(ups)).toEqual(['close-remote-access', 'isolate-on-network', 'ups-management-card'])
  expect(mitigationsFor(scanner)).toEqual(['imaging-behind-gateway', 'isolate-on-network', 'keep-serving-when-flooded'])
  expect(mitigationsFor(subjectOf({ ...scanner, criticality: 'high' }, [smb]))).toContain('switch-off-smb1')
  expect(mitigationsFor(monitor)).toEqual(['change-credentials', 'isolate-on-network', 'monitor-at-bedside'])
})
