// Whether the device is the product, by one reading of its name: rules that each know one thing, asked in order. A new rule goes into
// the file of its kind of knowledge and into the list of its group, before the rules that would decide otherwise.

import type { DeviceName } from '#domain/matching/device-name.ts'
import { isStrong } from '#domain/matching/name-groups.ts'
import type { ProductName, ProductReading } from '#domain/matching/product-name.ts'
import { beginsAsMaker } from '#domain/matching/said-groups.ts'
import { addedWords, descriptions } from './added-words.ts'
import { classes } from './classes.ts'
import { codes, looseNumbers } from './codes.ts'
import { descriptors, frameworks } from './descriptors.ts'
import { kinds, modalities } from './kinds.ts'
import { kindsAlone, kindsOfMakers } from './kinds-alone.ts'
import { lines } from './lines.ts'
import { listedNumbers } from './listed-numbers.ts'
import { missingCodes } from './missing-codes.ts'
import { missingWords, missingWordsBesideCodes } from './missing-words.ts'
import { NameComparison } from './name-comparison.ts'
import { addedRoles, missingRoles, rolesOfOneKind } from './roles.ts'
import { agrees, another, type NameAgreement, type RuleGroup } from './rule.ts'
import { variants } from './variants.ts'

const order: readonly RuleGroup[] = [
  listedNumbers,
  kindsOfMakers,
  kindsAlone,
  // From here on the device says a brand or a code of the product.
  codes,
  classes,
  kinds,
  descriptors,
  rolesOfOneKind,
  lines,
  missingCodes,
  missingWordsBesideCodes,
  missingWords,
  // From here on it says them all, or what it leaves out is no model's.
  missingRoles,
  modalities,
  frameworks,
  looseNumbers,
  addedWords,
  descriptions,
  variants,
  addedRoles,
]

/** Undefined where it is another model. `listedModels`: numbers that the advisory gives elsewhere. */
export function readingAgrees(
  device: DeviceName,
  reading: ProductReading,
  product: ProductName,
  listedModels: ReadonlySet<string>,
): NameAgreement | undefined {
  if (sharesNoName(device, reading)) return undefined
  const names = new NameComparison(device, reading, product, listedModels)
  for (const { applies, rules } of order) {
    if (applies && !applies(names)) continue
    for (const rule of rules) {
      const answer = rule(names)
      if (answer === another) return undefined
      if (answer) return answer
    }
  }
  return agreesInFull(names)
}

/** Most products that share a word with the device share no other: leave early. */
const sharesNoName = (device: DeviceName, reading: ProductReading): boolean =>
  !beginsAsMaker(device, reading) &&
  reading.groups.some(isStrong) &&
  !reading.groups.some(
    (group) => isStrong(group) && (group.pattern || group.range || group.forms.some((form) => device.forms.has(form))),
  ) &&
  !reading.shortForms.some((form) => device.forms.has(form)) &&
  !reading.runs.some((run) => device.forms.has(run))

/** No rule has parted the two: all is said, and nothing added that tells models apart. */
function agreesInFull(names: NameComparison): NameAgreement {
  const { extra, missingDescriptors, reading, nameWords } = names
  const isWhole = extra.length === 0 && reading.isBranded && nameWords.join('').length >= 8
  return { ...agrees(names, extra.length > 0 ? 0.93 : missingDescriptors.length > 0 ? 0.95 : 0.97), isWhole }
}
