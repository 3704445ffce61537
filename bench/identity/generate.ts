import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { csvLine } from '#bench/hospital/csv.ts'
import { places } from '#bench/hospital/places.ts'
import { fleet, type TrueDevice } from './fleet.ts'
import { createMeasure } from './measured.ts'
import { Court, type Ruling } from './proof.ts'
import type { Options, SettingName, SourceName } from './settings.ts'
import { cmms } from './sources/cmms.ts'
import { mdsp } from './sources/mdsp.ts'
import { mergedCmms } from './sources/merged-cmms.ts'
import { nac } from './sources/nac.ts'
import { purchasing } from './sources/purchasing.ts'
import { scanner } from './sources/scanner.ts'
import { udiScans } from './sources/udi-scans.ts'
import { acceptedNames } from './spellings.ts'
import { placeKey, type SerialSaid, type Source, type Told, type TrueRow } from './told.ts'
import type { AttributeName, DeviceLine, MeasuredLine, RecordLine, Tellable, TrueValue, TruthLine } from './truth.ts'

const makes: Readonly<Record<SourceName, (options: Options) => Source>> = {
  cmms,
  mdsp,
  nac,
  'merged-cmms': mergedCmms,
  purchasing,
  scanner,
  'udi-scans': udiScans,
}

/** Rows of a source that are put into another order together: no system lists the devices in the order of another. */
const shuffledTogether = 20_000

/**
 * Writes a file for each source, `truth.jsonl` and `sources.json` into the folder. The devices are made twice: what all of them say has
 * to be known before what a record says can be weighed.
 */
export function writeKit(out: string, setting: SettingName, options: Options): MeasuredLine {
  const court = new Court()
  const measure = createMeasure()
  for (const { device, rows } of told(options)) {
    const own = rows.flatMap(({ row }) => (row.device ? [row.told] : []))
    court.hear(device, own)
    measure.hear(device, own)
  }

  mkdirSync(out, { recursive: true })
  const truth = openLines(join(out, 'truth.jsonl'))
  const tell = (line: TruthLine) => truth.write(`${JSON.stringify(line)}\n`)
  const { seed, devices, today, sources } = options
  tell({ kind: 'truth', version: 1, seed, setting, devices, today, sources })
  for (const model of acceptedNames()) tell({ kind: 'model', ...model })
  for (const { id, departments, costCentre } of places)
    tell({ kind: 'place', id, department: [...departments, `${costCentre} ${departments.at(-1)}`, costCentre] })

  const files = new Map(sources.map((name) => [name, openSource(out, makes[name](options), tell)]))
  for (const { device, rows } of told(options)) {
    const own = rows.filter(({ row }) => row.device !== null)
    const rulings = court.rule(
      device,
      own.map(({ row }) => row.told),
    )
    for (const { source, row } of rows) {
      const at = own.findIndex((other) => other.row === row)
      files.get(source.name as SourceName)!.add(keyOf(device.number, row.slot, source.name, seed), row, rulings[at])
    }
    measure.count(device, rows)
    if (own.length > 0) tell(deviceLine(device, own, rulings, today))
  }
  const rows: Record<string, number> = {}
  for (const [name, file] of files) rows[name] = file.end()
  const measured: MeasuredLine = { kind: 'measured', rates: measure.rates(), rows }
  tell(measured)
  truth.end()
  const list = [...files].map(([name, { source }]) => ({
    name,
    file: `${name}.csv`,
    key: source.header[0],
    rows: rows[name],
  }))
  writeFileSync(
    join(out, 'sources.json'),
    `${JSON.stringify({ seed, setting, devices, today, sources: list, rates: measured.rates }, null, 2)}\n`,
  )
  return measured
}

interface ToldDevice {
  readonly device: TrueDevice
  readonly rows: readonly { readonly source: Source; readonly row: TrueRow }[]
}

/** The devices with all that the sources tell of each. */
function* told(options: Options): Generator<ToldDevice> {
  const sources = options.sources.map((name) => makes[name](options))
  for (const device of fleet(options))
    yield { device, rows: sources.flatMap((source) => source.tell(device).map((row) => ({ source, row }))) }
}

function openSource(out: string, source: Source, tell: (line: TruthLine) => void) {
  const file = openLines(join(out, `${source.name}.csv`))
  let waiting: { readonly key: string; readonly row: TrueRow; readonly ruling: Ruling | undefined }[] = []
  let count = 0
  file.write(csvLine(source.header))

  function flush(): void {
    for (const { key, row, ruling } of waiting.sort((a, b) => (a.key < b.key ? -1 : 1))) {
      file.write(csvLine([key, ...row.cells.slice(1)]))
      tell(recordLine(source.name, key, ++count, row, ruling))
    }
    waiting = []
  }

  return {
    source,
    add(key: string, row: TrueRow, ruling: Ruling | undefined): void {
      waiting.push({ key, row, ruling })
      if (waiting.length >= shuffledTogether) flush()
    },
    end(): number {
      flush()
      file.end()
      return count
    },
  }
}

function recordLine(source: string, key: string, row: number, told: TrueRow, ruling: Ruling | undefined): RecordLine {
  const { misledBy = [], contested = [], mayBe = [], clearSerial = null, tag = null, part = 0 } = ruling ?? {}
  return {
    kind: 'record',
    source,
    key,
    row,
    device: told.device?.id ?? null,
    part,
    decidable: ruling === undefined || isDecidable(ruling),
    ...(told.traps.length > 0 && { traps: told.traps }),
    ...(misledBy.length > 0 && { misledBy }),
    ...(contested.length > 0 && { contested }),
    ...(mayBe.length > 0 && { mayBe }),
    ...(clearSerial !== null && { serial: clearSerial }),
    ...(tag !== null && { tag }),
  }
}

function deviceLine(
  device: TrueDevice,
  rows: ToldDevice['rows'],
  rulings: readonly Ruling[],
  today: string,
): DeviceLine {
  const { id, state, model, standing, earlier, network, purchase, inServiceOn, goneOn, site } = device
  const ip = network && goneOn === null ? network.address(0) : null
  const host = network?.hostStyle === 'generic' ? null : network?.host
  const macs = network ? [network.mac, network.secondMac].filter((mac) => mac !== null) : []
  const attributes: Partial<Record<AttributeName, TrueValue>> = {
    serial: { value: device.serial },
    ...(device.tag !== null && { tag: { value: device.tag } }),
    ...(macs.length > 0 && { mac: { value: macs } }),
    ...(ip !== null && { ip: { value: ip, ...(network!.dynamic && { from: today }) } }),
    ...(host && { hostname: { value: [host, `${host}.${site.code}.group.local`] } }),
    ...(device.os !== null && { operatingSystem: { value: device.os } }),
    ...(device.version !== null && { version: { value: device.version } }),
    site: { value: [site.name, `${site.name} Hospital`, site.code, `All Locations#${site.code}`] },
    room: {
      value: [standing.room, `${standing.place.building} / ${standing.place.floor} / ${standing.room}`],
      ...(earlier && { from: earlier.until, before: { value: earlier.room, until: earlier.until } }),
    },
    order: { value: purchase.order },
    purchasedOn: { value: purchase.on },
    inServiceOn: { value: inServiceOn },
  }
  const place = placeKey(site, standing.place)
  const tellable = (clear: ToldDevice['rows']): Tellable => {
    const said = (is: (told: Told) => boolean) => clear.some(({ row }) => is(row.told))
    const toldOf: Readonly<Record<AttributeName, boolean>> = {
      serial: said(({ serial }) => isShown(serial, device.serial)),
      tag: said((told) => told.tag !== null),
      manufacturer: said((told) => told.maker !== null),
      model: said((told) => told.model !== null),
      mac: said((told) => told.mac !== null && macs.includes(told.mac)),
      ip: said((told) => told.ip !== null && told.ip === ip && (told.week === 0 || !network!.dynamic)),
      hostname: said((told) => told.host !== null && told.host === host?.toLowerCase()),
      operatingSystem: said((told) => told.os !== null),
      version: said((told) => told.version !== null),
      site: said((told) => told.site !== null),
      department: said((told) => told.place === place && !told.isPlaceByRoom),
      room: said((told) => told.room === standing.room && told.place === place),
      order: said((told) => told.order !== null),
      purchasedOn: said((told) => told.purchasedOn !== null),
      inServiceOn: said((told) => told.inServiceOn !== null),
    }
    return {
      told: (Object.keys(toldOf) as AttributeName[]).filter((name) => toldOf[name]),
      ...(toldOf.serial && isDoubtful(device.serial, clear) && { doubtful: ['serial'] }),
    }
  }
  const clear = rows.flatMap((one, at) => (isDecidable(rulings[at]!) ? [{ ...one, part: rulings[at]!.part }] : []))
  const parts = Map.groupBy(clear, ({ part }) => part)
  return {
    kind: 'device',
    id,
    state,
    model: model.id,
    place: standing.place.id,
    attributes,
    ...tellable(clear),
    ...(new Set(rulings.map(({ part }) => part)).size > 1 && {
      parts: Object.fromEntries([...parts].map(([part, some]) => [part, tellable(some)])),
    }),
    ...(goneOn !== null && { gone: goneOn }),
  }
}

/** Whether the serial stands there as it is, however it is dressed. */
const isShown = (said: SerialSaid, serial: string) =>
  said.kind === 'clear' && said.text === serial && said.altered === undefined

/**
 * Whether nobody could be sure of the serial: as many sources say another number that looks whole, mistyped or of another device, and
 * none that is not typed by hand says the true one. What is cut short, or is no number any more, looks so.
 */
function isDoubtful(serial: string, rows: ToldDevice['rows']): boolean {
  const shown = rows.filter(({ row }) => isShown(row.told.serial, serial))
  if (shown.some(({ source }) => !source.byHand)) return false
  const others = new Map<string, Set<string>>()
  for (const { source, row } of rows) {
    const other = wholeBeside(row.told.serial, serial)
    if (other !== null) others.set(other, (others.get(other) ?? new Set()).add(source.name))
  }
  const sources = new Set(shown.map(({ source }) => source.name)).size
  return [...others.values()].some((some) => some.size >= sources)
}

/** A number that looks whole and is not the serial; null where none is said. */
function wholeBeside(said: SerialSaid, serial: string): string | null {
  if (said.kind === 'none' || (said.kind === 'damaged' && said.cut)) return null
  const text = (said.kind === 'clear' && said.altered) || said.text
  return text !== serial && text.length === (said.kind === 'clear' ? said.text : serial).length ? text : null
}

/** Whether what it says belongs to its device alone. */
const isDecidable = ({ alone, misledBy, mayBe }: Ruling) => !alone || (misledBy.length === 0 && mayBe.length === 0)

/** The key of a row: says nothing of the device, and is its own within the source (each step can be undone). */
function keyOf(device: number, slot: number, source: string, seed: number): string {
  let mixed = (device * 4 + slot) | 0
  for (let round = 1; round <= 3; round++) {
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) ^ Math.imul(seed + round, 0x297a2d39)
    mixed =
      Math.imul(mixed ^ (mixed >>> 13), 0x297a2d39) ^
      Math.imul(source.length * round + source.charCodeAt(0), 0x85ebca6b)
  }
  return (mixed >>> 0).toString(16).padStart(8, '0')
}

/** A text file that is written in large pieces. */
function openLines(path: string) {
  const file = openSync(path, 'w')
  let pieces: string[] = []
  let length = 0
  const flush = () => {
    writeSync(file, pieces.join(''))
    pieces = []
    length = 0
  }
  return {
    write(text: string): void {
      pieces.push(text)
      length += text.length
      if (length > 1 << 20) flush()
    },
    end(): void {
      flush()
      closeSync(file)
    },
  }
}
