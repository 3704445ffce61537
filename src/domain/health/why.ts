import { deviceAttributes } from '#model/device.ts'
import type { DeviceRow } from '#model/device-list.ts'
import type { HealthDevice, HealthList, Why } from '#model/inventory-health.ts'
import type { RecordRow, StandingRow, SuspectedRow } from './health-store.ts'

// Why a device stands in a list, and what to do next: each sentence with the time and the source that it rests on.

export interface Evidence {
  readonly device: DeviceRow
  readonly standing: StandingRow
  readonly records: readonly RecordRow[]
  /** Work that looks for it, or could not find it. */
  readonly order:
    | { readonly id: string; readonly number: number; readonly updated_at: string; readonly is_lost: boolean }
    | undefined
  /** Open reviews of it and another device, the likeliest first. */
  readonly suspected: readonly SuspectedRow[]
  readonly isInRegisterTwice: boolean
  nameOf(sourceId: string): string
  roleOf(sourceId: string): 'register' | 'observer' | 'person' | undefined
}

type Next = HealthDevice['next'][number]

const said = (text: string, at: string | null = null, source: Why['source'] = null): Why => ({ text, at, source })

export function whyIn(list: HealthList, evidence: Evidence): Why[] {
  switch (list) {
    case 'unknown':
      return whyUnknown(evidence)
    case 'ghost':
      return [...inRegisters(evidence), ...silence(evidence)]
    case 'missing':
      return [...whyMissing(evidence), ...lastPlace(evidence)]
    case 'duplicate':
      return [
        ...(evidence.isInRegisterTwice
          ? [said('A register has it twice, or shares its serial number or tag with another device')]
          : []),
        ...evidence.suspected
          .slice(0, 3)
          .map(({ other, probability, opened_at }) =>
            said(`It may be the same as ${other}: ${Math.round(100 * probability)} %`, opened_at),
          ),
      ]
    case 'unmanaged':
      return whyUnmanaged(evidence)
    case 'ended':
      return [said(evidence.standing.ended ?? 'It is supported no more', evidence.standing.ended_on)]
  }
}

const of = ({ records, roleOf }: Evidence, role: 'register' | 'observer') =>
  records.filter((record) => roleOf(record.source_id) === role)

const ref = ({ nameOf }: Evidence, id: string) => ({ id, name: nameOf(id) })

function whyUnknown(evidence: Evidence): Why[] {
  const { standing } = evidence
  const [first] = of(evidence, 'observer')
  const dropped = of(evidence, 'register').filter((record) => record.unreported_since !== null)
  return [
    ...(standing.seen_by ? [said('Last seen', standing.seen_at, ref(evidence, standing.seen_by))] : []),
    ...(first ? [said('Told of', first.observed_at, ref(evidence, first.source_id))] : []),
    ...(dropped.length === 0
      ? [said('No register has it')]
      : dropped.map((record) =>
          said('No longer in the register', record.unreported_since, ref(evidence, record.source_id)),
        )),
  ]
}

const inRegisters = (evidence: Evidence): Why[] =>
  of(evidence, 'register')
    .filter((record) => record.unreported_since === null)
    .map((record) =>
      said(`In the register as "${record.source_key}"`, record.observed_at, ref(evidence, record.source_id)),
    )

const rhythmWords = {
  set: 'as it was set',
  model: 'as learnt of its model',
  type: 'as learnt of its type',
  kind: 'as learnt of devices of its kind',
  default: 'as assumed until its like is learnt',
} as const

function silence(evidence: Evidence): Why[] {
  const { standing } = evidence
  const days = standing.silent_days ?? 0
  return [
    standing.seen_at
      ? said('Last seen', standing.seen_at, standing.seen_by ? ref(evidence, standing.seen_by) : null)
      : said('Never seen, while others of its like are'),
    said(
      `Silent for ${plural(days, 'day')} while its observers looked; ${plural(standing.bound_days ?? 0, 'day')} make a ghost, ${rhythmWords[standing.rhythm ?? 'default']}`,
      standing.watched_until,
    ),
  ]
}

function whyMissing(evidence: Evidence): Why[] {
  const { standing, order, records } = evidence
  if (standing.missing_by === 'said')
    return records
      .filter(({ lifecycle }) => lifecycle === 'missing')
      .map((record) => said('Says that it is missing', record.observed_at, ref(evidence, record.source_id)))
  if (standing.missing_by === 'work' && order?.is_lost)
    return [said(`${orderNumber(order)} could not find it`, order.updated_at)]
  return silence(evidence)
}

const orderNumber = ({ number }: { readonly number: number }) => `WO-${String(number).padStart(6, '0')}`

/** Where it was last, and under which address. */
function lastPlace({ device }: Evidence): Why[] {
  const place = [device.site, device.careArea, device.room].filter(Boolean).join(', ')
  const address = [...device.ipAddresses, ...device.macAddresses].slice(0, 3).join(', ')
  return [
    said(place ? `Last place: ${place}` : 'No place is known'),
    said(address ? `Last address: ${address}` : 'No address is known'),
  ]
}

function whyUnmanaged({ device }: Evidence): Why[] {
  const software = [device.operatingSystem, device.softwareVersion && `version ${device.softwareVersion}`].filter(
    Boolean,
  )
  return [
    said(`Runs ${software.join(', ') || 'software'}`),
    said('No bill of materials tells what is inside, and nothing is known of its support'),
    said('Nobody is named who maintains it: no technician, no service vendor, no contract'),
  ]
}

export function nextIn(list: HealthList, { device, order, suspected, isInRegisterTwice }: Evidence): Next[] {
  const page = `/devices/${device.id}`
  const look: Next = { kind: 'look', text: 'Ask the ward', path: askPath(device) }
  const find: Next = order
    ? {
        kind: 'look',
        text: `${orderNumber(order)} ${order.is_lost ? 'could not find it' : 'looks for it'}`,
        path: `/work-orders/${order.id}`,
      }
    : { kind: 'inspect', text: 'Look for it', path: page }
  const correct: Next = { kind: 'correct', text: 'Correct the device', path: page }
  switch (list) {
    case 'unknown':
      return [{ kind: 'compare', text: 'Compare with its likely rows', path: page }, look]
    case 'ghost':
    case 'missing':
      return [find, look, correct]
    case 'duplicate':
      return [
        ...suspected.slice(0, 1).map(
          ({ review_id }): Next => ({
            kind: 'merge',
            text: 'Say whether they are one',
            path: `/reviews?at=${review_id}`,
          }),
        ),
        ...(isInRegisterTwice
          ? [{ kind: 'merge', text: 'Compare both rows', path: '/inventory-health?list=duplicate' } as const]
          : []),
      ]
    case 'unmanaged':
      return [
        { kind: 'correct', text: 'Name who maintains it', path: page },
        { kind: 'model', text: 'Put in a bill of materials', path: '/sboms' },
      ]
    case 'ended':
      return [{ kind: 'model', text: 'Open the device', path: page }]
  }
}

/** All that is to be looked for on its ward, so that one round serves them. */
function askPath({ site, careArea }: DeviceRow): string {
  const parameters = new URLSearchParams({
    query: 'ghost or missing',
    site: site ?? '',
    careArea: careArea ?? '',
    alike: 'true',
  })
  return `/devices?${parameters}`
}

const plural = (count: number, one: string) => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`

export const titleOf = (attribute: string): string =>
  Object.hasOwn(deviceAttributes, attribute)
    ? deviceAttributes[attribute as keyof typeof deviceAttributes].title
    : attribute
