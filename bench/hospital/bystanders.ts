import type { Host } from './host.ts'
import type { Size } from './population.ts'
import { random } from './random.ts'

/**
 * What stands on the hospital's network and is no device of its inventory: the CMMS and the platform say nothing of it, the
 * network's own systems do.
 */
export const bystanderKinds = ['Workstation', 'Server', 'Printer', 'Switch', 'Guest'] as const
export type BystanderKind = (typeof bystanderKinds)[number]

/** Of each kind among 2,000 devices. */
const shares: Readonly<Record<BystanderKind, number>> = {
  Workstation: 60,
  Server: 10,
  Printer: 14,
  Switch: 8,
  Guest: 24,
}

const prefixes: Readonly<Record<BystanderKind, string>> = {
  Workstation: 'WS',
  Server: 'SRV',
  Printer: 'PRN',
  Switch: 'SW',
  Guest: '',
}

/** First octets of the MACs: of makers of such things; a virtual machine's, and a phone's that is drawn anew. */
const cards: Readonly<Record<BystanderKind, string>> = {
  Workstation: '54:BF:64',
  Server: '00:50:56',
  Printer: '3C:D9:2B',
  Switch: '00:1E:49',
  Guest: '',
}

const wards: readonly (readonly [place: string, department: string, location: string])[] = [
  ['4west', '4 WEST MED SURG', 'Tower B 4'],
  ['5east', '5 EAST MED SURG', 'Tower B 5'],
  ['ed', 'EMERGENCY DEPT', 'Tower A 1'],
  ['micu', 'MEDICAL ICU', 'Tower A 4'],
  ['rad', 'RADIOLOGY', 'Diagnostic Pavilion 1'],
  ['lab', 'CLINICAL LABORATORY', 'Diagnostic Pavilion 3'],
]

/** The bystanders of a hospital of that size, each with its kind. */
export function* bystanders(size: Size): Generator<Host & { readonly what: BystanderKind }> {
  let number = 0
  for (const kind of bystanderKinds) {
    const count = Math.round((shares[kind] * size.devices) / 2_000)
    for (let of = 0; of < count; of++) yield bystander(size.seed, ++number, kind)
  }
}

function bystander(seed: number, number: number, kind: BystanderKind): Host & { readonly what: BystanderKind } {
  const own = (label: string) => random(seed, `bystander ${number}/${label}`)
  const draw = own('bystander')
  const [placeId, department, location] = draw.pick(wards)
  const vlan = kind === 'Guest' ? 900 : 11
  const net = kind === 'Guest' ? '172.20' : '10.21'
  return {
    id: `b${String(number).padStart(4, '0')}`,
    what: kind,
    name: kind === 'Guest' ? guestName(draw.pick(['iPhone', 'Galaxy-S23', 'iPad', 'DESKTOP', ''])) : hostName(),
    mac: kind === 'Guest' ? draw.fill('%2:%%:%%:%%:%%:%%') : `${cards[kind]}:${octets(number)}`,
    ip: `${net}.${Math.floor(number / 250)}.${(number % 250) + 1}`,
    vlan,
    zone: 'offices',
    mainCampus: true,
    placeId,
    location,
    department,
    system: systemOf(),
    serial: kind === 'Workstation' ? draw.fill('#@@####') : draw.fill('VM########'),
    lifecycle: 'in_use',
    dicom: false,
    isDocked: false,
    random: own,
  }

  function hostName(): string {
    return `${prefixes[kind]}-${placeId.toUpperCase()}-${String(number).padStart(4, '0')}`
  }

  function guestName(made: string): string {
    return made === 'DESKTOP' ? draw.fill('DESKTOP-@#@#@##') : made
  }

  function systemOf(): string | null {
    if (kind === 'Workstation') return draw.chance(0.8) ? 'Windows 10 Enterprise' : 'Windows 11 Enterprise'
    if (kind === 'Server') return draw.chance(0.7) ? 'Windows Server 2019' : 'Windows Server 2016'
    return null
  }
}

const octets = (number: number) =>
  [16, 8, 0]
    .map((shift) => ((Math.imul(number, 0x85ebca6b) >> shift) & 255).toString(16).toUpperCase().padStart(2, '0'))
    .join(':')
