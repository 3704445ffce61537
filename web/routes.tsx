import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { loopQuery } from './api/loop.ts'
import { queryClient } from './api/query-client.ts'
import { sessionQuery } from './api/session.ts'
import { AppShell } from './components/app-shell.tsx'
import {
  addSourceSearch,
  advisoryPageSearch,
  advisorySearch,
  auditSearch,
  decisionPageSearch,
  decisionSearch,
  devicePartSearch,
  deviceSearch,
  findingSearch,
  importSearch,
  inventoryHealthSearch,
  matchRunSearch,
  mds2FormSearch,
  mds2FormsSearch,
  modelsSearch,
  namesSearch,
  placesSearch,
  recallSearch,
  reviewSearch,
  riskOverTimeSearch,
  rubricSearch,
  sbomSearch,
  sbomsSearch,
  signInSearch,
  tabSearch,
  triageSearch,
  trustSearch,
  vexDocumentsSearch,
  vexProductsSearch,
  vulnerabilitySearch,
  whatIfCompareSearch,
  whatIfSearch,
  workOrderSearch,
} from './page-searches.ts'
import { NotFound } from './pages/not-found-page.tsx'
import { parseSearch, stringifySearch } from './search-params.ts'
import { PageFailure } from './ui/loaded-page.tsx'
import { PageSkeleton } from './ui/page.tsx'

const root = createRootRoute({ component: Outlet })

// Before the sign-in

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./pages/access/sign-in-page.tsx'), 'SignInPage'),
})
const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./pages/access/redeem-page.tsx'), 'RedeemPage'),
})
const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('./pages/access/redeem-page.tsx'), 'RedeemPage'),
})

// Behind it

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: AppShell,
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery)
    if (session.person) return
    const next = location.href === '/' ? undefined : location.href
    throw redirect({ to: '/sign-in', search: next ? { next } : {}, replace: true })
  },
})

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  // The numbers are on their way while the page is.
  loader: () => void queryClient.prefetchQuery(loopQuery),
  component: lazyRouteComponent(() => import('./pages/home/home-page.tsx'), 'HomePage'),
})

const devices = createRoute({
  getParentRoute: () => inside,
  path: '/devices',
  validateSearch: deviceSearch,
  component: lazyRouteComponent(() => import('./pages/devices/devices-page.tsx'), 'DevicesPage'),
})
const addDevice = createRoute({
  getParentRoute: () => inside,
  path: '/devices/new',
  component: lazyRouteComponent(() => import('./pages/devices/add-device-page.tsx'), 'AddDevicePage'),
})
const device = createRoute({
  getParentRoute: () => inside,
  path: '/devices/$device',
  validateSearch: devicePartSearch,
  component: lazyRouteComponent(() => import('./pages/devices/device-page.tsx'), 'DevicePage'),
})
const inventoryHealth = createRoute({
  getParentRoute: () => inside,
  path: '/inventory-health',
  validateSearch: inventoryHealthSearch,
  component: lazyRouteComponent(
    () => import('./pages/inventory-health/inventory-health-page.tsx'),
    'InventoryHealthPage',
  ),
})
const riskOverTime = createRoute({
  getParentRoute: () => inside,
  path: '/risk-over-time',
  validateSearch: riskOverTimeSearch,
  component: lazyRouteComponent(() => import('./pages/risk-over-time/risk-over-time-page.tsx'), 'RiskOverTimePage'),
})
const models = createRoute({
  getParentRoute: () => inside,
  path: '/models',
  validateSearch: modelsSearch,
  component: lazyRouteComponent(() => import('./pages/models/models-page.tsx'), 'ModelsPage'),
})
const model = createRoute({
  getParentRoute: () => inside,
  path: '/models/$model',
  component: lazyRouteComponent(() => import('./pages/models/model-page.tsx'), 'ModelPage'),
})
const sboms = createRoute({
  getParentRoute: () => inside,
  path: '/sboms',
  validateSearch: sbomsSearch,
  component: lazyRouteComponent(() => import('./pages/sboms/sboms-page.tsx'), 'SbomsPage'),
})
const sbom = createRoute({
  getParentRoute: () => inside,
  path: '/sboms/$sbom',
  validateSearch: sbomSearch,
  component: lazyRouteComponent(() => import('./pages/sboms/sbom-page.tsx'), 'SbomPage'),
})
const vexDocuments = createRoute({
  getParentRoute: () => inside,
  path: '/sboms/vex',
  validateSearch: vexDocumentsSearch,
  component: lazyRouteComponent(() => import('./pages/sboms/vex-documents-page.tsx'), 'VexDocumentsPage'),
})
const vexDocument = createRoute({
  getParentRoute: () => inside,
  path: '/sboms/vex/$document',
  component: lazyRouteComponent(() => import('./pages/sboms/vex-document-page.tsx'), 'VexDocumentPage'),
})
const mds2 = createRoute({
  getParentRoute: () => inside,
  path: '/mds2',
  validateSearch: mds2FormsSearch,
  component: lazyRouteComponent(() => import('./pages/mds2/mds2-forms-page.tsx'), 'Mds2FormsPage'),
})
const mds2Form = createRoute({
  getParentRoute: () => inside,
  path: '/mds2/$form',
  validateSearch: mds2FormSearch,
  component: lazyRouteComponent(() => import('./pages/mds2/mds2-form-page.tsx'), 'Mds2FormPage'),
})
const names = createRoute({
  getParentRoute: () => inside,
  path: '/names',
  validateSearch: namesSearch,
  component: lazyRouteComponent(() => import('./pages/names/names-page.tsx'), 'NamesPage'),
})
const places = createRoute({
  getParentRoute: () => inside,
  path: '/places',
  validateSearch: placesSearch,
  component: lazyRouteComponent(() => import('./pages/places/places-page.tsx'), 'PlacesPage'),
})
const reviews = createRoute({
  getParentRoute: () => inside,
  path: '/reviews',
  validateSearch: reviewSearch,
  component: lazyRouteComponent(() => import('./pages/reviews/reviews-page.tsx'), 'ReviewsPage'),
})
// Where conflicts once had a page of their own.
const conflicts = createRoute({
  getParentRoute: () => inside,
  path: '/conflicts',
  beforeLoad: () => {
    throw redirect({ to: '/reviews', search: { tab: 'conflicts' }, replace: true })
  },
})

const advisories = createRoute({
  getParentRoute: () => inside,
  path: '/advisories',
  validateSearch: advisorySearch,
  component: lazyRouteComponent(() => import('./pages/advisories/advisories-page.tsx'), 'AdvisoriesPage'),
})
const vexProducts = createRoute({
  getParentRoute: () => inside,
  path: '/advisories/vex-products',
  validateSearch: vexProductsSearch,
  component: lazyRouteComponent(() => import('./pages/advisories/vex-products-page.tsx'), 'VexProductsPage'),
})
const triage = createRoute({
  getParentRoute: () => inside,
  path: '/triage',
  validateSearch: triageSearch,
  component: lazyRouteComponent(() => import('./pages/advisories/triage-page.tsx'), 'TriagePage'),
})
const matchRuns = createRoute({
  getParentRoute: () => inside,
  path: '/match-runs',
  validateSearch: matchRunSearch,
  component: lazyRouteComponent(() => import('./pages/advisories/match-runs-page.tsx'), 'MatchRunsPage'),
})
const advisory = createRoute({
  getParentRoute: () => inside,
  path: '/advisories/$advisory',
  validateSearch: advisoryPageSearch,
  component: lazyRouteComponent(() => import('./pages/advisories/advisory-page.tsx'), 'AdvisoryPage'),
})
const recalls = createRoute({
  getParentRoute: () => inside,
  path: '/recalls',
  validateSearch: recallSearch,
  component: lazyRouteComponent(() => import('./pages/recalls/recalls-page.tsx'), 'RecallsPage'),
})
const recall = createRoute({
  getParentRoute: () => inside,
  path: '/recalls/$event',
  component: lazyRouteComponent(() => import('./pages/recalls/recall-page.tsx'), 'RecallPage'),
})
const rubric = createRoute({
  getParentRoute: () => inside,
  path: '/vulnerabilities/$vulnerability/rubric',
  validateSearch: rubricSearch,
  component: lazyRouteComponent(() => import('./pages/vulnerabilities/rubric-page.tsx'), 'RubricPage'),
})
const vulnerability = createRoute({
  getParentRoute: () => inside,
  path: '/vulnerabilities/$vulnerability',
  validateSearch: vulnerabilitySearch,
  component: lazyRouteComponent(() => import('./pages/vulnerabilities/vulnerability-page.tsx'), 'VulnerabilityPage'),
})

const findings = createRoute({
  getParentRoute: () => inside,
  path: '/findings',
  validateSearch: findingSearch,
  component: lazyRouteComponent(() => import('./pages/findings/findings-page.tsx'), 'FindingsPage'),
})
const finding = createRoute({
  getParentRoute: () => inside,
  path: '/findings/$device/$vulnerability',
  component: lazyRouteComponent(() => import('./pages/findings/finding-page.tsx'), 'FindingPage'),
})

const decisions = createRoute({
  getParentRoute: () => inside,
  path: '/decisions',
  validateSearch: decisionSearch,
  component: lazyRouteComponent(() => import('./pages/decisions/decisions-page.tsx'), 'DecisionsPage'),
})
const decisionBoard = createRoute({
  getParentRoute: () => inside,
  path: '/decisions/board',
  component: lazyRouteComponent(() => import('./pages/decisions/board-page.tsx'), 'BoardPage'),
})
const proposal = createRoute({
  getParentRoute: () => inside,
  path: '/decisions/waiting/$proposal',
  component: lazyRouteComponent(() => import('./pages/decisions/proposal-page.tsx'), 'ProposalPage'),
})
const decisionRecord = createRoute({
  getParentRoute: () => inside,
  path: '/decisions/records/$proposal',
  component: lazyRouteComponent(() => import('./pages/decisions/record-page.tsx'), 'RecordPage'),
})
const checkRecord = createRoute({
  getParentRoute: () => inside,
  path: '/decisions/records',
  component: lazyRouteComponent(() => import('./pages/decisions/check-record-page.tsx'), 'CheckRecordPage'),
})
const decision = createRoute({
  getParentRoute: () => inside,
  path: '/decisions/$decision',
  validateSearch: decisionPageSearch,
  component: lazyRouteComponent(() => import('./pages/decisions/decision-page.tsx'), 'DecisionPage'),
})
const whatIf = createRoute({
  getParentRoute: () => inside,
  path: '/what-if',
  validateSearch: whatIfSearch,
  component: lazyRouteComponent(() => import('./pages/what-if/what-if-page.tsx'), 'WhatIfPage'),
})
const whatIfCompare = createRoute({
  getParentRoute: () => inside,
  path: '/what-if/compare',
  validateSearch: whatIfCompareSearch,
  component: lazyRouteComponent(() => import('./pages/what-if/compare-page.tsx'), 'ComparePage'),
})
const vexIssues = createRoute({
  getParentRoute: () => inside,
  path: '/verdicts',
  component: lazyRouteComponent(() => import('./pages/findings/vex-issues-page.tsx'), 'VexIssuesPage'),
})

const work = createRoute({
  getParentRoute: () => inside,
  path: '/work',
  component: lazyRouteComponent(() => import('./pages/work/work-page.tsx'), 'WorkPage'),
})
const questions = createRoute({
  getParentRoute: () => inside,
  path: '/questions',
  component: lazyRouteComponent(() => import('./pages/work/questions-page.tsx'), 'QuestionsPage'),
})
// The API calls the list of what work could be made of "groups"; links from there arrive here.
const groups = createRoute({
  getParentRoute: () => inside,
  path: '/groups',
  beforeLoad: () => {
    throw redirect({ to: '/work', replace: true })
  },
})
const workOrders = createRoute({
  getParentRoute: () => inside,
  path: '/work-orders',
  validateSearch: workOrderSearch,
  component: lazyRouteComponent(() => import('./pages/work-orders/work-orders-page.tsx'), 'WorkOrdersPage'),
})
const workOrder = createRoute({
  getParentRoute: () => inside,
  path: '/work-orders/$order',
  component: lazyRouteComponent(() => import('./pages/work-orders/work-order-page.tsx'), 'WorkOrderPage'),
})

const sources = createRoute({
  getParentRoute: () => inside,
  path: '/sources',
  component: lazyRouteComponent(() => import('./pages/sources/sources-page.tsx'), 'SourcesPage'),
})
const addSource = createRoute({
  getParentRoute: () => inside,
  path: '/sources/new',
  validateSearch: addSourceSearch,
  component: lazyRouteComponent(() => import('./pages/sources/add-source-page.tsx'), 'AddSourcePage'),
})
const bundles = createRoute({
  getParentRoute: () => inside,
  path: '/sources/bundles',
  component: lazyRouteComponent(() => import('./pages/sources/bundles-page.tsx'), 'BundlesPage'),
})
const source = createRoute({
  getParentRoute: () => inside,
  path: '/sources/$source',
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import('./pages/sources/source-page.tsx'), 'SourcePage'),
})
const importFile = createRoute({
  getParentRoute: () => inside,
  path: '/import',
  validateSearch: importSearch,
  component: lazyRouteComponent(() => import('./pages/import/import-page.tsx'), 'ImportPage'),
})

const people = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  component: lazyRouteComponent(() => import('./pages/people/people-page.tsx'), 'PeoplePage'),
})
const audit = createRoute({
  getParentRoute: () => inside,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./pages/audit/audit-page.tsx'), 'AuditPage'),
})
const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings/settings-page.tsx'), 'SettingsPage'),
})
const trust = createRoute({
  getParentRoute: () => inside,
  path: '/settings/trust',
  validateSearch: trustSearch,
  component: lazyRouteComponent(() => import('./pages/settings/trust-page.tsx'), 'TrustPage'),
})
const appetite = createRoute({
  getParentRoute: () => inside,
  path: '/settings/appetite',
  component: lazyRouteComponent(() => import('./pages/settings/appetite-page.tsx'), 'AppetitePage'),
})
const environment = createRoute({
  getParentRoute: () => inside,
  path: '/settings/cvss',
  component: lazyRouteComponent(() => import('./pages/settings/environment-page.tsx'), 'EnvironmentPage'),
})
const approvals = createRoute({
  getParentRoute: () => inside,
  path: '/settings/approvals',
  component: lazyRouteComponent(() => import('./pages/settings/approvals-page.tsx'), 'ApprovalsPage'),
})
const thresholds = createRoute({
  getParentRoute: () => inside,
  path: '/settings/thresholds',
  component: lazyRouteComponent(() => import('./pages/settings/thresholds-page.tsx'), 'ThresholdsPage'),
})
const account = createRoute({
  getParentRoute: () => inside,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/settings/account-page.tsx'), 'AccountPage'),
})
const notifications = createRoute({
  getParentRoute: () => inside,
  path: '/notifications',
  component: lazyRouteComponent(() => import('./pages/notifications/notifications-page.tsx'), 'NotificationsPage'),
})
const help = createRoute({
  getParentRoute: () => inside,
  path: '/help',
  component: lazyRouteComponent(() => import('./pages/help/help-page.tsx'), 'HelpPage'),
})

// Any other address: not found, but with the way back around it.
const elsewhere = createRoute({ getParentRoute: () => inside, path: '$', component: NotFound })

const routeTree = root.addChildren([
  signIn,
  setUp,
  join,
  inside.addChildren([
    home,
    devices,
    addDevice,
    device,
    inventoryHealth,
    riskOverTime,
    models,
    model,
    sboms,
    sbom,
    vexDocuments,
    vexDocument,
    mds2,
    mds2Form,
    names,
    places,
    reviews,
    conflicts,
    advisories,
    recalls,
    recall,
    advisory,
    vexProducts,
    triage,
    matchRuns,
    vulnerability,
    rubric,
    findings,
    finding,
    decisions,
    decisionBoard,
    proposal,
    decisionRecord,
    checkRecord,
    decision,
    whatIf,
    whatIfCompare,
    vexIssues,
    work,
    groups,
    questions,
    workOrders,
    workOrder,
    sources,
    addSource,
    bundles,
    source,
    importFile,
    people,
    audit,
    settings,
    appetite,
    approvals,
    thresholds,
    environment,
    trust,
    account,
    notifications,
    help,
    elsewhere,
  ]),
])

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultPendingMs: 200,
  defaultPendingComponent: () => <PageSkeleton />,
  defaultErrorComponent: ({ error }) => <PageFailure error={error} retry={() => window.location.reload()} />,
  defaultNotFoundComponent: NotFound,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
