import type { ReportHandler } from '#connectors/scan-report/read-xml.ts'
import type { ScanSettings } from '#connectors/scan-report/scan-settings.ts'
import { later, readScanTime } from '#connectors/scan-report/scan-time.ts'
import {
  addCves,
  addIps,
  type HostList,
  keep,
  newHost,
  readName,
  type ScannedHost,
} from '#connectors/scan-report/scanned-host.ts'
import { systemText } from '#connectors/scan-report/system-text.ts'

// Their words: the elements that are used of the scan results (scan-1.dtd), the asset data report (asset_data_report.dtd), and the
// host list and its detections. https://docs.qualys.com/en/vm/api/

/** When a host was scanned last, the best first. */
const seenFields = [
  ...['LAST_VM_SCANNED_DATE', 'LAST_SCAN_DATETIME', 'LAST_VULN_SCAN_DATETIME', 'LAST_VM_AUTH_SCANNED_DATE'],
  ...['LAST_COMPLIANCE_SCAN_DATETIME', 'LAST_ACTIVITY'],
]
/** When one of its vulnerabilities was seen last. */
const foundFields = ['LAST_FOUND', 'LAST_FOUND_DATETIME', 'LAST_TEST_DATETIME']
const nameFields = ['DNS', 'FQDN', 'HOSTNAME', 'NETBIOS', 'NETBIOS_HOSTNAME']
const idFields = ['ID', 'ASSET_ID', 'QG_HOSTID']
const systemFields = ['OPERATING_SYSTEM', 'OS', 'OS_CPE']
const addressFields = ['IP', 'IPV6']

const hostFields: ReadonlySet<string> = new Set([
  ...idFields,
  ...addressFields,
  ...nameFields,
  ...systemFields,
  ...seenFields,
  'TRACKING_METHOD',
])

/** A host until the report ends: only there its vulnerabilities are explained. */
interface Told {
  readonly host: ScannedHost
  readonly said: Map<string, string>
  readonly qids: Set<string>
  foundAt?: string | undefined
  isSilent: boolean
}

/** Reads `SCAN`, `ASSET_DATA_REPORT`, `HOST_LIST_VM_DETECTION_OUTPUT` and `HOST_LIST_OUTPUT`. */
export function qualysReader(hosts: HostList, { timeZone }: ScanSettings): ReportHandler {
  const told: Told[] = []
  const cvesOf = new Map<string, string[]>()
  const header = new Map<string, string>()
  let one: Told | undefined
  let key = ''
  let qid = ''

  function begin(): Told {
    return { host: newHost(''), said: new Map(), qids: new Set(), isSilent: false }
  }

  return {
    texts: new Set([...hostFields, ...foundFields, 'KEY', 'QID']),

    open(name, attribute, parents) {
      if (name === 'HOST' && parents.at(-1) === 'HOST_LIST') one = begin()
      else if (name === 'IP' && parents.at(-1) === 'SCAN') {
        one = begin()
        one.said.set('IP', attribute('value') ?? '')
        one.said.set('DNS', attribute('name') ?? '')
        one.isSilent = /down|not|dead/i.test(attribute('status') ?? '')
      } else if (name === 'KEY') key = attribute('value') ?? ''
      else if (name === 'VULN_DETAILS') qid = ''
    },

    close(name, text, parents) {
      const parent = parents.at(-1)
      const trimmed = text.trim()
      if (name === 'KEY' && parent === 'HEADER') header.set(key, trimmed)
      else if (name === 'QID') {
        qid = trimmed
        if (parent === 'VULN_INFO' || parent === 'DETECTION') one?.qids.add(trimmed)
      } else if (name === 'ID' && parent === 'CVE_ID') {
        // In the results of a scan they stand at the host, in a report behind all hosts.
        if (one) addCves(one.host, trimmed)
        else cvesOf.set(qid, [...(cvesOf.get(qid) ?? []), trimmed])
      } else if (one && foundFields.includes(name)) one.foundAt = later(one.foundAt, readScanTime(trimmed, timeZone))
      else if (one && ((name === 'HOST' && parent === 'HOST_LIST') || (name === 'IP' && parent === 'SCAN'))) {
        told.push(one)
        one = undefined
      } else if (one && hostFields.has(name) && isOfHost(parent)) {
        if (trimmed && !one.said.has(name)) one.said.set(name, trimmed)
      } else if (parents.length === 0) {
        const isList = name === 'HOST_LIST_OUTPUT'
        const end = name === 'SCAN' ? endOfScan(header, timeZone) : undefined
        for (const each of told) finish(each, { hosts, cvesOf, end, timeZone, isList })
      }
    },
  }
}

const isOfHost = (parent: string | undefined) => parent === 'HOST' || parent === 'IP' || parent === 'DNS_DATA'

/** A scan says when it began and how long it took. */
function endOfScan(header: ReadonlyMap<string, string>, timeZone: string): string | undefined {
  const began = readScanTime(header.get('DATE') ?? header.get('SCAN_DATE') ?? '', timeZone)
  const took = /^(\d+):(\d\d):(\d\d)$/.exec(header.get('DURATION') ?? '')
  if (!began || !took) return began
  const seconds = Number(took[1]) * 3600 + Number(took[2]) * 60 + Number(took[3])
  return readScanTime(String(Date.parse(began) / 1000 + seconds), 'UTC')
}

function finish(
  { host, said, qids, foundAt, isSilent }: Told,
  report: {
    hosts: HostList
    cvesOf: ReadonlyMap<string, readonly string[]>
    end: string | undefined
    timeZone: string
    isList: boolean
  },
): void {
  const seen = seenFields.map((field) => readScanTime(said.get(field) ?? '', report.timeZone)).find(Boolean)
  // The list of hosts holds whatever somebody entered; what was never scanned was never seen.
  if (isSilent || (report.isList && seen === undefined)) {
    report.hosts.silent++
    return
  }
  Object.assign(host, { position: `host ${said.get('IP') ?? said.get('ID') ?? ''}` })
  for (const field of addressFields) addIps(host, said.get(field))
  host.fqdn = ['FQDN', 'DNS', 'HOSTNAME'].map((field) => readName(said.get(field))).find(Boolean)
  host.ownName = ['NETBIOS', 'NETBIOS_HOSTNAME'].map((field) => readName(said.get(field))).find(Boolean)
  const [asset, id, agent] = ['ASSET_ID', 'ID', 'QG_HOSTID'].map((field) => said.get(field))
  host.id = asset ? `asset:${asset}` : id ? `qualys:${id}` : agent ? `agent:${agent}` : undefined
  const system = systemText({ text: said.get('OPERATING_SYSTEM') ?? said.get('OS'), cpe: said.get('OS_CPE') })
  if (system) host.claims.operatingSystem = system
  host.seenAt = seen ?? report.end ?? foundAt
  for (const [field, text] of said) keep(host, field, text)
  keep(host, 'last seen', host.seenAt)
  for (const qid of qids) for (const cve of report.cvesOf.get(qid) ?? []) addCves(host, cve)
  report.hosts.add(host)
}
