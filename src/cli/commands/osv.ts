import { pipeline } from 'node:stream/promises'
import { buildCommand } from '@stricli/core'
import { z } from 'zod'
import { compilePackages, matchComponents, type PackageIndex } from '#domain/matching/matching.ts'
import type { Feed } from '#feeds/feed.ts'
import type { Skipped } from '#model/observation.ts'
import type { OsvEntry } from '#model/osv.ts'
import { AppError } from '#platform/errors.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { silentLog } from '#platform/log.ts'
import { readPurl } from '#standards/purl/purl.ts'
import { summarise } from '../assess/summarise.ts'
import type { AssessParts } from './assess.ts'
import { type Filter, filtered } from './filters.ts'
import { membersOf, readJson } from './lines.ts'

interface Flags {
  readonly data: string
  readonly all: boolean
}

/** Reads a folder or zip archive with OSV entries or OSV's all.zip files, by the feed of that name. */
export async function readPackages(
  feeds: readonly Feed[],
  location: string,
): Promise<{ index: PackageIndex; skipped: readonly Skipped[]; entries: number }> {
  const feed = feeds.find(({ id }) => id === 'osv')
  if (!feed) throw new AppError('unavailable', `There is no feed "osv" to read ${location} with.`)
  const files = await openFeedFiles(location)
  try {
    const latest = new Map<string, OsvEntry>()
    const skipped: Skipped[] = []
    const config = feed.config.parse({ location })
    for await (const page of feed.pull({ config, files, log: silentLog, now: () => new Date() }, undefined)) {
      skipped.push(...page.skipped)
      for (const record of page.records) {
        if (record.kind !== 'package_vulnerability') continue
        const { entry } = record
        const other = latest.get(entry.id)
        if (!other || entry.modifiedAt >= other.modifiedAt) latest.set(entry.id, entry)
      }
    }
    skipped.push(...files.leftOut())
    if (latest.size === 0) throw new AppError('unreadable', `${files.label} holds no OSV entry that can be read.`)
    return { index: compilePackages(latest.values()), skipped, entries: latest.size }
  } finally {
    await files.close()
  }
}

const Asked = z.looseObject({ purl: z.string(), version: z.string().nullish() })

/** A package URL, or a component of a bill as JSON, a line → the vulnerabilities that name its package. */
export const packageFilter =
  (index: PackageIndex, all: boolean): Filter =>
  (line) => {
    const given = givenOf(line)
    const asked = Asked.safeParse(given)
    if (!asked.success) return { ...membersOf(given), error: 'It must be a package URL, or an object with "purl".' }
    const { purl, version } = asked.data
    const read = readPurl(purl)
    if (!read.ok) return { ...membersOf(given), error: `The package URL cannot be read: ${read.reason}.` }
    const component = { name: '', version: version ?? '', supplier: '', purl, cpe: '' }
    const vulnerabilities = matchComponents(index, [component])
      .filter(({ answer }) => all || answer !== 'not_affected')
      .map(({ component: _, vulnerabilityId: vulnerability, ...said }) => ({ vulnerability, ...said }))
    return { ...membersOf(given), vulnerabilities }
  }

function givenOf(line: string): unknown {
  const text = line.trim()
  return /^pkg:/i.test(text) ? { purl: text } : readJson(text)
}

export const osvCommand = ({ feeds }: AssessParts) =>
  buildCommand<Flags>({
    docs: {
      brief: 'Tell which vulnerabilities packages have: a package URL, or a component of a bill as JSON, a line',
      fullDescription:
        'Reads OSV entries from a folder or zip archive and answers for each line, a package URL or a JSON object with "purl" (and "version"), which vulnerabilities name the package: affected, cannot_tell, with --all also not_affected. Opens no database and no connection.',
    },
    parameters: {
      flags: {
        data: {
          kind: 'parsed',
          parse: String,
          placeholder: 'DIR',
          brief: "Folder or zip of OSV entries, or of OSV's all.zip",
        },
        all: { kind: 'boolean', default: false, brief: 'Also those that the version is not affected by' },
      },
    },
    async func({ data, all }) {
      const { index, skipped } = await readPackages(feeds, data)
      for (const { reason, count } of summarise(skipped)) process.stderr.write(`Skipped ${count}: ${reason}\n`)
      await pipeline(filtered(process.stdin, packageFilter(index, all)), process.stdout, { end: false }).catch(
        (error) => {
          if (error instanceof AppError || error.code !== 'EPIPE') throw error
        },
      )
    },
  })
