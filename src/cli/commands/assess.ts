import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { buildCommand } from '@stricli/core'
import type { Connector } from '#connectors/connector.ts'
import { type Assessment, assess } from '#domain/assess/assess.ts'
import type { Feed } from '#feeds/feed.ts'
import { AppError } from '#platform/errors.ts'
import { readAliases } from '../assess/read-aliases.ts'
import { readIntelligence } from '../assess/read-intelligence.ts'
import { readInventory } from '../assess/read-inventory.ts'
import { readMsrc } from '../assess/read-msrc.ts'
import { readNvd } from '../assess/read-nvd.ts'
import { renderCsv } from '../assess/render-csv.ts'
import { renderHtml } from '../assess/render-html.ts'
import { renderJson } from '../assess/render-json.ts'
import { renderTable } from '../assess/render-table.ts'

export interface AssessParts {
  readonly connectors: readonly Connector[]
  readonly feeds: readonly Feed[]
}

const formats = ['table', 'json', 'csv', 'html'] as const
type Format = (typeof formats)[number]

interface Flags {
  readonly advisories?: string
  readonly nvd?: string
  readonly cve?: string
  readonly msrc?: string
  readonly aliases?: string
  readonly format: Format
  readonly out?: string
  readonly sheet?: string
}

/** The advisories that come with the program: few, in our own words, and enough to try it with. */
const demoAdvisories = fileURLToPath(new URL('../../../fixtures/riverside-general', import.meta.url))

/** Reads an inventory and advisories and says what to act on first. It opens no database and writes nothing but its answer. */
export async function assessFile(
  { connectors, feeds }: AssessParts,
  file: string,
  options: {
    advisories?: string | undefined
    nvd?: string | undefined
    cve?: string | undefined
    msrc?: string | undefined
    aliases?: string | undefined
    sheet?: string | undefined
    now?: () => Date
  } = {},
): Promise<Assessment> {
  const now = options.now ?? (() => new Date())
  const aliases = options.aliases === undefined ? undefined : await readAliases(options.aliases)
  const besideDatabases = [options.nvd, options.cve, options.msrc].some((location) => location !== undefined)
  const intelligence = await readIntelligence(feeds, options.advisories ?? demoAdvisories, { now, besideDatabases })
  const inventory = await readInventory(connectors, file, { sheet: options.sheet, now })
  const microsoft = options.msrc === undefined ? undefined : await readMsrc(feeds, options.msrc, now)
  const nvd = await readNvd(feeds, options, now, { withWords: true })
  const skipped = [...intelligence.intelligence.skipped, ...(microsoft?.skipped ?? []), ...(nvd?.skipped ?? [])]
  return assess({
    ...intelligence,
    intelligence: { ...intelligence.intelligence, skipped },
    ...inventory,
    nvd: nvd && { ...nvd, applicability: nvd.nvd },
    microsoft,
    aliases,
    now: now(),
  })
}

/** The answer in pieces, so that a long one is never held as one text. */
export function* render(assessment: Assessment, format: Format, width: number): Generator<string> {
  if (format === 'csv') yield* renderCsv(assessment)
  else if (format === 'html') yield* renderHtml(assessment)
  else yield format === 'json' ? renderJson(assessment) : renderTable(assessment, width)
}

export const assessCommand = (parts: AssessParts) =>
  buildCommand<Flags, [file: string]>({
    docs: {
      brief: 'Say what to act on first in an inventory, with no set-up',
      fullDescription:
        'Reads an inventory (CSV or XLSX, as a CMMS or monitoring platform exports it) and matches it against advisories: a folder or zip archive of CSAF documents, with CISA’s KEV catalogue and an EPSS file anywhere in it; with --nvd also against what NVD says, with --cve against what records of the CVE List say where NVD does not, with --msrc against Microsoft’s updates. Opens no database and no connection.',
    },
    parameters: {
      positional: {
        kind: 'tuple',
        parameters: [{ parse: String, brief: 'The inventory: .csv, .xlsx or a scanner’s report', placeholder: 'FILE' }],
      },
      flags: {
        advisories: {
          kind: 'parsed',
          parse: String,
          optional: true,
          placeholder: 'DIR',
          brief: 'Folder or zip of CSAF documents, KEV and EPSS; the demo set unless told',
        },
        nvd: {
          kind: 'parsed',
          parse: String,
          optional: true,
          placeholder: 'DIR',
          brief: "Folder or zip of NVD's files: what it says of make, model and operating system counts too",
        },
        cve: {
          kind: 'parsed',
          parse: String,
          optional: true,
          placeholder: 'DIR',
          brief: 'Folder or zip of CVE records: what they apply to where NVD does not say',
        },
        msrc: {
          kind: 'parsed',
          parse: String,
          optional: true,
          placeholder: 'DIR',
          brief:
            "Microsoft's Security Update Guide, or wesng's definitions.zip: what is open on Windows by build and updates",
        },
        aliases: {
          kind: 'parsed',
          parse: String,
          optional: true,
          placeholder: 'FILE',
          brief: 'Your own aliases of makers and models: .json or .csv',
        },
        format: { kind: 'enum', values: formats, default: 'table', brief: 'How to answer' },
        out: {
          kind: 'parsed',
          parse: String,
          optional: true,
          placeholder: 'FILE',
          brief: 'Write the answer to a file',
        },
        sheet: {
          kind: 'parsed',
          parse: String,
          optional: true,
          brief: 'Sheet of the workbook; the fullest unless told',
        },
      },
      aliases: { a: 'advisories', f: 'format', o: 'out' },
    },
    async func({ advisories, nvd, cve, msrc, aliases, format, out, sheet }, file) {
      const assessment = await assessFile(parts, file, { advisories, nvd, cve, msrc, aliases, sheet })
      const pieces = render(assessment, format, process.stdout.columns ?? 100)
      if (out === undefined) await toStdout(pieces)
      else await toFile(pieces, out)
    },
  })

async function toStdout(pieces: Iterable<string>): Promise<void> {
  // Who reads may stop reading: `homeostat assess … | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  for (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
}

async function toFile(pieces: Iterable<string>, path: string): Promise<void> {
  const file = await open(path, 'w').catch((cause) => {
    throw new AppError('bad_request', `${path} cannot be written. Name a file in a folder that you may write to.`, {
      cause,
    })
  })
  try {
    for (const piece of pieces) await file.write(piece)
  } finally {
    await file.close()
  }
}
