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

// Their words: the elements that are used. https://nmap.org/book/nmap-dtd.html

interface Guess {
  readonly name: string
  /** 0–100 */
  readonly accuracy: number
  cpe?: string
}

/** What is known of a host until its element ends. */
interface Open {
  readonly host: ScannedHost
  readonly names: { name: string; kind: string }[]
  readonly guesses: Guess[]
  /** By the script's id and the key of its element. */
  readonly said: Map<string, string>
  isUp: boolean
  hasAnswered: boolean
}

/** Reads `nmaprun`, host by host. */
export function nmapReader(hosts: HostList, { timeZone }: ScanSettings): ReportHandler {
  let open: Open | undefined
  let script = ''
  let key = ''
  const timeless: ScannedHost[] = []

  return {
    texts: new Set(['cpe', 'elem']),

    open(name, attribute, parents) {
      if (name === 'host') open = begin(attribute('endtime'), timeZone)
      else if (name === 'finished' && parents.at(-1) === 'runstats') {
        // Hosts of which nmap does not say when it was done with them were done by the end.
        const end = readScanTime(attribute('time') ?? '', timeZone)
        for (const host of timeless) host.seenAt = end
      } else if (open) {
        if (name === 'script') {
          script = attribute('id') ?? ''
          readScript(open, script, attribute('output') ?? '')
        } else if (name === 'elem') key = attribute('key') ?? ''
        else readElement(open, name, attribute, parents)
      }
    },

    close(name, text, parents) {
      if (!open) return
      if (name === 'elem' && parents.at(-1) === 'script') open.said.set(`${script} ${key}`, text.trim())
      else if (name === 'cpe' && parents.at(-1) === 'osclass') {
        const guess = open.guesses.at(-1)
        if (guess && /^cpe:\/o:/.test(text)) guess.cpe ??= text.trim()
      } else if (name === 'host' && parents.at(-1) === 'nmaprun') {
        finish(open)
        if (!open.isUp || !open.hasAnswered) hosts.silent++
        else {
          if (open.host.seenAt === undefined) timeless.push(open.host)
          hosts.add(open.host)
        }
        open = undefined
      }
    },
  }
}

function begin(end: string | undefined, timeZone: string): Open {
  const host = newHost('')
  host.seenAt = readScanTime(end ?? '', timeZone)
  keep(host, 'endtime', end)
  return { host, names: [], guesses: [], said: new Map(), isUp: false, hasAnswered: false }
}

function readElement(
  open: Open,
  name: string,
  attribute: (name: string) => string | undefined,
  parents: readonly string[],
): void {
  const { host } = open
  switch (name) {
    case 'status':
      open.isUp = attribute('state') === 'up'
      // With -Pn each address counts as up, unasked.
      if (attribute('reason') !== 'user-set') open.hasAnswered = true
      return
    case 'address': {
      const address = attribute('addr') ?? ''
      if (attribute('addrtype') === 'mac') {
        addMacs(host, address)
        keep(host, 'mac', address)
        // The maker of the network card, which is not the maker of the device.
        keep(host, 'mac vendor', attribute('vendor'))
        open.hasAnswered = true
      } else {
        addIps(host, address)
        keep(host, attribute('addrtype') ?? 'addr', address)
      }
      return
    }
    case 'hostname':
      open.names.push({ name: attribute('name') ?? '', kind: attribute('type') ?? '' })
      return
    case 'extraports':
    case 'state':
      // A port that is closed answers as well as an open one; a filtered one says nothing.
      if (['open', 'closed', 'unfiltered'].includes(attribute('state') ?? '')) open.hasAnswered = true
      return
    case 'osmatch':
      if (parents.at(-1) === 'os')
        open.guesses.push({ name: attribute('name') ?? '', accuracy: Number(attribute('accuracy') ?? 0) })
  }
}

function readScript({ host, said }: Open, id: string, output: string): void {
  if (id === 'snmp-sysdescr') claimHardware(host, 'description', output.replace(/\n\s*System uptime:.*$/s, ''))
  if (id === 'snmp-sysdescr' || id === 'dicom-ping' || id === 'smb-os-discovery') keep(host, id, output)
  if (id === 'smb-os-discovery') said.set(`${id} output`, output)
  // What checks for vulnerabilities names them also where it says that they are not there.
  if (/vuln|vulners|vulscan/i.test(id) && !/NOT VULNERABLE/i.test(output)) addCves(host, output)
}

function finish({ host, names, guesses, said }: Open): void {
  const where = [...host.ips][0] ?? names[0]?.name ?? host.raw.ipv4 ?? ''
  Object.assign(host, { position: `host ${where}` })
  const byKind = (kind: string) => names.find((one) => one.kind === kind)?.name
  const smb = (key: string) => said.get(`smb-os-discovery ${key}`)
  const ownFull = readName(smb('fqdn'))
  host.fqdn = ownFull ?? readName(byKind('PTR')) ?? readName(byKind('user'))
  // Who says its whole name has said more than NetBIOS can, which has 15 characters.
  host.ownName = ownFull
    ? undefined
    : (readName(said.get('nbstat server_name')) ?? readName(smb('server')?.replace(/\\x00$/, '')))
  for (const { name, kind } of names) keep(host, `hostname ${kind}`, name)

  const system = smb('os')
  // Samba says of itself that it were a Windows.
  const isSamba = /samba/i.test(smb('output') ?? '')
  const text = system && !isSamba ? systemText({ text: system, cpe: smb('cpe') }) : guessed(guesses)
  if (text) host.claims.operatingSystem = text
  const [best] = guesses
  if (best) {
    keep(
      host,
      'osmatch',
      guesses
        .filter(({ accuracy }) => accuracy === best.accuracy)
        .map(({ name }) => name)
        .join('\n'),
    )
    keep(host, 'osmatch accuracy', String(best.accuracy))
  }
}

/** Of several systems and of less than a whole match nmap itself says that it guesses. */
function guessed(guesses: readonly Guess[]): string | undefined {
  const most = Math.max(0, ...guesses.map(({ accuracy }) => accuracy))
  const best = most === 100 ? guesses.filter(({ accuracy }) => accuracy === most) : guesses
  if (best.length === 0) return undefined
  return systemText({
    // `Linux 4.15 - 5.6` is one of many; what stands before is what all have in common.
    text: best.map(({ name }) => name.replace(/\s+\S*\d\S*\s+(?:-|or)\s.*$/, '')).join('\n'),
    ...(best.length === 1 && !/ (?:-|or) /.test(best[0]!.name) && { cpe: best[0]!.cpe }),
    certainty: most === 100 ? 1 : 0,
  })
}
