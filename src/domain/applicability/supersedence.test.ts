import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MsrcEntry, MsrcFix } from '#model/msrc.ts'
import type { NvdCriterion } from '#model/nvd.ts'
import { either, named } from '#tests/support/nvd-entries.ts'
import { compileNvd, compileUpdates, settledByUpdates } from './applicability.ts'

const x64 = 'Windows 10 Version 1809 for x64-based Systems'
const seven = 'Windows 7 for x64-based Systems Service Pack 1'

const fix = (kb: string, more: Partial<MsrcFix> = {}): MsrcFix => ({
  ...{ kb, supersedes: [], fixedBuild: '', kind: '', component: '', postedOn: '2020-01-14', products: [x64] },
  ...more,
})

const entry = (cve: string, ...fixes: readonly MsrcFix[]): MsrcEntry => ({
  ...{ document: '2020-Jan', asOf: '2020-01-14', cve, title: '', severity: '', impact: '' },
  ...{ publishedOn: '2020-01-14', revisedOn: '2020-01-14', isExploited: null, isDisclosed: null, scores: [] },
  products: [...new Set(fixes.flatMap(({ products }) => products))],
  fixes,
})

function compiled(...entries: readonly MsrcEntry[]) {
  const compiler = compileUpdates()
  for (const one of entries) compiler.add(one)
  return compiler.finish()
}

function answersOf(entries: readonly MsrcEntry[], operatingSystem: string, ...installedUpdates: readonly string[]) {
  const updates = compiled(...entries)
  const device = updates.read({ operatingSystem, installedUpdates: [...installedUpdates] })
  return device ? Object.fromEntries(updates.match(device).map(({ cve, answer }) => [cve, answer])) : 'no Windows'
}

const system = 'Windows 10 1809 x64'

test('a CVE is cured where its update is installed, or one that contains it at any remove', () => {
  const products = [seven]
  const chain = [
    entry('CVE-2020-0001', fix('4000001', { products })),
    entry('CVE-2020-0002', fix('4000002', { products, supersedes: ['4000001'] })),
    entry('CVE-2020-0003', fix('4000003', { products, supersedes: ['4000002'] })),
    entry('CVE-2020-0004', fix('4000004', { products })),
  ]

  expect(answersOf(chain, 'Windows 7 SP1 x64', 'KB4000003')).toEqual({
    'CVE-2020-0001': 'not_affected',
    'CVE-2020-0002': 'not_affected',
    'CVE-2020-0003': 'not_affected',
    'CVE-2020-0004': 'affected',
  })
})

test('updates that contain each other in a circle end the question all the same', () => {
  const circle = [
    entry('CVE-2020-0001', fix('4000001', { supersedes: ['4000002'] })),
    entry('CVE-2020-0002', fix('4000002', { supersedes: ['4000003'] })),
    entry('CVE-2020-0003', fix('4000003', { supersedes: ['4000001'] })),
  ]

  expect(Object.values(answersOf(circle, system, 'KB4000002'))).toEqual(Array(3).fill('not_affected'))
})

test('the build decides before the list of updates, which may leave some out', () => {
  const built = [entry('CVE-2020-0001', fix('4000001', { fixedBuild: '10.0.17763.973' }))]

  expect(answersOf(built, 'Windows 10 1809 x64 10.0.17763.973', 'KB4999999')).toEqual({
    'CVE-2020-0001': 'not_affected',
  })
  expect(answersOf(built, 'Windows 10 1809 x64 10.0.17763.972')).toEqual({ 'CVE-2020-0001': 'affected' })
  expect(answersOf(built, 'Windows 10 1809 x64 10.0.17763.972', 'KB4999999')).toEqual({ 'CVE-2020-0001': 'affected' })
})

test('an installed update tells how far the build is at least, over a gap in the chain', () => {
  const gap = [
    entry('CVE-2020-0001', fix('4000001', { fixedBuild: '10.0.17763.900' })),
    entry('CVE-2020-0002', fix('4000002', { fixedBuild: '10.0.17763.1000' })),
  ]

  expect(answersOf(gap, system, 'KB4000002')).toEqual({
    'CVE-2020-0001': 'not_affected',
    'CVE-2020-0002': 'not_affected',
  })
})

test('where neither the build nor any update is known, nobody can tell, and the device is asked for', () => {
  const updates = compiled(entry('CVE-2020-0001', fix('4000001', { fixedBuild: '10.0.17763.900' })))
  const device = updates.read({ operatingSystem: system })!

  expect(updates.match(device)).toMatchObject([
    {
      answer: 'cannot_tell',
      because: [
        { part: 'operating_system', text: `operating system "${system}" is ${x64}` },
        { part: 'version', outcome: 'unknown', asks: 'operatingSystem' },
      ],
    },
  ])
})

test('a CVE that does not name the Windows of the device is none of its', () => {
  const named = [entry('CVE-2020-0001', fix('4000001', { products: [seven] }))]

  expect(answersOf(named, system, 'KB4000009')).toEqual({})
  expect(answersOf(named, 'Windows 8.1 x64', 'KB4000009')).toEqual({})
  expect(answersOf(named, 'VxWorks 6.9')).toBe('no Windows')
})

test('Microsoft names the service packs that it supports; of an earlier one nobody can tell', () => {
  const named = [entry('CVE-2020-0001', fix('4000001', { products: [seven] }))]

  expect(answersOf(named, 'Windows 7 SP1 x64', 'KB4000009')).toEqual({ 'CVE-2020-0001': 'affected' })
  expect(answersOf(named, 'Windows 7 x64 6.1.7600', 'KB4000009')).toEqual({ 'CVE-2020-0001': 'cannot_tell' })
  expect(answersOf(named, 'Windows 7 x64', 'KB4000009')).toEqual({ 'CVE-2020-0001': 'affected' })
})

test('where the architecture is not said, an update of one tells it, else what holds for both counts', () => {
  const [wide, narrow] = ['Windows 8.1 for x64-based systems', 'Windows 8.1 for 32-bit systems']
  const both = [
    entry('CVE-2020-0001', fix('4000001', { products: [wide, narrow] })),
    entry('CVE-2020-0002', fix('4000002', { products: [wide] })),
    entry('CVE-2020-0003', fix('4000003', { products: [narrow] })),
  ]

  expect(answersOf(both, 'Windows 8.1', 'KB4999999')).toEqual({
    'CVE-2020-0001': 'affected',
    'CVE-2020-0002': 'cannot_tell',
    'CVE-2020-0003': 'cannot_tell',
  })
  expect(answersOf(both, 'Windows 8.1', 'KB4000002')).toEqual({
    'CVE-2020-0001': 'affected',
    'CVE-2020-0002': 'not_affected',
  })
})

/** A month of a product: so many CVEs that one update cures. */
const month = (at: number, kb: string, more: Partial<MsrcFix>, count = 6) =>
  Array.from({ length: count }, (_, number) =>
    entry(`CVE-2020-${at}${number}00`, fix(kb, { postedOn: `2020-0${at}-14`, ...more })),
  )

/** Two months of Windows 10 1809, so that the first tells the state of repair of a device that has it. */
const monthly = [...month(8, '4900001', {}), ...month(9, '4900002', { supersedes: ['4900001', '4900009'] })]
const without = (answers: ReturnType<typeof answersOf>) =>
  Object.fromEntries(Object.entries(answers).filter(([cve]) => !/^CVE-2020-[89]/.test(cve)))

test('a part that the device may not have makes nothing affected', () => {
  const parts = [
    ...monthly,
    entry('CVE-2020-0001', fix('4000001', { products: [`Microsoft .NET Framework 3.5 on ${x64}`] })),
    entry('CVE-2020-0002', fix('4000002', { component: 'Windows Internet Explorer 8', products: [seven] })),
    entry('CVE-2020-0003', fix('4000003', { products: [`Internet Explorer 11 on ${x64}`] })),
  ]

  expect(without(answersOf(parts, system, 'KB4900001'))).toEqual({
    'CVE-2020-0001': 'cannot_tell',
    'CVE-2020-0003': 'affected',
  })
  expect(answersOf(parts, 'Windows 7 SP1 x64', 'KB4999999')).toEqual({ 'CVE-2020-0002': 'cannot_tell' })
  expect(answersOf(parts, system, 'KB4900001', 'KB4000001')).toMatchObject({ 'CVE-2020-0001': 'not_affected' })
})

test('a current Windows is told by its monthly updates alone; others that are listed say nothing of what is missing', () => {
  const one = [...monthly, entry('CVE-2020-0001', fix('4000001'))]

  expect(answersOf(one, system, 'KB4900001')).toMatchObject({
    'CVE-2020-0001': 'affected',
    'CVE-2020-8000': 'not_affected',
  })
  expect(answersOf(one, system, 'KB4777777')).toMatchObject({
    'CVE-2020-0001': 'cannot_tell',
    'CVE-2020-8000': 'cannot_tell',
  })
})

test('a preview, which cures nothing of its own, contains the months before it and not the next', () => {
  const answers = answersOf([...monthly, entry('CVE-2020-0001', fix('4000001'))], system, 'KB4900009')

  expect(answers).toMatchObject({
    'CVE-2020-0001': 'affected',
    'CVE-2020-8000': 'not_affected',
    'CVE-2020-9000': 'affected',
  })
})

test('a monthly update of Windows 10 contains those before it, over a gap that Microsoft leaves in the chain', () => {
  const months = [
    ...month(1, '4000001', {}),
    ...month(2, '4000002', { supersedes: ['4000001'] }),
    ...month(3, '4000003', { supersedes: ['4888888'] }),
    ...month(4, '4000004', { supersedes: ['4000003'] }),
    entry('CVE-2020-9999', fix('4777777', { postedOn: '2020-02-01' })),
  ]
  const answers = answersOf(months, system, 'KB4000004')

  expect(Object.entries(answers).filter(([, answer]) => answer !== 'not_affected')).toEqual([
    ['CVE-2020-9999', 'affected'],
  ])
})

test('a security-only update of Windows 7 contains nothing but itself', () => {
  const rollup = (at: number) => month(at, `400000${at}`, { supersedes: [`400000${at - 1}`], products: [seven] })
  const only = (at: number) => month(at, `410000${at}`, { products: [seven] })
  const months = [1, 2, 3, 4, 5].flatMap((at) => [...rollup(at), ...only(at)])
  const open = (...installed: string[]) =>
    Object.values(answersOf(months, 'Windows 7 SP1 x64', ...installed)).filter((answer) => answer === 'affected').length

  expect(open('KB4000005')).toBe(0)
  expect(open('KB4100005')).toBe(24)
})

test('the update that cures most stands first, and each after it cures what is left', () => {
  const updates = compiled(
    ...month(1, '4000001', {}),
    ...month(2, '4000002', { supersedes: ['4000001'] }),
    entry('CVE-2020-9999', fix('4777777', { fixedBuild: '10.0.17763.900' })),
  )
  const device = updates.read({ operatingSystem: system, installedUpdates: ['KB4999999'] })!

  expect(updates.cures(device, 5)).toEqual([
    { update: 'KB4000002', postedOn: '2020-02-14', build: '', cves: 12 },
    { update: 'KB4777777', postedOn: '2020-01-14', build: '17763.900', cves: 1 },
  ])
})

test('what NVD says of the operating system gives way to Microsoft, what it says of the model does not', () => {
  const compiler = compileNvd()
  const add = (cve: string, ...criteria: NvdCriterion[]) => compiler.add({ cve, configurations: [either(...criteria)] })
  const windows = named('o:microsoft:windows_10_1809')
  const monitor = named('a:philips:intellivue_mx40')
  add('CVE-2020-0001', windows)
  add('CVE-2020-0002', monitor)
  add('CVE-2020-0003', windows)
  // The system is the stronger reason: nobody knows the version of the other.
  add('CVE-2020-0004', windows, { ...monitor, before: '3.0' })
  const nvd = compiler.finish()
  const facts = nvd.factsOf({
    ...{ manufacturer: 'Philips', model: 'IntelliVue MX40', modelNumber: '', description: '' },
    ...{ softwareVersion: '', firmwareVersion: '', operatingSystem: system },
  })
  const byMicrosoft = new Set(['CVE-2020-0001', 'CVE-2020-0002', 'CVE-2020-0004'])
  const { standing, overruled } = settledByUpdates(nvd, facts, (cve) => byMicrosoft.has(cve))

  expect(standing.map(({ cve, because }) => [cve, because[0]!.part]).sort()).toEqual([
    ['CVE-2020-0002', 'model'],
    ['CVE-2020-0003', 'operating_system'],
    ['CVE-2020-0004', 'model'],
  ])
  expect(overruled.map(({ cve }) => cve)).toEqual(['CVE-2020-0001', 'CVE-2020-0004'])
})

test('whatever supersedes whatever, the answer is that of going through it step by step', () => {
  const kb = fc.integer({ min: 0, max: 14 })
  const graph = fc.array(fc.tuple(kb, kb), { maxLength: 30 })
  fc.assert(
    fc.property(graph, fc.array(kb, { minLength: 1, maxLength: 4 }), (edges, installed) => {
      const numberOf = (at: number) => `${4_000_000 + at}`
      const entries = Array.from({ length: 15 }, (_, at) =>
        entry(
          `CVE-2020-${1000 + at}`,
          fix(numberOf(at), {
            products: [seven],
            supersedes: edges.filter(([from]) => from === at).map(([, to]) => numberOf(to)),
          }),
        ),
      )
      const there = new Set(installed)
      for (let before = -1; before !== there.size; ) {
        before = there.size
        for (const [from, to] of edges) if (there.has(from)) there.add(to)
      }
      const expected = Object.fromEntries(
        entries.map(({ cve }, at) => [cve, there.has(at) ? 'not_affected' : 'affected']),
      )

      // One CVE each: no update here is a rollup by its size.
      const dated = entries.map((one) => ({ ...one, fixes: one.fixes.map((own) => ({ ...own, postedOn: '' })) }))
      expect(answersOf(dated, 'Windows 7 SP1 x64', ...installed.map((at) => `KB${numberOf(at)}`))).toEqual(expected)
    }),
  )
})

test('a list of updates that is cut short proves what it names, and nothing of what it does not', () => {
  const products = [seven]
  const two = [
    entry('CVE-2020-0001', fix('4000001', { products })),
    entry('CVE-2020-0002', fix('4000002', { products })),
  ]

  expect(answersOf(two, 'Windows 7 SP1 x64', 'KB4000001')).toMatchObject({ 'CVE-2020-0002': 'affected' })
  expect(answersOf(two, 'Windows 7 SP1 x64', 'KB4000001', '…')).toEqual({
    'CVE-2020-0001': 'not_affected',
    'CVE-2020-0002': 'cannot_tell',
  })
})

test('a flaw is in Windows alone only where no list names anything but a Windows for it', () => {
  const ofWindows = fix('4000001', { products: [x64, 'Windows RT 8.1', 'Windows 11 Version 25H2 for ARM systems'] })
  const office = 'Microsoft Office 2019 for 64-bit editions'
  const updates = compiled(
    entry('CVE-2020-0001', ofWindows),
    { ...entry('CVE-2020-0002', ofWindows), products: [x64, office] },
    entry('CVE-2020-0003', ofWindows, fix('4000002', { products: [office] })),
    entry('CVE-2020-0004', fix('4000002', { products: [office] })),
    entry('CVE-2020-0004', ofWindows),
    entry('CVE-2020-0005', fix('4000001', { products: [`Internet Explorer 11 on ${x64}`] })),
    entry('CVE-2020-0006', fix('4000001', { component: 'Windows Internet Explorer 8' })),
    { ...entry('CVE-2020-0007', ofWindows), title: 'MITRE: CVE-2020-0007 Invented flaw of HTTP' },
  )

  const alone = [1, 2, 3, 4, 5, 6, 7].map((at) => `CVE-2020-000${at}`).filter((cve) => !updates.isElsewhere(cve))
  expect(alone).toEqual(['CVE-2020-0001'])
})
