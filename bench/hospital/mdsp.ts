import { makers } from './makers.ts'
import { addDays, type Device, type Lifecycle, type Network } from './population.ts'
import type { Random } from './random.ts'
import type { Row, Trap } from './telling.ts'

export const mdspHeader: readonly string[] = [
  'Device ID',
  'Device Category',
  'Device Type',
  'Manufacturer',
  'Model',
  'Serial Number',
  'Asset Tag',
  'MAC Address',
  'IP Address',
  'Hostname',
  'Operating System',
  'Software Version',
  'VLAN',
  'Network Zone',
  'Site',
  'AE Title',
  'PHI',
  'Risk Score',
  'First Seen',
  'Last Seen',
]

/** How much of each lifecycle still shows on the network. */
const seen: Readonly<Record<Lifecycle, number>> = {
  in_use: 0.965,
  loaned: 0.5,
  stored: 0.1,
  in_repair: 0.15,
  missing: 0.35,
  retired: 0.06,
}

/** Tells of the devices as a passive monitoring platform does: what answers on the network, and what it could read there. */
export function createMdsp(today: string) {
  /** MACs of docking stations that pumps may stand in. */
  const docks: string[] = []
  const addresses: string[] = []
  const dongles: string[] = []

  return {
    *tell(device: Device): Generator<Row> {
      const { network, model } = device
      if (!network) return
      const draw = device.random('mdsp')
      if (!draw.chance(seen[device.lifecycle])) return

      const traps: Trap[] = []
      if (device.unknownToCmms) traps.push('unknown_to_cmms')
      const mac = macSeen(device, draw, traps)
      const away = device.lifecycle !== 'in_use' || draw.chance(0.05)
      const lastSeen = addDays(today, away ? -draw.whole(8, 160) : -draw.whole(0, 2))
      const reused = away ? undefined : draw.chance(0.006) ? addresses.at(-draw.whole(1, 20)) : undefined
      if (reused) traps.push('ip_reuse')
      addresses.push(reused ?? network.ip)
      if (addresses.length > 50) addresses.shift()

      const unnamed = draw.chance(0.015)
      if (unnamed) traps.push('maker_unknown')
      const version = device.version !== null && !unnamed && draw.chance(0.8) ? device.version : null
      const serial = !unnamed && draw.chance(0.58) ? device.serial : ''
      const row: Row = {
        cells: [
          mdspId(device),
          unnamed ? 'Unclassified' : model.informationTechnology ? 'IoT' : 'Medical',
          unnamed ? '' : model.category,
          unnamed ? '' : makers[model.maker].mdsp,
          unnamed ? '' : (model.mdsp ?? model.name),
          serial,
          !device.unknownToCmms && draw.chance(0.12) ? device.tag : '',
          mac,
          reused ?? network.ip,
          draw.chance(0.85) ? network.hostname : '',
          operatingSystem(device, draw),
          version ?? '',
          network.vlan,
          network.zone,
          device.place.site,
          network.aeTitle && draw.chance(0.8) ? network.aeTitle : '',
          model.phi ? 'Yes' : 'No',
          draw.whole(5, 98),
          addDays(device.inServiceOn < '2023-05-01' ? '2023-05-01' : device.inServiceOn, draw.whole(0, 9)),
          `${lastSeen}T${String(draw.whole(0, 5)).padStart(2, '0')}:${String(draw.whole(0, 59)).padStart(2, '0')}:00Z`,
        ],
        traps,
        deviceId: device.id,
        model: !unnamed,
        version,
      }
      yield row
      if (computers.has(model.category) && draw.chance(0.12)) yield secondInterface(row, network, draw)
    },
  }

  function macSeen(device: Device, draw: Random, traps: Trap[]): string {
    const { model, network } = device
    const own = network?.mac ?? ''
    if (model.id === 'bbraun-spacestation') {
      docks.push(own)
      if (docks.length > 40) docks.shift()
      return own
    }
    const docked = model.id === 'bbraun-infusomat-space' || model.id === 'bbraun-perfusor-space'
    if (docked && docks.length > 0 && draw.chance(0.6)) {
      traps.push('dock_mac')
      return draw.pick(docks)
    }
    if (model.category === 'Ultrasound' && draw.chance(0.2)) {
      if (dongles.length === 0 || draw.chance(0.3)) dongles.push(`00:E0:4C:68:${draw.fill('%%:%%')}`)
      traps.push('dongle_mac')
      return draw.pick(dongles.slice(-3))
    }
    return own
  }
}

/** Devices that are computers with more than one network socket. */
const computers = new Set([
  'Central Monitoring Station',
  'CT',
  'Imaging Workstation',
  'Medical Server',
  'Medication Dispensing',
  'MRI',
  'PACS',
  'Ventilator',
  'X-Ray',
])

/** The same device once more, known by its other socket: another key, MAC and address, and nothing read from it. */
function secondInterface(row: Row, { mac, ip }: Network, draw: Random): Row {
  const cells = [...row.cells]
  const lastOctet = (Number.parseInt(mac.slice(-2), 16) ^ 1).toString(16).toUpperCase().padStart(2, '0')
  // A neighbour by number may carry this MAC; the first octet's locally administered bit keeps them apart.
  cells[mdspHeader.indexOf('Device ID')] = draw.fill('%%%%%%%%-%%%%-%%%%').toLowerCase()
  cells[mdspHeader.indexOf('MAC Address')] = `02${mac.slice(2, -2)}${lastOctet}`
  cells[mdspHeader.indexOf('IP Address')] = `192.168.${ip.split('.').slice(2).join('.')}`
  for (const name of ['Serial Number', 'Asset Tag', 'Software Version', 'AE Title'])
    cells[mdspHeader.indexOf(name)] = ''
  return { ...row, cells, traps: ['second_interface'], version: null }
}

/** The platform's own key of a device; the same in each export. */
export const mdspId = (device: Device) => device.random('mdsp-id').fill('%%%%%%%%-%%%%-%%%%').toLowerCase()

function operatingSystem({ model, version }: Device, draw: Random): string {
  const os = typeof model.os === 'string' ? model.os : model.os?.[version ?? '']
  return os && draw.chance(0.85) ? os : ''
}
