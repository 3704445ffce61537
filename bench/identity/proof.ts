import type { TrueDevice } from './fleet.ts'
import { serialTail } from './fleet.ts'
import { virtualMacs } from './network-said.ts'
import { excelNumber, lettersAndDigits } from './serials.ts'
import { placeKey, type Told } from './told.ts'

/** Kinds of evidence; two of one kind count once. */
type ClueKind = 'serial' | 'tag' | 'mac' | 'shared-mac' | 'host' | 'ip' | 'order' | 'bought' | 'installed'

/** One thing that a record says, with how far it says it: `serial 123` of `BD`, of model `8015`. */
export interface Clue {
  readonly kind: ClueKind
  readonly key: string
  /** Two records of one device that share it belong together if no other device has it. */
  readonly proves: boolean
  /** The closest that the record says of this kind: if others have it too, the record may be taken for theirs. */
  readonly closest: boolean
}

/**
 * A serial as one reads it in spite of dress, look-alikes and lost zeros: capitals and digits, O as 0, I as 1, S as 5, B as 8,
 * no zeros in front.
 */
export const legible = (serial: string) =>
  lettersAndDigits(serial)
    .replaceAll('O', '0')
    .replaceAll('I', '1')
    .replaceAll('S', '5')
    .replaceAll('B', '8')
    .replace(/^0+/, '')

/** What a record says by which it may be known again. Made of what is true behind its texts, not of the texts. */
export function cluesOf(told: Told): readonly Clue[] {
  const { model, maker, site, serial, week, place, room } = told
  const clues: Clue[] = []
  const say = (kind: ClueKind, ...levels: (readonly [key: string, proves: boolean] | false)[]) => {
    const said = levels.filter((level) => level !== false)
    for (const [at, [key, proves]] of said.entries())
      clues.push({ kind, key: `${kind}|${key}`, proves, closest: at === said.length - 1 })
  }

  if (serial.kind !== 'none') {
    const text = legible(serial.text)
    const clear = serial.kind === 'clear'
    say(
      'serial',
      [text, clear && text.length >= 8],
      maker !== null && [`${text}|${maker}`, clear && text.length >= 6],
      model !== null && [`${text}|${maker ?? ''}|${model}`, clear],
      model !== null && maker !== null && [`${text}||${model}`, clear],
    )
    if (clear && model !== null) extra(clues, 'serial', `end|${serialTail(serial.text)}|${model}`)
  }
  const tag = told.tag ?? told.hostSays?.tag ?? null
  if (tag !== null) {
    const text = lettersAndDigits(tag)
    say(
      'tag',
      [text, true],
      site !== null && [`${text}|${site.scheme}`, true],
      model !== null && [`${text}||${model}`, true],
      site !== null && model !== null && [`${text}|${site.scheme}|${model}`, true],
    )
  }
  if (told.mac !== null) say('mac', [told.mac, true], model !== null && [`${told.mac}|${model}`, true])
  if (told.mac !== null && model !== null) extra(clues, 'mac', `end|${macTail(told.mac)}|${model}`)
  // A virtual MAC shows that it is one: nobody may take it for a sign of the device.
  if (told.otherMac !== null && !virtualMacs.includes(told.otherMac)) say('shared-mac', [told.otherMac, false])
  if (told.host !== null) say('host', [told.host, true], model !== null && [`${told.host}|${model}`, true])
  if (told.hostSays?.macTail && model !== null) extra(clues, 'mac', `end|${told.hostSays.macTail}|${model}`)
  if (told.hostSays?.serialTail && model !== null) extra(clues, 'serial', `end|${told.hostSays.serialTail}|${model}`)
  if (told.ip !== null) {
    if (model !== null) extra(clues, 'ip', `${told.ip}|${model}`)
    if (week !== null) say('ip', [`${told.ip}|week ${week}`, true])
  }
  if (model !== null) {
    if (told.order !== null) extra(clues, 'order', orderKey(told.order, model))
    if (told.purchasedOn !== null && place !== null) extra(clues, 'bought', boughtKey(place, told.purchasedOn, model))
    if (told.inServiceOn !== null && site !== null && room !== null)
      extra(clues, 'installed', installedKey(site.code, room, told.inServiceOn, model))
  }
  return clues
}

function extra(clues: Clue[], kind: ClueKind, key: string): void {
  clues.push({ kind, key: `${kind}|${key}`, proves: true, closest: false })
}

const orderKey = (order: string, model: string) => `${order}|${model}`
const boughtKey = (place: string, on: string, model: string) => `${place}|${on}|${model}`
const installedKey = (site: string, room: string, on: string, model: string) => `${site}|${room}|${on}|${model}`
const macTail = (mac: string) => mac.replaceAll(':', '').slice(6)
const leftOverKey = (text: string, model: string) => `left over|${legible(text)}|${model}`

/** What is true of a device whether a record says it or not: others of its kind must not be like it in these. */
export function truthsOf(device: TrueDevice): readonly string[] {
  const { model, serial, purchase, inServiceOn, site, standing, earlier, network } = device
  const stood = earlier ? [standing, earlier] : [standing]
  const places = new Set([purchase.place, ...stood.map(({ place }) => place)].map((place) => placeKey(site, place)))
  return [
    `order|${orderKey(purchase.order, model.id)}`,
    ...[...places].map((place) => `bought|${boughtKey(place, purchase.on, model.id)}`),
    ...stood.map(({ room }) => `installed|${installedKey(site.code, room, inServiceOn, model.id)}`),
    `serial|end|${serialTail(serial)}|${model.id}`,
    ...(network ? [`mac|end|${macTail(network.mac)}|${model.id}`] : []),
    ...cutsOf(serial).map((text) => leftOverKey(text, model.id)),
  ]
}

/** What may be left of a serial whose ends were lost or which Excel took for a number; it itself is the first. */
function cutsOf(serial: string): string[] {
  const cuts = [serial]
  for (const lost of [1, 2, 3]) cuts.push(serial.slice(lost), serial.slice(0, -lost))
  if (/^\d{8,}$/.test(serial)) cuts.push(excelNumber(serial))
  return cuts
}

/** Which device has what. Keys are kept as 64 bits of hash: a wrong collision is one in a million runs of this size. */
export class Bearers {
  #size = 1 << 16
  #count = 0
  #low = new Uint32Array(this.#size)
  #high = new Uint32Array(this.#size)
  #owner = new Int32Array(this.#size)

  note(key: string, device: number): void {
    if (this.#count > this.#size * 0.6) this.#grow()
    const [low, high] = hash(key)
    const at = this.#find(low, high)
    if (this.#owner[at] === 0) {
      this.#low[at] = low
      this.#high[at] = high
      this.#owner[at] = device
      this.#count++
    } else if (this.#owner[at] !== device) this.#owner[at] = -1
  }

  /** Whether devices other than this one have it. */
  others(key: string, device: number): boolean {
    const owner = this.#owner[this.#find(...hash(key))]!
    return owner !== 0 && owner !== device
  }

  #find(low: number, high: number): number {
    let at = low & (this.#size - 1)
    while (this.#owner[at] !== 0 && !(this.#low[at] === low && this.#high[at] === high))
      at = (at + 1) & (this.#size - 1)
    return at
  }

  #grow(): void {
    const [lows, highs, owners] = [this.#low, this.#high, this.#owner]
    this.#size *= 2
    this.#low = new Uint32Array(this.#size)
    this.#high = new Uint32Array(this.#size)
    this.#owner = new Int32Array(this.#size)
    for (const [from, owner] of owners.entries()) {
      if (owner === 0) continue
      const at = this.#find(lows[from]!, highs[from]!)
      this.#low[at] = lows[from]!
      this.#high[at] = highs[from]!
      this.#owner[at] = owner
    }
  }
}

function hash(text: string): [low: number, high: number] {
  let low = 0x811c9dc5
  let high = 0x1b873593
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x85ebca6b)
    high ^= high >>> 15
  }
  low = Math.imul(low ^ (low >>> 16), 0x45d9f3b)
  return [(low ^ (low >>> 15)) >>> 0, high >>> 0]
}

/** A short name of a clue for the truth file. */
const clueId = (clue: Clue) => `${clue.kind}:${hash(clue.key)[1].toString(36)}`

/** What the data can decide about one record. */
export interface Ruling {
  /** Records of the device with the same number can be told to be of one device; those with another cannot. */
  readonly part: number
  /** No other record is proven to be of the same device. */
  readonly alone: boolean
  /** Clues of it that devices share, by which it may be taken for another's; empty where what goes with it says serial or tag. */
  readonly misledBy: readonly string[]
  /** All clues of it that devices share. */
  readonly contested: readonly string[]
  /** Other devices from whose serial its damaged one may be, as well as from its own, which nothing proven to go with it says. */
  readonly mayBe: readonly string[]
  /** Stand for the serial that it says clearly, and for its tag. */
  readonly clearSerial: string | null
  readonly tag: string | null
}

/** Keeps what everybody says and is, and then rules device by device. */
export class Court {
  readonly #said = new Bearers()
  /** Serials of the devices of one model that stood in one place, or came with one order. */
  readonly #alike = new Map<string, { readonly device: number; readonly id: string; readonly serial: string }[]>()

  /** To be called for every device with its records before the first ruling. */
  hear(device: TrueDevice, records: readonly Told[]): void {
    const { number, id, serial } = device
    for (const key of truthsOf(device)) this.#said.note(key, number)
    for (const told of records) for (const { key } of cluesOf(told)) this.#said.note(key, number)
    for (const group of groupsOf(device)) {
      const alike = this.#alike.get(group)
      if (alike) alike.push({ device: number, id, serial })
      else this.#alike.set(group, [{ device: number, id, serial }])
    }
  }

  rule(device: TrueDevice, records: readonly Told[]): readonly Ruling[] {
    const own = records.map((told) => {
      const clues = cluesOf(told)
      const contested = clues.filter(({ key }) => this.#said.others(key, device.number))
      const foreign = new Set(contested)
      const proofs = new Map(
        clues.filter((clue) => clue.proves && !foreign.has(clue)).map(({ key, kind }) => [key, kind]),
      )
      return { told, proofs, contested }
    })
    const parts = records.map((_, at) => at)
    for (const [a, one] of own.entries())
      for (const [b, other] of own.entries()) {
        if (b <= a || parts[a] === parts[b]) continue
        if (!this.#together(device, one, other)) continue
        const [from, to] = [parts[b]!, parts[a]!]
        for (const [at, part] of parts.entries()) if (part === from) parts[at] = to
      }
    return own.map(({ told, contested }, at) => {
      const company = own.filter((_, other) => parts[other] === parts[at]).map(({ told }) => told)
      const alone = company.length === 1
      return {
        part: parts[at]!,
        alone,
        misledBy: misleading(contested)
          .filter(({ kind }) => alone || (isNameless(device, company) && kind !== 'shared-mac'))
          .map(clueId),
        contested: contested.map(clueId),
        mayBe: this.#mayBe(device, company),
        clearSerial: told.serial.kind === 'clear' ? hash(legible(told.serial.text))[1].toString(36) : null,
        tag: told.tag !== null ? hash(`${lettersAndDigits(told.tag)}|${told.site?.scheme}`)[1].toString(36) : null,
      }
    })
  }

  /** Siblings from whose serials the damaged ones of these records may be, where none of the records says its own clearly. */
  #mayBe(device: TrueDevice, records: readonly Told[]): readonly string[] {
    if (records.some(({ serial }) => serial.kind === 'clear' && serial.text === device.serial)) return []
    const found = new Set<string>()
    for (const { serial, model } of records) {
      if (serial.kind !== 'damaged' || model === null) continue
      for (const group of groupsOf(device))
        for (const alike of this.#alike.get(group)!)
          if (alike.device !== device.number && mayComeFrom(serial.text, serial.cut, alike.serial)) found.add(alike.id)
    }
    return [...found]
  }

  /** Whether two records prove each other to be of one device: one proof is enough, two if their serials contradict. */
  #together(device: TrueDevice, one: Heard, other: Heard): boolean {
    const kinds = new Set<ClueKind>()
    for (const [key, kind] of one.proofs) if (other.proofs.has(key)) kinds.add(kind)
    if (contradict(one.told, other.told)) return kinds.size >= 2
    return (
      kinds.size >= 1 || this.#leftOver(device, one.told, other.told) || this.#leftOver(device, other.told, one.told)
    )
  }

  /** Whether what is left of a damaged serial, with what else both say, can only be the serial that the other says. */
  #leftOver(device: TrueDevice, damaged: Told, whole: Told): boolean {
    if (damaged.serial.kind !== 'damaged' || whole.serial.kind !== 'clear' || whole.serial.text !== device.serial)
      return false
    if (damaged.model === null || whole.model === null) return false
    const { text, cut } = damaged.serial
    const rest = legible(text)
    if (cut && rest.length >= 6 && !this.#said.others(leftOverKey(text, device.model.id), device.number)) return true
    const groups = sharedGroups(device, damaged, whole)
    return (
      groups.length > 0 &&
      groups.some((group) =>
        this.#alike
          .get(group)!
          .every((alike) => alike.device === device.number || !mayComeFrom(text, cut, alike.serial)),
      )
    )
  }
}

/** Clues that devices share to the closest that the record says of their kind, with their looser forms. */
function misleading(contested: readonly Clue[]): readonly Clue[] {
  const kinds = new Set(contested.filter(({ closest }) => closest).map(({ kind }) => kind))
  return contested.filter(({ kind }) => kinds.has(kind))
}

/** Whether records that go together say neither their serial clearly nor a tag: only the network tells of them. */
const isNameless = (device: TrueDevice, records: readonly Told[]) =>
  !records.some(({ serial, tag }) => tag !== null || (serial.kind === 'clear' && serial.text === device.serial))

interface Heard {
  readonly told: Told
  readonly proofs: ReadonlyMap<string, ClueKind>
}

const contradict = (one: Told, other: Told) =>
  one.serial.kind === 'clear' &&
  other.serial.kind === 'clear' &&
  legible(one.serial.text) !== legible(other.serial.text)

function groupsOf({ model, site, standing, earlier, purchase }: TrueDevice): readonly string[] {
  const places = [purchase.place, standing.place, ...(earlier ? [earlier.place] : [])]
  return [
    ...new Set([
      `order ${purchase.order}/${model.id}`,
      ...places.map((place) => `${placeKey(site, place)}/${model.id}`),
    ]),
  ]
}

/** The groups of devices that both records narrow it down to. */
function sharedGroups({ model, purchase }: TrueDevice, one: Told, other: Told): string[] {
  const both = (what: 'place' | 'order' | 'purchasedOn' | 'inServiceOn') =>
    one[what] !== null && one[what] === other[what]
  return [
    ...(both('place') ? [`${one.place}/${model.id}`] : []),
    ...(both('order') || both('purchasedOn') || both('inServiceOn') ? [`order ${purchase.order}/${model.id}`] : []),
  ]
}

/** Whether the text can be what is left of that serial. */
function mayComeFrom(text: string, cut: boolean, serial: string): boolean {
  const said = legible(text)
  if (cut) return cutsOf(serial).some((left) => legible(left) === said)
  const meant = legible(serial)
  if (said === meant) return true
  if (said.length !== meant.length) return false
  const differ = [...said].flatMap((sign, at) => (sign === meant[at] ? [] : [at]))
  if (differ.length === 1) return true
  const [first = 0, second = 0] = differ
  return differ.length === 2 && second === first + 1 && said[first] === meant[second] && said[second] === meant[first]
}
