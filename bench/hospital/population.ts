import { type Model, models, type Zone } from './catalogue.ts'
import { type Place, places, placesOfKind } from './places.ts'
import { type Random, random } from './random.ts'

/** The true state of a device, as nobody in the hospital knows it completely. */
export interface Device {
  /** Its number from 1; `d000001` in the ground truth. */
  readonly number: number
  readonly id: string
  readonly model: Model
  readonly serial: string
  /** Control number on its label. */
  readonly tag: string
  readonly place: Place
  readonly room: string
  readonly version: string | null
  readonly lifecycle: Lifecycle
  readonly network: Network | null
  readonly inServiceOn: string
  readonly purchasedOn: string
  readonly retiredOn: string | null
  readonly purchaseCost: number
  readonly loaner: boolean
  /** Bought, rented or brought along without the CMMS learning of it. */
  readonly unknownToCmms: boolean
  /** Its own sequence, for those who tell of it. */
  readonly random: (label: string) => Random
}

export type Lifecycle = 'in_use' | 'loaned' | 'stored' | 'in_repair' | 'missing' | 'retired'

export interface Network {
  readonly mac: string
  readonly ip: string
  readonly hostname: string
  readonly vlan: number
  readonly zone: Zone
  readonly aeTitle: string | null
}

export interface Size {
  readonly seed: number
  readonly devices: number
  /** `YYYY-MM-DD`: the day of the exports. */
  readonly today: string
}

const vlans: Readonly<Record<Zone, { number: number; second: number }>> = {
  infusion: { number: 310, second: 31 },
  monitoring: { number: 320, second: 32 },
  imaging: { number: 330, second: 33 },
  laboratory: { number: 340, second: 34 },
  pharmacy: { number: 350, second: 35 },
  'clinical-wireless': { number: 360, second: 36 },
  facilities: { number: 370, second: 37 },
  flat: { number: 10, second: 20 },
}

/** Every device of the hospital, one after the other; memory does not grow with their number. */
export function* population(size: Size): Generator<Device> {
  const remaining = apportion(size.devices)
  const draw = random(size.seed, 'models')
  const taken: Taken = { addresses: new Map(), serials: new Set() }

  for (let number = 1; number <= size.devices; number++) {
    const model = takeOne(remaining, draw)
    yield device(size, number, model, taken)
  }
}

/** Devices for each model by largest remainder, at least one of each where there is room. */
function apportion(devices: number): Map<Model, number> {
  const shares = models.reduce((sum, { share }) => sum + share, 0)
  const counts = new Map(models.map((model) => [model, Math.floor((model.share * devices) / shares)]))
  const byRemainder = models.toSorted(
    (a, b) => ((b.share * devices) % shares) - ((a.share * devices) % shares) || (a.id < b.id ? -1 : 1),
  )
  let left = devices - [...counts.values()].reduce((sum, count) => sum + count, 0)
  for (const model of byRemainder) {
    if (left === 0) break
    counts.set(model, (counts.get(model) ?? 0) + 1)
    left--
  }
  return counts
}

function takeOne(remaining: Map<Model, number>, draw: Random): Model {
  const model = draw.weighted([...remaining])
  const left = (remaining.get(model) ?? 0) - 1
  if (left > 0) remaining.set(model, left)
  else remaining.delete(model)
  return model
}

/** What is given out once: hosts by network, serial numbers by maker. */
interface Taken {
  readonly addresses: Map<string, number>
  readonly serials: Set<string>
}

function device(size: Size, number: number, model: Model, taken: Taken): Device {
  const own = (label: string) => random(size.seed, `${number}/${label}`)
  const draw = own('device')
  const lifecycle = model.informationTechnology
    ? 'in_use'
    : draw.weighted<Lifecycle>([
        ['in_use', 910],
        ['stored', 30],
        ['retired', 28],
        ['in_repair', 10],
        ['loaned', 12],
        ['missing', 10],
      ])
  const place = placeOf(model, lifecycle, draw)
  const [low, high] = model.tenureYears ?? [0, 9]
  const inServiceOn = addDays(size.today, -Math.floor((low + draw.next() * (high - low)) * 365) - 20)
  const retired = lifecycle === 'retired'
  const version = model.versions ? draw.weighted(model.versions) : null

  return {
    number,
    id: `d${String(number).padStart(6, '0')}`,
    model,
    serial: freshSerial(model, draw, taken.serials),
    tag: `RG${String(100_000 + number * 7 - draw.whole(0, 5))}`,
    place,
    room: `${place.room}${draw.whole(1, 24)}`,
    version,
    lifecycle,
    network: network(model, place, number, draw, taken.addresses),
    inServiceOn,
    purchasedOn: addDays(inServiceOn, -draw.whole(14, 120)),
    retiredOn: retired ? addDays(size.today, -draw.whole(10, 700)) : null,
    purchaseCost: Math.round((model.cost * (80 + draw.whole(0, 40))) / 1000) * 10,
    loaner: place.kind === 'loaner',
    unknownToCmms: model.informationTechnology === true || (model.network !== undefined && draw.chance(0.02)),
    random: own,
  }
}

function placeOf(model: Model, lifecycle: Lifecycle, draw: Random): Place {
  if (lifecycle === 'stored' || lifecycle === 'retired' || lifecycle === 'in_repair')
    return places.find(({ kind }) => kind === 'storage')!
  const candidates = placesOfKind(draw.weighted(model.places))
  return draw.weighted(candidates.map((place) => [place, place.weight] as const))
}

function network(
  model: Model,
  place: Place,
  number: number,
  draw: Random,
  addresses: Map<string, number>,
): Network | null {
  if (!model.network || !draw.chance(model.network.connected)) return null

  const zone: Zone = draw.chance(0.03) ? 'flat' : model.network.zone
  const { number: vlan, second } = vlans[zone]
  const westbrook = place.site !== 'Main Campus'
  const net = second + (westbrook ? 100 : 0)
  const host = (addresses.get(`${net}`) ?? 9) + 1
  addresses.set(`${net}`, host)
  const serialPart = String(number % 1_000_000).padStart(4, '0')
  return {
    mac: `${model.network.oui}:${[16, 8, 0].map((shift) => hex(Math.imul(number, 0x9e3779b1) >> shift)).join(':')}`,
    ip: address(net, host),
    hostname: `${model.network.host}-${place.id.toUpperCase()}-${serialPart}`,
    vlan: vlan + (westbrook ? 1 : 0),
    zone,
    aeTitle: model.network.aeTitle ? `RGH_${model.network.aeTitle}_${serialPart}`.slice(0, 16) : null,
  }
}

function freshSerial(model: Model, draw: Random, taken: Set<string>): string {
  let pattern = model.serial
  for (let attempt = 1; ; attempt++) {
    const serial = draw.fill(pattern)
    const key = `${model.maker}/${serial}`
    if (!taken.has(key)) {
      taken.add(key)
      return serial
    }
    if (attempt % 20 === 0) pattern += '#'
  }
}

/** 10.<net>.x.x, and beyond 64,000 hosts of the shared address space 100.64.0.0/10. */
function address(net: number, host: number): string {
  const block = Math.floor(host / 64_000)
  const rest = host % 64_000
  const start = block === 0 ? `10.${net}` : `100.${64 + ((net + block * 7) % 64)}`
  return `${start}.${Math.floor(rest / 250)}.${(rest % 250) + 1}`
}

const hex = (value: number) => (value & 255).toString(16).toUpperCase().padStart(2, '0')

/** `YYYY-MM-DD` plus days. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
