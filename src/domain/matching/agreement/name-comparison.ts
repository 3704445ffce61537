// What is compared: what the device and one reading of the product's name say, both, either alone, and where.

import { kindsOfBrand } from '#domain/matching/brand-kinds.ts'
import { classesIn, classesInText, type SaidClasses } from '#domain/matching/device-classes/device-classes.ts'
import type { DeviceName } from '#domain/matching/device-name.ts'
import { frontFamilies } from '#domain/matching/family-names.ts'
import { isDescriptor, isIdentifying } from '#domain/matching/model-token.ts'
import { partingKinds } from '#domain/matching/model-words.ts'
import { isStrong } from '#domain/matching/name-groups.ts'
import type { ProductName, ProductReading } from '#domain/matching/product-name.ts'
import { type SaidGroup, saidGroups } from '#domain/matching/said-groups.ts'
import { wholeCodeAt } from '#domain/matching/words-beside-codes.ts'
import { extraRolesOf, extraTokens, type PlacedToken, spellsOut, variantsOf } from './extra-tokens.ts'

type Token = DeviceName['modelTokens'][number]

/** Read once of each name, which is compared with many. */
const classesRead = new WeakMap<DeviceName | ProductReading, SaidClasses>()

function classesOf(name: DeviceName | ProductReading, read: () => SaidClasses): SaidClasses {
  const said = classesRead.get(name) ?? read()
  classesRead.set(name, said)
  return said
}

function readNamedClasses({ groups }: ProductReading, product: ProductName): SaidClasses {
  const said = classesIn(groups.map(({ forms }) => forms[0]!))
  // `Monitor/Defibrillator`.
  const further = groups.flatMap(({ forms: [, ...others] }) => others.flatMap((form) => classesIn([form]).ids))
  // The maker's words are left out of a reading: the `Oncology` of Varian's `ARIA Oncology Information System`.
  const whole = product.readings.length === 1 ? classesInText(product.text) : []
  return { ...said, ids: whole.length > 0 ? whole : [...said.ids, ...further] }
}

/**
 * Two names side by side. A *group* is a word, a code or a choice of codes of the product's name: *strong* where it is a brand or a
 * code, *matched* where the device says it too, else *missing*. What only the device says is *extra*. Each is worked out when a rule
 * first asks for it, as most names are told apart by the first rules.
 */
export class NameComparison {
  readonly device: DeviceName
  readonly reading: ProductReading
  readonly product: ProductName
  /** Numbers that the advisory gives elsewhere. */
  readonly listedModels: ReadonlySet<string>
  /** A number or acronym beside the product's name that the device says. */
  readonly short: string | undefined

  constructor(device: DeviceName, reading: ProductReading, product: ProductName, listedModels: ReadonlySet<string>) {
    this.device = device
    this.reading = reading
    this.product = product
    this.listedModels = listedModels
    this.short = reading.shortForms.find((form) => device.forms.has(form))
  }

  // The two as they are shown to people.

  get shown(): string {
    return `model "${this.device.text.trim()}"`
  }

  get other(): string {
    return `"${this.product.text.trim()}"`
  }

  // What of the product's name the device says.

  #found: readonly SaidGroup[] | undefined
  /** All groups of the product's name in order, each with the forms of it that the device says. */
  get found(): readonly SaidGroup[] {
    this.#found ??= saidGroups(this.device, this.reading, this.product)
    return this.#found
  }

  #strong: readonly SaidGroup[] | undefined
  get strong(): readonly SaidGroup[] {
    this.#strong ??= this.found.filter(({ group }) => isStrong(group))
    return this.#strong
  }

  #matched: readonly SaidGroup[] | undefined
  get matched(): readonly SaidGroup[] {
    this.#matched ??= this.strong.filter(({ forms }) => forms.length > 0)
    return this.#matched
  }

  #modalities: readonly SaidGroup[] | undefined
  get modalities(): readonly SaidGroup[] {
    this.#modalities ??= this.found.filter(({ group }) => group.kind === 'modality')
    return this.#modalities
  }

  #nameWords: readonly string[] | undefined
  /** The product's name in words. */
  get nameWords(): readonly string[] {
    this.#nameWords ??= this.reading.groups.map((group) => group.forms[0]!)
    return this.#nameWords
  }

  // Where in the device's model it says them.

  #used: ReadonlySet<number> | undefined
  /** Places of all that the product's name has too. */
  get used(): ReadonlySet<number> {
    this.#used ??= new Set(this.#placesOf(this.found))
    return this.#used
  }

  #positions: readonly number[] | undefined
  /** Places of the brands and codes; none where only other fields say them. */
  get positions(): readonly number[] {
    this.#positions ??= this.#placesOf(this.matched)
    return this.#positions
  }

  #placesOf(said: readonly SaidGroup[]): number[] {
    return said.flatMap(({ forms }) => forms.flatMap((form) => this.device.forms.get(form) ?? []))
  }

  #firstUsed: number | undefined
  /** Where the first brand or code stands. */
  get firstUsed(): number {
    this.#firstUsed ??= Math.min(...this.positions, this.device.modelTokens.length)
    return this.#firstUsed
  }

  #lastUsed: number | undefined
  /** Where the last brand or code stands; before everything where the model has none. */
  get lastUsed(): number {
    this.#lastUsed ??= Math.max(...this.positions)
    return this.#lastUsed
  }

  // Which of the product's words the device leaves out.

  #missing: readonly SaidGroup[] | undefined
  /** Brands and codes. */
  get missing(): readonly SaidGroup[] {
    this.#missing ??= this.strong.filter(({ forms }) => forms.length === 0)
    return this.#missing
  }

  #missingCodes: readonly SaidGroup[] | undefined
  get missingCodes(): readonly SaidGroup[] {
    this.#missingCodes ??= this.missing.filter(({ group }) => group.kind === 'number')
    return this.#missingCodes
  }

  get hasMissingWord(): boolean {
    return this.missing.some(({ group }) => group.kind === 'word')
  }

  #missingRoles: readonly SaidGroup[] | undefined
  /** Server, client, gateway. */
  get missingRoles(): readonly SaidGroup[] {
    this.#missingRoles ??= this.found.filter(({ group, forms }) => group.kind === 'role' && forms.length === 0)
    return this.#missingRoles
  }

  #missingModalities: readonly SaidGroup[] | undefined
  get missingModalities(): readonly SaidGroup[] {
    this.#missingModalities ??= this.modalities.filter(({ forms }) => forms.length === 0)
    return this.#missingModalities
  }

  #missingDescriptors: readonly SaidGroup[] | undefined
  /** What it is for, beside a brand. */
  get missingDescriptors(): readonly SaidGroup[] {
    this.#missingDescriptors ??= this.found.filter(
      ({ group, forms }) => group.kind === 'descriptor' && forms.length === 0,
    )
    return this.#missingDescriptors
  }

  #hasMissingKind: boolean | undefined
  /** A kind of device that parts those of one brand. */
  get hasMissingKind(): boolean {
    this.#hasMissingKind ??= this.found.some(
      ({ group, forms }) => forms.length === 0 && group.forms.some((form) => partingKinds.has(form)),
    )
    return this.#hasMissingKind
  }

  #firstSaid: number | undefined
  /** Which of the product's words is the first that the device says. */
  get firstSaid(): number {
    this.#firstSaid ??= this.found.findIndex(({ forms }) => forms.length > 0)
    return this.#firstSaid
  }

  #lastSaid: number | undefined
  /** And which of its brands and codes the last. */
  get lastSaid(): number {
    this.#lastSaid ??= this.found.findLastIndex(({ group, forms }) => forms.length > 0 && isStrong(group))
    return this.#lastSaid
  }

  #isGapWithin: boolean | undefined
  /** `DANA RS insulin pump` for `Dana Diabecare RS`: what it is for stands behind the whole name. */
  get isGapWithin(): boolean {
    this.#isGapWithin ??= this.#readGapWithin()
    return this.#isGapWithin
  }

  #readGapWithin(): boolean {
    const { missing, found, matched, device, used } = this
    if (missing.length !== 1 || matched.length < 2) return false
    const at = found.indexOf(missing[0]!)
    return (
      at > this.firstSaid &&
      at < this.lastSaid &&
      device.modelTokens.every(({ form }, place) => !partingKinds.has(form) || used.has(place) || place > this.lastUsed)
    )
  }

  #isFamilyLeftOut: boolean | undefined
  /** `MRx` for `HeartStart MRx`. */
  get isFamilyLeftOut(): boolean {
    this.#isFamilyLeftOut ??= this.missing.every(
      (one) => this.found.indexOf(one) < this.firstSaid && one.group.forms.some((form) => frontFamilies.has(form)),
    )
    return this.#isFamilyLeftOut
  }

  // What kind of thing each says to be.

  get ownClasses(): SaidClasses {
    return classesOf(this.device, () => classesIn(this.device.modelTokens.map(({ form }) => form)))
  }

  get namedClasses(): SaidClasses {
    return classesOf(this.reading, () => readNamedClasses(this.reading, this.product))
  }

  /** The classes that either name says, else those that the last brand of it is known for. */
  get things(): readonly string[] {
    const said = [...this.ownClasses.ids, ...this.namedClasses.ids]
    return said.length > 0 ? said : this.matched.slice(-1).flatMap(({ forms }) => kindsOfBrand(forms[0]!))
  }

  // What the device says besides.

  #extra: readonly PlacedToken[] | undefined
  /** Words and numbers of its model that may make another of it. */
  get extra(): readonly PlacedToken[] {
    this.#extra ??= extraTokens(this)
    return this.#extra
  }

  #isSpelledOut: boolean | undefined
  /** The product's name is an acronym, whose words the device says. */
  get isSpelledOut(): boolean {
    this.#isSpelledOut ??= spellsOut(this)
    return this.#isSpelledOut
  }

  #extraWords: readonly PlacedToken[] | undefined
  get extraWords(): readonly PlacedToken[] {
    this.#extraWords ??= this.extra.filter(({ kind }) => kind === 'word')
    return this.#extraWords
  }

  #extraRoles: readonly Token[] | undefined
  get extraRoles(): readonly Token[] {
    this.#extraRoles ??= extraRolesOf(this)
    return this.#extraRoles
  }

  #extraDescriptors: readonly Token[] | undefined
  get extraDescriptors(): readonly Token[] {
    this.#extraDescriptors ??= this.reading.isBranded
      ? this.device.modelTokens.filter(
          ({ form, kind }, at) => kind === 'word' && isDescriptor(form) && !this.used.has(at),
        )
      : []
    return this.#extraDescriptors
  }

  #kindsBehind: readonly Token[] | undefined
  /** Kinds of device that stand behind its brand or code. */
  get kindsBehind(): readonly Token[] {
    this.#kindsBehind ??= this.device.modelTokens.filter(
      ({ kind }, at) => kind === 'kind' && this.ownClasses.places.has(at) && !this.used.has(at) && at > this.firstUsed,
    )
    return this.#kindsBehind
  }

  #variants: readonly PlacedToken[] | undefined
  /** Words and numbers that may make a variant of it, or another of its line. */
  get variants(): readonly PlacedToken[] {
    this.#variants ??= variantsOf(this)
    return this.#variants
  }

  // How far the codes tell which model it is.

  #codes: readonly string[] | undefined
  /** Codes of the product that the device says. */
  get codes(): readonly string[] {
    this.#codes ??= this.matched.flatMap(({ group, forms }) => (group.kind === 'number' ? forms : []))
    return this.#codes
  }

  #hasCodes: boolean | undefined
  /** The product's name has a code, said or not. */
  get hasCodes(): boolean {
    this.#hasCodes ??= this.strong.some(({ group }) => group.kind === 'number')
    return this.#hasCodes
  }

  #codeAt: number | undefined
  /** Where in the device's model the code stands that names it in full; -1 for none. */
  get codeAt(): number {
    this.#codeAt ??= wholeCodeAt(this.codes, this.device)
    return this.#codeAt
  }

  #isOfSeries: boolean | undefined
  /** `SMT1500` is of the `SMT Series`. */
  get isOfSeries(): boolean {
    this.#isOfSeries ??=
      this.matched.some(({ group }) => this.device.prefixes.has(group.forms[0]!)) &&
      (this.reading.isFamily || (this.strong.length === 1 && /^[a-z]{2,3}$/.test(this.strong[0]!.group.forms[0]!)))
    return this.#isOfSeries
  }

  #isIdentified: boolean | undefined
  /** A code that both say tells the model, or the series of all its models. */
  get isIdentified(): boolean {
    this.#isIdentified ??= this.codes.some(isIdentifying) || this.isOfSeries
    return this.#isIdentified
  }

  #isIdentifiedByNumber: boolean | undefined
  /** That code is digits alone, which other makes may bear. */
  get isIdentifiedByNumber(): boolean {
    this.#isIdentifiedByNumber ??=
      this.isIdentified && this.codes.every((form) => !isIdentifying(form) || /^\d+$/.test(form))
    return this.#isIdentifiedByNumber
  }

  #isByLettersAlone: boolean | undefined
  /** The letters of `RTLS4030G`, of which the product's name has no more. */
  get isByLettersAlone(): boolean {
    this.#isByLettersAlone ??= this.matched.some(
      ({ group }) =>
        this.device.prefixes.has(group.forms[0]!) &&
        !this.device.modelTokens.some(({ form }) => group.forms.includes(form)),
    )
    return this.#isByLettersAlone
  }
}

/** What the device says between the same two words as those on either side of what it leaves out: the last, if there are more. */
export function tokenInPlaceOf({ found, device, used }: NameComparison, missing: SaidGroup): Token | undefined {
  const at = found.indexOf(missing)
  const [before, after] = [found[at - 1], found[at + 1]].map(
    (beside) => beside?.forms.flatMap((form) => device.forms.get(form) ?? []) ?? [],
  )
  const place = Math.min(...after!) - 1
  if (used.has(place)) return undefined
  const last = device.modelTokens.findLastIndex((_, one) => one < place && used.has(one))
  return last >= 0 && before!.includes(last) ? device.modelTokens[place] : undefined
}
