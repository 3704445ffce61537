// What an appetite asks of a finding, and by when: functions of the table, the answers and the calendar, which own no table.
// docs/manual/risk.md says it in words.
export { addDays, addWorkingDays, dayAt, dueOf, endOf, isTimeZone, type Moment, zoneOf } from './deadline.ts'
export { lastDay, latestStart } from './invert.ts'
export { actionFor, answersTo, type Judgement, judge, judgeBy, presetTitles, type Rule, ruleOf } from './judge.ts'
export { combinations, findPoint, idOf, inWords, knownPointIds, rowKey } from './points.ts'
export { codeOf, inputsOf } from './points-code.ts'
