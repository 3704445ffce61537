// Generated from the OpenAPI document by tools/generate-openapi.ts. Do not edit.

export type AdvisoryDecision = {
  id: string
  decision: 'handled' | 'nothing_to_do' | 'watch' | 'open_work'
  reason: string
  watchUntil: string | null
  revision: string
  digest: string
  decidedAt: string
  decidedBy: string
  undoneAt: string | null
  undoneBy: string | null
}

export type AdvisoryDifference = {
  part: 'document' | 'product' | 'vulnerability' | 'status' | 'score' | 'remediation' | 'threat' | 'flag'
  change: 'added' | 'removed' | 'changed'
  /** What it is about: a product, a vulnerability, a field */
  subject: string
  before: string | null
  after: string | null
}

export type AdvisoryRemediation = {
  category:
    | 'mitigation'
    | 'no_fix_planned'
    | 'none_available'
    | 'vendor_fix'
    | 'workaround'
    | 'fix_planned'
    | 'optional_patch'
  details: string
  url?: string
  date?: string
  restartRequired?: string
  productIds: string[]
}

export type AdvisoryRevision = {
  digest: string
  revision: string
  storedAt: string
  isPresent: boolean
}

export type AdvisoryRow = {
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
  /** The highest that is open here; null where nothing is */
  worstScore: number | null
  worstBand: RiskBand | null
  affected: number
  cannotTell: number
  withdrawnAt: string | null
  category: string
  aggregateSeverity: string
  triage: 'new' | 'revised' | 'due' | 'now_here' | 'settled'
  decision: ('handled' | 'nothing_to_do' | 'watch' | 'open_work') | null
  isUnread: boolean
}

export type AliasFileResult = {
  /** Of the rules of the file that hold now */
  ids: string[]
  /** Of these, set by it; the others held before */
  set: number
  /** Rows that could not be taken, each as CSV in the order of the columns */
  skipped: {
    position: string
    reason: string
    text: string
  }[]
}

export type Answer = 'affected' | 'not_affected' | 'cannot_tell'

export type Appetite = {
  /** The hospital’s own, `x_org.example.hospital#appetite` */
  namespace: string
  /** Ids of decision points, `ssvc:E:1.1.0` */
  points: string[]
  /** The least urgent first */
  actions: AppetiteAction[]
  rows: {
    when: string[]
    /** Key of the action; null: not yet said */
    action: string | null
  }[]
  exceptions: {
    milder: string[]
    worse: string[]
    reason: string
  }[]
  calendar: {
    /** IANA name; of every site that has none of its own */
    timeZone: string
    sites: {
      site: string
      timeZone: string
    }[]
    /** Days of the week, Monday is 1 */
    weekend: number[]
    holidays: string[]
  }
  presets: {
    /** The due date in CISA’s catalogue of known exploited vulnerabilities */
    kev: boolean
    /** CISA BOD 26-04; binds US federal civilian agencies only */
    bod2604: boolean
    /** HIPAA Security Rule as proposed on 2025-01-06; not in force */
    hipaa: boolean
  }
}

export type AppetiteAction = {
  key: string
  name: string
  /** Null: it has no date of its own */
  deadline: AppetiteDeadline | null
  /** Who is told when so much of the time has passed */
  escalation: {
    afterPercent: number
    to: Role
  } | null
  /** Who is told when the deadline has passed */
  missedTo: Role | null
}

export type AppetiteChange = {
  part: 'row' | 'action' | 'exception' | 'calendar' | 'presets' | 'points' | 'namespace'
  rows: string[][]
  what: string
  /** Null: it was not there */
  before: string | null
  /** Null: it is no more */
  after: string | null
  direction: ('stricter' | 'laxer') | null
}

export type AppetiteCheck = {
  /** Why it cannot be adopted; empty where it can */
  faults: AppetiteFault[]
  /** Against the version in force; empty where there is none */
  changes: AppetiteChange[]
}

export type AppetiteDeadline = {
  amount: number
  unit: 'hours' | 'days' | 'working_days'
}

export type AppetiteFault = {
  kind: 'row_missing' | 'row_contradicts' | 'row_unreadable' | 'worse_is_laxer' | 'exception' | 'deadline' | 'other'
  /** The rows it is about: of a pair the milder first */
  rows: string[][]
  /** Key of the action it is about */
  action: string | null
  /** What is wrong, and what to do */
  text: string
}

export type AppetitePoint = {
  id: string
  name: string
  /** The least urgent first */
  values: {
    key: string
    name: string
  }[]
}

export type AppetitePreview = {
  findings: number
  /** Findings of which something is not known, and the worst was taken */
  assumed: number
  /** The most urgent first */
  outcomes: {
    /** Its name; null: the table has none for them yet */
    action: string | null
    findings: number
    /** The earliest day on which one would be due, if its time began now; null: none has a deadline */
    firstDueOn: string | null
  }[]
  /** Against the version in force, most findings first; empty where there is none */
  moves: {
    before: string | null
    after: string | null
    findings: number
  }[]
}

export type AppetiteSetting = {
  inForce: {
    id: string
    state: 'draft' | 'adopted' | 'superseded'
    /** 1, 2, 3 … in the order of adoption; null of the draft */
    version: number | null
    /** SHA-256 of its content: names exactly what was looked at */
    hash: string
    editedAt: string
    editedBy: string
    adoptedAt: string | null
    adoptedBy: string | null
    reason: string | null
    supersededAt: string | null
    appetite: Appetite
  } | null
  draft: {
    id: string
    state: 'draft' | 'adopted' | 'superseded'
    /** 1, 2, 3 … in the order of adoption; null of the draft */
    version: number | null
    /** SHA-256 of its content: names exactly what was looked at */
    hash: string
    editedAt: string
    editedBy: string
    adoptedAt: string | null
    adoptedBy: string | null
    reason: string | null
    supersededAt: string | null
    appetite: Appetite
  } | null
  /** What a hospital without one starts from */
  starting: Appetite
  /** Every decision point that a table may ask */
  points: AppetitePoint[]
  /** Scores of an earlier version of Homeostat whose action is still being worked out; until then they count as the most urgent */
  untold: number
}

export type AppetiteVersion = {
  id: string
  state: 'draft' | 'adopted' | 'superseded'
  /** 1, 2, 3 … in the order of adoption; null of the draft */
  version: number | null
  /** SHA-256 of its content: names exactly what was looked at */
  hash: string
  editedAt: string
  editedBy: string
  adoptedAt: string | null
  adoptedBy: string | null
  reason: string | null
  supersededAt: string | null
}

export type AppetiteVersionDetail = {
  id: string
  state: 'draft' | 'adopted' | 'superseded'
  /** 1, 2, 3 … in the order of adoption; null of the draft */
  version: number | null
  /** SHA-256 of its content: names exactly what was looked at */
  hash: string
  editedAt: string
  editedBy: string
  adoptedAt: string | null
  adoptedBy: string | null
  reason: string | null
  supersededAt: string | null
  appetite: Appetite
  changes: AppetiteChange[]
}

export type ApprovalRule = {
  /** To which it applies; all others are in force at once */
  kinds: ('not_affected' | 'mitigated' | 'accepted' | 'deferred' | 'false_positive')[]
  /** By the band of the worst finding in scope */
  approvers: {
    critical: number
    high: number
    medium: number
    low: number
  }
  /** The same where a device in scope sustains life, or nobody knows */
  lifeSustaining: {
    critical: number
    high: number
    medium: number
    low: number
  }
  /** How many days ahead accepted and deferred may last; null: as long as wanted */
  longestDays: {
    critical: number | null
    high: number | null
    medium: number | null
    low: number | null
  }
  /** In an organisation of one person: decisions take effect without approval, because … */
  oneKey: {
    passes: boolean
    reason: string
  }
}

export type ApprovalSetting = {
  /** Null: none was adopted, and no decision waits */
  inForce: {
    rule: ApprovalRule
    version: number
    hash: string
    adoptedAt: string
    adoptedBy: string
    reason: string
  } | null
  starting: ApprovalRule
  approvers: {
    id: string
    name: string
  }[]
  isOnePerson: boolean
  waiting: number
}

export type AskedAttribute =
  | 'manufacturer'
  | 'model'
  | 'softwareVersion'
  | 'firmwareVersion'
  | 'operatingSystem'
  | 'serialNumber'
  | 'option'

export type AttributeOrigin = {
  attribute:
    | 'assetTag'
    | 'serialNumber'
    | 'manufacturer'
    | 'model'
    | 'modelNumber'
    | 'description'
    | 'deviceType'
    | 'nomenclatureCode'
    | 'udiDi'
    | 'softwareVersion'
    | 'firmwareVersion'
    | 'operatingSystem'
    | 'installedUpdates'
    | 'hostname'
    | 'ipAddresses'
    | 'macAddresses'
    | 'vlan'
    | 'zone'
    | 'aeTitle'
    | 'networkConnected'
    | 'storesPhi'
    | 'mds2OnFile'
    | 'site'
    | 'building'
    | 'floor'
    | 'room'
    | 'careArea'
    | 'department'
    | 'costCentre'
    | 'owner'
    | 'ownership'
    | 'lifecycle'
    | 'criticality'
    | 'riskClass'
    | 'technician'
    | 'serviceVendor'
    | 'lastMaintenanceOn'
    | 'nextMaintenanceOn'
    | 'maintenanceEveryMonths'
    | 'alternativeMaintenance'
    | 'purchasedOn'
    | 'purchaseOrder'
    | 'purchaseCost'
    | 'replacementCost'
    | 'warrantyEndsOn'
    | 'contractEndsOn'
    | 'inServiceOn'
    | 'retiredOn'
    | 'lastSeenAt'
  title: string
  value: unknown
  confidence: number
  halfLifeDays: number
  why: string | null
  records: {
    source: {
      id: string
      name: string
    }
    /** What the source calls the device */
    sourceKey: string
    value: unknown
    trust: number
    confidence: number
    agrees: boolean
    /** What is wrong with the value as it is written: `is cut short`; null where nothing is */
    flaw: string | null
    observedAt: string
    recordedAt: string
    run: {
      id: string
      fileName: string | null
      finishedAt: string | null
    } | null
    raw: Record<string, string> | null
    columns: {
      names: string[]
      /** How they are known: by the columns chosen for the import, or by the same text */
      by: ('mapping' | 'same_text') | null
    }
  }[]
}

export type AuditEntry = {
  id: string
  at: string
  actorName: string
  action: string
  subjectKind: string
  subjectId: string
  reason: string | null
  detail: unknown
}

export type AwaitedBillBinding = {
  id: string
  serialNumber: string
  revision: number
  manufacturer: string
  model: string
  versions: string
  reason: string
  boundAt: string
  boundBy: string
  revokedAt: string | null
  revokedBy: string | null
  revokedReason: string | null
  documents: number
  devices: number
  hasCome: boolean
}

export type BackTest = {
  id: string
  state: 'queued' | 'running' | 'done' | 'cancelled' | 'failed'
  /** SHA-256 of the table that was tested */
  hash: string
  /** Of the one that it was compared with */
  inForceHash: string | null
  inForceVersion: number | null
  months: number
  hoursPerWeek: number | null
  /** What came later is not looked at */
  asOf: string
  askedAt: string
  askedBy: string
  startedAt: string | null
  finishedAt: string | null
  phase: string
  done: number
  total: number | null
  tookMs: number | null
  /** Why it failed, and what to do */
  fault: string | null
}

export type BackTestMonth = {
  /** `2026-03`, in the hospital’s time zone */
  month: string
  /** Openings that came to the action in the month */
  got: number
  /** Open at the end of the month; of the last one, now */
  openAtEnd: number
  /** Deadlines that passed in the month while the finding was open */
  missed: number
  /** Of visits that were due in the month */
  hours: HoursNeeded
}

export type BackTestMove = {
  manufacturer: string
  model: string
  site: string
  vulnerabilityId: string
  /** In force; null: no action */
  before: string | null
  /** In the draft; null: no action */
  after: string | null
  findings: number
  /** Of these, those that are open now */
  open: number
  /** Three devices at most */
  examples: {
    deviceId: string
    name: string
  }[]
}

export type BackTestResult = {
  from: string
  to: string
  /** Of the months; deadlines have those of each table’s calendar */
  timeZone: string
  months: string[]
  devices: number
  /** Device × vulnerability, open at some time in the months */
  findings: number
  /** A finding that was closed and opened again is two */
  openings: number
  /** Openings of which something is not known, and the worst was taken */
  assumed: number
  oldestOpening: string | null
  draft: BackTestSide
  /** Null: nothing was in force */
  inForce: BackTestSide | null
  /** Findings that come to another action */
  moved: number
  movesBetween: {
    before: string | null
    after: string | null
    findings: number
  }[]
  /** Most findings first */
  moves: BackTestMove[]
  /** Groups that move and are too small to be among these */
  movesLeftOut: number
  /** Share of the draft’s visits whose minutes are told by work orders, and by plans; 0 to 1 */
  minutes: {
    measured: number
    planned: number
  }
  /** From the hours a week; null: nobody said */
  availableHoursPerMonth: number | null
  /** What was replayed, what was not kept, and what was left out */
  remarks: string[]
}

export type BackTestSide = {
  /** Openings that were past their deadline at some time in the months */
  missed: number
  /** Of these, those that are open to this day */
  stillOpen: number
  /** Of these, those whose time was up before they came to the action: listed by CISA, or opened again, afterwards */
  atOnce: number
  /** When they were closed, or so far; null: none was missed */
  medianDaysLate: number | null
  worstDaysLate: number | null
  actions: {
    /** Openings that were past their deadline at some time in the months */
    missed: number
    /** Of these, those that are open to this day */
    stillOpen: number
    /** Of these, those whose time was up before they came to the action: listed by CISA, or opened again, afterwards */
    atOnce: number
    /** When they were closed, or so far; null: none was missed */
    medianDaysLate: number | null
    worstDaysLate: number | null
    /** Its name; null: the table has none for them */
    action: string | null
    /** Open with this action when the months began */
    atStart: number
    got: number
    openNow: number
    /** Past their deadline already when the months began */
    overdueAtStart: number
    months: BackTestMonth[]
  }[]
  overdueAtStart: number
  /** Of visits that were due within the months */
  hours: HoursNeeded
  /** Of what was open and overdue when the months began */
  hoursBefore: HoursNeeded
  /** Of what is open and due only later */
  hoursLater: HoursNeeded
  /** Of what was open and has no deadline */
  hoursUndated: HoursNeeded
  /** Due within the months: one for all that one advisory leaves open on a device and that is due in the same month */
  visits: number
}

export type BackTestWithResult = {
  id: string
  state: 'queued' | 'running' | 'done' | 'cancelled' | 'failed'
  /** SHA-256 of the table that was tested */
  hash: string
  /** Of the one that it was compared with */
  inForceHash: string | null
  inForceVersion: number | null
  months: number
  hoursPerWeek: number | null
  /** What came later is not looked at */
  asOf: string
  askedAt: string
  askedBy: string
  startedAt: string | null
  finishedAt: string | null
  phase: string
  done: number
  total: number | null
  tookMs: number | null
  /** Why it failed, and what to do */
  fault: string | null
  result: BackTestResult | null
}

export type Because = {
  part: string
  outcome: 'agrees' | 'contradicts' | 'unknown'
  text: string
  asks?: AskedAttribute
  option?: string
}

export type BundleKey = {
  issuer: string
  fingerprint: string
  /** In the form of a minisign key file */
  publicKey: string
  madeAt: string
  madeBy: string
}

export type BundleManifest = {
  homeostat: 'bundle'
  format: 1
  id: string
  issuer: string
  sequence: number
  createdAt: string
  schema: string
  base: {
    id: string
    sequence: number
    createdAt: string
  } | null
  parts: {
    file: string
    source: string
    feed: string
    name: string
    readAt: string | null
    after: {
      number: number
      chain: string
    } | null
    until: {
      number: number
      chain: string
    }
    records: Record<string, number>
    bytes: number
    sha256: string
  }[]
  leftOut: {
    feed: string
    name: string
    reason: string
  }[]
}

export type Campaign = {
  id: string
  title: string
  advisoryId: string
  manufacturer: string
  model: string
  site: string
  createdAt: string
  createdBy: string
}

export type CareSetting =
  | 'icu'
  | 'or'
  | 'emergency'
  | 'ward'
  | 'imaging'
  | 'lab'
  | 'outpatient'
  | 'home'
  | 'storage'
  | 'technical'
  | 'unknown'

export type CheckedAttribute =
  | 'manufacturer'
  | 'model'
  | 'softwareVersion'
  | 'firmwareVersion'
  | 'operatingSystem'
  | 'serialNumber'
  | 'option'
  | 'assetTag'
  | 'lifecycle'

export type ComparedAttribute = {
  attribute:
    | 'assetTag'
    | 'serialNumber'
    | 'manufacturer'
    | 'model'
    | 'modelNumber'
    | 'description'
    | 'deviceType'
    | 'nomenclatureCode'
    | 'udiDi'
    | 'softwareVersion'
    | 'firmwareVersion'
    | 'operatingSystem'
    | 'installedUpdates'
    | 'hostname'
    | 'ipAddresses'
    | 'macAddresses'
    | 'vlan'
    | 'zone'
    | 'aeTitle'
    | 'networkConnected'
    | 'storesPhi'
    | 'mds2OnFile'
    | 'site'
    | 'building'
    | 'floor'
    | 'room'
    | 'careArea'
    | 'department'
    | 'costCentre'
    | 'owner'
    | 'ownership'
    | 'lifecycle'
    | 'criticality'
    | 'riskClass'
    | 'technician'
    | 'serviceVendor'
    | 'lastMaintenanceOn'
    | 'nextMaintenanceOn'
    | 'maintenanceEveryMonths'
    | 'alternativeMaintenance'
    | 'purchasedOn'
    | 'purchaseOrder'
    | 'purchaseCost'
    | 'replacementCost'
    | 'warrantyEndsOn'
    | 'contractEndsOn'
    | 'inServiceOn'
    | 'retiredOn'
    | 'lastSeenAt'
  title: string
  group: string
  relation: 'agrees' | 'spelt' | 'near' | 'differs' | 'one_side'
  isAsked: boolean
  a: {
    value: unknown
    stands: boolean
    said: {
      source: {
        id: string
        name: string
      }
      sourceKey: string
      since: string
      observedAt: string
    }[]
  }[]
  b: {
    value: unknown
    stands: boolean
    said: {
      source: {
        id: string
        name: string
      }
      sourceKey: string
      since: string
      observedAt: string
    }[]
  }[]
}

export type ComparedSide = {
  title: string
  device: {
    id: string
    name: string
    criticality: Criticality
    site: string | null
    careArea: string | null
    openFindings: number
    worstBand: RiskBand | null
    firstSeenAt: string
    workOrders: number
    decisions: number
  } | null
  records: {
    source: {
      id: string
      name: string
    }
    sourceKey: string
    observedAt: string
    recordedAt: string
    unreportedSince: string | null
    isAsked: boolean
    raw: Record<string, string> | null
  }[]
}

export type ConflictView = {
  conflict: ListedConflict
  sides: [ComparedSide, ComparedSide]
  attributes: ComparedAttribute[]
  /** What can be said to be right: it becomes the claim of whoever says so */
  choices: {
    side: 'first' | 'second'
    label: string
    attribute:
      | 'assetTag'
      | 'serialNumber'
      | 'manufacturer'
      | 'model'
      | 'modelNumber'
      | 'description'
      | 'deviceType'
      | 'nomenclatureCode'
      | 'udiDi'
      | 'softwareVersion'
      | 'firmwareVersion'
      | 'operatingSystem'
      | 'installedUpdates'
      | 'hostname'
      | 'ipAddresses'
      | 'macAddresses'
      | 'vlan'
      | 'zone'
      | 'aeTitle'
      | 'networkConnected'
      | 'storesPhi'
      | 'mds2OnFile'
      | 'site'
      | 'building'
      | 'floor'
      | 'room'
      | 'careArea'
      | 'department'
      | 'costCentre'
      | 'owner'
      | 'ownership'
      | 'lifecycle'
      | 'criticality'
      | 'riskClass'
      | 'technician'
      | 'serviceVendor'
      | 'lastMaintenanceOn'
      | 'nextMaintenanceOn'
      | 'maintenanceEveryMonths'
      | 'alternativeMaintenance'
      | 'purchasedOn'
      | 'purchaseOrder'
      | 'purchaseCost'
      | 'replacementCost'
      | 'warrantyEndsOn'
      | 'contractEndsOn'
      | 'inServiceOn'
      | 'retiredOn'
      | 'lastSeenAt'
    value: unknown
  }[]
}

export type Control = {
  id: string
  name: string
  place: string
  state: 'verified' | 'overdue' | 'failed' | 'taken_back'
  last: ControlVerification
  decisions: number
}

export type ControlVerification = {
  outcome: 'held' | 'failed' | 'taken_back'
  verifiedOn: string
  verifiedBy: string
  evidence: string
  verifyAgainBy: string | null
  recordedAt: string
  recordedBy: string
}

export type Criticality = 'life_sustaining' | 'high' | 'medium' | 'low' | 'unknown'

export type CriticalityMetrics = {
  /** At least this, wherever it stands; null: as the place says */
  IR: ('L' | 'M' | 'H' | 'X') | null
  /** At least this, wherever it stands; null: as the place says */
  AR: ('L' | 'M' | 'H' | 'X') | null
  safety: boolean
  CDP: 'N' | 'L' | 'LM' | 'MH' | 'H' | 'ND'
}

export type CsafView = {
  category: string
  csafVersion: string
  language: string
  sourceLanguage: string
  aggregateSeverity: {
    text: string
    namespace: string
  } | null
  distribution: {
    text: string
    tlp: string
    tlpUrl: string
  }
  publisher: {
    name: string
    category: string
    namespace: string
    contact: string
    authority: string
  }
  tracking: {
    id: string
    aliases: string[]
    status: string
    version: string
    initialRelease: string
    currentRelease: string
    generator: string
    generatedAt: string
    revisions: {
      number: string
      date: string
      summary: string
    }[]
  }
  notes: {
    category: string
    title: string
    audience: string
    text: string
  }[]
  references: {
    category: string
    summary: string
    url: string
  }[]
  acknowledgments: {
    names: string[]
    organization: string
    summary: string
    urls: string[]
  }[]
  tree: {
    depth: number
    category: string
    name: string
    productId: string
    fullName: string
    identifiers: string[]
  }[]
  relationships: {
    category: string
    productId: string
    fullName: string
    reference: string
    relatesTo: string
  }[]
  groups: {
    id: string
    summary: string
    productIds: string[]
  }[]
  vulnerabilities: {
    cve: string
    ids: {
      system: string
      text: string
    }[]
    title: string
    cwe: string
    discoveredAt: string
    releasedAt: string
    notes: {
      category: string
      title: string
      audience: string
      text: string
    }[]
    references: {
      category: string
      summary: string
      url: string
    }[]
    acknowledgments: {
      names: string[]
      organization: string
      summary: string
      urls: string[]
    }[]
    involvements: {
      party: string
      status: string
      date: string
      summary: string
    }[]
    status: {
      status: string
      productIds: string[]
    }[]
    scores: {
      system: string
      vector: string
      score: number | null
      severity: string
      byVector: string | null
      productIds: string[]
    }[]
    remediations: {
      productIds: string[]
      groupIds: string[]
      category: string
      details: string
      date: string
      url: string
      entitlements: string[]
      restart: string
      restartDetails: string
    }[]
    threats: {
      productIds: string[]
      groupIds: string[]
      category: string
      details: string
      date: string
    }[]
    flags: {
      productIds: string[]
      groupIds: string[]
      label: string
      date: string
    }[]
  }[]
}

export type Decision = {
  id: string
  decision: DecisionKind
  state: 'in_force' | 'broken' | 'over' | 'withdrawn'
  reason: string
  advisoryId: string | null
  manufacturer: string
  model: string
  vulnerabilityIds: string[]
  carries: boolean
  expiresOn: string | null
  decidedAt: string
  decidedBy: string
  withdrawnAt: string | null
  withdrawnBy: string | null
  withdrawnReason: string | null
  proposalId: string | null
  isEverywhere: boolean
  renews: string | null
  renewedBy: string | null
  holding: number
  carried: number
  broken: number
  asking: number
}

/** Of each what comes first, and how many there are */
export type DecisionBoard = {
  waitsForMe: {
    count: number
    items: DecisionProposal[]
  }
  waitsForOthers: {
    count: number
    items: DecisionProposal[]
  }
  broken: {
    count: number
    items: Decision[]
  }
  asks: {
    count: number
    items: Decision[]
  }
  endsInWeek: {
    count: number
    items: Decision[]
  }
  /** But not within the week */
  endsInMonth: {
    count: number
    items: Decision[]
  }
}

export type DecisionKind = 'none' | 'not_affected' | 'mitigated' | 'accepted' | 'deferred' | 'false_positive'

export type DecisionLevel = {
  findings: number
  devices: number
  worstScore: number | null
  /** Null: it is not known, and counts as the worst */
  worstBand: RiskBand | null
  /** Of a device in scope, or nobody knows */
  isLifeSustaining: boolean
  /** How many have to approve beside who proposed it */
  approvers: number
}

export type DecisionOn =
  | {
      deviceId: string
      vulnerabilityId: string
      kind: 'finding'
    }
  | {
      kind: 'group'
      advisoryId: string
      manufacturer: string
      model: string
      site: string
      vulnerabilityId?: string
    }
  | {
      kind: 'everywhere'
      vulnerabilityId?: string
      advisoryId?: string
      /** Only there; left out: the whole organisation */
      site?: string
    }
  | {
      kind: 'findings'
      findings: {
        deviceId: string
        vulnerabilityId: string
      }[]
    }

export type DecisionProposal = {
  id: string
  state: 'waiting' | 'taken' | 'refused' | 'withdrawn' | 'lapsed'
  decision: 'not_affected' | 'mitigated' | 'accepted' | 'deferred' | 'false_positive'
  /** In words: `CVE-2026-1000 on Example Medical Drip 3000, North` */
  on: string
  reason: string
  expiresOn: string | null
  /** When it was proposed */
  level: DecisionLevel
  /** Given to what it is now, by people who may still approve */
  approvals: number
  approvedByIds: string[]
  proposedAt: string
  proposedBy: string
  proposedById: string | null
  renews: string | null
  closedAt: string | null
  closedBy: string | null
  closedReason: string | null
  recordHash: string | null
  recordNumber: number | null
}

export type DecisionRecordContent = {
  format: string
  number: number
  previous: string | null
  id: string
  organisation: {
    id: string
    name: string
    timeZone: string
  }
  decision: string
  on: string
  scope: unknown
  vulnerabilityIds: string[]
  products: {
    manufacturer: string
    model: string
    site: string
    findings: number
  }[]
  level: DecisionLevel
  worst: {
    device: string
    vulnerabilityId: string
    score: number | null
    band: string | null
    likelihood: number | null
    safety: number | null
    care: number | null
    privacy: number | null
    parts: {
      axis: string
      effect: number
      text: string
      source: string
      asOf: string | null
    }[]
  } | null
  reason: string
  evidence: string
  justification: string | null
  premises: {
    premise: Premise
    words: string
  }[]
  expiresOn: string | null
  renews: string | null
  proposed: {
    by: string
    byId: string | null
    at: string
  }
  approvals: {
    by: string
    byId: string
    at: string
    authenticated: 'password'
    approved: string
    note: string
  }[]
  rule: {
    version: number | null
    approvers: number
    oneKey: string | null
  }
  inForceFrom: string
}

export type Device = {
  id: string
  name: string
  assetTag: string | null
  serialNumber: string | null
  manufacturer: string | null
  model: string | null
  deviceType: string | null
  softwareVersion: string | null
  operatingSystem: string | null
  systemSupport?: Support | null
  hostname: string | null
  site: string | null
  careArea: string | null
  room: string | null
  zone: string | null
  ipAddresses: string[]
  macAddresses: string[]
  lifecycle: Lifecycle
  criticality: Criticality
  careSetting: CareSetting
  isActive: boolean
  conflicts: number
  openFindings: number
  worstScore: number | null
  worstBand: RiskBand | null
  knownExploited: boolean
  lastSeenAt: string | null
  nextMaintenanceOn: string | null
  golden: DeviceClaims
}

export type DeviceClaims = {
  assetTag?: string | null
  serialNumber?: string | null
  manufacturer?: string | null
  model?: string | null
  modelNumber?: string | null
  description?: string | null
  deviceType?: string | null
  nomenclatureCode?: string | null
  udiDi?: string | null
  softwareVersion?: string | null
  firmwareVersion?: string | null
  operatingSystem?: string | null
  installedUpdates?: string[] | null
  hostname?: string | null
  ipAddresses?: string[] | null
  macAddresses?: string[] | null
  vlan?: string | null
  zone?: string | null
  aeTitle?: string | null
  networkConnected?: boolean | null
  storesPhi?: boolean | null
  mds2OnFile?: boolean | null
  site?: string | null
  building?: string | null
  floor?: string | null
  room?: string | null
  careArea?: string | null
  department?: string | null
  costCentre?: string | null
  owner?: string | null
  ownership?: string | null
  lifecycle?: Lifecycle | null
  criticality?: Criticality | null
  riskClass?: string | null
  technician?: string | null
  serviceVendor?: string | null
  lastMaintenanceOn?: string | null
  nextMaintenanceOn?: string | null
  maintenanceEveryMonths?: number | null
  alternativeMaintenance?: boolean | null
  purchasedOn?: string | null
  purchaseOrder?: string | null
  purchaseCost?: number | null
  replacementCost?: number | null
  warrantyEndsOn?: string | null
  contractEndsOn?: string | null
  inServiceOn?: string | null
  retiredOn?: string | null
  lastSeenAt?: string | null
}

export type DeviceHealth = {
  score: number
  parts: Record<'completeness' | 'agreement' | 'freshness' | 'uniqueness' | 'validity', number>
  lacks: {
    attribute: string
    title: string
    gain: number
  }[]
  /** The one that pays most */
  check: {
    kind: 'ask' | 'look' | 'settle' | 'merge' | 'find' | 'mend'
    text: string
    gain: number
    attribute: string | null
    path: string
  } | null
  wrong: {
    attribute: string
    title: string
  }[]
  lists: {
    list: 'unknown' | 'ghost' | 'missing' | 'duplicate' | 'unmanaged' | 'ended'
    why: {
      text: string
      at: string | null
      source: {
        id: string
        name: string
      } | null
    }[]
    next: {
      kind: 'correct' | 'compare' | 'look' | 'inspect' | 'model' | 'merge'
      text: string
      path: string
    }[]
  }[]
  seenAt: string | null
  silentDays: number | null
  boundDays: number | null
  countedAt: string
}

export type DeviceRow = {
  id: string
  name: string
  assetTag: string | null
  serialNumber: string | null
  manufacturer: string | null
  model: string | null
  deviceType: string | null
  softwareVersion: string | null
  operatingSystem: string | null
  systemSupport?: Support | null
  hostname: string | null
  site: string | null
  careArea: string | null
  room: string | null
  zone: string | null
  ipAddresses: string[]
  macAddresses: string[]
  lifecycle: Lifecycle
  criticality: Criticality
  careSetting: CareSetting
  isActive: boolean
  conflicts: number
  openFindings: number
  worstScore: number | null
  worstBand: RiskBand | null
  knownExploited: boolean
  lastSeenAt: string | null
  nextMaintenanceOn: string | null
}

export type DuplicatePair = {
  id: string
  source: {
    id: string
    name: string
  }
  /** Both rows are of one device here: only the register has it twice */
  isOneDevice: boolean
  why: string
  next: {
    kind: 'correct' | 'compare' | 'look' | 'inspect' | 'model' | 'merge'
    text: string
    path: string
  }
  a: {
    deviceId: string
    deviceName: string
    sourceKey: string
    observedAt: string
    claims: Record<string, string>
  }
  b: {
    deviceId: string
    deviceName: string
    sourceKey: string
    observedAt: string
    claims: Record<string, string>
  }
}

export type EnvironmentMetric = {
  rule: string
  /** Short name: `AR`, `MSI`, `E` */
  metric: string
  /** Null where it is left undefined; the text says why */
  value: string | null
  text: string
  /** What the score would lose without it, in CVSS points; negative where it lowers */
  effect: number
  source: string
  asOf: string | null
}

export type EnvironmentPreview = {
  /** Where it contradicts itself, `settings.unknown.AR`: then nothing is scored with it */
  faults: {
    path: string
    sentence: string
  }[]
  /** Open findings that were scored with both, the worst first */
  looked: number
  higher: number
  lower: number
  /** What moves most; at most one for each model, place and vulnerability */
  examples: {
    deviceId: string
    deviceName: string
    vulnerabilityId: string
    careSetting: CareSetting
    criticality: Criticality
    before: {
      vector: string
      score: number
      severity: 'none' | 'low' | 'medium' | 'high' | 'critical'
    }
    after: {
      vector: string
      score: number
      severity: 'none' | 'low' | 'medium' | 'high' | 'critical'
    }
  }[]
}

export type EnvironmentProfile = {
  settings: Record<CareSetting, PlaceMetrics>
  criticalities: Record<Criticality, CriticalityMetrics>
  /** CR of a device that is known to hold no patients’ data */
  noEphi: 'L' | 'M' | 'H' | 'X'
}

export type EnvironmentScore = {
  version: '2.0' | '3.0' | '3.1' | '4.0'
  vector: string
  score: number
  severity: 'none' | 'low' | 'medium' | 'high' | 'critical'
  published: {
    vector: string
    /** Of its base metrics */
    score: number
    source: string
    asOf: string | null
  }
  because: EnvironmentMetric[]
  /** Version of the hospital’s profile; 0 is the one that ships */
  profile: number
}

export type EnvironmentSetting = {
  version: number
  savedAt: string | null
  savedBy: string | null
  reason: string | null
  profile: EnvironmentProfile
  /** As it ships */
  shipped: EnvironmentProfile
}

export type EnvironmentVersion = {
  version: number
  savedAt: string | null
  savedBy: string | null
  reason: string | null
  profile: EnvironmentProfile
}

export type EvidenceKind = 'version_read' | 'photo' | 'note'

export type FindingAction = {
  key: string
  name: string
  /** 1 is the least urgent */
  rank: number
  /** How many actions the table has */
  of: number
}

export type FindingComment = {
  id: string
  text: string
  writtenAt: string
  writtenBy: string
}

export type FindingDue = {
  /** The last day, `2026-03-14`, in the time zone of the device’s site */
  on: string
  /** The first moment that is too late */
  at: string
  /** Who says so: the action, or a preset */
  by: string
  timeZone: string
  isOverdue: boolean
}

export type FindingEvent = {
  at: string
  actorName: string
  kind: string
  before: FindingState
  after: FindingState
  reason: string
  evidence: Record<string, unknown> | null
}

export type FindingJudgement = {
  /** Of the appetite */
  version: number
  points: {
    id: string
    name: string
    /** Key of the value */
    value: string
    valueName: string
    text: string
    /** It is not known, and the worst was taken */
    isAssumed: boolean
  }[]
  /** All that hold, the earliest first */
  deadlines: {
    by: string
    on: string
    at: string
  }[]
  timeZone: string
  escalations: {
    at: string
    to: Role
    /** At the deadline */
    isMissed: boolean
  }[]
}

export type FindingRow = {
  device: {
    id: string
    name: string
    manufacturer: string | null
    model: string | null
    site: string | null
    careArea: string | null
  }
  vulnerabilityId: string
  advisoryId: string | null
  title: string
  answer: Answer
  status: FindingStatus
  decision: DecisionKind
  remediation: RemediationState
  countsAs: ('affected' | 'to_look_at' | 'set_aside') | null
  isOpen: boolean
  isActive: boolean
  score: number | null
  band: RiskBand | null
  likelihood: number | null
  safety: number | null
  care: number | null
  privacy: number | null
  knownExploited: boolean
  action: FindingAction | null
  due: FindingDue | null
  openedAt: string
  unsupported: {
    since: string
    advisoryId: string | null
    withdrawn: {
      at: string
      by: string
      reason: string
    } | null
    isUnchanged: boolean
  } | null
  because: string
  undecided: {
    state: 'broken' | 'asks' | 'waiting'
    text: string
  } | null
}

export type FindingState = {
  answer: Answer
  status: FindingStatus
  decision: DecisionKind
  remediation: RemediationState
}

export type FindingStatus = 'under_investigation' | 'affected' | 'not_affected' | 'fixed'

export type Health = {
  ok: boolean
  version: string
  database: 'up' | 'down'
  worker: 'up' | 'down'
}

export type HealthCheck = {
  kind: 'ask' | 'look' | 'settle' | 'merge' | 'find' | 'mend'
  text: string
  devices: number
  attribute: string | null
  source: {
    id: string
    name: string
  } | null
  site: string | null
  careArea: string | null
  gain: number
  weighedGain: number
  minutes: number | null
  path: string
}

export type HealthDevice = {
  device: DeviceRow
  sources: {
    id: string
    name: string
  }[]
  why: {
    text: string
    at: string | null
    source: {
      id: string
      name: string
    } | null
  }[]
  next: {
    kind: 'correct' | 'compare' | 'look' | 'inspect' | 'model' | 'merge'
    text: string
    path: string
  }[]
  score: number
  seenAt: string | null
  silentDays: number | null
  boundDays: number | null
  likely: {
    id: string
    name: string
    because: string
  }[]
}

export type HealthScope = {
  scope: 'ward' | 'source'
  id: string
  title: string
  site: string | null
  careArea: string | null
  devices: number
  score: number
  parts: Record<'completeness' | 'agreement' | 'freshness' | 'uniqueness' | 'validity', number>
  counts: Record<'unknown' | 'ghost' | 'missing' | 'duplicate' | 'unmanaged' | 'ended', number>
  /** The one that pays most */
  check: HealthCheck | null
  change: number | null
}

export type HealthSettings = {
  graceDays: number
  silences: number
  leastDays: number
  missingBounds: number
  missingDays: number
}

export type HealthSource = {
  id: string
  name: string
  kind: 'connector' | 'person'
  /** Null of people */
  role: ('register' | 'observer') | null
  /** `set` with the source, `records`: told by whether most of its records say when the device was seen */
  roleBy: 'set' | 'records' | 'person'
  devices: number
  watchedUntil: string | null
  disabledAt: string | null
}

export type HoldReason = 'parts' | 'vendor' | 'device_in_use' | 'access' | 'clinical_window'

export type HoursNeeded = {
  least: number
  likely: number
  most: number
}

export type IdentityEntry = {
  id: string
  at: string
  kind: 'merge' | 'split'
  /** Of a merge the device that is no more, of a split the one that records left */
  from: {
    id: string
    name: string
    /** No record speaks of it any more, as long as the merge stands */
    isGone: boolean
  }
  /** Of a merge the device that stayed, of a split the one that was made of the records */
  into: {
    id: string
    name: string
    /** No record speaks of it any more, as long as the merge stands */
    isGone: boolean
  }
  actorName: string
  isByPerson: boolean
  reason: string
  /** How likely it was that the two are one, 0 to 1; null where a person said so */
  probability: number | null
  /** How many records of sources went along */
  records: number
  undoneAt: string | null
  undoneBy: string | null
}

export type IdentityEntryDetail = {
  id: string
  at: string
  kind: 'merge' | 'split'
  /** Of a merge the device that is no more, of a split the one that records left */
  from: {
    id: string
    name: string
    /** No record speaks of it any more, as long as the merge stands */
    isGone: boolean
  }
  /** Of a merge the device that stayed, of a split the one that was made of the records */
  into: {
    id: string
    name: string
    /** No record speaks of it any more, as long as the merge stands */
    isGone: boolean
  }
  actorName: string
  isByPerson: boolean
  reason: string
  /** How likely it was that the two are one, 0 to 1; null where a person said so */
  probability: number | null
  /** How many records of sources went along */
  records: number
  undoneAt: string | null
  undoneBy: string | null
  /** The records that went along, at most 200 */
  moved: {
    source: {
      id: string
      name: string
    }
    sourceKey: string
  }[]
  /** How many findings with a history went along */
  findings: number
  /** Work orders that went along; where the entry was undone, that had gone along */
  workOrders: {
    id: string
    number: number
  }[]
  /** Standing entries that rest on it: to undo it, these are taken back and made again */
  later: {
    id: string
    kind: 'merge' | 'split'
    reason: string
  }[]
}

export type IdentityReview = {
  id: string
  a: {
    source: {
      id: string
      name: string
    }
    sourceKey: string
    device: {
      id: string
      name: string
      site: string | null
      careArea: string | null
      openFindings: number
      worstBand: RiskBand | null
      knownExploited: boolean
    } | null
  }
  b: {
    source: {
      id: string
      name: string
    }
    sourceKey: string
    device: {
      id: string
      name: string
      site: string | null
      careArea: string | null
      openFindings: number
      worstBand: RiskBand | null
      knownExploited: boolean
    } | null
  }
  probability: number
  worth: number
  openedAt: string
  checked: string | null
  later: {
    until: string
    by: string
    reason: string
  } | null
  order: {
    id: string
    number: string
    state: string
    dueOn: string | null
  } | null
  settledAt: string | null
  settledBy: string | null
  settlement: string | null
}

export type IdentityReviewView = {
  review: IdentityReview
  sides: [ComparedSide, ComparedSide]
  attributes: ComparedAttribute[]
  reasons: {
    field: string
    text: string
    isFor: boolean
    bits: number | null
    strength: ('strong' | 'clear' | 'weak') | null
  }[]
  verdicts: IdentityVerdict[]
  /** Both records stand in one device now */
  isOneDevice: boolean
  /** The device that would stay if they are one: the one that more hangs on */
  stays: string | null
}

export type IdentityVerdict = {
  id: string
  answer: 'same' | 'different'
  personName: string
  at: string
  reason: string
  isOfPair: boolean
  pairs: number
  withdrawnAt: string | null
  withdrawnBy: string | null
}

export type Inspection = {
  headerRow: number
  columns: {
    name: string
    attribute?:
      | 'assetTag'
      | 'serialNumber'
      | 'manufacturer'
      | 'model'
      | 'modelNumber'
      | 'description'
      | 'deviceType'
      | 'nomenclatureCode'
      | 'udiDi'
      | 'softwareVersion'
      | 'firmwareVersion'
      | 'operatingSystem'
      | 'installedUpdates'
      | 'hostname'
      | 'ipAddresses'
      | 'macAddresses'
      | 'vlan'
      | 'zone'
      | 'aeTitle'
      | 'networkConnected'
      | 'storesPhi'
      | 'mds2OnFile'
      | 'site'
      | 'building'
      | 'floor'
      | 'room'
      | 'careArea'
      | 'department'
      | 'costCentre'
      | 'owner'
      | 'ownership'
      | 'lifecycle'
      | 'criticality'
      | 'riskClass'
      | 'technician'
      | 'serviceVendor'
      | 'lastMaintenanceOn'
      | 'nextMaintenanceOn'
      | 'maintenanceEveryMonths'
      | 'alternativeMaintenance'
      | 'purchasedOn'
      | 'purchaseOrder'
      | 'purchaseCost'
      | 'replacementCost'
      | 'warrantyEndsOn'
      | 'contractEndsOn'
      | 'inServiceOn'
      | 'retiredOn'
      | 'lastSeenAt'
      | 'sourceKey'
    confidence: number
    samples: string[]
    refused?: string
  }[]
  format: Record<string, string>
  ambiguousDates: string[]
  remarks: string[]
  rows?: number
}

export type InspectionAnswer = 'here' | 'gone' | 'disposed'

export type InventoryHealth = {
  countedAt: string | null
  devices: number
  counts: Record<'unknown' | 'ghost' | 'missing' | 'duplicate' | 'unmanaged' | 'ended', number>
  score: number
  parts: Record<'completeness' | 'agreement' | 'freshness' | 'uniqueness' | 'validity', number>
  lacks: {
    attribute: string
    title: string
    devices: number
  }[]
  wrong: {
    attribute: string
    title: string
    devices: number
  }[]
  sources: HealthSource[]
  combinations: {
    sources: string[]
    devices: number
    query: string
  }[]
  estimate: PopulationEstimate | null
  checks: HealthCheck[]
  trend: {
    day: string
    devices: number
    score: number
    counts: Record<'unknown' | 'ghost' | 'missing' | 'duplicate' | 'unmanaged' | 'ended', number>
    parts: Record<'completeness' | 'agreement' | 'freshness' | 'uniqueness' | 'validity', number>
  }[]
  settings: HealthSettings
}

export type KnownDevice = {
  id: string
  name: string
  assetTag: string | null
  serialNumber: string | null
  manufacturer: string | null
  model: string | null
  deviceType: string | null
  softwareVersion: string | null
  operatingSystem: string | null
  hostname: string | null
  site: string | null
  careArea: string | null
  room: string | null
  zone: string | null
  ipAddresses: string[]
  macAddresses: string[]
  lifecycle: Lifecycle
  criticality: Criticality
  careSetting: CareSetting
  isActive: boolean
  lastSeenAt: string | null
  /** When this state of its record was recorded */
  knownSince: string
  /** It is not in the inventory of today: merged into another, or taken back */
  isGoneNow: boolean
  /** Attributes that are otherwise today */
  changed: (
    | 'assetTag'
    | 'serialNumber'
    | 'manufacturer'
    | 'model'
    | 'modelNumber'
    | 'description'
    | 'deviceType'
    | 'nomenclatureCode'
    | 'udiDi'
    | 'softwareVersion'
    | 'firmwareVersion'
    | 'operatingSystem'
    | 'installedUpdates'
    | 'hostname'
    | 'ipAddresses'
    | 'macAddresses'
    | 'vlan'
    | 'zone'
    | 'aeTitle'
    | 'networkConnected'
    | 'storesPhi'
    | 'mds2OnFile'
    | 'site'
    | 'building'
    | 'floor'
    | 'room'
    | 'careArea'
    | 'department'
    | 'costCentre'
    | 'owner'
    | 'ownership'
    | 'lifecycle'
    | 'criticality'
    | 'riskClass'
    | 'technician'
    | 'serviceVendor'
    | 'lastMaintenanceOn'
    | 'nextMaintenanceOn'
    | 'maintenanceEveryMonths'
    | 'alternativeMaintenance'
    | 'purchasedOn'
    | 'purchaseOrder'
    | 'purchaseCost'
    | 'replacementCost'
    | 'warrantyEndsOn'
    | 'contractEndsOn'
    | 'inServiceOn'
    | 'retiredOn'
    | 'lastSeenAt'
  )[]
}

export type Lifecycle =
  | 'planned'
  | 'received'
  | 'in_use'
  | 'loaned'
  | 'stored'
  | 'in_repair'
  | 'missing'
  | 'retired'
  | 'disposed'

export type ListAge = {
  feed: string
  title: string
  readAt: string | null
  day: string | null
  entryDay: string | null
  state: 'fresh' | 'old' | 'late' | 'unread'
  endsBefore: boolean
  why: string | null
}

export type ListedConflict = {
  id: string
  device: {
    id: string
    name: string
  }
  kind: 'identity' | 'attribute' | 'lifecycle'
  attribute: string | null
  text: string
  detail: Record<string, unknown>
  openedAt: string
  settledAt: string | null
  settledBy: string | null
  settlement: string | null
  worth: number
  careArea: string | null
  site: string | null
  later: {
    until: string
    by: string
    reason: string
  } | null
  order: {
    id: string
    number: string
    state: string
    dueOn: string | null
  } | null
}

export type Lowering = {
  kind:
    | 'fix'
    | 'find_out_version'
    | 'find_out_zone'
    | 'find_out_network'
    | 'find_out_place'
    | 'find_out_criticality'
    | 'find_out_data'
    | 'segment'
    | 'isolate'
    | 'disconnect'
    | 'read_list'
    | 'epss_falls'
  text: string
  /** The most that finding out can bring; it may bring nothing */
  isAtBest: boolean
  /** The finding is no longer open */
  closes: boolean
  /** On the score, −100 to 0 */
  effect: number
  /** Null where the finding closes */
  after: {
    score: number
    band: RiskBand
    likelihood: number
    safety: number
    care: number
    privacy: number
  } | null
}

export type Lowerings = {
  /** As it is scored now; null where the finding is not open */
  now: {
    score: number
    band: RiskBand
    likelihood: number
    safety: number
    care: number
    privacy: number
  } | null
  /** What closes it first, then what brings most */
  lowerings: Lowering[]
}

export type MadeBundle = {
  id: string
  sequence: number
  baseSequence: number | null
  bytes: number
  madeAt: string
  madeBy: string
  canDownload: boolean
  manifest: BundleManifest
}

export type MatchRun = {
  id: string
  trigger: 'person' | 'advisories' | 'devices' | 'databases' | 'bills' | 'aliases' | 'rules'
  advisoryIds: string[]
  deviceIds: string[]
  configurations: number
  /** Matches that came out otherwise than before */
  changed: number
  devices: number
  notRemediated: number
  inProgress: number
  done: number
  startedAt: string
  endedAt: string
  by: string
}

export type MatchedGroup = {
  devices: number
  notRemediated: number
  inProgress: number
  done: number
  manufacturer: string
  model: string
  site: string
  careArea: string
  /** Without devices that it no longer speaks of */
  affected: number
  cannotTell: number
  /** Of the surest device */
  probability: number
  /** Of the surest device that is affected */
  whyAffected: MatchedReason | null
  /** Of the surest device of which nobody can tell */
  whyLook: MatchedReason | null
}

export type MatchedReason = {
  /** The comparison that the answer rests on */
  deciding: string
  /** All that was compared, as it was compared */
  compared: string[]
  probability: number
}

export type Mds2Answer = {
  id: string
  section: string
  question: string
  word: 'yes' | 'no' | 'not_applicable' | 'see_note' | 'text' | 'other' | 'blank'
  note: string
}

export type Mds2Difference = {
  name: string
  question: string
  before: {
    word: 'yes' | 'no' | 'not_applicable' | 'see_note' | 'text' | 'other' | 'blank'
    note: string
  } | null
  after: {
    word: 'yes' | 'no' | 'not_applicable' | 'see_note' | 'text' | 'other' | 'blank'
    note: string
  } | null
}

export type Mds2Row = {
  id: string
  manufacturer: string
  model: string
  versions: string
  edition: '2013' | '2019'
  documentId: string
  releasedOn: string | null
  holdsData: boolean | null
  uploadedAt: string
  uploadedBy: string
  asked: number
  answered: number
  remarks: number
  devices: number
  unsureDevices: number
  replacedBy: string | null
}

export type Mds2Topic = {
  id: string
  title: string
  question: string
  word: 'yes' | 'no' | 'not_applicable' | 'see_note' | 'text' | 'other' | 'blank'
  note: string
  isGood: boolean | null
}

export type ModelPage = {
  /** Of any of its spellings */
  id: string
  manufacturer: string
  model: string
  devices: number
  openFindings: number
  productCode: string | null
  productName: string | null
  /** Null where GUDID names no product code */
  confidence: ('certain' | 'likely' | 'unsure') | null
  /** The highest of its codes */
  deviceClass: string | null
  /** By one of its codes; null where nobody can tell */
  isLifeSustaining: boolean | null
  isImplant: boolean | null
  /** That of today, as the hospital recorded it */
  stage: ('development' | 'support' | 'limited_support' | 'end_of_support') | null
  nextStage: {
    stage: 'development' | 'support' | 'limited_support' | 'end_of_support'
    startsOn: string
  } | null
  /** Of its operating systems the one whose support ends first */
  systemSupport: Support | null
  classification: {
    /** Most records first */
    codes: ProductCode[]
    /** Null where GUDID names no product code */
    confidence: ('certain' | 'likely' | 'unsure') | null
    /** Why these are its codes, in a sentence */
    because: string | null
    /** The highest of its codes */
    deviceClass: string | null
    /** By one of its codes; null where nobody can tell */
    isLifeSustaining: boolean | null
    isImplant: boolean | null
    gmdn: {
      name: string
      code: string | null
    }[]
  }
  spellings: {
    manufacturer: string
    model: string
    devices: number
  }[]
  identifiers: {
    udiDi: string
    devices: number
    /** What GUDID calls it; null where it has no such identifier */
    named: string | null
  }[]
  versions: {
    version: string
    devices: number
  }[]
  systems: {
    system: string
    devices: number
    support: Support | null
  }[]
  criticality: {
    criticality: string
    devices: number
  }[]
  /** In force, in order of time */
  stages: {
    stage: 'development' | 'support' | 'limited_support' | 'end_of_support'
    startsOn: string
    reason: string
    recordedBy: string
    recordedAt: string
  }[]
  bills: {
    id: string
    manufacturer: string
    model: string
    versions: string
    /** False where the document may be of another */
    isSure: boolean
    /** It counts for some device of the model */
    counts: boolean
  }[]
  forms: {
    id: string
    manufacturer: string
    model: string
    versions: string
    /** False where the document may be of another */
    isSure: boolean
    /** It counts for some device of the model */
    counts: boolean
  }[]
}

export type ModelRow = {
  /** Of any of its spellings */
  id: string
  manufacturer: string
  model: string
  devices: number
  openFindings: number
  productCode: string | null
  productName: string | null
  /** Null where GUDID names no product code */
  confidence: ('certain' | 'likely' | 'unsure') | null
  /** The highest of its codes */
  deviceClass: string | null
  /** By one of its codes; null where nobody can tell */
  isLifeSustaining: boolean | null
  isImplant: boolean | null
  /** That of today, as the hospital recorded it */
  stage: ('development' | 'support' | 'limited_support' | 'end_of_support') | null
  nextStage: {
    stage: 'development' | 'support' | 'limited_support' | 'end_of_support'
    startsOn: string
  } | null
  /** Of its operating systems the one whose support ends first */
  systemSupport: Support | null
}

export type NamePreview = {
  /** Read otherwise than now */
  configurations: number
  /** Of these, on the worklist */
  devices: number
  /** That say something else of them */
  advisories: number
  /** The same */
  databases: VulnerabilityDatabase[]
  findings: {
    appear: number
    leave: number
    change: number
  }
  /** By model and advisory or database, most devices first; 200 at most */
  groups: {
    manufacturer: string
    model: string
    devices: number
    /** `NVD` or `OSV` where no advisory speaks of it */
    advisoryId: string
    trackingId: string
    title: string
    vulnerabilities: number
    /** null: nothing is said */
    before: Answer | null
    /** null: nothing is said */
    after: Answer | null
  }[]
}

export type NameProposal = {
  name: string
  maker: string
  devices: number
  configurations: number
  evidence: {
    kind: 'spelling' | 'words' | 'models' | 'encoding'
    text: string
  }[]
}

export type NameRule = {
  id: string
  kind: 'vendor' | 'not_vendor' | 'model'
  name: string
  maker: string
  model: string | null
  note: string
  setAt: string
  setBy: string
  undoneAt: string | null
  undoneBy: string | null
  undoneReason: string | null
}

export type Notification = {
  id: string
  at: string
  kind: string
  title: string
  body: string
  path: string | null
  readAt: string | null
}

export type PackageVulnerability = {
  /** The entry's own id: GHSA-…, PYSEC-…, DSA-… */
  vulnerability: string
  /** The same in other databases, mostly its CVE */
  aliases: string[]
  summary: string
  answer: Answer
  fixedIn: string[]
  because: string[]
}

export type Permission =
  | 'public'
  | 'self'
  | 'device:read'
  | 'device:write'
  | 'advisory:read'
  | 'finding:read'
  | 'finding:decide'
  | 'finding:approve'
  | 'finding:publish'
  | 'work-order:read'
  | 'work-order:write'
  | 'work-order:perform'
  | 'work-order:accept'
  | 'source:read'
  | 'source:write'
  | 'source:run'
  | 'person:read'
  | 'person:write'
  | 'audit:read'
  | 'settings:write'

export type Person = {
  id: string
  email: string
  name: string
  role: Role
  /** May approve decisions of others; comes with no role */
  approves: boolean
  lockedUntil: string | null
  disabledAt: string | null
  createdAt: string
  lastSeenAt: string | null
}

export type PlaceMetrics = {
  CR: 'L' | 'M' | 'H' | 'X'
  IR: 'L' | 'M' | 'H' | 'X'
  AR: 'L' | 'M' | 'H' | 'X'
  /** People can be hurt there: MSI and MSA of CVSS 4.0, CDP of 2.0 */
  safety: boolean
}

export type PlacePreview = {
  /** Would stand under the name of another place than now */
  devices: number
  sites: {
    before: number
    after: number
  }
  places: {
    before: number
    after: number
  }
  /** In force or waiting, and resting on one of these sites: judged anew */
  decisions: number
  /** Most devices first; 200 at most */
  groups: {
    site: string
    careArea: string
    devices: number
    before: {
      site: string
      careArea: string
    }
    after: {
      site: string
      careArea: string
    }
  }[]
}

export type PlaceProposal = {
  kind: 'site' | 'care_area'
  site: string
  name: string
  meant: string
  devices: number
  evidence: string
}

export type PlaceReading = {
  kind: 'site' | 'care_area'
  site: string
  /** Empty for a site */
  careArea: string
  devices: number
  /** own: no other text is read as this place; spelling: joined with others that differ in case, signs or the word campus; alias, apart: by an alias of yours */
  how: 'own' | 'spelling' | 'alias' | 'apart'
  /** What it is taken for */
  taken: {
    site: string
    careArea: string
  }
}

export type PlaceRule = {
  id: string
  kind: 'site' | 'site_apart' | 'care_area' | 'care_area_apart'
  site: string | null
  name: string
  meant: string | null
  note: string
  setAt: string
  setBy: string
  undoneAt: string | null
  undoneBy: string | null
  undoneReason: string | null
}

export type PopulationEstimate = {
  method: 'chapman' | 'chao'
  sources: number
  known: number
  total: number
  hidden: number
  low: number
  high: number
  says: string
}

export type Premise =
  | {
      kind: 'product'
      manufacturer: string
      model: string
    }
  | {
      kind: 'site'
      site: string
    }
  | {
      kind: 'zone'
      zone: string
    }
  | {
      kind: 'off_network'
    }
  | {
      kind: 'versions'
      attribute: 'softwareVersion' | 'firmwareVersion' | 'operatingSystem'
      versions: string[]
    }
  | {
      kind: 'version_range'
      attribute: 'softwareVersion' | 'firmwareVersion' | 'operatingSystem'
      /** A `vers:` range, or as advisories write: `< 9.2` */
      range: string
    }
  | {
      kind: 'option_absent'
      option: string
    }
  | {
      kind: 'advisory_unchanged'
      advisoryId: string
      revision: string
      /** Of status and remediations that the advisory gives the products */
      digests: string[]
    }
  | {
      kind: 'answer'
      answer: 'cannot_tell'
    }
  | {
      kind: 'score_at_most'
      score: number
    }
  | {
      kind: 'not_known_exploited'
    }
  | {
      kind: 'control_verified'
      controlId: string
      /** What it is; taken from the record */
      control: string
      /** Where it holds; taken from the record */
      place: string
    }
  | {
      kind: 'approved_for'
      /** No worse than what was approved, or for which the rule asks for nobody */
      bands: RiskBand[]
      /** The same of devices that sustain life */
      lifeSustaining: RiskBand[]
    }
  | {
      kind: 'until'
      day: string
    }

export type Problem = {
  type: string
  title: string
  status: number
  code: string
  detail: string
  details?: Record<string, unknown>
}

export type ProductCode = {
  code: string
  name: string | null
  /** 1, 2 or 3; U unclassified, N not classified, F export only */
  deviceClass: string | null
  /** Of 21 CFR, as 880.5725 */
  regulation: string | null
  isLifeSustaining: boolean | null
  isImplant: boolean | null
  /** Records of GUDID that bear it, of those that were found */
  records: number
}

export type PublishedScore = {
  version: '2.0' | '3.0' | '3.1' | '4.0'
  vector: string
  score: number
  severity?: string
  source: string
  productIds: string[]
}

export type QueryFault = {
  sentence: string
  at: number
  end: number
  column: number
}

export type QueryField = {
  name: string
  also: string[]
  kind: 'text' | 'word' | 'number' | 'date' | 'moment' | 'flag' | 'list'
  words?: string[]
  description: string
  operators: string[]
}

export type QueryProposal = {
  kind: 'field' | 'operator' | 'word' | 'value' | 'keyword'
  text: string
  description: string | null
}

export type Question = {
  attribute: AskedAttribute
  option: string
  manufacturer: string
  model: string
  site: string
  careArea: string
  devices: number
  rooms: number
  findings: number
  worstScore: number
  worstBand: RiskBand
  knownExploited: boolean
  openRisk: number
  minutes: number
  sharesWay: boolean
  riskPerMinute: number
  sampleDevices: {
    id: string
    name: string
    room: string | null
  }[]
}

export type Reason = {
  rule: string
  axis: 'likelihood' | 'safety' | 'care' | 'privacy'
  text: string
  effect: number
  source: string
  asOf: string | null
}

export type RecallRow = {
  eventId: string
  firm: string
  topic: 'security' | 'software' | 'other'
  classification: ('I' | 'II' | 'III') | null
  status: string
  reason: string
  product: string
  products: number
  initiatedOn: string | null
  publishedOn: string | null
  advisoryId: string | null
  takenBy: string | null
}

export type ReceivedVexStatement = {
  vulnerabilityId: string
  state:
    | 'resolved'
    | 'resolved_with_pedigree'
    | 'exploitable'
    | 'in_triage'
    | 'false_positive'
    | 'not_affected'
    | 'unstated'
  justification: string
  response: string[]
  detail: string
  position: number
  affects: {
    ref: string
    versions: {
      version: string
      range: string
      status: string
    }[]
    name: string | null
    sbomId: string | null
    reason: string | null
  }[]
  notApplied: string | null
  /** Whether any publisher that is read here names it */
  isKnown: boolean
}

export type RemediationState = 'not_remediated' | 'in_progress' | 'claimed' | 'verified'

export type RiskBand = 'critical' | 'high' | 'medium' | 'low'

export type RiskGroup = {
  site: string | null
  manufacturer: string | null
  model: string | null
  /** On the first of the days */
  before: {
    /** On the worklist */
    devices: number
    openFindings: number
    critical: number
    high: number
    medium: number
    low: number
    knownExploited: number
    /** Sum over the devices of the worst score that is open on each, as what-if counts: a patch that cures ten flaws counts once */
    deviceRisk: number
    /** Sum of the scores of the open findings, each 0 to 100 */
    risk: number
    /** Sum of likelihood × patient safety of the open findings, each 0 to 100 */
    safety: number
    care: number
    privacy: number
  }
  /** On the last of the days */
  after: {
    /** On the worklist */
    devices: number
    openFindings: number
    critical: number
    high: number
    medium: number
    low: number
    knownExploited: number
    /** Sum over the devices of the worst score that is open on each, as what-if counts: a patch that cures ten flaws counts once */
    deviceRisk: number
    /** Sum of the scores of the open findings, each 0 to 100 */
    risk: number
    /** Sum of likelihood × patient safety of the open findings, each 0 to 100 */
    safety: number
    care: number
    privacy: number
  }
}

export type RiskOverTime = {
  timeZone: string
  today: string
  /** Null: nothing was measured yet */
  measuredSince: string | null
  /** Before this day one day of each week is kept */
  dailySince: string
  /** Of the days that were measured, the first day first */
  points: RiskPoint[]
  /** Days of which nothing is known: nobody counted */
  notMeasured: {
    from: string
    to: string
  }[]
}

export type RiskPoint = {
  /** On the worklist */
  devices: number
  openFindings: number
  critical: number
  high: number
  medium: number
  low: number
  knownExploited: number
  /** Sum over the devices of the worst score that is open on each, as what-if counts: a patch that cures ten flaws counts once */
  deviceRisk: number
  /** Sum of the scores of the open findings, each 0 to 100 */
  risk: number
  /** Sum of likelihood × patient safety of the open findings, each 0 to 100 */
  safety: number
  care: number
  privacy: number
  day: string
  countedAt: string
  /** By how many the open findings rose since the point before, over the models and sites where they did */
  rose: number
  /** By how many they fell, over the models and sites where they did */
  fell: number
}

export type Role = 'viewer' | 'technician' | 'analyst' | 'manager' | 'administrator'

/** By the rubric’s code: `XAVN` → `yes` */
export type RubricAnswers = Record<string, 'yes' | 'limited' | 'no' | 'unknown'>

export type RubricAssessment = {
  manufacturer: string
  model: string
  version: number
  answers: RubricAnswers
  extended: string
  vector: string | null
  score: number | null
  note: string
  assessedAt: string
  assessedBy: string
  /** `beside`: kept only; `counts`: ranks the model; `overtaken`: adopted, and something worse was published since; `withdrawn`: counted once */
  state: 'beside' | 'counts' | 'overtaken' | 'withdrawn'
  adopted: {
    at: string
    by: string
    reason: string
    lowersBy: number
  } | null
  withdrawn: {
    at: string
    by: string
    reason: string
  } | null
}

export type RubricOnModel = {
  vulnerabilityId: string
  manufacturer: string
  model: string
  /** Of the worklist, of which something is said */
  devices: number
  /** The worst that counts without the hospital’s; null where none can be read */
  published: {
    vector: string
    score: number
    source: string
  } | null
  questions: RubricQuestion[]
  versions: RubricAssessment[]
}

export type RubricPreview = {
  result: {
    /** Codes that are to be answered, in order */
    asked: string[]
    unanswered: string[]
    contradictions: {
      code: string
      sentence: string
    }[]
    /** What is settled of the vector so far */
    metrics: Record<string, string>
    /** The answers as the rubric’s elements: `XAVN:Y/XAVT:N` */
    extended: string
    /** Null while something is unanswered or contradicts */
    vector: string | null
    score: number | null
    severity: string | null
  }
  /** By how much its base score is lower than the published one; 0 where it is not, null without a vector */
  lowersBy: number | null
  effect: {
    devices: number
    /** Devices whose finding scores lower than now */
    lower: number
    higher: number
    worstBefore: number
    worstAfter: number
    /** By how much a score falls at most */
    mostDown: number
  } | null
  /** Null where the approval rule asks for nobody else */
  approval: {
    /** Whom the rule asks for beside who answered; one of them adopts */
    approvers: number
    /** Who may adopt it */
    who: string[]
    /** Why whoever asks may not; null where they may */
    whyNot: string | null
  } | null
}

export type RubricQuestion = {
  code: string
  metric: 'AV' | 'AC' | 'PR' | 'UI' | 'S' | 'C' | 'I' | 'A'
  title: string
  help: string
  answers: {
    answer: 'yes' | 'limited' | 'no' | 'unknown'
    text: string
  }[]
}

export type Run = {
  id: string
  sourceId: string
  state: 'queued' | 'running' | 'succeeded' | 'to_confirm' | 'failed' | 'cancelled' | 'undone'
  trigger: 'person' | 'schedule' | 'folder' | 'replay' | 'set_up'
  actorName: string
  queuedAt: string
  startedAt: string | null
  finishedAt: string | null
  phase: string
  done: number
  total: number | null
  counts: Record<string, number>
  error: {
    code: string
    detail: string
  } | null
  fileName: string | null
  canUndo: boolean
  canResume: boolean
}

export type SavedView = {
  id: string
  page: string
  name: string
  query: string
  /** Set where its owner is told of what it gains */
  watch: {
    startedAt: string
    checkedAt: string | null
    members: number
    fault: string | null
  } | null
}

export type SbomComponent = {
  name: string
  version: string
  supplier: string
  purl: string
  cpe: string
  position: number
  /** Null where no list that was read has this release */
  support: Support | null
}

export type SbomRow = {
  id: string
  manufacturer: string
  model: string
  versions: string
  format: 'cyclonedx' | 'spdx'
  formatVersion: string
  author: string
  statedAt: string | null
  uploadedAt: string
  uploadedBy: string
  components: number
  statements: number
  remarks: number
  devices: number
  openFindings: number
  unsureDevices: number
  replacedBy: string | null
}

export type SbomStatement = {
  position: number
  vulnerabilityId: string
  state:
    | 'resolved'
    | 'resolved_with_pedigree'
    | 'exploitable'
    | 'in_triage'
    | 'false_positive'
    | 'not_affected'
    | 'unstated'
  justification: string
  response: string[]
  detail: string
  /** Whether any publisher that is read here names it */
  isKnown: boolean
  /** Why it changes no finding; null where it does */
  notApplied: string | null
  knownExploited: boolean
  /** Devices that the bill tells of, by what is answered to the vulnerability on them */
  devices: {
    affected: number
    cannotTell: number
    notAffected: number
    setAside: number
  }
  affects: {
    ref: string
    component: number | null
    versions: {
      version: string
      range: string
      status: string
    }[]
    /** Null where nothing is referred to */
    name: string | null
  }[]
}

export type SbomVulnerability = {
  component: {
    /** Its place in the bill */
    position: number
    name: string
    version: string
    purl: string
  }
  vulnerabilityId: string
  title: string
  databases: ('NVD' | 'CVE' | 'OSV')[]
  /** What these databases say */
  because: string[]
  /** Advisories that name the component by its CPE name or package URL */
  advisories: {
    id: string
    trackingId: string
    because: string[]
  }[]
  /** The highest on these devices; null where nothing is open */
  score: number | null
  band: RiskBand | null
  knownExploited: boolean
  /** What the bill itself says of it; null where nothing */
  state:
    | (
        | 'resolved'
        | 'resolved_with_pedigree'
        | 'exploitable'
        | 'in_triage'
        | 'false_positive'
        | 'not_affected'
        | 'unstated'
      )
    | null
  /** Devices that the bill tells of, by what is answered on them, all sources weighed */
  devices: {
    affected: number
    cannotTell: number
    notAffected: number
    setAside: number
  }
}

export type ScoreInterval = {
  /** If all of it turns out best */
  low: number
  /** If all of it turns out worst: the score itself, unless KEV was never read and may list it */
  high: number
  /** Each alone; what moves it most first */
  dependsOn: {
    what: UnknownInput
    low: number
    high: number
  }[]
}

export type Session = {
  person: Person | null
  permissions: Permission[]
  csrfToken: string
  organisation: {
    name: string
    timeZone: string
  }
  needsSetUp: boolean
}

export type Settings = {
  organisationName: string
  timeZone: string
  publicUrl: string | null
  currency: string
  mail: {
    host: string
    port: number
    from: string
    secure: boolean
    user: string | null
    hasPassword: boolean
  } | null
}

export type SightingRhythm = {
  scope: 'model' | 'type' | 'kind'
  key: string
  title: string
  devices: number
  gaps: number
  medianDays: number | null
  usualDays: number | null
  countsDays: number | null
  boundDays: number | null
  learntAt: string | null
  set: {
    days: number
    reason: string
    by: string
    at: string
  } | null
}

export type Skipped = {
  id: string
  sourceId: string
  runId: string
  position: string
  code: string
  reason: string
  raw: Record<string, string> | null
  state: 'open' | 'replayed' | 'dismissed' | 'gone'
  createdAt: string
  lastSeenAt: string
  settledRunId: string | null
}

export type Source = {
  id: string
  kind: 'connector' | 'feed' | 'outlet' | 'person'
  member: string
  name: string
  trust: number
  everyHours: number | null
  watchFolder: string | null
  filesAreWhole: boolean
  role: ('register' | 'observer') | null
  nextRunAt: string | null
  disabledAt: string | null
  settings: Record<string, unknown>
  devices: number
  unreported: number
  question: {
    runId: string
    readAt: string
    stood: number
    missing: number
  } | null
  openSkipped: number
  incompleteWhy: string | null
  lastRun: {
    id: string
    sourceId: string
    state: 'queued' | 'running' | 'succeeded' | 'to_confirm' | 'failed' | 'cancelled' | 'undone'
    trigger: 'person' | 'schedule' | 'folder' | 'replay' | 'set_up'
    actorName: string
    queuedAt: string
    startedAt: string | null
    finishedAt: string | null
    phase: string
    done: number
    total: number | null
    counts: Record<string, number>
    error: {
      code: string
      detail: string
    } | null
    fileName: string | null
    canUndo: boolean
    canResume: boolean
  } | null
  lastReadAt: string | null
  /** A connector that reads a system over its interface; others read files */
  isApi: boolean
  /** How old the list is that a feed reads, where scores look at one. Of KEV and EPSS it is the list that this source read itself; of the others, which all sources of a feed fill together, what is known from all */
  list: {
    day: string | null
    state: 'fresh' | 'old' | 'late' | 'unread'
    why: string | null
    /** Of KEV and EPSS: the day of a newer list that another source brought and that is in force */
    inForce: string | null
  } | null
}

/** `vendor`: the maker’s name, as the inventory writes it, is that maker. `not_vendor`: it is not that maker. `model`: the model, as written below that maker, is that product. */
export type StatedName =
  | {
      kind: 'vendor'
      name: string
      maker: string
    }
  | {
      kind: 'not_vendor'
      name: string
      maker: string
    }
  | {
      kind: 'model'
      name: string
      maker: string
      model: string
    }

/** `site`, `care_area`: the place, as the inventory writes it, is that place; a care area, of the same site. `site_apart`, `care_area_apart`: written exactly so, it is a place of its own, and spelling joins it with no other. */
export type StatedPlace =
  | {
      kind: 'site'
      name: string
      meant: string
    }
  | {
      kind: 'site_apart'
      name: string
    }
  | {
      kind: 'care_area'
      /** Of the care area; empty where devices state none */
      site: string
      name: string
      meant: string
    }
  | {
      kind: 'care_area_apart'
      /** Of the care area; empty where devices state none */
      site: string
      name: string
    }

export type Support = {
  state: 'supported' | 'ending' | 'ended' | 'cannot_tell'
  product: string
  release: string
  endsOn: string | null
  paidUntil: string | null
  text: string
}

export type SyncState = 'new' | 'sent' | 'accepted' | 'rejected' | 'error'

export type Threshold = {
  /** From this probability on it counts as affected; null: never, it is to be looked at */
  affectedFrom: number | null
  /** Below this probability nobody is asked to look, where only the name is in doubt */
  lookFrom: number
}

export type ThresholdPreview = {
  moves: {
    criticality: Criticality
    before: 'affected' | 'to_look_at' | 'set_aside'
    after: 'affected' | 'to_look_at' | 'set_aside'
    findings: number
  }[]
  groups: {
    criticality: Criticality
    before: 'affected' | 'to_look_at' | 'set_aside'
    after: 'affected' | 'to_look_at' | 'set_aside'
    manufacturer: string
    model: string
    findings: number
  }[]
}

export type Thresholds = {
  life_sustaining: Threshold
  high: Threshold
  medium: Threshold
  low: Threshold
}

export type ThresholdsInForce = {
  thresholds: Thresholds
  /** Nothing is set aside while the KEV catalogue is not read */
  isCatalogueRead: boolean
}

export type TrustPreview = {
  /** Devices of which at least one value would be another */
  devices: number
  /** Devices that were looked at */
  looked: number
  /** There are more devices than were looked at */
  isCapped: boolean
  byAttribute: {
    attribute:
      | 'assetTag'
      | 'serialNumber'
      | 'manufacturer'
      | 'model'
      | 'modelNumber'
      | 'description'
      | 'deviceType'
      | 'nomenclatureCode'
      | 'udiDi'
      | 'softwareVersion'
      | 'firmwareVersion'
      | 'operatingSystem'
      | 'installedUpdates'
      | 'hostname'
      | 'ipAddresses'
      | 'macAddresses'
      | 'vlan'
      | 'zone'
      | 'aeTitle'
      | 'networkConnected'
      | 'storesPhi'
      | 'mds2OnFile'
      | 'site'
      | 'building'
      | 'floor'
      | 'room'
      | 'careArea'
      | 'department'
      | 'costCentre'
      | 'owner'
      | 'ownership'
      | 'lifecycle'
      | 'criticality'
      | 'riskClass'
      | 'technician'
      | 'serviceVendor'
      | 'lastMaintenanceOn'
      | 'nextMaintenanceOn'
      | 'maintenanceEveryMonths'
      | 'alternativeMaintenance'
      | 'purchasedOn'
      | 'purchaseOrder'
      | 'purchaseCost'
      | 'replacementCost'
      | 'warrantyEndsOn'
      | 'contractEndsOn'
      | 'inServiceOn'
      | 'retiredOn'
      | 'lastSeenAt'
    title: string
    devices: number
  }[]
  examples: {
    device: {
      id: string
      name: string
    }
    attribute:
      | 'assetTag'
      | 'serialNumber'
      | 'manufacturer'
      | 'model'
      | 'modelNumber'
      | 'description'
      | 'deviceType'
      | 'nomenclatureCode'
      | 'udiDi'
      | 'softwareVersion'
      | 'firmwareVersion'
      | 'operatingSystem'
      | 'installedUpdates'
      | 'hostname'
      | 'ipAddresses'
      | 'macAddresses'
      | 'vlan'
      | 'zone'
      | 'aeTitle'
      | 'networkConnected'
      | 'storesPhi'
      | 'mds2OnFile'
      | 'site'
      | 'building'
      | 'floor'
      | 'room'
      | 'careArea'
      | 'department'
      | 'costCentre'
      | 'owner'
      | 'ownership'
      | 'lifecycle'
      | 'criticality'
      | 'riskClass'
      | 'technician'
      | 'serviceVendor'
      | 'lastMaintenanceOn'
      | 'nextMaintenanceOn'
      | 'maintenanceEveryMonths'
      | 'alternativeMaintenance'
      | 'purchasedOn'
      | 'purchaseOrder'
      | 'purchaseCost'
      | 'replacementCost'
      | 'warrantyEndsOn'
      | 'contractEndsOn'
      | 'inServiceOn'
      | 'retiredOn'
      | 'lastSeenAt'
    before: string
    after: string
  }[]
}

export type TrustTable = {
  attributes: {
    attribute:
      | 'assetTag'
      | 'serialNumber'
      | 'manufacturer'
      | 'model'
      | 'modelNumber'
      | 'description'
      | 'deviceType'
      | 'nomenclatureCode'
      | 'udiDi'
      | 'softwareVersion'
      | 'firmwareVersion'
      | 'operatingSystem'
      | 'installedUpdates'
      | 'hostname'
      | 'ipAddresses'
      | 'macAddresses'
      | 'vlan'
      | 'zone'
      | 'aeTitle'
      | 'networkConnected'
      | 'storesPhi'
      | 'mds2OnFile'
      | 'site'
      | 'building'
      | 'floor'
      | 'room'
      | 'careArea'
      | 'department'
      | 'costCentre'
      | 'owner'
      | 'ownership'
      | 'lifecycle'
      | 'criticality'
      | 'riskClass'
      | 'technician'
      | 'serviceVendor'
      | 'lastMaintenanceOn'
      | 'nextMaintenanceOn'
      | 'maintenanceEveryMonths'
      | 'alternativeMaintenance'
      | 'purchasedOn'
      | 'purchaseOrder'
      | 'purchaseCost'
      | 'replacementCost'
      | 'warrantyEndsOn'
      | 'contractEndsOn'
      | 'inServiceOn'
      | 'retiredOn'
      | 'lastSeenAt'
    title: string
    group: string
    nature: string
    /** After so many days a value is half as likely to hold still */
    halfLifeDays: number
    why: string
  }[]
  sources: {
    id: string
    name: string
    /** What kind of source it is; its starting trust follows from it */
    trade: string
    why: string
    /** In general */
    trust: number
    attributes: Record<
      | 'assetTag'
      | 'serialNumber'
      | 'manufacturer'
      | 'model'
      | 'modelNumber'
      | 'description'
      | 'deviceType'
      | 'nomenclatureCode'
      | 'udiDi'
      | 'softwareVersion'
      | 'firmwareVersion'
      | 'operatingSystem'
      | 'installedUpdates'
      | 'hostname'
      | 'ipAddresses'
      | 'macAddresses'
      | 'vlan'
      | 'zone'
      | 'aeTitle'
      | 'networkConnected'
      | 'storesPhi'
      | 'mds2OnFile'
      | 'site'
      | 'building'
      | 'floor'
      | 'room'
      | 'careArea'
      | 'department'
      | 'costCentre'
      | 'owner'
      | 'ownership'
      | 'lifecycle'
      | 'criticality'
      | 'riskClass'
      | 'technician'
      | 'serviceVendor'
      | 'lastMaintenanceOn'
      | 'nextMaintenanceOn'
      | 'maintenanceEveryMonths'
      | 'alternativeMaintenance'
      | 'purchasedOn'
      | 'purchaseOrder'
      | 'purchaseCost'
      | 'replacementCost'
      | 'warrantyEndsOn'
      | 'contractEndsOn'
      | 'inServiceOn'
      | 'retiredOn'
      | 'lastSeenAt',
      {
        trust: number
        /** What it is where nobody says otherwise */
        starting: number
        isSet: boolean
      }
    >
  }[]
}

export type UnknownInput =
  | 'care_setting'
  | 'criticality'
  | 'device_function'
  | 'connection'
  | 'zone'
  | 'patient_data'
  | 'vector'
  | 'exploit_probability'
  | 'known_exploited'

export type UnmatchedVexProduct = {
  publisher: string
  vendor: string
  product: string
  versions: string[]
  documents: number
  vulnerabilities: number
  advisoryId: string
  advisoryTitle: string
  reason: string
}

export type VendorReading = {
  name: string
  devices: number
  configurations: number
  models: number
  /** unknown: no advisory and no list of companies has the name; nobody: it names no company; misspelt: a typing error of a known one; alias, apart: by an alias of yours; advisory: only an advisory has it; known: by the list of companies */
  how: 'unknown' | 'nobody' | 'misspelt' | 'alias' | 'apart' | 'advisory' | 'known'
  /** Whom it is taken for */
  maker: string | null
}

export type VersionForm = 'none' | 'all' | 'exact' | 'comparison' | 'compound' | 'malformed_vers' | 'vers' | 'free_text'

export type VexDocumentRow = {
  id: string
  formatVersion: string
  serialNumber: string
  revision: number
  author: string
  tool: string
  statedAt: string | null
  uploadedAt: string
  uploadedBy: string
  statements: number
  bills: number
  billsHere: number
  billsBound: number
  remarks: number
  replacedBy: string | null
}

export type VexIssueRow = {
  id: string
  version: number
  title: string
  issuedAt: string
  issuedBy: string
  products: number
  statements: number
  isSuperseded: boolean
  hasOpenVex: boolean
}

export type VexProductBinding = {
  publisher: string
  vendor: string
  product: string
  id: string
  manufacturer: string
  model: string
  versions: string
  reason: string
  boundAt: string
  boundBy: string
  revokedAt: string | null
  revokedBy: string | null
  revokedReason: string | null
  documents: number
  devices: number
}

export type VulnerabilityDatabase = 'NVD' | 'CVE' | 'OSV' | 'MSRC'

export type WaitingBill = {
  serialNumber: string
  revision: number
  documents: number
  vulnerabilities: number
  documentId: string
  author: string
  reason: string
  sbomId: string | null
}

export type WaitingDecision = {
  id: string
  decision: 'not_affected' | 'mitigated' | 'accepted' | 'deferred' | 'false_positive'
  reason: string
  proposedBy: string
  proposedAt: string
  text: string
}

export type WhatIfChoice = {
  value: string
  label: string
  /** Of a model */
  manufacturer: string | null
  /** Devices of the worklist; null where they are not counted */
  devices: number | null
}

export type WhatIfDevices = {
  site?: string
  careArea?: string
  /** As devices have it */
  zone?: string
  manufacturer?: string
  /** With `manufacturer` */
  model?: string
  devices?: string[]
}

export type WhatIfMeasure = {
  /** Sum over the devices of the worst open score */
  risk: number
  safety: number
  care: number
  privacy: number
  likelihood: number
  /** Open findings */
  findings: number
  /** Devices of the worklist */
  devices: number
}

export type WhatIfMove = {
  vulnerabilityId: string
  manufacturer: string
  model: string
  site: string
  devices: number
  cause: 'removed' | 'controlled' | 'retired' | 'version' | 'context' | 'replacement' | 'decision_broke'
  /** Null: it is not open now */
  before: {
    score: number
    band: RiskBand
    likelihood: number
    safety: number
    care: number
    privacy: number
    action: string | null
  } | null
  /** Null: it would not be open */
  after: {
    score: number
    band: RiskBand
    likelihood: number
    safety: number
    care: number
    privacy: number
    action: string | null
  } | null
  /** Parts of the score that read otherwise */
  reasons: {
    rule: string
    axis: string
    before: string | null
    after: string | null
  }[]
}

export type WhatIfResult = {
  /** Of which moment the data are */
  computedAt: string
  appetiteVersion: number | null
  total: {
    before: WhatIfMeasure
    after: WhatIfMeasure
  }
  sites: {
    before: WhatIfMeasure
    after: WhatIfMeasure
    site: string
  }[]
  manufacturers: {
    before: WhatIfMeasure
    after: WhatIfMeasure
    manufacturer: string
  }[]
  models: {
    before: WhatIfMeasure
    after: WhatIfMeasure
    manufacturer: string
    model: string
  }[]
  /** Open findings by band */
  bands: {
    before: number
    after: number
    band: RiskBand
  }[]
  /** Devices by their worst band; null: nothing is open */
  deviceBands: {
    before: number
    after: number
    band: RiskBand | null
  }[]
  /** Of the findings that move, by the appetite in force; null: none, or no appetite */
  actions: {
    before: number
    after: number
    action: string | null
  }[]
  /** Findings that move; `rows`: lines of the list of them */
  moves: {
    findings: number
    leave: number
    come: number
    better: number
    worse: number
    rows: number
  }
  steps: {
    /** Devices that it changes */
    devices: number
    /** Open findings that move by it */
    findings: number
    /** Working time by the remediation library; null: it states none */
    minutes: number | null
    /** What it does not do, and why */
    notes: string[]
  }[]
  /** Over all steps that state any */
  minutes: number | null
}

export type WhatIfScenario = {
  id: string
  name: string
  steps: WhatIfStep[]
  result: WhatIfResult
  savedAt: string
  savedBy: string
}

export type WhatIfStep =
  | {
      kind: 'remove'
      vulnerabilities?: string[]
      /** All that it leaves open */
      advisory?: string
      where?: WhatIfDevices
    }
  | {
      kind: 'segment'
      where: WhatIfDevices
      /** Where they move to */
      zone: string
    }
  | {
      kind: 'upgrade'
      /** Names the model */
      where: WhatIfDevices
      version?: string
      /** To the first version that it calls fixed */
      advisory?: string
      /** What the version is of; left out: of the software, or of the firmware where only that is on record */
      attribute?: 'softwareVersion' | 'firmwareVersion' | 'operatingSystem'
    }
  | {
      kind: 'control'
      /** What stands in place of the fix */
      name: string
      where: WhatIfDevices
      /** Against flaws that are used from there */
      reach: ('network' | 'adjacent' | 'local' | 'physical')[]
    }
  | {
      kind: 'disconnect'
      where: WhatIfDevices
    }
  | {
      kind: 'retire'
      where: WhatIfDevices
      /** What stands in their place from then on */
      replacement?: {
        manufacturer: string
        model: string
        version?: string
      }
    }

export type WindowsVulnerability = {
  cve: string
  title: string
  severity: string
  isKnownExploited: boolean
  answer: Answer
  probability: number
  updates: string[]
  because: Because[]
}

export type WorkGroup = {
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
  knownExploited: boolean
  sampleDevices: {
    id: string
    name: string
    careArea: string | null
  }[]
  advisoryTitle: string
  remediation: AdvisoryRemediation | null
  workOrders: number
}

export type WorkOrder = {
  id: string
  number: string
  title: string
  type: WorkOrderType
  state: WorkOrderState
  holdReason: HoldReason | null
  priority: RiskBand
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
  assignee: {
    id: string
    name: string
  } | null
  findings: number
  externalId: string | null
  syncState: SyncState
  createdAt: string
  updatedAt: string
  completedAt: string | null
  steps: WorkStep[]
  verification: WorkVerification
  minutes: number | null
  version: number
}

export type WorkOrderEvent = {
  at: string
  actorName: string
  fromState: WorkOrderState | null
  toState: WorkOrderState
  reason: string | null
}

export type WorkOrderEvidence = {
  id: string
  kind: EvidenceKind
  value: string
  fileId: string | null
  at: string
  byName: string
  acceptedAt: string | null
  acceptedBy: string | null
}

export type WorkOrderRow = {
  id: string
  number: string
  title: string
  type: WorkOrderType
  state: WorkOrderState
  holdReason: HoldReason | null
  priority: RiskBand
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
  assignee: {
    id: string
    name: string
  } | null
  findings: number
  externalId: string | null
  syncState: SyncState
  createdAt: string
  updatedAt: string
  completedAt: string | null
}

export type WorkOrderSort = 'due' | 'priority' | 'number'

export type WorkOrderState =
  | 'draft'
  | 'approved'
  | 'scheduled'
  | 'dispatched'
  | 'in_progress'
  | 'on_hold'
  | 'work_complete'
  | 'verification_pending'
  | 'verified'
  | 'verification_failed'
  | 'administratively_closed'
  | 'cancelled'
  | 'unable_to_locate'
  | 'unable_to_complete'

export type WorkOrderTransition = {
  to: WorkOrderState
  label: string
  needsReason: boolean
  disabledReason: string | null
}

export type WorkOrderType =
  | 'security_remediation'
  | 'security_mitigation'
  | 'field_check'
  | 'software_upgrade'
  | 'recall'
  | 'corrective'
  | 'preventive'
  | 'inspection'
  | 'baseline'
  | 'disposition'
  | 'incident_support'

export type WorkStep = {
  title: string
  text: string
  minutes?: number
}

export type WorkVerification = {
  attribute: CheckedAttribute
  option?: string
  affected: string
  sentence: string
}

/** By method and path below /api/v1. `undefined` where there is nothing to send or read. */
export interface Operations {
  /** Say who is signed in and what they may do */
  'GET /session': {
    params: undefined
    query: undefined
    body: undefined
    response: Session
  }
  /** Sign in */
  'POST /session': {
    params: undefined
    query: undefined
    body: {
      email: string
      password: string
    }
    response: Session
  }
  /** Sign out */
  'DELETE /session': {
    params: undefined
    query: undefined
    body: undefined
    response: undefined
  }
  /** Change the own password */
  'PUT /session/password': {
    params: undefined
    query: undefined
    body: {
      current: string
      /** 12 to 256 characters */
      next: string
    }
    response: Session
  }
  /** Say what a one-time link is for */
  'POST /access-links/inspect': {
    params: undefined
    query: undefined
    body: {
      token: string
    }
    response: {
      purpose: 'set_up' | 'invite' | 'reset'
      email: string | null
      name: string | null
    }
  }
  /** Use a one-time link: set a password and sign in */
  'POST /access-links/redeem': {
    params: undefined
    query: undefined
    body: {
      token: string
      /** 12 to 256 characters */
      password: string
      name?: string
      email?: string
      organisationName?: string
      /** IANA name, such as America/Chicago */
      timeZone?: string
    }
    response: Session
  }
  /** List people, by name */
  'GET /people': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: Person[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Invite a person */
  'POST /people': {
    params: undefined
    query: undefined
    body: {
      email: string
      name: string
      role: Role
      approves?: boolean
    }
    response: {
      person: Person
      link: string
      mailed: boolean
    }
  }
  /** Change a person’s name or role, let them approve, disable, enable or unlock them */
  'PATCH /people/{person}': {
    params: {
      person: string
    }
    query: undefined
    body: {
      name?: string
      role?: Role
      approves?: boolean
      disabled?: boolean
      unlock?: boolean
    }
    response: Person
  }
  /** Make a link with which a person sets a new password */
  'POST /people/{person}/reset-link': {
    params: {
      person: string
    }
    query: undefined
    body: undefined
    response: {
      link: string
    }
  }
  /** List who work can be given to */
  'GET /assignees': {
    params: undefined
    query: undefined
    body: undefined
    response: {
      id: string
      name: string
      role: Role
    }[]
  }
  /** List who did what, newest first */
  'GET /audit': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      subjectKind?: string
      subjectId?: string
      /** Id of the person who did it */
      actor?: string
    }
    body: undefined
    response: {
      items: AuditEntry[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** List the own notices, newest first */
  'GET /notifications': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: Notification[]
      /** Cursor of the next page */
      next: string | null
      unread: number
    }
  }
  /** Mark own notices as read */
  'POST /notifications/read': {
    params: undefined
    query: undefined
    body: {
      ids: string[] | 'all'
    }
    response: undefined
  }
  /** List the own saved views */
  'GET /saved-views': {
    params: undefined
    query: {
      page?: string
    }
    body: undefined
    response: SavedView[]
  }
  /** Save a page’s filters under a name */
  'POST /saved-views': {
    params: undefined
    query: undefined
    body: {
      page: string
      name: string
      query: string
    }
    response: SavedView[]
  }
  /** Forget a saved view */
  'DELETE /saved-views/{view}': {
    params: {
      view: string
    }
    query: undefined
    body: undefined
    response: undefined
  }
  /** Be told, here and by mail, when a saved view gains entries */
  'PUT /saved-views/{view}/watch': {
    params: {
      view: string
    }
    query: undefined
    body: undefined
    response: undefined
  }
  /** Be told of a saved view no more */
  'DELETE /saved-views/{view}/watch': {
    params: {
      view: string
    }
    query: undefined
    body: undefined
    response: undefined
  }
  /** Show the organisation’s settings */
  'GET /settings': {
    params: undefined
    query: undefined
    body: undefined
    response: Settings
  }
  /** Save the organisation’s settings */
  'PUT /settings': {
    params: undefined
    query: undefined
    body: {
      organisationName: string
      /** IANA name, such as America/Chicago */
      timeZone: string
      publicUrl: string | null
      currency: string
      mail: {
        host: string
        port: number
        from: string
        secure: boolean
        user: string | null
        /** Absent keeps the stored one for the same host; null forgets it */
        password?: string | null
      } | null
    }
    response: Settings
  }
  /** Send a mail to oneself to try the saved mail settings */
  'POST /settings/mail/check': {
    params: undefined
    query: undefined
    body: undefined
    response: undefined
  }
  /** Show which environmental metrics of CVSS hold by place and criticality */
  'GET /settings/cvss-environment': {
    params: undefined
    query: undefined
    body: undefined
    response: EnvironmentSetting
  }
  /** Set the environmental metrics of CVSS by place and criticality */
  'PUT /settings/cvss-environment': {
    params: undefined
    query: undefined
    body: {
      profile: EnvironmentProfile
      reason: string
      /** The version that was in force before; 0 where it was the one that ships */
      seen: number
    }
    response: EnvironmentSetting
  }
  /** Show what another profile makes of the worst open findings */
  'POST /settings/cvss-environment/preview': {
    params: undefined
    query: undefined
    body: {
      profile: EnvironmentProfile
    }
    response: EnvironmentPreview
  }
  /** List the profiles of environmental metrics that were saved */
  'GET /settings/cvss-environment/versions': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: EnvironmentVersion[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Show MITRE’s rubric for a vulnerability on a model, and what was answered */
  'GET /vulnerabilities/{vulnerability}/rubric': {
    params: {
      vulnerability: string
    }
    query: {
      manufacturer: string
      model: string
    }
    body: undefined
    response: RubricOnModel
  }
  /** Keep answers to MITRE’s rubric */
  'PUT /vulnerabilities/{vulnerability}/rubric': {
    params: {
      vulnerability: string
    }
    query: undefined
    body: {
      manufacturer: string
      model: string
      answers: RubricAnswers
      note?: string
      /** The version that was there before; 0 where there was none */
      seen: number
    }
    response: RubricOnModel
  }
  /** Show which vector follows from answers, and what adopting it would do */
  'POST /vulnerabilities/{vulnerability}/rubric/preview': {
    params: {
      vulnerability: string
    }
    query: undefined
    body: {
      manufacturer: string
      model: string
      answers: RubricAnswers
    }
    response: RubricPreview
  }
  /** Let the vector of the rubric count for a model */
  'POST /vulnerabilities/{vulnerability}/rubric/adopt': {
    params: {
      vulnerability: string
    }
    query: undefined
    body: {
      manufacturer: string
      model: string
      version: number
      reason: string
      lowersBy?: number
    }
    response: RubricOnModel
  }
  /** Let what is published count again for a model */
  'POST /vulnerabilities/{vulnerability}/rubric/withdraw': {
    params: {
      vulnerability: string
    }
    query: undefined
    body: {
      manufacturer: string
      model: string
      reason: string
    }
    response: RubricOnModel
  }
  /** Show from which probability a match counts, by criticality */
  'GET /settings/thresholds': {
    params: undefined
    query: undefined
    body: undefined
    response: ThresholdsInForce
  }
  /** Set from which probability a match counts, by criticality */
  'PUT /settings/thresholds': {
    params: undefined
    query: undefined
    body: {
      thresholds: Thresholds
      reason: string
    }
    response: ThresholdsInForce
  }
  /** Show what other thresholds would make of the open findings */
  'POST /settings/thresholds/preview': {
    params: undefined
    query: undefined
    body: {
      thresholds: Thresholds
    }
    response: ThresholdPreview
  }
  /** Show the risk appetite in force and the draft */
  'GET /settings/appetite': {
    params: undefined
    query: undefined
    body: undefined
    response: AppetiteSetting
  }
  /** Show why an appetite cannot be adopted, and what it changes */
  'POST /settings/appetite/check': {
    params: undefined
    query: undefined
    body: {
      appetite: Appetite
    }
    response: AppetiteCheck
  }
  /** Show what an appetite makes of the findings that are open now */
  'POST /settings/appetite/preview': {
    params: undefined
    query: undefined
    body: {
      appetite: Appetite
    }
    response: AppetitePreview
  }
  /** Keep a draft of the appetite */
  'PUT /settings/appetite/draft': {
    params: undefined
    query: undefined
    body: {
      appetite: Appetite
      /** Hash of the draft before; null where there was none */
      seen: string | null
    }
    response: {
      id: string
      state: 'draft' | 'adopted' | 'superseded'
      /** 1, 2, 3 … in the order of adoption; null of the draft */
      version: number | null
      /** SHA-256 of its content: names exactly what was looked at */
      hash: string
      editedAt: string
      editedBy: string
      adoptedAt: string | null
      adoptedBy: string | null
      reason: string | null
      supersededAt: string | null
      appetite: Appetite
    }
  }
  /** Discard the draft of the appetite */
  'DELETE /settings/appetite/draft': {
    params: undefined
    query: undefined
    body: undefined
    response: undefined
  }
  /** Put the draft of the appetite in force */
  'POST /settings/appetite/adopt': {
    params: undefined
    query: undefined
    body: {
      /** Of the draft that was looked at */
      hash: string
      reason: string
    }
    response: {
      id: string
      state: 'draft' | 'adopted' | 'superseded'
      /** 1, 2, 3 … in the order of adoption; null of the draft */
      version: number | null
      /** SHA-256 of its content: names exactly what was looked at */
      hash: string
      editedAt: string
      editedBy: string
      adoptedAt: string | null
      adoptedBy: string | null
      reason: string | null
      supersededAt: string | null
      appetite: Appetite
    }
  }
  /** List the versions of the appetite that were adopted */
  'GET /settings/appetite/versions': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: AppetiteVersion[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Get a version of the appetite, and what it changed */
  'GET /settings/appetite/versions/{version}': {
    params: {
      version: string
    }
    query: {
      /** The version that it is compared with; the one before, where none is named */
      against?: number
    }
    body: undefined
    response: AppetiteVersionDetail
  }
  /** List the back-tests of risk appetites */
  'GET /settings/appetite/back-tests': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      hash?: string
    }
    body: undefined
    response: {
      items: BackTest[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Ask for a back-test of the draft of the risk appetite */
  'POST /settings/appetite/back-tests': {
    params: undefined
    query: undefined
    body: {
      /** Of the draft that is looked at, or of the version in force */
      hash: string
      months?: number
      /** Hours a week that all technicians have for this; null: not known */
      hoursPerWeek?: number | null
    }
    response: BackTest
  }
  /** Get a back-test, how far it is and what came of it */
  'GET /settings/appetite/back-tests/{id}': {
    params: {
      id: string
    }
    query: undefined
    body: undefined
    response: BackTestWithResult
  }
  /** Cancel a back-test */
  'POST /settings/appetite/back-tests/{id}/cancel': {
    params: {
      id: string
    }
    query: undefined
    body: undefined
    response: BackTest
  }
  /** Take up a back-test that was cancelled or failed */
  'POST /settings/appetite/back-tests/{id}/resume': {
    params: {
      id: string
    }
    query: undefined
    body: undefined
    response: BackTest
  }
  /** Show how far each source is believed on each attribute */
  'GET /settings/trust': {
    params: undefined
    query: undefined
    body: undefined
    response: TrustTable
  }
  /** Say how far sources are believed on attributes */
  'PUT /settings/trust': {
    params: undefined
    query: undefined
    body: {
      changes: {
        sourceId: string
        attribute:
          | 'assetTag'
          | 'serialNumber'
          | 'manufacturer'
          | 'model'
          | 'modelNumber'
          | 'description'
          | 'deviceType'
          | 'nomenclatureCode'
          | 'udiDi'
          | 'softwareVersion'
          | 'firmwareVersion'
          | 'operatingSystem'
          | 'installedUpdates'
          | 'hostname'
          | 'ipAddresses'
          | 'macAddresses'
          | 'vlan'
          | 'zone'
          | 'aeTitle'
          | 'networkConnected'
          | 'storesPhi'
          | 'mds2OnFile'
          | 'site'
          | 'building'
          | 'floor'
          | 'room'
          | 'careArea'
          | 'department'
          | 'costCentre'
          | 'owner'
          | 'ownership'
          | 'lifecycle'
          | 'criticality'
          | 'riskClass'
          | 'technician'
          | 'serviceVendor'
          | 'lastMaintenanceOn'
          | 'nextMaintenanceOn'
          | 'maintenanceEveryMonths'
          | 'alternativeMaintenance'
          | 'purchasedOn'
          | 'purchaseOrder'
          | 'purchaseCost'
          | 'replacementCost'
          | 'warrantyEndsOn'
          | 'contractEndsOn'
          | 'inServiceOn'
          | 'retiredOn'
          | 'lastSeenAt'
        trust: number | null
      }[]
      reason: string
    }
    response: {
      runs: {
        sourceId: string
        runId: string
      }[]
    }
  }
  /** Show of how many devices a value would be another with other trust */
  'POST /settings/trust/preview': {
    params: undefined
    query: undefined
    body: {
      changes: {
        sourceId: string
        attribute:
          | 'assetTag'
          | 'serialNumber'
          | 'manufacturer'
          | 'model'
          | 'modelNumber'
          | 'description'
          | 'deviceType'
          | 'nomenclatureCode'
          | 'udiDi'
          | 'softwareVersion'
          | 'firmwareVersion'
          | 'operatingSystem'
          | 'installedUpdates'
          | 'hostname'
          | 'ipAddresses'
          | 'macAddresses'
          | 'vlan'
          | 'zone'
          | 'aeTitle'
          | 'networkConnected'
          | 'storesPhi'
          | 'mds2OnFile'
          | 'site'
          | 'building'
          | 'floor'
          | 'room'
          | 'careArea'
          | 'department'
          | 'costCentre'
          | 'owner'
          | 'ownership'
          | 'lifecycle'
          | 'criticality'
          | 'riskClass'
          | 'technician'
          | 'serviceVendor'
          | 'lastMaintenanceOn'
          | 'nextMaintenanceOn'
          | 'maintenanceEveryMonths'
          | 'alternativeMaintenance'
          | 'purchasedOn'
          | 'purchaseOrder'
          | 'purchaseCost'
          | 'replacementCost'
          | 'warrantyEndsOn'
          | 'contractEndsOn'
          | 'inServiceOn'
          | 'retiredOn'
          | 'lastSeenAt'
        trust: number | null
      }[]
    }
    response: TrustPreview
  }
  /** List devices */
  'GET /devices': {
    params: undefined
    query: {
      q?: string
      site?: string
      careArea?: string
      manufacturer?: string
      model?: string
      deviceType?: string
      lifecycle?: Lifecycle
      criticality?: Criticality
      careSetting?: CareSetting
      zone?: string
      band?: RiskBand
      active?: boolean
      hasConflict?: boolean
      knownExploited?: boolean
      missing?: string
      source?: string
      unreported?: boolean
      /** A query in Homeostat’s language: `site = "North" and seen < 30 days ago`; see the manual */
      query?: string
      /** Whether its operating system gets security updates; `unknown` where no list that was read has it */
      support?: ('supported' | 'ending' | 'ended' | 'cannot_tell') | 'unknown'
      /** Maker and model, site, and site and care area, however devices write them; maker and model are given together */
      alike?: boolean
      advisory?: string
      vulnerability?: string
      /** Devices whose components this bill tells */
      sbom?: string
      /** Devices that this MDS2 form tells of */
      mds2?: string
      /** What is answered to the advisory or the vulnerability; with a bill or a form alone, `cannot_tell` asks for what it may be of */
      answer?: 'affected' | 'cannot_tell'
      /** How the advisory or the vulnerability counts there, by the thresholds; `open` is either. What is set aside is left out unless `set_aside` asks for it */
      countsAs?: 'affected' | 'to_look_at' | 'open' | 'set_aside'
      sort?: 'name' | 'risk' | 'lastSeen' | 'site'
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: DeviceRow[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Add a device that no system knows */
  'POST /devices': {
    params: undefined
    query: undefined
    body: {
      claims: {
        assetTag?: string | null
        serialNumber?: string | null
        manufacturer?: string | null
        model?: string | null
        modelNumber?: string | null
        description?: string | null
        deviceType?: string | null
        nomenclatureCode?: string | null
        udiDi?: string | null
        softwareVersion?: string | null
        firmwareVersion?: string | null
        operatingSystem?: string | null
        installedUpdates?: string[] | null
        hostname?: string | null
        ipAddresses?: string[] | null
        macAddresses?: string[] | null
        vlan?: string | null
        zone?: string | null
        aeTitle?: string | null
        networkConnected?: boolean | null
        storesPhi?: boolean | null
        mds2OnFile?: boolean | null
        site?: string | null
        building?: string | null
        floor?: string | null
        room?: string | null
        careArea?: string | null
        department?: string | null
        costCentre?: string | null
        owner?: string | null
        ownership?: string | null
        lifecycle?: Lifecycle | null
        criticality?: Criticality | null
        riskClass?: string | null
        technician?: string | null
        serviceVendor?: string | null
        lastMaintenanceOn?: string | null
        nextMaintenanceOn?: string | null
        maintenanceEveryMonths?: number | null
        alternativeMaintenance?: boolean | null
        purchasedOn?: string | null
        purchaseOrder?: string | null
        purchaseCost?: number | null
        replacementCost?: number | null
        warrantyEndsOn?: string | null
        contractEndsOn?: string | null
        inServiceOn?: string | null
        retiredOn?: string | null
        lastSeenAt?: string | null
      }
      reason: string
    }
    response: {
      id: string
    }
  }
  /** Count devices by site, care area, model and so on */
  'GET /devices/facets': {
    params: undefined
    query: {
      q?: string
      site?: string
      careArea?: string
      manufacturer?: string
      model?: string
      deviceType?: string
      lifecycle?: Lifecycle
      criticality?: Criticality
      careSetting?: CareSetting
      zone?: string
      band?: RiskBand
      active?: boolean
      hasConflict?: boolean
      knownExploited?: boolean
      missing?: string
      source?: string
      unreported?: boolean
      /** A query in Homeostat’s language: `site = "North" and seen < 30 days ago`; see the manual */
      query?: string
      /** Whether its operating system gets security updates; `unknown` where no list that was read has it */
      support?: ('supported' | 'ending' | 'ended' | 'cannot_tell') | 'unknown'
      /** Maker and model, site, and site and care area, however devices write them; maker and model are given together */
      alike?: boolean
      advisory?: string
      vulnerability?: string
      /** Devices whose components this bill tells */
      sbom?: string
      /** Devices that this MDS2 form tells of */
      mds2?: string
      /** What is answered to the advisory or the vulnerability; with a bill or a form alone, `cannot_tell` asks for what it may be of */
      answer?: 'affected' | 'cannot_tell'
      /** How the advisory or the vulnerability counts there, by the thresholds; `open` is either. What is set aside is left out unless `set_aside` asks for it */
      countsAs?: 'affected' | 'to_look_at' | 'open' | 'set_aside'
    }
    body: undefined
    response: {
      total: number
      facets: {
        site: {
          value: string
          count: number
        }[]
        careArea: {
          value: string
          count: number
        }[]
        manufacturer: {
          value: string
          count: number
        }[]
        model: {
          value: string
          count: number
        }[]
        deviceType: {
          value: string
          count: number
        }[]
        lifecycle: {
          value: string
          count: number
        }[]
        criticality: {
          value: string
          count: number
        }[]
      }
    }
  }
  /** All devices of a list as CSV */
  'GET /devices.csv': {
    params: undefined
    query: {
      q?: string
      site?: string
      careArea?: string
      manufacturer?: string
      model?: string
      deviceType?: string
      lifecycle?: Lifecycle
      criticality?: Criticality
      careSetting?: CareSetting
      zone?: string
      band?: RiskBand
      active?: boolean
      hasConflict?: boolean
      knownExploited?: boolean
      missing?: string
      source?: string
      unreported?: boolean
      /** A query in Homeostat’s language: `site = "North" and seen < 30 days ago`; see the manual */
      query?: string
      /** Whether its operating system gets security updates; `unknown` where no list that was read has it */
      support?: ('supported' | 'ending' | 'ended' | 'cannot_tell') | 'unknown'
      /** Maker and model, site, and site and care area, however devices write them; maker and model are given together */
      alike?: boolean
      advisory?: string
      vulnerability?: string
      /** Devices whose components this bill tells */
      sbom?: string
      /** Devices that this MDS2 form tells of */
      mds2?: string
      /** What is answered to the advisory or the vulnerability; with a bill or a form alone, `cannot_tell` asks for what it may be of */
      answer?: 'affected' | 'cannot_tell'
      /** How the advisory or the vulnerability counts there, by the thresholds; `open` is either. What is set aside is left out unless `set_aside` asks for it */
      countsAs?: 'affected' | 'to_look_at' | 'open' | 'set_aside'
      sort?: 'name' | 'risk' | 'lastSeen' | 'site'
    }
    body: undefined
    response: string
  }
  /** All devices of a list as FHIR Device resources */
  'GET /devices.fhir': {
    params: undefined
    query: {
      q?: string
      site?: string
      careArea?: string
      manufacturer?: string
      model?: string
      deviceType?: string
      lifecycle?: Lifecycle
      criticality?: Criticality
      careSetting?: CareSetting
      zone?: string
      band?: RiskBand
      active?: boolean
      hasConflict?: boolean
      knownExploited?: boolean
      missing?: string
      source?: string
      unreported?: boolean
      /** A query in Homeostat’s language: `site = "North" and seen < 30 days ago`; see the manual */
      query?: string
      /** Whether its operating system gets security updates; `unknown` where no list that was read has it */
      support?: ('supported' | 'ending' | 'ended' | 'cannot_tell') | 'unknown'
      /** Maker and model, site, and site and care area, however devices write them; maker and model are given together */
      alike?: boolean
      advisory?: string
      vulnerability?: string
      /** Devices whose components this bill tells */
      sbom?: string
      /** Devices that this MDS2 form tells of */
      mds2?: string
      /** What is answered to the advisory or the vulnerability; with a bill or a form alone, `cannot_tell` asks for what it may be of */
      answer?: 'affected' | 'cannot_tell'
      /** How the advisory or the vulnerability counts there, by the thresholds; `open` is either. What is set aside is left out unless `set_aside` asks for it */
      countsAs?: 'affected' | 'to_look_at' | 'open' | 'set_aside'
      sort?: 'name' | 'risk' | 'lastSeen' | 'site'
      /** Release of HL7 FHIR: R4 (4.0.1) or R5 (5.0.0) */
      release?: 'R4' | 'R5'
      /** `bundle`: one Bundle of type `collection`; `ndjson`: a resource in each line, as bulk data has it */
      form?: 'bundle' | 'ndjson'
    }
    body: undefined
    response: string
  }
  /** One device, each attribute with its source and date */
  'GET /devices/{device}': {
    params: {
      device: string
    }
    query: undefined
    body: undefined
    response: {
      device: Device
      /** The device that this one was merged with: it is no more itself, as long as that stands */
      mergedInto: {
        id: string
        name: string
      } | null
      attributes: {
        attribute:
          | 'assetTag'
          | 'serialNumber'
          | 'manufacturer'
          | 'model'
          | 'modelNumber'
          | 'description'
          | 'deviceType'
          | 'nomenclatureCode'
          | 'udiDi'
          | 'softwareVersion'
          | 'firmwareVersion'
          | 'operatingSystem'
          | 'installedUpdates'
          | 'hostname'
          | 'ipAddresses'
          | 'macAddresses'
          | 'vlan'
          | 'zone'
          | 'aeTitle'
          | 'networkConnected'
          | 'storesPhi'
          | 'mds2OnFile'
          | 'site'
          | 'building'
          | 'floor'
          | 'room'
          | 'careArea'
          | 'department'
          | 'costCentre'
          | 'owner'
          | 'ownership'
          | 'lifecycle'
          | 'criticality'
          | 'riskClass'
          | 'technician'
          | 'serviceVendor'
          | 'lastMaintenanceOn'
          | 'nextMaintenanceOn'
          | 'maintenanceEveryMonths'
          | 'alternativeMaintenance'
          | 'purchasedOn'
          | 'purchaseOrder'
          | 'purchaseCost'
          | 'replacementCost'
          | 'warrantyEndsOn'
          | 'contractEndsOn'
          | 'inServiceOn'
          | 'retiredOn'
          | 'lastSeenAt'
        title: string
        group: string
        value: unknown
        source: {
          id: string
          name: string
        }
        observedAt: string
        recordedAt: string
        /** How likely the value holds still: the trust in each source that says so, halved with each half-life of its age, taken together */
        confidence: number
        /** In the source on this attribute, 0 to 100 */
        trust: number
        halfLifeDays: number
        /** Why it stands before the others; null where nobody else says anything */
        why: string | null
        /** What is wrong with the value as it is written: `is cut short`; null where nothing is */
        flaw: string | null
        others: {
          value: unknown
          source: {
            id: string
            name: string
          }
          sourceKey: string
          trust: number
          confidence: number
          observedAt: string
          recordedAt: string
          agrees: boolean
          /** What is wrong with the value as it is written: `is cut short`; null where nothing is */
          flaw: string | null
        }[]
      }[]
      sources: {
        source: {
          id: string
          name: string
        }
        sourceKey: string
        observedAt: string
        recordedAt: string
        /** Since when the source no longer reports the device. What it said still counts */
        unreportedSince: string | null
        raw: Record<string, string> | null
      }[]
      conflicts: ListedConflict[]
    }
  }
  /** Whence the value of an attribute came: the records of all sources that say anything */
  'GET /devices/{device}/attributes/{attribute}/origin': {
    params: {
      device: string
      attribute:
        | 'assetTag'
        | 'serialNumber'
        | 'manufacturer'
        | 'model'
        | 'modelNumber'
        | 'description'
        | 'deviceType'
        | 'nomenclatureCode'
        | 'udiDi'
        | 'softwareVersion'
        | 'firmwareVersion'
        | 'operatingSystem'
        | 'installedUpdates'
        | 'hostname'
        | 'ipAddresses'
        | 'macAddresses'
        | 'vlan'
        | 'zone'
        | 'aeTitle'
        | 'networkConnected'
        | 'storesPhi'
        | 'mds2OnFile'
        | 'site'
        | 'building'
        | 'floor'
        | 'room'
        | 'careArea'
        | 'department'
        | 'costCentre'
        | 'owner'
        | 'ownership'
        | 'lifecycle'
        | 'criticality'
        | 'riskClass'
        | 'technician'
        | 'serviceVendor'
        | 'lastMaintenanceOn'
        | 'nextMaintenanceOn'
        | 'maintenanceEveryMonths'
        | 'alternativeMaintenance'
        | 'purchasedOn'
        | 'purchaseOrder'
        | 'purchaseCost'
        | 'replacementCost'
        | 'warrantyEndsOn'
        | 'contractEndsOn'
        | 'inServiceOn'
        | 'retiredOn'
        | 'lastSeenAt'
    }
    query: {
      /** A day, `2026-03-01`, which means its end in the organisation’s time zone; or a moment with its offset */
      asKnownOn?: string | string
    }
    body: undefined
    response: AttributeOrigin
  }
  /** One device as a FHIR Device resource */
  'GET /devices/{device}/fhir': {
    params: {
      device: string
    }
    query: {
      /** Release of HL7 FHIR: R4 (4.0.1) or R5 (5.0.0) */
      release?: 'R4' | 'R5'
    }
    body: undefined
    response: string
  }
  /** Which CVEs are open on the Windows of a device, by its build and installed updates, and what cures them */
  'GET /devices/{device}/windows-updates': {
    params: {
      device: string
    }
    query: {
      answer?: Answer
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      /** Why there is no answer: nothing of Microsoft’s was read; the device names no Windows; or not which release of it; or Microsoft’s documents do not name that Windows */
      lacks: ('intelligence' | 'system' | 'release' | 'product') | null
      /** The Windows of the device, in Microsoft’s words */
      product: string | null
      /** The last day on which Microsoft mended it */
      lastNamedOn: string | null
      build: string | null
      /** The build tells the state of repair: 17763.5329, not 17763 */
      isBuildExact: boolean
      installed: {
        update: string
        postedOn: string | null
        /** Updates that it takes the place of; null where it is in no list */
        contains: number | null
      }[]
      /** False where more is installed than the source names */
      isListWhole: boolean
      counts: {
        open: number
        cannotTell: number
        cured: number
      }
      /** Updates that cure what is open or may be, each the one that cures most of what those before it leave */
      cures: {
        update: string
        postedOn: string
        build: string
        cves: number
      }[]
      items: WindowsVulnerability[]
      next: string | null
    }
  }
  /** What was said of a device and what its findings came to, newest first */
  'GET /devices/{device}/history': {
    params: {
      device: string
    }
    query: undefined
    body: undefined
    response: {
      at: string
      kind: string
      actorName: string
      text: string
      path?: string
    }[]
  }
  /** Correct attributes of a device */
  'POST /devices/{device}/observations': {
    params: {
      device: string
    }
    query: undefined
    body: {
      claims: {
        assetTag?: string | null
        serialNumber?: string | null
        manufacturer?: string | null
        model?: string | null
        modelNumber?: string | null
        description?: string | null
        deviceType?: string | null
        nomenclatureCode?: string | null
        udiDi?: string | null
        softwareVersion?: string | null
        firmwareVersion?: string | null
        operatingSystem?: string | null
        installedUpdates?: string[] | null
        hostname?: string | null
        ipAddresses?: string[] | null
        macAddresses?: string[] | null
        vlan?: string | null
        zone?: string | null
        aeTitle?: string | null
        networkConnected?: boolean | null
        storesPhi?: boolean | null
        mds2OnFile?: boolean | null
        site?: string | null
        building?: string | null
        floor?: string | null
        room?: string | null
        careArea?: string | null
        department?: string | null
        costCentre?: string | null
        owner?: string | null
        ownership?: string | null
        lifecycle?: Lifecycle | null
        criticality?: Criticality | null
        riskClass?: string | null
        technician?: string | null
        serviceVendor?: string | null
        lastMaintenanceOn?: string | null
        nextMaintenanceOn?: string | null
        maintenanceEveryMonths?: number | null
        alternativeMaintenance?: boolean | null
        purchasedOn?: string | null
        purchaseOrder?: string | null
        purchaseCost?: number | null
        replacementCost?: number | null
        warrantyEndsOn?: string | null
        contractEndsOn?: string | null
        inServiceOn?: string | null
        retiredOn?: string | null
        lastSeenAt?: string | null
      }
      reason: string
    }
    response: {
      id: string
    }
  }
  /** List pairs of records of which a person must say whether they are of one device */
  'GET /reviews': {
    params: undefined
    query: {
      /** `open`: to be answered; `waiting`: put off, or waiting for a look at the device; `unsettled`: both; `settled` */
      state?: 'open' | 'waiting' | 'settled' | 'unsettled'
      /** One of the two records is of this source */
      source?: string
      /** One of the two records stands in this device */
      device?: string
      site?: string
      /** Of either side; an empty value asks for devices without one */
      careArea?: string
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: IdentityReview[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Count reviews by source, site and care area */
  'GET /reviews/facets': {
    params: undefined
    query: {
      /** `open`: to be answered; `waiting`: put off, or waiting for a look at the device; `unsettled`: both; `settled` */
      state?: 'open' | 'waiting' | 'settled' | 'unsettled'
      /** One of the two records is of this source */
      source?: string
      /** One of the two records stands in this device */
      device?: string
      site?: string
      /** Of either side; an empty value asks for devices without one */
      careArea?: string
    }
    body: undefined
    response: {
      total: number
      source: {
        value: string
        label: string
        count: number
      }[]
      site: {
        value: string
        count: number
      }[]
      careArea: {
        value: string
        count: number
      }[]
    }
  }
  /** One review with both sides: devices, records, attributes, what speaks for one device, and what was said before */
  'GET /reviews/{review}': {
    params: {
      review: string
    }
    query: undefined
    body: undefined
    response: IdentityReviewView
  }
  /** Say whether two records are of one device, or put the answer off */
  'POST /reviews/{review}/answer': {
    params: {
      review: string
    }
    query: undefined
    body:
      | {
          answer: 'same' | 'different'
          reason: string
          /** Of `same`: the device that stays; else the one that more hangs on */
          stays?: string
        }
      | {
          /** The day on which it comes back; else in a week */
          until?: string
          reason: string
          answer: 'later'
        }
    response: {
      verdictId: string | null
      /** The merge or split that was made of it */
      entryId: string | null
      /** The devices that the two records stand in now */
      deviceIds: string[]
    }
  }
  /** Send somebody to look at a device of the review */
  'POST /reviews/{review}/look': {
    params: {
      review: string
    }
    query: undefined
    body: {
      /** Of a review, which of the two devices is looked at; else the first */
      deviceId?: string
      assignedTo?: string
      dueOn?: string
    }
    response: {
      id: string
      number: string
    }
  }
  /** Take back what a person said of records */
  'POST /identity/verdicts/{verdict}/withdraw': {
    params: {
      verdict: string
    }
    query: undefined
    body: {
      reason: string
    }
    response: {
      /** The merge or split that was undone, or made again */
      entryId: string | null
    }
  }
  /** List claims that contradict each other */
  'GET /conflicts': {
    params: undefined
    query: {
      /** `unsettled` is `open` and `waiting` */
      state?: 'open' | 'waiting' | 'settled' | 'unsettled'
      site?: string
      /** Of either side; an empty value asks for devices without one */
      careArea?: string
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: ListedConflict[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Count conflicts by site and care area */
  'GET /conflicts/facets': {
    params: undefined
    query: {
      state?: 'open' | 'waiting' | 'settled'
    }
    body: undefined
    response: {
      total: number
      site: {
        value: string
        count: number
      }[]
      careArea: {
        value: string
        count: number
      }[]
    }
  }
  /** One conflict with both sides: who says what, and since when */
  'GET /conflicts/{conflict}': {
    params: {
      conflict: string
    }
    query: undefined
    body: undefined
    response: ConflictView
  }
  /** Settle a conflict, in words, or by saying which side is right */
  'POST /conflicts/{conflict}/settle': {
    params: {
      conflict: string
    }
    query: undefined
    body: {
      settlement: string
      right?: 'first' | 'second'
    }
    response: {
      deviceId: string
    }
  }
  /** Put a conflict off */
  'POST /conflicts/{conflict}/later': {
    params: {
      conflict: string
    }
    query: undefined
    body: {
      /** The day on which it comes back; else in a week */
      until?: string
      reason: string
    }
    response: {
      until: string
    }
  }
  /** Send somebody to look at the device of a conflict */
  'POST /conflicts/{conflict}/look': {
    params: {
      conflict: string
    }
    query: undefined
    body: {
      assignedTo?: string
      dueOn?: string
    }
    response: {
      id: string
      number: string
    }
  }
  /** List the inventory as it was known on a day */
  'GET /known-devices': {
    params: undefined
    query: {
      q?: string
      site?: string
      careArea?: string
      manufacturer?: string
      model?: string
      deviceType?: string
      lifecycle?: Lifecycle
      criticality?: Criticality
      active?: boolean
      /** A day, `2026-03-01`, which means its end in the organisation’s time zone; or a moment with its offset */
      asKnownOn: string | string
      sort?: 'name' | 'site'
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: KnownDevice[]
      /** Cursor of the next page */
      next: string | null
      /** The moment that is shown */
      knownAt: string
    }
  }
  /** Count the devices that were known on a day */
  'GET /known-devices/count': {
    params: undefined
    query: {
      q?: string
      site?: string
      careArea?: string
      manufacturer?: string
      model?: string
      deviceType?: string
      lifecycle?: Lifecycle
      criticality?: Criticality
      active?: boolean
      /** A day, `2026-03-01`, which means its end in the organisation’s time zone; or a moment with its offset */
      asKnownOn: string | string
    }
    body: undefined
    response: {
      knownAt: string
      count: number
      isCapped: boolean
    }
  }
  /** The inventory as it was known on a day, as CSV */
  'GET /known-devices.csv': {
    params: undefined
    query: {
      q?: string
      site?: string
      careArea?: string
      manufacturer?: string
      model?: string
      deviceType?: string
      lifecycle?: Lifecycle
      criticality?: Criticality
      active?: boolean
      /** A day, `2026-03-01`, which means its end in the organisation’s time zone; or a moment with its offset */
      asKnownOn: string | string
      sort?: 'name' | 'site'
    }
    body: undefined
    response: string
  }
  /** One device as it was known on a day, each attribute with its source, and what is otherwise today */
  'GET /known-devices/{device}': {
    params: {
      device: string
    }
    query: {
      /** A day, `2026-03-01`, which means its end in the organisation’s time zone; or a moment with its offset */
      asKnownOn: string | string
      /** A day, `2026-03-01`, which means its end in the organisation’s time zone; or a moment with its offset */
      observedOn?: string | string
    }
    body: undefined
    response: {
      knownAt: string
      device: KnownDevice
      attributes: {
        attribute:
          | 'assetTag'
          | 'serialNumber'
          | 'manufacturer'
          | 'model'
          | 'modelNumber'
          | 'description'
          | 'deviceType'
          | 'nomenclatureCode'
          | 'udiDi'
          | 'softwareVersion'
          | 'firmwareVersion'
          | 'operatingSystem'
          | 'installedUpdates'
          | 'hostname'
          | 'ipAddresses'
          | 'macAddresses'
          | 'vlan'
          | 'zone'
          | 'aeTitle'
          | 'networkConnected'
          | 'storesPhi'
          | 'mds2OnFile'
          | 'site'
          | 'building'
          | 'floor'
          | 'room'
          | 'careArea'
          | 'department'
          | 'costCentre'
          | 'owner'
          | 'ownership'
          | 'lifecycle'
          | 'criticality'
          | 'riskClass'
          | 'technician'
          | 'serviceVendor'
          | 'lastMaintenanceOn'
          | 'nextMaintenanceOn'
          | 'maintenanceEveryMonths'
          | 'alternativeMaintenance'
          | 'purchasedOn'
          | 'purchaseOrder'
          | 'purchaseCost'
          | 'replacementCost'
          | 'warrantyEndsOn'
          | 'contractEndsOn'
          | 'inServiceOn'
          | 'retiredOn'
          | 'lastSeenAt'
        title: string
        group: string
        value: unknown
        source: {
          id: string
          name: string
        }
        observedAt: string
        recordedAt: string
        /** How likely the value holds still: the trust in each source that says so, halved with each half-life of its age, taken together */
        confidence: number
        /** In the source on this attribute, 0 to 100 */
        trust: number
        halfLifeDays: number
        /** Why it stands before the others; null where nobody else says anything */
        why: string | null
        /** What is wrong with the value as it is written: `is cut short`; null where nothing is */
        flaw: string | null
        others: {
          value: unknown
          source: {
            id: string
            name: string
          }
          sourceKey: string
          trust: number
          confidence: number
          observedAt: string
          recordedAt: string
          agrees: boolean
          /** What is wrong with the value as it is written: `is cut short`; null where nothing is */
          flaw: string | null
        }[]
        valueNow: unknown
        /** It is otherwise today */
        isChanged: boolean
      }[]
      sources: {
        source: {
          id: string
          name: string
        }
        sourceKey: string
        observedAt: string
        recordedAt: string
        raw: Record<string, string> | null
      }[]
    }
  }
  /** List merges and splits of devices, newest first */
  'GET /identity/entries': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      /** Entries that this device is a half of */
      device?: string
      kind?: 'merge' | 'split'
      /** Only those that were undone, or only those that stand */
      undone?: boolean
    }
    body: undefined
    response: {
      items: IdentityEntry[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** One merge or split, with what went along */
  'GET /identity/entries/{entry}': {
    params: {
      entry: string
    }
    query: undefined
    body: undefined
    response: IdentityEntryDetail
  }
  /** Say that two devices are one */
  'POST /identity/merges': {
    params: undefined
    query: undefined
    body: {
      /** The device that stays */
      into: string
      /** The device that is no more */
      from: string
      reason: string
    }
    response: {
      entryId: string
    }
  }
  /** Say that records of a device are of another one */
  'POST /identity/splits': {
    params: undefined
    query: undefined
    body: {
      deviceId: string
      records: {
        sourceId: string
        sourceKey: string
      }[]
      reason: string
      /** Work orders that go along */
      workOrderIds?: string[]
      /** Findings whose decision, comments and history go along */
      vulnerabilityIds?: string[]
    }
    response: {
      entryId: string
      /** The device that the records are of now */
      deviceId: string
      /** True where a merge was undone instead */
      isUndo: boolean
    }
  }
  /** Undo a merge or a split */
  'POST /identity/entries/{entry}/undo': {
    params: {
      entry: string
    }
    query: undefined
    body: {
      reason: string
    }
    response: {
      from: string
      into: string
    }
  }
  /** List the models of the inventory, with what FDA says of each */
  'GET /models': {
    params: undefined
    query: {
      /** Words of manufacturer, model, product code and its name; or a UDI */
      q?: string
      lifeSustaining?: 'true' | 'false'
      deviceClass?: string
      confidence?: ('certain' | 'likely' | 'unsure') | 'none'
      stage?: ('development' | 'support' | 'limited_support' | 'end_of_support') | 'none'
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: ModelRow[]
      /** Cursor of the next page */
      next: string | null
      /** Of all that fit `q` */
      counts: {
        total: number
        lifeSustaining: number
        deviceClass: Record<string, number>
        /** Of no known product code as `none` */
        confidence: Record<string, number>
        /** Of no recorded stage as `none` */
        stage: Record<string, number>
      }
    }
  }
  /** Get a model: devices, versions, product codes and why, stages of support, documents */
  'GET /models/{model}': {
    params: {
      model: string
    }
    query: undefined
    body: undefined
    response: ModelPage
  }
  /** Record from when a stage of the model’s support is, or take it back */
  'PUT /models/{model}/stages': {
    params: {
      model: string
    }
    query: undefined
    body: {
      stage: 'development' | 'support' | 'limited_support' | 'end_of_support'
      /** Null takes back what was recorded */
      startsOn: string | null
      /** Who says so: a letter, a contract, a page */
      reason: string
    }
    response: ModelPage
  }
  /** How the inventory stands: lists, score, overlap of sources, what pays most */
  'GET /inventory-health': {
    params: undefined
    query: undefined
    body: undefined
    response: InventoryHealth
  }
  /** Count how the inventory stands now */
  'POST /inventory-health/count': {
    params: undefined
    query: undefined
    body: undefined
    response: InventoryHealth
  }
  /** List the unknown, ghost, missing, duplicate, unmanaged or ended devices, each with why and what is next */
  'GET /inventory-health/devices': {
    params: undefined
    query: {
      q?: string
      site?: string
      /** With `site`: both however devices write them */
      careArea?: string
      source?: string
      list: 'unknown' | 'ghost' | 'missing' | 'duplicate' | 'unmanaged' | 'ended'
      sort?: 'name' | 'risk' | 'lastSeen' | 'site'
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: HealthDevice[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** All devices of such a list as CSV */
  'GET /inventory-health/devices.csv': {
    params: undefined
    query: {
      q?: string
      site?: string
      /** With `site`: both however devices write them */
      careArea?: string
      source?: string
      list: 'unknown' | 'ghost' | 'missing' | 'duplicate' | 'unmanaged' | 'ended'
      sort?: 'name' | 'risk' | 'lastSeen' | 'site'
    }
    body: undefined
    response: string
  }
  /** List pairs of rows of one register that say they are the same thing */
  'GET /inventory-health/duplicates': {
    params: undefined
    query: {
      site?: string
      /** With `site`: both however devices write them */
      careArea?: string
      source?: string
      device?: string
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: DuplicatePair[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** List wards or sources with their score and the one check that pays most; the worst first */
  'GET /inventory-health/scopes': {
    params: undefined
    query: {
      scope: 'ward' | 'source'
      q?: string
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: HealthScope[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** The score of a device with its parts, what is missing, and the lists in which it stands */
  'GET /inventory-health/devices/{device}': {
    params: {
      device: string
    }
    query: undefined
    body: undefined
    response: {
      health: DeviceHealth | null
    }
  }
  /** List how often devices alike are seen: by kind, type and model */
  'GET /inventory-health/rhythms': {
    params: undefined
    query: {
      q?: string
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: SightingRhythm[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Set how long devices alike are usually silent, or take that back */
  'PUT /inventory-health/rhythms': {
    params: undefined
    query: undefined
    body: {
      scope: 'model' | 'type' | 'kind'
      key: string
      /** Null takes back what was set */
      days: number | null
      reason: string
    }
    response: SightingRhythm
  }
  /** Set from when on a device counts as unknown, ghost or missing */
  'PUT /inventory-health/settings': {
    params: undefined
    query: undefined
    body: {
      graceDays: number
      silences: number
      leastDays: number
      missingBounds: number
      missingDays: number
      reason: string
    }
    response: InventoryHealth
  }
  /** What the open findings came to on each day */
  'GET /risk-over-time': {
    params: undefined
    query: {
      /** Empty for devices without one */
      site?: string
      manufacturer?: string
      /** With its `manufacturer` */
      model?: string
      /** 90 days before `to` unless said */
      from?: string
      /** Today unless said */
      to?: string
    }
    body: undefined
    response: RiskOverTime
  }
  /** List sites, manufacturers or models with what they came to on the first and the last day that was measured */
  'GET /risk-over-time/groups': {
    params: undefined
    query: {
      /** Empty for devices without one */
      site?: string
      manufacturer?: string
      /** With its `manufacturer` */
      model?: string
      /** 90 days before `to` unless said */
      from?: string
      /** Today unless said */
      to?: string
      by: 'site' | 'manufacturer' | 'model'
      sort?: 'risk' | 'rise' | 'fall' | 'name'
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: RiskGroup[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** The days as CSV */
  'GET /risk-over-time.csv': {
    params: undefined
    query: {
      /** Empty for devices without one */
      site?: string
      manufacturer?: string
      /** With its `manufacturer` */
      model?: string
      /** 90 days before `to` unless said */
      from?: string
      /** Today unless said */
      to?: string
    }
    body: undefined
    response: string
  }
  /** List bills of materials with the devices that they reach */
  'GET /sboms': {
    params: undefined
    query: {
      q?: string
      /** Words of one component: its name, version, package URL */
      component?: string
      /** false: those that another took the place of */
      inForce?: boolean
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: SbomRow[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Add a bill of materials, or a VEX document on bills */
  'POST /sboms': {
    params: undefined
    query: undefined
    body: FormData
    response: {
      kind: 'bill' | 'vex'
      id: string
      isNew: boolean
    }
  }
  /** One bill of materials, and what of it could not be read */
  'GET /sboms/{sbom}': {
    params: {
      sbom: string
    }
    query: undefined
    body: undefined
    response: {
      bill: SbomRow
      /** The product, as the bill names it */
      subject: {
        name: string
        version: string
        supplier: string
        purl: string
        cpe: string
      }
      serialNumber: string
      revision: string
      tool: string
      dependencies: number
      /** SHA-256 of the file */
      digest: string
      fileName: string
      /** What could not be taken as it stands, and why */
      remarks: {
        part: 'bill' | 'component' | 'statement'
        name: string
        reason: string
      }[]
    }
  }
  /** Take a bill out of force */
  'DELETE /sboms/{sbom}': {
    params: {
      sbom: string
    }
    query: {
      reason: string
    }
    body: undefined
    response: undefined
  }
  /** Components of a bill, by name */
  'GET /sboms/{sbom}/components': {
    params: {
      sbom: string
    }
    query: {
      q?: string
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: SbomComponent[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** What a bill says of vulnerabilities (VEX) */
  'GET /sboms/{sbom}/statements': {
    params: {
      sbom: string
    }
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: SbomStatement[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** What advisories, NVD, CVE records and OSV name in the components of a bill, on the devices that it tells of */
  'GET /sboms/{sbom}/vulnerabilities': {
    params: {
      sbom: string
    }
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: SbomVulnerability[]
      /** Cursor of the next page */
      next: string | null
      total: number
      /** false: this database was never read, and nothing here is its word */
      wasRead: {
        NVD: boolean
        OSV: boolean
      }
    }
  }
  /** The bill as it came */
  'GET /sboms/{sbom}/document': {
    params: {
      sbom: string
    }
    query: undefined
    body: undefined
    response: string
  }
  /** Say which model and versions a bill is of */
  'PUT /sboms/{sbom}/binding': {
    params: {
      sbom: string
    }
    query: undefined
    body: {
      manufacturer: string
      model: string
      /** One, several with commas, a range; * or nothing is every version */
      versions: string
      reason: string
    }
    response: {
      bill: SbomRow
      /** The product, as the bill names it */
      subject: {
        name: string
        version: string
        supplier: string
        purl: string
        cpe: string
      }
      serialNumber: string
      revision: string
      tool: string
      dependencies: number
      /** SHA-256 of the file */
      digest: string
      fileName: string
      /** What could not be taken as it stands, and why */
      remarks: {
        part: 'bill' | 'component' | 'statement'
        name: string
        reason: string
      }[]
    }
  }
  /** Bills that speak of a device, the one that counts first */
  'GET /devices/{device}/sboms': {
    params: {
      device: string
    }
    query: undefined
    body: undefined
    response: {
      items: {
        bill: SbomRow
        counts: boolean
        isSure: boolean
        because: Because[]
      }[]
    }
  }
  /** List the VEX documents that speak of bills of materials, the last to come first */
  'GET /vex-documents': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      /** That speak of this bill */
      sbom?: string
    }
    body: undefined
    response: {
      items: VexDocumentRow[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** One VEX document, and the bills that it names */
  'GET /vex-documents/{document}': {
    params: {
      document: string
    }
    query: undefined
    body: undefined
    response: {
      document: VexDocumentRow
      fileName: string
      /** SHA-256 of the file */
      digest: string
      remarks: {
        part: 'bill' | 'component' | 'statement'
        name: string
        reason: string
      }[]
      bills: {
        serialNumber: string
        revision: number
        /** Which models somebody said that it is of; empty where it is here */
        bound: {
          id: string
          manufacturer: string
          model: string
          versions: string
          boundBy: string
        }[]
        /** Empty where it waits for the bill */
        here: {
          id: string
          manufacturer: string
          model: string
          versions: string
          isReplaced: boolean
        }[]
      }[]
    }
  }
  /** Take a VEX document out of force */
  'DELETE /vex-documents/{document}': {
    params: {
      document: string
    }
    query: {
      reason: string
    }
    body: undefined
    response: undefined
  }
  /** What a VEX document says, and why what does not hold does not */
  'GET /vex-documents/{document}/statements': {
    params: {
      document: string
    }
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: ReceivedVexStatement[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** The VEX document as it came */
  'GET /vex-documents/{document}/document': {
    params: {
      document: string
    }
    query: undefined
    body: undefined
    response: string
  }
  /** Add a document of a model: an MDS2 form, a bill of materials or a VEX document on bills */
  'POST /documents': {
    params: undefined
    query: undefined
    body: FormData
    response: {
      kind: 'sbom' | 'vex' | 'mds2'
      id: string
      isNew: boolean
    }
  }
  /** List MDS2 forms with the devices that they reach */
  'GET /mds2': {
    params: undefined
    query: {
      q?: string
      /** false: those that another took the place of */
      inForce?: boolean
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: Mds2Row[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** One MDS2 form: its answers, what could not be read, and what it says otherwise than the form before */
  'GET /mds2/{form}': {
    params: {
      form: string
    }
    query: undefined
    body: undefined
    response: {
      form: Mds2Row
      /** The device, as the form names it */
      subject: {
        manufacturer: string
        model: string
        softwareVersion: string
        description: string
        documentId: string
        contact: string
        intendedUse: string
      }
      /** SHA-256 of the file */
      digest: string
      fileName: string
      /** What matters most for security, of what its edition asks */
      topics: Mds2Topic[]
      sections: {
        code: string
        title: string
        answers: Mds2Answer[]
      }[]
      /** What could not be taken as it stands, and why */
      remarks: {
        part: 'form' | 'question'
        name: string
        reason: string
      }[]
      /** The newest older form of the same model, and what this one says otherwise */
      before: {
        id: string
        edition: '2013' | '2019'
        versions: string
        releasedOn: string | null
        differences: Mds2Difference[]
      } | null
    }
  }
  /** Take a form out of force */
  'DELETE /mds2/{form}': {
    params: {
      form: string
    }
    query: {
      reason: string
    }
    body: undefined
    response: undefined
  }
  /** The form as it came */
  'GET /mds2/{form}/document': {
    params: {
      form: string
    }
    query: undefined
    body: undefined
    response: string
  }
  /** Say which model and versions a form is of */
  'PUT /mds2/{form}/binding': {
    params: {
      form: string
    }
    query: undefined
    body: {
      manufacturer: string
      model: string
      /** One, several with commas, a range; * or nothing is every version */
      versions: string
      reason: string
    }
    response: {
      form: Mds2Row
      /** The device, as the form names it */
      subject: {
        manufacturer: string
        model: string
        softwareVersion: string
        description: string
        documentId: string
        contact: string
        intendedUse: string
      }
      /** SHA-256 of the file */
      digest: string
      fileName: string
      /** What matters most for security, of what its edition asks */
      topics: Mds2Topic[]
      sections: {
        code: string
        title: string
        answers: Mds2Answer[]
      }[]
      /** What could not be taken as it stands, and why */
      remarks: {
        part: 'form' | 'question'
        name: string
        reason: string
      }[]
      /** The newest older form of the same model, and what this one says otherwise */
      before: {
        id: string
        edition: '2013' | '2019'
        versions: string
        releasedOn: string | null
        differences: Mds2Difference[]
      } | null
    }
  }
  /** MDS2 forms that speak of a device, the one that counts first, with what matters most for security */
  'GET /devices/{device}/mds2': {
    params: {
      device: string
    }
    query: undefined
    body: undefined
    response: {
      items: {
        form: Mds2Row
        counts: boolean
        isSure: boolean
        because: Because[]
        topics: Mds2Topic[]
      }[]
    }
  }
  /** What can be read, and where our decisions can go */
  'GET /catalogue': {
    params: undefined
    query: undefined
    body: undefined
    response: {
      connectors: {
        id: string
        title: string
        summary: string
        extensions: string[]
        /** Of a table a person settles the columns, and skipped rows can be corrected; a report says itself what its values are */
        reads: 'table' | 'report'
      }[]
      /** Connectors that read a system of the hospital over its interface */
      systems: {
        id: string
        title: string
        summary: string
        everyHours: number
        settings: Record<string, unknown>
      }[]
      feeds: {
        id: string
        title: string
        summary: string
        everyHours: number
        settings: Record<string, unknown>
      }[]
      outlets: {
        id: string
        title: string
        summary: string
      }[]
    }
  }
  /** List sources, with their last run and what they skipped */
  'GET /sources': {
    params: undefined
    query: undefined
    body: undefined
    response: Source[]
  }
  /** Add a source */
  'POST /sources': {
    params: undefined
    query: undefined
    body: {
      kind: 'connector' | 'feed'
      member: string
      name: string
      settings: Record<string, unknown>
      trust?: number
      everyHours?: number | null
      watchFolder?: string | null
    }
    response: {
      id: string
    }
  }
  /** Prove the settings of a feed or a system without saving them */
  'POST /sources/check': {
    params: undefined
    query: undefined
    body: {
      kind?: 'connector' | 'feed'
      member: string
      settings: Record<string, unknown>
    }
    response: {
      ok: boolean
    }
  }
  /** One source and its runs, newest first */
  'GET /sources/{source}': {
    params: {
      source: string
    }
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      source: Source
      runs: {
        items: Run[]
        /** Cursor of the next page */
        next: string | null
      }
    }
  }
  /** Change a source */
  'PATCH /sources/{source}': {
    params: {
      source: string
    }
    query: undefined
    body: {
      name?: string
      settings?: Record<string, unknown>
      trust?: number
      everyHours?: number | null
      watchFolder?: string | null
      /** Of files: each is the whole list, so that what it does not hold is no longer reported */
      filesAreWhole?: boolean
      /** `register` keeps the list of what the hospital owns, `observer` sees devices themselves; null: as its records tell */
      role?: ('register' | 'observer') | null
      disabled?: boolean
    }
    response: {
      id: string
    }
  }
  /** Read a feed or a system now */
  'POST /sources/{source}/run': {
    params: {
      source: string
    }
    query: undefined
    body: undefined
    response: Run
  }
  /** What a source gave and could not be taken */
  'GET /sources/{source}/skipped': {
    params: {
      source: string
    }
    query: {
      cursor?: string
      limit?: number
      state?: 'open' | 'replayed' | 'dismissed' | 'gone'
    }
    body: undefined
    response: {
      items: Skipped[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Take a skipped record again, corrected */
  'POST /skipped/{skipped}/replay': {
    params: {
      skipped: string
    }
    query: undefined
    body: {
      raw: Record<string, string>
    }
    response: {
      state: 'replayed'
      deviceId: string
    }
  }
  /** Leave a skipped record out, and say why */
  'POST /skipped/{skipped}/dismiss': {
    params: {
      skipped: string
    }
    query: undefined
    body: {
      reason: string
    }
    response: {
      state: 'dismissed'
    }
  }
  /** How a run goes, or went */
  'GET /runs/{run}': {
    params: {
      run: string
    }
    query: undefined
    body: undefined
    response: Run
  }
  /** Stop a run; what is stored stays */
  'POST /runs/{run}/cancel': {
    params: {
      run: string
    }
    query: undefined
    body: undefined
    response: Run
  }
  /** Go on with a run that failed or was cancelled */
  'POST /runs/{run}/resume': {
    params: {
      run: string
    }
    query: undefined
    body: undefined
    response: Run
  }
  /** Take back all that an import said */
  'POST /runs/{run}/undo': {
    params: {
      run: string
    }
    query: undefined
    body: undefined
    response: Run
  }
  /** Answer a reading that reported suddenly few of its devices */
  'POST /runs/{run}/confirm': {
    params: {
      run: string
    }
    query: undefined
    body: {
      answer: 'take' | 'keep'
    }
    response: Run
  }
  /** Upload a file and see what stands in it */
  'POST /uploads': {
    params: undefined
    query: undefined
    body: FormData
    response: {
      fileId: string
      name: string
      bytes: number
      member: string
      inspection: Inspection
    }
  }
  /** Look at an uploaded file again, with other columns or those a source remembers */
  'POST /uploads/{file}/inspect': {
    params: {
      file: string
    }
    query: undefined
    body: {
      sourceId?: string
      settings?: Record<string, unknown>
    }
    response: Inspection
  }
  /** What an import would do, without doing it */
  'POST /imports/preview': {
    params: undefined
    query: undefined
    body: {
      fileId: string
      sourceId?: string
      settings: Record<string, unknown>
    }
    response: {
      rows: number
      new: number
      changed: number
      unchanged: number
      rejected: number
      examples: {
        new: {
          sourceKey: string
          claims: Record<string, unknown>
        }[]
        changed: {
          sourceKey: string
          deviceId: string
          name: string
          assetTag: string | null
          changes: {
            attribute: string
            before: string | null
            after: string | null
          }[]
        }[]
        rejected: {
          position: string
          code: string
          reason: string
          raw: Record<string, string> | null
        }[]
      }
    }
  }
  /** Import an uploaded file; the source remembers its columns */
  'POST /imports': {
    params: undefined
    query: undefined
    body: {
      fileId: string
      sourceId?: string
      name?: string
      member?: string
      settings: Record<string, unknown>
      trust?: number
    }
    response: Run
  }
  /** Bundles made and loaded here, whom this site trusts, and its own key */
  'GET /bundles': {
    params: undefined
    query: undefined
    body: undefined
    response: {
      key: BundleKey | null
      trusted: {
        fingerprint: string
        name: string
        trustedAt: string
        trustedBy: string
      }[]
      made: MadeBundle[]
      loaded: {
        fingerprint: string
        manifest: BundleManifest
        run: Run
        sourceId: string
      }[]
    }
  }
  /** Make a bundle of what the feeds of this site brought */
  'POST /bundles': {
    params: undefined
    query: undefined
    body: {
      /** A delta since this bundle (id or number), or since the last that was made by this date */
      since?: string
    }
    response: MadeBundle
  }
  /** Download a bundle that was made here */
  'GET /bundles/{bundle}/file': {
    params: {
      bundle: string
    }
    query: undefined
    body: undefined
    response: string
  }
  /** Load a bundle that another site made */
  'POST /bundles/loads': {
    params: undefined
    query: undefined
    body: FormData
    response: {
      state: 'queued' | 'resumed' | 'already'
      fingerprint: string
      manifest: BundleManifest
      run: Run
    }
  }
  /** Make the key that signs bundles */
  'POST /bundles/key': {
    params: undefined
    query: undefined
    body: {
      issuer: string
      replace?: boolean
    }
    response: BundleKey
  }
  /** Trust the site with this fingerprint */
  'POST /bundles/trusted': {
    params: undefined
    query: undefined
    body: {
      fingerprint: string
      name: string
    }
    response: {
      fingerprint: string
    }
  }
  /** Trust a site no longer; what was loaded stays */
  'POST /bundles/trusted/{fingerprint}/remove': {
    params: {
      fingerprint: string
    }
    query: undefined
    body: {
      reason: string
    }
    response: {
      fingerprint: string
    }
  }
  /** List advisories with how many devices they reach */
  'GET /advisories': {
    params: undefined
    query: {
      q?: string
      publisher?: string
      knownExploited?: boolean
      /** Advisories that leave at least one device open, or none */
      affected?: 'yes' | 'no' | 'any'
      /** Waits for a decision, or does not */
      inbox?: boolean
      /** Not read by you, or said anew since */
      unread?: boolean
      decision?: 'handled' | 'nothing_to_do' | 'watch' | 'open_work'
      /** Leaves this device open */
      device?: string
      /** Leaves devices of this model open */
      model?: string
      /** Of the document: csaf_security_advisory, csaf_vex and so on */
      category?: string
      csafVersion?: string
      /** vendor, coordinator, discoverer and so on */
      publisherCategory?: string
      /** A part of the publisher’s namespace */
      namespace?: string
      /** A part of the title */
      title?: string
      /** A part of the tracking id */
      trackingId?: string
      status?: 'draft' | 'interim' | 'final'
      /** The version of the document */
      revision?: string
      /** Words of a revision’s number, date or summary */
      revisionHistory?: string
      /** A part of the generator’s name or version */
      generator?: string
      /** Current release on this day or later */
      currentFrom?: string
      currentTo?: string
      /** Initial release on this day or later */
      initialFrom?: string
      initialTo?: string
      /** Speaks of this vulnerability */
      cve?: string
      /** Words of a vendor, product or version in the product tree */
      product?: string
      /** A part of a CPE, package URL, hash, model number, serial number, SKU or URI */
      identifier?: string
      /** The aggregate severity, as the publisher words it */
      severity?: string
      /** The highest score is this or more */
      cvssFrom?: number
      cvssTo?: number
      /** CISA’s medical advisories (ICSMA), or the others */
      medical?: boolean
      sort?:
        | 'newest'
        | 'released'
        | 'worst'
        | 'affected'
        | 'cvss'
        | 'severity'
        | 'title'
        | 'publisher'
        | 'publisherCategory'
        | 'namespace'
        | 'id'
        | 'category'
        | 'csafVersion'
        | 'status'
        | 'revision'
        | 'revisionHistory'
        | 'generator'
        | 'cve'
        | 'product'
        | 'identifier'
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: AdvisoryRow[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Add a CSAF, OpenVEX or CycloneDX VEX document by hand */
  'POST /advisories': {
    params: undefined
    query: undefined
    body: FormData
    response: {
      kind: 'advisory' | 'vex'
      id: string
      isNew: boolean
      remarks: string[]
    }
  }
  /** Count advisories by publisher, category, status and so on */
  'GET /advisories/facets': {
    params: undefined
    query: undefined
    body: undefined
    response: Record<
      'category' | 'csafVersion' | 'publisher' | 'publisherCategory' | 'status' | 'severity',
      {
        value: string
        count: number
      }[]
    >
  }
  /** Get an advisory: what it says, and the devices it is about */
  'GET /advisories/{advisory}': {
    params: {
      advisory: string
    }
    query: undefined
    body: undefined
    response: {
      advisory: {
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
        /** The highest that is open here; null where nothing is */
        worstScore: number | null
        worstBand: RiskBand | null
        affected: number
        cannotTell: number
        withdrawnAt: string | null
        category: string
        aggregateSeverity: string
        triage: 'new' | 'revised' | 'due' | 'now_here' | 'settled'
        decision: ('handled' | 'nothing_to_do' | 'watch' | 'open_work') | null
        isUnread: boolean
        summary: string
        url: string | null
        documentDigest: string
        withdrawnReason: string | null
        withdrawnBy: string | null
      }
      vulnerabilities: {
        vulnerabilityId: string
        cve: string | null
        title: string
        description: string
        cwe: string | null
        scores: PublishedScore[]
        remediations: AdvisoryRemediation[]
        knownExploited: {
          addedOn: string
          dueOn: string | null
          ransomware: boolean
          requiredAction: string
        } | null
        probability: {
          probability: number
          percentile: number
          model: string
          scoredOn: string
        } | null
      }[]
      products: {
        productId: string
        fullName: string
        vendor: string
        name: string
        version: string
        versionForm: VersionForm
        /** Devices of the worklist that this entry leaves open */
        devices: number
      }[]
      groups: {
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
        knownExploited: boolean
        sampleDevices: {
          id: string
          name: string
          careArea: string | null
        }[]
        workOrders: number
      }[]
    }
  }
  /** Read the stored document as it came */
  'GET /advisories/{advisory}/document': {
    params: {
      advisory: string
    }
    query: undefined
    body: undefined
    response: string
  }
  /** Read all that the document says, part by part */
  'GET /advisories/{advisory}/view': {
    params: {
      advisory: string
    }
    query: undefined
    body: undefined
    response: {
      view: CsafView | null
      /** What of it could not be read or applied, with the reason */
      notTaken: string[]
    }
  }
  /** Take an advisory out of force, and say why */
  'POST /advisories/{advisory}/withdraw': {
    params: {
      advisory: string
    }
    query: undefined
    body: {
      reason: string
    }
    response: undefined
  }
  /** Put an advisory in force again */
  'POST /advisories/{advisory}/restore': {
    params: {
      advisory: string
    }
    query: undefined
    body: undefined
    response: undefined
  }
  /** List the revisions of an advisory that came, the present one first */
  'GET /advisories/{advisory}/revisions': {
    params: {
      advisory: string
    }
    query: undefined
    body: undefined
    response: AdvisoryRevision[]
  }
  /** Read an earlier revision as it came */
  'GET /advisories/{advisory}/revisions/{digest}': {
    params: {
      advisory: string
      digest: string
    }
    query: undefined
    body: undefined
    response: string
  }
  /** What one revision says otherwise than another */
  'GET /advisories/{advisory}/differences': {
    params: {
      advisory: string
    }
    query: {
      from?: string
      to?: string
    }
    body: undefined
    response: {
      from: AdvisoryRevision | null
      to: AdvisoryRevision
      scheme: 'integer' | 'semantic' | 'other'
      isMajor: boolean
      differences: AdvisoryDifference[]
    }
  }
  /** The devices that an advisory matches, by model and place, and what is done about them */
  'GET /advisories/{advisory}/matches': {
    params: {
      advisory: string
    }
    query: {
      certainty?: 'sure' | 'likely' | 'all'
    }
    body: undefined
    response: {
      counts: {
        devices: number
        notRemediated: number
        inProgress: number
        done: number
      }
      groups: MatchedGroup[]
      /** Devices that the thresholds set aside; in none of the other numbers */
      setAside: number
    }
  }
  /** What was decided about an advisory, and what was said of it */
  'GET /advisories/{advisory}/history': {
    params: {
      advisory: string
    }
    query: undefined
    body: undefined
    response: {
      decisions: AdvisoryDecision[]
      comments: {
        id: string
        text: string
        revision: string
        writtenAt: string
        writtenBy: string
      }[]
    }
  }
  /** Comment on an advisory */
  'POST /advisories/{advisory}/comments': {
    params: {
      advisory: string
    }
    query: undefined
    body: {
      text: string
    }
    response: {
      id: string
    }
  }
  /** Mark advisories as read, or as not read, for yourself */
  'POST /advisories/mark': {
    params: undefined
    query: undefined
    body: {
      advisoryIds: string[]
      read: boolean
    }
    response: undefined
  }
  /** Decide what becomes of advisories, and say why */
  'POST /advisories/decide': {
    params: undefined
    query: undefined
    body: {
      advisoryIds: string[]
      decision: 'handled' | 'nothing_to_do' | 'watch' | 'open_work'
      reason: string
      /** Needed to watch, and only then */
      watchUntil?: string
    }
    response: undefined
  }
  /** Take back the decision in force; the one before it is in force again */
  'POST /advisories/{advisory}/undo': {
    params: {
      advisory: string
    }
    query: undefined
    body: undefined
    response: AdvisoryDecision
  }
  /** Match advisories, or devices, again */
  'POST /match-runs': {
    params: undefined
    query: undefined
    body: {
      advisoryIds?: string[]
      deviceIds?: string[]
    }
    response: {
      id: string
    }
  }
  /** Runs of the matching with their statistics, newest first */
  'GET /match-runs': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      trigger?: 'person' | 'advisories' | 'devices' | 'databases' | 'bills' | 'aliases' | 'rules'
    }
    body: undefined
    response: {
      items: MatchRun[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** List recalls of the FDA, newest first */
  'GET /recalls': {
    params: undefined
    query: {
      q?: string
      topic?: 'security' | 'software' | 'other'
      classification?: 'I' | 'II' | 'III'
      ongoing?: 'true' | 'false'
      here?: 'true'
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: RecallRow[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Get a recall event, with what each of the FDA’s lists says of each product */
  'GET /recalls/{event}': {
    params: {
      event: string
    }
    query: undefined
    body: undefined
    response: {
      eventId: string
      firm: string
      topic: 'security' | 'software' | 'other'
      classification: ('I' | 'II' | 'III') | null
      status: string
      reason: string
      product: string
      products: number
      initiatedOn: string | null
      publishedOn: string | null
      advisoryId: string | null
      takenBy: string | null
      entries: {
        list: 'enforcement' | 'recall'
        key: string
        number: string
        eventId: string
        firm: string
        product: string
        codeInfo: string
        reason: string
        status: string
        classification?: 'I' | 'II' | 'III'
        productCode?: string
        action?: string
        rootCause?: string
        quantity?: string
        distribution?: string
        initiatedOn?: string
        publishedOn?: string
        terminatedOn?: string
        url?: string
      }[]
    }
  }
  /** Match a recall with the devices that is only kept */
  'POST /recalls/{event}/match': {
    params: {
      event: string
    }
    query: undefined
    body: undefined
    response: RecallRow
  }
  /** Answer whether the hospital is affected by a vulnerability */
  'GET /vulnerabilities/{vulnerability}': {
    params: {
      vulnerability: string
    }
    query: undefined
    body: undefined
    response: {
      id: string
      title: string
      answer: {
        sentence: string
        affected: number
        cannotTell: number
        notAffected: number
        /** By the thresholds */
        setAside: number
        devices: number
      }
      knownExploited: {
        addedOn: string
        dueOn: string | null
        ransomware: boolean
        requiredAction: string
      } | null
      probability: {
        probability: number
        percentile: number
        model: string
        scoredOn: string
      } | null
      nvd: {
        status: string
        publishedAt: string
        modifiedAt: string
        description: string
        scores: {
          version: '2.0' | '3.0' | '3.1' | '4.0'
          vector: string
          score: number
          severity?: string
          source: string
          type: 'primary' | 'secondary'
        }[]
        weaknesses: {
          source: string
          type: 'primary' | 'secondary'
          id: string
        }[]
        /** Products and versions that it names as vulnerable */
        criteria: number
      } | null
      advisories: AdvisoryRow[]
      groups: {
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
        knownExploited: boolean
        sampleDevices: {
          id: string
          name: string
          careArea: string | null
        }[]
        workOrders: number
        because: Because[]
      }[]
      remediations: {
        category:
          | 'mitigation'
          | 'no_fix_planned'
          | 'none_available'
          | 'vendor_fix'
          | 'workaround'
          | 'fix_planned'
          | 'optional_patch'
        details: string
        url?: string
        date?: string
        restartRequired?: string
        productIds: string[]
        advisoryId: string
      }[]
      /** Of the CVE List; null where none was read */
      record: {
        state: 'published' | 'rejected'
        assigner: string
        publishedAt: string | null
        updatedAt: string
        rejectedAt: string | null
        title: string
        description: string
        rejectedReason: string
        replacedBy: string[]
        references: {
          url: string
          name?: string
        }[]
      } | null
      /** Who counts before others first */
      publishers: {
        name: string
        role: 'hospital' | 'advisory' | 'cna' | 'adp' | 'nvd' | 'collected' | 'maker'
        advisoryIds: string[]
        saidAt: string
        scores: {
          version: '2.0' | '3.0' | '3.1' | '4.0'
          vector: string
          score: number
          severity?: string
          /** What it holds for, where the publisher says */
          scenario?: string
          /** Null where the vector cannot be read */
          inWords: string | null
        }[]
        weaknesses: string[]
        ssvc: {
          points: {
            name: string
            value: string
          }[]
          role: string
          version: string
          saidAt: string
          /** CISA’s coordinator table by what the publisher does not say; none where the points do not fit it */
          decisions: {
            given: string
            outcome: string
          }[]
        }[]
        exploitedSince: string | null
        ratings: {
          type: string
          text: string
        }[]
        /** Of the hospital’s own: models that its vector ranks */
        models: {
          manufacturer: string
          model: string
        }[]
        /** Advisories whose products its vector ranks */
        usedFor: string[]
      }[]
      disagreements: {
        about: 'score' | 'weakness' | 'use'
        sentence: string
      }[]
      /** By MITRE’s rubric: the newest of each model, and the one that counts */
      rubrics: RubricAssessment[]
    }
  }
  /** List the devices of which something is said about a vulnerability, with the reasons */
  'GET /vulnerabilities/{vulnerability}/devices': {
    params: {
      vulnerability: string
    }
    query: {
      cursor?: string
      limit?: number
      answer?: Answer
      countsAs?: 'affected' | 'to_look_at' | 'set_aside'
    }
    body: undefined
    response: {
      items: FindingRow[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Answer which vulnerabilities a software package has, by its package URL */
  'GET /packages/vulnerabilities': {
    params: undefined
    query: {
      /** pkg:npm/%40ward/pump@1.4.1 */
      purl: string
      answer?: Answer
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: PackageVulnerability[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** List findings, the most urgent first */
  'GET /findings': {
    params: undefined
    query: {
      /** Open findings, those that are done, or both */
      open?: 'true' | 'false' | 'any'
      /** Findings of devices on the worklist; both where one device is asked for */
      active?: 'true' | 'false' | 'any'
      device?: string
      vulnerability?: string
      advisory?: string
      answer?: Answer
      /** How the thresholds treat it; `set_aside` is not open, so ask with `open=any` */
      countsAs?: 'affected' | 'to_look_at' | 'set_aside'
      status?: FindingStatus
      decision?: DecisionKind
      remediation?: RemediationState
      band?: RiskBand
      /** Empty for devices without one */
      site?: string
      careArea?: string
      manufacturer?: string
      model?: string
      /** Maker and model, site, and site and care area, however devices write them; maker and model are given together */
      alike?: boolean
      /** Of devices whose components this bill tells */
      sbom?: string
      /** With `sbom`: of vulnerabilities that NVD or OSV name in this component, by its place in the bill */
      component?: number
      knownExploited?: boolean
      /** What the appetite in force says is done, by key or name; empty: nothing yet */
      action?: string
      /** `overdue`; `none`: no deadline; a number: due within so many days from today, overdue ones too */
      due?: ('overdue' | 'none') | string
      /** Those that were fixed before */
      reopened?: boolean
      /** Those on which a decision no longer holds */
      decisionBroke?: boolean
      /** Words of a device, or the number of a CVE */
      q?: string
      /** A query in Homeostat’s language: `site = "North" and seen < 30 days ago`; see the manual */
      query?: string
      /** By action and then score, by score alone, or by when it was opened. Left out: by action once an appetite was adopted, else by score */
      sort?: 'action' | 'risk' | 'opened'
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: FindingRow[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Count findings by band, state, site, model and so on */
  'GET /findings/facets': {
    params: undefined
    query: {
      /** Open findings, those that are done, or both */
      open?: 'true' | 'false' | 'any'
      /** Findings of devices on the worklist; both where one device is asked for */
      active?: 'true' | 'false' | 'any'
      device?: string
      vulnerability?: string
      advisory?: string
      answer?: Answer
      /** How the thresholds treat it; `set_aside` is not open, so ask with `open=any` */
      countsAs?: 'affected' | 'to_look_at' | 'set_aside'
      status?: FindingStatus
      decision?: DecisionKind
      remediation?: RemediationState
      band?: RiskBand
      /** Empty for devices without one */
      site?: string
      careArea?: string
      manufacturer?: string
      model?: string
      /** Maker and model, site, and site and care area, however devices write them; maker and model are given together */
      alike?: boolean
      /** Of devices whose components this bill tells */
      sbom?: string
      /** With `sbom`: of vulnerabilities that NVD or OSV name in this component, by its place in the bill */
      component?: number
      knownExploited?: boolean
      /** What the appetite in force says is done, by key or name; empty: nothing yet */
      action?: string
      /** `overdue`; `none`: no deadline; a number: due within so many days from today, overdue ones too */
      due?: ('overdue' | 'none') | string
      /** Those that were fixed before */
      reopened?: boolean
      /** Those on which a decision no longer holds */
      decisionBroke?: boolean
      /** Words of a device, or the number of a CVE */
      q?: string
      /** A query in Homeostat’s language: `site = "North" and seen < 30 days ago`; see the manual */
      query?: string
    }
    body: undefined
    response: {
      total: number
      facets: Record<
        | 'action'
        | 'band'
        | 'answer'
        | 'countsAs'
        | 'status'
        | 'decision'
        | 'remediation'
        | 'knownExploited'
        | 'site'
        | 'careArea'
        | 'manufacturer'
        | 'model',
        {
          value: string
          count: number
        }[]
      >
    }
  }
  /** Which findings a list has, worst first, to be decided together */
  'GET /findings/keys': {
    params: undefined
    query: {
      /** Open findings, those that are done, or both */
      open?: 'true' | 'false' | 'any'
      /** Findings of devices on the worklist; both where one device is asked for */
      active?: 'true' | 'false' | 'any'
      device?: string
      vulnerability?: string
      advisory?: string
      answer?: Answer
      /** How the thresholds treat it; `set_aside` is not open, so ask with `open=any` */
      countsAs?: 'affected' | 'to_look_at' | 'set_aside'
      status?: FindingStatus
      decision?: DecisionKind
      remediation?: RemediationState
      band?: RiskBand
      /** Empty for devices without one */
      site?: string
      careArea?: string
      manufacturer?: string
      model?: string
      /** Maker and model, site, and site and care area, however devices write them; maker and model are given together */
      alike?: boolean
      /** Of devices whose components this bill tells */
      sbom?: string
      /** With `sbom`: of vulnerabilities that NVD or OSV name in this component, by its place in the bill */
      component?: number
      knownExploited?: boolean
      /** What the appetite in force says is done, by key or name; empty: nothing yet */
      action?: string
      /** `overdue`; `none`: no deadline; a number: due within so many days from today, overdue ones too */
      due?: ('overdue' | 'none') | string
      /** Those that were fixed before */
      reopened?: boolean
      /** Those on which a decision no longer holds */
      decisionBroke?: boolean
      /** Words of a device, or the number of a CVE */
      q?: string
      /** A query in Homeostat’s language: `site = "North" and seen < 30 days ago`; see the manual */
      query?: string
    }
    body: undefined
    response: {
      findings: {
        deviceId: string
        vulnerabilityId: string
      }[]
      isCut: boolean
    }
  }
  /** All findings of a list as CSV */
  'GET /findings.csv': {
    params: undefined
    query: {
      /** Open findings, those that are done, or both */
      open?: 'true' | 'false' | 'any'
      /** Findings of devices on the worklist; both where one device is asked for */
      active?: 'true' | 'false' | 'any'
      device?: string
      vulnerability?: string
      advisory?: string
      answer?: Answer
      /** How the thresholds treat it; `set_aside` is not open, so ask with `open=any` */
      countsAs?: 'affected' | 'to_look_at' | 'set_aside'
      status?: FindingStatus
      decision?: DecisionKind
      remediation?: RemediationState
      band?: RiskBand
      /** Empty for devices without one */
      site?: string
      careArea?: string
      manufacturer?: string
      model?: string
      /** Maker and model, site, and site and care area, however devices write them; maker and model are given together */
      alike?: boolean
      /** Of devices whose components this bill tells */
      sbom?: string
      /** With `sbom`: of vulnerabilities that NVD or OSV name in this component, by its place in the bill */
      component?: number
      knownExploited?: boolean
      /** What the appetite in force says is done, by key or name; empty: nothing yet */
      action?: string
      /** `overdue`; `none`: no deadline; a number: due within so many days from today, overdue ones too */
      due?: ('overdue' | 'none') | string
      /** Those that were fixed before */
      reopened?: boolean
      /** Those on which a decision no longer holds */
      decisionBroke?: boolean
      /** Words of a device, or the number of a CVE */
      q?: string
      /** A query in Homeostat’s language: `site = "North" and seen < 30 days ago`; see the manual */
      query?: string
      /** By action and then score, by score alone, or by when it was opened. Left out: by action once an appetite was adopted, else by score */
      sort?: 'action' | 'risk' | 'opened'
    }
    body: undefined
    response: string
  }
  /** Get a finding with its evidence, the reasons of its score and its history */
  'GET /findings/{device}/{vulnerability}': {
    params: {
      device: string
      vulnerability: string
    }
    query: undefined
    body: undefined
    response: {
      finding: {
        device: {
          id: string
          name: string
          manufacturer: string | null
          model: string | null
          site: string | null
          careArea: string | null
        }
        vulnerabilityId: string
        advisoryId: string | null
        title: string
        answer: Answer
        status: FindingStatus
        decision: DecisionKind
        remediation: RemediationState
        countsAs: ('affected' | 'to_look_at' | 'set_aside') | null
        isOpen: boolean
        isActive: boolean
        score: number | null
        band: RiskBand | null
        likelihood: number | null
        safety: number | null
        care: number | null
        privacy: number | null
        knownExploited: boolean
        action: FindingAction | null
        due: FindingDue | null
        openedAt: string
        unsupported: {
          since: string
          advisoryId: string | null
          withdrawn: {
            at: string
            by: string
            reason: string
          } | null
          isUnchanged: boolean
        } | null
        because: string
        undecided: {
          state: 'broken' | 'asks' | 'waiting'
          text: string
        } | null
        decisionReason: string | null
        decidedBy: string | null
        decidedAt: string | null
        decisionExpiresOn: string | null
        reopened: number
        closedAt: string | null
        countsAsText: string | null
      }
      judgement: FindingJudgement | null
      evidence: {
        advisoryId: string
        revision: string
        productId: string
        answer: Answer
        probability: number
        because: Because[]
        publisher: string
        revisedAt: string
        namesVersion: boolean
        isSuperseded: boolean
        givesWay?: string
        mayClear?: boolean
        sbomId?: string
        vexId?: string
        boundBy?: string
        isMaker?: boolean
        database?: VulnerabilityDatabase
        advisoryTitle: string
        product: string
        justification: string | null
        impact: string | null
      }[]
      reasons: Reason[]
      /** CVSS as it is on this device; null where nothing is open or no vector can be read */
      environmental: EnvironmentScore | null
      /** How far the score may move; null where nothing is missing */
      interval: ScoreInterval | null
      remediations: {
        category:
          | 'mitigation'
          | 'no_fix_planned'
          | 'none_available'
          | 'vendor_fix'
          | 'workaround'
          | 'fix_planned'
          | 'optional_patch'
        details: string
        url?: string
        date?: string
        restartRequired?: string
        productIds: string[]
        advisoryId: string
      }[]
      events: FindingEvent[]
      /** How old the lists are that the score was made with */
      lists: ListAge[]
      comments: FindingComment[]
      workOrders: WorkOrderRow[]
      /** That have to do with it; newest first */
      decisions: {
        id: string
        decision: DecisionKind
        state: 'in_force' | 'broken' | 'over' | 'withdrawn'
        reason: string
        advisoryId: string | null
        manufacturer: string
        model: string
        vulnerabilityIds: string[]
        carries: boolean
        expiresOn: string | null
        decidedAt: string
        decidedBy: string
        withdrawnAt: string | null
        withdrawnBy: string | null
        withdrawnReason: string | null
        proposalId: string | null
        isEverywhere: boolean
        renews: string | null
        renewedBy: string | null
        holding: number
        carried: number
        broken: number
        asking: number
        standing: 'holds' | 'broken' | 'asks' | 'over' | 'withdrawn'
        isCarried: boolean
        checked: {
          kind: string
          value: string
        }[]
        failing: {
          kind: string
          outcome: 'broken' | 'unknown'
          was: string | null
          now: string
          text: string
        }[]
        asks: AskedAttribute | null
        since: string
        premises: {
          premise: Premise
          words: string
        }[]
      }[]
      /** Decisions that wait for approval, and have no effect yet */
      waiting: WaitingDecision[]
    }
  }
  /** What would bring the score of a finding down, one change at a time */
  'GET /findings/{device}/{vulnerability}/lowerings': {
    params: {
      device: string
      vulnerability: string
    }
    query: undefined
    body: undefined
    response: Lowerings
  }
  /** Decide what a finding is, and say why */
  'PUT /findings/{device}/{vulnerability}/decision': {
    params: {
      device: string
      vulnerability: string
    }
    query: undefined
    body: {
      /** `none` takes a decision back */
      decision: DecisionKind
      reason: string
      /** Where what it rests on can be read: a ticket, minutes, a report */
      evidence?: string
      /** From the preview: refused where somebody else decided since */
      seen?: string
      /** The last day on which it is in force */
      expiresOn?: string
      /** Why not affected; goes out in VEX */
      justification?:
        | 'component_not_present'
        | 'inline_mitigations_already_exist'
        | 'vulnerable_code_cannot_be_controlled_by_adversary'
        | 'vulnerable_code_not_in_execute_path'
        | 'vulnerable_code_not_present'
      /** What it rests on. Left out: what a preview proposes; empty: nothing but its last day */
      premises?: Premise[]
    }
    response: {
      finding: {
        device: {
          id: string
          name: string
          manufacturer: string | null
          model: string | null
          site: string | null
          careArea: string | null
        }
        vulnerabilityId: string
        advisoryId: string | null
        title: string
        answer: Answer
        status: FindingStatus
        decision: DecisionKind
        remediation: RemediationState
        countsAs: ('affected' | 'to_look_at' | 'set_aside') | null
        isOpen: boolean
        isActive: boolean
        score: number | null
        band: RiskBand | null
        likelihood: number | null
        safety: number | null
        care: number | null
        privacy: number | null
        knownExploited: boolean
        action: FindingAction | null
        due: FindingDue | null
        openedAt: string
        unsupported: {
          since: string
          advisoryId: string | null
          withdrawn: {
            at: string
            by: string
            reason: string
          } | null
          isUnchanged: boolean
        } | null
        because: string
        undecided: {
          state: 'broken' | 'asks' | 'waiting'
          text: string
        } | null
        decisionReason: string | null
        decidedBy: string | null
        decidedAt: string | null
        decisionExpiresOn: string | null
        reopened: number
        closedAt: string | null
        countsAsText: string | null
      }
      judgement: FindingJudgement | null
      evidence: {
        advisoryId: string
        revision: string
        productId: string
        answer: Answer
        probability: number
        because: Because[]
        publisher: string
        revisedAt: string
        namesVersion: boolean
        isSuperseded: boolean
        givesWay?: string
        mayClear?: boolean
        sbomId?: string
        vexId?: string
        boundBy?: string
        isMaker?: boolean
        database?: VulnerabilityDatabase
        advisoryTitle: string
        product: string
        justification: string | null
        impact: string | null
      }[]
      reasons: Reason[]
      /** CVSS as it is on this device; null where nothing is open or no vector can be read */
      environmental: EnvironmentScore | null
      /** How far the score may move; null where nothing is missing */
      interval: ScoreInterval | null
      remediations: {
        category:
          | 'mitigation'
          | 'no_fix_planned'
          | 'none_available'
          | 'vendor_fix'
          | 'workaround'
          | 'fix_planned'
          | 'optional_patch'
        details: string
        url?: string
        date?: string
        restartRequired?: string
        productIds: string[]
        advisoryId: string
      }[]
      events: FindingEvent[]
      /** How old the lists are that the score was made with */
      lists: ListAge[]
      comments: FindingComment[]
      workOrders: WorkOrderRow[]
      /** That have to do with it; newest first */
      decisions: {
        id: string
        decision: DecisionKind
        state: 'in_force' | 'broken' | 'over' | 'withdrawn'
        reason: string
        advisoryId: string | null
        manufacturer: string
        model: string
        vulnerabilityIds: string[]
        carries: boolean
        expiresOn: string | null
        decidedAt: string
        decidedBy: string
        withdrawnAt: string | null
        withdrawnBy: string | null
        withdrawnReason: string | null
        proposalId: string | null
        isEverywhere: boolean
        renews: string | null
        renewedBy: string | null
        holding: number
        carried: number
        broken: number
        asking: number
        standing: 'holds' | 'broken' | 'asks' | 'over' | 'withdrawn'
        isCarried: boolean
        checked: {
          kind: string
          value: string
        }[]
        failing: {
          kind: string
          outcome: 'broken' | 'unknown'
          was: string | null
          now: string
          text: string
        }[]
        asks: AskedAttribute | null
        since: string
        premises: {
          premise: Premise
          words: string
        }[]
      }[]
      /** Decisions that wait for approval, and have no effect yet */
      waiting: WaitingDecision[]
    }
  }
  /** Comment on a finding */
  'POST /findings/{device}/{vulnerability}/comments': {
    params: {
      device: string
      vulnerability: string
    }
    query: undefined
    body: {
      text: string
    }
    response: {
      id: string
    }
  }
  /** Decide all that an advisory leaves open on one model at one site */
  'POST /findings/decide': {
    params: undefined
    query: undefined
    body: {
      /** `none` takes a decision back */
      decision: DecisionKind
      reason: string
      /** Where what it rests on can be read: a ticket, minutes, a report */
      evidence?: string
      /** From the preview: refused where somebody else decided since */
      seen?: string
      /** The last day on which it is in force */
      expiresOn?: string
      /** Why not affected; goes out in VEX */
      justification?:
        | 'component_not_present'
        | 'inline_mitigations_already_exist'
        | 'vulnerable_code_cannot_be_controlled_by_adversary'
        | 'vulnerable_code_not_in_execute_path'
        | 'vulnerable_code_not_present'
      /** What it rests on. Left out: what a preview proposes; empty: nothing but its last day */
      premises?: Premise[]
      advisoryId: string
      manufacturer: string
      model: string
      site: string
      vulnerabilityId?: string
    }
    response: {
      /** Findings on which it is in force, or from which it was taken */
      decided: number
      /** The proposed decision that waits for approval and has no effect yet */
      waiting: string | null
      /** How many have to approve it */
      approvers: number
    }
  }
  /** Decide one vulnerability or advisory everywhere, or findings one by one, in one decision */
  'POST /findings/decide/many': {
    params: undefined
    query: undefined
    body: {
      /** `none` takes a decision back */
      decision: DecisionKind
      reason: string
      /** Where what it rests on can be read: a ticket, minutes, a report */
      evidence?: string
      /** From the preview: refused where somebody else decided since */
      seen?: string
      /** The last day on which it is in force */
      expiresOn?: string
      /** Why not affected; goes out in VEX */
      justification?:
        | 'component_not_present'
        | 'inline_mitigations_already_exist'
        | 'vulnerable_code_cannot_be_controlled_by_adversary'
        | 'vulnerable_code_not_in_execute_path'
        | 'vulnerable_code_not_present'
      /** What it rests on. Left out: what a preview proposes; empty: nothing but its last day */
      premises?: Premise[]
      on: DecisionOn
    }
    response: {
      /** Findings on which it is in force, or from which it was taken */
      decided: number
      /** The proposed decision that waits for approval and has no effect yet */
      waiting: string | null
      /** How many have to approve it */
      approvers: number
    }
  }
  /** What a decision would come to now, the premises proposed for it, and who would have to approve it */
  'POST /findings/decide/preview': {
    params: undefined
    query: undefined
    body: {
      /** `none` takes a decision back */
      decision: DecisionKind
      /** The last day on which it is in force */
      expiresOn?: string
      /** What it rests on. Left out: what a preview proposes; empty: nothing but its last day */
      premises?: Premise[]
      finding?: {
        device: string
        vulnerability: string
      }
      group?: {
        advisoryId: string
        manufacturer: string
        model: string
        site: string
        vulnerabilityId?: string
      }
      on?: DecisionOn
    }
    response: {
      premises: {
        premise: Premise
        words: string
        isProposed: boolean
      }[]
      devices: number
      findings: number
      not: {
        text: string
        outcome: 'broken' | 'unknown'
        devices: number
      }[]
      seen: string
      standing: {
        id: string
        kind: 'decision' | 'proposal'
        decision: string
        by: string
        at: string
      }[]
      approval: {
        findings: number
        devices: number
        worstScore: number | null
        worstBand: RiskBand | null
        isLifeSustaining: boolean
        /** How many have to approve it; 0: it is in force at once */
        approvers: number
        /** The rule lets it last so long; null: no limit */
        lastDay: string | null
        who: string[]
        /** It is in force at once, as nobody else is there */
        oneKey: boolean
      } | null
    }
  }
  /** List decisions about findings, newest first */
  'GET /decisions': {
    params: undefined
    query: {
      /** `expiring`: in force, and its last day, or that of its control, comes within 30 days; `ending_week`: within 7 */
      state?: 'in_force' | 'carried' | 'broken' | 'asking' | 'expiring' | 'ending_week' | 'over' | 'withdrawn' | 'any'
      decision?: DecisionKind
      vulnerability?: string
      advisory?: string
      /** Those that rest on this control */
      control?: string
      /** Words of reason, model, person, or the number of a CVE */
      q?: string
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: Decision[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Count decisions by state */
  'GET /decisions/counts': {
    params: undefined
    query: undefined
    body: undefined
    response: Record<
      'in_force' | 'carried' | 'broken' | 'asking' | 'expiring' | 'ending_week' | 'over' | 'withdrawn' | 'any',
      number
    >
  }
  /** Get a decision with its premises */
  'GET /decisions/{decision}': {
    params: {
      decision: string
    }
    query: undefined
    body: undefined
    response: {
      id: string
      decision: DecisionKind
      state: 'in_force' | 'broken' | 'over' | 'withdrawn'
      reason: string
      advisoryId: string | null
      manufacturer: string
      model: string
      vulnerabilityIds: string[]
      carries: boolean
      expiresOn: string | null
      decidedAt: string
      decidedBy: string
      withdrawnAt: string | null
      withdrawnBy: string | null
      withdrawnReason: string | null
      proposalId: string | null
      isEverywhere: boolean
      renews: string | null
      renewedBy: string | null
      holding: number
      carried: number
      broken: number
      asking: number
      advisory: {
        trackingId: string
        title: string
      } | null
      justification:
        | (
            | 'component_not_present'
            | 'inline_mitigations_already_exist'
            | 'vulnerable_code_cannot_be_controlled_by_adversary'
            | 'vulnerable_code_not_in_execute_path'
            | 'vulnerable_code_not_present'
          )
        | null
      premises: {
        premise: Premise
        words: string
      }[]
      /** Why it is not in force where it is not; the most frequent first */
      failing: {
        text: string
        state: 'broken' | 'asks'
        findings: number
        devices: number
      }[]
    }
  }
  /** List the findings that a decision stands with */
  'GET /decisions/{decision}/findings': {
    params: {
      decision: string
    }
    query: {
      state?: 'holds' | 'broken' | 'asks' | 'over' | 'withdrawn'
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: {
        device: {
          id: string
          name: string
          site: string | null
          careArea: string | null
        }
        vulnerabilityId: string
        state: 'holds' | 'broken' | 'asks' | 'over' | 'withdrawn'
        isCarried: boolean
        checked: {
          kind: string
          value: string
        }[]
        failing: {
          kind: string
          outcome: 'broken' | 'unknown'
          was: string | null
          now: string
          text: string
        }[]
        asks: AskedAttribute | null
        since: string
      }[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Take a decision back wherever it is in force */
  'POST /decisions/{decision}/withdraw': {
    params: {
      decision: string
    }
    query: undefined
    body: {
      reason: string
    }
    response: {
      id: string
      decision: DecisionKind
      state: 'in_force' | 'broken' | 'over' | 'withdrawn'
      reason: string
      advisoryId: string | null
      manufacturer: string
      model: string
      vulnerabilityIds: string[]
      carries: boolean
      expiresOn: string | null
      decidedAt: string
      decidedBy: string
      withdrawnAt: string | null
      withdrawnBy: string | null
      withdrawnReason: string | null
      proposalId: string | null
      isEverywhere: boolean
      renews: string | null
      renewedBy: string | null
      holding: number
      carried: number
      broken: number
      asking: number
      advisory: {
        trackingId: string
        title: string
      } | null
      justification:
        | (
            | 'component_not_present'
            | 'inline_mitigations_already_exist'
            | 'vulnerable_code_cannot_be_controlled_by_adversary'
            | 'vulnerable_code_not_in_execute_path'
            | 'vulnerable_code_not_present'
          )
        | null
      premises: {
        premise: Premise
        words: string
      }[]
      /** Why it is not in force where it is not; the most frequent first */
      failing: {
        text: string
        state: 'broken' | 'asks'
        findings: number
        devices: number
      }[]
    }
  }
  /** Show which decisions need approval, and who may give it */
  'GET /settings/approvals': {
    params: undefined
    query: undefined
    body: undefined
    response: ApprovalSetting
  }
  /** Adopt a rule of approval */
  'PUT /settings/approvals': {
    params: undefined
    query: undefined
    body: {
      rule: ApprovalRule
      /** Hash of the rule before; null where there was none */
      seen: string | null
      reason: string
    }
    response: ApprovalSetting
  }
  /** List decisions as they were proposed */
  'GET /decision-proposals': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      state?: 'waiting' | 'taken' | 'refused' | 'withdrawn' | 'lapsed'
    }
    body: undefined
    response: {
      items: DecisionProposal[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Get a proposed decision, what it comes to now, and what has changed since */
  'GET /decision-proposals/{proposal}': {
    params: {
      proposal: string
    }
    query: undefined
    body: undefined
    response: {
      id: string
      state: 'waiting' | 'taken' | 'refused' | 'withdrawn' | 'lapsed'
      decision: 'not_affected' | 'mitigated' | 'accepted' | 'deferred' | 'false_positive'
      /** In words: `CVE-2026-1000 on Example Medical Drip 3000, North` */
      on: string
      reason: string
      expiresOn: string | null
      /** When it was proposed */
      level: DecisionLevel
      /** Given to what it is now, by people who may still approve */
      approvals: number
      approvedByIds: string[]
      proposedAt: string
      proposedBy: string
      proposedById: string | null
      renews: string | null
      closedAt: string | null
      closedBy: string | null
      closedReason: string | null
      recordHash: string | null
      recordNumber: number | null
      scope: DecisionOn
      /** On which it would be in force now; once it does not wait, on which it was taken */
      vulnerabilityIds: string[]
      evidence: string
      justification:
        | (
            | 'component_not_present'
            | 'inline_mitigations_already_exist'
            | 'vulnerable_code_cannot_be_controlled_by_adversary'
            | 'vulnerable_code_not_in_execute_path'
            | 'vulnerable_code_not_present'
          )
        | null
      premises: {
        premise: Premise
        words: string
      }[]
      given: {
        name: string
        at: string
        note: string
        /** False: it was given to what this was before */
        counts: boolean
      }[]
      now: DecisionLevel | null
      changes: string[]
      not: {
        text: string
        outcome: 'broken' | 'unknown'
        devices: number
      }[]
      /** Who may approve it and has not */
      waitsFor: string[]
      seen: string | null
      notByYou: string | null
      decisionIds: string[]
    }
  }
  /** Approve a decision of somebody else, and sign for it with your password */
  'POST /decision-proposals/{proposal}/approve': {
    params: {
      proposal: string
    }
    query: undefined
    body: {
      /** Of the proposed decision as it was shown */
      seen: string
      password: string
      note?: string
    }
    response: {
      id: string
      state: 'waiting' | 'taken' | 'refused' | 'withdrawn' | 'lapsed'
      decision: 'not_affected' | 'mitigated' | 'accepted' | 'deferred' | 'false_positive'
      /** In words: `CVE-2026-1000 on Example Medical Drip 3000, North` */
      on: string
      reason: string
      expiresOn: string | null
      /** When it was proposed */
      level: DecisionLevel
      /** Given to what it is now, by people who may still approve */
      approvals: number
      approvedByIds: string[]
      proposedAt: string
      proposedBy: string
      proposedById: string | null
      renews: string | null
      closedAt: string | null
      closedBy: string | null
      closedReason: string | null
      recordHash: string | null
      recordNumber: number | null
      scope: DecisionOn
      /** On which it would be in force now; once it does not wait, on which it was taken */
      vulnerabilityIds: string[]
      evidence: string
      justification:
        | (
            | 'component_not_present'
            | 'inline_mitigations_already_exist'
            | 'vulnerable_code_cannot_be_controlled_by_adversary'
            | 'vulnerable_code_not_in_execute_path'
            | 'vulnerable_code_not_present'
          )
        | null
      premises: {
        premise: Premise
        words: string
      }[]
      given: {
        name: string
        at: string
        note: string
        /** False: it was given to what this was before */
        counts: boolean
      }[]
      now: DecisionLevel | null
      changes: string[]
      not: {
        text: string
        outcome: 'broken' | 'unknown'
        devices: number
      }[]
      /** Who may approve it and has not */
      waitsFor: string[]
      seen: string | null
      notByYou: string | null
      decisionIds: string[]
    }
  }
  /** Refuse a decision of somebody else, and say why */
  'POST /decision-proposals/{proposal}/refuse': {
    params: {
      proposal: string
    }
    query: undefined
    body: {
      reason: string
    }
    response: {
      id: string
      state: 'waiting' | 'taken' | 'refused' | 'withdrawn' | 'lapsed'
      decision: 'not_affected' | 'mitigated' | 'accepted' | 'deferred' | 'false_positive'
      /** In words: `CVE-2026-1000 on Example Medical Drip 3000, North` */
      on: string
      reason: string
      expiresOn: string | null
      /** When it was proposed */
      level: DecisionLevel
      /** Given to what it is now, by people who may still approve */
      approvals: number
      approvedByIds: string[]
      proposedAt: string
      proposedBy: string
      proposedById: string | null
      renews: string | null
      closedAt: string | null
      closedBy: string | null
      closedReason: string | null
      recordHash: string | null
      recordNumber: number | null
      scope: DecisionOn
      /** On which it would be in force now; once it does not wait, on which it was taken */
      vulnerabilityIds: string[]
      evidence: string
      justification:
        | (
            | 'component_not_present'
            | 'inline_mitigations_already_exist'
            | 'vulnerable_code_cannot_be_controlled_by_adversary'
            | 'vulnerable_code_not_in_execute_path'
            | 'vulnerable_code_not_present'
          )
        | null
      premises: {
        premise: Premise
        words: string
      }[]
      given: {
        name: string
        at: string
        note: string
        /** False: it was given to what this was before */
        counts: boolean
      }[]
      now: DecisionLevel | null
      changes: string[]
      not: {
        text: string
        outcome: 'broken' | 'unknown'
        devices: number
      }[]
      /** Who may approve it and has not */
      waitsFor: string[]
      seen: string | null
      notByYou: string | null
      decisionIds: string[]
    }
  }
  /** Withdraw a decision that you proposed and that waits */
  'POST /decision-proposals/{proposal}/withdraw': {
    params: {
      proposal: string
    }
    query: undefined
    body: {
      reason: string
    }
    response: {
      id: string
      state: 'waiting' | 'taken' | 'refused' | 'withdrawn' | 'lapsed'
      decision: 'not_affected' | 'mitigated' | 'accepted' | 'deferred' | 'false_positive'
      /** In words: `CVE-2026-1000 on Example Medical Drip 3000, North` */
      on: string
      reason: string
      expiresOn: string | null
      /** When it was proposed */
      level: DecisionLevel
      /** Given to what it is now, by people who may still approve */
      approvals: number
      approvedByIds: string[]
      proposedAt: string
      proposedBy: string
      proposedById: string | null
      renews: string | null
      closedAt: string | null
      closedBy: string | null
      closedReason: string | null
      recordHash: string | null
      recordNumber: number | null
      scope: DecisionOn
      /** On which it would be in force now; once it does not wait, on which it was taken */
      vulnerabilityIds: string[]
      evidence: string
      justification:
        | (
            | 'component_not_present'
            | 'inline_mitigations_already_exist'
            | 'vulnerable_code_cannot_be_controlled_by_adversary'
            | 'vulnerable_code_not_in_execute_path'
            | 'vulnerable_code_not_present'
          )
        | null
      premises: {
        premise: Premise
        words: string
      }[]
      given: {
        name: string
        at: string
        note: string
        /** False: it was given to what this was before */
        counts: boolean
      }[]
      now: DecisionLevel | null
      changes: string[]
      not: {
        text: string
        outcome: 'broken' | 'unknown'
        devices: number
      }[]
      /** Who may approve it and has not */
      waitsFor: string[]
      seen: string | null
      notByYou: string | null
      decisionIds: string[]
    }
  }
  /** Propose a decision again with another last day */
  'POST /decisions/{decision}/renew': {
    params: {
      decision: string
    }
    query: undefined
    body: {
      expiresOn: string
      reason?: string
    }
    response: {
      proposal: {
        id: string
        state: 'waiting' | 'taken' | 'refused' | 'withdrawn' | 'lapsed'
        decision: 'not_affected' | 'mitigated' | 'accepted' | 'deferred' | 'false_positive'
        /** In words: `CVE-2026-1000 on Example Medical Drip 3000, North` */
        on: string
        reason: string
        expiresOn: string | null
        /** When it was proposed */
        level: DecisionLevel
        /** Given to what it is now, by people who may still approve */
        approvals: number
        approvedByIds: string[]
        proposedAt: string
        proposedBy: string
        proposedById: string | null
        renews: string | null
        closedAt: string | null
        closedBy: string | null
        closedReason: string | null
        recordHash: string | null
        recordNumber: number | null
        scope: DecisionOn
        /** On which it would be in force now; once it does not wait, on which it was taken */
        vulnerabilityIds: string[]
        evidence: string
        justification:
          | (
              | 'component_not_present'
              | 'inline_mitigations_already_exist'
              | 'vulnerable_code_cannot_be_controlled_by_adversary'
              | 'vulnerable_code_not_in_execute_path'
              | 'vulnerable_code_not_present'
            )
          | null
        premises: {
          premise: Premise
          words: string
        }[]
        given: {
          name: string
          at: string
          note: string
          /** False: it was given to what this was before */
          counts: boolean
        }[]
        now: DecisionLevel | null
        changes: string[]
        not: {
          text: string
          outcome: 'broken' | 'unknown'
          devices: number
        }[]
        /** Who may approve it and has not */
        waitsFor: string[]
        seen: string | null
        notByYou: string | null
        decisionIds: string[]
      } | null
    }
  }
  /** Show what of the decisions asks for somebody */
  'GET /decisions/board': {
    params: undefined
    query: undefined
    body: undefined
    response: DecisionBoard
  }
  /** Get the record of a decision as it took effect */
  'GET /decision-proposals/{proposal}/record': {
    params: {
      proposal: string
    }
    query: undefined
    body: undefined
    response: {
      text: string
      hash: string
      number: number
      isInTrail: boolean
      content: DecisionRecordContent
    }
  }
  /** The record of a decision as a file */
  'GET /decision-proposals/{proposal}/record.json': {
    params: {
      proposal: string
    }
    query: undefined
    body: undefined
    response: string
  }
  /** The record of a decision as one page */
  'GET /decision-proposals/{proposal}/record.html': {
    params: {
      proposal: string
    }
    query: undefined
    body: undefined
    response: string
  }
  /** Check whether a text is a record of a decision, unchanged */
  'POST /decision-records/check': {
    params: undefined
    query: undefined
    body: {
      text: string
    }
    response: {
      hash: string
      /** False: written otherwise; the hash of the file is another */
      isCanonical: boolean
      record: {
        proposalId: string
        number: number
        isInTrail: boolean
      } | null
      chain: {
        length: number
        /** The first record that is not what it was; null: none */
        brokenAt: number | null
      }
    }
  }
  /** List compensating controls by name */
  'GET /controls': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: Control[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Add a compensating control that was verified */
  'POST /controls': {
    params: undefined
    query: undefined
    body: {
      /** What it is */
      name: string
      /** Where it holds */
      place: string
      verifiedOn: string
      verifiedBy?: string
      evidence: string
      verifyAgainBy: string
    }
    response: {
      id: string
      name: string
      place: string
      state: 'verified' | 'overdue' | 'failed' | 'taken_back'
      last: ControlVerification
      decisions: number
      verifications: ControlVerification[]
    }
  }
  /** Get a compensating control with its verifications */
  'GET /controls/{control}': {
    params: {
      control: string
    }
    query: undefined
    body: undefined
    response: {
      id: string
      name: string
      place: string
      state: 'verified' | 'overdue' | 'failed' | 'taken_back'
      last: ControlVerification
      decisions: number
      verifications: ControlVerification[]
    }
  }
  /** Record that a control held, failed, or that its verification is taken back */
  'POST /controls/{control}/verifications': {
    params: {
      control: string
    }
    query: undefined
    body: {
      outcome: 'held' | 'failed' | 'taken_back'
      /** The day of the look; not of `taken_back` */
      verifiedOn?: string
      /** Who looked; left out, whoever records it */
      verifiedBy?: string
      /** What was seen, and where the proof lies; of `taken_back` why */
      evidence: string
      /** The last day on which it counts; needed where it held */
      verifyAgainBy?: string
    }
    response: {
      id: string
      name: string
      place: string
      state: 'verified' | 'overdue' | 'failed' | 'taken_back'
      last: ControlVerification
      decisions: number
      verifications: ControlVerification[]
    }
  }
  /** Work out what steps would change */
  'POST /what-if': {
    params: undefined
    query: undefined
    body: {
      steps: WhatIfStep[]
    }
    response: WhatIfResult
  }
  /** List the findings that steps would move */
  'POST /what-if/moves': {
    params: undefined
    query: undefined
    body: {
      steps: WhatIfStep[]
      cursor?: string
      limit?: number
      /** Of the result that they belong to; left out, of now */
      computedAt?: string
    }
    response: {
      items: WhatIfMove[]
      /** Cursor of the next page */
      next: string | null
      computedAt: string
    }
  }
  /** Complete what a step names, from what is on record */
  'GET /what-if/choices': {
    params: undefined
    query: {
      of: 'zone' | 'site' | 'careArea' | 'model' | 'vulnerability' | 'advisory'
      q?: string
    }
    body: undefined
    response: WhatIfChoice[]
  }
  /** List the scenarios that were saved */
  'GET /what-if/scenarios': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: WhatIfScenario[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Save steps as a scenario of the organisation */
  'POST /what-if/scenarios': {
    params: undefined
    query: undefined
    body: {
      name: string
      steps: WhatIfStep[]
    }
    response: WhatIfScenario
  }
  /** Get a scenario, and what it came to */
  'GET /what-if/scenarios/{scenario}': {
    params: {
      scenario: string
    }
    query: undefined
    body: undefined
    response: WhatIfScenario
  }
  /** Give a scenario other steps, or another name */
  'PUT /what-if/scenarios/{scenario}': {
    params: {
      scenario: string
    }
    query: undefined
    body: {
      name: string
      steps: WhatIfStep[]
      /** Its `savedAt` as it was looked at */
      seen: string
    }
    response: WhatIfScenario
  }
  /** Remove a scenario */
  'DELETE /what-if/scenarios/{scenario}': {
    params: {
      scenario: string
    }
    query: undefined
    body: undefined
    response: undefined
  }
  /** List the findings that a scenario moved when it was worked out last */
  'GET /what-if/scenarios/{scenario}/moves': {
    params: {
      scenario: string
    }
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: WhatIfMove[]
      /** Cursor of the next page */
      next: string | null
      computedAt: string
    }
  }
  /** Work a scenario out again, on the data of now */
  'POST /what-if/scenarios/{scenario}/compute': {
    params: {
      scenario: string
    }
    query: undefined
    body: undefined
    response: WhatIfScenario
  }
  /** Hand out the hospital’s verdicts as VEX */
  'GET /vex': {
    params: undefined
    query: {
      /** CSAF 2.0 of profile VEX, or OpenVEX 0.2.0 */
      format: 'csaf' | 'openvex'
      vulnerability?: string
      /** Empty for devices without one */
      manufacturer?: string
      model?: string
      /** Name devices where those of a product differ */
      devices?: string
    }
    body: undefined
    response: string
  }
  /** List the VEX documents that were handed out, newest first */
  'GET /vex/issues': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: VexIssueRow[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Get one version of a VEX document as it was handed out */
  'GET /vex/issues/{document}/{version}': {
    params: {
      document: string
      version: string
    }
    query: {
      /** CSAF 2.0 of profile VEX, or OpenVEX 0.2.0 */
      format: 'csaf' | 'openvex'
    }
    body: undefined
    response: string
  }
  /** List products that VEX documents speak of and no device here bears the name of */
  'GET /vex-products/unmatched': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      q?: string
    }
    body: undefined
    response: {
      items: UnmatchedVexProduct[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** List which models products of VEX were said to be, newest first */
  'GET /vex-products/bindings': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      /** false: also what was revoked */
      inForce?: string
    }
    body: undefined
    response: {
      items: VexProductBinding[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Say which model a product of VEX is */
  'POST /vex-products/bindings': {
    params: undefined
    query: undefined
    body: {
      publisher: string
      vendor: string
      product: string
      manufacturer: string
      model: string
      versions?: string
      reason: string
    }
    response: {
      id: string
    }
  }
  /** Take back which model a product of VEX is */
  'DELETE /vex-products/bindings/{binding}': {
    params: {
      binding: string
    }
    query: {
      reason: string
    }
    body: undefined
    response: undefined
  }
  /** List bills of materials that VEX documents name and that reach no device */
  'GET /awaited-bills': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      /** In serial number or author */
      q?: string
    }
    body: undefined
    response: {
      items: WaitingBill[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** List which models bills that are not here were said to be of, newest first */
  'GET /awaited-bills/bindings': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      /** false: also what was revoked */
      inForce?: string
    }
    body: undefined
    response: {
      items: AwaitedBillBinding[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Say which model a bill of materials is of that is not here */
  'POST /awaited-bills/bindings': {
    params: undefined
    query: undefined
    body: {
      serialNumber: string
      revision: number
      manufacturer: string
      model: string
      versions: string
      reason: string
    }
    response: {
      id: string
    }
  }
  /** Take back which model a bill of materials is of that is not here */
  'DELETE /awaited-bills/bindings/{binding}': {
    params: {
      binding: string
    }
    query: {
      reason: string
    }
    body: undefined
    response: undefined
  }
  /** List the makers’ names of the inventory, and how each is read */
  'GET /names/vendors': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      q?: string
      how?: 'unknown' | 'nobody' | 'misspelt' | 'alias' | 'apart' | 'advisory' | 'known'
    }
    body: undefined
    response: {
      items: VendorReading[]
      /** Cursor of the next page */
      next: string | null
      /** Of all names */
      counts: Record<'unknown' | 'nobody' | 'misspelt' | 'alias' | 'apart' | 'advisory' | 'known', number>
    }
  }
  /** List whom names may mean that nobody knows */
  'GET /names/proposals': {
    params: undefined
    query: {
      limit?: number
    }
    body: undefined
    response: NameProposal[]
  }
  /** Refuse a proposal */
  'POST /names/proposals/refusals': {
    params: undefined
    query: undefined
    body: {
      name: string
      maker: string
      reason: string
    }
    response: undefined
  }
  /** List the hospital’s own aliases, newest first */
  'GET /names/rules': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      /** Words of the rule or of its note */
      q?: string
      /** false: also what was taken back */
      inForce?: string
    }
    body: undefined
    response: {
      items: NameRule[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Set aliases */
  'POST /names/rules': {
    params: undefined
    query: undefined
    body: {
      rules: StatedName[]
      note: string
    }
    response: {
      ids: string[]
    }
  }
  /** Show what a change of aliases would change */
  'POST /names/preview': {
    params: undefined
    query: undefined
    body: {
      add?: StatedName[]
      undo?: string[]
    }
    response: NamePreview
  }
  /** Take an alias back */
  'DELETE /names/rules/{rule}': {
    params: {
      rule: string
    }
    query: {
      reason: string
    }
    body: undefined
    response: undefined
  }
  /** Hand out the aliases in force as a file */
  'GET /names/aliases': {
    params: undefined
    query: {
      format?: 'json' | 'csv'
    }
    body: undefined
    response: string
  }
  /** Set the aliases of a file */
  'POST /names/aliases': {
    params: undefined
    query: undefined
    body: FormData
    response: AliasFileResult
  }
  /** List the places of the inventory, and how each is read */
  'GET /places': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      q?: string
      kind?: 'site' | 'care_area'
      how?: 'own' | 'spelling' | 'alias' | 'apart'
    }
    body: undefined
    response: {
      items: PlaceReading[]
      /** Cursor of the next page */
      next: string | null
      /** Of all places of the kind */
      counts: Record<'own' | 'spelling' | 'alias' | 'apart', number>
    }
  }
  /** List which places may be one */
  'GET /places/proposals': {
    params: undefined
    query: {
      limit?: number
    }
    body: undefined
    response: PlaceProposal[]
  }
  /** Refuse that two places are one */
  'POST /places/proposals/refusals': {
    params: undefined
    query: undefined
    body: {
      kind: 'site' | 'care_area'
      site?: string
      name: string
      meant: string
      reason: string
    }
    response: undefined
  }
  /** List the hospital’s own aliases of places, newest first */
  'GET /places/rules': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      /** Words of the rule or of its note */
      q?: string
      /** false: also what was taken back */
      inForce?: string
    }
    body: undefined
    response: {
      items: PlaceRule[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Set aliases of places */
  'POST /places/rules': {
    params: undefined
    query: undefined
    body: {
      rules: StatedPlace[]
      note: string
    }
    response: {
      ids: string[]
    }
  }
  /** Show what a change of aliases of places would change */
  'POST /places/preview': {
    params: undefined
    query: undefined
    body: {
      add?: StatedPlace[]
      undo?: string[]
    }
    response: PlacePreview
  }
  /** Take an alias of a place back */
  'DELETE /places/rules/{rule}': {
    params: {
      rule: string
    }
    query: {
      reason: string
    }
    body: undefined
    response: undefined
  }
  /** Hand out the aliases of places in force as a file */
  'GET /places/aliases': {
    params: undefined
    query: {
      format?: 'json' | 'csv'
    }
    body: undefined
    response: string
  }
  /** Set the aliases of places of a file */
  'POST /places/aliases': {
    params: undefined
    query: undefined
    body: FormData
    response: AliasFileResult
  }
  /** List what work could be made of, worst first */
  'GET /groups': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      advisory?: string
      vulnerability?: string
    }
    body: undefined
    response: {
      items: WorkGroup[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** List which one look at which devices settles most, per minute of a technician */
  'GET /questions': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: Question[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Make field checks of a question */
  'POST /questions/field-checks': {
    params: undefined
    query: undefined
    body: {
      attribute: AskedAttribute
      option?: string
      manufacturer: string
      model: string
      site: string
      careArea: string
      assignedTo?: string
      dueOn?: string
      deviceIds?: string[]
    }
    response: {
      workOrders: {
        id: string
        number: string
      }[]
      skipped: {
        deviceId: string
        reason: string
      }[]
    }
  }
  /** Make work orders of a group of findings */
  'POST /campaigns': {
    params: undefined
    query: undefined
    body: {
      advisoryId: string
      manufacturer: string
      model: string
      site: string
      assignedTo?: string
      dueOn?: string
      type?: WorkOrderType
      deviceIds?: string[]
    }
    response: {
      campaignId: string
      workOrders: number
      skipped: {
        deviceId: string
        reason: string
      }[]
    }
  }
  /** Get a campaign with its first 200 work orders, the most urgent first */
  'GET /campaigns/{campaign}': {
    params: {
      campaign: string
    }
    query: undefined
    body: undefined
    response: {
      campaign: Campaign
      workOrders: WorkOrderRow[]
    }
  }
  /** List work orders */
  'GET /work-orders': {
    params: undefined
    query: {
      state?: string
      open?: string
      type?: WorkOrderType
      priority?: RiskBand
      assignedTo?: string
      device?: string
      campaign?: string
      vulnerability?: string
      advisory?: string
      manufacturer?: string
      model?: string
      site?: string
      alike?: string
      stuck?: 'act' | 'verify'
      q?: string
      /** A query in Homeostat’s language: `site = "North" and seen < 30 days ago`; see the manual */
      query?: string
      sort?: WorkOrderSort
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: WorkOrderRow[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Send somebody to look for devices */
  'POST /work-orders/inspections': {
    params: undefined
    query: undefined
    body: {
      deviceIds: string[]
      assignedTo?: string
      dueOn?: string
    }
    response: {
      workOrders: {
        id: string
        number: string
        deviceId: string
      }[]
      skipped: {
        deviceId: string
        reason: string
      }[]
    }
  }
  /** Get a work order with its findings, history, evidence and ways on */
  'GET /work-orders/{order}': {
    params: {
      order: string
    }
    query: undefined
    body: undefined
    response: {
      order: WorkOrder
      findings: FindingRow[]
      events: WorkOrderEvent[]
      evidence: WorkOrderEvidence[]
      transitions: WorkOrderTransition[]
      /** Reviews and conflicts that wait for this look */
      askedBy: {
        kind: 'review' | 'conflict'
        id: string
      }[]
    }
  }
  /** Give a work order to somebody, or set its date or priority */
  'PATCH /work-orders/{order}': {
    params: {
      order: string
    }
    query: undefined
    body: {
      assignedTo?: string | null
      dueOn?: string | null
      priority?: RiskBand
      version: number
    }
    response: WorkOrder
  }
  /** Move a work order on */
  'POST /work-orders/{order}/transitions': {
    params: {
      order: string
    }
    query: undefined
    body: {
      to: WorkOrderState
      reason?: string
      holdReason?: HoldReason
      version: number
    }
    response: WorkOrder
  }
  /** Leave evidence with a work order */
  'POST /work-orders/{order}/evidence': {
    params: {
      order: string
    }
    query: undefined
    body: {
      clientKey: string
      kind: EvidenceKind
      value: string
      fileId?: string
    }
    response: WorkOrderEvidence
  }
  /** Say that the work is done */
  'POST /work-orders/{order}/complete': {
    params: {
      order: string
    }
    query: undefined
    body: {
      clientKey: string
      /** What was read of the attribute that `verification` names: usually the software version; of an option `with …` or `without …` */
      softwareVersion?: string
      note?: string
      fileIds?: string[]
      minutes?: number
    }
    response: WorkOrder
  }
  /** Say what was found where somebody looked for a device */
  'POST /work-orders/{order}/inspected': {
    params: {
      order: string
    }
    query: undefined
    body: {
      clientKey: string
      answer: InspectionAnswer
      site?: string
      building?: string
      careArea?: string
      room?: string
      note?: string
      fileIds?: string[]
    }
    response: WorkOrder
  }
  /** Accept evidence as proof */
  'POST /work-orders/{order}/evidence/{evidence}/accept': {
    params: {
      order: string
      evidence: string
    }
    query: undefined
    body: undefined
    response: WorkOrder
  }
  /** Take the work orders as a file for the CMMS */
  'POST /outlets/{outlet}/work-orders': {
    params: {
      outlet: string
    }
    query: {
      state?: string
    }
    body: undefined
    response: string
  }
  /** Read back what the CMMS says of the work orders */
  'POST /outlets/{outlet}/results': {
    params: {
      outlet: string
    }
    query: undefined
    body: FormData
    response: {
      applied: number
      unchanged: number
      skipped: {
        position: string
        reason: string
      }[]
    }
  }
  /** Keep a photo as evidence */
  'POST /files': {
    params: undefined
    query: undefined
    body: FormData
    response: {
      id: string
      name: string
      bytes: number
    }
  }
  /** Get a photo */
  'GET /files/{file}': {
    params: {
      file: string
    }
    query: undefined
    body: undefined
    response: string
  }
  /** Get the loop with its counts */
  'GET /loop': {
    params: undefined
    query: undefined
    body: undefined
    response: {
      steps: {
        id: 'observe' | 'resolve' | 'match' | 'rank' | 'plan' | 'act' | 'verify'
        label: string
        count: number
        unit: string
        path: string
        stuck: {
          count: number
          text: string
          path: string
        } | null
      }[]
      today: {
        kind: string
        text: string
        count: number
        path: string
        severity: 'critical' | 'high' | 'medium' | 'low'
      }[]
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
      trend: {
        on: string
        open: number
        verified: number
      }[]
    }
  }
  /** Search everything */
  'GET /search': {
    params: undefined
    query: {
      q: string
    }
    body: undefined
    response: {
      groups: {
        kind: 'device' | 'advisory' | 'vulnerability' | 'work_order' | 'model'
        items: {
          title: string
          subtitle: string
          path: string
        }[]
      }[]
    }
  }
  /** What queries can ask of devices, findings and work */
  'GET /query/fields': {
    params: undefined
    query: undefined
    body: undefined
    response: {
      of: 'devices' | 'findings' | 'work'
      fields: QueryField[]
      /** After `with` and `without` */
      relations: string[]
    }[]
  }
  /** Check a query, and complete it at the cursor */
  'GET /query/check': {
    params: undefined
    query: {
      of: 'devices' | 'findings' | 'work'
      text: string
      cursor?: number
    }
    body: undefined
    response: {
      fault: QueryFault | null
      /** The query in one way of writing */
      printed: string
      completion: {
        /** A proposal takes the place of the text from here … */
        at: number
        /** … to here */
        end: number
        proposals: QueryProposal[]
      } | null
    }
  }
  /** Count what a query finds, up to 10,000 */
  'GET /query/count': {
    params: undefined
    query: {
      of: 'devices' | 'findings' | 'work'
      query: string
    }
    body: undefined
    response: {
      count: number
      /** There are more */
      isCapped: boolean
    }
  }
  /** Say whether the server, its database and its worker are up */
  'GET /health': {
    params: undefined
    query: undefined
    body: undefined
    response: Health
  }
}
