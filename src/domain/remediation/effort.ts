import type { OrganisationId } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { type ToldMinutes, toldMinutes } from './effort-store.ts'
import { fits } from './instruction.ts'
import { instructions } from './library.ts'
import { wayMinutes } from './question-weights.ts'
import { subjectOf } from './subject.ts'

/** Minutes at one device for what one advisory leaves open on it. */
export interface VisitEffort {
  readonly least: number
  readonly likely: number
  readonly most: number
  /** Told by orders that were done; else planned by the instructions. */
  readonly isMeasured: boolean
}

export interface Visit {
  readonly manufacturer: string
  readonly model: string
  /** Description or type of the device. */
  readonly description: string
  readonly advisoryId: string
  /** Nobody can tell whether the device is affected: somebody looks, and fixes nothing yet. */
  readonly isQuestion: boolean
}

/** So many orders tell what is usual of a model, and of all. */
const fewest = { model: 3, any: 10 }

/**
 * How long visits take: the minutes that finished orders of the same advisory and model told, else of the model, else of any; the
 * middle four fifths of them are the interval. Where orders tell nothing it is what the instructions plan, from the shortest that
 * fits to all that could be asked together with the way there.
 */
export async function visitEfforts(db: Db, organisationId: OrganisationId): Promise<(visit: Visit) => VisitEffort> {
  const told = await toldMinutes(db, organisationId)
  const of = (key: (row: ToldMinutes) => string) => Map.groupBy(told, key)
  const kindOf = ({ type }: ToldMinutes) => type === 'field_check' || type === 'inspection'
  const modelKey = (manufacturer: string, model: string, isCheck: boolean) => `${manufacturer}\n${model}\n${isCheck}`
  const ofAdvisory = of((row) => `${row.advisory_id}\n${modelKey(row.manufacturer, row.model, kindOf(row))}`)
  const ofModel = of((row) => modelKey(row.manufacturer, row.model, kindOf(row)))
  const ofAny = of((row) => String(kindOf(row)))
  const known = new Map<string, VisitEffort>()
  return (visit) => {
    const model = modelKey(visit.manufacturer, visit.model, visit.isQuestion)
    const key = `${visit.advisoryId}\n${model}\n${visit.description}`
    const found = known.get(key)
    if (found) return found
    const enough = (rows: readonly ToldMinutes[] | undefined, least: number) =>
      rows && rows.length >= least ? measured(rows) : undefined
    const effort =
      enough(ofAdvisory.get(`${visit.advisoryId}\n${model}`), 1) ??
      enough(ofModel.get(model), fewest.model) ??
      enough(ofAny.get(String(visit.isQuestion)), fewest.any) ??
      planned(visit)
    known.set(key, effort)
    return effort
  }
}

function measured(rows: readonly ToldMinutes[]): VisitEffort {
  const sorted = rows.map(({ minutes }) => minutes).sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
  return { least: at(0.1), likely: at(0.5), most: at(0.9), isMeasured: true }
}

function planned({ manufacturer, model, description, isQuestion }: Visit): VisitEffort {
  const subject = subjectOf(
    { manufacturer, model, deviceType: description, operatingSystem: '', criticality: 'unknown' },
    [],
  )
  const fitting = instructions.filter((one) => fits(one, subject))
  const minutesOf = (purpose: 'fix' | 'mitigation' | 'check') =>
    fitting.filter((one) => one.purpose === purpose).map(({ minutes }) => minutes)
  const way = wayMinutes.careArea + wayMinutes.room
  if (isQuestion) {
    const checks = minutesOf('check')
    return {
      least: Math.min(...checks),
      likely: Math.max(...checks),
      most: Math.max(...checks) + way,
      isMeasured: false,
    }
  }
  const fix = Math.max(...minutesOf('fix'))
  const others = minutesOf('mitigation')
  return {
    least: Math.min(fix, ...others),
    likely: fix,
    most: fix + Math.max(0, ...others) + way,
    isMeasured: false,
  }
}
