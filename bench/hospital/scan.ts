import { domain, type Host, isMember, shortName } from './host.ts'
import { addDays } from './population.ts'
import type { Random } from './random.ts'
import type { NetworkRecord, Says, Trap } from './telling.ts'

/** Networks that security lets the scanner into; pumps, monitors and what is carried about are left in peace. */
const scanned = new Set<Host['zone']>(['imaging', 'pharmacy', 'facilities', 'flat', 'laboratory', 'offices'])
/** Networks of the main campus in which the scanner has a leg: only there it sees MACs. */
const onLink = new Set<Host['zone']>(['imaging', 'flat'])
/** Networks whose hosts may have another address than weeks ago. */
const dynamic = new Set<Host['zone']>(['pharmacy', 'facilities', 'flat', 'offices'])

interface System {
  /** What nmap takes it for, how surely (0–100), and what its CPE is. */
  readonly match?: readonly [name: string, accuracy: number, cpe: string]
  /** What it says of itself over SMB, and how often it does. */
  readonly smb?: readonly [text: string, share: number]
  readonly ports: readonly number[]
}

/** By what the maker calls the operating system. */
const systems: Readonly<Record<string, System>> = {
  'Windows XP': windows('Microsoft Windows XP SP2 - SP3', 'windows_xp', 'Windows XP', 0.8),
  'Windows XP Embedded': windows('Microsoft Windows XP SP2 - SP3', 'windows_xp', 'Windows XP', 0.6),
  'Windows 7': windows('Microsoft Windows 7 SP0 - SP1', 'windows_7', 'Windows 7 Professional 7601 Service Pack 1', 0.7),
  'Windows 7 Embedded': windows(
    'Microsoft Windows 7 SP0 - SP1',
    'windows_7',
    'Windows Embedded Standard 7601 Service Pack 1',
    0.5,
  ),
  'Windows 10': windows('Microsoft Windows 10 1709 - 1909', 'windows_10', 'Windows 10 Enterprise 19044', 0.3),
  'Windows 10 Enterprise': windows('Microsoft Windows 10 1709 - 21H2', 'windows_10', 'Windows 10 Enterprise 19045', 0),
  'Windows 11 Enterprise': windows('Microsoft Windows 11 21H2', 'windows_11', 'Windows 11 Enterprise 22631', 0),
  'Windows 10 IoT Enterprise LTSC': windows(
    'Microsoft Windows 10 1709 - 1909',
    'windows_10',
    'Windows 10 IoT Enterprise LTSC 17763',
    0.3,
  ),
  'Windows Server 2012 R2': windows(
    'Microsoft Windows Server 2012 R2',
    'windows_server_2012:r2',
    'Windows Server 2012 R2 Standard 9600',
    0.9,
  ),
  'Windows Server 2016': windows(
    'Microsoft Windows Server 2016',
    'windows_server_2016',
    'Windows Server 2016 Standard 14393',
    0.7,
  ),
  'Windows Server 2019': windows('Microsoft Windows Server 2019', 'windows_server_2019', '', 0),
  'Windows CE': { match: ['Microsoft Windows CE 5.0', 91, 'cpe:/o:microsoft:windows_ce:5.0'], ports: [80] },
  Linux: { match: ['Linux 3.2 - 4.14', 100, 'cpe:/o:linux:linux_kernel:4'], ports: [22, 80] },
  'Embedded Linux': { match: ['Linux 2.6.32 - 3.10', 100, 'cpe:/o:linux:linux_kernel:2.6'], ports: [80] },
}

/** What is known of no system. */
const unknown: System = { ports: [80, 443] }

const services: Readonly<Record<number, string>> = {
  22: 'ssh',
  80: 'http',
  104: 'acr-nema',
  135: 'msrpc',
  443: 'https',
  445: 'microsoft-ds',
  554: 'rtsp',
  3389: 'ms-wbt-server',
  9100: 'jetdirect',
}

/** What answers over SNMP, by the host's kind. */
const descriptions: Readonly<Record<string, string>> = {
  Printer: 'HP ETHERNET MULTI-ENVIRONMENT, JETDIRECT',
  Switch: 'Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E3',
}

/** Tells of the hosts that answered, as nmap does. */
export function createScan(today: string) {
  const day = addDays(today, -9)
  const start = Date.parse(`${day}T22:00:00Z`) / 1000
  const hosts: { readonly address: string; readonly xml: string; readonly record: NetworkRecord }[] = []
  const silent: string[] = []
  const taken = new Set<string>()
  /** Addresses that did not answer, and names that addresses had, by network. */
  const quiet = new Map<string, string[]>()
  const names = new Map<string, string>()

  return {
    /** Notes the host, if it answered; says what it said. */
    tell(host: Host): Says | undefined {
      if (!scanned.has(host.zone) || host.what === 'Guest' || host.isDocked) return undefined
      const draw = host.random('scan')
      const network = host.ip.split('.').slice(0, 2).join('.')
      const free = quiet.get(network) ?? []
      const answers = draw.chance(host.lifecycle === 'in_use' ? 0.93 : 0.08)
      if (!answers) {
        if (dynamic.has(host.zone)) quiet.set(network, [...free, host.ip])
        if (draw.chance(0.5) && !taken.has(host.ip)) silent.push(host.ip)
        taken.add(host.ip)
        return undefined
      }
      const traps: Trap[] = []
      const again = dynamic.has(host.zone) && draw.chance(0.04) ? free.find((ip) => !silent.includes(ip)) : undefined
      if (again !== undefined) {
        quiet.set(
          network,
          free.filter((ip) => ip !== again),
        )
        traps.push('ip_reuse')
      } else if (taken.has(host.ip)) return undefined
      const address = again ?? host.ip
      taken.add(address)
      const says = put(host, draw, address, traps, names.get(network))
      names.set(network, host.name)
      return says
    },

    end(): { readonly xml: string; readonly records: readonly NetworkRecord[] } {
      hosts.sort((a, b) => (a.address < b.address ? -1 : 1))
      const end = start + 4 * 3600
      const args = 'nmap -O -sV --script default,dicom-ping -oX scan.xml -iL networks.txt'
      const down = silent.map(
        (ip) =>
          `<host><status state="down" reason="no-response" reason_ttl="0"/><address addr="${ip}" addrtype="ipv4"/></host>\n`,
      )
      return {
        xml: [
          '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE nmaprun>\n',
          `<nmaprun scanner="nmap" args="${args}" start="${start}" version="7.95" xmloutputversion="1.05">\n`,
          ...hosts.map(({ xml }) => xml),
          ...down,
          `<runstats><finished time="${end}" elapsed="${end - start}" exit="success"/><hosts up="${hosts.length}" down="${down.length}" total="${hosts.length + down.length}"/></runstats>\n</nmaprun>\n`,
        ].join(''),
        records: hosts.map(({ record }) => record),
      }
    },
  }

  function put(host: Host, draw: Random, address: string, traps: Trap[], other: string | undefined): Says {
    const { match, smb, ports } = systems[host.system ?? ''] ?? unknown
    const seesMac = onLink.has(host.zone) && host.mainCampus
    const mac = host.adapter ?? host.mac
    if (seesMac && host.adapter !== undefined) traps.push('dongle_mac')
    const pointer = pointerOf(host, draw, address, traps, other)
    const own = smb && draw.chance(smb[1]) ? shortName(host.name) : undefined
    const full = own && isMember(host) ? `${host.name.toLowerCase()}.${domain}` : undefined
    if (own && !full && own !== host.name) traps.push('short_host_name')
    const open = [...(host.dicom ? [104] : []), ...ports, ...(host.what === 'Printer' ? [9100] : [])]
    const described = draw.chance(0.8) ? descriptions[host.what] : undefined
    const at = start + draw.whole(60, 4 * 3600)

    const parts = [
      `<host endtime="${at}"><status state="up" reason="${seesMac ? 'arp-response' : 'echo-reply'}" reason_ttl="${seesMac ? 0 : 126}"/>`,
      `<address addr="${address}" addrtype="ipv4"/>`,
      seesMac ? `<address addr="${mac}" addrtype="mac"/>` : '',
      pointer ? `<hostnames><hostname name="${pointer}" type="PTR"/></hostnames>` : '<hostnames/>',
      `<ports><extraports state="filtered" count="${1000 - open.length}"/>`,
      ...open.map(
        (port) =>
          `<port protocol="tcp" portid="${port}"><state state="open" reason="syn-ack"/><service name="${services[port]}"/></port>`,
      ),
      '</ports>',
      match && draw.chance(0.9)
        ? `<os><osmatch name="${match[0]}" accuracy="${match[1]}"><osclass accuracy="${match[1]}"><cpe>${match[2]}</cpe></osclass></osmatch></os>`
        : '',
      own || described ? '<hostscript>' : '',
      own ? smbScript(smb![0], own, full) : '',
      described ? `<script id="snmp-sysdescr" output="${described}"/>` : '',
      own || described ? '</hostscript>' : '',
      '</host>\n',
    ]
    const says = {
      host: full ?? own ?? pointer,
      ip: address,
      ...(seesMac && { mac }),
      ...(own && smb ? { os: smb[0] } : match && { os: match[0] }),
    }
    const isNamed = own !== undefined || pointer.startsWith(`${host.name.toLowerCase()}.`)
    const isLent = traps.includes('ip_reuse') || traps.includes('dongle_mac')
    hosts.push({
      address,
      xml: parts.join(''),
      record: {
        ...{ source: 'scan', key: address, device: host.id, traps },
        ...(isLent && !isNamed && { decidable: false }),
      },
    })
    return says
  }
}

/** What the DNS calls the address; empty where it has no name. */
function pointerOf(host: Host, draw: Random, address: string, traps: Trap[], other: string | undefined): string {
  const choice = draw.next()
  if (choice < 0.65) return `${host.name.toLowerCase()}.${domain}`
  if (choice < 0.68 && other !== undefined && !traps.includes('ip_reuse')) {
    // Nobody took the name away of what had the address before.
    traps.push('stale_dns')
    return `${other.toLowerCase()}.${domain}`
  }
  if (choice < 0.76 && dynamic.has(host.zone)) {
    traps.push('generic_host_name')
    return `dhcp-${address.replaceAll('.', '-')}.${domain}`
  }
  return ''
}

function smbScript(system: string, own: string, full: string | undefined): string {
  const elements = [
    `<elem key="os">${system}</elem>`,
    `<elem key="server">${own}\\x00</elem>`,
    full ? `<elem key="fqdn">${full}</elem>` : '',
  ]
  return `<script id="smb-os-discovery" output="&#xa;  OS: ${system}&#xa;  NetBIOS computer name: ${own}\\x00&#xa;">${elements.join('')}</script>`
}

function windows(name: string, cpe: string, smb: string, share: number): System {
  const ports = cpe.includes('server') ? [135, 445, 3389] : [135, 445]
  return { match: [name, 100, `cpe:/o:microsoft:${cpe}`], smb: [smb, share], ports }
}
