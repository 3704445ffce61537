// What risk the hospital bears, and how soon it acts on what it does not: a decision table in versions, checked before it is
// adopted. Judging, checking and comparing are functions; docs/manual/risk.md says it in words.
// Table: appetite_version.
export { actionsInForce } from './in-force.ts'
export { previewAppetite } from './preview.ts'
export { type Effort, type EffortOf, type Months, monthsUntil, TableReplay } from './replay.ts'
export {
  adoptAppetite,
  appetiteSetting,
  checkAppetite,
  discardDraft,
  getVersion,
  listVersions,
  saveDraft,
} from './versions.ts'
