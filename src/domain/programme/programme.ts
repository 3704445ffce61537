// How the loop runs as a whole: its counts, its trend, and one search over everything. Table: roll_up.
export { loopCounts, recordTrend } from './loop-counts.ts'
export { search } from './search.ts'
