// What each page keeps in its address.
import {
  answers,
  countsAsWords,
  criticalities,
  decisionFilterStates,
  decisionKinds,
  findingStatuses,
  healthLists,
  lifecycles,
  remediationStates,
  riskBands,
  standingStates,
  triageDecisions,
} from './api/words.ts'
import { day, dayOrMoment, flag, oneOf, queryText, readSearch, score, text } from './search-params.ts'

export const deviceSearch = readSearch({
  q: text,
  query: queryText,
  site: text,
  careArea: text,
  manufacturer: text,
  model: text,
  deviceType: text,
  lifecycle: oneOf(lifecycles),
  criticality: oneOf(criticalities),
  zone: text,
  active: flag,
  hasConflict: flag,
  missing: text,
  source: text,
  unreported: flag,
  sbom: text,
  mds2: text,
  alike: flag,
  advisory: text,
  vulnerability: text,
  answer: oneOf(['affected', 'cannot_tell'] as const),
  countsAs: oneOf(['affected', 'to_look_at', 'open', 'set_aside'] as const),
  knownExploited: flag,
  support: oneOf(['supported', 'ending', 'ended', 'cannot_tell', 'unknown'] as const),
  band: oneOf(riskBands),
  sort: oneOf(['name', 'risk', 'lastSeen', 'site'] as const),
  columns: text,
  asKnownOn: dayOrMoment,
})
export type DeviceSearch = ReturnType<typeof deviceSearch>

export const inventoryHealthSearch = readSearch({
  tab: oneOf(['wards', 'sources', 'rhythms'] as const),
  list: oneOf(healthLists),
  q: text,
  site: text,
  careArea: text,
  source: text,
  sort: oneOf(['name', 'risk', 'lastSeen', 'site'] as const),
})
export type InventoryHealthSearch = ReturnType<typeof inventoryHealthSearch>

export const riskOverTimeSearch = readSearch({
  site: text,
  manufacturer: text,
  model: text,
  span: oneOf(['30', '90', '365', '1098'] as const),
  show: oneOf(['bands', 'axes'] as const),
  by: oneOf(['site', 'manufacturer', 'model'] as const),
  sort: oneOf(['risk', 'rise', 'fall', 'name'] as const),
})
export type RiskOverTimeSearch = ReturnType<typeof riskOverTimeSearch>

export const modelsSearch = readSearch({
  q: text,
  deviceClass: oneOf(['1', '2', '3', 'U', 'N', 'F'] as const),
  lifeSustaining: flag,
  confidence: oneOf(['certain', 'likely', 'unsure', 'none'] as const),
  stage: oneOf(['development', 'support', 'limited_support', 'end_of_support', 'none'] as const),
})
export type ModelsSearch = ReturnType<typeof modelsSearch>

export const sbomsSearch = readSearch({ q: text, component: text, inForce: flag })
export type SbomsSearch = ReturnType<typeof sbomsSearch>

export const sbomSearch = readSearch({ tab: text, q: text })
export type SbomSearch = ReturnType<typeof sbomSearch>

export const mds2FormsSearch = readSearch({ q: text, inForce: flag })
export type Mds2FormsSearch = ReturnType<typeof mds2FormsSearch>

export const mds2FormSearch = readSearch({
  tab: oneOf(['short', 'answers', 'differences', 'devices', 'remarks'] as const),
  q: text,
  word: oneOf(['yes', 'no', 'not_applicable', 'see_note', 'text', 'other', 'blank'] as const),
})
export type Mds2FormSearch = ReturnType<typeof mds2FormSearch>

export const namesSearch = readSearch({
  tab: oneOf(['proposals', 'aliases'] as const),
  q: text,
  how: oneOf(['unknown', 'nobody', 'misspelt', 'alias', 'apart', 'advisory', 'known'] as const),
  past: flag,
  /** The name that the editor is open on; empty for a new one. */
  edit: text,
  maker: text,
})
export type NamesSearch = ReturnType<typeof namesSearch>

export const placesSearch = readSearch({
  tab: oneOf(['proposals', 'aliases'] as const),
  q: text,
  kind: oneOf(['site', 'care_area'] as const),
  how: oneOf(['own', 'spelling', 'alias', 'apart'] as const),
  past: flag,
  /** The name that the editor is open on; empty for a new one. */
  edit: text,
  /** What the editor says of it, of which site, and whose name it is. */
  says: oneOf(['site', 'site_apart', 'care_area', 'care_area_apart'] as const),
  of: text,
  meant: text,
})
export type PlacesSearch = ReturnType<typeof placesSearch>

export const reviewSearch = readSearch({
  tab: oneOf(['conflicts'] as const),
  state: oneOf(['waiting', 'settled'] as const),
  source: text,
  site: text,
  careArea: text,
  at: text,
  show: oneOf(['all', 'differences'] as const),
})
export type ReviewSearch = ReturnType<typeof reviewSearch>

export const advisorySearch = readSearch({
  q: text,
  publisher: text,
  knownExploited: flag,
  affected: oneOf(['yes', 'no', 'any'] as const),
  medical: flag,
  inbox: flag,
  unread: flag,
  decision: oneOf(triageDecisions),
  device: text,
  model: text,
  category: text,
  csafVersion: text,
  publisherCategory: text,
  namespace: text,
  title: text,
  trackingId: text,
  status: oneOf(['draft', 'interim', 'final'] as const),
  revision: text,
  revisionHistory: text,
  generator: text,
  currentFrom: day,
  currentTo: day,
  initialFrom: day,
  initialTo: day,
  cve: text,
  product: text,
  identifier: text,
  severity: text,
  cvssFrom: score,
  cvssTo: score,
  sort: oneOf([
    'newest',
    'released',
    'affected',
    'cvss',
    'severity',
    'title',
    'publisher',
    'publisherCategory',
    'namespace',
    'id',
    'category',
    'csafVersion',
    'status',
    'revision',
    'revisionHistory',
    'generator',
    'cve',
    'product',
    'identifier',
  ] as const),
})
export type AdvisorySearch = ReturnType<typeof advisorySearch>

export const vexDocumentsSearch = readSearch({ tab: oneOf(['waiting', 'bound'] as const), q: text })
export type VexDocumentsSearch = ReturnType<typeof vexDocumentsSearch>

export const vexProductsSearch = readSearch({ tab: oneOf(['bound'] as const), q: text })
export type VexProductsSearch = ReturnType<typeof vexProductsSearch>

export const triageSearch = readSearch({
  advisory: text,
  affected: oneOf(['yes', 'any'] as const),
  certainty: oneOf(['sure', 'likely', 'all'] as const),
})
export type TriageSearch = ReturnType<typeof triageSearch>

export const advisoryPageSearch = readSearch({
  certainty: oneOf(['sure', 'likely', 'all'] as const),
  from: text,
  to: text,
  groups: oneOf(['all']),
})
export type AdvisoryPageSearch = ReturnType<typeof advisoryPageSearch>

export const matchRunSearch = readSearch({
  trigger: oneOf(['person', 'advisories', 'devices', 'databases', 'bills', 'aliases', 'rules'] as const),
})
export type MatchRunSearch = ReturnType<typeof matchRunSearch>

export const recallSearch = readSearch({
  q: text,
  topic: oneOf(['security', 'software', 'other', 'any'] as const),
  classification: oneOf(['I', 'II', 'III'] as const),
  ongoing: flag,
  here: oneOf(['true'] as const),
})
export type RecallSearch = ReturnType<typeof recallSearch>

export const vulnerabilitySearch = readSearch({
  answer: oneOf([...answers, 'set_aside'] as const),
  groups: oneOf(['all']),
})
export type VulnerabilitySearch = ReturnType<typeof vulnerabilitySearch>

export const findingSearch = readSearch({
  q: text,
  query: queryText,
  open: oneOf(['true', 'false', 'any'] as const),
  device: text,
  vulnerability: text,
  advisory: text,
  answer: oneOf(answers),
  countsAs: oneOf(countsAsWords),
  status: oneOf(findingStatuses),
  decision: oneOf(decisionKinds),
  remediation: oneOf(remediationStates),
  band: oneOf(riskBands),
  site: text,
  careArea: text,
  manufacturer: text,
  model: text,
  alike: flag,
  sbom: text,
  component: text,
  knownExploited: flag,
  reopened: flag,
  decisionBroke: flag,
  action: text,
  due: text,
  sort: oneOf(['action', 'risk', 'opened'] as const),
})
export type FindingSearch = ReturnType<typeof findingSearch>

/** Steps as JSON: what does not fit is no longer an address. */
const stepsText = (value: string) => (value.length <= 20_000 ? value : undefined)
export const whatIfSearch = readSearch({
  steps: stepsText,
  scenario: text,
  by: oneOf(['site', 'model', 'manufacturer'] as const),
})
export type WhatIfSearch = ReturnType<typeof whatIfSearch>

export const whatIfCompareSearch = readSearch({ scenarios: text })
export type WhatIfCompareSearch = ReturnType<typeof whatIfCompareSearch>

export const decisionSearch = readSearch({
  q: text,
  state: oneOf(decisionFilterStates),
  decision: oneOf(decisionKinds),
  vulnerability: text,
  advisory: text,
  control: text,
})
export type DecisionSearch = ReturnType<typeof decisionSearch>

export const decisionPageSearch = readSearch({ state: oneOf(standingStates) })
export type DecisionPageSearch = ReturnType<typeof decisionPageSearch>

export const workOrderSearch = readSearch({
  query: queryText,
  tab: oneOf(['mine', 'open', 'all'] as const),
  q: text,
  state: text,
  type: text,
  device: text,
  campaign: text,
  advisory: text,
  manufacturer: text,
  model: text,
  site: text,
  alike: flag,
  vulnerability: text,
  stuck: oneOf(['act', 'verify'] as const),
  assignedTo: text,
  open: flag,
  sort: text,
})
export type WorkOrderSearch = ReturnType<typeof workOrderSearch>

export const auditSearch = readSearch({ subjectKind: text, subjectId: text, actor: text })
export type AuditSearch = ReturnType<typeof auditSearch>

export const rubricSearch = readSearch({ manufacturer: text, model: text })
export type RubricSearch = ReturnType<typeof rubricSearch>

export const tabSearch = readSearch({ tab: text })
export const trustSearch = readSearch({ source: text })
export const devicePartSearch = readSearch({
  tab: text,
  asKnownOn: dayOrMoment,
  answer: oneOf(['affected', 'cannot_tell', 'not_affected']),
})
export const signInSearch = readSearch({ next: text })
export const importSearch = readSearch({ source: text })
export const addSourceSearch = readSearch({ feed: text, system: text })
