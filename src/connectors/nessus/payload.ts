import type { ReportHandler } from '#connectors/scan-report/read-xml.ts'
import type { ScanSettings } from '#connectors/scan-report/scan-settings.ts'
import { readScanTime } from '#connectors/scan-report/scan-time.ts'
import {
  addCves,
  addIps,
  addMacs,
  claimHardware,
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

/** Plugins of which the output is read: what the machine says of its hardware and of itself. */
const readPlugins: Readonly<Record<string, (host: ScannedHost, output: string) => void>> = {
  // Computer Manufacturer Information (WMI).
  '24270': (host, output) => {
    claimHardware(host, 'manufacturer', lineOf(output, 'Computer Manufacturer'))
    claimHardware(host, 'model', lineOf(output, 'Computer Model'))
    claimHardware(host, 'serialNumber', lineOf(output, 'Computer SerialNumber'))
  },
  // System Information Enumeration (via DMI). The chassis may be another maker's.
  '35351': (host, output) => {
    const system = /System Information\s*\n((?:[ \t]+.*(?:\n|$))*)/.exec(output)?.[1] ?? ''
    claimHardware(host, 'manufacturer', lineOf(system, 'Manufacturer'))
    claimHardware(host, 'model', lineOf(system, 'Product Name'))
    claimHardware(host, 'serialNumber', lineOf(system, 'Serial Number'))
  },
  // SNMP Query System Information Disclosure.
  '10800': (host, output) => {
    claimHardware(host, 'description', lineOf(output, 'sysDescr'))
    host.ownName ??= readName(lineOf(output, 'sysName'))
  },
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
    readPlugins[plugin]?.(host, output)
    if (readPlugins[plugin]) keep(host, pluginName, output)
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
