import { readFileSync } from 'node:fs'
import type { AttributeName, TrueAttributes } from './attributes.ts'
import type { NetworkRecord, Trap } from './telling.ts'
import type { TrueAnswer, Verdict } from './truth.ts'

/** A device as it truly is, with the rows that tell of it. */
export interface TrueDevice {
  readonly id: string
  readonly maker: string
  readonly model: string
  readonly serial: string
  readonly tag?: string
  readonly version?: string
  readonly mac?: string
  readonly ip?: string
  readonly host?: string
  readonly os?: string
  readonly place: string
  readonly setting: string
  readonly lifecycle: string
  readonly criticality: string
  /** Key of the configuration that it has. */
  readonly configuration: string
  /** Key of the configuration that the sources together let one believe; null where none names the model. */
  readonly asTold: string | null
  /** Rows of the CMMS sheet, counted from 1 with its titles. */
  readonly cmms: readonly { readonly row: number; readonly traps?: readonly Trap[] }[]
  /** Device IDs in the platform's export. */
  readonly mdsp: readonly { readonly id: string; readonly traps?: readonly Trap[] }[]
  readonly traps?: readonly Trap[]
  /** Attributes of which no source says what is true: nobody can be asked for them. */
  readonly untold?: readonly AttributeName[]
}

/** What stands on the network and is no device of the hospital's inventory; only the network's own systems tell of it. */
export interface Bystander {
  readonly id: string
  readonly what: string
  readonly host?: string
  readonly mac: string
  readonly ip: string
  readonly os?: string
}

/** A CMMS row that came apart from its device, or of no device at all. */
export interface OtherRow {
  readonly row: number
  readonly device: string | null
  readonly traps: readonly Trap[]
}

/** One device of the story told by `mdsp-later.csv` and `mdsp-contradiction.csv`: the version that each file shows. */
export interface StoryLine {
  readonly deviceId: string
  readonly mdspId: string
  readonly tag: string
  readonly advisory: string
  readonly before: string
  readonly later: string
  readonly contradiction: string | null
}

export interface GroundTruth {
  readonly devices: ReadonlyMap<string, TrueDevice>
  readonly configurations: ReadonlyMap<
    string,
    { readonly model: string; readonly version: string | null; readonly verdicts: Readonly<Record<string, Verdict>> }
  >
  /** How the sources spell makers and models, sites and care areas. */
  readonly models: ReadonlyMap<string, { readonly manufacturer: readonly string[]; readonly model: readonly string[] }>
  readonly places: ReadonlyMap<string, { readonly site: readonly string[]; readonly careArea: readonly string[] }>
  readonly bystanders: ReadonlyMap<string, Bystander>
  /** What DHCP, the scanner and the directory tell, by `source key`: `dhcp mac:…`, `scan 10.…`, `directory guid:…`. */
  readonly networkRecords: ReadonlyMap<string, NetworkRecord>
  readonly otherRows: readonly OtherRow[]
  readonly story: readonly StoryLine[]
  /** Device by row of the CMMS sheet, and by Device ID of the platform: what a resolver has to find out. */
  readonly deviceOfCmmsRow: ReadonlyMap<number, string>
  readonly deviceOfMdspId: ReadonlyMap<string, string>
}

/** Reads `ground-truth.jsonl`. */
export function readGroundTruth(path: string): GroundTruth {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
  const ofKind = (kind: string) => lines.filter((line) => line.kind === kind)
  const devices = new Map<string, TrueDevice>(ofKind('device').map((device) => [device.id, device]))
  const otherRows: OtherRow[] = ofKind('row')
  const deviceOfCmmsRow = new Map<number, string>()
  const deviceOfMdspId = new Map<string, string>()
  for (const { id, cmms, mdsp } of devices.values()) {
    for (const { row } of cmms) deviceOfCmmsRow.set(row, id)
    for (const told of mdsp) deviceOfMdspId.set(told.id, id)
  }
  for (const { row, device } of otherRows) if (device) deviceOfCmmsRow.set(row, device)

  return {
    devices,
    configurations: new Map(ofKind('configuration').map((configuration) => [configuration.id, configuration])),
    models: new Map(ofKind('model').map((model) => [model.id, model])),
    places: new Map(ofKind('place').map((place) => [place.id, place])),
    bystanders: new Map(ofKind('bystander').map((one) => [one.id, one])),
    networkRecords: new Map(
      ofKind('record').map((record) => [`${record.source} ${record.key}`, { traps: [], ...record }]),
    ),
    otherRows,
    story: ofKind('story'),
    deviceOfCmmsRow,
    deviceOfMdspId,
  }
}

/**
 * The answer that the sources justify for a device, an advisory and a flaw: `undecidable` is the product's *cannot tell*.
 * Undefined where the advisory says nothing of the model, or no source names it: then there should be no finding.
 */
export function trueAnswer(
  truth: GroundTruth,
  device: TrueDevice,
  advisory: string,
  cve: string,
): TrueAnswer | undefined {
  const verdict = device.asTold === null ? undefined : truth.configurations.get(device.asTold)?.verdicts[advisory]
  if (verdict?.affected.includes(cve)) return 'affected'
  if (verdict?.undecidable.includes(cve)) return 'undecidable'
  return verdict?.not_affected.includes(cve) ? 'not_affected' : undefined
}

/**
 * What is true of a device or bystander, of the attributes for which some source says it. Undefined for what is neither.
 * `attributeAccuracy` judges by it.
 */
export function trueAttributes(truth: GroundTruth, id: string): TrueAttributes | undefined {
  const one = (value: string | undefined) => (value ? [value] : undefined)
  const device = truth.devices.get(id)
  if (!device) {
    const bystander = truth.bystanders.get(id)
    return (
      bystander && {
        ...{ host: one(bystander.host), ip: one(bystander.ip), mac: one(bystander.mac), os: one(bystander.os) },
      }
    )
  }
  const { manufacturer, model } = truth.models.get(device.model)!
  const { site, careArea } = truth.places.get(device.place)!
  const attributes = {
    ...{ manufacturer, model, site, careArea },
    ...{ version: one(device.version), serial: one(device.serial), tag: one(device.tag), os: one(device.os) },
    ...{ host: one(device.host), ip: one(device.ip), mac: one(device.mac) },
    lifecycle: device.cmms.length > 0 ? one(device.lifecycle) : undefined,
  }
  const untold = new Set<string>(device.untold)
  return Object.fromEntries(Object.entries(attributes).filter(([name, values]) => values && !untold.has(name)))
}
