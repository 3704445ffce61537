import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { onPlaces } from '#domain/loop.ts'
import { placeRules } from '#domain/names/names.ts'
import type { DeviceClaims } from '#model/device.ts'
import { FindingFilter } from '#model/finding-list.ts'
import type { PlaceRule } from '#model/place-rule.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import {
  decideGroup,
  listFindings,
  listGroups,
  listPlaces,
  previewDecision,
  previewPlaces,
  proposePlaces,
} from './findings.ts'

const { db } = await testDatabase()
let hospital: Hospital

beforeEach(async () => {
  await sql`truncate source, device, observation, decision, identifier, configuration, context, score_reasons, advisory, vulnerability, place_rule, place_refusal, basis_match, basis_score, work_order cascade`.execute(
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

let number = 0
const pump = (site: string | undefined, careArea: string | undefined, over: DeviceClaims = {}) => {
  number++
  const claims: DeviceClaims = {
    assetTag: `T-${number}`,
    serialNumber: `S-${number}`,
    manufacturer: 'Example Medical',
    model: 'Drip 3000',
    softwareVersion: '9.1',
    lifecycle: 'in_use',
    ...over,
  }
  return [`K-${number}`, { ...claims, ...(site && { site }), ...(careArea && { careArea }) }] as const
}
const stands = (...pumps: ReturnType<typeof pump>[]) => hospital.says(hospital.cmms, Object.fromEntries(pumps))
const at = (site: string, ...areas: string[]) => areas.map((area) => pump(site, area))
const set = (...rules: PlaceRule[]) =>
  inTransaction(db, (tx) =>
    onPlaces(tx, hospital.actor, () =>
      placeRules.set(
        tx,
        hospital.actor,
        rules.map((rule) => ({ rule, note: 'The head nurse says so' })),
      ),
    ),
  )
const undo = (id: string) =>
  inTransaction(db, (tx) => onPlaces(tx, hospital.actor, () => placeRules.undo(tx, hospital.actor, id, 'Two houses')))
const groups = async () =>
  (await listGroups(db, hospital.organisationId, { limit: 50 })).items.map(({ site, devices }) => [site, devices])
const read = async () =>
  (await listPlaces(db, hospital.organisationId, { limit: 50 })).items.map(
    ({ site, careArea, how, taken }) => `${site}/${careArea}: ${how}, ${taken.site}/${taken.careArea}`,
  )
const proposed = async () =>
  (await proposePlaces(db, hospital.organisationId, 50)).map(
    ({ site, name, meant }) => `${site ? `${site}: ` : ''}${name} = ${meant}`,
  )
const preview = (add: PlaceRule[], undone: string[] = []) =>
  previewPlaces(db, hospital.organisationId, { add, undo: undone })

const smh = { kind: 'site', name: 'SMH', meant: "Saint Mary's Hospital" } satisfies PlaceRule

describe('an alias of a place', () => {
  test('holds for all devices, those that come too, and leaves nothing behind', async () => {
    await stands(pump("Saint Mary's Hospital", 'ICU'), pump("SAINT MARY'S HOSPITAL", 'ICU'), pump('SMH', 'ICU'))
    const before = await groups()
    expect(before).toEqual([
      ["SAINT MARY'S HOSPITAL", 2],
      ['SMH', 1],
    ])

    const [id] = await set(smh)
    expect(await groups()).toEqual([["SAINT MARY'S HOSPITAL", 3]])
    await stands(pump('smh', 'ICU'))
    expect(await groups()).toEqual([["SAINT MARY'S HOSPITAL", 4]])
    expect(
      (await sql<{ site: string }>`select site from device order by site collate "C"`.execute(db)).rows.map(
        (row) => row.site,
      ),
    ).toEqual(["SAINT MARY'S HOSPITAL", 'SMH', "Saint Mary's Hospital", 'smh'])

    await undo(id!)
    expect(await groups()).toEqual([
      ["SAINT MARY'S HOSPITAL", 2],
      ['SMH', 2],
    ])
    const { items } = await placeRules.list(db, hospital.organisationId, { limit: 10, inForce: false })
    expect(items).toMatchObject([{ name: 'SMH', note: 'The head nurse says so', undoneReason: 'Two houses' }])
  })

  test('of a care area is of one site; another site has its own', async () => {
    await stands(...at('North', 'ICU', 'Intensivstation'), ...at('South', 'ICU', 'Intensivstation'))
    await set({ kind: 'care_area', site: 'north', name: 'Intensivstation', meant: 'ICU' })

    expect((await read()).filter((line) => !line.includes('/:'))).toEqual([
      'North/ICU: own, North/ICU',
      'North/Intensivstation: alias, North/ICU',
      'South/ICU: own, South/ICU',
      'South/Intensivstation: own, South/Intensivstation',
    ])
  })

  test('may name a place that no device bears', async () => {
    await stands(...at('North', 'ITU', 'IPS'))
    await set(
      { kind: 'care_area', site: 'North', name: 'ITU', meant: 'Intensive Care' },
      { kind: 'care_area', site: 'North', name: 'IPS', meant: 'Intensive Care' },
    )

    expect((await read()).slice(1)).toEqual([
      'North/IPS: alias, North/Intensive Care',
      'North/ITU: alias, North/Intensive Care',
    ])
  })

  test('splits what spelling joins', async () => {
    await stands(...at('North', '4 West', '4-West', '4 WEST'))
    expect((await read()).slice(1).map((line) => line.split(': ')[1]!.split(',')[0])).toEqual([
      'spelling',
      'spelling',
      'spelling',
    ])

    await set({ kind: 'care_area_apart', site: 'North', name: '4-West' })
    expect(await read()).toContain('North/4-West: apart, North/4-West')
    expect((await preview([])).devices).toBe(0)
  })

  test('said again writes nothing, another word on the same name takes its place, and a circle is refused', async () => {
    const [id] = await set(smh)
    const again = { ids: [] as string[] }
    const writes = await writesDuring(db, async () => {
      again.ids = await set(smh)
    })
    expect([writes, again.ids]).toEqual([{}, [id]])

    await expect(set({ kind: 'site', name: "Saint Mary's Hospital", meant: 'smh' })).rejects.toThrow(/already/)
    await expect(set({ kind: 'site', name: 'Main', meant: 'MAIN Campus' })).rejects.toThrow(/one name/)
    await expect(set({ kind: 'site', name: '--', meant: 'Main' })).rejects.toThrow(/no letter/)

    await set({ ...smh, meant: 'Saint Joseph' })
    const { items } = await placeRules.list(db, hospital.organisationId, { limit: 10, inForce: false })
    expect(items.map(({ meant, undoneReason }) => [meant, undoneReason])).toEqual([
      ['Saint Joseph', null],
      ["Saint Mary's Hospital", 'Replaced'],
    ])
  })

  test('of a care area is known again once its site bears another name, and replaced there', async () => {
    const itu: PlaceRule = { kind: 'care_area', site: 'SMH', name: 'ITU', meant: 'ICU' }
    const [id] = await set(itu)
    await set(smh)

    const again = { ids: [] as string[] }
    const writes = await writesDuring(db, async () => {
      again.ids = await set(itu, smh)
    })
    expect(writes).toEqual({})
    expect(again.ids[0]).toBe(id)

    await set({ ...itu, site: smh.meant, meant: 'Ward 4' })
    const { items } = await placeRules.list(db, hospital.organisationId, { limit: 10, inForce: true })
    expect(items.map(({ name, meant }) => `${name} = ${meant}`)).toEqual(['ITU = Ward 4', `SMH = ${smh.meant}`])
  })

  test('of two sites that were one for a while stands for each', async () => {
    const itu: PlaceRule = { kind: 'care_area', site: 'SMH', name: 'ITU', meant: 'ICU' }
    const [alias] = await set(smh)
    await set(itu)
    await undo(alias!)

    await set({ ...itu, site: smh.meant })
    const { items } = await placeRules.list(db, hospital.organisationId, { limit: 10, inForce: true })
    expect(items.map(({ site }) => site)).toEqual([smh.meant, 'SMH'])
  })

  test('is set with thousands of others at once', async () => {
    const wards = Array.from(
      { length: 4000 },
      (_, index): PlaceRule => ({
        kind: 'care_area',
        site: `Site ${index % 9}`,
        name: `Ward ${index}`,
        meant: `Unit ${index}`,
      }),
    )
    expect(new Set(await set(...wards)).size).toBe(4000)
    expect(await set(...wards.slice(0, 1))).toHaveLength(1)
  })

  test('is shown before it is saved, as it then comes out, and nothing is written', async () => {
    await stands(...at('North', 'ICU', 'ICU', 'Ward 4'), ...at('N House', 'ICU'))
    const writes = await writesDuring(db, async () => {
      expect(await preview([{ kind: 'site', name: 'N House', meant: 'North' }])).toEqual({
        devices: 1,
        sites: { before: 2, after: 1 },
        places: { before: 3, after: 2 },
        decisions: 0,
        groups: [
          {
            site: 'N House',
            careArea: 'ICU',
            devices: 1,
            before: { site: 'N House', careArea: 'ICU' },
            after: { site: 'North', careArea: 'ICU' },
          },
        ],
      })
    })
    expect(writes).toEqual({})

    const [id] = await set({ kind: 'site', name: 'N House', meant: 'North' })
    expect((await preview([], [id!])).sites).toEqual({ before: 1, after: 2 })
  })

  test('brings a decision that rests on the site, and takes it away again', async () => {
    await stands(pump('North', 'ICU'), pump('NORTH', 'ICU'), pump('House N', 'ICU'))
    const group = {
      advisoryId: 'example-cert:A-1',
      manufacturer: 'Example Medical',
      model: 'Drip 3000',
      site: 'North',
    }
    const accepted = { decision: 'accepted', reason: 'Behind a firewall', expiresOn: '2099-12-31' } as const
    expect(await decideGroup(db, hospital.actor, group, accepted)).toBe(2)
    const open = async () =>
      (await listFindings(db, hospital.organisationId, { filter: FindingFilter.parse({}), limit: 10 })).items.map(
        ({ device }) => device.site,
      )
    expect(await open()).toEqual(['House N'])

    const rule: PlaceRule = { kind: 'site', name: 'House N', meant: 'North' }
    expect((await preview([rule])).decisions).toBe(1)
    const [id] = await set(rule)
    expect(await open()).toEqual([])
    await undo(id!)
    expect(await open()).toEqual(['House N'])
  })
})

test('one decision on a group is taken on each way in which its model is written', async () => {
  await stands(pump('North', 'ICU'), pump('NORTH', 'ICU', { model: 'DRIP-3000' }), pump('South', 'ICU'))
  const [group] = (await listGroups(db, hospital.organisationId, { limit: 10 })).items.filter(
    ({ site }) => site.toLowerCase() === 'north',
  )
  expect(group).toMatchObject({ devices: 2, affected: 2, open: 2 })
  const accepted = { decision: 'accepted', reason: 'Behind a firewall', expiresOn: '2099-12-31' } as const

  const shown = await previewDecision(db, hospital.organisationId, { kind: 'group', ...group! }, accepted)
  expect(shown).toMatchObject({ devices: 2, findings: 2 })
  expect(await decideGroup(db, hospital.actor, group!, accepted)).toBe(2)
  expect(await groups()).toEqual([['South', 1]])
  expect(await decideGroup(db, hospital.actor, group!, { decision: 'none', reason: 'It is not' })).toBe(2)
})

describe('proposals', () => {
  test('are what the words of the trade make one, at one site', async () => {
    await stands(
      ...at('North', 'ICU', 'ICU', 'Intensivstation', 'OR 3', 'OR 3', 'Theatre 3', 'Operating Theatre 3', 'OR 13'),
      ...at('South', 'Intensive Care Unit'),
    )
    expect(await proposed()).toEqual([
      'North: Intensivstation = ICU',
      'North: Operating Theatre 3 = OR 3',
      'North: Theatre 3 = OR 3',
    ])
  })

  test('are not made of what numbers, directions or kinds tell apart, nor of a floor that differs', async () => {
    await stands(
      ...at('North', 'ICU 1', 'ICU 2', 'Intensivstation', 'NICU', 'ICU East', 'ICU West', 'Cardiology'),
      ...at('North', 'Radiology (2nd floor)', 'Imaging, level 3', 'Cardiology Clinic', 'Ward A', 'Ward B'),
    )
    expect(await proposed()).toEqual([])
  })

  test('take the only other place of its kind for it, and none where there are two', async () => {
    await stands(...at('North', 'ICU', 'ICU West (3rd floor)', '4W', '4 WEST MED SURG'))
    expect(await proposed()).toEqual(['North: 4W = 4 WEST MED SURG', 'North: ICU = ICU West (3rd floor)'])

    await stands(...at('North', 'ICU East', '4 West Telemetry'))
    expect(await proposed()).toEqual([])
  })

  test('take abbreviated sites for the one that they can be', async () => {
    await stands(...at("St. Mary's", 'ICU'), ...at("Saint Mary's Hospital", 'ICU', 'Ward'), ...at('SMH', 'Lab'))
    await stands(...at('Saint Joseph Hospital', 'ICU'), ...at('Hospital 1', 'ICU'), ...at('Hospital 2', 'ICU'))

    expect(await proposed()).toEqual(["SMH = Saint Mary's Hospital", "St. Mary's = Saint Mary's Hospital"])
    await stands(...at('Westbrook', 'ICU'), ...at('Westbrook Outpatient Center', 'ICU'), ...at('Hill Hospital', 'ICU'))
    await stands(...at('Hill Hospital North', 'ICU'))
    expect((await proposed()).filter((line) => /West|Hill/.test(line))).toEqual([
      'Westbrook = Westbrook Outpatient Center',
    ])
    const [site] = await proposePlaces(db, hospital.organisationId, 1)
    expect(site).toMatchObject({ devices: 1, evidence: expect.stringContaining('initials') })
  })

  test('do not come again once they are refused or made', async () => {
    await stands(...at('North', 'ICU', 'ICU', 'ITU', 'Intensivstation'))
    expect(await proposed()).toEqual(['North: ITU = ICU', 'North: Intensivstation = ICU'])

    await set({ kind: 'care_area', site: 'North', name: 'ITU', meant: 'ICU' })
    await inTransaction(db, (tx) =>
      placeRules.refuse(
        tx,
        hospital.actor,
        { kind: 'care_area', site: 'North', name: 'ICU', meant: 'INTENSIVSTATION' },
        'Another house',
      ),
    )
    expect(await proposed()).toEqual([])
  })
})
