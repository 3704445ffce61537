// Hardware addresses: which of them belong to one device.

/** A MAC that its owner made up (bit 2 of the first byte: virtual, randomised) or shares (multicast, all zeros) identifies nothing. */
export function identifyingMac(mac: string): string | undefined {
  const value = mac.toLowerCase()
  if (!/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(value)) return undefined
  const first = Number.parseInt(value.slice(0, 2), 16)
  if (first & 0b11 || value.startsWith('00:00:00') || virtual.has(value.slice(0, 8)) || isOfRouters(value))
    return undefined
  return value
}

/** Prefixes that hypervisors give to virtual interfaces (IEEE registrations of VMware, Microsoft Hyper-V, Oracle VirtualBox, Parallels, Xen). */
const virtual = new Set([
  '00:05:69',
  '00:0c:29',
  '00:1c:14',
  '00:50:56',
  '00:15:5d',
  '08:00:27',
  '00:1c:42',
  '00:16:3e',
])

/** Addresses that routers share: VRRP and CARP (RFC 9568), HSRP in both versions, GLBP. */
const ofRouters = [
  '00:00:5e:00:01',
  '00:00:5e:00:02',
  '00:00:0c:07:ac',
  '00:00:0c:9f:f',
  '00:05:73:a0:0',
  '00:07:b4:00',
]
const isOfRouters = (mac: string): boolean => ofRouters.some((prefix) => mac.startsWith(prefix))

/** Prefixes of makers of docking stations' and USB adapters' chips: the address follows the adapter, not the device. */
const ofAdapters = new Set([
  '00:e0:4c',
  '00:24:9b',
  '00:0e:c6',
  '00:50:b6',
  '8c:ae:4c',
  '3c:18:a0',
  'a0:ce:c8',
  '00:13:3b',
])

/** Whether the address may be that of an adapter which goes from device to device. */
export const isOfAdapter = (mac: string): boolean => ofAdapters.has(mac.slice(0, 8))

/** The network of an IPv4 address by its first three numbers; of IPv6 by its first 64 bits as written. */
export function networkOf(address: string): string | undefined {
  const four = /^(\d+\.\d+\.\d+)\.\d+$/.exec(address)?.[1]
  if (four) return four
  return address.includes(':') ? address.split(':').slice(0, 4).join(':') : undefined
}
