// The words and codes of a product's name: each a group of forms, any of which says it.

import { joined, kindOf, spread, type TokenKind, tidy } from './model-token.ts'

/** One thing that a name must say, in any of several forms: `MX800/700/600` is one group of three. */
export interface Group {
  readonly kind: TokenKind
  readonly forms: readonly string[]
  /** `MX400-MX850`. */
  readonly range?: {
    readonly prefix: string
    readonly from: number
    readonly to: number
    /** `IA5000A`: behind the number stands this. */
    readonly suffix?: string
  }
  /** `IGS 5x0`. */
  readonly pattern?: RegExp
  /** The maker's own name, where the product has none besides: `GE Ultrasound Products`. */
  readonly isMaker?: boolean
  /** The code without what was ordered behind it: `FX5U-32MT` of `FX5U-32MT/ES`. */
  readonly stem?: string
}

export const isStrong = (group: Group): boolean => group.kind === 'number' || group.kind === 'word'

export function groupOf(written: string): Group | undefined {
  // `PXC3.E72-x`: whatever stands behind.
  const token = written.replace(/(?<=\d)-x+$/, '')
  const range = readRange(token)
  if (range) return range
  // `ASP-ENT-x`: any number behind the letters.
  const lettersOnly = /^([a-z]+(?:-[a-z]+)+)-x+$/.exec(token)?.[1]
  if (lettersOnly) {
    const form = joined(lettersOnly)
    return { kind: 'number', forms: [form], pattern: new RegExp(`^${form}\\d`) }
  }
  if (token.includes('/') && !/^[a-z]{1,4}\/\d{3,}[a-z]*$/.test(token) && !orderedBehind.test(token)) {
    const parts = withSharedEnd(token.split('/').filter((part) => part !== ''))
    if (parts.some((part) => part.length === 1 && !/\d/.test(part))) {
      const form = joined(token)
      return { kind: kindOf(form), forms: [form] }
    }
    const forms = spread(parts).map((part) => tidy(joined(part)))
    // `cMT-SVR-1xx/2xx`.
    const open = forms.filter((form) => openDigits.test(form)).map((form) => patternOf(form).source)
    if (open.length > 0) return { kind: 'number', forms: [...new Set(forms)], pattern: new RegExp(open.join('|')) }
    const kinds = forms.map(kindOf)
    const kind = kinds.includes('number')
      ? 'number'
      : kinds.includes('word')
        ? 'word'
        : kinds.includes('role')
          ? 'role'
          : (kinds[0] ?? 'kind')
    return { kind, forms: [...new Set(forms)] }
  }
  const form = tidy(joined(token))
  if (form === '') return undefined
  if (openPart.test(token)) return { kind: 'number', forms: [form], pattern: patternOfParts(token) }
  // `Catalyst 2960-X`: one model of the line, or any letter.
  if (/^\d{3,}-x$/.test(written)) return { kind: 'number', forms: [form, `${form}x`] }
  // The `II-S` is the `2 S`.
  const roman = /^(i{2,3})-([a-z])$/.exec(token)
  if (roman) return { kind: 'word', forms: [form, `${roman[1]!.length}${roman[2]}`] }
  // `0751-9x01`, which inventories write without the nought in front.
  if (/^0?\d{3}-\d+x+\d+$/.test(token))
    return {
      kind: 'number',
      forms: [form],
      pattern: new RegExp(`^0?${form.replace(/^0/, '').replace(/x/g, '\\d')}(?!\\d)`),
    }
  if (token.includes('/') && orderedBehind.test(token))
    return { kind: 'number', forms: [form], stem: joined(token.replace(/\/.*/, '')) }
  if (openDigits.test(form) || /^\d{3,}-\d+x$/.test(token))
    return { kind: 'number', forms: [form], pattern: patternOf(form) }
  return { kind: kindOf(form), forms: [form] }
}

export function readRange(token: string): Group | undefined {
  const found = /^([a-z]*)(\d{1,5})-([a-z]*)(\d{1,5})$/.exec(token)
  if (!found) return undefined
  const [, prefix = '', from = '', second = '', to = ''] = found
  if (second !== '' && second !== prefix) return undefined
  // `S7-1500` is one code.
  if (prefix !== '' && second === '' && from.length !== to.length) return undefined
  if (Number(from) >= Number(to) || (prefix === '' && (from.length < 3 || from.length !== to.length))) return undefined
  // `750-872` is one number: a range begins and ends with the same digit.
  if (prefix === '' && from[0] !== to[0]) return undefined
  return { kind: 'number', forms: [prefix + from, prefix + to], range: { prefix, from: Number(from), to: Number(to) } }
}

/** `DS-2CD4xx5`, `EFD-22xx`, `cMT-SVR-1xx`, `48xx`: an x beside a digit stands for one. */
const openDigits = /^(?:[a-z]+(?:\d+[a-z]+)*\d+(?:x+\d*|(?:xx+|x+\d+)[a-wyz]+)|\d+x{2,})$/
const patternOf = (form: string) =>
  new RegExp(`^${form.replace(/(?<=\d)x+|x+(?=\d)/g, (open) => '\\d'.repeat(open.length))}(?![\\d.])`)

/** `PT12X-SDI-xx-G2`: a part of nothing but x stands for a colour or a market, which may be left out. */
const openPart = /^(?=.*\d)[a-z\d]+(?:-[a-z\d]+)*-xx+(?:-[a-z\d]+)+$/
const patternOfParts = (token: string) =>
  new RegExp(
    `^${token
      .split('-')
      .map((part) => (/^xx+$/.test(part) ? `[a-z0-9]{0,${part.length}}` : part))
      .join('')}$`,
  )

/** `750-8204/025-000`, `FX5U-32MT/ES`: behind the slash stands how it was ordered, which makes another of it. */
const orderedBehind = /^(?:\d{3,}(?:-\d{3,})+\/\d{3}-\d{3}|[a-z]+\d+[a-z]*-\d+[a-z]{1,3}\/[a-z]{2,3})$/

/** `PXC12/22/36-E.D`: what stands behind the last number stands behind each. */
function withSharedEnd(parts: readonly string[]): readonly string[] {
  const end = parts.length > 1 ? /^\d+(-[a-z][a-z.]*)$/.exec(parts.at(-1)!)?.[1] : undefined
  return end ? spread([...parts.slice(0, -1), parts.at(-1)!.slice(0, -end.length)]).map((part) => part + end) : parts
}

/** `BSM-3000 series`: all numbers from there to the next such. */
export function asSeries(group: Group): Group {
  if (group.forms.length !== 1 || group.range || group.pattern) return group
  // `M30 Series`: the M3004, M3026.
  if (/^[a-z]{1,3}[1-9]\d$/.test(group.forms[0]!))
    return { ...group, pattern: new RegExp(`^(?:${group.forms[0]}$|${group.forms[0]}\\d{2}(?!\\d))`) }
  // `LaserJet M507 series`: the M507dn, M507x; `RV260 series`: the RV260W.
  if (/^[a-z]{1,3}[1-9]\d{2,3}$/.test(group.forms[0]!) && !/00$|\d{3}0$/.test(group.forms[0]!))
    return { ...group, pattern: new RegExp(`^${group.forms[0]}(?:[a-z]{1,3})?$`) }
  // `F4-SNC Series`: the F4-SNC25150-0.
  if (/^[a-z]{1,2}\d{1,2}[a-z]{2,4}$/.test(group.forms[0]!))
    return { ...group, pattern: new RegExp(`^${group.forms[0]}\\d{2,}`) }
  // `NPort IA5000A Series`: the IA5250A.
  // `OnCell G3100-HSPA Series`: the G3150-HSPA; `250cx Series`: the 259cx.
  const found = /^([a-z]*)([1-9]\d*?)(0{2,3}|0(?=[a-z]))([a-z]?)[a-z]*$/.exec(group.forms[0]!)
  if (!found) return group
  const from = Number(found[2]! + found[3]!)
  return { ...group, range: { prefix: found[1]!, from, to: from + 10 ** found[3]!.length - 1, suffix: found[4]! } }
}
