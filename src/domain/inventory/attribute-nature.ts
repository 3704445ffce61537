import type { DeviceAttribute } from '#model/device.ts'

/** How long a value of one nature keeps: after each half-life, half as likely to hold still. */
export interface Nature {
  readonly title: string
  readonly halfLifeDays: number
  readonly why: string
  /** Changes while the device is in use, and can be read off it: who read the device is believed before who keeps a register. */
  readonly isReadOff: boolean
  /** Stays for years: sources that say the same bear each other out, whenever each said it. */
  readonly isLasting: boolean
}

const natures = {
  made: {
    ...{ title: 'Made so', halfLifeDays: 7300, isReadOff: false, isLasting: true },
    why: 'set at the factory or at purchase',
  },
  labelled: {
    ...{ title: 'Labelled', halfLifeDays: 1825, isReadOff: false, isLasting: true },
    why: 'changes when a person labels or classes anew',
  },
  owned: {
    ...{ title: 'Organised', halfLifeDays: 730, isReadOff: false, isLasting: false },
    why: 'changes with budgets, contracts and buildings',
  },
  placed: {
    ...{ title: 'Placed', halfLifeDays: 120, isReadOff: false, isLasting: false },
    why: 'mobile devices move between rooms within weeks',
  },
  lived: {
    ...{ title: 'In service', halfLifeDays: 180, isReadOff: false, isLasting: false },
    why: 'checked at least at each yearly maintenance',
  },
  installed: {
    ...{ title: 'Installed', halfLifeDays: 60, isReadOff: true, isLasting: false },
    why: 'updates come every few weeks to months',
  },
  patched: {
    ...{ title: 'Patched', halfLifeDays: 30, isReadOff: true, isLasting: false },
    why: 'Windows updates come each month',
  },
  named: {
    ...{ title: 'Named', halfLifeDays: 180, isReadOff: true, isLasting: true },
    why: 'host names change when a computer is set up anew',
  },
  segmented: {
    ...{ title: 'Segmented', halfLifeDays: 60, isReadOff: true, isLasting: false },
    why: 'ports and VLANs change with projects',
  },
  leased: {
    ...{ title: 'Leased', halfLifeDays: 3, isReadOff: true, isLasting: false },
    why: 'DHCP leases last from hours to a week',
  },
  seen: {
    ...{ title: 'Seen', halfLifeDays: 1, isReadOff: true, isLasting: false },
    why: 'the newest sighting counts',
  },
} satisfies Record<string, Nature>

const natureOfAttribute: Readonly<Record<DeviceAttribute, keyof typeof natures>> = {
  assetTag: 'labelled',
  serialNumber: 'made',
  manufacturer: 'made',
  model: 'made',
  modelNumber: 'made',
  description: 'labelled',
  deviceType: 'labelled',
  nomenclatureCode: 'labelled',
  udiDi: 'made',
  softwareVersion: 'installed',
  firmwareVersion: 'installed',
  operatingSystem: 'installed',
  installedUpdates: 'patched',
  hostname: 'named',
  ipAddresses: 'leased',
  macAddresses: 'made',
  vlan: 'segmented',
  zone: 'segmented',
  aeTitle: 'labelled',
  networkConnected: 'segmented',
  storesPhi: 'labelled',
  mds2OnFile: 'labelled',
  site: 'owned',
  building: 'owned',
  floor: 'placed',
  room: 'placed',
  careArea: 'placed',
  department: 'owned',
  costCentre: 'owned',
  owner: 'owned',
  ownership: 'owned',
  lifecycle: 'lived',
  criticality: 'labelled',
  riskClass: 'labelled',
  technician: 'lived',
  serviceVendor: 'owned',
  lastMaintenanceOn: 'lived',
  nextMaintenanceOn: 'lived',
  maintenanceEveryMonths: 'owned',
  alternativeMaintenance: 'owned',
  purchasedOn: 'made',
  purchaseOrder: 'made',
  purchaseCost: 'made',
  replacementCost: 'owned',
  warrantyEndsOn: 'owned',
  contractEndsOn: 'owned',
  inServiceOn: 'made',
  retiredOn: 'lived',
  lastSeenAt: 'seen',
}

export const natureOf = (attribute: DeviceAttribute): Nature => natures[natureOfAttribute[attribute]]
