import { slashed } from '#bench/hospital/cmms.ts'
import { addDays } from '#bench/hospital/population.ts'
import type { Random } from '#bench/hospital/random.ts'
import type { TrueDevice } from '#bench/identity/fleet.ts'
import { hasNetwork, macText } from '#bench/identity/network-said.ts'
import { typedSerial } from '#bench/identity/serials.ts'
import type { Options } from '#bench/identity/settings.ts'
import { typedNames } from '#bench/identity/spellings.ts'
import { nothingTold, placeKey, type Source, type Told, type Trap, type TrueRow } from '#bench/identity/told.ts'

/** The equipment list of the first hospitals, kept by hand. */
export function cmms({ today, rates }: Options): Source {
  /** The last row of each maker: what a new row is copied from. */
  const lastOfMaker = new Map<string, TrueDevice>()
  return {
    name: 'cmms',
    byHand: true,
    hasSerials: true,
    header: [
      'Record ID',
      'Control No.',
      'Serial #',
      'Manufacturer',
      'Model',
      'Description',
      'Campus',
      'Department',
      'Room',
      'Status',
      'In Service Date',
      'Purchase Date',
      'PO Number',
      'IP Address',
      'MAC Address',
      'Hostname',
      'Last PM',
      'Comments',
    ],
    tell(device) {
      const draw = device.random('cmms')
      const rows: TrueRow[] = []
      if (holds(device, draw)) {
        rows.push(row(device, draw, 0))
        if (draw.chance(rates.duplicated)) rows.push(row(device, device.random('cmms again'), 1, true))
      }
      if (draw.chance(rates.nobody)) rows.push(nobody(device, draw))
      return rows
    },
  }

  function holds({ state, site }: TrueDevice, draw: Random): boolean {
    if (state === 'unknown') return false
    if (state === 'returned') return draw.chance(0.45)
    return draw.chance(site.scheme === 'first' ? 0.97 : 0.15)
  }

  function row(device: TrueDevice, draw: Random, slot: number, again = false): TrueRow {
    const { model, site, network, purchase } = device
    const traps: Trap[] = again ? ['duplicate_row'] : []
    const names = typedNames(device, draw, rates, traps)
    const like = lastOfMaker.get(model.maker)
    const clones = !again && like !== undefined && like.serial !== device.serial && draw.chance(rates.serialCloned)
    const serial = typedSerial(device, draw, rates, traps, clones ? like.serial : undefined)
    if (!again) lastOfMaker.set(model.maker, device)
    const stale = device.earlier !== null && draw.chance(0.5)
    if (stale) traps.push('place_stale')
    const { place, room } = stale ? device.earlier : device.standing
    const tag = again && draw.chance(0.4) ? null : device.tag
    if (tag === null) traps.push('tag_missing')
    const told: Told = {
      ...nothingTold,
      ...names.told,
      ...networkCells(device, draw, traps),
      serial: serial.said,
      tag,
      site,
      place: placeKey(site, place),
      room,
      order: draw.chance(0.55) ? purchase.order : null,
      purchasedOn: draw.chance(0.6) ? purchase.on : null,
      inServiceOn: draw.chance(0.8) ? device.inServiceOn : null,
    }
    return {
      slot,
      device,
      traps: [...traps, ...device.traps],
      told,
      cells: [
        null,
        told.tag,
        serial.text,
        names.maker,
        names.model,
        model.kind,
        site.name.toUpperCase(),
        draw.chance(0.7) ? place.departments[0]! : draw.pick(place.departments),
        room,
        device.state === 'disposed'
          ? draw.pick(['RETIRED', 'DISPOSED'])
          : draw.pick(['ACTIVE', 'ACTIVE', 'In Service']),
        told.inServiceOn && slashed(told.inServiceOn),
        told.purchasedOn && slashed(told.purchasedOn),
        told.order,
        told.ip,
        told.mac && macText(told.mac, draw),
        told.host && network!.host,
        slashed(addDays(today, -draw.whole(3, 400))),
        draw.chance(0.05) ? draw.pick(['Battery replaced', 'OEM contract', 'Check cord']) : null,
      ],
    }
  }

  function networkCells(device: TrueDevice, draw: Random, traps: Trap[]): Pick<Told, 'mac' | 'ip' | 'host'> {
    const knows = draw.chance(0.4)
    if (!hasNetwork(device) || !knows) return { mac: null, ip: null, host: null }
    const { network } = device
    const ip = network.dynamic || !draw.chance(0.6) ? null : (network.lostAddress ?? network.address(0))
    if (ip !== null && network.lostAddress !== null) traps.push('ip_stale')
    const host = draw.chance(0.25) && network.hostStyle !== 'generic' ? network.host : null
    return { mac: network.macUnknown || !draw.chance(0.6) ? null : network.mac, ip, host: host?.toLowerCase() ?? null }
  }

  /** A row that names a kind of device and no device. */
  function nobody(device: TrueDevice, draw: Random): TrueRow {
    const { site, standing, model } = device
    const cells = [null, null, draw.pick(['N/A', 'SEE NOTES', null]), null, null, model.kind, site.name.toUpperCase()]
    return {
      slot: 2,
      device: null,
      told: { ...nothingTold, site, place: placeKey(site, standing.place) },
      traps: ['nobody'],
      cells: [
        ...cells,
        standing.place.departments[0]!,
        null,
        'ACTIVE',
        ...Array.from({ length: 7 }, () => null),
        'Found in hallway, no tag',
      ],
    }
  }
}
