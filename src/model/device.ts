import { z } from 'zod'

/** Life of a device from purchase to disposal; IMDRF N70 stages of support are kept on the model, not here. */
export const Lifecycle = z.enum([
  'planned',
  'received',
  'in_use',
  'loaned',
  'stored',
  'in_repair',
  'missing',
  'retired',
  'disposed',
])
export type Lifecycle = z.infer<typeof Lifecycle>

/** A device in one of these keeps its findings but leaves the worklist. */
export const offWorklist: readonly Lifecycle[] = ['planned', 'loaned', 'stored', 'retired', 'disposed']

/** The kind of place where care happens; it sets the environment of a score. */
export const CareSetting = z.enum([
  'icu',
  'or',
  'emergency',
  'ward',
  'imaging',
  'lab',
  'outpatient',
  'home',
  'storage',
  'technical',
  'unknown',
])
export type CareSetting = z.infer<typeof CareSetting>

/** How much harm the failure of the device can do: life-sustaining, high, medium, low (Joint Commission EC.02.04.01 EP 3). */
export const Criticality = z.enum(['life_sustaining', 'high', 'medium', 'low', 'unknown'])
export type Criticality = z.infer<typeof Criticality>

/**
 * Everything that a source can claim about a device. Absent means that the source does not say;
 * null means that the source said "none". Dates are `YYYY-MM-DD`; money is in the organisation's currency.
 */
export const DeviceClaims = z.object({
  assetTag: z.string().nullish(),
  serialNumber: z.string().nullish(),
  manufacturer: z.string().nullish(),
  model: z.string().nullish(),
  modelNumber: z.string().nullish(),
  description: z.string().nullish(),
  deviceType: z.string().nullish(),
  nomenclatureCode: z.string().nullish(),
  udiDi: z.string().nullish(),
  softwareVersion: z.string().nullish(),
  firmwareVersion: z.string().nullish(),
  operatingSystem: z.string().nullish(),
  /** Numbers of Windows updates that something found installed: `KB5034127`; `…` at the end of a list that is cut short. */
  installedUpdates: z.array(z.string()).nullish(),
  hostname: z.string().nullish(),
  ipAddresses: z.array(z.string()).nullish(),
  macAddresses: z.array(z.string()).nullish(),
  vlan: z.string().nullish(),
  zone: z.string().nullish(),
  aeTitle: z.string().nullish(),
  networkConnected: z.boolean().nullish(),
  storesPhi: z.boolean().nullish(),
  mds2OnFile: z.boolean().nullish(),
  site: z.string().nullish(),
  building: z.string().nullish(),
  floor: z.string().nullish(),
  room: z.string().nullish(),
  careArea: z.string().nullish(),
  department: z.string().nullish(),
  costCentre: z.string().nullish(),
  owner: z.string().nullish(),
  ownership: z.string().nullish(),
  lifecycle: Lifecycle.nullish(),
  criticality: Criticality.nullish(),
  riskClass: z.string().nullish(),
  technician: z.string().nullish(),
  serviceVendor: z.string().nullish(),
  lastMaintenanceOn: z.string().nullish(),
  nextMaintenanceOn: z.string().nullish(),
  maintenanceEveryMonths: z.number().nullish(),
  alternativeMaintenance: z.boolean().nullish(),
  purchasedOn: z.string().nullish(),
  purchaseOrder: z.string().nullish(),
  purchaseCost: z.number().nullish(),
  replacementCost: z.number().nullish(),
  warrantyEndsOn: z.string().nullish(),
  contractEndsOn: z.string().nullish(),
  inServiceOn: z.string().nullish(),
  retiredOn: z.string().nullish(),
  lastSeenAt: z.string().nullish(),
})
export type DeviceClaims = z.infer<typeof DeviceClaims>
export type DeviceAttribute = keyof DeviceClaims

/** Stands among installed updates for those that a source knows to be there and does not name. */
export const moreUpdates = '…'

/** How an attribute is read, compared and shown. */
export interface AttributeInfo {
  readonly title: string
  readonly kind: 'text' | 'list' | 'date' | 'moment' | 'number' | 'money' | 'flag' | 'word'
  readonly group: 'identity' | 'software' | 'network' | 'place' | 'service' | 'money'
}

/** One row for each attribute: the catalogue that imports, the golden record and the pages read. */
export const deviceAttributes: Readonly<Record<DeviceAttribute, AttributeInfo>> = {
  assetTag: { title: 'Asset tag', kind: 'text', group: 'identity' },
  serialNumber: { title: 'Serial number', kind: 'text', group: 'identity' },
  manufacturer: { title: 'Manufacturer', kind: 'text', group: 'identity' },
  model: { title: 'Model', kind: 'text', group: 'identity' },
  modelNumber: { title: 'Model number', kind: 'text', group: 'identity' },
  description: { title: 'Description', kind: 'text', group: 'identity' },
  deviceType: { title: 'Device type', kind: 'text', group: 'identity' },
  nomenclatureCode: { title: 'Nomenclature code', kind: 'text', group: 'identity' },
  udiDi: { title: 'UDI-DI', kind: 'text', group: 'identity' },
  softwareVersion: { title: 'Software version', kind: 'text', group: 'software' },
  firmwareVersion: { title: 'Firmware version', kind: 'text', group: 'software' },
  operatingSystem: { title: 'Operating system', kind: 'text', group: 'software' },
  installedUpdates: { title: 'Installed updates', kind: 'list', group: 'software' },
  hostname: { title: 'Host name', kind: 'text', group: 'network' },
  ipAddresses: { title: 'IP addresses', kind: 'list', group: 'network' },
  macAddresses: { title: 'MAC addresses', kind: 'list', group: 'network' },
  vlan: { title: 'VLAN', kind: 'text', group: 'network' },
  zone: { title: 'Zone', kind: 'text', group: 'network' },
  aeTitle: { title: 'AE title', kind: 'text', group: 'network' },
  networkConnected: { title: 'Connected to the network', kind: 'flag', group: 'network' },
  storesPhi: { title: 'Stores ePHI', kind: 'flag', group: 'software' },
  mds2OnFile: { title: 'MDS2 on file', kind: 'flag', group: 'software' },
  site: { title: 'Site', kind: 'text', group: 'place' },
  building: { title: 'Building', kind: 'text', group: 'place' },
  floor: { title: 'Floor', kind: 'text', group: 'place' },
  room: { title: 'Room', kind: 'text', group: 'place' },
  careArea: { title: 'Care area', kind: 'text', group: 'place' },
  department: { title: 'Department', kind: 'text', group: 'place' },
  costCentre: { title: 'Cost centre', kind: 'text', group: 'money' },
  owner: { title: 'Owner', kind: 'text', group: 'service' },
  ownership: { title: 'Ownership', kind: 'text', group: 'service' },
  lifecycle: { title: 'Lifecycle status', kind: 'word', group: 'service' },
  criticality: { title: 'Criticality', kind: 'word', group: 'identity' },
  riskClass: { title: 'Risk class', kind: 'text', group: 'identity' },
  technician: { title: 'Technician', kind: 'text', group: 'service' },
  serviceVendor: { title: 'Service vendor', kind: 'text', group: 'service' },
  lastMaintenanceOn: { title: 'Last maintenance', kind: 'date', group: 'service' },
  nextMaintenanceOn: { title: 'Next maintenance', kind: 'date', group: 'service' },
  maintenanceEveryMonths: { title: 'Maintenance interval (months)', kind: 'number', group: 'service' },
  alternativeMaintenance: { title: 'Alternative equipment maintenance', kind: 'flag', group: 'service' },
  purchasedOn: { title: 'Purchased', kind: 'date', group: 'money' },
  purchaseOrder: { title: 'Purchase order', kind: 'text', group: 'money' },
  purchaseCost: { title: 'Purchase cost', kind: 'money', group: 'money' },
  replacementCost: { title: 'Replacement cost', kind: 'money', group: 'money' },
  warrantyEndsOn: { title: 'Warranty ends', kind: 'date', group: 'money' },
  contractEndsOn: { title: 'Contract ends', kind: 'date', group: 'money' },
  inServiceOn: { title: 'In service since', kind: 'date', group: 'service' },
  retiredOn: { title: 'Retired', kind: 'date', group: 'service' },
  lastSeenAt: { title: 'Last seen', kind: 'moment', group: 'network' },
}

export const deviceAttributeNames = Object.keys(deviceAttributes) as DeviceAttribute[]
