// Where an inventory names a maker and a kind of device, and no model, any product of the maker of that kind may be the device.

import { kindsOfBrand } from './brand-kinds.ts'
import type { IndexedProduct, VendorShelf } from './match-index.ts'
import { isDescriptor, joined, kindOf, rawTokens, tidy } from './model-token.ts'
import { plainText } from './plain-text.ts'
import { isPlain } from './plain-words.ts'

/** What is one kind, in the usual languages. */
const kinds: readonly string[] = [
  'ventilator ventilators respirator beatmungsgerat respirateur ventilateur respirador ventilador ventilatore beademingstoestel beademingsapparaat',
  'pump pumps infusion infusionspumpe spritzenpumpe pompe bomba pompa seringue pousse-seringue perfusor infuuspomp spuitpomp',
  'monitor monitors monitoring patientenmonitor uberwachungsmonitor bettmonitor vitalmonitor moniteur bewakingsmonitor kardiomonitor',
  'dialysis hemodialysis haemodialysis dialysegerat dialysemaschine dialyse hamodialyse hamodialysegerat hemodialyse hemodialisis dialisis emodialisi dialisi crrt',
  'defibrillator defibrillators defib defibrillateur defi desfibrilador desfibrilhador defibrillatore aed',
  'ultrasound sonography ultraschall ultraschallgerat sonographiegerat sonographie echographe ecografo ecotomografo echotoestel echoapparaat ultrasonido',
  'electrocardiograph electrocardiographs ecg ekg cardiograph electrocardiographe electrocardiografo elettrocardiografo elektrokardiograph ekg-gerat',
  'analyzer analyser analysegerat blutgasanalysegerat analyseur automate analizador analizzatore analysator',
  'anesthesia anaesthesia narkosegerat anasthesiegerat narkose anasthesie narkosesystem anesthesie anestesia',
  'incubator inkubator couveuse incubadora warmer warmebett',
  'washer disinfector rdg steckbeckenspuler reinigungs-desinfektionsgerat sterilizer autoclave autoclave',
  'endoscope gastroscope colonoscope bronchoscope duodenoscope endoskop',
  'ct computertomograph computertomographie tomodensitometre tac',
  'mri mr mrt kernspintomograph irm resonancia risonanza',
  'tomograph scanner scanners tomografo',
  'x-ray xray radiography radiographic rontgengerat rontgenanlage rontgen mammography mammographe fluoroscopy',
  'injector injektor',
  'microscope mikroskop operationsmikroskop microscopio',
  'electrosurgical coagulator',
  'centrifuge zentrifuge',
  'refrigerator freezer kuhlschrank',
  'linac linacs linearbeschleuniger beschleuniger accelerator accelerateur acelerador acceleratore',
  'bed beds bett klinikbett krankenbett pflegebett lit letto cama',
  'camera cameras kamera funduskamera',
  'heart-lung hlm herzlungenmaschine',
  'robot robotic roboter op-roboter',
  'pacs',
  'programmer programmers programmiergerat programador',
]
/** Kinds of what stands beside medical devices, of which makers have many: asked for only where a shelf holds few. */
const besideDevices: readonly string[] = [
  'gateway gateways',
  'consoleserver consoleservers',
  'switch switches',
  'router routers',
  'firewall firewalls',
  'ups usv onduleur sai gruppo-di-continuita',
  'pdu pdus steckdosenleiste',
  'printer printers drucker etikettendrucker imprimante impresora stampante',
  'inverter inverters wechselrichter frequenzumrichter variateur vfd',
  'thermostat thermostats',
  'nvr dvr netzwerkrekorder',
  'intercom sprechanlage tursprechanlage interphone citofono',
  'kvm',
  'plc plcs sps',
  'encoder encoders',
]
/** Products of one kind on a shelf; of more the question would be which of a whole catalogue is meant. */
const mostBeside = 3

const kindOfWord: ReadonlyMap<string, number> = new Map(
  [...kinds, ...besideDevices].flatMap((words, kind) =>
    words.split(' ').map((word) => [word.replaceAll('-', ''), kind] as const),
  ),
)
/** `tomograph` and `scanner` may be either. */
const tomographs = ['ct', 'mri', 'tomograph'].map((word) => kindOfWord.get(word)!)

/** Of one kind and for different things. */
const protocols = 'modbus bacnet knx lonworks mbus profinet profibus dali ethercat canopen hart'.split(' ')
const purposes: ReadonlySet<string> = new Set([
  ...'glucose pressure insulin syringe volumetric enteral fetal maternal oximeter oximetry holter stress telemetry urine coagulation hematology immunoassay'.split(
    ' ',
  ),
  ...protocols,
])
const purposesIn = (forms: readonly string[]) => forms.filter((form) => purposes.has(form))

const formsIn = (text: string): string[] =>
  rawTokens(
    plainText(text)
      .replace(/[/()]/g, ' ')
      .replace(/\b(?:console|terminal|serial(?: device)?|device) server(?=s?\b)/g, 'consoleserver'),
  ).map((token) => tidy(joined(token)))
const kindsIn = (forms: readonly string[]): number[] => [...new Set(forms.flatMap((form) => kindOfForm(form) ?? []))]

/** Also of `Intensivbeatmungsgerät`: a compound ends with the kind. */
function kindOfForm(form: string): number | undefined {
  const known = kindOfWord.get(form)
  if (known !== undefined || form.length < 12) return known
  for (const [word, kind] of kindOfWord) if (word.length >= 7 && form.endsWith(word)) return kind
  return undefined
}

/** The kinds that a product's name says, else those that its brand is known for. */
function kindsOfName(name: string): readonly number[] {
  // `MB-Gateway`.
  const ended = /-([a-z]{6,})\b/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const said = kindsIn([
    ...formsIn(name).flatMap((form) => [form, ...(form.endsWith('linac') ? ['linac'] : [])]),
    ended,
  ])
  const kinds = said.length > 0 ? said : kindsOfBrand(name).map((word) => kindOfWord.get(word.replaceAll('-', ''))!)
  return kinds.some((kind) => tomographs.includes(kind)) ? [...kinds, tomographs[2]!] : kinds
}

/** The kinds that a device is of which nothing else is said; none where a word may be its name. */
export function kindsAlone(text: string): readonly number[] {
  const forms = formsIn(text)
  const isNameless = forms.every(
    (form) => kindOfForm(form) !== undefined || kindOf(form) === 'kind' || isDescriptor(form) || form === 'de',
  )
  return isNameless ? kindsIn(forms).filter((kind) => kind < kinds.length) : []
}

/**
 * The kinds of what stands beside medical devices, where a text says no more than what it is and where: `Modbus gateway, boiler
 * house`, `remote monitoring gateway lift 7`. Behind a comma stands where, or with how many ports.
 */
export function kindsBeside(text: string): readonly number[] {
  const forms = formsIn(text.split(/[,;(]/)[0]!)
  const isNameless = forms.every(
    (form) =>
      kindOfForm(form) !== undefined ||
      /^\d{1,2}$/.test(form) ||
      purposes.has(form) ||
      isDescriptor(form) ||
      isPlain(form) ||
      !/^(?:number|word)$/.test(kindOf(form)),
  )
  return isNameless ? kindsIn(forms).filter((kind) => kind >= kinds.length) : []
}

const shelvesRead = new WeakMap<VendorShelf, ReadonlyMap<number, readonly IndexedProduct[]>>()

/** What a maker's shelf holds of these kinds, as far as the names say; what is for another purpose is left out. */
export function ofKinds(shelf: VendorShelf, wanted: readonly number[], text: string): readonly IndexedProduct[] {
  let byKind = shelvesRead.get(shelf)
  if (!byKind) {
    const read = new Map<number, IndexedProduct[]>()
    for (const product of new Set([...shelf.byForm.values()].flat()))
      for (const kind of new Set(kindsOfName(product.name.text))) {
        const list = read.get(kind)
        if (list) list.push(product)
        else read.set(kind, [product])
      }
    byKind = read
    shelvesRead.set(shelf, byKind)
  }
  const found = wanted.flatMap((kind) => byKind.get(kind) ?? [])
  if (found.length > mostBeside && wanted.every((kind) => kind >= kinds.length)) return []
  const own = purposesIn(formsIn(text))
  return found.filter((product) => {
    const others = purposesIn(formsIn(product.name.text))
    return own.length === 0 || others.length === 0 || own.some((purpose) => others.includes(purpose))
  })
}
