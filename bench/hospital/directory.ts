import { csvLine } from './csv.ts'
import { domain, formerName, type Host, isMember, shortName } from './host.ts'
import type { Random } from './random.ts'
import type { NetworkRecord, Says, Trap } from './telling.ts'

/** What csvde writes of computers. */
const header = [
  'DN',
  'objectClass',
  'description',
  'location',
  'sAMAccountName',
  'objectGUID',
  'dNSHostName',
  'operatingSystem',
  'operatingSystemVersion',
  'operatingSystemServicePack',
  'serialNumber',
  'lastLogonTimestamp',
  'servicePrincipalName',
] as const

/** What a computer tells the directory of its system, by what its maker calls the system: name, version, service pack. */
const systems: Readonly<Record<string, readonly [string, string, string?]>> = {
  'Windows XP': ['Windows XP Professional', '5.1 (2600)', 'Service Pack 3'],
  'Windows XP Embedded': ['Windows XP Professional', '5.1 (2600)', 'Service Pack 3'],
  'Windows 7': ['Windows 7 Professional', '6.1 (7601)', 'Service Pack 1'],
  'Windows 7 Embedded': ['Windows Embedded Standard', '6.1 (7601)', 'Service Pack 1'],
  'Windows 10': ['Windows 10 Enterprise', '10.0 (19044)'],
  'Windows 10 Enterprise': ['Windows 10 Enterprise', '10.0 (19045)'],
  'Windows 10 IoT Enterprise LTSC': ['Windows 10 IoT Enterprise LTSC', '10.0 (17763)'],
  'Windows 11 Enterprise': ['Windows 11 Enterprise', '10.0 (22631)'],
  'Windows Server 2012 R2': ['Windows Server 2012 R2 Standard', '6.3 (9600)'],
  'Windows Server 2016': ['Windows Server 2016 Standard', '10.0 (14393)'],
  'Windows Server 2019': ['Windows Server 2019 Standard', '10.0 (17763)'],
}

const computer = 'top;person;organizationalPerson;user;computer'

/** What else the export holds: the name of a cluster, and an account of services. Neither is a computer. */
const others = [
  { name: 'PACSCLU', classes: computer, description: 'Failover cluster virtual network name account', cluster: true },
  {
    name: 'svc-dicom',
    classes: `${computer};msDS-GroupManagedServiceAccount`,
    description: 'DICOM router service',
    cluster: false,
  },
]

/** Tells of the computers of the Windows domain, as an export of the directory does. */
export function createDirectory(today: string) {
  /** The export is made at 06:30 UTC. */
  const now = Date.parse(`${today}T06:30:00Z`)
  const entries: { readonly guid: string; readonly cells: readonly string[]; readonly record: NetworkRecord }[] = []

  return {
    /** Notes the accounts of the host; says what they say. */
    tell(host: Host): readonly Says[] {
      if (!isMember(host)) return []
      const draw = host.random('directory')
      // Who leaves takes the account away in half of the cases.
      if (host.lifecycle === 'retired' && draw.chance(0.5)) return []
      const isAway = host.lifecycle !== 'in_use'
      const says = [
        note(host, draw, host.name, isAway ? draw.whole(40, 500) : draw.whole(0, 11), isAway ? ['stale_account'] : []),
      ]
      // The account that it had under its former name still stands.
      if (draw.chance(0.06))
        says.push(note(host, draw, formerName(host, draw), draw.whole(200, 900), ['stale_account', 'old_host_name']))
      return says
    },

    end(): { readonly csv: string; readonly records: readonly NetworkRecord[] } {
      entries.sort((a, b) => (a.guid < b.guid ? -1 : 1))
      const rest = others.map(({ name, classes, description, cluster }, at) => {
        const guid = `${String(at + 1).repeat(8)}-0000-4000-8000-000000000000`
        const service = cluster ? `MSClusterVirtualServer/${name}` : ''
        const account = [`CN=${name},OU=Services,${base}`, classes, description, '', `${name}$`, octets(guid)]
        return [...account, '', '', '', '', '', '', service]
      })
      return {
        csv: [header, ...entries.map(({ cells }) => cells), ...rest].map((cells) => csvLine(cells)).join(''),
        records: entries.map(({ record }) => record),
      }
    },
  }

  function note(host: Host, draw: Random, name: string, days: number, traps: readonly Trap[]): Says {
    const [system, version, pack = ''] = systems[host.system!] ?? [host.system!, '']
    const short = shortName(name)
    // An account that was made before the computer joined has no name in DNS; what it is called is cut to 15 signs.
    const dns = draw.chance(0.95) ? `${name.toLowerCase()}.${domain}` : ''
    const serial = draw.chance(0.25) ? host.serial : ''
    const guid = draw.fill('%%%%%%%%-%%%%-4%%%-8%%%-%%%%%%%%%%%%').toLowerCase()
    const description = draw.chance(0.6) ? `${host.what}, ${host.department}` : ''
    const logon = now - days * 86_400_000 - draw.whole(0, 80_000) * 1000
    entries.push({
      guid,
      cells: [
        `CN=${short},OU=${units[host.what] ?? 'Medical Devices'},${base}`,
        computer,
        description,
        draw.chance(0.3) ? host.location : '',
        `${short}$`,
        octets(guid),
        dns,
        system,
        version,
        pack,
        serial,
        fileTime(logon),
        '',
      ],
      record: {
        source: 'directory',
        key: `guid:${guid}`,
        device: host.id,
        traps: [...traps, ...(dns === '' && short !== name ? (['short_host_name'] as const) : [])],
      },
    })
    return { host: dns || short, os: `${system} ${version}`, serial }
  }
}

const base = domain
  .split('.')
  .map((part) => `DC=${part}`)
  .join(',')

const units: Readonly<Record<string, string>> = { Workstation: 'Workstations', Server: 'Servers' }

/** A FILETIME: tenths of microseconds since 1601. */
const fileTime = (moment: number) => String((BigInt(moment) + 11_644_473_600_000n) * 10_000n)

/** The octets of a GUID as csvde writes them, the first three groups with their lowest octet first (MS-DTYP, 2.3.4.2). */
function octets(guid: string): string {
  const turned = guid
    .split('-')
    .map((group, at) => (at < 3 ? (group.match(/../g) ?? []).reverse().join('') : group))
    .join('')
  return `X'${turned}'`
}
