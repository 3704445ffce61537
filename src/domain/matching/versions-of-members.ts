// A version for each of the products that one entry lists: `ABL800 FLEX 6.18 and earlier; ABL90 FLEX 3.4 and earlier`.

import { readVersionExpression } from '#standards/vers/vers.ts'
import type { DeviceName } from './device-name.ts'
import { kindOf, rawTokens } from './model-token.ts'
import { type Group, isStrong } from './name-groups.ts'
import { readWords } from './name-words.ts'
import { plainText } from './plain-text.ts'
import type { ProductName } from './product-name.ts'
import type { Statement } from './statement.ts'

/** What is said of one of them. */
interface OfMember {
  /** The words and codes of its name. */
  readonly groups: readonly Group[]
  readonly statement: Statement
}

const found = new WeakMap<Statement, readonly OfMember[]>()

/**
 * What is said of the member that the device is; all that is said where it may be any of them, and nothing where it is one without
 * versions. Undefined where the versions are those of all members.
 */
export function ofMembers(
  statement: Statement,
  product: ProductName,
  device: DeviceName,
): readonly Statement[] | undefined {
  let members = found.get(statement)
  if (!members) {
    members = readMembers(statement, product)
    found.set(statement, members)
  }
  if (members.length < 2) return undefined
  const isSaid = ({ forms }: Group) => forms.some((form) => device.forms.has(form))
  const own = members.filter(({ groups }) => groups.every(isSaid))
  const most = Math.max(...own.map(({ groups }) => groups.length))
  // Another that is listed without a version is more of what the device says.
  const isOther = product.readings.some(
    ({ groups }) => groups.filter(isStrong).every(isSaid) && groups.filter(isStrong).length > most,
  )
  if (isOther) return []
  const meant = own.filter(({ groups }) => groups.length === most)
  return (meant.length === 1 ? meant : members).map((one) => one.statement)
}

function readMembers(statement: Statement, product: ProductName): readonly OfMember[] {
  const { versionText } = statement
  if (!/[;,|]|\band\b/.test(versionText) || versionText.length > 400 || /[<>=]/.test(versionText)) return []
  const names = new Set(rawTokens(plainText(product.text)))
  const isName = (token: string) => names.has(token) && (kindOf(token) === 'word' || /^[a-z]+-?\d/.test(token))
  const begins = (piece: string) => isName(rawTokens(plainText(piece))[0] ?? '')
  const [first = '', ...rest] = versionText.split(/(\s*[;,|]\s*(?:and\s+)?|\s+and\s+)/)
  const pieces = [first]
  for (let at = 0; at < rest.length; at += 2) {
    const [mark = '', said = ''] = rest.slice(at, at + 2)
    if (begins(said)) pieces.push(said)
    else pieces[pieces.length - 1] += mark + said
  }
  if (pieces.length < 2 || !pieces.every(begins)) return []
  const members = pieces.map((piece) => readMember(piece, names, statement))
  return members.every((one) => one !== undefined) && areApart(members) ? members : []
}

function readMember(piece: string, names: ReadonlySet<string>, statement: Statement): OfMember | undefined {
  const words = piece.split(/\s+/)
  let length = 0
  while (length < words.length && rawTokens(plainText(words[length]!)).every((token) => names.has(token))) length++
  const versionText = words.slice(length).join(' ')
  const version = readVersionExpression(versionText)
  if (!/\d/.test(versionText) || version.reading !== 'alternatives' || version.component || version.condition)
    return undefined
  const groups = readWords(plainText(words.slice(0, length).join(' ')), new Set()).filter(isStrong)
  return groups.length > 0 ? { groups, statement: { ...statement, version, versionText } } : undefined
}

/** A name that comes twice tells no two members apart. */
const areApart = (members: readonly OfMember[]): boolean =>
  new Set(members.map(({ groups }) => groups.map(({ forms }) => forms[0]).join(' '))).size === members.length
