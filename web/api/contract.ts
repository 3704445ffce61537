// The shapes of /api/v1, written by hand from the contract. api/types.ts, generated from the OpenAPI document, takes over.
import type {
  Answer,
  CareSetting,
  Criticality,
  DecisionKind,
  EvidenceKind,
  FindingStatus,
  HoldReason,
  Lifecycle,
  RemediationState,
  RiskBand,
  Role,
  WorkOrderState,
  WorkOrderType,
} from './words.ts'

export interface Page<T> {
  items: T[]
  next: string | null
}

export interface Problem {
  type?: string
  title?: string
  status: number
  code: string
  /** The sentence for people. */
  detail: string
  details?: Record<string, unknown>
}

// access

export interface Person {
  id: string
  email: string
  name: string
  role: Role
  lockedUntil: string | null
  disabledAt: string | null
  createdAt: string
  lastSeenAt: string | null
}

export interface Session {
  person: Person | null
  permissions: string[]
  csrfToken: string
  organisation: { name: string; timeZone: string }
  needsSetUp: boolean
}

export interface AccessLink {
  purpose: 'set_up' | 'invite' | 'reset'
  email: string | null
  name: string | null
}

export interface Assignee {
  id: string
  name: string
  role: Role
}

export interface AuditEntry {
  id: string
  at: string
  actorName: string
  action: string
  subjectKind: string
  subjectId: string
  reason: string | null
  detail: unknown
}

export interface Notice {
  id: string
  at: string
  kind: string
  title: string
  body: string
  path: string | null
  readAt: string | null
}

export interface Notices {
  items: Notice[]
  unread: number
  next: string | null
}

export interface SavedView {
  id: string
  page: string
  name: string
  query: string
}

export interface MailSettings {
  host: string
  port: number
  from: string
  secure: boolean
  user: string | null
  hasPassword: boolean
}

export interface Settings {
  organisationName: string
  timeZone: string
  mail: MailSettings | null
  publicUrl: string | null
  currency: string
}

// loop and search

export type LoopStepId = 'observe' | 'resolve' | 'match' | 'rank' | 'plan' | 'act' | 'verify'

export interface LoopStep {
  id: LoopStepId
  label: string
  count: number
  unit: string
  path: string
  stuck: { count: number; text: string; path: string } | null
}

export interface Loop {
  steps: LoopStep[]
  today: { kind: string; text: string; count: number; path: string; severity: RiskBand }[]
  totals: {
    devices: number
    openFindings: number
    critical: number
    knownExploited: number
    workOrdersOpen: number
    claimed: number
    verified: number
    reopened: number
  }
  countedAt: string
  trend: { on: string; open: number; verified: number }[]
}

export type SearchKind = 'device' | 'advisory' | 'vulnerability' | 'work_order' | 'model'

export interface SearchResult {
  groups: { kind: SearchKind; items: { title: string; subtitle: string; path: string }[] }[]
}

// devices

export interface SourceRef {
  id: string
  name: string
}

export interface DeviceRow {
  id: string
  name: string
  assetTag: string | null
  serialNumber: string | null
  manufacturer: string | null
  model: string | null
  deviceType: string | null
  softwareVersion: string | null
  site: string | null
  careArea: string | null
  room: string | null
  zone: string | null
  ipAddresses: string[]
  macAddresses: string[]
  lifecycle: Lifecycle | null
  criticality: Criticality | null
  careSetting: CareSetting | null
  isActive: boolean
  conflicts: number
  openFindings: number
  worstScore: number | null
  worstBand: RiskBand | null
  lastSeenAt: string | null
  nextMaintenanceOn: string | null
}

export type ClaimValue = string | number | boolean | string[] | null
export type DeviceClaims = Record<string, ClaimValue>

export interface DeviceAttribute {
  attribute: string
  title: string
  group: string
  value: ClaimValue
  source: SourceRef
  observedAt: string
  recordedAt: string
  others: { value: ClaimValue; source: SourceRef; observedAt: string; agrees: boolean }[]
}

export interface Conflict {
  id: string
  device: { id: string; name: string }
  kind: string
  attribute: string | null
  text: string
  detail: unknown
  openedAt: string
  settledAt: string | null
  settlement: string | null
}

export interface DevicePage {
  device: DeviceRow & { golden: DeviceClaims }
  attributes: DeviceAttribute[]
  sources: {
    source: SourceRef
    sourceKey: string
    observedAt: string
    recordedAt: string
    raw: Record<string, string> | null
  }[]
  conflicts: Conflict[]
}

export interface HistoryEntry {
  at: string
  kind: string
  actorName: string
  text: string
  path?: string | null
}

export interface Facets {
  total: number
  facets: Record<string, { value: string; count: number }[]>
}

// intelligence

export interface AdvisoryRow {
  id: string
  trackingId: string
  publisher: string
  title: string
  revisedAt: string
  publishedAt: string
  revision: string
  vulnerabilities: number
  worstCvss: number | null
  knownExploited: boolean
  affected: number
  cannotTell: number
  withdrawnAt: string | null
}

export interface PublishedScore {
  version: string
  vector: string
  score: number
  severity?: string | undefined
  source: string
  productIds: string[]
}

export interface Remediation {
  category: string
  details: string
  url?: string | undefined
  date?: string | undefined
  restartRequired?: string | undefined
  productIds: string[]
}

export interface ExploitedEntry {
  addedOn: string
  dueOn?: string | null
  ransomware: boolean
}

export interface ExploitProbability {
  probability: number
  percentile: number
  model: string
  scoredOn: string
}

export interface AdvisoryVulnerability {
  vulnerabilityId: string
  cve: string | null
  title: string
  description: string
  cwe: string | null
  scores: PublishedScore[]
  remediations: Remediation[]
  knownExploited: ExploitedEntry | null
  probability: ExploitProbability | null
}

export interface AdvisoryProduct {
  productId: string
  fullName: string
  vendor: string
  name: string
  version: string
  versionForm: string
  devices: number
}

export interface FindingGroup {
  advisoryId: string
  manufacturer: string
  model: string
  site: string
  devices: number
  affected: number
  cannotTell: number
  open: number
  worstScore: number | null
  worstBand: RiskBand | null
  workOrders: number
  sampleDevices: { id: string; name: string; careArea: string | null }[]
}

export interface AdvisoryPage {
  advisory: AdvisoryRow & { summary: string; url: string | null; documentDigest: string }
  vulnerabilities: AdvisoryVulnerability[]
  products: AdvisoryProduct[]
  groups: FindingGroup[]
}

export interface VulnerabilityPage {
  id: string
  title: string
  answer: { sentence: string; affected: number; cannotTell: number; notAffected: number; devices: number }
  knownExploited: ExploitedEntry | null
  probability: ExploitProbability | null
  advisories: AdvisoryRow[]
  groups: (FindingGroup & { because: Because[] })[]
  remediations: Remediation[]
}

// findings

export interface Because {
  part: string
  outcome: 'agrees' | 'contradicts' | 'unknown'
  text: string
}

export type RiskAxis = 'likelihood' | 'safety' | 'care' | 'privacy'

export interface Reason {
  rule: string
  axis: RiskAxis
  text: string
  /** How much it moved its axis, −10 to 10. */
  effect: number
  source: string
  asOf: string | null
}

export interface FindingRow {
  device: {
    id: string
    name: string
    manufacturer: string | null
    model: string | null
    site: string | null
    careArea: string | null
  }
  vulnerabilityId: string
  advisoryId: string
  title: string
  answer: Answer
  status: FindingStatus
  decision: DecisionKind
  remediation: RemediationState
  isOpen: boolean
  /** Null where nothing is left to rank: the device is not affected as it stands. */
  score: number | null
  band: RiskBand | null
  likelihood: number
  safety: number
  care: number
  privacy: number
  knownExploited: boolean
  openedAt: string
  /** One line. */
  because: string
}

export interface FindingPage {
  finding: FindingRow & {
    decisionReason: string | null
    decidedBy: string | null
    decidedAt: string | null
    decisionExpiresOn: string | null
  }
  evidence: {
    advisoryId: string
    advisoryTitle: string
    revision: string
    productId: string
    product: string
    answer: Answer
    probability: number
    because: Because[]
  }[]
  reasons: Reason[]
  remediations: Remediation[]
  events: {
    at: string
    actorName: string
    kind: string
    before: unknown
    after: unknown
    reason: string | null
    evidence: unknown
  }[]
  workOrders: WorkOrderRow[]
}

// work

export interface WorkGroup extends FindingGroup {
  advisoryTitle: string
  remediation: Remediation | null
  knownExploited: boolean
}

export interface Campaign {
  campaignId: string
  workOrders: number
  skipped: { deviceId: string; reason: string }[]
}

export interface WorkOrderRow {
  id: string
  /** `WO-000123` */
  number: string
  title: string
  type: WorkOrderType
  state: WorkOrderState
  holdReason: HoldReason | null
  priority: string
  dueOn: string | null
  device: {
    id: string
    name: string
    assetTag: string | null
    serialNumber: string | null
    manufacturer: string | null
    model: string | null
    site: string | null
    careArea: string | null
    room: string | null
    softwareVersion: string | null
  }
  assignee: { id: string; name: string } | null
  findings: number
  externalId: string | null
  syncState: string | null
  createdAt: string
  updatedAt: string
  completedAt: string | null
}

export interface WorkOrder extends WorkOrderRow {
  steps: { title: string; text: string }[]
  verification: { attribute: string; affected: string; sentence: string } | null
  minutes: number | null
  version: number
}

export interface WorkOrderPage {
  order: WorkOrder
  findings: FindingRow[]
  events: {
    at: string
    actorName: string
    fromState: WorkOrderState | null
    toState: WorkOrderState
    reason: string | null
  }[]
  evidence: {
    id: string
    kind: EvidenceKind
    value: string | null
    fileId: string | null
    at: string
    byName: string
    acceptedAt: string | null
    acceptedBy: string | null
  }[]
  transitions: { to: WorkOrderState; label: string; needsReason: boolean; disabledReason: string | null }[]
}

export interface OutletResult {
  applied: number
  unchanged: number
  skipped: { position: string; reason: string }[]
}

// sources

export type SourceKind = 'connector' | 'feed' | 'person'

/** The part of JSON Schema that a settings form is drawn from. */
export interface SettingsSchema {
  type?: string
  title?: string
  description?: string
  default?: unknown
  enum?: unknown[]
  format?: string
  minimum?: number
  maximum?: number
  minLength?: number
  pattern?: string
  properties?: Record<string, SettingsSchema>
  required?: string[]
  items?: SettingsSchema
  anyOf?: SettingsSchema[]
  oneOf?: SettingsSchema[]
  const?: unknown
  writeOnly?: boolean
}

export interface Catalogue {
  connectors: { id: string; title: string; summary: string; extensions: string[] }[]
  feeds: { id: string; title: string; summary: string; everyHours: number; settings: SettingsSchema }[]
  outlets: { id: string; title: string; summary: string }[]
}

export type RunState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'undone' | 'interrupted'

export interface Run {
  id: string
  sourceId: string
  state: string
  trigger: string
  actorName: string | null
  queuedAt: string
  startedAt: string | null
  finishedAt: string | null
  phase: string | null
  done: number | null
  total: number | null
  counts: Record<string, number>
  error: { code: string; detail: string } | null
  fileName: string | null
  canUndo: boolean
  canResume: boolean
}

export interface SourceRow {
  id: string
  kind: string
  member: string
  name: string
  trust: number
  everyHours: number | null
  watchFolder: string | null
  nextRunAt: string | null
  disabledAt: string | null
  settings: Record<string, unknown>
  devices: number
  lastRun: Run | null
  openSkipped: number
}

export interface SourcePage {
  source: SourceRow
  runs: Page<Run>
}

export interface SkippedRow {
  id: string
  runId: string
  position: string
  code: string
  reason: string
  raw: Record<string, string> | null
  state: string
  createdAt: string
}

export interface InspectedColumn {
  name: string
  attribute?: string | undefined
  confidence: number
  samples: string[]
  refused?: string | undefined
}

export interface Inspection {
  headerRow: number
  columns: InspectedColumn[]
  format: Record<string, string>
  ambiguousDates: string[]
  remarks: string[]
  rows?: number | undefined
}

export interface Upload {
  fileId: string
  name: string
  bytes: number
  member: string
  inspection: Inspection
}

export interface TableSettings {
  columns: Record<string, string>
  dateOrder: 'dmy' | 'mdy' | 'ymd' | null
  timeZone: string
  sheet?: string | undefined
}

export interface ImportPreview {
  new: number
  changed: number
  unchanged: number
  rejected: number
  rows: number
  examples: {
    new: { sourceKey: string; name?: string; claims?: DeviceClaims }[]
    changed: {
      sourceKey: string
      name: string
      changes: { attribute: string; before: ClaimValue; after: ClaimValue }[]
    }[]
    rejected: { position: string; code: string; reason: string; raw?: Record<string, string> | null }[]
  }
}
