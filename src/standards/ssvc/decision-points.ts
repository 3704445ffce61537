/** A question of SSVC with its answers, the least urgent first. */
export interface DecisionPoint {
  /** In lower case, as in our words everywhere. */
  readonly name: string
  readonly namespace: string
  readonly key: string
  readonly version: string
  readonly values: readonly DecisionValue[]
}

export interface DecisionValue {
  readonly name: string
  readonly key: string
}

const point = (
  id: `${string}:${string}:${string}`,
  name: string,
  values: readonly (readonly [key: string, name: string])[],
): DecisionPoint => {
  const [namespace = '', key = '', version = ''] = id.split(':')
  return { name, namespace, key, version, values: values.map(([valueKey, value]) => ({ key: valueKey, name: value })) }
}

// CERT/CC's and CISA's decision points, https://certcc.github.io/SSVC/reference/decision_points/

export const exploitation = point('ssvc:E:1.1.0', 'exploitation', [
  ['N', 'none'],
  ['P', 'public poc'],
  ['A', 'active'],
])
export const automatable = point('ssvc:A:2.0.0', 'automatable', [
  ['N', 'no'],
  ['Y', 'yes'],
])
export const technicalImpact = point('ssvc:TI:1.0.0', 'technical impact', [
  ['P', 'partial'],
  ['T', 'total'],
])
export const missionAndWellBeing = point('ssvc:MWI:1.0.0', 'mission and well-being impact', [
  ['L', 'low'],
  ['M', 'medium'],
  ['H', 'high'],
])
export const systemExposure = point('ssvc:EXP:1.0.1', 'system exposure', [
  ['S', 'small'],
  ['C', 'controlled'],
  ['O', 'open'],
])
/** R is critical and C catastrophic. */
export const safetyImpact = point('ssvc:SI:2.0.1', 'safety impact', [
  ['N', 'negligible'],
  ['M', 'marginal'],
  ['R', 'critical'],
  ['C', 'catastrophic'],
])
/** MEF: mission essential function. */
export const missionImpact = point('ssvc:MI:2.0.0', 'mission impact', [
  ['D', 'degraded'],
  ['MSC', 'mef support crippled'],
  ['MEF', 'mef failure'],
  ['MF', 'mission failure'],
])
export const humanImpact = point('ssvc:HI:2.0.2', 'human impact', [
  ['L', 'low'],
  ['M', 'medium'],
  ['H', 'high'],
  ['VH', 'very high'],
])
export const inKev = point('cisa:KEV:1.0.0', 'in kev', [
  ['N', 'no'],
  ['Y', 'yes'],
])
export const publiclyExposed = point('cisa:PE:1.0.0', 'publicly exposed', [
  ['N', 'no'],
  ['Y', 'yes'],
])

export const cisaLevels = point('cisa:CISA:1.1.0', 'cisa levels', [
  ['T', 'track'],
  ['T*', 'track*'],
  ['AT', 'attend'],
  ['AC', 'act'],
])
export const deployerPriority = point('ssvc:DSOI:1.0.0', 'defer, scheduled, out-of-cycle, immediate', [
  ['D', 'defer'],
  ['S', 'scheduled'],
  ['O', 'out-of-cycle'],
  ['I', 'immediate'],
])
export const federalTimeline = point('cisa:BOD2604:1.0.0', 'cisa bod 26-04 remediation timelines', [
  ['FSU', 'fix on system upgrade'],
  ['60D', '60 days'],
  ['14D', '14 days'],
  ['3D', '3 days'],
  ['3DF', '3 days & forensic investigation'],
])

/** Points that a publisher may give of a vulnerability. */
export const publishedPoints: readonly DecisionPoint[] = [
  exploitation,
  automatable,
  technicalImpact,
  missionAndWellBeing,
  systemExposure,
  safetyImpact,
  missionImpact,
  humanImpact,
  inKev,
  publiclyExposed,
]
