// What is bought for a device bears the device's name, and is none: `X12 rolling stand`, `Sapphire administration set`.

import { kindOf, rawTokens } from './model-token.ts'
import { plainText } from './plain-text.ts'
import type { ProductName } from './product-name.ts'

const listed = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

const things = listed(`
  stand trolley cable cables cord cuff cuffs bracket mount holder tubing filter filters cartridge cartridges electrode electrodes probe probes
  transducer transducers adapter adaptor charger strap straps bag bags consumable consumables accessory accessories disposable disposables
  reagent reagents strips calibrator calibrators lancets needle needles catheter catheters mask masks cannula drape drapes sleeve sleeves
  stativ wandhalterung halterung kabel manschette schlauch schlauche schlauchset zubehor verbrauchsmaterial ersatzteil netzteil ladegerat tasche
  accessoire accessoires consommable consommables brassard housse chariot tubulure accesorio accesorios fungible fungibles brazalete soporte
  accessorio accessori supporto carrello cavo licence brochure manual poster
`)
/** These are such a thing only with the right word before them: a `set` or a `pack` alone may be the device. */
const things2 =
  /\b(?:administration|infusion|tubing|giving|disposable|dialysis|blood|extension|procedure|vitrectomy|phaco|surgical|sterile|accessory|spare|cleaning|sample|test|reagent|maintenance)\s(?:set|sets|pack|packs|kit|kits|line|lines)\b|\bspare parts?\b|\b(?:roll|rolling|iv|floor) stand\b|\bcarry(?:ing)? case\b|\bpower (?:cord|adapter)\b|\b(?:module|battery|batteries|supply|psu|card|kit|rack|tray|fan|antenna|transceiver|option)s? (?:for|fur|pour|para|per) /
/** Said of the thing in a description. */
const saidOf =
  /\b(?:accessor(?:y|ies)|consumables?|spare parts?|disposables?|zubehor|verbrauchsmaterial|ersatzteil|accessoires?|consommables?|accesorios?|fungibles?)\b/

/** `dual probe`, `2-transducer`: with how many of them the device itself came. */
const counted = /\b(?:single|dual|double|triple|two|three|[2-4])[\s-](?:probe|transducer)s?\b/g

const beside = /(?:\bwith\b|\bw\/|\bon\b|\bincl\w*|\bmit\b|\bavec\b|\bcon\b|\bauf\b|\+|&|\band\b|\bund\b).*$/

/** The inventory's row is something for the product. A thing that stands `with` a device is beside it. */
export function isAccessoryOf(
  { model, description }: { readonly model: string; readonly description: string },
  product: ProductName,
): boolean {
  const own = plainText(model).replace(beside, ' ').replace(counted, ' ')
  const name = plainText(product.text)
  const named = rawTokens(name)
  const words = rawTokens(own.replace(/[()[\],;:]/g, ' '))
  // A `BP cuff` alone may be the device: the thing has to stand beside a name.
  const isNamed = words.some((word) => !things.has(word) && /^(?:word|number)$/.test(kindOf(word)))
  const isThing = isNamed && (things2.test(own) || words.some((word) => things.has(word) && !named.includes(word)))
  if (isThing) return !things2.test(name) && !named.some((word) => things.has(word))
  const said = plainText(description).replace(beside, ' ')
  return saidOf.test(said) && !/\b(?:no|without|incl\w*)\s+(?:accessor|consum)/.test(said) && !saidOf.test(name)
}
