// The names that pages use for what /api/v1 sends. The shapes are the server's own: api/types.ts is generated from its
// OpenAPI document, and nothing is said twice.
import type { CsafView, Operations } from './types.ts'

export type {
  AdvisoryDecision,
  AdvisoryDifference,
  AdvisoryRemediation as Remediation,
  AdvisoryRow,
  AliasFileResult,
  Appetite,
  AppetiteAction,
  AppetiteChange,
  AppetiteFault,
  AppetitePoint,
  AppetiteSetting,
  ApprovalRule,
  ApprovalSetting,
  AuditEntry,
  AwaitedBillBinding,
  BackTest,
  BackTestResult,
  BackTestSide,
  Because,
  ComparedAttribute,
  ComparedSide,
  ConflictView,
  Control,
  ControlVerification,
  CsafView,
  Decision as DecisionRow,
  DecisionOn,
  DecisionProposal as ProposalRow,
  DeviceClaims,
  DeviceHealth,
  DeviceRow,
  DuplicatePair,
  EnvironmentProfile,
  EnvironmentScore,
  EnvironmentSetting,
  FindingRow,
  Health,
  HealthCheck,
  HealthDevice,
  HealthScope,
  HoursNeeded,
  IdentityEntry,
  IdentityReview,
  IdentityReviewView,
  IdentityVerdict,
  Inspection,
  InventoryHealth,
  KnownDevice,
  ListedConflict as Conflict,
  Lowering,
  MatchedGroup,
  MatchedReason,
  MatchRun,
  Mds2Answer,
  Mds2Difference,
  Mds2Row,
  Mds2Topic,
  ModelRow,
  NamePreview,
  NameProposal,
  NameRule,
  Notification as Notice,
  Permission,
  Person,
  PlacePreview,
  PlaceProposal,
  PlaceReading,
  PlaceRule,
  Premise,
  Problem,
  PublishedScore,
  Question,
  Reason,
  RecallRow,
  ReceivedVexStatement,
  RiskGroup,
  RiskOverTime,
  RiskPoint,
  RubricAnswers,
  RubricAssessment,
  RubricOnModel,
  RubricQuestion,
  Run,
  SavedView,
  SbomComponent,
  SbomRow,
  SbomStatement,
  SbomVulnerability,
  ScoreInterval,
  Session,
  Settings,
  SightingRhythm,
  Skipped as SkippedRow,
  Source as SourceRow,
  Support,
  Thresholds,
  UnmatchedVexProduct,
  VendorReading,
  VexDocumentRow,
  VexIssueRow,
  VexProductBinding,
  WaitingBill,
  WhatIfChoice,
  WhatIfMeasure,
  WhatIfMove,
  WhatIfResult,
  WhatIfScenario,
  WhatIfStep,
  WindowsVulnerability,
  WorkGroup,
  WorkOrder,
  WorkOrderRow,
} from './types.ts'

export type CsafViewVulnerability = CsafView['vulnerabilities'][number]

export type EnvironmentPreview = Answered<'POST /settings/cvss-environment/preview'>
export type RubricPreview = Answered<'POST /vulnerabilities/{vulnerability}/rubric/preview'>
export type ThresholdMove = Operations['POST /settings/thresholds/preview']['response']['groups'][number]

export type Answered<Operation extends keyof Operations> = Operations[Operation]['response']
export type Sent<Operation extends keyof Operations> = Operations[Operation]['body']

export interface Page<T> {
  items: T[]
  next: string | null
}

export type AccessLink = Answered<'POST /access-links/inspect'>
export type Notices = Answered<'GET /notifications'>

export type Loop = Answered<'GET /loop'>
export type LoopStep = Loop['steps'][number]
export type LoopStepId = LoopStep['id']
export type SearchKind = Answered<'GET /search'>['groups'][number]['kind']

export type DevicePage = Answered<'GET /devices/{device}'>
/** What a source can say of one attribute. */
export type ClaimValue = string | number | boolean | string[] | null
export type KnownDevicePage = Answered<'GET /known-devices/{device}'>
export type TrustTable = Answered<'GET /settings/trust'>
export type DeviceAttribute = DevicePage['attributes'][number]

export type AdvisoryPage = Answered<'GET /advisories/{advisory}'>
export type AdvisoryProduct = AdvisoryPage['products'][number]
export type FindingGroup = AdvisoryPage['groups'][number]
export type VulnerabilityPage = Answered<'GET /vulnerabilities/{vulnerability}'>
export type PublisherSays = VulnerabilityPage['publishers'][number]
export type ExploitedEntry = NonNullable<VulnerabilityPage['knownExploited']>
export type ExploitProbability = NonNullable<VulnerabilityPage['probability']>
export type NvdFacts = NonNullable<VulnerabilityPage['nvd']>

export type ModelPage = Answered<'GET /models/{model}'>

export type RecallPage = Answered<'GET /recalls/{event}'>

export type VexDocumentPage = Answered<'GET /vex-documents/{document}'>
export type SbomPage = Answered<'GET /sboms/{sbom}'>
export type Mds2FormPage = Answered<'GET /mds2/{form}'>
export type DeviceMds2 = Answered<'GET /devices/{device}/mds2'>['items'][number]
export type DeviceWindows = Answered<'GET /devices/{device}/windows-updates'>
export type DeviceSbom = Answered<'GET /devices/{device}/sboms'>['items'][number]

export type ControlPage = Answered<'GET /controls/{control}'>
export type DecisionPage = Answered<'GET /decisions/{decision}'>
export type Proposal = Answered<'GET /decision-proposals/{proposal}'>
export type DecisionRecord = Answered<'GET /decision-proposals/{proposal}/record'>
export type DecisionFinding = Answered<'GET /decisions/{decision}/findings'>['items'][number]
export type DecisionPreview = Answered<'POST /findings/decide/preview'>

export type FindingPage = Answered<'GET /findings/{device}/{vulnerability}'>
export type ListAge = FindingPage['lists'][number]
export type RiskAxis = FindingPage['reasons'][number]['axis']

export type MadeWorkOrders = Answered<'POST /campaigns'>
export type WorkOrderPage = Answered<'GET /work-orders/{order}'>

export type Catalogue = Answered<'GET /catalogue'>
export type SourcePage = Answered<'GET /sources/{source}'>
export type InspectedColumn = Inspected['columns'][number]
type Inspected = Answered<'POST /uploads/{file}/inspect'>
export type Upload = Answered<'POST /uploads'>
export type ImportPreview = Answered<'POST /imports/preview'>

/** How a table is read; the API takes it as the settings of a connector. */
export interface TableSettings {
  /** Column name → attribute. */
  columns: Record<string, string>
  dateOrder: 'dmy' | 'mdy' | 'ymd' | null
  /** IANA name. */
  timeZone: string
  sheet?: string | undefined
}
