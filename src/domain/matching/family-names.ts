// Names of families that stand in front of models: what the ward writes for them, and which it leaves out.

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Letters that are written for a family before its number, by the ids of those who make or made it. */
const shortFamilies: readonly (readonly [makers: string, short: string, family: string])[] = [
  ['physiocontrol stryker medtronic', 'lp', 'LIFEPAK'],
  ['resmed', 'as', 'AirSense'],
  ['resmed', 'ac', 'AirCurve'],
  ['philips respironics', 'ds', 'DreamStation'],
  ['siemens', 'rp', 'RAPIDPoint'],
  ['siemens', 'rl', 'RAPIDLab'],
  ['siemens', 'imm', 'IMMULITE'],
  ['roche', 'lc', 'LightCycler'],
  ['roche', 'mp', 'MagNA Pure'],
  ['corpuls', 'c', 'corpuls'],
  ['cepheid danaher', 'gx', 'GeneXpert'],
  ['icu smiths', 'mf', 'Medfusion'],
  ['bd caesarea icu', 'bg', 'BodyGuard'],
]

const byMaker = new Map<string, (readonly [RegExp, string])[]>()
for (const [makers, short, family] of shortFamilies)
  for (const maker of makers.split(' ')) {
    const rules = byMaker.get(maker) ?? []
    rules.push([new RegExp(`(?<![\\w-])${short}[ -]?(?=\\d)`, 'i'), `${family} `])
    byMaker.set(maker, rules)
  }
byMaker.get('philips')!.push([/(?<![\w-])piic(?=[ -]?ix)/i, 'PIC'])
byMaker.set('intuitive', [[/(?<![\w-])dv[ -]?(?=(?:x|xi|s|si|sp|5)(?!\w))/i, 'da Vinci ']])

/** `LP15` of Physio-Control is the `LIFEPAK 15`. */
export function withFamily(model: string, makers: readonly string[]): string {
  for (const maker of makers)
    for (const [short, family] of byMaker.get(maker) ?? []) if (short.test(model)) return model.replace(short, family)
  return model
}

/** In front of a model's own name these are left out: the `Force` is the `SOMATOM Force`, the `MRx` the `HeartStart MRx`, the `WinCC` the `SIMATIC WinCC`. */
export const frontFamilies = words(`
  heartstart intellivue efficia earlyvue suresigns avalon azurion ingenia achieva affiniti pagewriter respironics
  somatom magnetom mammomat acuson symbia biograph artis axiom luminos multix atellica advia dimension immulite
  carescape voluson logiq vivid optima discovery revolution innova brightspeed lightspeed signa senographe giraffe
  infinity evis exera unicel alinity architect vitros medumat cardiovit eleganza stealthstation benevision beneheart benefusion beneview
  aplio aquilion vantage infinix ultimax radrex fdr fcr centricity intellispace lifepak sterrad bact
  simatic sinema desigo modicon melsec sysmac ecostruxure struxureware vsphere proliant poweredge thinksystem smartups
`)

/** What members of one family are called behind its code: where two of them differ in such a word, they are two models. */
export const memberWords = words(`
  excellence touch office comfort premium prime excel edge vision value essential core evolution inspiration revelation fusion
  connect smart sense trend view station exam home baby easy classic ideal star force speed vital master expert nova next apex
`)

/** What many programs are called: without the word before it such a name says nothing. */
export const commonNames = words(`
  manager center centre suite studio connect link console explorer assistant navigator director designer monitor agent service
  platform workspace hub portal gateway server client viewer editor reporter scheduler archive insight analytics
`)
