import type { MakerFacts } from '#domain/matching/maker-table.ts'
import { bedsideMakers } from './makers-bedside.ts'
import { furtherBrands } from './makers-brands.ts'
import { buildingMakers } from './makers-buildings.ts'
import { clinicalSoftwareMakers } from './makers-clinical-software.ts'
import { computingMakers } from './makers-computing.ts'
import { doorAndCameraMakers } from './makers-doors-and-cameras.ts'
import { imagingMakers } from './makers-imaging.ts'
import { industryMakers } from './makers-industry.ts'
import { laboratoryMakers } from './makers-laboratory.ts'
import { networkMakers } from './makers-networks.ts'
import { sensesMakers } from './makers-senses.ts'
import { theatreMakers } from './makers-theatre.ts'
import { toldApartMakers } from './makers-told-apart.ts'

/** What the tables of all trades say, by the id of the company. */
export const factsByTrade: ReadonlyMap<string, MakerFacts> = merged([
  ...bedsideMakers,
  ...theatreMakers,
  ...imagingMakers,
  ...laboratoryMakers,
  ...sensesMakers,
  ...clinicalSoftwareMakers,
  ...buildingMakers,
  ...doorAndCameraMakers,
  ...networkMakers,
  ...computingMakers,
  ...industryMakers,
  ...toldApartMakers,
  ...furtherBrands,
])

function merged(rows: readonly MakerFacts[]): Map<string, MakerFacts> {
  const byId = new Map<string, MakerFacts>()
  for (const row of rows) {
    const known = byId.get(row.id)
    const name = row.name ?? known?.name
    byId.set(row.id, {
      id: row.id,
      ...(name !== undefined && { name }),
      spellings: [...(known?.spellings ?? []), ...row.spellings],
      took: [...(known?.took ?? []), ...row.took],
      tookInPart: [...(known?.tookInPart ?? []), ...row.tookInPart],
      brands: [...(known?.brands ?? []), ...row.brands],
    })
  }
  return byId
}
