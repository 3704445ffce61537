import { readFileSync } from 'node:fs'
import type { Trap } from './telling.ts'
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
