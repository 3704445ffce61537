import { mdspHeader } from './mdsp.ts'
import type { Device } from './population.ts'
import type { Cell, Row } from './telling.ts'

/**
 * What happens after the first exports, told by two small exports of the platform: some devices come back with a corrected
 * version, which proves the work, and later one of them shows the old version again, which contradicts it.
 */
export interface Later {
  readonly proof: readonly (readonly Cell[])[]
  readonly contradiction: readonly (readonly Cell[])[]
  /** For the ground truth: what each of the devices says, by file. */
  readonly story: readonly {
    readonly deviceId: string
    readonly mdspId: string
    readonly tag: string
    readonly advisory: string
    readonly before: string
    readonly later: string
    readonly contradiction: string | null
  }[]
}

interface Part {
  readonly model: string
  /** Versions that it may show at first. */
  readonly before: readonly string[]
  /** The version of the fix; null for one that is not updated. */
  readonly after: string | null
  readonly advisory: string
  /** It shows the old version again. */
  readonly relapse: boolean
}

/** The one that relapses comes first. */
const cast: readonly Part[] = [
  { model: 'hospira-lifecare-pca', before: ['5.0'], after: '7.0', advisory: 'RGD-15-125-01', relapse: true },
  { model: 'hospira-lifecare-pca', before: ['5.0'], after: '7.0', advisory: 'RGD-15-125-01', relapse: false },
  { model: 'hospira-lifecare-pca', before: ['5.0'], after: null, advisory: 'RGD-15-125-01', relapse: false },
  { model: 'smiths-medfusion-4000', before: ['1.5', '1.6'], after: '1.6.1', advisory: 'RGD-17-250-02', relapse: false },
  { model: 'welchallyn-csm', before: ['1.40', '1.51'], after: '1.52', advisory: 'RGD-21-152-01', relapse: false },
]

/** Days of the two exports after the first. */
export const laterAfterDays = { proof: 2, contradiction: 4 } as const

/** Chooses the devices of the story from what the platform tells, the first that fit. */
export function createScenario() {
  const roles = cast.map((part) => ({
    ...part,
    found: undefined as { device: Device; row: Row; before: string } | undefined,
  }))

  return {
    /** A device suits when it is in use, told of without tricks in both sources, and only the platform says its version. */
    consider(device: Device, cmms: readonly Row[], mdsp: readonly Row[]): void {
      const [told, ...others] = cmms
      const [row] = mdsp
      if (!told || others.length > 0 || !row || device.lifecycle !== 'in_use') return
      if (told.traps.length > 0 || row.traps.length > 0 || told.version !== null) return
      if (row.cells[mdspHeader.indexOf('Serial Number')] !== device.serial) return
      const { version } = row
      if (version === null) return
      const part = roles.find(
        ({ model, before, found }) => !found && model === device.model.id && before.includes(version),
      )
      if (part) part.found = { device, row, before: version }
    },

    later(lastSeen: { readonly proof: string; readonly contradiction: string }): Later {
      const parts = roles.flatMap((part) => (part.found ? [{ ...part, ...part.found }] : []))
      const withVersion = ({ cells }: Row, version: string, day: string) =>
        cells.map((cell, index) => {
          if (mdspHeader[index] === 'Software Version') return version
          return mdspHeader[index] === 'Last Seen' ? `${day}T04:30:00Z` : cell
        })
      const inContradiction = parts.filter(({ model }) => model === cast[0]?.model)

      return {
        proof: parts.map(({ row, before, after }) => withVersion(row, after ?? before, lastSeen.proof)),
        contradiction: inContradiction.map(({ row, before, after, relapse }) =>
          withVersion(row, relapse ? before : (after ?? before), lastSeen.contradiction),
        ),
        story: parts.map(({ device, row, advisory, before, after, relapse, model }) => ({
          deviceId: device.id,
          mdspId: String(row.cells[0]),
          tag: device.tag,
          advisory,
          before,
          later: after ?? before,
          contradiction: model === cast[0]?.model ? (relapse ? before : (after ?? before)) : null,
        })),
      }
    },
  }
}
