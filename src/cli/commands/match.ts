import { pipeline } from 'node:stream/promises'
import { buildCommand } from '@stricli/core'
import { type AssessedDevice, matchInventory } from '#domain/assess/assess.ts'
import { AppError } from '#platform/errors.ts'
import { readAliases } from '../assess/read-aliases.ts'
import { readIntelligence } from '../assess/read-intelligence.ts'
import { readInventory } from '../assess/read-inventory.ts'
import { readMsrc } from '../assess/read-msrc.ts'
import { readNvd } from '../assess/read-nvd.ts'
import type { AssessParts } from './assess.ts'

interface Flags {
  readonly inventory: string
  readonly advisories: string
  readonly nvd?: string
  readonly cve?: string
  readonly msrc?: string
  readonly aliases?: string
  readonly all: boolean
  readonly key?: string
  readonly sheet?: string
}

/** The engine's answers in lines of JSON, one for each device × advisory × vulnerability. */
export async function* matchLines(
  { connectors, feeds }: AssessParts,
  { inventory, advisories, nvd, cve, msrc, aliases, all, key, sheet }: Flags,
  tell: (message: string) => void,
): AsyncGenerator<string> {
  const now = () => new Date()
  const own = aliases === undefined ? undefined : await readAliases(aliases)
  const read = await readInventory(connectors, inventory, { sheet, now, key })
  const others = [
    ...(nvd === undefined ? [] : ['NVD']),
    ...(cve === undefined ? [] : ['CVE records']),
    ...(msrc === undefined ? [] : ['Microsoft']),
  ]
  const intelligence = await readIntelligence(feeds, advisories, { now, besideDatabases: others.length > 0 })
  const applicability = await readNvd(feeds, { nvd, cve }, now)
  const microsoft = msrc === undefined ? undefined : await readMsrc(feeds, msrc, now)
  const skipped = [
    ...read.inventory.skipped,
    ...intelligence.intelligence.skipped,
    ...(applicability?.skipped ?? []),
    ...(microsoft?.skipped ?? []),
  ]
  for (const { code, reason, count, positions } of skipped)
    tell(`Skipped ${count} (${placesOf(code === 'duplicate_key' ? read.contradicting : positions, count)}): ${reason}`)
  if (intelligence.advisories.length === 0)
    tell(
      `${intelligence.intelligence.source} holds no CSAF advisory that can be read; the answers are those of ${others.join(' and ')} alone.`,
    )
  const nameOf = (device: AssessedDevice) =>
    device.label ?? device.claims.assetTag ?? device.claims.serialNumber ?? device.key
  let chunk = ''
  const lists = { nvd: applicability?.nvd, updates: microsoft?.updates, aliases: own }
  for (const match of matchInventory(read.devices, intelligence.advisories, { all, nameOf, ...lists })) {
    chunk += `${JSON.stringify(match)}\n`
    if (chunk.length > 60_000) {
      yield chunk
      chunk = ''
    }
  }
  yield chunk
}

const placesOf = (positions: readonly string[], count: number) =>
  positions.length < count ? `${positions.join(', ')} and ${count - positions.length} more` : positions.join(', ')

export const matchCommand = (parts: AssessParts) =>
  buildCommand<Flags>({
    docs: {
      brief: 'Print what each advisory says of each device, as lines of JSON',
      fullDescription:
        'Matches an inventory against a folder or zip archive of CSAF documents and prints a line for each device, advisory and vulnerability: device, advisory, vulnerability, answer, probability, because. With --nvd also what NVD says of each device: of its make and model and of its operating system; advisory is then NVD. With --cve also what records of the CVE List say where NVD says nothing; advisory is then CVE. With --msrc also which CVEs are open on Windows by its build and installed updates; advisory is then MSRC, and stands for what NVD says of that Windows. Opens no database and no connection.',
    },
    parameters: {
      flags: {
        inventory: {
          kind: 'parsed',
          parse: String,
          placeholder: 'FILE',
          brief: 'The inventory: .csv, .xlsx or a scanner’s report',
        },
        advisories: { kind: 'parsed', parse: String, placeholder: 'DIR', brief: 'Folder or zip of CSAF documents' },
        nvd: {
          kind: 'parsed',
          parse: String,
          optional: true,
          placeholder: 'DIR',
          brief: "Folder or zip of NVD's files: nvdcve-2.0-2024.json.gz …",
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
          brief: "Folder or zip of Microsoft's Security Update Guide, or wesng's definitions.zip",
        },
        aliases: {
          kind: 'parsed',
          parse: String,
          optional: true,
          placeholder: 'FILE',
          brief: 'Your own aliases of makers and models: .json or .csv',
        },
        all: { kind: 'boolean', default: false, brief: 'Also where the product agreed and is not affected' },
        key: {
          kind: 'parsed',
          parse: String,
          optional: true,
          placeholder: 'COLUMN',
          brief: 'The column that names the device; its tag, control or equipment number unless told',
        },
        sheet: { kind: 'parsed', parse: String, optional: true, brief: 'Which sheet of a workbook' },
      },
    },
    async func(flags) {
      const tell = (message: string) => void process.stderr.write(`${message}\n`)
      await pipeline(matchLines(parts, flags, tell), process.stdout, { end: false }).catch((error) => {
        if (error instanceof AppError || error.code !== 'EPIPE') throw error
      })
    },
  })
