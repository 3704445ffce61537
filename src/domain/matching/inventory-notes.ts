// What people write behind a model that is no part of its name: which of several it is, where it stands, when it was made.

const number = '(?:\\d{1,3}[a-z]?|[a-z]\\d{0,3}|\\d+[./-]\\d+)'
const place =
  '(?:op|or|ot|room|rm|raum|zimmer|zi|saal|salle|sala|chambre|quirofano|bloc|box|bay|bed|bett|platz|theatre|ward|etage|og|ug|floor|flr|kabine|eingriffsraum|schockraum|sr)'
const condition =
  '(?:used|gebraucht|neu|new|demo|leihgerat|leihgeraet|mietgerat|loaner|rental|spare|ersatz|reserve|ersatzgerat|defekt|defect|occasion|usado|refurbished|aussonderung|backup)'

const notes: readonly RegExp[] = [
  // `#2`, `Nr. 2`, `No 3`, `Gerät 2`.
  new RegExp(`\\s*(?:[-,]\\s*)?(?:#\\s*|(?<![a-z])(?:nr|no|n°|num)\\.?\\s+)${number}(?=\\s*$|[,;)])`, 'gi'),
  // `Bj. 2017`, `Baujahr 2017`, `YOM 2017`, `purchased 03/2017`.
  /[,;(-]?\s*\b(?:bj|baujahr|yom|year of manufacture|mfg(?: date)?|mfd|manufactured|purchased|installed|annee|ano|anno|kaufjahr|beschafft|ibn)\b\.?:?\s*(?:\d{1,2}[./-]){0,2}(?:19|20)\d\d\)?/gi,
  // `Inv.-Nr. 40231`, `asset 1234`, `tag 77`.
  /[,;(-]?\s*\b(?:inv(?:entar|entory|entaire)?|asset|anlagen?|equipment id|eq|geraete|tag|bmt|biomed)\b[\s.-]*(?:(?:nr|no|num(?:mer|ber)?|id|tag|#)\b)?[\s.:#-]*(?:[a-z]{0,3}-?)?\d{2,}\)?/gi,
  // `1763-L16BWA Ser. B`: the series of a number's making.
  /(?<=\d[a-z]{0,4})\s+ser\.\s+[a-z]\s*$/gi,
  // `OP 3`, `Room 5`, at the end; the `OP-300` and the `SR650` are models.
  new RegExp(
    `(?<=\\S.*)[,;(/-]?\\s*\\b(?!(?:op-?\\s?(?:\\d{3}|3d)|sr-?\\s?\\d{3}))${place}\\.?[ -]?${number}\\)?\\s*$`,
    'gi',
  ),
  /(?<=\S.*)(?<!\b(?:central|nurse|nurses|work|docking|base|review|monitoring|zentral|information|diagnostic|imaging|gateway)\s*)[,;(-]?\s*\b(?:station|stn)\.?\s\d{1,2}[a-z]?\)?\s*$/gi,
  new RegExp(`[,;(-]\\s*${condition}\\)?\\s*$`, 'gi'),
]

const mayHold =
  /#|\b(?:nr|no|num|bj|baujahr|yom|year|mf[gd]|manufactured|purchased|installed|annee|ano|anno|kaufjahr|beschafft|ibn|inv\w*|asset|anlagen?|equipment|eq|geraete|tag|bmt|biomed|station|stn|ser|series)\b|\d[a-z]?\)?\s*$|[a-z]\)\s*$|[,;-]\s*[a-z]+\s*$/i

/** The model without such notes; as it is where nothing else would be left. */
export function withoutNotes(model: string): string {
  if (!mayHold.test(model)) return model
  let rest = model.normalize('NFKD').replace(/[\u0300-\u036f]/g, '')
  const before = rest
  for (const note of notes) rest = rest.replace(note, ' ')
  rest = rest.trim()
  return rest === before.trim() || rest.replace(/[^a-z0-9]/gi, '').length < 2 ? model : rest
}
