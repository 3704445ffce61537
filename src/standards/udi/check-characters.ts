/** The digit that ends a GTIN whose other digits are these (GS1 General Specifications, clause 7.9). */
export function gs1CheckDigit(digits: string): string {
  let sum = 0
  for (let at = 0; at < digits.length; at++) sum += Number(digits[digits.length - 1 - at]) * (at % 2 === 0 ? 3 : 1)
  return String((10 - (sum % 10)) % 10)
}

const hibcCharacters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%'

/** The character that ends a HIBC symbol whose other characters are these, `+` included (ANSI/HIBC 2.6, appendix B: modulo 43). */
export function hibcCheckCharacter(text: string): string | undefined {
  let sum = 0
  for (const character of text) {
    const value = hibcCharacters.indexOf(character)
    if (value === -1) return undefined
    sum += value
  }
  return hibcCharacters[sum % 43]
}

const isbtCharacters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*'

/** What is typed behind the 13 characters of a donation number (ISBT 128, appendix A: ISO/IEC 7064 MOD 37-2). */
export function donationCheckCharacter(number: string): string {
  let sum = 0
  for (const character of number) sum = ((sum + isbtCharacters.indexOf(character)) * 2) % 37
  return isbtCharacters[(38 - sum) % 37]!
}

const gmnCharacters = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
const gmnCheckCharacters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83]

/** The pair that ends a Global Model Number (GS1 General Specifications, clause 7.9.5: primes, modulo 1021). */
export function gmnCheckPair(text: string): string | undefined {
  if (text.length > primes.length) return undefined
  let sum = 0
  for (const [at, character] of [...text].entries()) {
    const value = gmnCharacters.indexOf(character)
    if (value === -1) return undefined
    sum += value * primes[text.length - 1 - at]!
  }
  sum %= 1021
  return gmnCheckCharacters[sum >> 5]! + gmnCheckCharacters[sum & 31]!
}
