import type { Criticality } from './catalogue.ts'
import { makers } from './makers.ts'
import { addDays, type Device, type Lifecycle } from './population.ts'
import type { Random } from './random.ts'
import type { Cell, Row, Trap } from './telling.ts'

/** Titles above the header, as a report generator prints them: rows 1 to 3, the header is row 4. */
export const cmmsTitle = (today: string) => [
  'RIVERSIDE GENERAL HOSPITAL - CLINICAL ENGINEERING',
  `Equipment Inventory Report    Run date: ${slashed(today)}    Filter: ALL`,
]

/** Bands of row 3, each merged over its columns. */
export const cmmsBands: readonly (readonly [string, number])[] = [
  ['EQUIPMENT', 6],
  ['LOCATION', 6],
  ['STATUS', 4],
  ['MAINTENANCE', 6],
  ['FINANCIAL', 6],
  ['NETWORK / SECURITY', 7],
  ['OTHER', 2],
]

export const cmmsHeader: readonly string[] = [
  'Control No.',
  'Serial #',
  'Manufacturer',
  'Model',
  'Description',
  'Software Rev',
  'Department',
  'Cost Center',
  'Campus',
  'Building',
  'Floor',
  'Room',
  'Status',
  'Ownership',
  'Risk Class',
  'In Service Date',
  'PM Freq (Mo)',
  'Last PM',
  'Next PM Due',
  'AEM',
  'Assigned Tech',
  'Service Vendor',
  'PO Number',
  'Purchase Date',
  'Purchase Cost',
  'Replacement Cost',
  'Warranty Exp',
  'Retired Date',
  'Network Connected',
  'IP Address',
  'MAC Address',
  'Hostname',
  'AE Title',
  'Stores ePHI',
  'MDS2 on File',
  'Last Patient MRN',
  'Comments',
]

const column = (name: string) => {
  const index = cmmsHeader.indexOf(name)
  if (index < 0) throw new Error(`The CMMS has no column ${name}`)
  return index
}

const technicians = ['R. Alvarez', 'T. Nguyen', 'K. Osei', 'M. Brandt', 'S. Patel', 'Vendor']

/** Tells of the devices as the CMMS does, row by row. */
export function createCmms(today: string) {
  const waiting: { readonly row: Row; readonly after: number }[] = []
  /** Serial numbers to give a second time, to a device of another maker. */
  const toClone: { readonly maker: string; readonly serial: string }[] = []
  let told = 0

  return {
    /** The rows of one device: none, one, or one and somebody's duplicate that was waiting. */
    *tell(device: Device): Generator<Row> {
      if (!device.unknownToCmms) {
        const draw = device.random('cmms')
        const clone = cloneFor(device, draw)
        const row = tellDevice(device, draw, today, clone)
        yield row
        told++
        if (draw.chance(0.009)) waiting.push({ row: duplicate(row, device, draw), after: told + draw.whole(15, 60) })
        if (draw.chance(0.0035)) yield nameless(device, draw)
        if (told === 990) yield section()
      }
      while (waiting[0] && waiting[0].after <= told) yield waiting.shift()!.row
    },
    *end(): Generator<Row> {
      for (const { row } of waiting) yield row
      yield footer(told)
    },
  }

  function cloneFor(device: Device, draw: Random): string | undefined {
    if (!/^\d{5,8}$/.test(device.serial)) return undefined
    const at = toClone.findIndex(({ maker }) => maker !== device.model.maker)
    if (at >= 0 && draw.chance(0.25)) return toClone.splice(at, 1)[0]!.serial
    if (draw.chance(0.015) && !device.serial.startsWith('0'))
      toClone.push({ maker: device.model.maker, serial: device.serial })
    return undefined
  }
}

function tellDevice(device: Device, draw: Random, today: string, clone: string | undefined): Row {
  const { model, place, network } = device
  const traps: Trap[] = []
  const maker = draw.chance(0.72) ? makers[model.maker].cmms[0]! : draw.pick(makers[model.maker].cmms)
  const names = model.cmms ?? [model.name]
  const vague = draw.chance(0.012)
  if (vague) traps.push('vague_model')
  const modelText = vague
    ? draw.pick(['SEE NOTES', '', 'UNKNOWN', model.kind.split(',')[0]!])
    : draw.chance(0.6)
      ? names[0]!
      : draw.pick(names)
  const serial = clone ?? device.serial
  if (clone) traps.push('cloned_serial')
  const comments: string[] = []
  const serialCell = tellSerial(serial, draw, traps, comments, today)
  const version = tellVersion(device, draw, traps)
  if (draw.chance(0.05)) comments.push(draw.pick(['Moved from 4W', 'Battery replaced', 'OEM contract', 'Check cord']))
  const everyMonths = model.everyMonths
  const lastPm = everyMonths > 0 ? addDays(today, -draw.whole(3, Math.floor(everyMonths * 33))) : null
  const inUse = device.lifecycle !== 'retired'
  const mrn = device.loaner && draw.chance(0.18) ? `MRN${draw.fill('00######')}` : null
  if (mrn) traps.push('patient_data')
  const cost = draw.chance(0.1) ? dollars(device.purchaseCost) : device.purchaseCost

  const cells = cmmsHeader.map((): Cell => null)
  const set = (name: string, value: Cell) => {
    cells[column(name)] = value
  }
  set('Control No.', device.tag)
  set('Serial #', serialCell)
  set('Manufacturer', maker)
  set('Model', modelText)
  set('Description', model.kind)
  set('Software Rev', version.text)
  set('Department', draw.chance(0.7) ? place.departments[0]! : draw.pick(place.departments))
  set('Cost Center', Number(place.costCentre))
  set('Campus', place.site === 'Main Campus' ? draw.pick(['MAIN', 'MAIN', 'Main Campus']) : 'WESTBROOK')
  set('Building', place.building)
  set('Floor', place.floor)
  set('Room', device.room)
  set('Status', draw.pick(statusWords[device.lifecycle]))
  set('Ownership', device.loaner && draw.chance(0.2) ? 'RENTAL' : draw.chance(0.06) ? 'LEASED' : 'OWNED')
  set('Risk Class', riskWords[model.criticality])
  set('In Service Date', { date: device.inServiceOn })
  set('PM Freq (Mo)', everyMonths > 0 ? everyMonths : null)
  set('Last PM', lastPm && inUse ? { date: lastPm } : null)
  set('Next PM Due', lastPm && inUse ? { date: addMonths(lastPm, everyMonths) } : null)
  set('AEM', everyMonths > 0 ? (draw.chance(0.08) ? 'Y' : 'N') : null)
  set('Assigned Tech', draw.pick(technicians))
  set('Service Vendor', model.serviceVendor ?? (draw.chance(0.1) ? 'In-house / OEM' : 'In-house'))
  set('PO Number', draw.chance(0.85) ? draw.fill('45000#####') : null)
  set('Purchase Date', draw.chance(0.9) ? slashed(device.purchasedOn) : null)
  set('Purchase Cost', cost)
  set('Replacement Cost', Math.round((device.purchaseCost * (100 + draw.whole(3, 25))) / 1000) * 10)
  set('Warranty Exp', draw.chance(0.6) ? { date: addMonths(device.inServiceOn, 12 * draw.whole(1, 3)) } : null)
  set('Retired Date', device.retiredOn ? { date: device.retiredOn } : null)
  set('Network Connected', network ? (draw.chance(0.92) ? 'Y' : 'N') : draw.chance(0.9) ? 'N' : null)
  if (network) {
    const stale = draw.chance(0.2)
    if (draw.chance(0.35)) set('IP Address', stale ? `10.4.${draw.whole(1, 250)}.${draw.whole(2, 250)}` : network.ip)
    if (draw.chance(0.55)) set('MAC Address', macText(network.mac, draw))
    if (draw.chance(0.15)) set('Hostname', network.hostname.toLowerCase())
    if (network.aeTitle && draw.chance(0.7)) set('AE Title', network.aeTitle)
  }
  set('Stores ePHI', model.phi ? (draw.chance(0.9) ? 'Yes' : null) : draw.chance(0.5) ? 'No' : null)
  set('MDS2 on File', network && draw.chance(0.35) ? 'Yes' : draw.chance(0.3) ? 'No' : null)
  set('Last Patient MRN', mrn)
  set('Comments', comments.length > 0 ? comments.join('; ') : null)

  return { cells, traps, deviceId: device.id, model: !vague, version: version.known }
}

function tellSerial(serial: string, draw: Random, traps: Trap[], comments: string[], today: string): Cell {
  const trap = <T extends Cell>(name: Trap, cell: T): T => {
    traps.push(name)
    return cell
  }
  if (draw.chance(0.012)) {
    comments.push(`S/N on rear label ${serial}`)
    return trap('see_notes', 'SEE NOTES')
  }
  if (draw.chance(0.018)) return trap('no_serial', draw.pick(['N/A', '', 'UNKNOWN', 'NONE']))
  if (draw.chance(0.03))
    return trap('serial_decorated', draw.pick([`S/N ${serial}`, `${serial} `, serial.toLowerCase(), `SN:${serial}`]))
  if (serial.includes('0') && draw.chance(0.008)) return trap('serial_typo', serial.replace('0', 'O'))

  const month = Number(/^(1[0-2])-2\d$/.exec(serial)?.[1])
  if (month) return trap('date_serial', { date: `${today.slice(0, 4)}-${month}-${serial.slice(3)}` })
  if (!/^\d{1,15}$/.test(serial)) return serial
  if (serial.startsWith('0')) return draw.chance(0.7) ? trap('lost_leading_zeros', Number(serial)) : serial
  if (serial.length >= 12 && draw.chance(0.4)) return trap('scientific_serial', scientific(serial))
  return draw.chance(0.8) ? Number(serial) : serial
}

/** What Excel shows of a long number in a narrow column: `1.00012E+11`. */
const scientific = (digits: string) =>
  `${digits[0]}.${digits.slice(1, 6)}E+${String(digits.length - 1).padStart(2, '0')}`

function tellVersion(device: Device, draw: Random, traps: Trap[]): { text: Cell; known: string | null } {
  const { version, model } = device
  if (version === null) return { text: null, known: null }
  const choice = draw.next()
  if (choice < 0.6) return { text: null, known: null }
  if (choice < 0.63) return { text: draw.pick(['UNK', 'N/A', '?']), known: null }

  const versions = (model.versions ?? []).map(([text]) => text)
  const at = versions.indexOf(version)
  if (at > 0 && draw.chance(0.15)) {
    traps.push('stale_version')
    return { text: versions[at - 1]!, known: versions[at - 1]! }
  }
  return { text: version, known: version }
}

/** The same device once more, under another control number or with another status. */
function duplicate(row: Row, device: Device, draw: Random): Row {
  const cells = [...row.cells]
  if (draw.chance(0.5)) cells[column('Control No.')] = `RG${draw.fill('9#####')}`
  else cells[column('Status')] = draw.pick(['RETIRED', 'Active', 'STORED'])
  cells[column('Serial #')] = device.serial
  cells[column('Department')] = draw.pick(['BIOMED STORAGE', 'EQUIPMENT POOL'])
  return { ...row, cells, traps: ['duplicate_row'] }
}

/** A row that names a kind of device and no device. */
function nameless(device: Device, draw: Random): Row {
  const cells = cmmsHeader.map((): Cell => null)
  cells[column('Serial #')] = draw.pick(['SEE NOTES', 'N/A', null])
  cells[column('Description')] = device.model.kind
  cells[column('Department')] = device.place.departments[0]!
  cells[column('Comments')] = 'Found in hallway, no tag'
  return nobody(cells, 'no_identity')
}

/** A heading in the middle of the report, merged over six columns by who prints it. */
function section(): Row {
  const cells = cmmsHeader.map((): Cell => null)
  cells[0] = '*** Page 2 - continued ***'
  return nobody(cells, 'section_row')
}

function footer(rows: number): Row {
  const cells = cmmsHeader.map((): Cell => null)
  cells[0] = `End of report - ${rows} items`
  return nobody(cells, 'footer_row')
}

const nobody = (cells: readonly Cell[], trap: Trap): Row => ({
  cells,
  traps: [trap],
  deviceId: null,
  model: false,
  version: null,
})

const statusWords: Readonly<Record<Lifecycle, readonly string[]>> = {
  in_use: ['ACTIVE', 'ACTIVE', 'ACTIVE', 'Active', 'In Service', 'IN USE'],
  loaned: ['ON LOAN', 'Loaned Out'],
  stored: ['STORED', 'In Storage', 'SPARE'],
  in_repair: ['OUT FOR REPAIR', 'In Repair'],
  missing: ['MISSING', 'UNABLE TO LOCATE'],
  retired: ['RETIRED', 'Retired', 'DISPOSED'],
}

const riskWords: Readonly<Record<Criticality, string>> = {
  life_sustaining: 'LIFE SUPPORT',
  high: 'HIGH',
  medium: 'MEDIUM',
  low: 'LOW',
}

function macText(mac: string, draw: Random): string {
  const plain = mac.replaceAll(':', '')
  const dotted = `${plain.slice(0, 4)}.${plain.slice(4, 8)}.${plain.slice(8)}`.toLowerCase()
  return draw.pick([mac, mac, mac.replaceAll(':', '-'), mac.toLowerCase(), plain, dotted])
}

const dollars = (amount: number) => `$${String(amount).replaceAll(/\B(?=(\d{3})+$)/g, ',')}.00`

/** `M/D/YYYY`, as an American report prints it. */
export function slashed(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${month}/${date}/${year}`
}

function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const moved = new Date(Date.UTC(year, month - 1 + months, Math.min(date, 28)))
  return moved.toISOString().slice(0, 10)
}
