// Where an inventory names a maker and a kind of device, and no model, any product of the maker of that kind may be the device.

import { kindsOfBrand } from './brand-kinds.ts'
import { classesIn, isBesideMedical, isOfOneClass, isPlainOf, relationOf } from './device-classes/device-classes.ts'
import type { IndexedProduct, VendorShelf } from './match-index.ts'
import { isDescriptor, isKindWord, kindOf, rawTokens } from './model-token.ts'
import { plainText } from './plain-text.ts'
import { isPlain } from './plain-words.ts'

/** Products of one kind on a shelf; of more the question would be which of a whole catalogue is meant. */
const mostBeside = 3

/** Of one kind and for different things. */
const protocols: ReadonlySet<string> = new Set(
  'modbus bacnet knx lonworks mbus profinet profibus dali ethercat canopen hart'.split(' '),
)

const wordsIn = (text: string): string[] =>
  rawTokens(plainText(text).replace(/[()]/g, ' '))
    .flatMap((token) => token.split(/[-/]/))
    .filter((word) => word !== '')

/** The classes that a product's name says, else those that its brand is known for. */
function classesOfName(name: string): readonly string[] {
  const { ids } = classesIn(wordsIn(name))
  return ids.length > 0 ? ids : kindsOfBrand(name)
}

/** The classes of a device of which nothing else is said; none where a word may be its name. */
export function kindsAlone(text: string): readonly string[] {
  if (/\d\d/.test(text)) return []
  const words = wordsIn(text)
  const { ids, places } = classesIn(words)
  const isNameless = words.every(
    (word, at) => places.has(at) || isKindWord(word) || isDescriptor(word) || isPlainOf(word, ids) || word === 'de',
  )
  // The `Drive CT` is no drive.
  const isOneThing = ids.every((id) => relationOf([id], ids.slice(0, 1)) !== 'unlike')
  return isNameless && isOneThing ? ids : []
}

/**
 * The classes of what stands beside medical devices, where a text says no more than what it is and where: `Modbus gateway, boiler
 * house`, `remote monitoring gateway lift 7`. Behind a comma stands where, or with how many ports.
 */
export function kindsBeside(text: string): readonly string[] {
  const [what] = text.split(/[,;(]/, 1)
  if (/\d{3}/.test(what!)) return []
  const words = wordsIn(what!)
  const { ids, places } = classesIn(words)
  const isNameless = words.every(
    (word, at) =>
      places.has(at) ||
      /^\d{1,2}$/.test(word) ||
      protocols.has(word) ||
      isDescriptor(word) ||
      isPlain(word) ||
      !/^(?:number|word)$/.test(kindOf(word)),
  )
  return isNameless ? ids.filter(isBesideMedical) : []
}

const shelvesRead = new WeakMap<VendorShelf, readonly (readonly [IndexedProduct, readonly string[]])[]>()

/** What a maker's shelf holds of these classes, as far as the names say; what speaks another protocol is left out. */
export function ofKinds(shelf: VendorShelf, wanted: readonly string[], text: string): readonly IndexedProduct[] {
  let read = shelvesRead.get(shelf)
  if (!read) {
    read = [...new Set([...shelf.byForm.values()].flat())].map((product) => [product, classesOfName(product.name.text)])
    shelvesRead.set(shelf, read)
  }
  const found = read.flatMap(([product, ids]) => (isOfOneClass(ids, wanted) ? [product] : []))
  if (found.length > mostBeside && wanted.every(isBesideMedical)) return []
  const own = protocolsIn(text)
  return found.filter(({ name }) => {
    const others = protocolsIn(name.text)
    return own.length === 0 || others.length === 0 || own.some((protocol) => others.includes(protocol))
  })
}

const protocolsIn = (text: string): readonly string[] => wordsIn(text).filter((word) => protocols.has(word))
