/**
 * Common Platform Enumeration 2.3: names, their bindings (NISTIR 7695) and how two names relate (NISTIR 7696). Pure.
 */
export { bindToFormattedString, bindToUri, readCpe } from './binding.ts'
export { type AttributeRelation, type NameRelation, relateNames, relateValues } from './matching.ts'
export { ANY, attributes, type CpeAttribute, type CpeName, type CpeResult, type CpeValue, NA } from './name.ts'
export { writeWfn } from './wfn.ts'
