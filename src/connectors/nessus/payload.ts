import type { ReportHandler } from '#connectors/scan-report/read-xml.ts'
import type { ScanSettings } from '#connectors/scan-report/scan-settings.ts'
import { readScanTime } from '#connectors/scan-report/scan-time.ts'
import {
  addCves,
  addIps,
  addMacs,
  claimHardware,
  type HardwareAttribute,
  type HostList,
  keep,
  newHost,
  readName,
  type ScannedHost,
} from '#connectors/scan-report/scanned-host.ts'
import { systemText } from '#connectors/scan-report/system-text.ts'

// Their words: the tags and plugins that are used. https://docs.tenable.com/quick-reference/nessus-file-format/Content/PDF/NessusFileFormat.pdf

const keptTags = new Set([
  ...['host-uuid', 'host-ip', 'host-fqdn', 'host-rdns', 'netbios-name', 'mac-address', 'bios-uuid'],
  ...['operating-system', 'operating-system-conf', 'operating-system-method', 'system-type'],
  ...['HOST_START', 'HOST_END', 'HOST_START_TIMESTAMP', 'HOST_END_TIMESTAMP', 'Credentialed_Scan'],
])

type Line = readonly [line: string, field: string, attribute: HardwareAttribute | 'ownName']

/** Lines of what plugins print that are read: the name there, the field that keeps it, and what it says. */
const readLines: Readonly<Record<string, { within?: RegExp; lines: readonly Line[] }>> = {
  // Computer Manufacturer Information (WMI).
  '24270': {
    lines: [
      ['Computer Manufacturer', 'Computer Manufacturer', 'manufacturer'],
      ['Computer Model', 'Computer Model', 'model'],
      ['Computer SerialNumber', 'Computer SerialNumber', 'serialNumber'],
    ],
  },
  // System Information Enumeration (via DMI). The chassis may be another maker's.
  '35351': {
    within: /System Information\s*\n((?:[ \t]+.*(?:\n|$))*)/,
    lines: [
      ['Manufacturer', 'System Manufacturer', 'manufacturer'],
      ['Product Name', 'System Product Name', 'model'],
      ['Serial Number', 'System Serial Number', 'serialNumber'],
    ],
  },
  // SNMP Query System Information Disclosure.
  '10800': {
    lines: [
      ['sysDescr', 'sysDescr', 'description'],
      ['sysName', 'sysName', 'ownName'],
    ],
  },
}

function readOutput(host: ScannedHost, plugin: string, output: string): void {
  const wanted = readLines[plugin]
  if (!wanted) return
  const text = wanted.within ? (wanted.within.exec(output)?.[1] ?? '') : output
  for (const [line, field, attribute] of wanted.lines) {
    const value = lineOf(text, line)
    keep(host, field, value)
    if (attribute === 'ownName') host.ownName ??= readName(value)
    else claimHardware(host, attribute, value)
  }
}

/** Ping the remote host. */
const ping = '10180'
/** Nessus Scan Information: of the scan, not of the host. */
const scanInformation = '19506'

const lineOf = (output: string, name: string): string | undefined =>
  new RegExp(`^[ \\t]*${name}[ \\t]*:[ \\t]*(\\S.*)$`, 'm').exec(output)?.[1]

/** Reads `NessusClientData_v2`, host by host. */
export function nessusReader(hosts: HostList, { timeZone }: ScanSettings): ReportHandler {
  let host: ScannedHost | undefined
  let tags = new Map<string, string>()
  let tag = ''
  let plugin = ''
  let pluginName = ''
  let hasAnswered = false
  let isDead = false

  function readItem(output: string) {
    if (!host) return
    if (plugin === ping && /considered as dead/i.test(output)) isDead = true
    readOutput(host, plugin, output)
    if (/\bDICOM\b/i.test(pluginName)) keep(host, pluginName, output)
  }

  return {
    texts: new Set(['tag', 'cve', 'plugin_output']),

    open(name, attribute) {
      if (name === 'ReportHost') {
        const target = attribute('name') ?? ''
        host = newHost(`host ${target}`)
        addIps(host, target)
        host.fqdn = readName(target)
        keep(host, 'ReportHost', target)
        tags = new Map()
        hasAnswered = false
        isDead = false
      } else if (name === 'tag') tag = attribute('name') ?? ''
      else if (name === 'ReportItem') {
        plugin = attribute('pluginID') ?? ''
        pluginName = attribute('pluginName') ?? ''
        if (plugin !== scanInformation && plugin !== ping) hasAnswered = true
      }
    },

    close(name, text, parents) {
      if (!host) return
      if (name === 'tag' && parents.at(-1) === 'HostProperties') {
        tags.set(tag, text)
        if (keptTags.has(tag)) keep(host, tag, text)
      } else if (name === 'cve') addCves(host, text)
      else if (name === 'plugin_output') readItem(text)
      else if (name === 'ReportHost') {
        readTags(host, tags, timeZone)
        const isKnown = hasAnswered || host.macs.size > 0 || host.claims.operatingSystem !== undefined
        if (isDead || !isKnown) hosts.silent++
        else hosts.add(host)
        host = undefined
      }
    },
  }
}

function readTags(host: ScannedHost, tags: ReadonlyMap<string, string>, timeZone: string): void {
  const id = tags.get('host-uuid')?.trim()
  if (id) host.id = `uuid:${id}`
  addIps(host, tags.get('host-ip'))
  addMacs(host, tags.get('mac-address'))
  host.fqdn = readName(tags.get('host-fqdn')) ?? readName(tags.get('host-rdns')) ?? host.fqdn
  host.ownName = readName(tags.get('netbios-name')) ?? host.ownName
  const cpes = [...tags].filter(([name]) => /^cpe(?:-\d+)?$/.test(name)).map(([, text]) => text)
  const cpe = cpes.find((text) => /^cpe:(?:\/|2\.3:)o:/.test(text.trim()))?.trim()
  keep(host, 'cpe', cpe)
  const confidence = Number(tags.get('operating-system-conf') ?? 100)
  const system = systemText({
    text: tags.get('operating-system'),
    cpe,
    certainty: Number.isNaN(confidence) ? 1 : confidence / 100,
  })
  if (system) host.claims.operatingSystem = system
  const end = tags.get('HOST_END_TIMESTAMP') ?? tags.get('HOST_END') ?? ''
  host.seenAt = readScanTime(end, timeZone) ?? readScanTime(tags.get('HOST_END') ?? '', timeZone)
}
