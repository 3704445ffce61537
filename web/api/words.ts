// The words of the model, as the API sends them, in the order in which a person looks for them, and how they read.
import type {
  Answer,
  Criticality,
  DecisionKind,
  DeviceClaims,
  FindingStatus,
  HoldReason,
  Lifecycle,
  Mds2Answer,
  RemediationState,
  RiskBand,
  Role,
  SbomStatement,
  Support,
  WorkOrderState,
  WorkOrderType,
} from './types.ts'

export type {
  Answer,
  DecisionKind,
  EvidenceKind,
  FindingStatus,
  HoldReason,
  RemediationState,
  RiskBand,
  Role,
  WorkOrderState,
  WorkOrderType,
} from './types.ts'

export type VexState = SbomStatement['state']
export type Mds2Word = Mds2Answer['word']

/** What stands as an answer in an MDS2 form. */
export const mds2Words: Readonly<Record<Mds2Word, string>> = {
  yes: 'Yes',
  no: 'No',
  not_applicable: 'N/A',
  see_note: 'See note',
  text: 'Said in words',
  other: 'Other words',
  blank: 'Left empty',
}

export const answers = ['affected', 'cannot_tell', 'not_affected'] as const satisfies readonly Answer[]

/** How the hospital's thresholds treat a match. */
export const countsAsWords = ['affected', 'to_look_at', 'set_aside'] as const

/** Lists of devices that the inventory is in doubt about. */
export const healthLists = ['unknown', 'ghost', 'missing', 'duplicate', 'unmanaged', 'ended'] as const

export const healthListWords: Readonly<Record<(typeof healthLists)[number], string>> = {
  unknown: 'Unknown',
  ghost: 'Ghosts',
  missing: 'Missing',
  duplicate: 'Duplicates',
  unmanaged: 'Unmanaged software',
  ended: 'End of life',
}

export const findingStatuses = [
  'under_investigation',
  'affected',
  'not_affected',
  'fixed',
] as const satisfies readonly FindingStatus[]

export const decisionKinds = [
  'none',
  'not_affected',
  'mitigated',
  'accepted',
  'deferred',
  'false_positive',
] as const satisfies readonly DecisionKind[]

export const decisionFilterStates = [
  'in_force',
  'carried',
  'broken',
  'asking',
  'expiring',
  'ending_week',
  'over',
  'withdrawn',
] as const

export const standingStates = ['holds', 'broken', 'asks', 'over', 'withdrawn'] as const

export const justifications = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const

export const triageDecisions = ['handled', 'nothing_to_do', 'watch', 'open_work'] as const

export const remediationStates = [
  'not_remediated',
  'in_progress',
  'claimed',
  'verified',
] as const satisfies readonly RemediationState[]

export const riskBands = ['critical', 'high', 'medium', 'low'] as const satisfies readonly RiskBand[]

export const roles = ['viewer', 'technician', 'analyst', 'manager', 'administrator'] as const satisfies readonly Role[]

export const lifecycles = [
  'planned',
  'received',
  'in_use',
  'loaned',
  'stored',
  'in_repair',
  'missing',
  'retired',
  'disposed',
] as const satisfies readonly Lifecycle[]

export const criticalities = [
  'life_sustaining',
  'high',
  'medium',
  'low',
  'unknown',
] as const satisfies readonly Criticality[]

/** The criticalities that have thresholds of their own, most harm first. */
export const tiers = ['life_sustaining', 'high', 'medium', 'low'] as const satisfies readonly Criticality[]

export const workOrderTypes = [
  'security_remediation',
  'security_mitigation',
  'field_check',
  'software_upgrade',
  'recall',
  'corrective',
  'preventive',
  'inspection',
  'baseline',
  'disposition',
  'incident_support',
] as const satisfies readonly WorkOrderType[]

export const workOrderStates = [
  'draft',
  'approved',
  'scheduled',
  'dispatched',
  'in_progress',
  'on_hold',
  'work_complete',
  'verification_pending',
  'verified',
  'verification_failed',
  'administratively_closed',
  'cancelled',
  'unable_to_locate',
  'unable_to_complete',
] as const satisfies readonly WorkOrderState[]

export const holdReasons = [
  'parts',
  'vendor',
  'device_in_use',
  'access',
  'clinical_window',
] as const satisfies readonly HoldReason[]

const spelled: Readonly<Record<string, string>> = {
  oauth2: 'OAuth2',
  dmy: 'Day, month, year',
  mdy: 'Month, day, year',
  ymd: 'Year, month, day',
  icu: 'ICU',
  or: 'Operating room',
  cve: 'CVE',
  kev: 'KEV',
  epss: 'EPSS',
  csv: 'CSV',
  life_sustaining: 'Life-sustaining',
  vendor: 'Vendor',
  none_available: 'No fix available',
  no_fix_planned: 'No fix planned',
  work_order: 'Work order',
  csaf_base: 'CSAF base',
  csaf_security_advisory: 'CSAF security advisory',
  csaf_security_incident_response: 'CSAF security incident response',
  csaf_informational_advisory: 'CSAF informational advisory',
  csaf_vex: 'CSAF VEX',
}

/** `cannot_tell` → `Cannot tell`; `softwareVersion` → `Software version`. */
export function humanise(word: string): string {
  const known = spelled[word]
  if (known) return known
  const text = word
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_.-]+/g, ' ')
    .trim()
    .toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What each word of a finding's state means, for the person who reads it the first time. */
export const meaning: Readonly<Record<string, string>> = {
  'answer:affected': 'What the device is or runs, and its version, agree with what is called affected.',
  'answer:not_affected': 'The product agrees, and the advisory’s version statement leaves this device out.',
  'answer:cannot_tell': 'The product agrees, but something needed to decide is missing or unclear, often the version.',
  'counts:affected': 'The hospital acts on it as on what is known to be affected.',
  'counts:to_look_at': 'One look at the device comes first.',
  'counts:set_aside':
    'Too unlikely for a device of this criticality: it is not open, and comes back when it gets surer.',
  'status:under_investigation': 'Nobody knows yet whether the device is affected.',
  'status:affected': 'The device has the vulnerability.',
  'status:not_affected': 'The device does not have the vulnerability.',
  'status:fixed': 'The device had the vulnerability and runs a fixed version.',
  'vex:exploitable': 'The manufacturer says that the flaw can be used in the product.',
  'vex:in_triage': 'The manufacturer is still looking into it.',
  'vex:not_affected': 'The manufacturer says that the product does not have the vulnerability.',
  'vex:false_positive': 'The manufacturer says that the vulnerability was ascribed to the product by mistake.',
  'vex:resolved': 'The manufacturer says that it is fixed in this product.',
  'vex:resolved_with_pedigree': 'The manufacturer says that it is fixed, and shows by what change.',
  'vex:unstated': 'The bill names the vulnerability and does not say what it means for the product.',
  'standing:holds': 'Every premise holds: the decision is in force.',
  'standing:broken': 'A premise no longer holds: the finding is open again.',
  'standing:asks': 'A premise cannot be checked: the finding is open until somebody looks.',
  'standing:over': 'A newer decision is in force, or there is nothing left to decide.',
  'standing:withdrawn': 'The decision was taken back.',
  'decision:none': 'No person has decided anything; the finding counts.',
  'decision:not_affected': 'A person decided that the device is not affected.',
  'decision:mitigated': 'A safeguard lowers the risk; the flaw is still there.',
  'decision:accepted': 'The risk is accepted until a date.',
  'decision:deferred': 'To be decided again on a date.',
  'decision:false_positive': 'The match is wrong.',
  'remediation:not_remediated': 'No work has begun.',
  'remediation:in_progress': 'A work order is under way.',
  'remediation:claimed': 'Somebody says that it is done. Nothing has proven it yet.',
  'remediation:verified': 'An observation or accepted evidence proves that it is done.',
}

interface AttributeInfo {
  title: string
  group: string
  kind: 'text' | 'list' | 'date' | 'moment' | 'number' | 'money' | 'flag' | 'word'
}

/** What can be said of a device. */
const attributes: Record<keyof DeviceClaims, AttributeInfo> = {
  assetTag: { title: 'Asset tag', kind: 'text', group: 'identity' },
  serialNumber: { title: 'Serial number', kind: 'text', group: 'identity' },
  manufacturer: { title: 'Manufacturer', kind: 'text', group: 'identity' },
  model: { title: 'Model', kind: 'text', group: 'identity' },
  modelNumber: { title: 'Model number', kind: 'text', group: 'identity' },
  description: { title: 'Description', kind: 'text', group: 'identity' },
  deviceType: { title: 'Device type', kind: 'text', group: 'identity' },
  nomenclatureCode: { title: 'Nomenclature code', kind: 'text', group: 'identity' },
  udiDi: { title: 'UDI-DI', kind: 'text', group: 'identity' },
  criticality: { title: 'Criticality', kind: 'word', group: 'identity' },
  riskClass: { title: 'Risk class', kind: 'text', group: 'identity' },
  softwareVersion: { title: 'Software version', kind: 'text', group: 'software' },
  firmwareVersion: { title: 'Firmware version', kind: 'text', group: 'software' },
  operatingSystem: { title: 'Operating system', kind: 'text', group: 'software' },
  installedUpdates: { title: 'Installed updates', kind: 'list', group: 'software' },
  storesPhi: { title: 'Stores ePHI', kind: 'flag', group: 'software' },
  mds2OnFile: { title: 'MDS2 on file', kind: 'flag', group: 'software' },
  hostname: { title: 'Host name', kind: 'text', group: 'network' },
  ipAddresses: { title: 'IP addresses', kind: 'list', group: 'network' },
  macAddresses: { title: 'MAC addresses', kind: 'list', group: 'network' },
  vlan: { title: 'VLAN', kind: 'text', group: 'network' },
  zone: { title: 'Zone', kind: 'text', group: 'network' },
  aeTitle: { title: 'AE title', kind: 'text', group: 'network' },
  networkConnected: { title: 'Connected to the network', kind: 'flag', group: 'network' },
  lastSeenAt: { title: 'Last seen', kind: 'moment', group: 'network' },
  site: { title: 'Site', kind: 'text', group: 'place' },
  building: { title: 'Building', kind: 'text', group: 'place' },
  floor: { title: 'Floor', kind: 'text', group: 'place' },
  room: { title: 'Room', kind: 'text', group: 'place' },
  careArea: { title: 'Care area', kind: 'text', group: 'place' },
  department: { title: 'Department', kind: 'text', group: 'place' },
  lifecycle: { title: 'Lifecycle status', kind: 'word', group: 'service' },
  owner: { title: 'Owner', kind: 'text', group: 'service' },
  ownership: { title: 'Ownership', kind: 'text', group: 'service' },
  technician: { title: 'Technician', kind: 'text', group: 'service' },
  serviceVendor: { title: 'Service vendor', kind: 'text', group: 'service' },
  lastMaintenanceOn: { title: 'Last maintenance', kind: 'date', group: 'service' },
  nextMaintenanceOn: { title: 'Next maintenance', kind: 'date', group: 'service' },
  maintenanceEveryMonths: { title: 'Maintenance interval (months)', kind: 'number', group: 'service' },
  alternativeMaintenance: { title: 'Alternative equipment maintenance', kind: 'flag', group: 'service' },
  inServiceOn: { title: 'In service since', kind: 'date', group: 'service' },
  retiredOn: { title: 'Retired', kind: 'date', group: 'service' },
  costCentre: { title: 'Cost centre', kind: 'text', group: 'money' },
  purchasedOn: { title: 'Purchased', kind: 'date', group: 'money' },
  purchaseOrder: { title: 'Purchase order', kind: 'text', group: 'money' },
  purchaseCost: { title: 'Purchase cost', kind: 'money', group: 'money' },
  replacementCost: { title: 'Replacement cost', kind: 'money', group: 'money' },
  warrantyEndsOn: { title: 'Warranty ends', kind: 'date', group: 'money' },
  contractEndsOn: { title: 'Contract ends', kind: 'date', group: 'money' },
}

/** The same, for a name that comes from outside. */
export const deviceAttributes: Readonly<Record<string, AttributeInfo>> = attributes

export const attributeTitle = (attribute: string): string =>
  attribute === 'sourceKey' ? 'The source’s own key' : (deviceAttributes[attribute]?.title ?? humanise(attribute))

export const attributeGroups = ['identity', 'software', 'network', 'place', 'service', 'money'] as const

/** Whether security updates come for what is installed. */
export const supportWords = {
  supported: 'Supported',
  ending: 'Ends within a year',
  ended: 'Support ended',
  cannot_tell: 'Cannot tell',
} as const satisfies Record<Support['state'], string>
