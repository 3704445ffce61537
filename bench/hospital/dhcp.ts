import { formerName, type Host } from './host.ts'
import type { NetworkRecord, Says, Trap } from './telling.ts'

/** Columns of Kea's memfile, the lease file that the server appends to. */
const header =
  'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id'

/** How much of each network asks for its addresses; the rest has them typed in. */
const dynamic: Readonly<Record<Host['zone'], number>> = {
  infusion: 0.98,
  'clinical-wireless': 0.98,
  monitoring: 0.6,
  pharmacy: 0.5,
  facilities: 0.5,
  laboratory: 0.3,
  imaging: 0.08,
  flat: 0.9,
  offices: 0.8,
}

/** How much of what is not in use has left a lease behind. */
const leftBehind: Readonly<Record<Host['lifecycle'], number>> = {
  in_use: 0,
  loaned: 0.4,
  stored: 0.3,
  in_repair: 0.3,
  missing: 0.35,
  retired: 0.12,
}

/** Lifetime of a lease, in seconds: eight hours in the air, four days by wire. */
const lifetimes = { air: 28_800, wire: 345_600 }

interface Lease {
  readonly address: string
  readonly mac: string
  readonly client: string
  readonly lifetime: number
  /** Seconds since 1970. */
  readonly startedAt: number
  readonly vlan: number
  readonly name: string
  readonly isOver: boolean
  readonly host: Host
  readonly traps: readonly Trap[]
}

/** Tells which host got which address, as the lease file of the morning of `today` does. */
export function createDhcp(today: string) {
  /** The copy is made at 08:00 UTC. */
  const now = Date.parse(`${today}T08:00:00Z`) / 1000
  const leases: Lease[] = []
  /** Addresses that nobody holds any more, by network. */
  const freed = new Map<string, string[]>()
  let moved = 0

  return {
    /** Notes the leases of the host, if it has one. `ip` is the address that it has now, where that is another than it had. */
    tell(host: Host): { readonly ip?: string; readonly says: Says } | undefined {
      const draw = host.random('dhcp')
      if (!draw.chance(dynamic[host.zone]) || host.isDocked) return undefined
      const lifetime = host.zone === 'clinical-wireless' || host.what === 'Guest' ? lifetimes.air : lifetimes.wire
      const traps: Trap[] = []
      const lease = {
        mac: macOf(),
        client: '',
        lifetime,
        vlan: host.vlan,
        name: nameOf(),
        host,
        traps,
      }
      const withClient = { ...lease, client: draw.chance(0.6) ? `01:${lease.mac.toLowerCase()}` : '' }
      const network = host.ip.split('.').slice(0, 2).join('.')

      if (host.lifecycle !== 'in_use') {
        if (!draw.chance(leftBehind[host.lifecycle])) return undefined
        traps.push('stale_lease')
        const startedAt = now - 86_400 * draw.whole(6, 200) - draw.whole(0, 40_000)
        leases.push({ ...withClient, address: host.ip, startedAt, isOver: true })
        const free = freed.get(network) ?? []
        freed.set(network, [...free, host.ip])
        return { says: { host: lease.name, ip: host.ip, mac: lease.mac } }
      }
      if (!draw.chance(0.97)) return undefined
      if (host.what === 'Guest' || !draw.chance(0.06)) {
        // A client asks again when half of its time is over (RFC 2131, 4.4.5).
        leases.push({ ...withClient, address: host.ip, startedAt: now - draw.whole(60, lifetime / 2), isOver: false })
        return { says: { host: lease.name, ip: host.ip, mac: lease.mac } }
      }
      // It came back this morning and got another address: one that was free, or one of the next range.
      const again = draw.chance(0.7) ? freed.get(network)?.shift() : undefined
      if (again) traps.push('ip_reuse')
      else traps.push('moved_address')
      moved++
      const [first, second] = network.split('.').map(Number)
      const address = again ?? `${first}.${second! + 40}.${Math.floor(moved / 250)}.${(moved % 250) + 1}`
      const before = now - draw.whole(30, 90) * 86_400
      leases.push({ ...withClient, traps: [], address: host.ip, startedAt: before, isOver: true })
      leases.push({ ...withClient, address, startedAt: now - draw.whole(60, 7_000), isOver: false })
      return { ip: address, says: { host: lease.name, ip: address, mac: lease.mac } }

      function macOf(): string {
        if (host.adapter !== undefined) {
          traps.push('dongle_mac')
          return host.adapter
        }
        if (host.zone !== 'clinical-wireless' || !draw.chance(0.06)) return host.mac
        // The radio has a card of its own.
        traps.push('second_interface')
        return draw.fill('00:13:E0:%%:%%:%%')
      }

      function nameOf(): string {
        const choice = draw.next()
        if (host.what === 'Guest') return host.name
        if (choice < 0.12) return ''
        if (choice < 0.17) {
          traps.push('old_host_name')
          return formerName(host, draw)
        }
        if (choice < 0.2) {
          traps.push('factory_host_name')
          return `${host.name.split('-')[0]}-${host.mac.slice(9).replaceAll(':', '')}`
        }
        if (choice < 0.21) {
          traps.push('generic_host_name')
          return draw.pick(['localhost', 'embedded', 'device'])
        }
        return choice < 0.6 ? host.name : host.name.toLowerCase()
      }
    },

    /** The file, and of whom each client in it is. */
    end(): { readonly csv: string; readonly records: readonly NetworkRecord[] } {
      leases.sort((a, b) => a.startedAt - b.startedAt || (a.host.id < b.host.id ? -1 : 1))
      const newest = new Map(leases.map((lease) => [lease.mac, lease]))
      return {
        csv: `${header}\n${leases.map(line).join('')}`,
        records: [...newest].map(([mac, { host, traps }]) => ({
          source: 'dhcp',
          key: `mac:${mac.toLowerCase()}`,
          device: host.id,
          traps,
        })),
      }
    },
  }

  /** One line; 0 stands for a lease that was given, 2 for one that has ended. */
  function line({ address, mac, client, lifetime, startedAt, vlan, name, isOver }: Lease): string {
    const state = isOver && startedAt + lifetime < now ? 2 : 0
    const cells = [address, mac.toLowerCase(), client, lifetime, startedAt + lifetime, vlan, 0, 0, name, state, '', 0]
    return `${cells.join(',')}\n`
  }
}
