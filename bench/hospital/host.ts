import type { Zone } from './catalogue.ts'
import { mdspHeader } from './mdsp.ts'
import type { Device, Lifecycle } from './population.ts'
import type { Random } from './random.ts'
import type { Row } from './telling.ts'

/** Whatever stands on the network, as the network's own systems know it: a device of the hospital, or a bystander. */
export interface Host {
  /** Of the device or bystander in the ground truth. */
  readonly id: string
  /** Kind of device in the platform's words, or of bystander. */
  readonly what: string
  readonly name: string
  readonly mac: string
  readonly ip: string
  readonly vlan: number
  readonly zone: Zone | 'offices'
  readonly mainCampus: boolean
  readonly placeId: string
  readonly location: string
  readonly department: string
  readonly system: string | null
  readonly serial: string
  readonly lifecycle: Lifecycle
  readonly dicom: boolean
  /** It stands in a dock and speaks through it: the network knows the dock alone. */
  readonly isDocked: boolean
  /** MAC of the USB adapter that it speaks through, which other devices use too. */
  readonly adapter?: string
  /** Its own sequence, for those who tell of it. */
  readonly random: (label: string) => Random
}

/** The device as a host; null where it has no network. `mdsp` are the platform's rows of it: dock and adapter are theirs to say. */
export function hostOf(device: Device, mdsp: readonly Row[]): Host | null {
  const { network, model, place } = device
  if (!network) return null
  const withTrap = (trap: 'dock_mac' | 'dongle_mac') => mdsp.find(({ traps }) => traps.includes(trap))
  const adapter = withTrap('dongle_mac')?.cells[mdspHeader.indexOf('MAC Address')]
  return {
    id: device.id,
    what: model.category,
    name: network.hostname,
    mac: network.mac,
    ip: network.ip,
    vlan: network.vlan,
    zone: network.zone,
    mainCampus: place.site === 'Main Campus',
    placeId: place.id,
    location: `${place.building} ${place.floor}`,
    department: place.departments[0]!,
    system: systemOf(device),
    serial: device.serial,
    lifecycle: device.lifecycle,
    dicom: network.aeTitle !== null,
    isDocked: withTrap('dock_mac') !== undefined,
    ...(typeof adapter === 'string' && { adapter }),
    random: device.random,
  }
}

/** The operating system of a device, as its maker calls it; null where nobody knows one. */
export function systemOf({ model, version }: Device): string | null {
  return (typeof model.os === 'string' ? model.os : model.os?.[version ?? '']) ?? null
}

export const domain = 'rgh.example'

/** How often a computer with Windows is a member of the domain. */
const memberShares: Readonly<Record<string, number>> = {
  'Central Monitoring Station': 0.7,
  EEG: 0.8,
  'Imaging Workstation': 0.95,
  'Medical Server': 0.9,
  'Medication Dispensing': 0.8,
  PACS: 0.95,
  Server: 0.95,
  Workstation: 0.98,
}

/** Whether it is a member of the Windows domain. */
export const isMember = ({ system, what, random }: Host) =>
  system !== null && /^Windows (?!CE)/.test(system) && random('domain').chance(memberShares[what] ?? 0.4)

/** The name in NetBIOS, 15 characters at most: the place between prefix and number gives way. */
export function shortName(name: string): string {
  if (name.length <= 15) return name
  const [, prefix = '', place = '', number = ''] = /^([^-]+)-(.+)-([^-]+)$/.exec(name) ?? []
  return `${prefix}-${place.replaceAll('-', '').slice(0, 13 - prefix.length - number.length)}-${number}`
}

/** What it was called where it stood before. */
export function formerName({ name, placeId }: Host, draw: Random): string {
  const places = ['MICU', 'SICU', 'ED', '4WEST', '5EAST', 'RAD', 'LAB', 'PACU', 'WB-CLINIC']
  const other = draw.pick(places.filter((place) => place !== placeId.toUpperCase()))
  return name.replace(/^([^-]+)-.+-([^-]+)$/, `$1-${other}-$2`)
}
