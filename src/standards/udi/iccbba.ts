import { donationCheckCharacter } from './check-characters.ts'
import { dayOfYear } from './day.ts'
import type { UdiReading } from './udi.ts'

// ISBT 128 Standard Technical Specification: each data structure begins with a data identifier of two characters and has a fixed
// length (table 1); several follow each other in a compound message. FDA takes those below as UDI of medical products of human
// origin, and of containers for blood.

/** By data identifier: characters behind it, and what they are. */
const structures: Readonly<Record<string, readonly [length: number, is: string]>> = {
  '=/': [16, 'product'],
  '=)': [10, 'container'],
  '=,': [6, 'serial'],
  '=>': [6, 'expires'],
  '&>': [10, 'expires'],
  '=}': [6, 'made'],
  '&}': [10, 'made'],
  '&,1': [18, 'lot'],
  '&)': [10, 'lot'],
  '=+': [5, 'message'],
  '=<': [8, 'other'],
  '=%': [4, 'other'],
  '=*': [6, 'other'],
  '&*': [10, 'other'],
}

/** Reads data structures of ISBT 128 one after the other; undefined where there are none. */
export function readIccbba(text: string): UdiReading | undefined {
  if (!/^(?:=[/)+,>}]|=[A-NP-Z1-9][A-Z0-9]{4}\d{8}|&[,)>}])/.test(text)) return undefined
  const said: Record<string, string> = {}
  let rest = text.replace(/\s/g, '')
  while (rest !== '') {
    const identifier = Object.keys(structures).find((one) => rest.startsWith(one))
    // A donation number has its first character as the second of its identifier.
    const isDonation = identifier === undefined && /^=[A-NP-Z1-9]/.test(rest)
    if (identifier === undefined && !isDonation)
      return { wrong: `"${rest.slice(0, 2)}" is no data identifier of ISBT 128` }
    const from = identifier?.length ?? 1
    const [length, is] = identifier === undefined ? [15, 'donation'] : structures[identifier]!
    const value = rest.slice(from, from + length)
    if (value.length < length)
      return { wrong: `"${rest}" is cut off: ${length} characters follow "${rest.slice(0, from)}"` }
    said[is] = value
    rest = rest.slice(from + length)
  }
  const di = said.product ?? said.container
  if (di === undefined) return { wrong: 'it holds no device identifier (=/ or =)): it is one of several barcodes' }
  const [expiresOn, manufacturedOn] = [said.expires, said.made].map((date) => date && dayOfIsbt(date))
  if (said.expires && !expiresOn) return { wrong: `"${said.expires}" is no day` }
  if (said.made && !manufacturedOn) return { wrong: `"${said.made}" is no day` }
  if (said.donation !== undefined && !/^[A-NP-Z1-9][A-Z0-9]{4}\d{8}[A-Z0-9*]{2}$/.test(said.donation))
    return { wrong: `"${said.donation}" is no donation identification number` }
  const flags = said.donation?.slice(13)
  // Flags of 60 to 96 hold a check of the number themselves (clause 2.4.1, type 3).
  if (Number(flags) >= 60 && Number(flags) <= 96) {
    const should =
      60 + '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*'.indexOf(donationCheckCharacter(said.donation!.slice(0, 13)))
    if (Number(flags) !== should) return { wrong: `flags of the donation number are ${flags}, should be ${should}` }
  }
  return {
    udi: {
      agency: 'ICCBBA',
      di,
      ...(said.serial && { serial: said.serial }),
      ...(said.lot && { lot: said.lot.replace(/^0+(?=.)/, '') }),
      ...(expiresOn && { expiresOn }),
      ...(manufacturedOn && { manufacturedOn }),
      ...(said.donation && { donation: said.donation.slice(0, 13) }),
    },
  }
}

/** `cyyjjj`: the last digit of the century, the year, the day of the year: 014032 is 1 February 2014. */
const dayOfIsbt = (text: string) =>
  /^\d+$/.test(text)
    ? dayOfYear(
        (text[0] === '9' ? 1900 : 2000 + Number(text[0]) * 100) + Number(text.slice(1, 3)),
        Number(text.slice(3, 6)),
      )
    : undefined
