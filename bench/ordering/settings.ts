/** What the seeded world is drawn with. README.md says of each where it comes from; none of them is a number of the product's. */
export interface WorldSettings {
  readonly devices: number
  readonly advisories: number
  /** Exponent of the power law of attack rates, and the least rate, a year; the most is `attacksMost`. */
  readonly attacksTail: number
  readonly attacksLeast: number
  readonly attacksMost: number
  /** Correlation, on the scale of ranks, of how often a flaw is used with how easy CVSS says that it is. */
  readonly easeTellsUse: number
  /** Correlation of the same with what EPSS publishes. */
  readonly epssTellsUse: number
  readonly epssMissing: number
  /** Share of metrics that the publisher of a vector sets by another's eye. */
  readonly metricNoise: number
  readonly vectorMissing: number
  /** Share of what is used anywhere that CISA lists in the end, and after how many days in the mean. */
  readonly kevCoverage: number
  readonly kevDelayDays: number
  /** How the product of a zone protects: least and most share of attacks that get there, drawn for each zone. */
  readonly segmentLeast: number
  readonly segmentMost: number
  /** Beyond what the hospital's sources leave out of their own: zone, care area, criticality. */
  readonly zoneMissing: number
  readonly zoneWrong: number
  readonly careAreaMissing: number
  readonly criticalityMissing: number
  readonly criticalityWrong: number
  /** What attackers want: to stop (ransom), to steal, to manipulate; shares. */
  readonly intents: readonly [stop: number, steal: number, manipulate: number]
  /** Dollars for a statistical life, an hour of one patient's care, a record: least and most, drawn for each hospital. */
  readonly lifeDollars: readonly [number, number]
  readonly careHourDollars: readonly [number, number]
  readonly recordDollars: readonly [number, number]
}

export const usualWorld: WorldSettings = {
  devices: 2_000,
  advisories: 120,
  attacksTail: 0.75,
  attacksLeast: 0.001,
  attacksMost: 12,
  easeTellsUse: 0.2,
  epssTellsUse: 0.6,
  epssMissing: 0.02,
  metricNoise: 0.15,
  vectorMissing: 0.03,
  kevCoverage: 0.5,
  kevDelayDays: 180,
  segmentLeast: 0.03,
  segmentMost: 1,
  zoneMissing: 0.1,
  zoneWrong: 0.05,
  careAreaMissing: 0.1,
  criticalityMissing: 0.1,
  criticalityWrong: 0.1,
  intents: [0.6, 0.35, 0.05],
  lifeDollars: [13_200_000, 13_200_000],
  careHourDollars: [50, 1_000],
  recordDollars: [5, 200],
}

/** Other worlds, one thing changed in each: what a sceptic would try first. */
export const otherWorlds: readonly (readonly [string, Partial<WorldSettings>])[] = [
  ['EPSS tells nearly nothing of use (0.2)', { epssTellsUse: 0.2 }],
  ['EPSS tells much of it (0.8)', { epssTellsUse: 0.8 }],
  ['EPSS tells nearly all of it (0.95)', { epssTellsUse: 0.95 }],
  ['CVSS tells nothing of use (0)', { easeTellsUse: 0 }],
  ['CVSS tells much of it (0.6)', { easeTellsUse: 0.6 }],
  ['4 of 10 metrics set by another’s eye', { metricNoise: 0.4 }],
  ['3 of 10 flaws without a vector', { vectorMissing: 0.3 }],
  ['KEV lists nothing', { kevCoverage: 0 }],
  ['KEV lists all that is used, at once', { kevCoverage: 1, kevDelayDays: 1 }],
  ['Zone, area, class missing on 6 of 10', { zoneMissing: 0.6, careAreaMissing: 0.6, criticalityMissing: 0.6 }],
  ['Zone and class wrong on 3 of 10', { zoneWrong: 0.3, criticalityWrong: 0.3 }],
  ['Heavier tail of use (0.4)', { attacksTail: 0.4 }],
  ['Light tail of use (2)', { attacksTail: 2 }],
  ['Segments protect little', { segmentLeast: 0.5 }],
  ['Segments protect much', { segmentLeast: 0.003, segmentMost: 0.1 }],
  ['Attackers manipulate as often as they steal', { intents: [0.3, 0.35, 0.35] }],
  ['A record costs as much as a breach of few', { recordDollars: [200, 1_000] }],
  ['Four times as many advisories', { advisories: 480 }],
]
