/**
 * What Microsoft's Security Response Center publishes, read into our words: a month's document of the Security Update Guide
 * (CVRF 1.1 as JSON, api.msrc.microsoft.com/cvrf/v3.0), and the list that wesng makes of all of them and of the bulletins
 * before. Pure.
 */
export { type CvrfRead, readCvrf, readUpdateList, type UpdateListEntry } from './read-cvrf.ts'
export { DefinitionsReader } from './read-definitions.ts'
