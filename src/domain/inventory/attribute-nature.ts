import type { DeviceAttribute } from '#model/device.ts'

/** How long a value of one nature keeps: after each half-life, half as likely to hold still. */
export interface Nature {
  readonly title: string
  readonly halfLifeDays: number
  readonly why: string
  /** Changes while the device is in use, and can be read off it: who read the device is believed before who keeps a register. */
  readonly isReadOff: boolean
}

const natures = {
  made: { title: 'Made so', halfLifeDays: 7300, why: 'set at the factory or at purchase', isReadOff: false },
  labelled: {
    title: 'Labelled',
    halfLifeDays: 1825,
    why: 'changes when a person labels or classes anew',
    isReadOff: false,
  },
  owned: {
    title: 'Organised',
    halfLifeDays: 730,
    why: 'changes with budgets, contracts and buildings',
    isReadOff: false,
  },
  placed: {
    title: 'Placed',
    halfLifeDays: 120,
    why: 'mobile devices move between rooms within weeks',
    isReadOff: false,
  },
  lived: {
    title: 'In service',
    halfLifeDays: 180,
    why: 'checked at least at each yearly maintenance',
    isReadOff: false,
  },
  installed: { title: 'Installed', halfLifeDays: 60, why: 'updates come every few weeks to months', isReadOff: true },
  patched: { title: 'Patched', halfLifeDays: 30, why: 'Windows updates come each month', isReadOff: true },
  named: {
    title: 'Named',
    halfLifeDays: 180,
    why: 'host names change when a computer is set up anew',
    isReadOff: true,
  },
  segmented: { title: 'Segmented', halfLifeDays: 60, why: 'ports and VLANs change with projects', isReadOff: true },
  leased: { title: 'Leased', halfLifeDays: 3, why: 'DHCP leases last from hours to a week', isReadOff: true },
  seen: { title: 'Seen', halfLifeDays: 1, why: 'the newest sighting counts', isReadOff: true },
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
