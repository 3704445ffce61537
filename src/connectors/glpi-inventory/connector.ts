import type { z } from 'zod'
import { type ConnectorContext, defineConnector } from '#connectors/connector.ts'
import { inspectReport } from '#connectors/inspect-report.ts'
import {
  cutOff,
  decodeHead,
  guardText,
  hostile,
  type ReportKind,
  readJson,
  readWhole,
  unreadable,
} from '#connectors/report-text.ts'
import { TableSettings } from '#connectors/table/table-settings.ts'
import type { Observation, Skipped } from '#model/observation.ts'
import { XmlFault } from '#standards/xml/xml-scanner.ts'
import { readInventory, readXml } from './payload.ts'
import { toObservation } from './to-observation.ts'

const Settings = TableSettings.pick({ timeZone: true })
type Settings = z.infer<typeof Settings>

const kind: ReportKind = {
  what: 'inventories of an agent',
  again: 'Let the agent write it again: glpi-agent --local=FOLDER --full.',
}

/** The inventory of a server with all its software has 1.4 MB. */
const maxBytes = 64 * 1024 * 1024
/** An inventory has seven levels. */
const maxDepth = 40

/** Reads what a GLPI agent says of the computer that it runs on, or of what it asked on the network. */
export const glpiInventory = defineConnector({
  id: 'glpi-inventory',
  title: 'GLPI inventory',
  summary:
    'What a GLPI, FusionInventory or OCS agent writes of a computer, or of printers and network equipment that it asked by SNMP; JSON or XML.',
  extensions: ['.json', '.ocs', '.xml'],
  reads: 'report',
  role: 'observer',
  config: Settings,

  recognises: (head) => isInventory(decodeHead(head)),

  guard: (file) => guardText(file, kind, maxBytes),

  async inspect({ config, ...context }) {
    const { format, observations, skipped } = await read({ ...context, config: Settings.parse(config ?? {}) })
    const remarks = skipped.length > 0 ? [`${skipped.length} devices of the file could not be read.`] : []
    return inspectReport(observations, { format: { inventory: format }, remarks })
  },

  async *collect(context) {
    const { observations, skipped } = await read(context)
    context.log.info({ devices: observations.length, skipped: skipped.length }, 'An inventory of an agent was read')
    for (const [at, observation] of observations.entries())
      yield { kind: 'observation', observation, position: `device ${at + 1}` }
    for (const one of skipped) yield { kind: 'skipped', skipped: one }
  },
})

function isInventory(head: string): boolean {
  if (/^\s*(?:<\?xml[^>]*>\s*)?<REQUEST[\s>]/.test(head)) return /<(?:CONTENT|DEVICEID|QUERY)[\s>]/.test(head)
  return (
    /^\s*\{/.test(head) &&
    /"content"\s*:\s*\{/.test(head) &&
    /"(?:accesslog|bios|firmwares|hardware|network_(?:components|device)|versionclient|versionprovider)"\s*:/.test(head)
  )
}

async function read({ file, config, now, signal }: Omit<ConnectorContext<Settings>, 'log'>) {
  const text = await readWhole(file, kind, maxBytes, signal)
  const isXml = /^\s*</.test(text)
  const found = readInventory(isXml ? xmlOf(file, text) : readJson(file, kind, text, maxDepth))
  if (found.kind === 'partial')
    throw unreadable(
      file,
      kind,
      'holds only what changed since the agent wrote last (partial), which would take the rest away from the device',
    )
  if (found.kind === 'other') throw unreadable(file, kind, 'is no inventory of a GLPI, FusionInventory or OCS agent')

  const observations: Observation[] = []
  const skipped: Skipped[] = found.errors.map((message, at) => ({
    position: `error ${at + 1}`,
    code: 'unreadable',
    reason: 'The agent could not ask this device. Check its SNMP credentials in GLPI, and that it is on.',
    raw: { error: message.slice(0, 400) },
  }))
  for (const [at, inventory] of found.inventories.entries()) {
    const observation = toObservation(inventory, { now: now(), timeZone: config.timeZone })
    if (observation) observations.push(observation)
    else
      skipped.push({
        position: `device ${at + 1}`,
        code: 'no_identity',
        reason: 'Nothing in the inventory tells which device it is: no serial number, MAC address, UUID or agent.',
        raw: {},
      })
  }
  if (observations.length + skipped.length === 0) throw unreadable(file, kind, 'tells of no device')
  return { format: isXml ? 'XML' : 'JSON', observations, skipped }
}

function xmlOf(file: { readonly name: string }, text: string): unknown {
  try {
    return readXml(text)
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error
    if (error.code === 'cut_off') throw cutOff(file, kind)
    if (error.code === 'malformed') throw unreadable(file, kind, 'is damaged XML')
    throw hostile(file, kind, 'holds XML that no agent writes (a document type, an entity or endless texts)')
  }
}
