// How makers' names are written: what stands behind them, and how a narrow column shortens them.

const listed = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Where a subsidiary is: `Olympus Österreich`, `Nipro Medical Iberica`. */
export const countries = listed(`
  austria osterreich oesterreich schweiz suisse svizzera switzerland nederland netherlands belgium belgique belgie espana iberica hispania
  portugal polska poland norge norway sverige sweden danmark denmark suomi finland ireland eire canada mexico brasil brazil australia
  zealand korea india singapore taiwan turkiye turkey hellas magyarorszag hungary cesko slovensko romania benelux scandinavia nordics emea
  apac latam britain kingdom hong kong russia ukraine israel uae vietnam thailand malaysia philippines indonesia chile argentina colombia peru
  uruguay venezuela ecuador egypt morocco maroc tunisie algerie saudi arabia qatar kuwait oman pakistan bangladesh kenya nigeria estonia
  eesti latvia latvija lithuania lietuva bulgaria serbia srbija hrvatska croatia slovenia slovenija slovakia slovensko ceska czechia czech
  greece cyprus luxembourg liechtenstein kazakhstan belarus azerbaijan moldova macedonia bosnia montenegro albania iceland
`)

/** Further words of a trade or a department, taken off only where the rest is a known name. */
export const trades = listed(`
  industries industry instrument instrumentation equipment optics optical dental ophthalmic ophthalmics ophthalmology vision surgical surgery
  endoscopy endoscopie biotech biotechnology biosystems bioscience biologics biomed analytical analytics radiology cardiology cardiac vascular
  respiratory sleep neuro neurology neurosciences orthopedics orthopaedics rehab rehabilitation dialysis renal nephrology oncology emergency
  anesthesia anaesthesia infusion monitoring sterilization sterilisation controls power security safety communications communication
  telecommunications wireless mobile iot digital innovation innovations engineering enterprises concepts laser lasers medica medicals medicale medizinische
  elektromedizin vertrieb vertriebs handels handelsgesellschaft service sales distribution trading niederlassung department dept division
  medtech medizin medizinprodukte medizinelektronik pharmaceuticals equipements medicaux dispositivi medici medische techniek tecnologia
  tecnologias tecnologie electronic elettronica electronique electronica industrial optoelectronics information informatica informatique
  computer computers consulting professional veterinary equipos equipamentos instrumentos hospitalar biomedicale
`)

/** Where makers sit, and what stands before their names. */
export const places = listed(`
  aachen aarhus ahrensburg arnhem baar barcelona basel beijing bergamo biberach bochum boeblingen boblingen bologna
  bonaduz bonn bothell bremen brescia bruxelles budapest burgdorf carlsbad chengdu chicago copenhagen croydon delft dortmund dresden
  dublin duesseldorf dusseldorf eindhoven erlangen firenze forchheim frankfurt freiburg gdansk geneve genova giessen
  goeteborg gothenburg gottingen goettingen graz guangzhou hamburg hangzhou hannover heidenheim helsinki issaquah jena kalamazoo
  karlsruhe kiel knittlingen kobe kobenhavn koln koeln konstanz krakow kyoto lausanne leipzig leverkusen linz lisboa london lubeck luebeck
  lyon madrid mainz mannedorf mannheim marburg marseille melbourne milano milwaukee minneapolis minsk moskva munchen
  muenchen nagoya nanjing neuchatel norderstedt nuernberg nurnberg osaka oslo padova penzberg pleasanton praha rastatt regensburg
  roma rotterdam rottweil salzburg sarasota seattle seoul shanghai shenzhen solna stockholm stuttgart suzhou sydney tokyo torino toulouse
  tubingen tuebingen tuttlingen ulm umkirch uppsala utrecht verona vienna villingen warszawa waukesha wetzlar wien wuhan wurzburg wuerzburg
  zagreb zurich oberkochen zipf weilheim guetersloh gutersloh feldkirchen gilching unterschleissheim umea lund espoo vantaa turku kuopio
  ballerup glostrup naestved trondheim stavanger veenendaal nijmegen leuven mortsel gent antwerpen liege marcy etoile buc asnieres antony
  grenoble nantes strasbourg lille rennes modena mirandola parma trieste vicenza monza segrate valencia zaragoza sevilla bilbao rotkreuz
  koeniz wroclaw poznan lodz brno ostrava bratislava ljubljana beograd sofia bucuresti kaunas vilnius tallinn cardiff leeds manchester
  watford crawley basingstoke maidenhead qinhuangdao wuxi xuzhou
`)

/** Cities and provinces that open the registered names of companies in China: `Xiamen Zorblax Co., Ltd.` is Zorblax. */
const chinesePlaces = listed(`
  anhui beijing changsha changzhou chengdu chongqing dalian dongguan foshan fujian fuzhou guangdong guangxi guangzhou guizhou hainan
  hangzhou harbin hebei hefei henan huizhou hubei hunan jiangsu jiangxi jiaxing jilin jinan kunming kunshan liaoning nanchang nanjing
  nantong ningbo qingdao shaanxi shandong shanghai shantou shanxi shaoxing shenyang shenzhen shijiazhuang sichuan suzhou taizhou tianjin
  weihai wenzhou wuhan wuxi xiamen xian xuzhou yangzhou yantai yunnan zhejiang zhengzhou zhenjiang zhongshan zhuhai
`)

/** Without the place that opens it; the name as it is where nothing of a name would be left. */
export function withoutChinesePlace(key: string, isDivision: (word: string) => boolean): string {
  const [first = '', ...rest] = key.split(' ')
  const isNamed = rest.length > 0 && rest[0]!.length >= 4 && !isDivision(rest[0]!) && !chinesePlaces.has(rest[0]!)
  return isNamed && chinesePlaces.has(first) ? rest.join(' ') : key
}

/** Words with which the names of many companies begin: the word alone is nobody's. */
export const commonWords = listed(`
  general boston advanced american united national first smart global beacon change carl becton smiths care digital mobile universal
  control acoustic software texas phoenix extreme express silicon allied green cyber solar video server pangea reliable inductive
  palo check medical health life bio the new one all pro net data med clinical standard northern southern central image insight
  mobius delta sigma precision summit current profound contemporary innotech price electro rational crest hermes resonance helena
  oxford grant viking march dicom aspect milestone mercury systematic perspective continental access quantum meridian absolute alert
  align applied armstrong associates brain brandon breathe choice citizen cornell diligent dover event extension globus heartbeat
  house inspiration inspire measurement morgan northeast orchard outset planet prima progress quest ribbon robots spectrum static
  sunrise tangent think trend trinity triton western winning versus cellular sapphire direct visualization best biomedical cleveland
  liberty olive sightline patient picard zephyr arterial salient reverse spring flatiron hansen orpheus domain restoration foresight
  ellipse freedom hills building sunlight catalyst nelson lifeline biosphere thomas hyphen novartis exact propel ingenuity
  resolution canopy polymer orion magellan human brooks pacific harvard kaiser allergan stereo marco patterson quality collective
  greenlight citadel wellbeing healthcare detection zenith union bradford arbor shape sphere internet serena guidance accelerated
  ultimate encompass pavilion specter matrix penguin keeper lawson malta compu telekom kehua checkpoint seiko interactive
`)

/** Names of companies that stand in other names as well. */
export const wordsWithMeaning = listed(
  'sentinel atrium castle pursuit confirma lifeline vertiflex matrixcare lancer medifox explorys picker marconi origio mathys',
)

/** `S L E Ltd` is SLE: single letters one after another. */
export const spacedLetters = /(?<![a-z0-9])[a-z](?: [a-z0-9])+(?![a-z0-9])/g

/**
 * Names by what a column may keep of them: `R. Wolf` of Richard Wolf, `Fish Payk` of Fisher & Paykel. Only where one name comes
 * into question.
 */
export function shortenedNames(
  names: Iterable<readonly [key: string, ids: readonly string[]]>,
  isDivision: (word: string) => boolean,
) {
  const byStart = new Map<string, { readonly words: readonly string[]; readonly ids: readonly string[] }[]>()
  for (const [key, ids] of names) {
    const words = key.split(' ')
    if (words.length < 2 || words.length > 4) continue
    const list = byStart.get(key[0]!)
    if (list) list.push({ words, ids })
    else byStart.set(key[0]!, [{ words, ids }])
  }
  return (key: string): readonly string[] | undefined => {
    const said = key.split(' ')
    if (said.length < 2) return undefined
    const isInitial = said[0]!.length === 1 && said.length === 2 && said[1]!.length >= 4 && !isDivision(said[1]!)
    const isCut = said.every((word) => word.length >= 3) && said.join('').length >= 8
    if (!isInitial && !isCut) return undefined
    const fits = (words: readonly string[]) =>
      words.length === said.length &&
      words.every((word, at) => (isInitial && at > 0 ? word === said[at] : word.startsWith(said[at]!)))
    const found = (byStart.get(key[0]!) ?? []).filter(({ words }) => fits(words))
    const [first] = found
    return first && found.every(({ ids }) => ids.join() === first.ids.join()) ? first.ids : undefined
  }
}
