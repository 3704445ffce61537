import { createReadStream, existsSync } from 'node:fs'
import path from 'node:path'
import { buildCommand, buildRouteMap } from '@stricli/core'
import { theOrganisation } from '#domain/access/access.ts'
import { distrustIssuer, findBundleKey, makeBundleKey, trustedIssuers, trustIssuer } from '#domain/sources/sources.ts'
import type { Intake } from '#intake/intake.ts'
import type { Actor } from '#model/access.ts'
import { type Config, readConfig } from '#platform/config/config.ts'
import type { Db } from '#platform/db/database.ts'
import { pendingMigrations } from '#platform/db/migrate.ts'
import { AppError } from '#platform/errors.ts'
import { openRuntime, type Runtime } from '#platform/runtime.ts'
import { openSecrets } from '#platform/secrets/secrets.ts'
import type { CliParts } from '../parts.ts'

interface Flags {
  readonly data?: string
}

const dataFlag = {
  data: { kind: 'parsed', parse: String, optional: true, brief: 'Folder of the data; ./.homeostat unless told' },
} as const

const text = (brief: string, placeholder: string) =>
  ({ kind: 'parsed', parse: String, optional: true, brief, placeholder }) as const

interface Site {
  readonly db: Db
  readonly actor: Actor
  readonly organisationName: string
  readonly runtime: Runtime
  readonly config: Config
  readonly intake: Intake
}

const say = (line: string) => process.stderr.write(`${line}\n`)
const answer = (line: string) => process.stdout.write(`${line}\n`)

/** `bundle make | load | key | trust`: what feeds brought, for sites without internet. */
export function bundleCommands(parts: Pick<CliParts, 'openIntake' | 'finishRun'>) {
  async function atSite(flags: Flags, work: (site: Site) => Promise<void>) {
    const config = readConfig(flags)
    const runtime = await openRuntime(config, { mode: 'shared', max: 4, say })
    try {
      const { db } = runtime.database
      if ((await pendingMigrations(db)).length > 0)
        throw new AppError(
          'unavailable',
          'The tables of this data folder are missing or of an older version. Start Homeostat once (`npm start`, with `-- --empty` where no demo hospital is wanted), then try again.',
        )
      const { id, name } = await theOrganisation(db)
      const actor = { organisationId: id, personId: null, name: 'Command line' }
      await work({
        db,
        actor,
        organisationName: name,
        runtime,
        config,
        intake: parts.openIntake(runtime, config),
      })
    } finally {
      await runtime.close()
    }
  }

  const make = buildCommand<Flags & { out: string; since?: string; key?: string }>({
    docs: {
      brief: 'Write what the feeds of this site brought as one signed file',
      fullDescription:
        'A full bundle, or with --since a delta: what came after another bundle, named by its file, id or number, or by the date by which it was made. Prints the path, the number and the fingerprint.',
    },
    parameters: {
      flags: {
        ...dataFlag,
        out: { kind: 'parsed', parse: String, brief: 'Where it goes', placeholder: 'FILE' },
        since: text('Only what came after this bundle', 'BUNDLE|ID|NUMBER|DATE'),
        key: text('Sign with the Ed25519 key in this file (PEM) instead of the stored one', 'FILE'),
      },
    },
    func: (flags) =>
      atSite(flags, async ({ db, actor, intake }) => {
        const made = await intake.makeBundle(db, actor, { target: flags.out, since: flags.since, keyFile: flags.key })
        for (const { name, reason } of made.manifest.leftOut) say(`Left out: ${name}. ${reason}`)
        for (const { name, records } of made.manifest.parts) say(`  ${name}: ${countsOf(records)}`)
        answer(made.path)
        answer(
          `Bundle ${made.sequence} of ${made.manifest.issuer}, ${made.base_sequence === null ? 'full' : `since ${made.base_sequence}`}, ${made.bytes} bytes, id ${made.id}`,
        )
        answer(`Fingerprint of the key: ${made.fingerprint}`)
      }),
  })

  const load = buildCommand<Flags, [string]>({
    docs: {
      brief: 'Load a bundle that another site made',
      fullDescription:
        'Verifies who signed it and every byte of it, then reads it the way feeds are read. A load that was interrupted goes on where it stopped; the same bundle again writes nothing.',
    },
    parameters: {
      flags: dataFlag,
      positional: { kind: 'tuple', parameters: [{ parse: String, placeholder: 'file', brief: 'The bundle' }] },
    },
    func: (flags, file) =>
      atSite(flags, async ({ db, actor, intake, runtime, config }) => {
        if (!existsSync(file)) throw new AppError('not_found', `There is no file ${file}. Give the path of a bundle.`)
        const { state, run, manifest } = await intake.loadBundle(db, actor, {
          name: path.basename(file),
          mediaType: 'application/x-tar',
          stream: createReadStream(file),
        })
        const named = `Bundle ${manifest.sequence} of ${manifest.issuer}, ${manifest.createdAt}`
        if (state === 'already') {
          answer(`${named}: it is loaded already; nothing was written.`)
          return
        }
        const ended = await parts.finishRun(runtime, config, actor.organisationId, run.id, say)
        if (ended.state !== 'succeeded')
          throw new AppError(
            'cancelled',
            ended.error?.detail ?? `${named}: the run ended as ${ended.state}. Load it again.`,
          )
        answer(`${named}: loaded. ${countsOf(ended.counts)}`)
      }),
  })

  const key = buildCommand<Flags & { new: boolean; issuer?: string }>({
    docs: {
      brief: 'Make the key that signs bundles, or show its fingerprint',
      fullDescription:
        'The private key is stored sealed. From then on the pages of feeds are kept for bundles; each feed is read from its start once more.',
    },
    parameters: {
      flags: {
        ...dataFlag,
        issuer: text('Name of this site in its bundles; that of the organisation unless told', 'NAME'),
        new: { kind: 'boolean', default: false, brief: 'Replace the key; sites must trust the new one' },
      },
    },
    func: (flags) =>
      atSite(flags, async ({ db, actor, runtime, organisationName }) => {
        const before = await findBundleKey(db, actor.organisationId)
        const shown =
          before && !flags.new
            ? before
            : await makeBundleKey(db, openSecrets(runtime.dataDir), actor, {
                issuer: flags.issuer ?? organisationName,
                isNew: flags.new,
              })
        answer(`Fingerprint of ${shown.issuer}: ${shown.fingerprint}`)
        answer(shown.publicKey.trimEnd())
      }),
  })

  const trust = buildCommand<Flags & { name?: string; remove: boolean }, [string?]>({
    docs: {
      brief: 'Trust the site with this fingerprint, or list those that are trusted',
      fullDescription:
        'Have the site that makes the bundles read its fingerprint to you (`homeostat bundle key` shows it there). No bundle brings trust with it.',
    },
    parameters: {
      flags: {
        ...dataFlag,
        name: text('Whose it is', 'NAME'),
        remove: { kind: 'boolean', default: false, brief: 'Trust it no longer; what was loaded stays' },
      },
      positional: {
        kind: 'tuple',
        parameters: [{ parse: String, optional: true, placeholder: 'fingerprint', brief: 'Eight groups of four' }],
      },
    },
    func: (flags, fingerprint) =>
      atSite(flags, async ({ db, actor }) => {
        if (fingerprint && flags.remove) await distrustIssuer(db, actor, fingerprint, 'Removed at the command line')
        else if (fingerprint) await trustIssuer(db, actor, { fingerprint, name: flags.name ?? 'Unnamed site' })
        const trusted = await trustedIssuers(db, actor.organisationId)
        if (trusted.length === 0) answer('No site is trusted.')
        for (const issuer of trusted)
          answer(`${issuer.fingerprint}  ${issuer.name}, trusted ${issuer.trustedAt} by ${issuer.trustedBy}`)
      }),
  })

  return buildRouteMap({
    routes: { make, load, key, trust },
    docs: { brief: 'Carry what feeds brought to sites without internet, signed' },
  })
}

const countsOf = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .filter(([, n]) => n > 0)
    .map(([name, n]) => `${n} ${name.replaceAll('_', ' ')}`)
    .join(', ') || 'nothing new'
