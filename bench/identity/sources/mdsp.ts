import { addDays } from '#bench/hospital/population.ts'
import type { Random } from '#bench/hospital/random.ts'
import type { Network, TrueDevice } from '#bench/identity/fleet.ts'
import { addressSeen, hasNetwork, hostSeen, macSeen, macText, stamp } from '#bench/identity/network-said.ts'
import type { Options } from '#bench/identity/settings.ts'
import { platformNames } from '#bench/identity/spellings.ts'
import { nothingTold, type SerialSaid, type Source, type Told, type Trap, type TrueRow } from '#bench/identity/told.ts'

/** A platform that watches the medical network and reads from the traffic what it can. */
export function mdsp({ today, rates }: Options): Source {
  return {
    name: 'mdsp',
    byHand: false,
    hasSerials: true,
    header: [
      'Device UID',
      'Category',
      'Vendor',
      'Product',
      'Serial',
      'Asset Tag',
      'MAC Addresses',
      'IP Addresses',
      'Hostname',
      'OS',
      'FW Version',
      'Site',
      'First Seen',
      'Last Seen',
    ],
    tell(device) {
      const draw = device.random('mdsp')
      if (device.mainframes.length > 0) return modules(device, draw)
      if (!hasNetwork(device) || !draw.chance(seen[device.state])) return []
      const rows = [row(device, device, draw, 0, daysAgo(device, draw))]
      if (device.network.secondMac !== null && draw.chance(0.7))
        rows.push(secondInterface(device, device.random('mdsp second')))
      return rows
    },
  }

  function daysAgo({ goneOn }: TrueDevice, draw: Random): number {
    if (goneOn !== null) return days(goneOn) + draw.whole(0, 20)
    return draw.chance(0.06) ? draw.whole(7, 120) : draw.whole(0, 2)
  }

  function days(day: string): number {
    return Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000)
  }

  /** A module is seen through the mainframe it is in; one that moved, through both, at different times. */
  function modules(device: TrueDevice, draw: Random): TrueRow[] {
    const rows: TrueRow[] = []
    for (const [at, mainframe] of device.mainframes.entries()) {
      if (!hasNetwork(mainframe) || !draw.chance(0.6)) continue
      const present = at === device.mainframes.length - 1
      const ago = present ? draw.whole(0, 2) : draw.whole(30, 150)
      rows.push(row(device, mainframe, device.random(`mdsp slot ${at}`), present ? 1 : 2, ago))
    }
    return rows
  }

  function row(
    device: TrueDevice,
    through: TrueDevice & { readonly network: Network },
    draw: Random,
    slot: number,
    ago: number,
  ): TrueRow {
    const traps: Trap[] = []
    const names = platformNames(device, draw, rates, traps)
    const serial = readSerial(device, draw, traps)
    const mac = macSeen(through, draw, rates, traps, 'mdsp')
    const { text: host, ...hostTold } = hostSeen(through, draw, traps)
    const { ip, week } = addressSeen(through.network, ago, draw, traps)
    const told: Told = {
      ...nothingTold,
      ...names.told,
      ...mac,
      ...hostTold,
      serial,
      tag: draw.chance(0.12) ? device.tag : null,
      site: device.site,
      ip,
      week,
      os: device === through && draw.chance(0.85) ? device.os : null,
      version: draw.chance(0.7) ? device.version : null,
    }
    const macs = told.mac ?? told.otherMac
    return {
      slot,
      device,
      traps: [...traps, ...device.traps],
      told,
      cells: [
        null,
        device.model.category,
        names.maker,
        names.model,
        serial.kind === 'none' ? null : serial.text,
        told.tag,
        macs && macText(macs, draw),
        ip,
        host,
        told.os,
        told.version,
        device.site.name,
        stamp(addDays(today, -draw.whole(200, 700)), draw),
        stamp(addDays(today, -ago), draw),
      ],
    }
  }

  /** The same device by its other socket: nothing was read from it but what the network gives. */
  function secondInterface(device: TrueDevice & { readonly network: Network }, draw: Random): TrueRow {
    const traps: Trap[] = ['second_interface']
    const { text: host, ...hostTold } = hostSeen(device, draw, traps)
    const told: Told = { ...nothingTold, ...hostTold, mac: device.network.secondMac, site: device.site, os: device.os }
    const [, , third, fourth] = device.network.address(0).split('.')
    return {
      slot: 3,
      device,
      traps: [...traps, ...device.traps],
      told,
      cells: [
        null,
        'Unclassified',
        null,
        null,
        null,
        null,
        macText(device.network.secondMac!, draw),
        `192.168.${third}.${fourth}`,
        host,
        told.os,
        null,
        device.site.name,
        null,
        stamp(today, draw),
      ],
    }
  }

  function readSerial(device: TrueDevice, draw: Random, traps: Trap[]): SerialSaid {
    if (!draw.chance(0.55)) return { kind: 'none' }
    const { serial } = device
    if (serial.length > 6 && draw.chance(rates.serialMangled / 4)) {
      traps.push('serial_cut')
      return { kind: 'damaged', text: serial.slice(2), cut: true }
    }
    return { kind: 'clear', text: serial }
  }
}

/** How much of each state still shows on the network. */
const seen: Readonly<Record<TrueDevice['state'], number>> = {
  in_use: 0.94,
  stored: 0.15,
  ghost: 0,
  unknown: 0.97,
  disposed: 0.1,
  returned: 0.5,
}
