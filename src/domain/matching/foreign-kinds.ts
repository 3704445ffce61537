// What kind of thing a device is, in the languages of those who keep inventories; beside `kindWords` of model-words.ts.

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

const said = words(`
  labor aufbereitung funktionsdiagnostik intensiv intensivstation notaufnahme rettungsdienst ambulanz
  surveillance fauteuil lampe colonne amplificateur brillance radiologique desinfecteur
  pese-bebe operatoire eclairage monitorage urgence urgences bloc soins analyseurs portatif portable
  signos vitales ventilacion mecanica mecanico rayos portatil quirofano quirurgica quirurgico lampara torre endoscopia cuna termica
  radiante esterilizacion vapor gases sangre quimica clinica multiparametro
  multiparametrica parametri vitali degenza apparecchiatura
  lampada scialitica operatorio culla sala
  pulmonar aparelho cirurgica cirurgico eletrico berco aquecido raio raios
  behandelstoel onderzoekstafel
  ultraljudsapparat patientmonitor
  aparat operacyjny
  tomograf komputerowy
  pristroj davkovac ultrazvukovy
  cihazi pompasi monitoru
`)

/** Compounds of German, Dutch and the Nordic languages end with the thing; so do words of Greek origin in the others. */
const ending = new RegExp(
  `[a-z]{3}(?:${[
    'gerate?s?|geraete?|apparate?n?|apparaat|toestel|maschinen?|maskin|anlagen?|einheit|plattform|konsole',
    'pumpen?|pomp|(?:patienten|patient|uberwachungs|bett|vital|kreislauf|kardio|blutdruck|hamodynamik)monitor',
    'beatmung|filtration|narkose|uberwachung|hilfe',
    '(?:gerate|notfall|visite|narkose|behandlungs|rettungs)wagen|(?:operations|op|patienten|untersuchungs|rontgen)tisch',
    '(?:operations|op|untersuchungs)leuchte|schrank|liege|(?:kranken|pflege|intensiv|patienten|klinik)bett|waage',
    'kamera|skop|zentrifuge|sauger|warmer|injektor|analysator|analyzator|analyseautomat|sterilisator|desinfektor',
    '(?:hochfrequenz|hf|rontgen)generator|(?:ssystem|ensystem|uhrsystem)|arbeitsplatz',
    'gra(?:ph|f)i[ea]|grafo|(?:kardio|mammo|tomo|sono|kapno|phalo)gra(?:ph|f)|(?:cardio|mammo|echo|phalo|capno)graphe',
    '[ioa]metro|[io]metre|messer|messgerat|tafel|weegschaal|stoel',
  ].join('|')})$`,
)

/** `fahrbares`, `tragbare`, `chirurgisches`: adjectives as they stand before such a word. */
const adjective = /^[a-z]{3,}(?:isch|bar|lich)e[rsnm]?$|^(?:mobile[rs]|digitale[rs]|stationare[rs]?|fahrbar|tragbar)$/

const known = new Map<string, boolean>()

/** Inventories and advisories have some thousand words, and each comes many times. */
export function isForeignKind(word: string): boolean {
  if (word.length < 7) return said.has(word)
  let isKind = known.get(word)
  if (isKind === undefined) {
    isKind = said.has(word) || ending.test(word) || adjective.test(word)
    if (known.size > 50_000) known.clear()
    known.set(word, isKind)
  }
  return isKind
}
