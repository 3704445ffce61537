import { expect, test } from 'vitest'
import { readGroundTruth, trueAnswer } from '#bench/hospital/ground-truth.ts'
import { readIntelligence } from '#cli/assess/read-intelligence.ts'
import { readInventory } from '#cli/assess/read-inventory.ts'
import { connectors } from '#connectors/registry.ts'
import { compileAdvisories, matchConfiguration, strongestMatches } from '#domain/matching/matching.ts'
import { feeds } from '#feeds/registry.ts'
import type { DeviceClaims } from '#model/device.ts'

const demo = 'fixtures/riverside-general'
const now = () => new Date('2026-11-20T00:00:00Z')

/** What both sources say of each device, by the truth's key: the platform's claims before the CMMS's. */
async function toldDevices(truth: ReturnType<typeof readGroundTruth>): Promise<Map<string, DeviceClaims>> {
  const cmms = await readInventory(connectors, `${demo}/cmms.xlsx`, { now })
  const mdsp = await readInventory(connectors, `${demo}/mdsp.csv`, { now })
  const told = new Map<string, DeviceClaims>()
  for (const { position, claims } of cmms.devices) {
    const id = truth.deviceOfCmmsRow.get(Number(/\d+/.exec(position)?.[0]))
    if (id) told.set(id, claims)
  }
  for (const { key, claims } of mdsp.devices) {
    const id = truth.deviceOfMdspId.get(key)
    if (!id) continue
    const said = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null && value !== ''))
    told.set(id, { ...told.get(id), ...said })
  }
  return told
}

test('in the simulated hospital no affected device is cleared, and hardly one is called affected that is not', async () => {
  const truth = readGroundTruth(`${demo}/ground-truth.jsonl`)
  const { advisories } = await readIntelligence(feeds, demo, { now })
  const index = compileAdvisories(advisories)
  const count = { right: 0, missed: 0, abstained: 0, cleared: 0, wrong: 0, guessed: 0 }

  for (const [id, claims] of await toldDevices(truth)) {
    const device = truth.devices.get(id)!
    const matches = matchConfiguration(index, {
      manufacturer: claims.manufacturer ?? '',
      model: claims.model ?? '',
      modelNumber: claims.modelNumber ?? '',
      description: claims.description ?? claims.deviceType ?? '',
      softwareVersion: claims.softwareVersion ?? '',
      firmwareVersion: claims.firmwareVersion ?? '',
      operatingSystem: claims.operatingSystem ?? '',
    })
    const answers = new Map(
      strongestMatches(matches).map((match) => [`${match.advisoryId} ${match.vulnerabilityId}`, match.answer]),
    )
    for (const advisory of advisories) {
      for (const { vulnerabilityId } of advisory.vulnerabilities) {
        const answer = answers.get(`${advisory.id} ${vulnerabilityId}`)
        const truly = trueAnswer(truth, device, advisory.trackingId, vulnerabilityId)
        if (truly === 'affected') {
          if (answer === 'affected') count.right++
          else if (answer === 'not_affected') count.cleared++
          else if (answer === 'cannot_tell') count.abstained++
          else count.missed++
        } else if (answer === 'affected') {
          if (truly === 'undecidable') count.guessed++
          else count.wrong++
        }
      }
    }
  }
  const { right, missed, abstained, cleared, wrong, guessed } = count
  const affected = right + missed + abstained + cleared
  console.info('in the simulated hospital:', count)

  expect(affected).toBeGreaterThan(1_000)
  expect(cleared).toBe(0)
  expect(right / (right + wrong + guessed)).toBeGreaterThanOrEqual(0.98)
  // What is missed are models by a catalogue number alone, or by no name at all.
  expect(right / affected).toBeGreaterThanOrEqual(0.95)
  expect(abstained / affected).toBeLessThanOrEqual(0.05)
})
