import type { TrueDevice } from './fleet.ts'
import { Bearers } from './proof.ts'
import { lettersAndDigits } from './serials.ts'
import type { Source, Told, Trap, TrueRow } from './told.ts'

const mangles: readonly Trap[] = [
  'serial_look_alike',
  'serial_cut',
  'serial_typed_wrong',
  'serial_swapped',
  'serial_scientific',
  'serial_lost_zeros',
  'serial_date',
]

/** Counts on the rows that are written how often each habit came out. */
export function createMeasure() {
  /** Tags, each with the device whose label it is: a module shows the tag of its mainframe. */
  const tags = new Bearers()
  const n = {
    devices: 0,
    told: 0,
    withoutMac: 0,
    tagged: 0,
    clashing: 0,
    cloned: 0,
    handSerials: 0,
    missing: 0,
    mangled: 0,
    networkRows: 0,
    invented: 0,
    rows: 0,
    duplicates: 0,
    nobody: 0,
  }
  const bySource = new Map<string, { rows: number; bad: number }>()

  return {
    hear(device: TrueDevice, records: readonly Told[]): void {
      for (const { tag } of records) if (tag !== null) tags.note(lettersAndDigits(tag), labelOf(device))
    },

    count(device: TrueDevice, rows: readonly { readonly source: Source; readonly row: TrueRow }[]): void {
      const own = rows.filter(({ row }) => row.device !== null)
      n.devices++
      n.rows += rows.length
      n.nobody += rows.length - own.length
      if (own.length === 0) return
      n.told++
      if (!own.some(({ row }) => row.told.mac !== null)) n.withoutMac++
      const tag = own.map(({ row }) => row.told.tag).find((text) => text !== null)
      if (tag !== undefined && tag !== null) {
        n.tagged++
        if (tags.others(lettersAndDigits(tag), labelOf(device))) n.clashing++
      }
      if (own.some(({ row }) => row.traps.includes('serial_cloned'))) n.cloned++
      for (const { source, row } of own) {
        if (row.traps.includes('duplicate_row')) n.duplicates++
        if (row.told.mac !== null || row.told.otherMac !== null) n.networkRows++
        if (row.told.otherMac !== null) n.invented++
        if (!source.hasSerials) continue
        const missing = row.told.serial.kind === 'none'
        const mangled = row.traps.some((trap) => mangles.includes(trap))
        const counts = bySource.get(source.name) ?? { rows: 0, bad: 0 }
        bySource.set(source.name, { rows: counts.rows + 1, bad: counts.bad + (missing || mangled ? 1 : 0) })
        if (!source.byHand) continue
        n.handSerials++
        if (missing) n.missing++
        if (mangled) n.mangled++
      }
    },

    /** Shares; what each is of stands in the README. */
    rates(): Record<string, number> {
      const share = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000)
      return {
        serialsMissing: share(n.missing, n.handSerials),
        serialsMangled: share(n.mangled, n.handSerials),
        serialsMissingOrMangled: share(n.missing + n.mangled, n.handSerials),
        ...Object.fromEntries(
          [...bySource].map(([name, { rows, bad }]) => [`serialsMissingOrMangled:${name}`, share(bad, rows)]),
        ),
        devicesWithoutMac: share(n.withoutMac, n.told),
        tagClashes: share(n.clashing, n.tagged),
        clonedSerials: share(n.cloned, n.told),
        sharedOrInventedMacs: share(n.invented, n.networkRows),
        duplicateRows: share(n.duplicates, n.rows),
        rowsOfNoDevice: share(n.nobody, n.rows),
        devicesTold: share(n.told, n.devices),
      }
    },
  }
}

/** A number of its own for the device whose tag this one bears: what was exchanged under warranty kept its label. */
const labelOf = ({ mainframes, number }: TrueDevice) => mainframes.at(-1)?.number ?? number
