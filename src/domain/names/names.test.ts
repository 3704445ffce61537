import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  getFinding,
  listFindings,
  listMatchRuns,
  listVendorNames,
  previewNames,
  proposeNames,
  setRemediation,
} from '#domain/findings/findings.ts'
import { onNames } from '#domain/loop.ts'
import type { DeviceClaims } from '#model/device.ts'
import { FindingFilter } from '#model/finding-list.ts'
import type { NameRule } from '#model/name-rule.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { named, nvdRecord } from '#tests/support/nvd-entries.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { nameRules, namesFile, readAliasFile, writeAliasCsv, writeAliasJson } from './names.ts'

const { db } = await testDatabase()
let hospital: Hospital

beforeEach(async () => {
  await sql`truncate source, device, observation, identifier, configuration, context, score_reasons, advisory, vulnerability, match_run, name_rule, name_refusal, nvd_cve, platform, followed_databases, basis_match, basis_score cascade`.execute(
    db,
  )
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
  hospital = await newHospital(db)
  await hospital.publish(
    advisoryRecord({
      trackingId: 'A-1',
      products: [productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })],
      vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-0001', status: { known_affected: ['P1'] } })],
    }),
  )
})

const pump = (tag: string, over: DeviceClaims = {}): DeviceClaims => ({
  assetTag: tag,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  softwareVersion: '9.1',
  lifecycle: 'in_use',
  ...over,
})
const set = (...rules: NameRule[]) =>
  inTransaction(db, (tx) =>
    onNames(tx, hospital.actor, () =>
      nameRules.set(
        tx,
        hospital.actor,
        rules.map((rule) => ({ rule, note: 'It says so on the plate' })),
      ),
    ),
  )
const undo = (id: string) =>
  inTransaction(db, (tx) => onNames(tx, hospital.actor, () => nameRules.undo(tx, hospital.actor, id, 'Wrong')))
const listed = async () =>
  (
    await listFindings(db, hospital.organisationId, {
      filter: FindingFilter.parse({ open: 'any', active: 'any' }),
      limit: 50,
    })
  ).items
const findings = async (open: 'any' | 'true' = 'true') =>
  (
    await listFindings(db, hospital.organisationId, {
      filter: FindingFilter.parse({ open: open === 'any' ? 'any' : undefined, active: 'any' }),
      limit: 50,
    })
  ).items.map(({ device, answer, isOpen }) => `${device.manufacturer}: ${answer}${isOpen ? '' : ', done'}`)
const preview = (add: NameRule[], undone: string[] = []) =>
  previewNames(db, hospital.organisationId, { add, undo: undone })

const zorblax: NameRule = { kind: 'vendor', name: 'Zorblax Infusion', maker: 'Example Medical' }

describe('an alias holds for devices that came before it and after it', () => {
  test('findings appear where it is set, and leave where it is taken back', async () => {
    await hospital.says(hospital.cmms, { a: pump('T-1', { manufacturer: 'Zorblax Infusion' }) })
    expect(await findings()).toEqual([])

    const [id] = await set(zorblax)
    expect(await findings()).toEqual(['Zorblax Infusion: affected'])
    await hospital.says(hospital.cmms, { b: pump('T-2', { manufacturer: 'ZORBLAX INFUSION INC.' }) })
    expect(await findings()).toHaveLength(2)

    await undo(id!)
    expect(await findings()).toEqual([])
    const { rows } = await sql<{ withdrawn: boolean }>`select withdrawn_at is not null as withdrawn from match`.execute(
      db,
    )
    expect(rows).toEqual([{ withdrawn: true }, { withdrawn: true }])
  })

  test('where it is taken back the history tells that names changed, not the advisory', async () => {
    await hospital.says(hospital.cmms, { a: pump('T-1', { manufacturer: 'Zorblax Infusion' }) })
    const [id] = await set(zorblax)
    const [found] = (await listed()).map(({ device, vulnerabilityId }) => ({ deviceId: device.id, vulnerabilityId }))
    await inTransaction(db, (tx) =>
      setRemediation(tx, hospital.organisationId, [found!], 'in_progress', hospital.actor, 'Work'),
    )
    await undo(id!)

    const because = expect.stringContaining('A-1 did not change, but by the names that hold now')
    expect(await listed()).toMatchObject([{ because, unsupported: { isUnchanged: true } }])
    const { events } = await getFinding(db, hospital.organisationId, found!)
    expect(events[0]).toMatchObject({ kind: 'cleared', reason: because })
  })

  test('a wrong reading is broken for one spelling, and for no other', async () => {
    await hospital.says(hospital.cmms, {
      a: pump('T-1', { manufacturer: 'Example Medicals' }),
      b: pump('T-2'),
    })
    expect(await findings()).toHaveLength(2)

    await set({ kind: 'not_vendor', name: 'Example Medicals', maker: 'Example Medical' })
    expect(await findings()).toEqual(['Example Medical: affected'])
  })

  test('a model is the product that it is said to be', async () => {
    await hospital.says(hospital.cmms, { a: pump('T-1', { model: 'ZX-77' }) })
    expect(await findings()).toEqual([])

    await set({ kind: 'model', name: 'ZX 77', maker: 'Example Medical', model: 'Drip 3000' })
    expect(await findings()).toEqual(['Example Medical: affected'])
  })

  test.each([
    ['behind a dealer', { manufacturer: 'Qwertz Trading', model: 'Zorblax Infusion Drip 3000' }],
    ['in the model’s field', { manufacturer: '', model: 'Zorblax Infusion Drip 3000' }],
    [
      'in the description, behind a dealer',
      { manufacturer: 'Qwertz', model: '-', description: 'Zorblax Infusion Drip 3000' },
    ],
  ])('it reaches a device whose maker stands %s, as one that comes afterwards', async (_, claims) => {
    const answers = async () => (await findings()).map((text) => text.split(': ')[1])
    await hospital.says(hospital.cmms, { a: pump('T-1', claims) })
    const before = await answers()
    expect(before).not.toEqual(['affected'])
    expect(await preview([zorblax])).toMatchObject({ configurations: 1, devices: 1 })

    const [id] = await set(zorblax)
    await hospital.says(hospital.cmms, { b: pump('T-2', { ...claims, firmwareVersion: '1' }) })
    expect(await answers()).toEqual(['affected', 'affected'])

    await undo(id!)
    expect(new Set(await answers())).toEqual(new Set(before))
  })

  test('it takes a device away whose description names the maker, where the model is none', async () => {
    await hospital.says(hospital.cmms, {
      a: pump('T-1', { manufacturer: '', model: 'N/A', description: 'Zorblax Infusion Drip 3000' }),
    })
    expect(await findings()).toHaveLength(1)

    const [id] = await set({ ...zorblax, maker: 'Philips' })
    expect(await findings()).toEqual([])
    await undo(id!)
    expect(await findings()).toHaveLength(1)
  })

  test('only what is read otherwise is matched again, by a run that says why', async () => {
    await hospital.says(hospital.cmms, {
      a: pump('T-1', { manufacturer: 'Zorblax Infusion' }),
      b: pump('T-2'),
      c: pump('T-3', { manufacturer: 'Philips', model: 'IntelliVue' }),
    })
    await set(zorblax)

    const { items } = await listMatchRuns(db, hospital.organisationId, { trigger: 'aliases', limit: 10 })
    expect(items).toMatchObject([{ trigger: 'aliases', configurations: 1, changed: 1, by: 'Import' }])
    await set({ kind: 'vendor', name: 'Nobody Has This', maker: 'Example Medical' })
    expect((await listMatchRuns(db, hospital.organisationId, { trigger: 'aliases', limit: 10 })).items).toHaveLength(1)
  })

  test('a later word on the same spelling takes the place of the one before', async () => {
    await hospital.says(hospital.cmms, { a: pump('T-1', { manufacturer: 'Zorblax Infusion' }) })
    await set(zorblax)
    await set({ ...zorblax, name: 'zorblax infusion, inc', maker: 'Philips' })

    expect(await findings()).toEqual([])
  })

  test('the same aliases again write nothing, and of a file only what is new is set', async () => {
    const drip: NameRule = { kind: 'model', name: 'ZX 77', maker: 'Example Medical', model: 'Drip 3000' }
    const ids = await set(zorblax, drip)
    const again = { ids: [] as string[] }

    const writes = await writesDuring(db, async () => {
      again.ids = await set(zorblax, drip)
    })
    expect(writes).toEqual({})
    expect(again.ids).toEqual(ids)

    const [first, , third] = await set(zorblax, drip, { ...zorblax, name: 'Zorblax Pumps' })
    expect(first).toBe(ids[0])
    expect((await nameRules.inForce(db, hospital.organisationId)).map(({ id }) => id)).toEqual([...ids, third])
  })

  test('another note on the same alias is kept, with the one before', async () => {
    await set(zorblax)
    const rules = [{ rule: zorblax, note: 'The dealer says so' }]
    await inTransaction(db, (tx) => onNames(tx, hospital.actor, () => nameRules.set(tx, hospital.actor, rules)))

    const { items } = await nameRules.list(db, hospital.organisationId, { limit: 10, inForce: false })
    expect(items.map(({ note, undoneReason }) => [note, undoneReason])).toEqual([
      ['The dealer says so', null],
      ['It says so on the plate', 'Replaced'],
    ])
  })

  test('a name is not made an alias of itself, nor of nobody', async () => {
    await expect(set({ kind: 'vendor', name: 'Zorblax Inc', maker: 'zorblax' })).rejects.toThrow('are one name')
    await expect(set({ kind: 'vendor', name: 'Zorblax Inc', maker: 'unknown' })).rejects.toThrow('names no company')
  })
})

describe('what would change is shown before it is saved', () => {
  test('as it then comes out, and nothing is written', async () => {
    await hospital.says(hospital.cmms, {
      a: pump('T-1', { manufacturer: 'Zorblax Infusion' }),
      b: pump('T-2', { manufacturer: 'Zorblax Infusion', softwareVersion: '' }),
      c: pump('T-3', { manufacturer: 'Zorblax Infusion' }),
    })
    const shown = { value: await preview([]) }
    expect(shown.value).toMatchObject({ configurations: 0, devices: 0, groups: [] })

    const writes = await writesDuring(db, async () => {
      shown.value = await preview([zorblax])
    })
    expect(writes).toEqual({})
    expect(shown.value).toMatchObject({
      configurations: 2,
      devices: 3,
      advisories: 1,
      findings: { appear: 3, leave: 0, change: 0 },
      groups: [
        { manufacturer: 'Zorblax Infusion', model: 'Drip 3000', devices: 2, before: null, after: 'affected' },
        { devices: 1, before: null, after: 'cannot_tell', trackingId: 'A-1' },
      ],
    })

    const [id] = await set(zorblax)
    expect(await findings()).toHaveLength(3)
    expect((await preview([], [id!])).findings).toEqual({ appear: 0, leave: 3, change: 0 })
  })

  // A CVE that an advisory speaks of too, one that only NVD does, and one that does not hang on the maker.
  const nvd = [
    nvdRecord('CVE-2026-0005', [named('o:brookline:drip_3000_firmware', { before: '9.2' })]),
    nvdRecord('CVE-2026-0006', [named('o:brookline:drip_3000_firmware', { before: '9.2' })]),
    nvdRecord('CVE-2026-0007', [named('o:microsoft:windows_7:-:sp1')]),
  ]
  const brookline: NameRule = { ...zorblax, maker: 'Brookline' }
  const advisoryOn = (status: 'known_affected' | 'under_investigation') =>
    advisoryRecord({
      trackingId: 'B-1',
      products: [productEntry({ productId: 'P1', vendor: 'Brookline', version: 'vers:all/*', versionForm: 'all' })],
      vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-0005', status: { [status]: ['P1'] } })],
    })
  const zorblaxPump = pump('T-1', { manufacturer: 'Zorblax Infusion', operatingSystem: 'Windows 7 Professional SP1' })

  test('with what NVD says of the make and model, and without what stays', async () => {
    await hospital.says(hospital.cmms, { a: zorblaxPump })
    await hospital.publish(advisoryOn('known_affected'), ...nvd)
    await hospital.follow()
    expect(await findings()).toHaveLength(1)

    const shown = await preview([brookline])
    expect(shown).toMatchObject({ findings: { appear: 2, leave: 0, change: 0 }, advisories: 1, databases: ['NVD'] })
    expect(shown.groups.map(({ trackingId, title, after }) => [trackingId, title, after]).sort()).toEqual([
      ['B-1', 'Advisory B-1', 'affected'],
      ['NVD', 'National Vulnerability Database', 'affected'],
    ])

    const [id] = await set(brookline)
    expect(await findings()).toHaveLength(3)
    const back = await preview([], [id!])
    expect(back).toMatchObject({ findings: { appear: 0, leave: 2, change: 0 }, databases: ['NVD'] })
    await undo(id!)
    expect(await findings()).toHaveLength(1)
  })

  test('what an advisory leaves open and NVD does not stays as it is under another name for the maker', async () => {
    await hospital.says(hospital.cmms, { a: zorblaxPump })
    await hospital.publish(advisoryOn('under_investigation'), ...nvd)
    await hospital.follow()
    await set(brookline)
    const before = await findings()
    expect(before).toEqual(Array.from({ length: 3 }, () => 'Zorblax Infusion: affected'))

    const subsidiary: NameRule = { kind: 'not_vendor', name: 'Zorblax Infusion', maker: 'Philips' }
    expect(await preview([subsidiary])).toMatchObject({
      ...{ configurations: 1, findings: { appear: 0, leave: 0, change: 0 }, groups: [], databases: [] },
    })
    await set(subsidiary)
    expect(await findings()).toEqual(before)
  })
})

describe('names that nobody knows stand first, with whom they may mean', () => {
  const vendors = async () =>
    (await listVendorNames(db, hospital.organisationId, { limit: 50 })).items.map(
      ({ name, devices, how, maker }) => `${name} (${devices}): ${how}${maker ? ` ${maker}` : ''}`,
    )

  test('each name says how it is read', async () => {
    await hospital.says(hospital.cmms, {
      a: pump('T-1', { manufacturer: 'Zorblax Infusion' }),
      b: pump('T-2', { manufacturer: 'Zorblax Infusion' }),
      c: pump('T-3'),
      d: pump('T-4', { manufacturer: 'Hologik' }),
      e: pump('T-5', { manufacturer: 'Philips Healthcare' }),
      f: pump('T-6', { manufacturer: 'various' }),
    })

    expect(await vendors()).toEqual([
      'Zorblax Infusion (2): unknown',
      'various (1): nobody',
      'Hologik (1): misspelt Hologic',
      'Example Medical (1): advisory Example Medical',
      'Philips Healthcare (1): known Philips',
    ])
    await set(zorblax)
    expect(await vendors()).toContain('Zorblax Infusion (2): alias Example Medical')
  })

  test('a page goes on where the one before ended', async () => {
    await hospital.says(
      hospital.cmms,
      Object.fromEntries(
        Array.from({ length: 7 }, (_, n) => [`d${n}`, pump(`T-${n}`, { manufacturer: `Zorblax ${'ABCDEFG'[n]}x` })]),
      ),
    )
    const names: string[] = []
    let cursor: string | undefined
    do {
      const page = await listVendorNames(db, hospital.organisationId, { limit: 3, cursor })
      names.push(...page.items.map(({ name }) => name))
      cursor = page.next ?? undefined
    } while (cursor)
    expect(new Set(names).size).toBe(7)
    expect(names).toHaveLength(7)
  })

  test('a short name with its last letter missing may be the maker', async () => {
    await hospital.says(hospital.cmms, { a: pump('T-1', { manufacturer: 'Zol', model: 'R SERIES' }) })

    expect(await proposeNames(db, hospital.organisationId, 10)).toMatchObject([
      { name: 'Zol', maker: 'ZOLL', evidence: [{ text: 'one letter short of "zoll"' }] },
    ])
  })

  test('spelling, lost letters and shared models speak for a maker; what is refused does not come again', async () => {
    await hospital.says(hospital.cmms, {
      a: pump('T-1', { manufacturer: 'Fres?nyus Kabbi', model: 'Vent 1' }),
      b: pump('T-2', { manufacturer: 'Qwx', model: 'Drip 3000' }),
      c: pump('T-3', { manufacturer: 'Qwx', model: 'Drip 3000' }),
      d: pump('T-4'),
      e: pump('T-5', { manufacturer: 'Nothing Alike Whatsoever', model: 'Bed' }),
    })
    const proposals = await proposeNames(db, hospital.organisationId, 10)
    expect(proposals).toMatchObject([
      { name: 'Qwx', maker: 'Example Medical', devices: 2, evidence: [{ kind: 'models' }] },
      { name: 'Fres?nyus Kabbi', maker: 'Fresenius Kabi', devices: 1, evidence: [{ kind: 'encoding' }] },
    ])
    expect(proposals[0]!.evidence[0]!.text).toContain('Drip 3000, 1 with the same software')

    await inTransaction(db, (tx) =>
      nameRules.refuse(tx, hospital.actor, { name: 'QWX', maker: 'Example Medical' }, 'A dealer'),
    )
    expect((await proposeNames(db, hospital.organisationId, 10)).map(({ name }) => name)).toEqual(['Fres?nyus Kabbi'])
  })
})

describe('aliases travel as a file', () => {
  const stated = [
    { rule: zorblax, note: 'plate' },
    { rule: { kind: 'not_vendor', name: 'A, "B"', maker: 'C' } as const, note: '' },
    { rule: { kind: 'model', name: '=ZX', maker: 'M', model: 'Drip' } as const, note: 'x' },
  ]

  test('what is written is read back', () => {
    expect(readAliasFile(namesFile, writeAliasJson(namesFile, stated))).toEqual(stated)
    expect(readAliasFile(namesFile, writeAliasCsv(namesFile, stated))).toEqual(stated)
  })

  test('a file that cannot be read whole is refused with the place', () => {
    expect(() => readAliasFile(namesFile, 'kind,name,maker\nvendor,A,B\nvendor,,B\n')).toThrow('Row 3: name')
    expect(() => readAliasFile(namesFile, 'name,maker\nA,B\n')).toThrow('there is no "kind"')
    expect(() => readAliasFile(namesFile, '{"rules":[]}')).toThrow('homeostat-aliases')
    expect(() => readAliasFile(namesFile, 'kind,name,maker,model\nmodel,A,B,\n')).toThrow('Row 2: model')
  })
})
