import { setImmediate } from 'node:timers/promises'
import type { NvdApplicability, WindowsUpdates } from '#domain/applicability/applicability.ts'
import { componentVulnerabilities } from '#domain/intelligence/intelligence.ts'
import type { Aliases, PackageMatch } from '#domain/matching/matching.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Component } from '#model/component.ts'
import type { Configuration } from '#model/matching.ts'
import type { Db } from '#platform/db/database.ts'
import {
  type AskedNames,
  attributionsOf,
  besidesHitsOf,
  type Hit,
  type Hits,
  hitOf,
  namesOf,
  nvdFor,
  type PlatformNames,
  packagesAsked,
  stateName,
  systemHitsOf,
  systemNamesOf,
  type WrittenNames,
  writtenNames,
} from './databases.ts'
import { type MicrosoftSays, microsoftOn, windowsUpdatesFor } from './microsoft.ts'
import { databaseName, followedDatabases } from './platform-store.ts'
import type { Attribution } from './statements.ts'

// What NVD, OSV and Microsoft say of a configuration by its names. Those that share their names are asked once: a hospital's
// come in their hundreds, an advisory's again and again.

export interface Asked extends AskedNames {
  /** What is said of these vulnerabilities, in words. */
  explain(vulnerabilityIds: readonly string[]): ReadonlyMap<string, Attribution[]>
}

const noHits: ReadonlyMap<string, Hit> = new Map()
/** Where no database was read. */
export const nothingAsked: Asked = {
  ...{ written: '', digest: '', ofSystem: { written: '', digest: '' } },
  hits: { system: noHits, besides: noHits, hasBesides: false },
  explain: () => new Map(),
}

/** What is asked, as of one state. */
export interface Databases {
  readonly nvd: NvdApplicability | null
  readonly osv: number
  readonly updates: WindowsUpdates | null
  /** Two that answer otherwise have two names. */
  readonly name: string
  packagesOf(components: readonly Component[]): Promise<readonly PackageMatch[]>
}

/** What NVD, OSV and Microsoft say, as of the state that findings follow. */
export async function askDatabases(db: Db, organisationId: OrganisationId, aliases: Aliases | undefined) {
  const state = await followedDatabases(db, organisationId)
  const nvd = await nvdFor(db, state.nvd)
  const updates = (state.msrc > 0 && (await windowsUpdatesFor(db, state.msrc))) || null
  const asked = askAll(
    {
      ...{ nvd, osv: state.osv, updates },
      name: `${await databaseName(db)}/${stateName(state)}`,
      packagesOf: (components) => componentVulnerabilities(db, components),
    },
    aliases,
  )
  return { ...asked, name: stateName(state), isOn: nvd !== null || state.osv > 0 || updates !== null }
}

interface Known extends Hits {
  readonly packages: readonly PackageMatch[]
}
interface Remembered {
  readonly of: string
  readonly systems: Map<string, Hits['system']>
  readonly known: Map<string, Known>
  hits: number
  /** What was remembered before these were too many; it is forgotten next. */
  readonly before: Pick<Remembered, 'systems' | 'known'> | undefined
}
let remembered: Remembered | undefined
const mostRemembered = 500_000

/** The function behind `askDatabases`; it reads no table but by `packagesOf`. */
export function askAll({ nvd, osv, updates, name, packagesOf }: Databases, aliases: Aliases | undefined) {
  const known = new WeakMap<Configuration, Named>()
  const inside = new Map<readonly Component[], Promise<readonly PackageMatch[]>>()

  function packagesIn(packages: readonly Component[], components: readonly Component[]) {
    if (packages.length === 0) return noPackages
    const present = inside.get(components) ?? packagesOf(packages)
    inside.set(components, present)
    return present
  }

  function memory(): Remembered {
    const isOther = remembered?.of !== name
    if (isOther || remembered!.hits > mostRemembered) {
      const before = isOther ? undefined : { systems: remembered!.systems, known: remembered!.known }
      remembered = { of: name, systems: new Map(), known: new Map(), hits: 0, before }
    }
    return remembered!
  }

  const recall = (digest: string) => memory().known.get(digest) ?? memory().before?.known.get(digest)

  function named(configuration: Configuration, components: readonly Component[]): Named {
    const present = known.get(configuration)
    if (present?.components === components) return present
    const names = namesOf(nvd, osv, configuration, components, aliases, updates)
    let said: MicrosoftSays | null | undefined
    const one: Named = {
      ...{ components, names, own: writtenNames(names), ofSystem: writtenNames(systemNamesOf(names)) },
      microsoft() {
        if (said === undefined) said = microsoftOn(updates, names.windows)
        return said
      },
    }
    known.set(configuration, one)
    return one
  }

  function hitsOf({ names, own, ofSystem, microsoft }: Named, packages: readonly PackageMatch[]): Known {
    const present = recall(own.digest)
    if (present) return present
    const memorised = memory()
    let system = memorised.systems.get(ofSystem.digest) ?? memorised.before?.systems.get(ofSystem.digest)
    if (!system) {
      system = systemHitsOf(nvd, names, microsoft())
      memorised.systems.set(ofSystem.digest, system)
      memorised.hits += system.size
    }
    const made = { system, packages, ...besidesHitsOf(nvd, names, packages, microsoft(), system) }
    memorised.known.set(own.digest, made)
    memorised.hits += made.besides.size
    return made
  }

  return {
    namesOf: (configuration: Configuration, components: readonly Component[]) =>
      namesOf(nvd, osv, configuration, components, aliases, updates),

    async ask(configuration: Configuration, components: readonly Component[]): Promise<Asked> {
      const one = named(configuration, components)
      const { names, own, ofSystem, microsoft } = one
      const packages = recall(own.digest)?.packages ?? (await packagesIn(names.packages, components))
      const hits = hitsOf(one, packages)
      return {
        ...own,
        ofSystem,
        hits,
        explain(vulnerabilityIds) {
          const told = vulnerabilityIds.length > 0 ? microsoft()?.answers : undefined
          const wanted = new Set(vulnerabilityIds.filter((id) => hitOf(hits, id) || told?.has(id)))
          return wanted.size === 0 ? new Map() : attributionsOf(nvd, names.facts, packages, microsoft(), wanted)
        },
      }
    },

    /** Reads what it takes to ask these next, and gives a function that works it out: it needs no connection. */
    async readAhead(some: readonly (readonly [Configuration, readonly Component[]])[]): Promise<() => Promise<void>> {
      const read = new Map<Configuration, readonly PackageMatch[]>()
      for (const [configuration, components] of some)
        read.set(configuration, await packagesIn(packagesAsked(osv, components), components))
      return async () => {
        for (const [configuration, components] of some) {
          await setImmediate()
          hitsOf(named(configuration, components), read.get(configuration)!)
        }
      }
    },
  }
}

interface Named {
  readonly components: readonly Component[]
  readonly names: PlatformNames
  readonly own: WrittenNames
  readonly ofSystem: WrittenNames
  microsoft(): MicrosoftSays | null
}
const noPackages: readonly PackageMatch[] = []
