// How the loop runs as a whole: its counts, its trend, one search over everything, and views that are watched.
// Tables: roll_up, query_watch, query_watch_member, risk_day, risk_group, risk_change.
export { loopCounts, recordTrend } from './loop-counts.ts'
export { recordRiskDay, riskGroups, riskOverTime } from './risk-over-time.ts'
export { search } from './search.ts'
export { askWatches, listViews, unwatchView, watchView } from './watches.ts'
