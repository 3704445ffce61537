// What of a product's name a device says, group by group, in every way in which inventories say it.

import type { DeviceName } from './device-name.ts'
import { shortNames, variantWords } from './model-words.ts'
import { type Group, isStrong } from './name-groups.ts'
import type { ProductName, ProductReading } from './product-name.ts'
import { areOfOneStem, bothSpelledOut, isCutFrom, isLineOf, otherNumber, spelledOut } from './word-forms.ts'

/** A group of the name, and the forms of it that the device says; none where it does not. */
export interface SaidGroup {
  readonly group: Group
  readonly forms: readonly string[]
}

/** Forms of the group that the device says; for a range or pattern the codes that fall in it. */
function said(group: Group, device: DeviceName): string[] {
  const found = group.forms.filter((form) => device.forms.has(form))
  const { range, pattern } = group
  if (range || pattern) {
    for (const form of device.forms.keys()) {
      if (pattern?.test(form)) found.push(form)
      if (!range || !form.startsWith(range.prefix)) continue
      const rest = form.slice(range.prefix.length)
      const number = /^\d+/.exec(rest)?.[0]
      if (number && range.suffix && !rest.slice(number.length).startsWith(range.suffix)) continue
      if (number && Number(number) >= range.from && Number(number) <= range.to) found.push(form)
    }
  }
  return found
}

/** `ExactaMix 2400` for `ExactaMix EM2400`: the number without its letters, next to the brand. */
const saidBare = (group: Group, device: DeviceName): string[] =>
  group.forms
    .map((form) => /^[a-z]{1,3}(\d{3,})$/.exec(form)?.[1] ?? '')
    .filter((digits) => device.bareNumbers.has(digits))

/** The V9 of `MUSE v9`. */
export const saysGeneration = ({ versions }: DeviceName, form: string): boolean =>
  /^v\d$/.test(form) && versions.includes(form.slice(1))

const isBeginningOf = (word: string, maker: string): boolean =>
  word.length >= 5 && maker.length > word.length && maker.startsWith(word)

/** The device's maker begins with the first word of the name. */
export function beginsAsMaker(device: DeviceName, { groups: [leading] }: ProductReading): boolean {
  return leading?.kind === 'word' && isBeginningOf(leading.forms[0]!, device.maker)
}

/** Whether each word and number of the device's name is one of the product's. */
const saysNoMore = (device: DeviceName, found: readonly { readonly forms: readonly string[] }[]): boolean => {
  const said = found.flatMap(({ forms }) => forms)
  return device.modelTokens.every(
    ({ form, kind }) => (kind !== 'word' && kind !== 'number') || said.some((one) => one.includes(form)),
  )
}

export function saidGroups(device: DeviceName, reading: ProductReading, product: ProductName): SaidGroup[] {
  // The `II` of an advisory is the `2` of an inventory.
  const roman = (group: Group) =>
    group.forms.flatMap((form) => (/^(?:i{2,3}|iv)$/.test(form) ? (shortNames[form] ?? []) : []))
  const found: { group: Group; forms: string[] }[] = reading.groups.map((group) => ({
    group,
    forms: [...said(group, device), ...roman(group).filter((form) => device.forms.has(form))],
  }))
  // `DICOM Viewer Pro` of Santesoft is its `Sante DICOM Viewer Pro`: the maker says the first word.
  if (beginsAsMaker(device, reading) && found[0]!.forms.length === 0) found[0]!.forms.push(found[0]!.group.forms[0]!)
  // `Ignition` with the version 8.0.12 is the `Ignition 8`. A first version is anything's, and so is one behind another name.
  const major =
    found.findLast(({ group, forms }) => forms.length === 0 && group.forms.some((form) => /^\d{1,2}$/.test(form))) ??
    found.at(-1)
  if (major && found.length > 1 && major.forms.length === 0 && major.group.kind === 'number') {
    const isOfColumn = saysNoMore(device, found)
    const isMajor = (form: string) =>
      device.majors.has(form) || (isOfColumn && form !== '1' && device.columnMajors.has(form))
    major.forms.push(...major.group.forms.filter((form) => /^\d{1,2}$/.test(form) && isMajor(form)))
  }
  // `MUSE Cardiology v9` for the `MUSE v9`.
  const isBrandSaid = found.some(({ group, forms }) => group.kind === 'word' && forms.some((form) => form.length >= 4))
  if (device.versions.length > 0 && isBrandSaid)
    for (const one of found)
      if (one.forms.length === 0) one.forms.push(...one.group.forms.filter((form) => saysGeneration(device, form)))
  // `Industrial printer` for `Industrial Printers`.
  for (const one of found)
    if (one.forms.length === 0 && one.group.kind !== 'number')
      one.forms.push(...one.group.forms.map(otherNumber).filter((form) => device.forms.has(form)))
  // A column of 20 or 30 characters cut the last word: `Alaris Gateway Works`.
  const last = device.modelTokens.at(-1)
  if (last && last.form.length >= 3 && device.text.trim().length >= 18 && isCutFrom(device.letters, product.letters)) {
    const cut = found.find(
      ({ group, forms }) => forms.length === 0 && group.forms.some((form) => form.startsWith(last.form)),
    )
    cut?.forms.push(last.form)
  }
  // `Personal Diabetes Manager` for `PDM`.
  for (const one of found)
    if (one.forms.length === 0 && one.group.kind === 'word') one.forms.push(...spelledOut(one.group.forms[0]!, device))
  const ending = found.at(-1)
  if (found.length > 2 && ending!.forms.length === 0)
    ending!.forms.push(...bothSpelledOut(ending!.group.forms[0]!, found.at(-2)!.forms, device))
  // `MACVU360` for `MAC VU360`, `DaVinci` for `da Vinci`.
  for (let at = 0; at < found.length; at++)
    for (const count of [3, 2]) {
      const some = found.slice(at, at + count)
      if (some.length < count || some.some(({ group }) => group.range || group.pattern)) continue
      if (some.every(({ forms }) => forms.length > 0)) continue
      const run = some.map(({ group }) => group.forms[0]!).join('')
      if ((reading.runs.includes(run) || run.length >= 6) && device.forms.has(run))
        for (const one of some) if (one.forms.length === 0) one.forms.push(run)
    }
  // `LATITUDE Programmer` for the `LATITUDE Programming System`.
  for (const one of found) {
    if (one.forms.length > 0) continue
    const kin = device.modelTokens.find(({ form }) => one.group.forms.some((named) => areOfOneStem(form, named)))
    if (kin) one.forms.push(kin.form)
  }
  // `NDS-5000 Terminal Server NDS/5008`: the line is said by its member.
  const codesSaid = found.flatMap(({ group, forms }) => (group.kind === 'number' ? forms : []))
  for (const one of found)
    if (one.forms.length === 0 && one.group.kind === 'number')
      one.forms.push(...codesSaid.filter((code) => one.group.forms.some((line) => isLineOf(line, code))).slice(0, 1))
  // `ANESTH` for `anesthesia`.
  for (const one of found) {
    if (one.forms.length > 0 || one.group.pattern) continue
    const cut = device.modelTokens.find(
      ({ form, kind }) =>
        /^[a-z]{3,}$/.test(form) &&
        (kind !== 'role' || form === 'app') &&
        !variantWords.has(form) &&
        one.group.forms.some(
          (whole) =>
            /^[a-z]+$/.test(whole) &&
            whole.startsWith(form) &&
            whole.length >= form.length + 2 &&
            // The `Bond` of a `BOND-MAX` is no `BOND-III` cut short.
            !/^(?:i{2,3}|iv|vi{0,3})$/.test(whole.slice(form.length)),
        ),
    )
    if (cut) one.forms.push(cut.form)
  }
  // `Connex VSM` for `Connex Vital Signs Monitor`.
  const initials = initialsOf(found)
  for (const form of device.short) {
    const at = initials.indexOf(form)
    if (at < 0) continue
    const isTold =
      form.length > 2 ||
      product.asides.has(form) ||
      areAllBehindMaker(form, initials, device, product) ||
      standsForBoth(form, at, found, device)
    if (!isTold) continue
    for (const one of found.slice(at, at + form.length)) if (one.forms.length === 0) one.forms.push(form)
  }
  // `ACC Server` for the `Avigilon Control Center Server`: the maker's initial stands in front of the others.
  const maker = product.bearsMaker ? product.text.trim()[0]!.toLowerCase() : '-'
  for (const form of device.short)
    if (form.length >= 3 && form[0] === maker && initials.startsWith(form.slice(1)))
      for (const one of found.slice(0, form.length - 1)) if (one.forms.length === 0) one.forms.push(form)
  const strong = found.filter(({ group }) => isStrong(group))
  if (strong.some(({ group, forms }) => group.kind === 'word' && forms.length > 0)) {
    for (const one of strong) if (one.forms.length === 0) one.forms.push(...saidBare(one.group, device))
  }
  return found
}

/** `Proxmox VE` for `Proxmox Virtual Environment`: all that stands behind the maker's name, on either side. */
const areAllBehindMaker = (
  form: string,
  initials: string,
  { modelTokens }: DeviceName,
  product: ProductName,
): boolean =>
  product.bearsMaker &&
  form === initials &&
  modelTokens.every((token) => token.form === form || product.text.toLowerCase().startsWith(token.form))

/** `SINEMA RC Server` for the `SINEMA Remote Connect Server`: right behind the brand, in capitals, and neither word is said. */
function standsForBoth(form: string, at: number, found: readonly SaidGroup[], device: DeviceName): boolean {
  const [brand, first, second] = found.slice(Math.max(at - 1, 0), at + 2)
  if (at < 1 || !brand || !first || !second || variantWords.has(form)) return false
  const place = device.modelTokens.findIndex((token) => token.form === form)
  return (
    place > 0 &&
    first.forms.length === 0 &&
    second.forms.length === 0 &&
    brand.group.kind === 'word' &&
    brand.group.forms[0]!.length >= 5 &&
    brand.forms.includes(device.modelTokens[place - 1]!.form) &&
    new RegExp(`(?<![\\w-])${form.toUpperCase()}(?![\\w-])`).test(device.text)
  )
}

const initialsOf = (found: readonly { group: Group }[]): string =>
  found.map(({ group }) => (/^[a-z]{3,}$/.test(group.forms[0]!) ? group.forms[0]![0] : '-')).join('')
