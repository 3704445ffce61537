// What a finding is worth: likelihood × harm, with the reason for each part. A function of its input; it owns no table.
// The rules are a catalogue (`rules/`), every number stands in weights.ts, and docs/manual/risk.md says both in words.
export { type TreatedMatch, treat } from './counts-as.ts'
export { type AnsweredPoint, type DecisionInputs, decisionInputs } from './decision-inputs.ts'
export { type RiskDevice, type RiskFlaw, type RiskInput, scoresOf } from './input.ts'
export { type LoweringFacts, whatLowers } from './lowering.ts'
export { chooseScores, exploitationIn } from './publishers.ts'
export { readZone } from './rules/network-exposure.ts'
export { bandOf, scoreFinding, traitsOf } from './score.ts'
export { whoSaidWhat } from './who-said-what.ts'
