/** How often each habit of the real world shows, as a share of the devices, rows or cells that it can befall. */
export interface Rates {
  /** Serial cells of hand-kept lists that are empty or hold a filler (`N/A`, `SEE NOTES`, the model's number). */
  readonly serialMissing: number
  /** Serial cells of hand-kept lists whose letters or digits are not those on the label. */
  readonly serialMangled: number
  /** Serial cells that are whole but dressed: `S/N 123`, lower case, spaces, dashes. */
  readonly serialDressed: number
  /** Rows of the CMMS that were copied from a neighbour of the same maker, with its serial. */
  readonly serialCloned: number
  /** Devices whose serial another maker gave out too. */
  readonly serialTwoMakers: number
  /** Purchases with serials that follow one another. */
  readonly serialSequential: number
  /** Networked devices whose MAC no source learns. */
  readonly macUnknown: number
  /** Network rows that show the MAC of a docking station or a USB adapter that devices share. */
  readonly macShared: number
  /** Network rows that show a virtual or randomised MAC. */
  readonly macInvented: number
  /** Networked computers that are seen by a second interface too. */
  readonly secondInterface: number
  /** Network devices whose address comes by DHCP and changes from week to week. */
  readonly ipDynamic: number
  /** Network rows that still show an address that is another device's now. */
  readonly ipReused: number
  readonly hostMissing: number
  readonly hostGeneric: number
  readonly tagMissing: number
  /** Devices of the merged hospitals whose tag the first hospitals gave out too. */
  readonly tagClash: number
  /** Devices that bear the tag of one that was disposed of. */
  readonly tagReused: number
  /** Mainframes that are listed with modules under their tag. */
  readonly rack: number
  /** Modules that are seen in a second mainframe later. */
  readonly moduleMoved: number
  /** Devices that were replaced under warranty: same tag, another serial. */
  readonly replaced: number
  readonly makerMissing: number
  readonly modelVague: number
  /** Devices that have moved to another room or department. */
  readonly moved: number
  /** Rows that stand in the same source a second time. */
  readonly duplicated: number
  /** Rows of no device at all, against rows of devices. */
  readonly nobody: number
  /** Devices that are gone and still in the CMMS. */
  readonly ghost: number
  /** Devices that no list kept by hand knows. */
  readonly unknown: number
}

export type SettingName = 'easy' | 'usual' | 'hard'

export const settings: Readonly<Record<SettingName, Rates>> = {
  easy: {
    serialMissing: 0.02,
    serialMangled: 0.02,
    serialDressed: 0.03,
    serialCloned: 0.001,
    serialTwoMakers: 0.002,
    serialSequential: 0.3,
    macUnknown: 0.03,
    macShared: 0.005,
    macInvented: 0.005,
    secondInterface: 0.05,
    ipDynamic: 0.2,
    ipReused: 0.002,
    hostMissing: 0.1,
    hostGeneric: 0.03,
    tagMissing: 0.01,
    tagClash: 0.005,
    tagReused: 0.001,
    rack: 0.05,
    moduleMoved: 0.05,
    replaced: 0.003,
    makerMissing: 0.005,
    modelVague: 0.005,
    moved: 0.03,
    duplicated: 0.003,
    nobody: 0.001,
    ghost: 0.01,
    unknown: 0.01,
  },
  usual: {
    serialMissing: 0.06,
    serialMangled: 0.07,
    serialDressed: 0.06,
    serialCloned: 0.006,
    serialTwoMakers: 0.008,
    serialSequential: 0.5,
    macUnknown: 0.1,
    macShared: 0.02,
    macInvented: 0.02,
    secondInterface: 0.1,
    ipDynamic: 0.4,
    ipReused: 0.006,
    hostMissing: 0.2,
    hostGeneric: 0.1,
    tagMissing: 0.03,
    tagClash: 0.02,
    tagReused: 0.004,
    rack: 0.15,
    moduleMoved: 0.15,
    replaced: 0.008,
    makerMissing: 0.01,
    modelVague: 0.015,
    moved: 0.1,
    duplicated: 0.009,
    nobody: 0.004,
    ghost: 0.03,
    unknown: 0.03,
  },
  hard: {
    serialMissing: 0.14,
    serialMangled: 0.17,
    serialDressed: 0.1,
    serialCloned: 0.025,
    serialTwoMakers: 0.015,
    serialSequential: 0.65,
    macUnknown: 0.2,
    macShared: 0.05,
    macInvented: 0.05,
    secondInterface: 0.18,
    ipDynamic: 0.6,
    ipReused: 0.02,
    hostMissing: 0.3,
    hostGeneric: 0.2,
    tagMissing: 0.06,
    tagClash: 0.06,
    tagReused: 0.01,
    rack: 0.3,
    moduleMoved: 0.3,
    replaced: 0.02,
    makerMissing: 0.03,
    modelVague: 0.04,
    moved: 0.2,
    duplicated: 0.02,
    nobody: 0.008,
    ghost: 0.05,
    unknown: 0.06,
  },
}

/** The sources, in the order in which a number takes them. */
export const sourceNames = ['cmms', 'mdsp', 'nac', 'merged-cmms', 'purchasing', 'scanner', 'udi-scans'] as const
export type SourceName = (typeof sourceNames)[number]

export interface Options {
  readonly seed: number
  /** True devices, modules and replaced ones included. */
  readonly devices: number
  /** `YYYY-MM-DD`: the day of the exports. */
  readonly today: string
  readonly rates: Rates
  readonly sources: readonly SourceName[]
}

/** `name=share` on top of a setting. Throws an Error that says what is wrong and what is there. */
export function withRates(setting: SettingName, changes: readonly string[]): Rates {
  const rates: Record<string, number> = { ...settings[setting] }
  for (const change of changes) {
    const [name = '', text = ''] = change.split('=')
    const share = Number(text)
    if (!(name in rates)) throw new Error(`There is no rate ${name}. Rates: ${Object.keys(rates).join(', ')}`)
    if (text === '' || !(share >= 0 && share <= 1)) throw new Error(`${change}: a rate is a share from 0 to 1`)
    rates[name] = share
  }
  return rates as unknown as Rates
}

/** A number of sources, or their names with commas. Throws an Error that names the sources there are. */
export function sourcesOf(text: string): readonly SourceName[] {
  if (/^[1-7]$/.test(text)) return sourceNames.slice(0, Number(text))
  const names = text.split(',')
  const strange = names.find((name) => !sourceNames.includes(name as SourceName))
  if (strange !== undefined)
    throw new Error(`There is no source ${strange}: give 1 to 7, or of ${sourceNames.join(',')}`)
  return sourceNames.filter((name) => names.includes(name))
}
