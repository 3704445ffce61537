// How the loop runs as a whole: its counts, its trend, one search over everything, and views that are watched.
// A table of the risk appetite is tried on the last months here, as that asks how long work takes.
// Tables: roll_up, query_watch, query_watch_member, back_test, risk_day, risk_group, risk_change.
export { backTest } from './back-test.ts'
export {
  askBackTest,
  cancelBackTest,
  getBackTest,
  listBackTests,
  resumeBackTest,
  workOnBackTests,
} from './back-tests.ts'
export { loopCounts, recordTrend } from './loop-counts.ts'
export { recordRiskDay, riskGroups, riskOverTime } from './risk-over-time.ts'
export { search } from './search.ts'
export { askWatches, listViews, unwatchView, watchView } from './watches.ts'
