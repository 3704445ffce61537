import type { ProductClassification } from '#model/device-catalogue.ts'

// FDA's file of product codes, latin-1, fields parted by `|`, one code a line and no quotes:
// https://www.fda.gov/medical-devices/classify-your-medical-device/download-product-code-classification-files

const fields = [
  'PRODUCTCODE',
  'DEVICENAME',
  'DEVICECLASS',
  'REGULATIONNUMBER',
  'DEFINITION',
  'MEDICALSPECIALTY',
  'Implant_Flag',
  'Life_Sustain_support_flag',
] as const

export type Line =
  | { readonly entry: ProductClassification }
  | { readonly wrong: string; readonly code: string; readonly raw: string }

/** Undefined where it is another file. Columns are found by name, in any order. */
export function readClassification(bytes: Uint8Array): Line[] | undefined {
  const text = new TextDecoder('latin1').decode(bytes)
  const [header = '', ...lines] = text.split(/\r?\n/)
  const names = header.split('|').map((name) => name.trim().toLowerCase())
  const places = fields.map((field) => names.indexOf(field.toLowerCase()))
  if (places.includes(-1)) return undefined
  return lines.flatMap((line, at) => (line.trim() === '' ? [] : [readLine(line, at + 2, names.length, places)]))
}

function readLine(line: string, number: number, width: number, places: readonly number[]): Line {
  const cells = line.split('|').map((cell) => cell.trim())
  const [code, name, deviceClass, regulation, definition, specialty, implant, sustains] = places.map(
    (place) => cells[place] ?? '',
  ) as [string, string, string, string, string, string, string, string]
  const wrong = (text: string): Line => ({ code: code || `line ${number}`, wrong: text, raw: line.slice(0, 2000) })
  if (cells.length !== width) return wrong(`it has ${cells.length} fields and the header ${width}`)
  if (!/^[A-Z]{3}$/.test(code)) return wrong(`"${code}" is no product code of three letters`)
  if (name === '') return wrong('it has no name')
  if (![implant, sustains].every((flag) => /^[YN]?$/.test(flag))) return wrong('a flag is neither Y nor N')
  return {
    entry: {
      ...{ code, name, deviceClass },
      ...(regulation && { regulation }),
      ...(definition && { definition }),
      ...(specialty && { specialty }),
      isImplant: implant === 'Y',
      isLifeSustaining: sustains === 'Y',
    },
  }
}
