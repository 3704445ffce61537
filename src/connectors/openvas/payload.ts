import type { ReportHandler } from '#connectors/scan-report/read-xml.ts'
import type { ScanSettings } from '#connectors/scan-report/scan-settings.ts'
import { later, readScanTime } from '#connectors/scan-report/scan-time.ts'
import {
  addCves,
  addIps,
  addMacs,
  type HostList,
  keep,
  newHost,
  readName,
  type ScannedHost,
} from '#connectors/scan-report/scanned-host.ts'
import { systemText } from '#connectors/scan-report/system-text.ts'

// Their words: the elements that are used. https://docs.greenbone.net/API/GMP/gmp-22.5.html#type_report

/** A host is told of in its results and once more by itself, before or behind them. */
interface Told {
  readonly host: ScannedHost
  /** When its last result came; the end of its scan is better. */
  resultAt?: string | undefined
  readonly details: Map<string, string>
}

/** Reads a `report` of the Greenbone Management Protocol, also within others or in `get_reports_response`. */
export function openvasReader(hosts: HostList, { timeZone }: ScanSettings): ReportHandler {
  let told = new Map<string, Told>()
  let scanEnd: string | undefined
  let result = newResult()
  let detail = { name: '', value: '' }
  let own: OwnHost | undefined

  function of(ip: string): Told {
    const known = told.get(ip)
    if (known) return known
    const host = newHost(`host ${ip}`)
    addIps(host, ip)
    keep(host, 'ip', ip)
    const made = { host, details: new Map<string, string>() }
    told.set(ip, made)
    return made
  }

  function takeResult() {
    if (!result.ip) return
    const one = of(result.ip)
    nameHost(one.host, result.assetId, result.hostname)
    one.resultAt = later(one.resultAt, readScanTime(result.at, timeZone))
    if (!/^(?:log|false positive)$/i.test(result.threat)) for (const cve of result.cves) addCves(one.host, cve)
  }

  function takeOwn({ ip, assetId, end, details }: OwnHost) {
    if (!ip) return
    const one = of(ip)
    nameHost(one.host, assetId, details.get('hostname'))
    one.host.seenAt = later(one.host.seenAt, readScanTime(end, timeZone))
    for (const [name, value] of details) one.details.set(name, value)
  }

  function flush() {
    for (const { host, details, resultAt } of told.values()) {
      if (details.get('Host dead') === '1') {
        hosts.silent++
        continue
      }
      readDetails(host, details)
      host.seenAt ??= scanEnd ?? resultAt
      keep(host, 'end', host.seenAt)
      hosts.add(host)
    }
    told = new Map()
    scanEnd = undefined
  }

  return {
    texts: new Set([
      ...['host', 'hostname', 'ip', 'end', 'name', 'value', 'scan_end', 'cve'],
      ...['threat', 'creation_time', 'modification_time'],
    ]),

    open(name, attribute, parents) {
      const parent = parents.at(-1)
      if (name === 'result' && parent === 'results') result = newResult()
      else if (name === 'host' && parent === 'report') own = newOwnHost()
      else if (name === 'detail') detail = { name: '', value: '' }
      else if (name === 'asset' && parent === 'host') {
        const assetId = attribute('asset_id')?.trim() ?? ''
        if (parents.at(-2) === 'result') result.assetId = assetId
        else if (own) own.assetId = assetId
      } else if (name === 'ref' && parents.includes('result') && attribute('type') === 'cve')
        result.cves.push(attribute('id') ?? '')
    },

    close(name, text, parents) {
      const parent = parents.at(-1)
      const trimmed = text.trim()
      if (parent === 'result') {
        if (name === 'host') result.ip = trimmed
        else if (name === 'threat') result.threat = trimmed
        else if (name === 'modification_time' || (name === 'creation_time' && result.at === '')) result.at = trimmed
      } else if (name === 'result' && parent === 'results') takeResult()
      else if (name === 'hostname' && parent === 'host' && parents.at(-2) === 'result') result.hostname = trimmed
      else if (name === 'cve' && parent === 'nvt') result.cves.push(trimmed)
      else if (name === 'scan_end') scanEnd = readScanTime(trimmed, timeZone) ?? scanEnd
      else if (own && parent === 'host' && name === 'ip') own.ip = trimmed
      else if (own && parent === 'host' && name === 'end') own.end = trimmed
      else if (parent === 'detail' && name === 'name') detail.name = trimmed
      else if (parent === 'detail' && name === 'value') detail.value = trimmed
      else if (own && name === 'detail') own.details.set(detail.name, detail.value)
      else if (own && name === 'host' && parent === 'report') {
        takeOwn(own)
        own = undefined
      } else if (name === 'report') flush()
    },
  }
}

interface OwnHost {
  ip: string
  assetId: string
  end: string
  readonly details: Map<string, string>
}

const newOwnHost = (): OwnHost => ({ ip: '', assetId: '', end: '', details: new Map() })
const newResult = () => ({ ip: '', assetId: '', hostname: '', threat: '', at: '', cves: [] as string[] })

function nameHost(host: ScannedHost, assetId: string, name: string | undefined): void {
  if (assetId && host.id === undefined) {
    host.id = `asset:${assetId}`
    keep(host, 'asset_id', assetId)
  }
  const read = readName(name)
  if (read === undefined) return
  if (read.includes('.')) host.fqdn ??= read
  else host.ownName ??= read
  keep(host, 'hostname', name)
}

function readDetails(host: ScannedHost, details: ReadonlyMap<string, string>): void {
  addMacs(host, details.get('MAC'))
  for (const name of ['MAC', 'best_os_txt', 'best_os_cpe']) keep(host, name, details.get(name))
  const system = systemText({ text: details.get('best_os_txt'), cpe: details.get('best_os_cpe') })
  if (system) host.claims.operatingSystem = system
}
