// Words of everyday language that say what a product is for. Behind its brand an inventory leaves them out: the `Zymos 2` is
// the `Zymos 2 Enteral Access System`.

import { saysClass } from './device-classes/device-classes.ts'
import { isDescriptor } from './model-token.ts'
import { lineWords, variantWords } from './model-words.ts'
import { type Group, isStrong } from './name-groups.ts'

const listed = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** These may end a name, beside the words of the table of classes: what the whole thing is. */
const things = listed(`
  conditioner heater cooler fan damper compressor dehumidifier dryer oven hood hoods loupe plotter reader recorder
  recorders player players probe chamber chambers cabinet cabinets locker lockers drawer drawers shelf storage dispenser
  feeder mixer shaker stirrer pipettor pipettors handler handlers slide slides plate plates imager imagers readers
  counter counters separator extractor purifier concentrator press mill handpiece handpieces motor motors chair chairs
  couch couches  cart carts crib cribs bassinet column columns boom booms pendant pendants arm arms gantry
  gantries tube tubes coil coils bore helmet goggles headset headsets glasses processor processors lens lenses badge
  badges tag tags beacon beacons speaker speakers  adapter adapters kiosk kiosks pc transmitter transmitters
  receiver receivers transceiver transceivers antenna antennas multiplexer rectifier rectifiers charger chargers vehicle
  vehicles door doors gate reprocessor reprocessors card
`)

/** These stand before such a thing, or between two. */
const others = listed(`
  access acquisition air water fluid liquid gas steam vacuum heat cold temperature humidity particle smoke fire flame
  rooftop ceiling floor wall window light lighting led beam
  inside outside indoor outdoor upper lower front rear left right single double triple multi
  heart lung hip knee shoulder foot hand head neck face eye ear nose throat skin hair nail tooth breast chest abdomen limb
  muscle joint nerve vein artery valve stomach bowel colon liver kidney bladder prostate uterus ovary fetus baby child children women men
  slide sample samples tissue cell cells embryo sperm plasma platelet platelets serum protein dna rna gene genetic
  cancer tumor tumour stroke seizure pain fall falls pressure ulcer injury infection sepsis allergy asthma
  workflow process processing production manufacturing assembly packaging labeling labelling sorting storage inventory supply chain
  asset assets material materials document documents report reports reporting order orders billing scheduling appointment
  emergency trauma rescue ambulance evacuation transport transfer transportation travel field
  time attendance visitor visitors parking elevator escalator people staff employee
  building buildings facility facilities site plant room rooms zone zones energy electricity electrical
  remote local central distributed mobile portable secure safe open embedded industrial commercial residential
  conventional hybrid continuous intermittent noninvasive non-invasive invasive minimally closed loop
  high low speed flow frequency volume range power precision accuracy resolution definition density
  collection delivery distribution administration preparation reconstitution compounding mixing filling washing drying cleaning rinsing
  separation extraction purification isolation amplification hybridization incubation cultivation reading writing printing labelling
  fully semi reprocessing staining decontamination disinfection sterilizing sterilising thawing freezing
  ihc ish apd capd crrt ivf icsi cbct opg aed poct lis ris vms nvr dvr ups pdu bms hvac
  education training learning teaching simulation research study trial trials
  vowifi voip dect
  ac dc voice speech audio sound video picture photo photography film
  barcode label labels code codes card cards ticket paper paperless
  guidance guided assisted assist aided supported controlled regulated
  extracorporeal intravenous intravascular intracardiac intracranial percutaneous transcutaneous subcutaneous epidural spinal enteric
  cardiothoracic gastrointestinal gastroenterology gynecological urological orthopedics neurosurgical maxillofacial pediatrics neonatology
`)

/** `bridge`, `intercom`: what the whole thing is. */
export const isThing = (form: string): boolean => things.has(form) || saysClass(form)

export const isPlain = (form: string): boolean => {
  if (variantWords.has(form)) return false
  if (isThing(form) || others.has(form) || isDescriptor(form)) return true
  // `heart-lung`.
  for (let cut = 3; cut <= form.length - 3; cut++)
    if (others.has(form.slice(0, cut)) && (others.has(form.slice(cut)) || isThing(form.slice(cut)))) return true
  return false
}

/** All that the device does not say of the name are such words at its end, behind a brand or code that it says in full. */
export function leavesOnlyPlainWords(
  found: readonly { readonly group: Group; readonly forms: readonly string[] }[],
): boolean {
  const lastSaid = found.findLastIndex(
    ({ group, forms }) => forms.length > 0 && isStrong(group) && !group.forms.every(isPlain),
  )
  const [named, rest] = [found.slice(0, lastSaid + 1), found.slice(lastSaid + 1)]
  const end = rest.at(-1)?.group
  const said = named.filter(({ group }) => isStrong(group))
  const endsInThing = end !== undefined && (end.kind === 'kind' || end.kind === 'descriptor' || end.forms.some(isThing))
  const isBrand = said.some(({ group }) =>
    group.forms.some((form) =>
      group.kind === 'number' ? /^[a-z]+\d/.test(form) : form.length >= 4 && !lineWords.has(form) && !isPlain(form),
    ),
  )
  return (
    endsInThing &&
    isBrand &&
    said.every(({ forms }) => forms.length > 0) &&
    rest.every(({ group }) => !isStrong(group) || group.forms.every(isPlain))
  )
}
