import type { Random } from '#bench/hospital/random.ts'
import type { Network, TrueDevice } from './fleet.ts'
import { serialTail } from './fleet.ts'
import type { Rates } from './settings.ts'
import type { Told, Trap } from './told.ts'

/** A MAC in one of the notations that systems print. */
export function macText(mac: string, draw: Random): string {
  const plain = mac.replaceAll(':', '')
  const low = plain.toLowerCase()
  return draw.pick([
    mac,
    mac.replaceAll(':', '-'),
    mac.toLowerCase(),
    plain,
    `${low.slice(0, 4)}.${low.slice(4, 8)}.${low.slice(8)}`,
    `${plain.slice(0, 6)}-${plain.slice(6)}`,
  ])
}

/** Of containers, a router's standby address and a hypervisor's own card: many machines have them, and it shows. */
export const virtualMacs: readonly string[] = [
  '02:42:AC:11:00:02',
  '02:42:AC:11:00:03',
  '00:00:0C:07:AC:0A',
  '00:50:56:C0:00:08',
]

/** The MAC that a network system sees, in colons, and whether it is evidence. */
export function macSeen(
  { network, random }: TrueDevice & { readonly network: Network },
  draw: Random,
  rates: Rates,
  traps: Trap[],
  label: string,
): Pick<Told, 'mac' | 'otherMac'> {
  if (network.macUnknown) {
    traps.push('mac_missing')
    return { mac: null, otherMac: null }
  }
  if (network.sharedMac !== null) {
    traps.push('mac_shared')
    return { mac: null, otherMac: network.sharedMac }
  }
  if (draw.chance(rates.macInvented)) {
    if (draw.chance(0.4)) {
      traps.push('mac_virtual')
      return {
        mac: null,
        otherMac: draw.pick(virtualMacs),
      }
    }
    traps.push('mac_random')
    return {
      mac: null,
      otherMac: random(`random mac ${label}`)
        .fill('%2:%%:%%:%%:%%:%%')
        .replace(/^./, draw.pick(['D', 'A', '6', '3'])),
    }
  }
  return { mac: network.mac, otherMac: null }
}

/** Its host name as that system prints it. */
export function hostSeen(
  { network, site, serial, tag }: TrueDevice & { readonly network: Network },
  draw: Random,
  traps: Trap[],
): Pick<Told, 'host' | 'hostSays'> & { readonly text: string } {
  const { host, hostStyle } = network
  if (host === null) return { text: '', host: null, hostSays: null }
  const text = draw.pick([
    host,
    host,
    host.toLowerCase(),
    `${host.toLowerCase()}.${site.code.toLowerCase()}.group.local`,
  ])
  if (hostStyle === 'generic') {
    traps.push('host_generic')
    return { text, host: null, hostSays: null }
  }
  const says: NonNullable<Told['hostSays']> = {
    ...(hostStyle === 'tag' && tag !== null && host.endsWith(tag.replace('-', '')) && { tag }),
    ...(hostStyle === 'serial' && host.endsWith(serialTail(serial)) && { serialTail: serialTail(serial) }),
    ...(hostStyle === 'mac' && { macTail: host.slice(-6) }),
  }
  return { text, host: host.toLowerCase(), hostSays: Object.keys(says).length > 0 ? says : null }
}

/** The address that was seen so many days ago; a row that stayed behind shows one that is another device's now. */
export function addressSeen(
  network: Network,
  daysAgo: number,
  draw: Random,
  traps: Trap[],
): { ip: string; week: number } {
  const week = Math.floor(daysAgo / 7)
  if (network.lostAddress !== null && draw.chance(0.5)) {
    traps.push('ip_stale')
    return { ip: network.lostAddress, week: week + 3 }
  }
  return { ip: network.address(week), week }
}

export const hasNetwork = (device: TrueDevice): device is TrueDevice & { readonly network: Network } =>
  device.network !== null

/** Day and time of what was seen, as `2026-11-14T09:30:00Z`. */
export function stamp(day: string, draw: Random): string {
  return `${day}T${two(draw.whole(0, 23))}:${two(draw.whole(0, 59))}:${two(draw.whole(0, 59))}Z`
}

const two = (value: number) => String(value).padStart(2, '0')
