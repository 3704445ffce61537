import { compileUpdates, type WindowsMatch, type WindowsUpdates } from '#domain/applicability/applicability.ts'
import { msrcEntries, msrcVersion } from '#domain/intelligence/intelligence.ts'
import type { Answer } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import type { Db } from '#platform/db/database.ts'
import { databaseName } from './platform-store.ts'

// Microsoft's updates in memory, and what they say of one Windows with what is installed on it.

/** All that an answer of Microsoft's hangs on. */
export interface WindowsNames {
  readonly operatingSystem: string
  /** In order. */
  readonly installedUpdates: readonly string[]
}

/** Null where Microsoft's lists tell nothing of such a Windows. */
export function windowsNamesOf(
  updates: WindowsUpdates,
  { operatingSystem, installedUpdates }: Pick<Configuration, 'operatingSystem' | 'installedUpdates'>,
): WindowsNames | null {
  const names = { operatingSystem: operatingSystem.trim(), installedUpdates: [...(installedUpdates ?? [])] }
  const device = updates.read(names)
  return device && updates.tells(device) ? names : null
}

export interface MicrosoftSays {
  /** Of every CVE that names this Windows. */
  readonly answers: ReadonlyMap<string, Answer>
  /** Of those of the CVEs that do, with why. */
  explain(cves: Iterable<string>): readonly WindowsMatch[]
  /** The flaw is not in Windows alone: other software of the device may have it too. */
  isElsewhere(cve: string): boolean
}

const answerOf = ['not_affected', 'cannot_tell', 'affected'] as const satisfies readonly Answer[]

export function microsoftOn(updates: WindowsUpdates | null, names: WindowsNames | null): MicrosoftSays | null {
  const device = names ? updates?.read({ ...names, installedUpdates: [...names.installedUpdates] }) : undefined
  if (!updates || !device) return null
  const applied = updates.apply(device)
  const numbers = new Map<string, number>()
  const answers = new Map<string, Answer>()
  for (const [at, number] of applied.cves.entries()) {
    const cve = updates.nameOf(number)
    numbers.set(cve, number)
    answers.set(cve, answerOf[applied.answers[at]!]!)
  }
  return {
    answers,
    explain: (cves) =>
      updates.explain(
        device,
        [...cves].flatMap((cve) => numbers.get(cve) ?? []),
      ),
    isElsewhere: (cve) => updates.isElsewhere(cve),
  }
}

// A page that is asked for while a feed is read wants what is there now, a matching the state that findings follow.
const mostHeld = 2
const held = new Map<string, Promise<WindowsUpdates | undefined>>()

/**
 * All of Microsoft's updates as of a version or later, held in memory for the whole process; undefined where none were read.
 * Whoever asks while they are read waits for the same.
 */
export async function windowsUpdatesFor(db: Db, version?: number): Promise<WindowsUpdates | undefined> {
  const key = `${await databaseName(db)}/${version ?? (await msrcVersion(db))}`
  const updates = held.get(key) ?? compile(db)
  held.delete(key)
  held.set(key, updates)
  for (const oldest of held.keys()) {
    if (held.size <= mostHeld) break
    held.delete(oldest)
  }
  try {
    return await updates
  } catch (error) {
    if (held.get(key) === updates) held.delete(key)
    throw error
  }
}

async function compile(db: Db): Promise<WindowsUpdates | undefined> {
  const compiler = compileUpdates()
  let some = false
  for await (const entries of msrcEntries(db))
    for (const entry of entries) {
      compiler.add(entry)
      some = true
    }
  return some ? compiler.finish() : undefined
}
