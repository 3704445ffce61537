// What a finding is worth: likelihood × harm, with the reason for each part. A function of its input; it owns no table.
// The rules are a catalogue (`rules/`), every number stands in weights.ts, and docs/manual/risk.md says both in words.
export { type TreatedMatch, treat } from './counts-as.ts'
export { type AnsweredPoint, type DecisionInputs, decisionInputs } from './decision-inputs.ts'
export { faultsOfProfile } from './environment/check-profile.ts'
export { scoreInEnvironment, unreportedIn } from './environment/environment-score.ts'
export type { KnownOfFinding } from './environment/rule.ts'
export { shippedProfile } from './environment/shipped.ts'
export { type HospitalVector, isOvertaken, publishedVectors, withHospitalVector } from './hospital-vector.ts'
export { type RiskDevice, type RiskFlaw, type RiskInput, scoresOf } from './input.ts'
export { scoreInterval } from './interval.ts'
export { chooseScores, exploitationIn } from './publishers.ts'
export { bandOf, scoreFinding } from './score.ts'
export { whoSaidWhat } from './who-said-what.ts'
