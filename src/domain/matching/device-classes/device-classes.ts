// What kind of thing a name says that it is: a ventilator, an access controller. One table for all rules; what a class is called, and
// what words describe the things of its trade, stands in the file of the trade.

import { plainText } from '#domain/matching/plain-text.ts'
import { bedside } from './bedside.ts'
import { clinicalSoftware } from './clinical-software.ts'
import { laboratory } from './laboratory.ts'
import { network } from './network.ts'
import { pictures } from './pictures.ts'
import { premises } from './premises.ts'
import { technical } from './technical.ts'
import { theatre } from './theatre.ts'
import type { DeviceClass, Trade } from './trade.ts'
import { wards } from './wards.ts'

export const trades: readonly Trade[] = [
  bedside,
  theatre,
  pictures,
  laboratory,
  wards,
  clinicalSoftware,
  network,
  premises,
  technical,
]

const besideMedical: ReadonlySet<string> = new Set(
  [network, premises, technical].flatMap((trade) => Object.keys(trade.classes)),
)
/** Of cameras, doors and power: what makers have many of. */
export const isBesideMedical = (id: string): boolean => besideMedical.has(id)

const programs: ReadonlySet<string> = new Set([
  ...Object.keys(clinicalSoftware.classes),
  ...['scada', 'video management', 'building management', 'network management'],
])
/** Things to touch, whose releases are those of their software. */
export const areDevices = (ids: readonly string[]): boolean => ids.length > 0 && !ids.some((id) => programs.has(id))

const listed = (text: string): readonly string[] => text.split(',').map((one) => one.trim().replace(/\s+/g, ' '))
const wordsOf = (text: string): readonly string[] => text.split(/[\s/-]+/).filter((word) => word !== '')
/** `non-invasive` is one word in some names, and two in others. */
const joinedOf = (text: string): string => text.replace(/[-/]/g, '')

/** Most words have none of these. */
const spellings = /s$|aesth|^(?:haem|paed|foet)|lys(?:er|ing)|is(?:er|ed|ing|ation)$|geraet|roentgen|kuehl|centre/

/** One spelling: no plural, American, `gerat` for `geraet`. */
function spelled(word: string): string {
  if (!spellings.test(word)) return word
  return word
    .replace(/(?<=ch|sh|ss|x)es$/, '')
    .replace(/(?<=[a-z]{3}[^s])s$/, '')
    .replace('aesth', 'esth')
    .replace(/^haem/, 'hem')
    .replace(/^paed/, 'ped')
    .replace(/^foet/, 'fet')
    .replace(/lys(?=er|ing)/, 'lyz')
    .replace(/is(?=er$|ed$|ing$|ation$)/, 'iz')
    .replace('geraet', 'gerat')
    .replace('roentgen', 'rontgen')
    .replace('kuehl', 'kuhl')
    .replace('centre', 'center')
}

const classes: ReadonlyMap<string, DeviceClass> = new Map(trades.flatMap((trade) => Object.entries(trade.classes)))

/** Things that are said of one box: the gateway is a controller as well, the monitor has a defibrillator. */
const boxes: readonly (readonly string[])[] = [
  'ventilator, sleep therapy, high flow',
  'patient monitor, defibrillator',
  'patient monitor, haemodynamic monitor, telemetry, pulse oximeter, capnograph, brain monitor',
  'haemodialysis, crrt',
  'crrt, apheresis',
  'icd, defibrillator',
  'stimulator, heart implant',
  'x-ray, fluoroscopy, c-arm, angiography, x-ray detector',
  'dental x-ray, cbct, ct',
  'nuclear camera, ct',
  'nuclear camera, mri',
  'ultrasound, scanner',
  'electrophysiology recorder, haemodynamic monitor, angiography',
  'eye surgery, surgical laser',
  'bed, mattress, stretcher',
  'incubator, laboratory incubator',
  'phototherapy, infant warmer',
  'suction, waste management, negative pressure wound',
  'ecmo, heart-lung machine',
  'stress test, treadmill, spirometer',
  'holter, cardiac monitor implant',
  'medical cart, medication cabinet, computer',
  'nurse call, intercom, telephone, alarm notification',
  'compounder, pharmacy robot, medicine packager',
  'liquid handler, laboratory automation, molecular analyzer, robot',
  'room disinfection, robot',
  'oct, fundus camera, scanner',
  'audiometer, tympanometer, hearing screener',
  'refractor, tonometer, eye biometer',
  'endoscope, video processor, camera control unit, light source',
  'blood culture, microbiology analyzer, mass spectrometer',
  'mass spectrometer, hba1c analyzer, analyzer',
  'blood glucose, analyzer, blood gas analyzer',
  'blood glucose, hba1c analyzer',
  'blood glucose, sensor',
  'sequencer, molecular analyzer',
  'freezer, refrigerator',
  'incubator, infant warmer',
  'medication cabinet, medicine packager, pharmacy robot',
  'patient lift, elevator',
  'sterilizer, washer',
  'pacs, dicom viewer',
  'router, modem, gateway, firewall',
  'router, access point, wireless bridge, modem',
  'gateway, serial server, media converter, communication module',
  'serial server, console server, gateway',
  'ip camera, video encoder',
  'kvm, media converter, wireless bridge, switch',
  'wireless presentation, video conference',
  'computer, gateway, plc, network storage, video recorder, digital signage',
  'video recorder, video encoder, video management',
  'hmi, computer, patient terminal',
  'thin client, computer, terminal',
  'barcode scanner, mobile computer',
  'intercom, telephone',
  'controller, gateway, rtu, data logger, communication module, i/o module, building management',
  'plc, gateway, rtu, data logger, communication module, i/o module, hmi',
  'controller, thermostat, boiler, water controller, elevator, generator, protection relay, lock',
  'room controller, thermostat',
  'biometric terminal, card reader, door controller',
  'power meter, data logger, environment monitor, protection relay',
  'environment monitor, gateway, sensor, gas detector, data logger',
  'elevator, gateway',
  'sensor, process transmitter, flow meter, gas detector',
  'drive, solar inverter, controller, plc',
  'ups, solar inverter',
  'pdu, transfer switch, switch',
  'power meter, circuit breaker',
  'intrusion panel, door controller',
  'air handler, chiller, controller, valve',
  'data logger, hmi, scada',
  'scada, building management',
].map(listed)

const boxesOf: ReadonlyMap<string, readonly number[]> = new Map(
  [...classes.keys()].map((id) => [id, boxes.flatMap((box, at) => (box.includes(id) ? [at] : []))]),
)

/** For the table's test. */
export const areBoxesKnown = (): boolean => boxes.every((box) => box.every((id) => classes.has(id)))

/** The class and all that it is of. */
function lineageOf(id: string): readonly string[] {
  const of = classes.get(id)?.of
  return of === undefined ? [id] : [id, ...listed(of).flatMap(lineageOf)]
}
const lineages: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [...classes.keys()].map((id) => [id, new Set(lineageOf(id))]),
)

/** Of these so many things are one that two of them may be on one label. */
const broad: ReadonlySet<string> = new Set(
  'imaging, microscope, cabinet, monitor, pump, analyzer, camera, scanner, controller, meter, robot, panel, terminal, printer'.split(
    ', ',
  ),
)

const phrasesOf = ({ said, abroad }: DeviceClass): readonly string[] => [
  ...listed(said),
  ...(abroad ? listed(abroad) : []),
]

const idsOfPhrase = new Map<string, string>()
for (const [id, one] of classes)
  for (const phrase of phrasesOf(one))
    for (const words of [wordsOf(phrase), wordsOf(joinedOf(phrase))]) idsOfPhrase.set(words.map(spelled).join(' '), id)

/** Single words of other languages than English. */
export const classWordsAbroad: readonly string[] = [...classes.values()]
  .flatMap(({ abroad }) => (abroad ? listed(abroad) : []))
  .map(joinedOf)
  .filter((phrase) => !phrase.includes(' '))

const longest = Math.max(...[...idsOfPhrase.keys()].map((phrase) => phrase.split(' ').length))
const firstWords: ReadonlySet<string> = new Set([...idsOfPhrase.keys()].map((phrase) => phrase.split(' ')[0]!))

/** Compounds of German and its neighbours end with the thing: `Intensivbeatmungsgerät`. */
const endings: readonly string[] = [...idsOfPhrase.keys()]
  .filter((phrase) => /^[a-z]{7,}$/.test(phrase))
  .toSorted((a, b) => b.length - a.length)
const compounds = new Map<string, string | undefined>()

function idOfCompound(word: string): string | undefined {
  if (!/^[a-z]{11,}$/.test(word)) return undefined
  if (!compounds.has(word)) {
    if (compounds.size > 20_000) compounds.clear()
    const ending = endings.find((one) => word.length >= one.length + 3 && word.endsWith(one))
    compounds.set(word, ending && idsOfPhrase.get(ending))
  }
  return compounds.get(word)
}

export interface SaidClasses {
  readonly ids: readonly string[]
  /** Which of the words say them. */
  readonly places: ReadonlySet<number>
  /** Those that one word alone says. */
  readonly single: ReadonlySet<number>
}

/** The classes that words in a row say: the longest phrase from each place on, and no wider class beside a narrower. */
export function classesIn(words: readonly string[]): SaidClasses {
  const own = words.map(spelled)
  return own.some(maySay) ? readClasses(own) : saysNothing
}

const maySay = (word: string): boolean => firstWords.has(word) || word.length >= 11
const saysNothing: SaidClasses = { ids: [], places: new Set(), single: new Set() }

function readClasses(own: readonly string[]): SaidClasses {
  const ids = new Set<string>()
  const places = new Set<number>()
  const single = new Set<number>()
  for (let at = 0; at < own.length; ) {
    const said = phraseAt(own, at)
    if (!said) {
      at++
      continue
    }
    ids.add(said.id)
    if (said.length === 1) single.add(at)
    for (let nth = 0; nth < said.length; nth++) places.add(at + nth)
    at += said.length
  }
  // `Imaging and Ultrasound` are two.
  if (own.includes('and')) return { ids: [...ids], places, single }
  const kept = [...ids].filter((id) => ![...ids].some((other) => other !== id && lineages.get(other)!.has(id)))
  return { ids: kept, places, single }
}

function phraseAt(words: readonly string[], at: number): { readonly id: string; readonly length: number } | undefined {
  if (firstWords.has(words[at]!))
    for (let length = Math.min(longest, words.length - at); length > 0; length--) {
      const id = idsOfPhrase.get(length === 1 ? words[at]! : words.slice(at, at + length).join(' '))
      if (id !== undefined) return { id, length }
    }
  const id = idOfCompound(words[at]!)
  return id === undefined ? undefined : { id, length: 1 }
}

/** `ventilator`, `router`: a word that alone says a class. */
export const saysClass = (word: string): boolean => idsOfPhrase.has(spelled(word))

export const classesInText = (text: string): readonly string[] =>
  classesIn(wordsOf(plainText(text).replace(/\([^()]*\)/g, ' '))).ids

/**
 * `alike`: one device may be both; `siblings`: two of one wider class, which tell devices of a brand apart; `unlike`: things that
 * have nothing in common but may be bundled.
 */
export type Relation = 'alike' | 'siblings' | 'unlike'

export function relationOf(some: readonly string[], others: readonly string[]): Relation {
  const relations = some.map((one) => relationTo(one, others))
  // A `syringe pump` that is `volumetric` as well is not surely the one or the other.
  if (relations.includes('siblings')) return 'siblings'
  return relations.includes('alike') ? 'alike' : 'unlike'
}

function relationTo(one: string, others: readonly string[]): Relation {
  if (others.some((other) => areAlike(one, other))) return 'alike'
  return others.some((other) => shareClass(one, other)) ? 'siblings' : 'unlike'
}

/** What says the one may be the other: a `pump` any of the kinds of pumps. */
export const isOfOneClass = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((one) => others.some((other) => areOfOne(one, other)))

const areOfOne = (one: string, other: string): boolean => lineages.get(one)!.has(other) || lineages.get(other)!.has(one)

/** A `syringe pump` is one of the infusion pumps, as an `infusion pump` is one of the pumps. */
export const isOneOfSeveral = (id: string): boolean => [...lineages.get(id)!].length > 2

const areAlike = (one: string, other: string): boolean =>
  areOfOne(one, other) || boxesOf.get(one)!.some((box) => boxesOf.get(other)!.includes(box))

const shareClass = (one: string, other: string): boolean =>
  [...lineages.get(one)!].some((id) => !broad.has(id) && lineages.get(other)!.has(id))

export const isPart = (id: string): boolean => classes.get(id)!.isPart === true

/** Words that describe anything. */
const plainAnywhere = `
  automated automatic automatically unified integrated combined combination universal multi multi-function functional
  multifunction multifunctional multi-purpose general-purpose electronic electronical electric type next generation
  complete stand stand-alone standalone desktop benchtop freestanding floorstanding wheel stand cart trolley pole wall
  mount mounted new ambulant ambulante ambulanter ambulatoire ambulatoria ambulatorio tragbar tragbares tragbare
  fahrbar fahrbares fahrbare mobil mobiles mobiler portatil portatile portative draagbaar draagbare mobiel mobiele
  neugeborene fruhgeborene kinder erwachsene automatique automatisch automatisches automatico automatica universel
  universelle
`
const plainOf: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  trades.flatMap(({ plain, classes: own }) => {
    const all = plainAnywhere + plain
    const words = new Set([...wordsOf(all), ...wordsOf(joinedOf(all))].map(spelled))
    return Object.keys(own).map((id) => [id, words] as const)
  }),
)

/** Whether the word describes things of these classes, and makes no other model of them. */
export const isPlainOf = (word: string, ids: readonly string[]): boolean =>
  ids.some((id) => plainOf.get(id)!.has(spelled(word)))
