import { CareSetting, Criticality, Lifecycle } from '#model/device.ts'
import { Answer, DecisionKind, FindingStatus, RemediationState } from '#model/finding.ts'
import type { QueryEntity, QueryField, QueryFieldKind } from '#model/query.ts'
import { RiskBand } from '#model/risk.ts'
import { CountsAs } from '#model/threshold.ts'
import { HoldReason, SyncState, WorkOrderState, WorkOrderType } from '#model/work-order.ts'
import type { Relation } from './expression.ts'

// What can be asked of what. The stores say what each field is in the database; their tables are typed by the names here.

interface Declared {
  readonly kind: QueryFieldKind
  readonly says: string
  readonly also?: readonly string[]
  readonly words?: readonly string[]
}

const place = {
  site: { kind: 'text', says: 'Site' },
  careArea: { kind: 'text', says: 'Care area', also: ['area'] },
} as const satisfies Record<string, Declared>
const make = {
  manufacturer: { kind: 'text', says: 'Manufacturer', also: ['maker'] },
  model: { kind: 'text', says: 'Model' },
} as const satisfies Record<string, Declared>
const own = {
  tag: { kind: 'text', says: 'Asset tag', also: ['assetTag'] },
  serial: { kind: 'text', says: 'Serial number', also: ['serialNumber'] },
} as const satisfies Record<string, Declared>
const stands = {
  type: { kind: 'text', says: 'Type of device', also: ['deviceType'] },
  criticality: { kind: 'word', words: Criticality.options, says: 'How much harm its failure can do' },
  careSetting: { kind: 'word', words: CareSetting.options, says: 'Kind of care area' },
  active: { kind: 'flag', says: 'On the worklist: not stored, loaned, retired', also: ['isActive'] },
} as const satisfies Record<string, Declared>

export const deviceFields = {
  ...own,
  ...make,
  ...place,
  ...stands,
  name: { kind: 'text', says: 'Name in lists: model and tag' },
  modelNumber: { kind: 'text', says: 'Model number' },
  description: { kind: 'text', says: 'Description' },
  software: { kind: 'text', says: 'Software version', also: ['softwareVersion', 'version'] },
  firmware: { kind: 'text', says: 'Firmware version', also: ['firmwareVersion'] },
  system: { kind: 'text', says: 'Operating system', also: ['operatingSystem', 'os'] },
  update: { kind: 'list', says: 'Installed updates: KB5034127', also: ['installedUpdates'] },
  udi: { kind: 'text', says: 'UDI-DI', also: ['udiDi'] },
  hostname: { kind: 'text', says: 'Host name', also: ['host'] },
  ip: { kind: 'list', says: 'IP addresses', also: ['ipAddresses'] },
  mac: { kind: 'list', says: 'MAC addresses', also: ['macAddresses'] },
  aeTitle: { kind: 'text', says: 'AE title (DICOM)' },
  zone: { kind: 'text', says: 'Zone of the network' },
  networked: { kind: 'flag', says: 'Connected to the network', also: ['networkConnected'] },
  ephi: { kind: 'flag', says: 'Stores ePHI', also: ['storesPhi'] },
  building: { kind: 'text', says: 'Building' },
  room: { kind: 'text', says: 'Room' },
  department: { kind: 'text', says: 'Department' },
  owner: { kind: 'text', says: 'Owner' },
  technician: { kind: 'text', says: 'Technician' },
  lifecycle: { kind: 'word', words: Lifecycle.options, says: 'Lifecycle status' },
  conflicts: { kind: 'number', says: 'Claims that contradict each other' },
  openFindings: { kind: 'number', says: 'Open findings' },
  score: { kind: 'number', says: 'Worst score of its open findings', also: ['worstScore'] },
  band: { kind: 'word', words: RiskBand.options, says: 'Worst band of its open findings', also: ['worstBand'] },
  exploited: { kind: 'flag', says: 'An open finding is known to be exploited', also: ['knownExploited'] },
  seen: { kind: 'moment', says: 'When something last saw the device itself', also: ['lastSeenAt', 'lastSeen'] },
  firstSeen: { kind: 'moment', says: 'When it was first told of', also: ['firstSeenAt'] },
  maintenance: { kind: 'date', says: 'Next maintenance', also: ['nextMaintenanceOn'] },
  warrantyEnds: { kind: 'date', says: 'Warranty ends', also: ['warrantyEndsOn'] },
  contractEnds: { kind: 'date', says: 'Service contract ends', also: ['contractEndsOn'] },
  purchased: { kind: 'date', says: 'Purchased', also: ['purchasedOn'] },
  source: { kind: 'text', says: 'A source that speaks of it now, by its name' },
  unknown: { kind: 'flag', says: 'Seen, and in no register' },
  ghost: { kind: 'flag', says: 'In a register, and not seen for longer than its like' },
  missing: { kind: 'flag', says: 'Said to be missing, not found, or not seen for very long' },
  duplicate: { kind: 'flag', says: 'A register has it twice, or a review asks whether it is another one' },
  unmanaged: { kind: 'flag', says: 'Nobody answers for its software', also: ['unmanagedSoftware'] },
  ended: { kind: 'flag', says: 'End of life: what it is, or runs, is no longer supported', also: ['endOfLife', 'eol'] },
  health: { kind: 'number', says: 'How good its record is, 0 to 100', also: ['quality'] },
  silent: { kind: 'number', says: 'Days that it was not seen while somebody looked', also: ['silentDays'] },
  lacks: { kind: 'list', says: 'Attributes that it should have and nobody states: softwareVersion' },
  wrong: { kind: 'list', says: 'Attributes whose value cannot be right: serialNumber' },
} as const satisfies Record<string, Declared>
export type DeviceField = keyof typeof deviceFields

/** Of a finding, what its device says. */
const deviceOfFinding = { ...own, ...make, ...place, ...stands }
export type DeviceFieldOfFinding = keyof typeof deviceOfFinding

export const findingFields = {
  ...deviceOfFinding,
  vulnerability: { kind: 'text', says: 'Vulnerability: CVE-2026-1234', also: ['cve'] },
  title: { kind: 'text', says: 'Title of the vulnerability' },
  advisory: { kind: 'text', says: 'Advisory, or database, that speaks of it on the device' },
  open: { kind: 'flag', says: 'Open. Where a query does not name it, open ones are asked for', also: ['isOpen'] },
  answer: { kind: 'word', words: Answer.options, says: 'The matcher’s answer' },
  status: { kind: 'word', words: FindingStatus.options, says: 'Status (VEX)' },
  decision: { kind: 'word', words: DecisionKind.options, says: 'Decision in force' },
  remediation: { kind: 'word', words: RemediationState.options, says: 'Where the fix stands' },
  countsAs: { kind: 'word', words: CountsAs.options, says: 'How the thresholds treat it' },
  score: { kind: 'number', says: 'Score' },
  band: { kind: 'word', words: RiskBand.options, says: 'Band' },
  likelihood: { kind: 'number', says: 'Likelihood' },
  safety: { kind: 'number', says: 'Harm to patients' },
  care: { kind: 'number', says: 'Harm to care' },
  privacy: { kind: 'number', says: 'Harm to privacy' },
  action: { kind: 'text', says: 'What the hospital’s appetite says is done about it, while it is open' },
  due: { kind: 'date', says: 'Day by which it is done, in the time zone of its site', also: ['dueOn'] },
  overdue: { kind: 'flag', says: 'Open, and its deadline has passed', also: ['late'] },
  exploited: { kind: 'flag', says: 'Known exploited (KEV)', also: ['knownExploited'] },
  epss: { kind: 'number', says: 'Probability of exploitation by EPSS, 0 to 1' },
  opened: { kind: 'moment', says: 'When it was opened', also: ['openedAt'] },
  reopened: { kind: 'flag', says: 'It was fixed before' },
  decisionBroke: { kind: 'flag', says: 'A decision on it no longer holds' },
} as const satisfies Record<string, Declared>
export type FindingField = keyof typeof findingFields

export const workFields = {
  number: { kind: 'text', says: 'Number: WO-000123' },
  title: { kind: 'text', says: 'Title' },
  state: { kind: 'word', words: WorkOrderState.options, says: 'State' },
  open: { kind: 'flag', says: 'Neither verified nor closed nor cancelled' },
  late: { kind: 'flag', says: 'Not done by the day on which it was due' },
  type: { kind: 'word', words: WorkOrderType.options, says: 'Type' },
  hold: { kind: 'word', words: HoldReason.options, says: 'Why it is on hold', also: ['holdReason'] },
  priority: { kind: 'word', words: RiskBand.options, says: 'Priority' },
  due: { kind: 'date', says: 'Due on', also: ['dueOn'] },
  assignee: { kind: 'text', says: 'Whom it is given to, by name; `me` is whoever asks', also: ['assignedTo'] },
  findings: { kind: 'number', says: 'How many findings it settles' },
  minutes: { kind: 'number', says: 'Minutes, planned or taken' },
  created: { kind: 'moment', says: 'When it was made', also: ['createdAt'] },
  updated: { kind: 'moment', says: 'When it last changed', also: ['updatedAt'] },
  completed: { kind: 'moment', says: 'When it was claimed to be done', also: ['completedAt'] },
  externalId: { kind: 'text', says: 'Its number in the hospital’s own system' },
  sync: { kind: 'word', words: SyncState.options, says: 'How far that system has taken it over', also: ['syncState'] },
  ...own,
  ...make,
  ...place,
} as const satisfies Record<string, Declared>
export type WorkField = keyof typeof workFields

const toFields = (declared: Readonly<Record<string, Declared>>): readonly QueryField[] =>
  Object.entries(declared).map(([name, { kind, says, also = [], words }]) => ({
    name,
    also: [...also],
    kind,
    ...(words && { words: [...words] }),
    description: says,
  }))

export const catalogue: Readonly<Record<QueryEntity, readonly QueryField[]>> = {
  devices: toFields(deviceFields),
  findings: toFields(findingFields),
  work: toFields(workFields),
}

/** What a query may go on to, `with findings(…)`. */
export const relationsOf: Readonly<Record<QueryEntity, readonly Relation[]>> = {
  devices: ['findings', 'work'],
  findings: ['device', 'work'],
  work: ['device', 'findings'],
}

/** Capitals, hyphens and underscores make no other name, and no other word. */
export const plainName = (text: string) => text.toLowerCase().replace(/[-_ ]/g, '')

const known: Readonly<Record<QueryEntity, ReadonlyMap<string, QueryField>>> = {
  devices: byName(catalogue.devices),
  findings: byName(catalogue.findings),
  work: byName(catalogue.work),
}

function byName(fields: readonly QueryField[]) {
  return new Map(
    fields.flatMap((field) => [field.name, ...field.also].map((name) => [plainName(name), field] as const)),
  )
}

export const fieldOf = (entity: QueryEntity, name: string): QueryField | undefined => known[entity].get(plainName(name))
