import { apiUrl, type Query } from '#web/api/client.ts'

const part = encodeURIComponent

function withQuery(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null) parameters.set(name, String(value))
  const text = parameters.toString()
  return text ? `${path}?${text}` : path
}

/** What each of them names on a device, in the words of its groups of work. */
export const databaseTitles = {
  NVD: 'Known vulnerabilities of its software, by NVD',
  CVE: 'Known vulnerabilities of its software, by CVE records',
  OSV: 'Known vulnerabilities of its software, by OSV',
  MSRC: 'Vulnerabilities of its Windows, by Microsoft',
  VEX: 'Vulnerabilities that VEX on its bill of materials names',
}

/** What stands in the place of an advisory where only databases of vulnerabilities, or VEX on its bill, speak of the device. */
export const isDatabase = (advisory: string): advisory is keyof typeof databaseTitles =>
  Object.hasOwn(databaseTitles, advisory)

/** Every address of the client, in one place. Lists take their filters, so that each number can link to what it counts. */
export const paths = {
  home: () => '/',
  signIn: (next?: string) => withQuery('/sign-in', { next }),
  devices: (filters?: Query) => withQuery('/devices', filters),
  addDevice: () => '/devices/new',
  knownDevice: (device: string, asKnownOn: string) => withQuery(`/devices/${part(device)}`, { asKnownOn }),
  device: (device: string, tab?: string) => withQuery(`/devices/${part(device)}`, { tab }),
  models: (filters?: Query) => withQuery('/models', filters),
  model: (model: string) => `/models/${part(model)}`,
  sboms: (filters?: Query) => withQuery('/sboms', filters),
  sbom: (sbom: string, tab?: string) => withQuery(`/sboms/${part(sbom)}`, { tab }),
  vexDocuments: (tab?: 'waiting' | 'bound') => withQuery('/sboms/vex', { tab }),
  vexDocument: (document: string) => `/sboms/vex/${part(document)}`,
  mds2: (filters?: Query) => withQuery('/mds2', filters),
  mds2Form: (form: string, filters?: Query) => withQuery(`/mds2/${part(form)}`, filters),
  riskOverTime: (filters?: Query) => withQuery('/risk-over-time', filters),
  inventoryHealth: (filters?: Query) => withQuery('/inventory-health', filters),
  names: (filters?: Query) => withQuery('/names', filters),
  places: (filters?: Query) => withQuery('/places', filters),
  reviews: (filters?: Query) => withQuery('/reviews', filters),
  advisories: (filters?: Query) => withQuery('/advisories', filters),
  vexProducts: (tab?: 'bound') => withQuery('/advisories/vex-products', { tab }),
  triage: (filters?: Query) => withQuery('/triage', filters),
  matchRuns: (filters?: Query) => withQuery('/match-runs', filters),
  advisory: (advisory: string, filters?: Query) => withQuery(`/advisories/${part(advisory)}`, filters),
  recalls: (filters?: Query) => withQuery('/recalls', filters),
  recall: (event: string) => `/recalls/${part(event)}`,
  vulnerability: (vulnerability: string, filters?: Query) =>
    withQuery(`/vulnerabilities/${part(vulnerability)}`, filters),
  rubric: (vulnerability: string, of: { manufacturer: string; model: string }) =>
    withQuery(`/vulnerabilities/${part(vulnerability)}/rubric`, { ...of }),
  findings: (filters?: Query) => withQuery('/findings', filters),
  finding: (device: string, vulnerability: string) => `/findings/${part(device)}/${part(vulnerability)}`,
  decisions: (filters?: Query) => withQuery('/decisions', filters),
  decisionBoard: () => '/decisions/board',
  proposal: (proposal: string) => `/decisions/waiting/${part(proposal)}`,
  decisionRecord: (proposal: string) => `/decisions/records/${part(proposal)}`,
  checkRecord: () => '/decisions/records',
  approvals: () => '/settings/approvals',
  decision: (decision: string, state?: string) => withQuery(`/decisions/${part(decision)}`, { state }),
  whatIf: (filters?: Query) => withQuery('/what-if', filters),
  compareWhatIf: (scenarios: readonly string[]) => withQuery('/what-if/compare', { scenarios: scenarios.join() }),
  vexIssues: () => '/verdicts',
  work: (filters?: Query) => withQuery('/work', filters),
  questions: () => '/questions',
  workOrders: (filters?: Query) => withQuery('/work-orders', filters),
  workOrder: (order: string) => `/work-orders/${part(order)}`,
  sources: () => '/sources',
  addSource: () => '/sources/new',
  bundles: () => '/sources/bundles',
  source: (source: string, tab?: string) => withQuery(`/sources/${part(source)}`, { tab }),
  importFile: (source?: string) => withQuery('/import', { source }),
  people: () => '/people',
  audit: (filters?: Query) => withQuery('/audit', filters),
  settings: () => '/settings',
  appetite: () => '/settings/appetite',
  thresholds: () => '/settings/thresholds',
  environment: () => '/settings/cvss',
  trust: (source?: string) => withQuery('/settings/trust', { source }),
  account: () => '/account',
  notifications: () => '/notifications',
  help: () => '/help',
}

/** The id of the model that is spelt so. */
export function modelId(manufacturer: string, model: string): string {
  const bytes = new TextEncoder().encode(JSON.stringify([manufacturer, model]))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** Where who speaks of a vulnerability is read: an advisory has a page, a database what it says of this one. */
export const statementPath = (advisory: string, vulnerability: string) =>
  isDatabase(advisory) ? paths.vulnerability(vulnerability) : paths.advisory(advisory)

/** Files that the server makes. */
export const downloads = {
  devices: (filters?: Query) => apiUrl('/devices.csv', filters),
  knownDevices: (filters?: Query) => apiUrl('/known-devices.csv', filters),
  healthDevices: (filters: Query) => apiUrl('/inventory-health/devices.csv', filters),
  fhirDevices: (filters?: Query) => apiUrl('/devices.fhir', filters),
  findings: (filters?: Query) => apiUrl('/findings.csv', filters),
  riskOverTime: (filters?: Query) => apiUrl('/risk-over-time.csv', filters),
  aliases: (list: 'names' | 'places') => apiUrl(`/${list}/aliases`, { format: 'csv' }),
  sbom: (sbom: string) => apiUrl(`/sboms/${part(sbom)}/document`),
  vexDocument: (document: string) => apiUrl(`/vex-documents/${part(document)}/document`),
  mds2Form: (form: string) => apiUrl(`/mds2/${part(form)}/document`),
  decisionRecord: (proposal: string, form: 'html' | 'json') =>
    apiUrl(`/decision-proposals/${part(proposal)}/record.${form}`),
  file: (file: string) => apiUrl(`/files/${part(file)}`),
  bundle: (bundle: string) => apiUrl(`/bundles/${part(bundle)}/file`),
  apiDocs: () => '/api/docs',
  openApi: () => apiUrl('/openapi.json'),
}
