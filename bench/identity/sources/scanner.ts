import { addDays } from '#bench/hospital/population.ts'
import { addressSeen, hasNetwork, hostSeen, macSeen, macText, stamp } from '#bench/identity/network-said.ts'
import type { Options } from '#bench/identity/settings.ts'
import { nothingTold, type Source, type Told, type Trap } from '#bench/identity/told.ts'

/** A vulnerability scanner: addresses, what answers there, and the MAC where it stands in the same network. */
export function scanner({ today, rates }: Options): Source {
  return {
    name: 'scanner',
    byHand: false,
    hasSerials: false,
    header: ['QG Host ID', 'IP', 'DNS', 'NetBIOS', 'MAC', 'Operating System', 'Last Scan'],
    tell(device) {
      const draw = device.random('scanner')
      const there = device.state === 'in_use' || device.state === 'unknown'
      if (!hasNetwork(device) || !there || !draw.chance(device.os ? 0.75 : 0.25)) return []
      const traps: Trap[] = []
      const ago = draw.chance(0.85) ? draw.whole(0, 6) : draw.whole(7, 27)
      const near = draw.chance(0.35)
      const mac = near ? macSeen(device, draw, rates, traps, 'scanner') : { mac: null, otherMac: null }
      const named = draw.chance(0.7)
      const { text: host, ...hostTold } = hostSeen(device, draw, traps)
      const { ip, week } = addressSeen(device.network, ago, draw, traps)
      const told: Told = {
        ...nothingTold,
        ...mac,
        ...(named && hostTold),
        ip,
        week,
        os: draw.chance(0.8) ? device.os : null,
      }
      const shown = mac.mac ?? mac.otherMac
      const short = host.split('.')[0]!.toUpperCase()
      return [
        {
          slot: 0,
          device,
          traps: [...traps, ...device.traps],
          told,
          cells: [
            null,
            ip,
            named ? host : null,
            named && short.length <= 15 && draw.chance(0.5) ? short : null,
            shown && macText(shown, draw),
            told.os ?? draw.pick(['', 'Linux 2.6', 'Embedded Device', 'Windows']),
            stamp(addDays(today, -ago), draw),
          ],
        },
      ]
    },
  }
}
