import { type DeviceAttribute, deviceAttributeNames } from '#model/device.ts'

/** From 0, not believed, to 100, for each attribute. */
export type TrustByAttribute = Readonly<Record<DeviceAttribute, number>>

const names = {
  label: ['assetTag'],
  serial: ['serialNumber', 'udiDi'],
  make: ['manufacturer', 'model', 'modelNumber'],
  kind: ['description', 'deviceType', 'nomenclatureCode'],
  place: ['site', 'building', 'floor', 'room', 'careArea', 'department'],
  life: ['lifecycle', 'retiredOn', 'inServiceOn', 'owner', 'ownership', 'technician', 'serviceVendor', 'costCentre'],
  upkeep: ['lastMaintenanceOn', 'nextMaintenanceOn', 'maintenanceEveryMonths', 'alternativeMaintenance'],
  money: ['purchasedOn', 'purchaseOrder', 'purchaseCost', 'replacementCost', 'warrantyEndsOn', 'contractEndsOn'],
  version: ['softwareVersion', 'firmwareVersion'],
  system: ['operatingSystem', 'installedUpdates'],
  host: ['hostname'],
  address: ['ipAddresses', 'macAddresses'],
  segment: ['vlan', 'zone', 'networkConnected'],
} as const satisfies Record<string, readonly DeviceAttribute[]>
type Group = keyof typeof names

/** What a kind of source is good at, in points beside the trust in the source. */
interface Trade {
  readonly title: string
  readonly why: string
  readonly points: Readonly<Partial<Record<Group, number>>>
}

const trades = {
  register: {
    title: 'Register of equipment',
    why: 'People keep tags, places, life and service by hand; versions and addresses in it are copied once and forgotten.',
    points: {
      label: 30,
      serial: 10,
      place: 20,
      life: 30,
      upkeep: 30,
      money: 30,
      version: -20,
      system: -20,
      address: -20,
      host: -10,
    },
  },
  monitor: {
    title: 'Monitor of the network',
    why: 'It reads traffic: addresses, segments and versions are seen, and places guessed from switches.',
    points: {
      version: 15,
      system: 10,
      address: 20,
      segment: 25,
      host: 10,
      label: -20,
      place: -15,
      life: -25,
      upkeep: -25,
      money: -25,
    },
  },
  scanner: {
    title: 'Vulnerability scanner',
    why: 'It asks the computer itself for versions and updates; maker and model it tells from banners.',
    points: {
      version: 20,
      system: 20,
      address: 20,
      host: 10,
      make: -20,
      kind: -20,
      serial: -15,
      place: -30,
      life: -30,
    },
  },
  'port-scan': {
    title: 'Port scan',
    why: 'Addresses are certain; the operating system is a guess from how packets are answered.',
    points: {
      address: 20,
      version: -15,
      system: -30,
      make: -30,
      kind: -30,
      host: -5,
      serial: -20,
      place: -30,
      life: -30,
    },
  },
  directory: {
    title: 'Directory of computers',
    why: 'Computers name themselves and their system when they join and sign in; what was taken away stays listed for months.',
    points: { host: 30, system: 20, place: -15, life: -20, make: -15, kind: -15 },
  },
  addresses: {
    title: 'Addresses and access to the network',
    why: 'It hands addresses out or lets them in; what the device is comes from its profile, which is guessed.',
    points: { address: 30, segment: 25, host: 10, make: -25, kind: -25, system: -20, version: -20, serial: -20 },
  },
  agent: {
    title: 'Agent on the computer',
    why: 'It runs on the device: serial number from the firmware, exact build, installed updates.',
    points: { version: 25, system: 30, host: 30, serial: 20, make: 10, address: 20 },
  },
  exchange: {
    title: 'Exchange with other systems',
    why: 'What it says was said by another system before, which may be of any kind.',
    points: {},
  },
  table: {
    title: 'Table',
    why: 'A table can hold an export of any system: say below what it is good at.',
    points: {},
  },
  person: {
    title: 'People',
    why: 'Who stood before the device answers all that was said before, as long as nothing reads it anew.',
    points: {},
  },
} satisfies Record<string, Trade>
type TradeName = keyof typeof trades

/** By the name of the connector's folder. */
export const tradeOfMember: Readonly<Record<string, TradeName>> = {
  'active-directory-file': 'directory',
  'active-directory-ldap': 'directory',
  armis: 'monitor',
  'atlas-cmms': 'register',
  'cisco-ise': 'addresses',
  'claroty-xdome': 'monitor',
  'csv-file': 'table',
  'dhcp-leases': 'addresses',
  'fhir-device': 'exchange',
  'generic-rest': 'exchange',
  'glpi-inventory': 'agent',
  nessus: 'scanner',
  nexpose: 'scanner',
  nmap: 'port-scan',
  nozomi: 'monitor',
  openvas: 'scanner',
  person: 'person',
  qualys: 'scanner',
  servicenow: 'register',
  'snipe-it': 'register',
  'windows-systeminfo': 'agent',
  'xlsx-file': 'table',
}

export const tradeOf = (member: string): Trade => trades[tradeOfMember[member] ?? 'exchange']

/** How far a source is believed on each attribute where nobody said otherwise: its trust and what its trade is good at. */
export function startingTrust(source: { readonly member: string; readonly trust: number }): TrustByAttribute {
  const { points } = tradeOf(source.member)
  const trust = Object.fromEntries(deviceAttributeNames.map((attribute) => [attribute, source.trust])) as Record<
    DeviceAttribute,
    number
  >
  // A source that is not believed at all is believed in nothing.
  if (source.trust === 0) return trust
  for (const [group, more] of Object.entries(points) as [Group, number][])
    for (const attribute of names[group]) trust[attribute] = Math.min(100, Math.max(1, source.trust + more))
  return trust
}
