import type { Random } from '#bench/hospital/random.ts'
import type { TrueDevice } from './fleet.ts'
import type { Rates } from './settings.ts'
import type { SerialSaid, Trap } from './told.ts'

interface SerialCell {
  readonly text: string
  readonly said: SerialSaid
}

/** What a person types or Excel leaves of a serial. `other` is the serial of the row that it was copied from. */
export function typedSerial(device: TrueDevice, draw: Random, rates: Rates, traps: Trap[], other?: string): SerialCell {
  const roll = draw.next()
  if (roll < rates.serialMissing) return missing(device, draw, traps)
  if (other !== undefined) {
    traps.push('serial_cloned')
    return { text: other, said: { kind: 'clear', text: other } }
  }
  const { serial } = device
  if (roll < rates.serialMissing + rates.serialMangled) return mangled(serial, draw, traps)
  if (roll < rates.serialMissing + rates.serialMangled + rates.serialDressed) {
    traps.push('serial_dressed')
    return { text: dressed(serial, draw), said: { kind: 'clear', text: serial } }
  }
  return { text: serial, said: { kind: 'clear', text: serial } }
}

function missing({ model }: TrueDevice, draw: Random, traps: Trap[]): SerialCell {
  const choice = draw.next()
  const said: SerialSaid = { kind: 'none' }
  if (choice < 0.5) {
    traps.push('serial_missing')
    return { text: '', said }
  }
  if (choice < 0.85) {
    traps.push('serial_filler')
    return { text: draw.pick(['N/A', '0000', 'SEE NOTES', 'UNKNOWN', 'NONE', '-', 'TBD', '123456', 'n/a', '?']), said }
  }
  traps.push('serial_is_model')
  return { text: (model.cmms ?? [model.name])[0]!, said }
}

function mangled(serial: string, draw: Random, traps: Trap[]): SerialCell {
  const kinds: (readonly [Mangling, number])[] = [
    [cut, serial.length > 5 ? 26 : 0],
    [typedWrong, 18],
    [swapped, 18],
    [lookAlike, /[015680OISB]/.test(serial) ? 26 : 0],
    [scientific, /^\d{8,}$/.test(serial) ? 12 : 0],
    [lostZeros, /^0+[1-9]\d*$/.test(serial) ? 40 : 0],
    [date, /^(1[0-2]|[1-9])-\d\d$/.test(serial) ? 40 : 0],
  ]
  return draw.weighted(kinds)(serial, draw, traps) ?? typedWrong(serial, draw, traps)
}

type Mangling = (serial: string, draw: Random, traps: Trap[]) => SerialCell

const twins: Readonly<Record<string, string>> = { 0: 'O', O: '0', 1: 'I', I: '1', 5: 'S', S: '5', 8: 'B', B: '8' }

const lookAlike: Mangling = (serial, draw, traps) => {
  const at = [...serial].flatMap((sign, index) => (sign in twins ? [index] : []))
  if (at.length === 0) return typedWrong(serial, draw, traps)
  traps.push('serial_look_alike')
  const chosen = draw.pick(at)
  const all = draw.chance(0.3)
  const text = [...serial].map((sign, index) =>
    index === chosen || (all && sign === serial[chosen]) ? twins[sign]! : sign,
  )
  return altered(text.join(''), serial)
}

const cut: Mangling = (serial, draw, traps) => {
  traps.push('serial_cut')
  const lost = draw.whole(1, 3)
  const text = draw.chance(0.6) ? serial.slice(lost) : serial.slice(0, -lost)
  return { text, said: { kind: 'damaged', text, cut: true } }
}

const beside: Readonly<Record<string, string>> = {
  0: '9',
  1: '2',
  2: '13',
  3: '24',
  4: '35',
  5: '46',
  6: '57',
  7: '68',
  8: '79',
  9: '80',
}

const typedWrong: Mangling = (serial, draw, traps) => {
  traps.push('serial_typed_wrong')
  const at = draw.whole(0, serial.length - 1)
  const sign = serial[at]!
  const wrong = beside[sign] ? draw.pick([...beside[sign]]) : sign === 'X' ? 'Z' : 'X'
  const text = serial.slice(0, at) + wrong + serial.slice(at + 1)
  return { text, said: { kind: 'damaged', text, cut: false } }
}

const swapped: Mangling = (serial, draw, traps) => {
  const at = [...serial].flatMap((sign, index) => (index > 0 && serial[index - 1] !== sign ? [index] : []))
  if (at.length === 0) return typedWrong(serial, draw, traps)
  traps.push('serial_swapped')
  const here = draw.pick(at)
  const text = serial.slice(0, here - 1) + serial[here] + serial[here - 1] + serial.slice(here + 1)
  return { text, said: { kind: 'damaged', text, cut: false } }
}

const scientific: Mangling = (serial, _draw, traps) => {
  traps.push('serial_scientific')
  const text = excelNumber(serial)
  return { text, said: { kind: 'damaged', text, cut: true } }
}

/** A reader has the number that was meant, and it is not what stands there. */
const altered = (text: string, serial: string): SerialCell => ({
  text,
  said: { kind: 'clear', text: serial, altered: text },
})

/** Capitals and digits alone. */
export const lettersAndDigits = (text: string) => text.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')

/** What Excel shows of a long number in a narrow column: `1.00012E+11`. */
export const excelNumber = (digits: string) =>
  `${digits[0]}.${digits.slice(1, 6)}E+${String(digits.length - 1).padStart(2, '0')}`

const lostZeros: Mangling = (serial, _draw, traps) => {
  traps.push('serial_lost_zeros')
  return altered(serial.replace(/^0+/, ''), serial)
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const date: Mangling = (serial, _draw, traps) => {
  traps.push('serial_date')
  const [month, year] = serial.split('-')
  return altered(`${months[Number(month) - 1]}-${year}`, serial)
}

function dressed(serial: string, draw: Random): string {
  const middle = Math.ceil(serial.length / 2)
  return draw.pick([
    `S/N ${serial}`,
    `SN:${serial}`,
    `${serial} `,
    serial.toLowerCase(),
    `${serial.slice(0, middle)}-${serial.slice(middle)}`,
    `${serial.slice(0, middle)} ${serial.slice(middle)}`,
    `'${serial}`,
  ])
}
