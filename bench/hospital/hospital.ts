import { attributeNames, means, modelNames, placeNames, type TrueAttributes } from './attributes.ts'
import { bystanders } from './bystanders.ts'
import { models } from './catalogue.ts'
import { cmmsBands, cmmsHeader, cmmsTitle, createCmms } from './cmms.ts'
import { csvLine } from './csv.ts'
import { createDhcp } from './dhcp.ts'
import { createDirectory } from './directory.ts'
import { type Host, hostOf, systemOf } from './host.ts'
import { createMdsp, mdspHeader } from './mdsp.ts'
import { places } from './places.ts'
import { addDays, type Device, population, type Size } from './population.ts'
import { createScan } from './scan.ts'
import { createScenario, laterAfterDays } from './scenario.ts'
import type { Cell, NetworkRecord, Row, Says } from './telling.ts'
import { verdicts } from './truth.ts'

/** Row of the header in the CMMS export, counted from 1; data begin below. */
export const headerRow = 4

/** Takes the exports as they are made; text comes in pieces of many lines. */
export interface Sink {
  cmms(row: readonly Cell[]): void
  mdsp(text: string): void
  truth(text: string): void
  /** Called between devices, so that a writer can let the disk catch up. */
  settle(): Promise<void>
}

export interface Told {
  /** What the systems of the network tell; absent where they were not asked. */
  readonly network?: { readonly dhcpCsv: string; readonly scanXml: string; readonly directoryCsv: string }
  readonly laterCsv: string
  readonly contradictionCsv: string
  /** Rows of the CMMS sheet that are merged over six columns. */
  readonly sectionRows: readonly number[]
  readonly counts: Readonly<Record<string, number>>
}

interface Counts extends Record<string, number> {
  devices: number
  cmmsRows: number
  mdspRows: number
  inBoth: number
  onlyCmms: number
  onlyMdsp: number
  inNeither: number
}

/** Devices whose rows of the platform are put in order of its keys together: no export comes in the order of another. */
const shuffledTogether = 5_000

/**
 * Makes the hospital and tells of it to the sink, device by device. `network`: what DHCP, scanner and directory tell is held
 * until the end.
 */
export async function tellHospital(size: Size, sink: Sink, { network = true } = {}): Promise<Told> {
  const cmms = createCmms(size.today)
  const mdsp = createMdsp(size.today)
  const dhcp = createDhcp(size.today)
  const scan = createScan(size.today)
  const directory = createDirectory(size.today)
  const scenario = createScenario()
  const configurations = new Map<string, string>()
  const counts = { devices: 0, cmmsRows: 0, mdspRows: 0, inBoth: 0, onlyCmms: 0, onlyMdsp: 0, inNeither: 0 } as Counts
  const sectionRows: number[] = []
  const traps = new Map<string, number>()
  /** Device and address, where others than the scanner know them to belong together. */
  const known = new Set<string>()
  let row = headerRow
  let pending: { readonly key: string; readonly line: string }[] = []

  for (const title of cmmsTitleRows(size.today)) sink.cmms(title)
  sink.mdsp(csvLine(mdspHeader))
  truthLine({ kind: 'hospital', name: 'Riverside General', seed: size.seed, devices: size.devices, today: size.today })
  for (const model of models) truthLine({ kind: 'model', id: model.id, ...modelNames(model) })
  for (const place of places) truthLine({ kind: 'place', id: place.id, ...placeNames(place) })

  for (const device of population(size)) {
    const cmmsRows: (Row & { readonly number: number })[] = []
    for (const told of cmms.tell(device)) cmmsRows.push({ ...told, number: tellCmms(told) })
    const mdspRows = [...mdsp.tell(device)]
    for (const told of mdspRows) {
      count(told)
      counts.mdspRows++
      pending.push({ key: String(told.cells[0]), line: csvLine(told.cells) })
    }

    const own = cmmsRows.filter((told) => told.deviceId === device.id)
    scenario.consider(device, own, mdspRows)
    tellTruth(device, own, mdspRows)
    for (const other of cmmsRows) if (other.deviceId !== device.id) tellOther(other)
    if (++counts.devices % shuffledTogether === 0) flushMdsp()
    if (counts.devices % 500 === 0) await sink.settle()
  }
  for (const told of cmms.end()) tellOther({ ...told, number: tellCmms(told) })
  flushMdsp()
  const heard = network ? tellNetwork() : undefined

  const seen = {
    proof: addDays(size.today, laterAfterDays.proof),
    contradiction: addDays(size.today, laterAfterDays.contradiction),
  }
  const later = scenario.later(seen)
  for (const line of later.story) truthLine({ kind: 'story', ...line })
  truthLine({ kind: 'summary', ...counts, traps: Object.fromEntries([...traps].sort()) })
  return {
    laterCsv: csvLine(mdspHeader) + later.proof.map((cells) => csvLine(cells)).join(''),
    contradictionCsv: csvLine(mdspHeader) + later.contradiction.map((cells) => csvLine(cells)).join(''),
    ...(heard && { network: heard }),
    sectionRows,
    counts,
  }

  /** What the network's own systems tell, after what stands there beside the devices was told of too. */
  function tellNetwork() {
    for (const host of bystanders(size)) {
      const { ip, said } = hear(host)
      const { id, what, name, mac, system, serial } = host
      if (said.length > 0)
        truthLine({
          kind: 'bystander',
          ...{
            id,
            what,
            host: name || undefined,
            mac,
            ip,
            os: system ?? undefined,
            serial: system ? serial : undefined,
          },
        })
    }
    const [leases, hosts, computers] = [dhcp.end(), scan.end(), directory.end()]
    for (const record of [...leases.records, ...hosts.records, ...computers.records]) {
      for (const trap of record.traps) traps.set(trap, (traps.get(trap) ?? 0) + 1)
      tellRecord(record)
    }
    counts.dhcpClients = leases.records.length
    counts.scannedHosts = hosts.records.length
    counts.computers = computers.records.length
    return { dhcpCsv: leases.csv, scanXml: hosts.xml, directoryCsv: computers.csv }
  }

  function tellRecord({ source, key, device, traps, decidable }: NetworkRecord): void {
    const isMisnamed = traps.includes('stale_dns') && !known.has(`${device} ${key}`)
    truthLine({
      ...{ kind: 'record', source, key, device },
      ...(traps.length > 0 && { traps }),
      ...((isMisnamed || decidable === false) && { decidable: false }),
    })
  }

  /** The address that the host has now, and what the network's systems say of it. */
  function hear(host: Host): { readonly ip: string; readonly said: readonly Says[] } {
    const lease = dhcp.tell(host)
    const scanned = scan.tell(host)
    const said = [lease?.says, scanned, ...directory.tell(host)].filter((one) => one !== undefined)
    if (lease) known.add(`${host.id} ${lease.says.ip}`)
    if (scanned?.mac) known.add(`${host.id} ${scanned.ip}`)
    return { ip: lease?.ip ?? host.ip, said }
  }

  function tellCmms(told: Row): number {
    row++
    counts.cmmsRows++
    count(told)
    if (told.traps.includes('section_row') || told.traps.includes('footer_row')) sectionRows.push(row)
    sink.cmms(told.cells)
    return row
  }

  function count(told: Row): void {
    for (const trap of told.traps) traps.set(trap, (traps.get(trap) ?? 0) + 1)
  }

  function flushMdsp(): void {
    pending.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    sink.mdsp(pending.map(({ line }) => line).join(''))
    pending = []
  }

  function tellTruth(
    device: Device,
    cmmsRows: readonly (Row & { readonly number: number })[],
    mdspRows: readonly Row[],
  ) {
    const ghost = device.network !== null && cmmsRows.length > 0 && mdspRows.length === 0
    if (ghost) traps.set('ghost', (traps.get('ghost') ?? 0) + 1)
    if (cmmsRows.length > 0) counts[mdspRows.length > 0 ? 'inBoth' : 'onlyCmms']++
    else counts[mdspRows.length > 0 ? 'onlyMdsp' : 'inNeither']++

    // What the platform reads is newer than what somebody typed.
    const version = mdspRows.find((told) => told.version !== null)?.version ?? cmmsRows[0]?.version ?? null
    const modelTold = [...cmmsRows, ...mdspRows].some((told) => told.model)
    const host = network ? hostOf(device, mdspRows) : null
    const heard = host ? hear(host) : { ip: device.network?.ip, said: [] }
    const os = systemOf(device) ?? undefined
    for (const row of mdspRows) known.add(`${device.id} ${cell(mdspHeader, row, 'IP Address')}`)
    const said = [...cmmsRows.map(saidByCmms), ...mdspRows.map(saidByMdsp), ...heard.said]
    const untold = attributeNames.filter((name) => {
      const values = trueAttributesOf(device, heard.ip, os)[name]
      return values && !said.some((says) => means(name, says[name] ?? '', values))
    })
    truthLine({
      kind: 'device',
      id: device.id,
      maker: device.model.maker,
      model: device.model.id,
      serial: device.serial,
      tag: device.unknownToCmms ? undefined : device.tag,
      version: device.version ?? undefined,
      mac: device.network?.mac,
      ip: heard.ip,
      host: device.network?.hostname,
      os,
      place: device.place.id,
      setting: device.place.setting,
      lifecycle: device.lifecycle,
      criticality: device.model.criticality,
      configuration: configuration(device.model.id, device.version),
      asTold: modelTold ? configuration(device.model.id, version) : null,
      cmms: cmmsRows.map((told) => ({ row: told.number, ...(told.traps.length > 0 && { traps: told.traps }) })),
      mdsp: mdspRows.map((told) => ({ id: told.cells[0], ...(told.traps.length > 0 && { traps: told.traps }) })),
      traps: ghost ? ['ghost'] : undefined,
      untold: untold.length > 0 ? untold : undefined,
    })
  }

  /** A row that came late or belongs to no device. */
  function tellOther(told: Row & { readonly number: number }): void {
    truthLine({ kind: 'row', source: 'cmms', row: told.number, device: told.deviceId, traps: told.traps })
  }

  function configuration(model: string, version: string | null): string {
    const key = `${model}/${version ?? ''}`
    let id = configurations.get(key)
    if (!id) {
      id = `c${configurations.size + 1}`
      configurations.set(key, id)
      truthLine({ kind: 'configuration', id, model, version, verdicts: verdicts(model, version) })
    }
    return id
  }

  function truthLine(line: unknown): void {
    sink.truth(`${JSON.stringify(line)}\n`)
  }
}

/** Rows 1 to 4: two titles, the bands, the header. */
function cmmsTitleRows(today: string): readonly (readonly Cell[])[] {
  const bands = cmmsBands.flatMap(([name, columns]): Cell[] => [name, ...Array<Cell>(columns - 1).fill(null)])
  return [...cmmsTitle(today).map((title) => [title]), bands, cmmsHeader]
}

const cell = (header: readonly string[], { cells }: Row, name: string): string => {
  const value = cells[header.indexOf(name)]
  return value === null || value === undefined || typeof value === 'object' ? '' : String(value)
}

function saidByCmms(row: Row): Says {
  const said = (name: string) => cell(cmmsHeader, row, name)
  return {
    manufacturer: said('Manufacturer'),
    model: said('Model'),
    version: said('Software Rev'),
    serial: said('Serial #'),
    tag: said('Control No.'),
    host: said('Hostname'),
    ip: said('IP Address'),
    mac: said('MAC Address'),
    site: said('Campus'),
    careArea: said('Department'),
  }
}

function saidByMdsp(row: Row): Says {
  const said = (name: string) => cell(mdspHeader, row, name)
  return {
    manufacturer: said('Manufacturer'),
    model: said('Model'),
    version: said('Software Version'),
    serial: said('Serial Number'),
    tag: said('Asset Tag'),
    host: said('Hostname'),
    ip: said('IP Address'),
    mac: said('MAC Address'),
    site: said('Site'),
    os: said('Operating System'),
  }
}

function trueAttributesOf(device: Device, ip: string | undefined, os: string | undefined): TrueAttributes {
  const { model, place, network, version } = device
  const one = (value: string | null | undefined) => (value ? [value] : undefined)
  return {
    ...modelNames(model),
    ...placeNames(place),
    ...{ version: one(version), serial: one(device.serial), tag: device.unknownToCmms ? undefined : one(device.tag) },
    ...{ host: one(network?.hostname), ip: one(ip), mac: one(network?.mac), os: one(os) },
  }
}
