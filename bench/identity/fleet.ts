import { type Model, models } from '#bench/hospital/catalogue.ts'
import { type Place, places, placesOfKind } from '#bench/hospital/places.ts'
import { addDays } from '#bench/hospital/population.ts'
import { type Random, random } from '#bench/hospital/random.ts'
import type { Options } from './settings.ts'
import type { Trap } from './told.ts'

/** One hospital of the group. `first` ones number their devices in one scheme, the `merged` ones came with their own. */
export interface Site {
  readonly number: number
  readonly name: string
  readonly code: string
  readonly scheme: 'first' | 'merged'
}

export interface Standing {
  readonly place: Place
  readonly room: string
}

/** What was bought by one line of one order. */
export interface Purchase {
  readonly order: string
  readonly on: string
  readonly price: number
  readonly place: Place
}

/** How a host name was made up. */
export type HostStyle = 'number' | 'tag' | 'serial' | 'mac' | 'generic' | 'none'

export interface Network {
  readonly mac: string
  /** No source ever learns the MAC. */
  readonly macUnknown: boolean
  readonly secondMac: string | null
  /** The MAC of what it is docked to or plugged into. */
  readonly sharedMac: string | null
  readonly host: string | null
  readonly hostStyle: HostStyle
  readonly dynamic: boolean
  /** The address in a week, counted back from the week that ends with the day of the exports. */
  address(week: number): string
  /** An address that was its own and is another device's now. */
  readonly lostAddress: string | null
}

/** A device as it truly is. */
export interface TrueDevice {
  readonly number: number
  readonly id: string
  readonly model: Model
  readonly serial: string
  readonly site: Site
  readonly tag: string | null
  readonly standing: Standing
  /** Where it stood before it moved. */
  readonly earlier: (Standing & { readonly until: string }) | null
  readonly purchase: Purchase
  readonly inServiceOn: string
  readonly network: Network | null
  readonly version: string | null
  readonly os: string | null
  readonly state: 'in_use' | 'stored' | 'ghost' | 'unknown' | 'disposed' | 'returned'
  /** Last day on which it was there, for what is gone. */
  readonly goneOn: string | null
  /** The mainframes that it has been in, the present one last. */
  readonly mainframes: readonly TrueDevice[]
  /** What befell it, and hence all records of it. */
  readonly traps: readonly Trap[]
  readonly random: (label: string) => Random
}

const moduleModels = models.filter(({ id }) => id === 'bd-alaris-8100' || id === 'bd-alaris-8110')
const mainframeModel = 'bd-alaris-8015'
const dockModel = 'bbraun-spacestation'
const dockedModels = new Set(['bbraun-infusomat-space', 'bbraun-perfusor-space'])
const adapterCategories = new Set(['Ultrasound', 'ECG', 'Imaging Workstation'])
const twoSockets = new Set([
  'Central Monitoring Station',
  'CT',
  'Imaging Workstation',
  'Medical Server',
  'Medication Dispensing',
  'MRI',
  'PACS',
  'Patient Monitor',
  'Ventilator',
  'X-Ray',
])
const siteNames = ['Riverside', 'Westbrook', 'St. Agnes', 'Harbor View', 'Mercy', 'Lakeside', 'Northgate', 'Good Hope']
const devicesOfSite = 2_500

/** The hospitals of a group of that size; a third of them came by merger. */
export function sitesOf(devices: number): readonly Site[] {
  const count = Math.min(200, Math.max(2, Math.round(devices / devicesOfSite)))
  return Array.from({ length: count }, (_, at) => {
    const turn = Math.floor(at / siteNames.length)
    return {
      number: at + 1,
      name: `${siteNames[at % siteNames.length]}${turn > 0 ? ` ${turn + 1}` : ''}`,
      code: `${siteNames[at % siteNames.length]!.replaceAll(/[^A-Z]/gi, '')
        .slice(0, 3)
        .toUpperCase()}${turn > 0 ? turn + 1 : ''}`,
      scheme: at % 3 === 1 ? 'merged' : 'first',
    }
  })
}

/** Every device of the group, purchase by purchase. Only what is given out once is kept. */
export function* fleet(options: Options): Generator<TrueDevice> {
  const works = createWorks(options)
  let number = 1
  for (let order = 1; number <= options.devices; order++) {
    const draw = random(options.seed, `order/${order}`)
    const model = draw.weighted(models.map((model) => [model, model.share] as const))
    const most = model.share >= 30 ? 24 : model.share >= 10 ? 8 : 2
    const size = 1 + Math.floor(draw.next() ** 2 * most)
    const purchase = works.order(draw, model)
    for (let left = size; left > 0 && number <= options.devices; left--)
      for (const device of works.deliver(number, model, purchase)) {
        if (number > options.devices) return
        yield device
        number++
      }
  }
}

interface Order {
  readonly site: Site
  readonly purchase: Purchase
  readonly inServiceOn: string
  /** The serial that the next device would have, where they follow one another. */
  serial: string | null
}

function createWorks({ seed, devices, today, rates }: Options) {
  const sites = sitesOf(devices)
  const taken = new Set<string>()
  /** Serials of digits only that another maker may give out too. */
  const doubles: { readonly maker: string; readonly serial: string }[] = []
  const firstTags: string[] = []
  const freeTags: { readonly tag: string; readonly scheme: string }[] = []
  const perSite = sites.map(() => ({
    steady: 9,
    dynamic: 0,
    hosts: 0,
    freed: [] as string[],
    docks: [] as string[],
    adapters: [] as string[],
    mainframes: [] as TrueDevice[],
  }))
  let tags = 100_000
  let mergedTags = 0

  return {
    order(draw: Random, model: Model): Order {
      const site = draw.pick(sites)
      const [low, high] = model.tenureYears ?? [0, 9]
      const inServiceOn = addDays(today, -Math.floor((low + draw.next() * (high - low)) * 365) - 20)
      const price = Math.round((model.cost * (80 + draw.whole(0, 40))) / 1000) * 10
      return {
        site,
        inServiceOn,
        serial: draw.chance(rates.serialSequential) ? draw.fill(model.serial) : null,
        purchase: {
          order: draw.fill('45########'),
          on: addDays(inServiceOn, -draw.whole(14, 120)),
          price,
          place: placeOf(model, draw),
        },
      }
    },

    /** The device, and what came with it: the modules in it, or what it was exchanged for. */
    *deliver(number: number, model: Model, order: Order): Generator<TrueDevice> {
      const device = make(number, model, order, {})
      yield device
      const draw = device.random('company')
      const mine = perSite[order.site.number - 1]!
      if (model.id === dockModel && device.network) remember(mine.docks, device.network.mac, 30)
      if (model.id === mainframeModel) {
        if (draw.chance(rates.rack))
          for (let slot = draw.whole(1, 4); slot > 0; slot--) {
            const moved = mine.mainframes.length > 3 && draw.chance(rates.moduleMoved)
            const mainframes = moved ? [draw.pick(mine.mainframes), device] : [device]
            yield make(++number, draw.pick(moduleModels), { ...order, serial: null }, { mainframes })
          }
        remember(mine.mainframes, device, 20)
      }
      if (device.state === 'returned') yield make(number + 1, model, { ...order, serial: null }, { replaces: device })
    },
  }

  function make(
    number: number,
    model: Model,
    order: Order,
    story: { readonly mainframes?: readonly TrueDevice[]; readonly replaces?: TrueDevice },
  ): TrueDevice {
    const own = (label: string) => random(seed, `${number}/${label}`)
    const draw = own('device')
    const traps: Trap[] = []
    const { site, purchase } = order
    const { replaces } = story
    const mainframe = story.mainframes?.at(-1)
    const serial = serialOf(model, order, draw, traps)
    const state = stateOf(model, draw, story)
    const tag = tagOf(site, state, draw, traps, mainframe ?? replaces)
    if (mainframe) traps.push('module_under_tag')
    if ((story.mainframes?.length ?? 0) > 1) traps.push('module_moved')
    if (state === 'ghost') traps.push('ghost')
    if (state === 'unknown') traps.push('unknown_to_lists')
    if (state === 'returned' || replaces) traps.push('warranty_exchange')

    const place = draw.chance(0.7) ? purchase.place : placeOf(model, draw)
    const first = mainframe?.standing ?? replaces?.standing ?? { place, room: roomOf(place, draw) }
    const moves = !mainframe && !replaces && draw.chance(rates.moved)
    const to = draw.chance(0.5) ? place : placeOf(model, draw)
    const gone = state === 'ghost' || state === 'disposed' || state === 'returned'
    const version = model.versions ? draw.weighted(model.versions) : null
    return {
      number,
      id: `d${String(number).padStart(7, '0')}`,
      model,
      serial,
      site,
      tag,
      standing: moves ? { place: to, room: roomOf(to, draw) } : first,
      earlier: moves ? { ...first, until: addDays(today, -draw.whole(20, 500)) } : null,
      purchase,
      inServiceOn: replaces?.goneOn ?? order.inServiceOn,
      network: mainframe ? null : networkOf(number, model, site, first.place, serial, tag, draw, replaces, traps),
      version,
      os: (typeof model.os === 'string' ? model.os : model.os?.[version ?? '']) ?? null,
      state,
      goneOn: gone ? addDays(today, -draw.whole(12, 200)) : null,
      mainframes: story.mainframes ?? [],
      traps,
      random: own,
    }
  }

  function stateOf(
    model: Model,
    draw: Random,
    story: { readonly mainframes?: readonly TrueDevice[]; readonly replaces?: TrueDevice },
  ): TrueDevice['state'] {
    const roll = draw.next()
    if (story.mainframes || story.replaces) return 'in_use'
    if (model.informationTechnology) return 'unknown'
    if (roll < rates.replaced) return 'returned'
    if (roll < rates.replaced + rates.ghost) return 'ghost'
    if (model.network && roll < rates.replaced + rates.ghost + rates.unknown) return 'unknown'
    if (roll > 0.97) return 'disposed'
    return roll > 0.93 ? 'stored' : 'in_use'
  }

  function serialOf(model: Model, order: Order, draw: Random, traps: Trap[]): string {
    if (draw.chance(rates.serialTwoMakers * 3)) {
      const at = doubles.findIndex(({ maker }) => maker !== model.maker)
      if (at >= 0 && /^[#0-9]+$/.test(model.serial)) {
        traps.push('serial_of_two_makers')
        return doubles.splice(at, 1)[0]!.serial
      }
    }
    let serial = order.serial ?? draw.fill(model.serial)
    let pattern = model.serial
    for (let attempt = 1; taken.has(`${model.maker}/${serial}`); attempt++) {
      if (attempt % 20 === 0) pattern += '#'
      serial = draw.fill(pattern)
    }
    taken.add(`${model.maker}/${serial}`)
    if (order.serial !== null) {
      order.serial = following(serial)
      traps.push('serial_in_sequence')
    }
    if (/^[1-9]\d{5,7}$/.test(serial) && draw.chance(rates.serialTwoMakers))
      doubles.push({ maker: model.maker, serial })
    return serial
  }

  function tagOf(
    site: Site,
    state: TrueDevice['state'],
    draw: Random,
    traps: Trap[],
    from: TrueDevice | undefined,
  ): string | null {
    if (from) return from.tag
    if (state === 'unknown' || draw.chance(rates.tagMissing)) return null
    if (draw.chance(rates.tagReused * 2)) {
      const at = freeTags.findIndex(({ scheme }) => scheme === site.scheme)
      if (at >= 0) {
        traps.push('tag_reused')
        return freeTags.splice(at, 1)[0]!.tag
      }
    }
    const tag = newTag(site, draw, traps)
    if (state === 'disposed') remember(freeTags, { tag, scheme: site.scheme }, 40)
    return tag
  }

  function newTag(site: Site, draw: Random, traps: Trap[]): string {
    if (site.scheme === 'first') {
      tags += draw.whole(1, 3)
      remember(firstTags, String(tags), 60)
      return String(tags)
    }
    if (firstTags.length > 5 && draw.chance(rates.tagClash)) {
      traps.push('tag_clash')
      return firstTags.splice(draw.whole(0, firstTags.length - 1), 1)[0]!
    }
    return `W-${String(++mergedTags * 3 + draw.whole(0, 2)).padStart(5, '0')}`
  }

  function networkOf(
    number: number,
    model: Model,
    site: Site,
    place: Place,
    serial: string,
    tag: string | null,
    draw: Random,
    replaces: TrueDevice | undefined,
    traps: Trap[],
  ): Network | null {
    if (!model.network || !draw.chance(model.network.connected)) return null
    const mine = perSite[site.number - 1]!
    const mac = `${model.network.oui}:${lastOctets(number)}`
    const dynamic = draw.chance(rates.ipDynamic)
    const index = dynamic ? ++mine.dynamic : ++mine.steady
    const inherited = !dynamic && draw.chance(rates.ipReused * 2) ? mine.freed.shift() : undefined
    const steady = inherited ?? `10.${site.number}.${Math.floor(index / 250) % 128}.${(index % 250) + 1}`
    if (inherited) traps.push('ip_reused')
    const address = dynamic ? (week: number) => leased(site.number, index + week * 97) : () => steady
    const loses = !dynamic && !inherited && draw.chance(rates.ipReused)
    if (loses) {
      mine.freed.push(steady)
      traps.push('ip_reused')
    }
    const now = loses ? `10.${site.number}.${100 + (index % 27)}.${(Math.floor(index / 27) % 250) + 1}` : null

    const style: HostStyle = draw.chance(rates.hostMissing)
      ? 'none'
      : draw.chance(rates.hostGeneric)
        ? 'generic'
        : draw.weighted<HostStyle>([
            ['number', 50],
            ['tag', tag ? 15 : 0],
            ['serial', 20],
            ['mac', 15],
          ])
    const inheritsHost = replaces?.network?.host && draw.chance(0.6) ? replaces.network : null
    mine.hosts++
    const host =
      inheritsHost?.host ?? hostOf(style, model.network.host, site, place, mine.hosts, serial, tag, mac, draw)
    return {
      mac,
      macUnknown: draw.chance(rates.macUnknown),
      secondMac:
        twoSockets.has(model.category) && draw.chance(rates.secondInterface) ? `A0:36:9F:${lastOctets(number)}` : null,
      sharedMac: sharedMac(model, mine, draw),
      host,
      hostStyle: inheritsHost?.hostStyle ?? style,
      dynamic,
      address: now === null ? address : () => now,
      lostAddress: loses ? steady : null,
    }
  }

  function sharedMac(model: Model, mine: { docks: string[]; adapters: string[] }, draw: Random): string | null {
    if (dockedModels.has(model.id) && mine.docks.length > 0 && draw.chance(rates.macShared * 8))
      return draw.pick(mine.docks)
    if (!adapterCategories.has(model.category) || !draw.chance(rates.macShared * 5)) return null
    if (mine.adapters.length === 0 || draw.chance(0.2)) remember(mine.adapters, `00:E0:4C:68:${draw.fill('%%:%%')}`, 4)
    return draw.pick(mine.adapters)
  }
}

const genericHosts = ['localhost', 'DEVICE', 'unknown', 'android-dhcp', 'WORKSTATION', 'embedded', 'XPe-default']

function hostOf(
  style: HostStyle,
  prefix: string,
  site: Site,
  place: Place,
  count: number,
  serial: string,
  tag: string | null,
  mac: string,
  draw: Random,
): string | null {
  if (style === 'none') return null
  if (style === 'generic') return draw.pick(genericHosts)
  if (style === 'tag') return `${site.code}-BME${tag!.replace('-', '')}`
  if (style === 'mac') return `${prefix}-${mac.replaceAll(':', '').slice(6)}`
  if (style === 'serial') return `${prefix}-${place.id.toUpperCase()}-${serialTail(serial)}`
  return `${site.code}-${prefix}-${place.id.toUpperCase()}-${String(count).padStart(4, '0')}`
}

/** The end of a serial that a host name has room for. */
export const serialTail = (serial: string) => serial.replaceAll(/[^0-9A-Z]/gi, '').slice(-5)

function placeOf(model: Model, draw: Random): Place {
  const candidates = placesOfKind(draw.weighted(model.places))
  return candidates.length > 0
    ? draw.weighted(candidates.map((place) => [place, place.weight] as const))
    : draw.pick(places)
}

const roomOf = (place: Place, draw: Random) => `${place.room}${draw.whole(1, 24)}`

/** The serial with its last digits counted up by one. */
function following(serial: string): string {
  return serial.replace(/\d+(?=\D*$)/, (digits) => {
    const next = (BigInt(digits) + 1n).toString().padStart(digits.length, '0')
    return next.slice(-digits.length)
  })
}

/** Sixteen networks of 256 addresses in each site; what is one device's this week is another's in the next. */
function leased(site: number, index: number): string {
  const host = index % 4_000
  return `10.${site}.${128 + Math.floor(host / 250)}.${(host % 250) + 1}`
}

/** The last three octets: an odd factor gives each of 2^24 numbers its own. */
function lastOctets(number: number): string {
  const mixed = Math.imul(number, 0x9e3779b1)
  return [16, 8, 0].map((shift) => ((mixed >> shift) & 255).toString(16).toUpperCase().padStart(2, '0')).join(':')
}

function remember<T>(items: T[], item: T, most: number): void {
  items.push(item)
  if (items.length > most) items.shift()
}
