import { addDays } from '#bench/hospital/population.ts'
import type { TrueDevice } from '#bench/identity/fleet.ts'
import { addressSeen, hasNetwork, hostSeen, macSeen, macText, stamp } from '#bench/identity/network-said.ts'
import type { Options } from '#bench/identity/settings.ts'
import { nothingTold, type Source, type Told, type Trap, type TrueRow } from '#bench/identity/told.ts'

/** Network access control: who got on the network at which socket, by MAC. */
export function nac({ today, rates }: Options): Source {
  return {
    name: 'nac',
    byHand: false,
    hasSerials: false,
    header: [
      'id',
      'MACAddress',
      'IPAddress',
      'host-name',
      'EndPointPolicy',
      'OUI',
      'Location',
      'CreateTime',
      'UpdateTime',
    ],
    tell(device) {
      const draw = device.random('nac')
      if (!hasNetwork(device) || device.network.macUnknown || !draw.chance(seen[device.state])) return []
      const { network } = device
      const ago =
        device.goneOn === null
          ? draw.whole(0, 5)
          : Math.round((Date.parse(today) - Date.parse(device.goneOn)) / 86_400_000) + draw.whole(0, 9)
      const traps: Trap[] = []
      const mac = macSeen(device, draw, rates, traps, 'nac')
      const { ip, week } = addressSeen(network, ago, draw, traps)
      const rows = [endpoint(traps, mac.mac ?? mac.otherMac!, { ...mac, ip, week }, ip, 0)]
      if (network.secondMac !== null && draw.chance(0.6))
        rows.push(endpoint(['second_interface'], network.secondMac, { mac: network.secondMac }, null, 1))
      return rows

      function endpoint(traps: Trap[], shown: string, seen: Partial<Told>, ip: string | null, slot: number): TrueRow {
        const { text: host, ...hostTold } = hostSeen(device as typeof device & { network: typeof network }, draw, traps)
        const told: Told = { ...nothingTold, ...seen, ...hostTold, site: device.site }
        return {
          slot,
          device,
          traps: [...traps, ...device.traps],
          told,
          cells: [
            null,
            macText(shown, draw),
            ip,
            host,
            draw.pick(['Medical-Device', 'Unknown', 'Profiled', device.model.category.replaceAll(' ', '-')]),
            shown.slice(0, 8).replaceAll(':', ''),
            `All Locations#${device.site.code}`,
            stamp(addDays(today, -draw.whole(100, 900)), draw),
            stamp(addDays(today, -ago), draw),
          ],
        }
      }
    },
  }
}

const seen: Readonly<Record<TrueDevice['state'], number>> = {
  in_use: 0.85,
  stored: 0.1,
  ghost: 0,
  unknown: 0.95,
  disposed: 0.1,
  returned: 0.4,
}
