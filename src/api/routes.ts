import type { AnyRoute } from './route.ts'
import { accessRoutes } from './routes/access.ts'
import { advisoryRoutes } from './routes/advisories.ts'
import { appetiteRoutes } from './routes/appetite.ts'
import { approvalRoutes } from './routes/approvals.ts'
import { auditRoutes } from './routes/audit.ts'
import { awaitedBillRoutes } from './routes/awaited-bills.ts'
import { backTestRoutes } from './routes/back-tests.ts'
import { bundleRoutes } from './routes/bundles.ts'
import { campaignRoutes } from './routes/campaigns.ts'
import { controlRoutes } from './routes/controls.ts'
import { decisionRoutes } from './routes/decisions.ts'
import { deviceRoutes } from './routes/devices.ts'
import { environmentRoutes } from './routes/environment.ts'
import { fileRoutes } from './routes/files.ts'
import { findingRoutes } from './routes/findings.ts'
import { groupRoutes } from './routes/groups.ts'
import { healthRoutes } from './routes/health.ts'
import { identityRoutes } from './routes/identity.ts'
import { inventoryHealthRoutes } from './routes/inventory-health.ts'
import { knownDeviceRoutes } from './routes/known-devices.ts'
import { loopRoutes } from './routes/loop.ts'
import { mds2Routes } from './routes/mds2.ts'
import { modelRoutes } from './routes/models.ts'
import { nameRoutes } from './routes/names.ts'
import { notificationRoutes } from './routes/notifications.ts'
import { outletRoutes } from './routes/outlets.ts'
import { packageRoutes } from './routes/packages.ts'
import { peopleRoutes } from './routes/people.ts'
import { placeRoutes } from './routes/places.ts'
import { queryRoutes } from './routes/query.ts'
import { questionRoutes } from './routes/questions.ts'
import { recallRoutes } from './routes/recalls.ts'
import { reviewRoutes } from './routes/reviews.ts'
import { riskOverTimeRoutes } from './routes/risk-over-time.ts'
import { rubricRoutes } from './routes/rubric.ts'
import { savedViewRoutes } from './routes/saved-views.ts'
import { sbomRoutes } from './routes/sboms.ts'
import { searchRoutes } from './routes/search.ts'
import { settingsRoutes } from './routes/settings.ts'
import { sourceRoutes } from './routes/sources.ts'
import { thresholdRoutes } from './routes/thresholds.ts'
import { trustRoutes } from './routes/trust.ts'
import { vexRoutes } from './routes/vex.ts'
import { vexDocumentRoutes } from './routes/vex-documents.ts'
import { vexProductRoutes } from './routes/vex-products.ts'
import { vulnerabilityRoutes } from './routes/vulnerabilities.ts'
import { whatIfRoutes } from './routes/what-if.ts'
import { workOrderRoutes } from './routes/work-orders.ts'

/** Every endpoint. A new noun is one import and one line. */
export const routes: readonly AnyRoute[] = [
  ...accessRoutes,
  ...peopleRoutes,
  ...auditRoutes,
  ...notificationRoutes,
  ...savedViewRoutes,
  ...settingsRoutes,
  ...environmentRoutes,
  ...rubricRoutes,
  ...thresholdRoutes,
  ...appetiteRoutes,
  ...backTestRoutes,
  ...trustRoutes,
  ...deviceRoutes,
  ...reviewRoutes,
  ...knownDeviceRoutes,
  ...identityRoutes,
  ...modelRoutes,
  ...inventoryHealthRoutes,
  ...riskOverTimeRoutes,
  ...sbomRoutes,
  ...vexDocumentRoutes,
  ...mds2Routes,
  ...sourceRoutes,
  ...bundleRoutes,
  ...advisoryRoutes,
  ...recallRoutes,
  ...vulnerabilityRoutes,
  ...packageRoutes,
  ...findingRoutes,
  ...decisionRoutes,
  ...approvalRoutes,
  ...controlRoutes,
  ...whatIfRoutes,
  ...vexRoutes,
  ...vexProductRoutes,
  ...awaitedBillRoutes,
  ...nameRoutes,
  ...placeRoutes,
  ...groupRoutes,
  ...questionRoutes,
  ...campaignRoutes,
  ...workOrderRoutes,
  ...outletRoutes,
  ...fileRoutes,
  ...loopRoutes,
  ...searchRoutes,
  ...queryRoutes,
  ...healthRoutes,
]
