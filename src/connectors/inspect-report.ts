import type { InspectedColumn, Inspection } from '#connectors/connector.ts'
import { deviceAttributeNames, deviceAttributes } from '#model/device.ts'
import type { Observation } from '#model/observation.ts'

/** What a report says of devices, as its look before the import shows it: each attribute that is claimed, with samples. */
export function inspectReport(
  observations: readonly Observation[],
  told: Pick<Inspection, 'format'> & Partial<Pick<Inspection, 'ambiguousDates' | 'remarks'>>,
): Inspection {
  const columns = deviceAttributeNames.flatMap((attribute): InspectedColumn[] => {
    const samples = new Set<string>()
    for (const { claims } of observations) {
      const value = claims[attribute]
      const text = Array.isArray(value) ? value.join(' ') : String(value ?? '')
      if (text !== '') samples.add(text.slice(0, 120))
      if (samples.size === 5) break
    }
    if (samples.size === 0) return []
    return [{ name: deviceAttributes[attribute].title, attribute, confidence: 1, samples: [...samples] }]
  })
  return {
    headerRow: 1,
    columns,
    ambiguousDates: told.ambiguousDates ?? [],
    remarks: told.remarks ?? [],
    format: told.format,
    rows: observations.length,
  }
}
