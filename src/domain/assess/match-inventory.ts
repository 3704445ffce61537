import { combine, matcherOf } from '#domain/findings/findings.ts'
import type { Advisory } from '#model/advisory.ts'
import type { Answer, Because } from '#model/finding.ts'
import { type AssessedDevice, configurationOf } from './configuration.ts'

/** What one advisory says of one vulnerability on one device. */
export interface InventoryMatch {
  readonly device: string
  /** The publisher's tracking id. */
  readonly advisory: string
  /** The CVE, else the first id that the publisher gives, else its title. */
  readonly vulnerability: string
  readonly answer: Answer
  readonly probability: number
  readonly because: readonly Because[]
}

/**
 * Every device against every advisory: a line for each advisory and vulnerability whose product is, or may be, the device.
 * What a publisher rules out itself is left out unless asked for. Devices that are alike are matched once.
 */
export function* matchInventory(
  devices: readonly AssessedDevice[],
  advisories: readonly Advisory[],
  { all, nameOf }: { all: boolean; nameOf: (device: AssessedDevice) => string },
): Generator<InventoryMatch> {
  const matcher = matcherOf(advisories)
  const byId = new Map(advisories.map((advisory) => [advisory.id, advisory]))
  const titles = new Map(
    advisories.flatMap(({ id, vulnerabilities }) =>
      vulnerabilities
        .filter(({ vulnerabilityId }) => vulnerabilityId.startsWith(`${id}#`))
        .map(({ vulnerabilityId, title }) => [vulnerabilityId, title || vulnerabilityId] as const),
    ),
  )
  const known = new Map<string, readonly Omit<InventoryMatch, 'device'>[]>()
  for (const device of devices) {
    const configuration = configurationOf(device.claims)
    const key = JSON.stringify(configuration)
    let matches = known.get(key)
    if (!matches) {
      matches = [...matcher.match(configuration)].flatMap(([id, statements]) =>
        [...Map.groupBy(statements, ({ advisoryId }) => advisoryId)].map(([advisoryId, own]) => {
          const { answer, probability, evidence } = combine(own)
          return {
            advisory: byId.get(advisoryId)!.trackingId,
            vulnerability: titles.get(id) ?? id,
            answer,
            probability,
            because: evidence[0]!.because,
          }
        }),
      )
      known.set(key, matches)
    }
    for (const match of matches) if (all || match.answer !== 'not_affected') yield { device: nameOf(device), ...match }
  }
}
