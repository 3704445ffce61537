import { cmmsBands, cmmsHeader, cmmsTitle, createCmms } from './cmms.ts'
import { csvLine } from './csv.ts'
import { createMdsp, mdspHeader } from './mdsp.ts'
import { addDays, type Device, population, type Size } from './population.ts'
import { createScenario, laterAfterDays } from './scenario.ts'
import type { Cell, Row } from './telling.ts'
import { verdicts } from './truth.ts'

/** Row of the header in the CMMS export, counted from 1; data begin below. */
export const headerRow = 4

/** Takes the exports as they are made; text comes in pieces of many lines. */
export interface Sink {
  cmms(row: readonly Cell[]): void
  mdsp(text: string): void
  truth(text: string): void
  /** Called between devices, so that a writer can let the disk catch up. */
  settle(): Promise<void>
}

export interface Told {
  readonly laterCsv: string
  readonly contradictionCsv: string
  /** Rows of the CMMS sheet that are merged over six columns. */
  readonly sectionRows: readonly number[]
  readonly counts: Readonly<Record<string, number>>
}

/** Devices whose rows of the platform are put in order of its keys together: no export comes in the order of another. */
const shuffledTogether = 5_000

/** Makes the hospital and tells of it to the sink, device by device. */
export async function tellHospital(size: Size, sink: Sink): Promise<Told> {
  const cmms = createCmms(size.today)
  const mdsp = createMdsp(size.today)
  const scenario = createScenario()
  const configurations = new Map<string, string>()
  const counts = { devices: 0, cmmsRows: 0, mdspRows: 0, inBoth: 0, onlyCmms: 0, onlyMdsp: 0, inNeither: 0 }
  const sectionRows: number[] = []
  const traps = new Map<string, number>()
  let row = headerRow
  let pending: { readonly key: string; readonly line: string }[] = []

  for (const title of cmmsTitleRows(size.today)) sink.cmms(title)
  sink.mdsp(csvLine(mdspHeader))
  truthLine({ kind: 'hospital', name: 'Riverside General', seed: size.seed, devices: size.devices, today: size.today })

  for (const device of population(size)) {
    const cmmsRows: (Row & { readonly number: number })[] = []
    for (const told of cmms.tell(device)) cmmsRows.push({ ...told, number: tellCmms(told) })
    const mdspRows = [...mdsp.tell(device)]
    for (const told of mdspRows) {
      count(told)
      counts.mdspRows++
      pending.push({ key: String(told.cells[0]), line: csvLine(told.cells) })
    }

    const own = cmmsRows.filter((told) => told.deviceId === device.id)
    scenario.consider(device, own, mdspRows)
    tellTruth(device, own, mdspRows)
    for (const other of cmmsRows) if (other.deviceId !== device.id) tellOther(other)
    if (++counts.devices % shuffledTogether === 0) flushMdsp()
    if (counts.devices % 500 === 0) await sink.settle()
  }
  for (const told of cmms.end()) tellOther({ ...told, number: tellCmms(told) })
  flushMdsp()

  const seen = {
    proof: addDays(size.today, laterAfterDays.proof),
    contradiction: addDays(size.today, laterAfterDays.contradiction),
  }
  const later = scenario.later(seen)
  for (const line of later.story) truthLine({ kind: 'story', ...line })
  truthLine({ kind: 'summary', ...counts, traps: Object.fromEntries([...traps].sort()) })
  return {
    laterCsv: csvLine(mdspHeader) + later.proof.map((cells) => csvLine(cells)).join(''),
    contradictionCsv: csvLine(mdspHeader) + later.contradiction.map((cells) => csvLine(cells)).join(''),
    sectionRows,
    counts,
  }

  function tellCmms(told: Row): number {
    row++
    counts.cmmsRows++
    count(told)
    if (told.traps.includes('section_row') || told.traps.includes('footer_row')) sectionRows.push(row)
    sink.cmms(told.cells)
    return row
  }

  function count(told: Row): void {
    for (const trap of told.traps) traps.set(trap, (traps.get(trap) ?? 0) + 1)
  }

  function flushMdsp(): void {
    pending.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    sink.mdsp(pending.map(({ line }) => line).join(''))
    pending = []
  }

  function tellTruth(
    device: Device,
    cmmsRows: readonly (Row & { readonly number: number })[],
    mdspRows: readonly Row[],
  ) {
    const ghost = device.network !== null && cmmsRows.length > 0 && mdspRows.length === 0
    if (ghost) traps.set('ghost', (traps.get('ghost') ?? 0) + 1)
    if (cmmsRows.length > 0) counts[mdspRows.length > 0 ? 'inBoth' : 'onlyCmms']++
    else counts[mdspRows.length > 0 ? 'onlyMdsp' : 'inNeither']++

    // What the platform reads is newer than what somebody typed.
    const version = mdspRows.find((told) => told.version !== null)?.version ?? cmmsRows[0]?.version ?? null
    const modelTold = [...cmmsRows, ...mdspRows].some((told) => told.model)
    truthLine({
      kind: 'device',
      id: device.id,
      maker: device.model.maker,
      model: device.model.id,
      serial: device.serial,
      tag: device.unknownToCmms ? undefined : device.tag,
      version: device.version ?? undefined,
      mac: device.network?.mac,
      ip: device.network?.ip,
      host: device.network?.hostname,
      place: device.place.id,
      setting: device.place.setting,
      lifecycle: device.lifecycle,
      criticality: device.model.criticality,
      configuration: configuration(device.model.id, device.version),
      asTold: modelTold ? configuration(device.model.id, version) : null,
      cmms: cmmsRows.map((told) => ({ row: told.number, ...(told.traps.length > 0 && { traps: told.traps }) })),
      mdsp: mdspRows.map((told) => ({ id: told.cells[0], ...(told.traps.length > 0 && { traps: told.traps }) })),
      traps: ghost ? ['ghost'] : undefined,
    })
  }

  /** A row that came late or belongs to no device. */
  function tellOther(told: Row & { readonly number: number }): void {
    truthLine({ kind: 'row', source: 'cmms', row: told.number, device: told.deviceId, traps: told.traps })
  }

  function configuration(model: string, version: string | null): string {
    const key = `${model}/${version ?? ''}`
    let id = configurations.get(key)
    if (!id) {
      id = `c${configurations.size + 1}`
      configurations.set(key, id)
      truthLine({ kind: 'configuration', id, model, version, verdicts: verdicts(model, version) })
    }
    return id
  }

  function truthLine(line: unknown): void {
    sink.truth(`${JSON.stringify(line)}\n`)
  }
}

/** Rows 1 to 4: two titles, the bands, the header. */
function cmmsTitleRows(today: string): readonly (readonly Cell[])[] {
  const bands = cmmsBands.flatMap(([name, columns]): Cell[] => [name, ...Array<Cell>(columns - 1).fill(null)])
  return [...cmmsTitle(today).map((title) => [title]), bands, cmmsHeader]
}
