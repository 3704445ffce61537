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

// Their words: the elements that are used. https://docs.rapid7.com/nexpose/xml-export-20-reporting-schema/

interface System {
  readonly text: string
  readonly cpe: string | undefined
  readonly certainty: number
}

/** A node until its element ends, and what of it is settled only by the end of the report. */
interface Open {
  readonly host: ScannedHost
  readonly isAlive: boolean
  readonly names: string[]
  readonly scans: Set<string>
  readonly tests: Set<string>
  system?: System
}

/** Reads `NexposeReport`, node by node. The vulnerabilities are explained behind the nodes, in version 1.0 within them. */
export function nexposeReader(hosts: HostList, { timeZone }: ScanSettings): ReportHandler {
  const ends = new Map<string, string | undefined>()
  const cvesOf = new Map<string, string[]>()
  const found: { host: ScannedHost; tests: ReadonlySet<string> }[] = []
  let node: Open | undefined
  let definition = ''
  let isCve = false

  return {
    texts: new Set(['name', 'reference']),

    open(name, attribute, parents) {
      switch (name) {
        case 'scan':
          ends.set(attribute('id') ?? '', readScanTime(attribute('endTime') ?? '', timeZone))
          return
        case 'node':
          if (parents.at(-1) === 'nodes') node = begin(attribute)
          return
        case 'os':
          if (node && parents.at(-2) === 'node') readSystem(node, attribute)
          return
        case 'test':
          if (!node) return
          node.scans.add(attribute('scan-id') ?? '')
          if (/^(?:vulnerable|potential)/.test(attribute('status') ?? ''))
            node.tests.add(attribute('id')?.toLowerCase() ?? '')
          return
        case 'vulnerability':
          definition = attribute('id')?.toLowerCase() ?? ''
          return
        case 'reference':
          isCve = attribute('source') === 'CVE'
      }
    },

    close(name, text, parents) {
      if (name === 'name' && node && parents.at(-1) === 'names') node.names.push(text.trim())
      else if (name === 'reference' && isCve) cvesOf.set(definition, [...(cvesOf.get(definition) ?? []), text.trim()])
      else if (name === 'node' && node && parents.at(-1) === 'nodes') {
        finish(node, ends)
        if (node.isAlive) {
          hosts.add(node.host)
          found.push({ host: node.host, tests: node.tests })
        } else hosts.silent++
        node = undefined
      } else if (name === 'NexposeReport')
        for (const { host, tests } of found)
          for (const test of tests) for (const cve of cvesOf.get(test) ?? []) addCves(host, cve)
    },
  }
}

function begin(attribute: (name: string) => string | undefined): Open {
  const address = attribute('address') ?? ''
  const host = newHost(`node ${address}`)
  addIps(host, address)
  addMacs(host, attribute('hardware-address'))
  const id = attribute('device-id')?.trim()
  if (id) host.id = `device:${id}`
  for (const name of ['address', 'hardware-address', 'device-id', 'site-name']) keep(host, name, attribute(name))
  return {
    host,
    isAlive: attribute('status') === 'alive',
    names: [],
    scans: new Set(),
    tests: new Set(),
  }
}

/** The surest of the systems that Nexpose takes the node for. */
function readSystem(node: Open, attribute: (name: string) => string | undefined): void {
  const certainty = Number(attribute('certainty') ?? 1)
  if (node.system && node.system.certainty >= certainty) return
  const [vendor = '', product = '', version = ''] = ['vendor', 'product', 'version'].map((name) => attribute(name))
  const name = product.toLowerCase().startsWith(vendor.toLowerCase()) ? product : `${vendor} ${product}`
  node.system = { text: `${name} ${version}`.trim(), cpe: attribute('cpe'), certainty }
}

function finish({ host, names, scans, system }: Open, ends: ReadonlyMap<string, string | undefined>): void {
  const named = names.flatMap((name) => readName(name) ?? [])
  host.fqdn = named.find((name) => name.includes('.'))
  host.ownName = named.find((name) => !name.includes('.'))
  keep(host, 'names', names.join('\n'))
  if (system) {
    keep(host, 'os', system.text)
    keep(host, 'os certainty', String(system.certainty))
    const text = systemText(system)
    if (text) host.claims.operatingSystem = text
  }
  // A report covers several scans; those that tested the node are named with its tests.
  const own = [...scans].filter((scan) => ends.has(scan))
  for (const scan of own.length > 0 ? own : ends.keys()) host.seenAt = later(host.seenAt, ends.get(scan))
  keep(host, 'endTime', host.seenAt)
}
