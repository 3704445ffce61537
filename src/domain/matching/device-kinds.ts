// Where an inventory names a maker and a kind of device, and no model, any product of the maker of that kind may be the device.

import type { IndexedProduct, VendorShelf } from './match-index.ts'
import { isDescriptor, joined, kindOf, rawTokens, tidy } from './model-token.ts'
import { plainText } from './plain-text.ts'

/** What is one kind, in the usual languages. */
const kinds: readonly string[] = [
  'ventilator ventilators respirator beatmungsgerat respirateur ventilateur respirador ventilatore',
  'pump pumps infusion infusionspumpe spritzenpumpe pompe bomba pompa seringue pousse-seringue perfusor',
  'monitor monitors monitoring patientenmonitor uberwachungsmonitor moniteur',
  'dialysis hemodialysis haemodialysis dialysegerat dialysemaschine dialyse hemodialisis dialisi',
  'defibrillator defibrillators defib defibrillateur desfibrilador defibrillatore aed',
  'ultrasound sonography ultraschall ultraschallgerat echographe ecografo',
  'electrocardiograph electrocardiographs ecg ekg cardiograph electrocardiographe electrocardiografo elettrocardiografo',
  'analyzer analyser analysegerat blutgasanalysegerat analyseur automate analizador',
  'anesthesia anaesthesia narkosegerat anasthesiegerat anesthesie anestesia',
  'incubator inkubator couveuse incubadora warmer warmebett',
  'washer disinfector rdg reinigungs-desinfektionsgerat sterilizer autoclave autoclave',
  'endoscope gastroscope colonoscope bronchoscope duodenoscope endoskop',
  'tomograph computertomograph scanner tomografo kernspintomograph irm mri',
  'x-ray xray radiography radiographic rontgengerat rontgenanlage rontgen mammography mammographe fluoroscopy',
  'injector injektor',
  'microscope mikroskop',
  'electrosurgical coagulator',
  'centrifuge zentrifuge',
  'refrigerator freezer kuhlschrank',
]
const kindOfWord: ReadonlyMap<string, number> = new Map(
  kinds.flatMap((words, kind) => words.split(' ').map((word) => [word.replaceAll('-', ''), kind] as const)),
)

/** Of one kind and for different things. */
const purposes: ReadonlySet<string> = new Set(
  'glucose pressure insulin syringe volumetric enteral fetal maternal oximeter oximetry holter stress telemetry urine coagulation hematology immunoassay'.split(
    ' ',
  ),
)
const purposesIn = (forms: readonly string[]) => forms.filter((form) => purposes.has(form))

const formsIn = (text: string): string[] =>
  rawTokens(plainText(text).replace(/[/()]/g, ' ')).map((token) => tidy(joined(token)))
const kindsIn = (forms: readonly string[]): number[] => [
  ...new Set(forms.flatMap((form) => kindOfWord.get(form) ?? [])),
]

/** The kinds that a device is of which nothing else is said; none where a word may be its name. */
export function kindsAlone(text: string): readonly number[] {
  const forms = formsIn(text)
  const isNameless = forms.every(
    (form) => kindOfWord.has(form) || kindOf(form) === 'kind' || isDescriptor(form) || form === 'de',
  )
  return isNameless ? kindsIn(forms) : []
}

const shelvesRead = new WeakMap<VendorShelf, ReadonlyMap<number, readonly IndexedProduct[]>>()

/** What a maker's shelf holds of these kinds, as far as the names say; what is for another purpose is left out. */
export function ofKinds(shelf: VendorShelf, wanted: readonly number[], text: string): readonly IndexedProduct[] {
  let byKind = shelvesRead.get(shelf)
  if (!byKind) {
    const read = new Map<number, IndexedProduct[]>()
    for (const product of new Set([...shelf.byForm.values()].flat()))
      for (const kind of kindsIn(formsIn(product.name.text))) {
        const list = read.get(kind)
        if (list) list.push(product)
        else read.set(kind, [product])
      }
    byKind = read
    shelvesRead.set(shelf, byKind)
  }
  const own = purposesIn(formsIn(text))
  return wanted
    .flatMap((kind) => byKind.get(kind) ?? [])
    .filter((product) => {
      const others = purposesIn(formsIn(product.name.text))
      return own.length === 0 || others.length === 0 || own.some((purpose) => others.includes(purpose))
    })
}
