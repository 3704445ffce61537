// What is done about findings: instructions, work orders from draft to proof, and what a hospital's own system says of
// them. "Claimed" and "verified" are two states: a person claims, an observation or accepted evidence verifies.
// Tables: campaign, work_order, work_order_finding, work_order_event, evidence.
export {
  createCampaign,
  type GroupWork,
  getCampaign,
  type MadeCampaign,
  type NewCampaign,
  workOfGroups,
} from './campaigns.ts'
export { carriedWork, carryWork, settleWorkBack, takeWorkBack, workRows, workToSplit } from './carry.ts'
export { exportWorkOrders, type ImportedResults, importResults, type ReadResult } from './delivery.ts'
export type { ObserveByPerson } from './effects.ts'
export { type VisitEffort, visitEfforts } from './effort.ts'
export {
  answerInspection,
  createInspections,
  type Inspected,
  type MadeInspections,
  mostInspections,
  type NewInspections,
} from './inspections.ts'
export { createLook, listOrders } from './looks.ts'
export { getPhoto, largestPhoto, type Photo, storePhoto } from './photos.ts'
export { type PlannedWork, plannedMinutes } from './planned-minutes.ts'
export { type Asker, askDevices, askFindings, askWork, checkAsked, countAsked } from './queries.ts'
export { createFieldChecks, listQuestions, type MadeFieldChecks, type NewFieldChecks } from './questions.ts'
export { acceptEvidence, onFindingMoves } from './verification.ts'
export { readWorkOrderNumber, workOrderNumber } from './work-order.ts'
export {
  type Completion,
  changeWorkOrder,
  completeWorkOrder,
  countWorkOrders,
  getWorkOrder,
  leaveEvidence,
  listWorkOrders,
  listWorkOrdersOfFinding,
  moveWorkOrder,
  type NewEvidence,
  type Worker,
  type WorkOrderChange,
  type WorkOrderView,
} from './work-orders.ts'
