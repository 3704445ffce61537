import type { WindowsDevice, WindowsUpdates } from '#domain/applicability/applicability.ts'
import { exploitationOf, msrcEntriesOf } from '#domain/intelligence/intelligence.ts'
import { moreUpdates } from '#model/device.ts'
import type { Answer, Because } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import type { Db } from '#platform/db/database.ts'
import { windowsUpdatesFor } from './microsoft.ts'

// What Microsoft's updates say of one device, for its page. A function of the device and of what the feed `msrc` read.

export interface DeviceUpdates {
  /** Why there is no answer; null where there is one. */
  readonly lacks: 'intelligence' | 'system' | 'release' | 'product' | null
  /** The product that the device is in Microsoft's words. */
  readonly product: string | null
  /** The last day that Microsoft mended it on. */
  readonly lastNamedOn: string | null
  /** `17763.5329`; the revision, after the dot, only where it is known. */
  readonly build: string | null
  readonly isBuildExact: boolean
  readonly installed: readonly InstalledUpdate[]
  /** False where the source said that more is installed than it names. */
  readonly isListWhole: boolean
  readonly counts: { readonly open: number; readonly cannotTell: number; readonly cured: number }
  readonly cures: readonly {
    readonly update: string
    postedOn: string
    readonly build: string
    readonly cves: number
  }[]
  readonly items: readonly DeviceUpdateCve[]
  /** Where the next page begins. */
  readonly next: number | null
}

interface InstalledUpdate {
  readonly update: string
  /** Null where Microsoft's lists do not have the update. */
  readonly postedOn: string | null
  readonly contains: number | null
}

interface DeviceUpdateCve {
  readonly cve: string
  readonly title: string
  readonly severity: string
  readonly isKnownExploited: boolean
  readonly answer: Answer
  readonly probability: number
  readonly updates: readonly string[]
  readonly because: readonly Because[]
}

const mostCures = 8

/** With what is asked for of its CVEs: known exploited ones first, then the gravest, then the newest. */
export async function windowsUpdatesOf(
  db: Db,
  configuration: Pick<Configuration, 'operatingSystem'> & { readonly installedUpdates: readonly string[] },
  { answer, from, limit }: { readonly answer: Answer | undefined; readonly from: number; readonly limit: number },
): Promise<DeviceUpdates> {
  const updates = await windowsUpdatesFor(db)
  const installedUpdates = configuration.installedUpdates.filter((update) => update !== moreUpdates)
  const isListWhole = installedUpdates.length === configuration.installedUpdates.length
  const device = updates?.read({ ...configuration, installedUpdates: [...configuration.installedUpdates] })
  if (!updates || !device) return { ...without(updates ? 'system' : 'intelligence', installedUpdates), isListWhole }
  const product = updates.productOf(device)
  const { build, revision } = device.system
  const told = {
    product: product?.name ?? null,
    lastNamedOn: product?.lastNamedOn || null,
    build: build === null ? null : revision === null ? String(build) : `${build}.${revision}`,
    isBuildExact: revision !== null,
    isListWhole,
    installed: installedUpdates.map((update): InstalledUpdate => {
      const known = updates.updateOf(device, update)
      return { update, postedOn: known?.postedOn || null, contains: known?.contains ?? null }
    }),
  }
  if (!product) return { ...without(device.lacks ?? 'product', installedUpdates), ...told }

  const { cves, answers } = updates.apply(device)
  const counts = { open: 0, cannotTell: 0, cured: 0 }
  for (const one of answers) counts[countOf[one]!]++
  const wanted = answer === undefined ? [2, 1] : [numberOf[answer]]
  const chosen = [...cves].filter((_, at) => wanted.includes(answers[at]!))
  const order = await worstFirst(db, updates, chosen)
  const page = order.slice(from, from + limit)
  return {
    lacks: null,
    ...told,
    counts,
    cures: updates.cures(device, mostCures),
    items: await toItems(db, updates, device, page),
    next: from + limit < order.length ? from + limit : null,
  }
}

const countOf = ['cured', 'cannotTell', 'open'] as const
const numberOf: Readonly<Record<Answer, number>> = { not_affected: 0, cannot_tell: 1, affected: 2 }

const without = (lacks: DeviceUpdates['lacks'], installed: readonly string[]): DeviceUpdates => ({
  lacks,
  product: null,
  lastNamedOn: null,
  build: null,
  isBuildExact: false,
  isListWhole: true,
  installed: installed.map((update) => ({ update, postedOn: null, contains: null })),
  counts: { open: 0, cannotTell: 0, cured: 0 },
  cures: [],
  items: [],
  next: null,
})

async function worstFirst(db: Db, updates: WindowsUpdates, cves: readonly number[]): Promise<number[]> {
  const exploited = await knownExploited(
    db,
    cves.map((cve) => updates.nameOf(cve)),
  )
  const keyed = cves.map((cve) => {
    const name = updates.nameOf(cve)
    return { cve, name, rank: (exploited.has(name) ? 10 : 0) + updates.severityOf(cve) }
  })
  return keyed.sort((a, b) => b.rank - a.rank || byNewest(a.name, b.name)).map(({ cve }) => cve)
}

const byNewest = (a: string, b: string) => {
  const [, year = '', number = ''] = a.split('-')
  const [, otherYear = '', otherNumber = ''] = b.split('-')
  return Number(otherYear) - Number(year) || Number(otherNumber) - Number(number)
}

async function knownExploited(db: Db, cves: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await exploitationOf(db, cves)
  return new Set(cves.filter((cve) => found.get(cve)?.knownExploited))
}

async function toItems(
  db: Db,
  updates: WindowsUpdates,
  device: WindowsDevice,
  cves: readonly number[],
): Promise<DeviceUpdateCve[]> {
  const matches = updates.explain(device, cves)
  const names = matches.map(({ cve }) => cve)
  const exploited = await knownExploited(db, names)
  const titles = new Map((await msrcEntriesOf(db, names)).toReversed().map((entry) => [entry.cve, entry]))
  return matches.map((match) => ({
    ...match,
    title: titles.get(match.cve)?.title ?? '',
    severity: titles.get(match.cve)?.severity ?? '',
    isKnownExploited: exploited.has(match.cve),
  }))
}
