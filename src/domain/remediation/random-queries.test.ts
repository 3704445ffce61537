import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { adoptAppetite, appetiteSetting, saveDraft } from '#domain/appetite/appetite.ts'
import { countFindings, decideFinding, listFindings, listGroups } from '#domain/findings/findings.ts'
import { countHealth } from '#domain/health/health.ts'
import { countDevices, listDevices } from '#domain/inventory/inventory.ts'
import { catalogue, checkQuery, quote, relationsOf } from '#domain/query/query.ts'
import { updateSource } from '#domain/sources/sources.ts'
import type { Appetite } from '#model/appetite.ts'
import { CareSetting, Criticality, type DeviceClaims, Lifecycle } from '#model/device.ts'
import type { FindingRow } from '#model/finding.ts'
import type { QueryEntity, QueryField } from '#model/query.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { insertPerson } from '#tests/support/finding-rows.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import {
  type Asker,
  askDevices,
  askFindings,
  askWork,
  countWorkOrders,
  createCampaign,
  listWorkOrders,
} from './remediation.ts'

// Random queries over random inventories: what the database answers is what comes out when each device, finding and work order is
// looked at by itself, in this file, by what the manual says of each kind of field.

const { db } = await testDatabase()
const now = new Date()
const timeZone = 'Europe/Berlin'

/** What a field of a device, finding or work order is; null and an empty list are "nobody states it". */
type Value = string | number | boolean | null | readonly string[]
type Row = Readonly<Record<string, Value | undefined>>
interface Thing {
  readonly id: string
  readonly facts: Row
  /** In which a text beside conditions is looked for. */
  readonly texts: readonly string[]
}
interface Finding extends Thing {
  readonly device: Thing
  readonly work: readonly Work[]
}
interface Work extends Thing {
  readonly device: Thing
  findings: readonly Finding[]
}
interface World {
  readonly devices: readonly Thing[]
  readonly findings: readonly Finding[]
  readonly works: readonly Work[]
}
/** A query, and whether it holds. */
interface Made {
  readonly text: string
  is(thing: Thing): boolean
}

let asker: Asker

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, source, device, observation, identifier, configuration, context, score_reasons, advisory,
    vulnerability, work_order, person, known_exploited, exploit_probability, device_health, appetite_version, appetite_followed cascade`.execute(
    db,
  )
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
})

test.each([11, 13, 18])(
  'what is asked at random is what holds of each (%i)',
  async (seed) => {
    const world = await hospitalOf(seed)
    expect(world.devices.length).toBeGreaterThan(20)
    expect(world.findings.length).toBeGreaterThan(10)
    expect(world.works.length).toBeGreaterThan(0)
    const heard = { devices: 0, findings: 0, work: 0 }
    const listed = {
      devices: async (text: string) => [await devicesBy(text), world.devices],
      findings: async (text: string) => [
        await findingsBy(text),
        world.findings.filter(
          (one) => (asksFor(text, 'active') || one.facts.active) && (asksFor(text, 'open') || one.facts.open),
        ),
      ],
      work: async (text: string) => [await worksBy(text), world.works],
    } as const satisfies Record<QueryEntity, (text: string) => Promise<readonly [string[], readonly Thing[]]>>
    for (const entity of ['devices', 'findings', 'work'] as const)
      await fc.assert(
        fc.asyncProperty(queryOf(entity, world), async ({ text, is }) => {
          fc.pre(checkQuery(entity, text).fault === null)
          const [found, all] = await listed[entity](text)
          const wanted = all.filter(is).map(({ id }) => id)
          expect(found, `${entity}: ${text}`).toEqual(wanted.sort())
          if (wanted.length > 0 && wanted.length < all.length) heard[entity]++
        }),
        { numRuns: 80, seed },
      )
    // Queries that hold of all or of nothing would tell little.
    for (const entity of ['devices', 'findings', 'work'] as const)
      expect(heard[entity], entity).toBeGreaterThan(entity === 'work' ? 3 : 10)
  },
  240_000,
)

// asked ------------------------------------------------------------------------------------------------------------------

const devicesBy = async (text: string) => {
  const queried = await askDevices(db, asker, text, now)
  const ids: string[] = []
  for (let after = null, isMore = true; isMore; ) {
    const page = await listDevices(db, asker.organisationId, { queried }, { sort: 'name', after, limit: 9 })
    ids.push(...page.items.map(({ id }) => id))
    after = page.next as never
    isMore = after !== null
  }
  expect(await countDevices(db, asker.organisationId, { queried }, 10_000), `the count of ${text}`).toBe(ids.length)
  return ids.sort()
}

const findingId = ({ device, vulnerabilityId }: FindingRow) => `${device.id} ${vulnerabilityId}`

const findingsBy = async (text: string) => {
  const query = await askFindings(db, asker, text, now)
  const filter = { open: 'true' } as const
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await listFindings(db, asker.organisationId, { filter, query, cursor, limit: 17, now })
    ids.push(...page.items.map(findingId))
    cursor = page.next ?? undefined
  } while (cursor)
  expect(await countFindings(db, asker.organisationId, filter, query, 10_000), `the count of ${text}`).toBe(ids.length)
  return ids.sort()
}

const worksBy = async (text: string) => {
  const queried = await askWork(db, asker, text, now)
  const given = { filter: {}, queried }
  const { items } = await listWorkOrders(db, asker.organisationId, { ...given, sort: 'number', limit: 500 })
  expect(await countWorkOrders(db, asker.organisationId, given, 10_000), `the count of ${text}`).toBe(items.length)
  return items.map(({ id }) => id).sort()
}

/** Whether a query on findings says itself which are meant. */
const asksFor = (text: string, field: 'open' | 'active') =>
  new RegExp(`\\b${field} (!?=|not in|in)`).test(withoutRelations(text, field))

/** What stands in the brackets of a relation is not said of the finding; of its device, it is. */
function withoutRelations(text: string, field: string): string {
  let left = ''
  for (let at = 0; at < text.length; ) {
    const opened = /^(?:with|without|on) (findings|work|device)\(/.exec(text.slice(at))
    if (!opened || (opened[1] === 'device' && field === 'active')) left += text[at++]
    else {
      let depth = 1
      let isQuoted = false
      for (at += opened[0].length; depth > 0; at++) {
        if (isQuoted && text[at] === '\\') at++
        else if (text[at] === '"') isQuoted = !isQuoted
        else if (!isQuoted && text[at] === '(') depth++
        else if (!isQuoted && text[at] === ')') depth--
      }
    }
  }
  return left
}

// queries ----------------------------------------------------------------------------------------------------------------

function queryOf(of: QueryEntity, world: World): fc.Arbitrary<Made> {
  const atoms = new Map<QueryEntity, fc.Arbitrary<Made>>()
  const things = { devices: world.devices, findings: world.findings, work: world.works } as const
  for (const entity of ['devices', 'findings', 'work'] as const)
    atoms.set(
      entity,
      fc.oneof(
        {
          weight: 12,
          arbitrary: fc.constantFrom(...catalogue[entity]).chain((field) => atomOf(field, things[entity])),
        },
        { weight: 1, arbitrary: textAtom(entity, things[entity]) },
      ),
    )
  const joined = (atom: fc.Arbitrary<Made>, depthSize: 'small' | 'xsmall') =>
    fc.letrec<{ made: Made }>((tie) => ({
      made: fc.oneof(
        { depthSize, withCrossShrink: true },
        { weight: 3, arbitrary: atom },
        { weight: 1, arbitrary: tie('made').map(negated) },
        { weight: 2, arbitrary: fc.tuple(tie('made'), tie('made')).map(([a, b]) => both(a, b)) },
        { weight: 2, arbitrary: fc.tuple(tie('made'), tie('made')).map(([a, b]) => either(a, b)) },
      ),
    })).made
  const related = (entity: QueryEntity, inner: (to: QueryEntity) => fc.Arbitrary<Made>) =>
    fc
      .constantFrom(...relationsOf[entity])
      .chain((to) =>
        fc.option(inner(to === 'device' ? 'devices' : to)).map((made) => relatedTo(entity, to, made, world)),
      )
  const leafOf = (entity: QueryEntity, depth: number): fc.Arbitrary<Made> =>
    depth === 0
      ? atoms.get(entity)!
      : fc.oneof(
          { weight: 4, arbitrary: atoms.get(entity)! },
          { weight: 2, arbitrary: related(entity, (to) => joined(leafOf(to, depth - 1), 'xsmall')) },
        )
  return joined(leafOf(of, 2), 'small')
}

const negated = (one: Made): Made => ({ text: `not (${one.text})`, is: (thing) => !one.is(thing) })
const both = (a: Made, b: Made): Made => ({
  text: `(${a.text}) and (${b.text})`,
  is: (thing) => a.is(thing) && b.is(thing),
})
const either = (a: Made, b: Made): Made => ({
  text: `(${a.text}) or (${b.text})`,
  is: (thing) => a.is(thing) || b.is(thing),
})

/** `with findings(…)`, and the like: findings are open ones where the brackets do not say. */
function relatedTo(entity: QueryEntity, to: string, made: Made | null, world: World): Made {
  const word = to === 'device' ? 'on' : 'with'
  const text = made ? `${word} ${to}(${made.text})` : `${word} ${to}`
  const isMade = (thing: Thing) => made === null || made.is(thing)
  if (to === 'device') return { text, is: (thing) => isMade((thing as Finding | Work).device) }
  if (to === 'work')
    return {
      text,
      is: (thing) =>
        (entity === 'devices' ? world.works.filter(({ device }) => device === thing) : (thing as Finding).work).some(
          isMade,
        ),
    }
  // Of what a work order settles all count.
  if (entity === 'work') return { text, is: (thing) => (thing as Work).findings.some(isMade) }
  const isOpenSaid = made !== null && asksFor(made.text, 'open')
  return {
    text,
    is: (thing) =>
      world.findings.some((one) => one.device === thing && (isOpenSaid || one.facts.open === true) && isMade(one)),
  }
}

function textAtom(of: QueryEntity, things: readonly Thing[]): fc.Arbitrary<Made> {
  return partsOf(things.flatMap((thing) => thing.texts))
    .filter((part) => !part.includes('cve-') || of === 'findings')
    .map((part): Made => {
      const isCve = of === 'findings' && /^cve-\S*$/i.test(part)
      return {
        text: quote(part),
        is: (thing) =>
          isCve
            ? String(thing.facts.vulnerability).toLowerCase().includes(part.toLowerCase())
            : thing.texts.some((text) => text.toLowerCase().includes(part.toLowerCase())),
      }
    })
}

/** Some letters of a text that is there, in other capitals. */
const partsOf = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...texts, 'nothing'), fc.nat(), fc.integer({ min: 1, max: 9 }), fc.boolean())
    .map(([text, from, length, isUpper]) => {
      const part = text.slice(from % text.length, (from % text.length) + length).trim()
      return isUpper ? part.toUpperCase() : part
    })
    .filter((part) => part !== '')

const isNone = (value: Value | undefined) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

function atomOf(field: QueryField, things: readonly Thing[]): fc.Arbitrary<Made> {
  const of = (thing: Thing) => thing.facts[field.name]
  for (const thing of things)
    if (!(field.name in thing.facts)) throw new Error(`Nothing is known of the field ${field.name}`)
  const values = [...new Set(things.flatMap((thing) => (of(thing) ?? []) as string))].filter((value) => !isNone(value))
  // A count that nobody made is zero.
  const isCount = field.name === 'openFindings' || field.name === 'conflicts' || field.name === 'findings'
  const empty: Made = {
    text: `${field.name} is empty`,
    is: (thing) => isNone(of(thing)) || (isCount && of(thing) === 0),
  }
  const made = compared(field, values, of)
  return field.kind === 'flag'
    ? made
    : fc.oneof({ weight: 6, arbitrary: made }, { weight: 1, arbitrary: fc.constant(empty) })
}

function compared(
  field: QueryField,
  values: readonly string[],
  of: (thing: Thing) => Value | undefined,
): fc.Arbitrary<Made> {
  switch (field.kind) {
    case 'flag':
      return fc.boolean().map(
        (is): Made => ({
          text: `${field.name} = ${is ? 'yes' : 'no'}`,
          is: (thing) => (of(thing) === true) === is,
        }),
      )
    case 'word':
      return fc
        .uniqueArray(fc.constantFrom(...(field.words ?? [])), { minLength: 1, maxLength: 3 })
        .map((some) => amongst(field, some, (thing, one) => of(thing) === one))
    case 'number':
      return numberAtom(field, values.map(Number), of)
    case 'date':
    case 'moment':
      return timeAtom(field, values, of)
    default:
      return textFieldAtom(field, values, of)
  }
}

const amongst = (field: QueryField, some: readonly string[], is: (thing: Thing, one: string) => boolean): Made => ({
  text: some.length === 1 ? `${field.name} = ${quote(some[0]!)}` : `${field.name} in (${some.map(quote).join(', ')})`,
  is: (thing) => some.some((one) => is(thing, one)),
})

function textFieldAtom(field: QueryField, values: readonly string[], of: (thing: Thing) => Value | undefined) {
  const plain = (text: string) => (field.name === 'mac' ? text.replace(/[:.\- ]/g, '') : text).toLowerCase()
  const stated = (thing: Thing) => [of(thing) ?? []].flat().map(String).filter(Boolean).map(plain)
  const whole = fc
    .uniqueArray(
      fc
        .tuple(fc.constantFrom(...values, 'nowhere'), fc.boolean())
        .map(([text, isUpper]) => (isUpper ? text.toUpperCase() : text)),
      { minLength: 1, maxLength: 3 },
    )
    .map((some) => amongst(field, some, (thing, one) => isSame(field, stated(thing), plain(one))))
  const part = partsOf(values)
    .filter((text) => plain(text) !== '')
    .map(
      (text): Made => ({
        text: `${field.name} ~ ${quote(text)}`,
        is: (thing) => stated(thing).some((one) => one.includes(plain(text))),
      }),
    )
  return fc.oneof(whole, part)
}

/** Whoever asks is `me`; a number stands without its letters too. */
const isSame = (field: QueryField, stated: readonly string[], asked: string) =>
  stated.includes(asked) || (field.name === 'number' && stated.some((one) => Number(one.slice(3)) === Number(asked)))

const signs = ['=', '<', '<=', '>', '>='] as const
type Sign = (typeof signs)[number]
const holds = <T extends number | string>(a: T, sign: Sign, b: T) =>
  sign === '=' ? a === b : sign === '<' ? a < b : sign === '<=' ? a <= b : sign === '>' ? a > b : a >= b

function numberAtom(field: QueryField, values: readonly number[], of: (thing: Thing) => Value | undefined) {
  const number = fc.oneof(
    fc.constantFrom(...values, 0),
    fc.integer({ min: -10, max: 240 }).map((twice) => twice / 2),
  )
  const one = fc.tuple(fc.constantFrom(...signs), number).map(
    ([sign, value]): Made => ({
      text: `${field.name} ${sign} ${value}`,
      is: (thing) => !isNone(of(thing)) && holds(of(thing) as number, sign, value),
    }),
  )
  const some = fc.uniqueArray(number, { minLength: 1, maxLength: 3 }).map(
    (all): Made => ({
      text: `${field.name} in (${all.join(', ')})`,
      is: (thing) => all.includes(of(thing) as number),
    }),
  )
  return fc.oneof({ weight: 4, arbitrary: one }, { weight: 1, arbitrary: some })
}

const dayOf = (at: Date) =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
const daysFrom = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

function timeAtom(
  field: QueryField,
  values: readonly string[],
  of: (thing: Thing) => Value | undefined,
): fc.Arbitrary<Made> {
  const isMoment = field.kind === 'moment'
  const dayIn = (value: string) => (isMoment ? dayOf(new Date(value)) : value)
  const byDay = (sign: Sign, text: string, day: string): Made => ({
    text: `${field.name} ${sign} ${text}`,
    is: (thing) => !isNone(of(thing)) && holds(dayIn(of(thing) as string), sign, day),
  })
  const days = fc.tuple(
    fc.constantFrom(...signs),
    fc.constantFrom(...values, now.toISOString()),
    fc.integer({ min: -2, max: 2 }),
  )
  const literal = days.map(([sign, value, shift]) => {
    const day = daysFrom(dayIn(value).slice(0, 10), shift)
    return byDay(sign, day, day)
  })
  const today = fc
    .tuple(fc.constantFrom(...signs), fc.integer({ min: -90, max: 30 }))
    .map(([sign, shift]) =>
      byDay(
        sign,
        shift === 0 ? 'today' : shift < 0 ? `today-${-shift}d` : `today+${shift}d`,
        daysFrom(dayOf(now), shift),
      ),
    )
  if (!isMoment) return fc.oneof(literal, today)
  // A point in time, but for `=`: that is its day.
  const ago = fc.tuple(fc.constantFrom(...signs), fc.integer({ min: 0, max: 80 })).map(([sign, shift]): Made => {
    const at = now.getTime() - shift * 86_400_000
    return sign === '='
      ? byDay(sign, `now-${shift}d`, daysFrom(dayOf(now), -shift))
      : {
          text: `${field.name} ${sign} ${shift} days ago`,
          is: (thing) => !isNone(of(thing)) && holds(Date.parse(of(thing) as string), sign, at),
        }
  })
  const point = fc
    .tuple(fc.constantFrom(...signs), fc.constantFrom(...values, now.toISOString()))
    .map(([sign, value]): Made => {
      // When a finding was opened is told to the millisecond, and kept to the microsecond.
      const at = new Date(Date.parse(value) + (field.name === 'opened' ? 1800_000 : 0)).toISOString()
      return {
        text: `${field.name} ${sign} ${at}`,
        is: (thing) => !isNone(of(thing)) && holds(microseconds(of(thing) as string), sign, microseconds(at)),
      }
    })
  return fc.oneof(literal, today, ago, point)
}

const isBefore = (day: Value | undefined, other: string) => typeof day === 'string' && day < other

const microseconds = (at: string) =>
  Date.parse(at) * 1000 + Number(/\.\d{3}(\d{1,3})/.exec(at)?.[1]?.padEnd(3, '0') ?? 0)

// a hospital -------------------------------------------------------------------------------------------------------------

const claims: fc.Arbitrary<DeviceClaims> = fc.record({
  serialNumber: fc.option(fc.integer({ min: 7000, max: 7999 }).map((number) => `SN-${number}`)),
  manufacturer: fc.constantFrom('Example Medical', 'B. Braun'),
  model: fc.constantFrom('Drip 3000', 'Drip 4000', 'Space', 'Ward_View 100%'),
  modelNumber: fc.option(fc.constantFrom('MN-1', 'MN-20')),
  description: fc.option(fc.constantFrom('Pump, infusion', 'Monitor')),
  deviceType: fc.option(fc.constantFrom('Infusion pump', 'Monitor', 'Ventilator')),
  softwareVersion: fc.option(fc.constantFrom('1.0', '2.5', '9.9')),
  firmwareVersion: fc.option(fc.constantFrom('F1', 'F2')),
  operatingSystem: fc.option(fc.constantFrom('Windows 10', 'Linux 5')),
  installedUpdates: fc.option(fc.subarray(['KB5034127', 'KB5034441'], { minLength: 1 })),
  udiDi: fc.option(fc.constantFrom('00885403123456', '04260123456789')),
  site: fc.option(fc.constantFrom('North', 'north', 'South Wing', 'NORTH EAST')),
  careArea: fc.option(fc.constantFrom('ICU', 'icu', 'Ward 1', 'Ward 12')),
  department: fc.option(fc.constantFrom('Cardiology', 'Surgery')),
  building: fc.option(fc.constantFrom('House A', 'house a', 'B')),
  room: fc.option(fc.constantFrom('R1', 'R12', 'r1')),
  zone: fc.option(fc.constantFrom('medical', 'Flat', 'flat')),
  hostname: fc.option(fc.constantFrom('pump-1.example', 'PUMP-12', 'icu_3')),
  aeTitle: fc.option(fc.constantFrom('CT_1', 'MR2')),
  ipAddresses: fc.option(fc.subarray(['10.0.0.7', '10.0.0.77', '192.168.1.7'], { minLength: 1, maxLength: 2 })),
  macAddresses: fc.option(
    fc.integer({ min: 16, max: 255 }).map((last) => [`00:80:41:00:00:${last.toString(16).toUpperCase()}`]),
  ),
  criticality: fc.option(fc.constantFrom(...Criticality.options)),
  careSetting: fc.option(fc.constantFrom(...CareSetting.options.slice(0, 4))),
  lifecycle: fc.option(fc.constantFrom(...Lifecycle.options)),
  networkConnected: fc.option(fc.boolean()),
  storesPhi: fc.option(fc.boolean()),
  owner: fc.option(fc.constantFrom('Biomed', 'IT')),
  technician: fc.option(fc.constantFrom('K. Novak', 'k. novak', 'Ada')),
  warrantyEndsOn: fc.option(fc.constantFrom('2020-01-31', '2026-12-31', '2031-05-01')),
  contractEndsOn: fc.option(fc.constantFrom('2020-01-31', '2031-05-01')),
  purchasedOn: fc.option(fc.constantFrom('2015-01-31', '2021-05-01')),
  nextMaintenanceOn: fc.option(fc.constantFrom('2020-03-01', '2027-03-01')),
  lastSeenAt: fc.option(
    fc.integer({ min: 0, max: 90 * 24 }).map((hours) => new Date(now.getTime() - hours * 3_600_000).toISOString()),
  ),
})

async function hospitalOf(seed: number): Promise<World> {
  const hospital = await newHospital(db)
  const { organisationId, cmms, monitor } = hospital
  await sql`update organisation set time_zone = ${timeZone}`.execute(db)
  const person = await insertPerson(db, organisationId, 'manager', 'Mara')
  asker = { organisationId, personId: person.personId }
  await updateSource(db, organisationId, cmms.id, { role: 'register' })
  await updateSource(db, organisationId, monitor.id, { role: 'observer' })
  const at = new Date(now.getTime() - 86_400_000).toISOString()
  const said = fc.sample(claims, { seed, numRuns: 45 })
  const told = (from: number, to: number) =>
    Object.fromEntries(
      said.slice(from, to).map((one, index) => [`K${from + index}`, { ...one, assetTag: `T-${100 + from + index}` }]),
    )
  await hospital.says(cmms, told(0, 25), at)
  await hospital.says(monitor, told(15, 40), at)
  // Another claim of the same, and one that is taken back.
  await hospital.says(
    monitor,
    Object.fromEntries(Object.entries(told(15, 18)).map(([key, one]) => [key, { ...one, site: 'East' }])),
  )
  await sql`update observation set retracted_at = now() where device_id in (select id from device where asset_tag = 'T-139')`.execute(
    db,
  )
  await sql`update device set gone_at = now() where asset_tag = 'T-139'`.execute(db)
  const about = (trackingId: string, name: string, cves: string[]) =>
    advisoryRecord({
      trackingId,
      products: [productEntry({ productId: 'P1', name, version: '< 3.0', versionForm: 'comparison', isRange: true })],
      vulnerabilities: cves.map((vulnerabilityId) =>
        statement({ vulnerabilityId, status: { known_affected: ['P1'] } }),
      ),
    })
  await hospital.publish(
    about('ICSMA-26-001', 'Drip 3000', ['CVE-2026-0001', 'CVE-2026-0002']),
    about('ICSMA-26-002', 'Drip 4000', ['CVE-2026-0002', 'CVE-2026-0003']),
    {
      kind: 'known_exploited',
      entry: {
        cve: 'CVE-2026-0002',
        vendor: 'V',
        product: 'P',
        name: 'N',
        addedOn: '2026-01-01',
        ransomware: false,
        requiredAction: 'Apply updates.',
      },
    },
    { kind: 'complete', of: 'known_exploited', asOf: '2026-01-02', version: '1' },
  )
  const { starting } = await appetiteSetting(db, organisationId)
  const appetite: Appetite = {
    ...starting,
    points: ['cisa:KEV:1.0.0', 'ssvc:EXP:1.0.1'],
    rows: ['N', 'Y'].flatMap((isListed) =>
      ['S', 'C', 'O'].map((exposure) => ({
        when: [isListed, exposure],
        action: isListed === 'Y' ? 'I' : exposure === 'O' ? 'O' : 'D',
      })),
    ),
    calendar: { ...starting.calendar, sites: [{ site: 'East', timeZone: 'Pacific/Kiritimati' }] },
  }
  const { hash } = await saveDraft(db, person, { appetite, seen: null })
  await adoptAppetite(db, person, { hash, reason: 'As the board decided' })
  await sql`update basis_match set matched_at = now() - case vulnerability_id when 'CVE-2026-0001' then 3 when 'CVE-2026-0002' then 30
    else 300 end * interval '1 day'`.execute(db)
  await sql`update device set configuration_since = date_trunc('milliseconds', now()) - (right(asset_tag, 1)::int * 5) * interval '1 day'`.execute(
    db,
  )
  const { items } = await listGroups(db, organisationId, { limit: 20 })
  for (const [index, { advisoryId, manufacturer, model, site }] of items.slice(0, 3).entries())
    await createCampaign(db, person, {
      advisoryId,
      manufacturer,
      model,
      site,
      assignedTo: index === 0 ? person.personId : undefined,
      dueOn: ['2020-01-01', undefined, '2099-01-01'][index],
    })
  const open = await listFindings(db, organisationId, { filter: { open: 'true' }, limit: 200 })
  await inTransaction(db, async (tx) => {
    for (const [index, { device, vulnerabilityId }] of open.items.filter((_, place) => place % 5 === 1).entries())
      await decideFinding(
        tx,
        person,
        { deviceId: device.id, vulnerabilityId },
        index % 2
          ? { decision: 'mitigated', reason: 'Behind a wall', expiresOn: '2099-01-31' }
          : { decision: 'deferred', reason: 'Next round', expiresOn: '2099-01-31' },
      )
  })
  await countHealth(db, organisationId, now, true)
  return await worldOf(organisationId)
}

/** All that is there, read row by row and as the lists have it without a query. */
async function worldOf(organisationId: string): Promise<World> {
  const { rows } = await sql<{ d: Row; golden: Row; c: Row; t: Row; h: Row | null; sources: string[] }>`
    select to_jsonb(d) - 'golden' as d, d.golden, to_jsonb(c) as c, to_jsonb(t) as t, to_jsonb(h) as h, array(
        select distinct s.name from observation o join source s on s.id = o.source_id
        where o.device_id = d.id and o.superseded_at is null and o.retracted_at is null) as sources
    from device d
    join configuration c on c.organisation_id = d.organisation_id and c.id = d.configuration_id
    join context t on t.organisation_id = d.organisation_id and t.id = d.context_id
    left join device_health h on h.organisation_id = d.organisation_id and h.device_id = d.id
    where d.organisation_id = ${organisationId} and d.gone_at is null`.execute(db)
  const devices = rows.map(
    ({ d, golden, c, t, h, sources }): Thing => ({
      id: String(d.id),
      texts: [String(d.search), String(c.search), ...(d.care_area === null ? [] : [String(d.care_area)])],
      facts: {
        tag: d.asset_tag,
        serial: d.serial_number,
        manufacturer: c.manufacturer,
        model: c.model,
        site: d.site,
        careArea: d.care_area,
        type: d.device_type,
        criticality: d.criticality,
        careSetting: d.care_setting,
        active: d.is_active,
        name: d.name,
        modelNumber: c.model_number,
        description: c.description,
        software: d.software_version,
        firmware: c.firmware_version,
        system: c.operating_system,
        update: c.installed_updates,
        udi: c.udi_di,
        hostname: d.hostname,
        ip: d.ip_addresses,
        mac: d.mac_addresses,
        aeTitle: golden.aeTitle ?? null,
        zone: d.zone,
        networked: t.network_connected === true,
        ephi: t.stores_phi === true,
        building: d.building,
        room: d.room,
        department: d.department,
        owner: golden.owner ?? null,
        technician: d.technician,
        lifecycle: d.lifecycle,
        conflicts: d.conflicts,
        openFindings: d.open_findings,
        score: d.worst_score,
        band: d.worst_band,
        exploited: d.known_exploited,
        seen: d.last_seen_at,
        firstSeen: d.first_seen_at,
        maintenance: d.next_maintenance_on,
        warrantyEnds: golden.warrantyEndsOn ?? null,
        contractEnds: golden.contractEndsOn ?? null,
        purchased: golden.purchasedOn ?? null,
        source: sources,
        unknown: h?.is_unknown ?? false,
        ghost: h?.is_ghost ?? false,
        missing: h?.is_missing ?? false,
        duplicate: h?.is_duplicate ?? false,
        unmanaged: h?.is_unmanaged ?? false,
        ended: h?.is_ended ?? false,
        health: h?.score ?? null,
        silent: h?.silent_days ?? null,
        lacks: h?.lacks ?? [],
        wrong: h?.wrong ?? [],
      },
    }),
  )
  const deviceOf = new Map(devices.map((device) => [device.id, device]))
  const { rows: orders } = await sql<{
    o: Row
    person: string | null
    email: string | null
    settles: string[]
  }>`
    select to_jsonb(o) as o, p.name as person, p.email, array(select wf.device_id || ' ' || wf.vulnerability_id
      from work_order_finding wf where wf.work_order_id = o.id) as settles
    from work_order o left join person p on p.id = o.assigned_to where o.organisation_id = ${organisationId}`.execute(
    db,
  )
  const ofDevice = (device: Thing) =>
    Object.fromEntries(
      ['tag', 'serial', 'manufacturer', 'model', 'site', 'careArea'].map((name) => [name, device.facts[name] ?? null]),
    )
  const closed = ['verified', 'administratively_closed', 'cancelled']
  const todo = [
    'draft',
    'approved',
    'scheduled',
    'dispatched',
    'in_progress',
    'on_hold',
    'unable_to_locate',
    'unable_to_complete',
  ]
  const works = orders.map(({ o, person, email, settles }): Work => {
    const device = deviceOf.get(String(o.device_id))!
    return {
      id: String(o.id),
      device,
      findings: [],
      texts: [...device.texts, String(o.title)],
      facts: {
        ...ofDevice(device),
        number: `WO-${String(o.number).padStart(6, '0')}`,
        title: o.title,
        state: o.state,
        open: !closed.includes(String(o.state)),
        late: isBefore(o.due_on, dayOf(now)) && todo.includes(String(o.state)),
        type: o.type,
        hold: o.hold_reason,
        priority: o.priority,
        due: o.due_on,
        assignee: person === null ? [] : [person, email!],
        findings: settles.length,
        minutes: o.minutes,
        created: o.created_at,
        updated: o.updated_at,
        completed: o.completed_at,
        externalId: o.external_id,
        sync: o.sync_state,
      },
    }
  })
  const settled = new Map(orders.map(({ o, settles }) => [String(o.id), new Set(settles)]))
  const { items, next } = await listFindings(db, asker.organisationId, {
    filter: { open: 'any', active: 'any' },
    limit: 500,
    now,
  })
  expect(next).toBeNull()
  const { rows: said } = await sql<{ key: string; named: string[] }>`
    select d.id || ' ' || m.vulnerability_id as key, array(select n.name from advisory a
        cross join lateral (values (a.id), (a.tracking_id)) n(name) where a.id = any(m.advisory_ids)) as named
    from device d join match m on m.organisation_id = d.organisation_id and m.configuration_id = d.configuration_id`.execute(
    db,
  )
  const namedOn = new Map(said.map(({ key, named }) => [key, named]))
  const findings = items.map((row): Finding => {
    const id = findingId(row)
    const device = deviceOf.get(row.device.id)!
    return {
      id,
      device,
      work: works.filter((one) => settled.get(one.id)!.has(id)),
      texts: device.texts,
      facts: {
        ...ofDevice(device),
        ...Object.fromEntries(
          ['type', 'criticality', 'careSetting', 'active'].map((name) => [name, device.facts[name] ?? null]),
        ),
        vulnerability: row.vulnerabilityId,
        title: row.title,
        advisory: namedOn.get(id) ?? [],
        open: row.isOpen,
        answer: row.answer,
        status: row.status,
        decision: row.decision,
        remediation: row.remediation,
        countsAs: row.countsAs,
        score: row.score,
        band: row.band,
        likelihood: row.likelihood,
        safety: row.safety,
        care: row.care,
        privacy: row.privacy,
        exploited: row.knownExploited,
        action: row.action?.name ?? null,
        due: row.due?.on ?? null,
        overdue: row.due?.isOverdue ?? false,
        epss: null,
        opened: row.openedAt,
        reopened: false,
        decisionBroke: false,
      },
    }
  })
  for (const work of works) work.findings = findings.filter(({ work: all }) => all.includes(work))
  return { devices, findings, works }
}
