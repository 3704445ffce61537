import type { Criticality, Lifecycle } from '#model/device.ts'

// The first that fits is taken: "not in use" before "in use", "inactive" before "active".
const lifecycles: readonly (readonly [RegExp, Lifecycle])[] = [
  [
    /\b(dispos\w*|scrap\w*|destroyed|sold|donated|trade ?in|traded|returned to (vendor|manufacturer|lessor)|entsorgt|verschrottet|rebut|desechado|eliminado)\b/,
    'disposed',
  ],
  [
    /\b(missing|lost|stolen|(unable|could not) (to )?(be )?(locate|found)\w*|cannot locate|not found|cnl|utl|vermisst|perdu|perdido)\b/,
    'missing',
  ],
  [/\b(loan\w*|on loan|lent|verliehen|leihgerat|prete|prestado)\b/, 'loaned'],
  [
    /\b(repair\w*|maintenance|out of (service|order)|down|broken|defective|faulty|biomed shop|awaiting parts|at vendor|in reparatur|defekt|en panne|en reparation|en reparacion|averiado)\b/,
    'in_repair',
  ],
  [
    /\b(retired?|inactive|decommission\w*|obsolete|withdrawn|removed|condemned|end of life|not in use|no longer in use|ausgemustert|ausser betrieb|stillgelegt|hors service|retirado|baja|dado de baja)\b/,
    'retired',
  ],
  [
    /\b(stor\w*|stock|in stock|spare|warehouse|backup|reserve|quarantine|lager|eingelagert|en stock|almacen\w*)\b/,
    'stored',
  ],
  [
    /\b(received|incoming|(initial|acceptance) inspection|inspection pending|pending inspection|commissioning|empfangen|recu|recibido)\b/,
    'received',
  ],
  [/\b(planned|ordered|on order|requested|geplant|bestellt|commande|prevu|planificado|pedido)\b/, 'planned'],
  [
    /\b(in use|active|in service|operational|deployed|installed|functional|working|up|released|operating|available|in betrieb|aktiv|en service|actif|en uso|activo|operativo)\b/,
    'in_use',
  ],
]

const singleLetter = new Map<string, Lifecycle>(
  Object.entries<Lifecycle>({
    a: 'in_use',
    r: 'retired',
    d: 'disposed',
    m: 'missing',
    s: 'stored',
  }),
)

/** The stage of its life that a status names; undefined where the word is not known. */
export function readLifecycle(text: string): Lifecycle | undefined {
  const word = plain(text)
  return singleLetter.get(word) ?? lifecycles.find(([pattern]) => pattern.test(word))?.[1]
}

const criticalities: readonly (readonly [RegExp, Criticality])[] = [
  [/\b(not|non) (critical|life ?support\w*|life ?sustaining|high risk)\b|\bno (significant )?risk\b/, 'low'],
  [/\b(life ?(support\w*|sustain\w*|saving)|ls|lebenserhaltend|soutien vital|soporte vital)\b/, 'life_sustaining'],
  [/\b(high\w*|critical|mission critical|hr|h|hoch|eleve|alto|alta|haut)\b/, 'high'],
  [/\b(medium|moderate|med|m|intermediate|mittel|moyen|medio|media)\b/, 'medium'],
  [/\b(low\w*|l|minimal|negligible|minor|niedrig|gering|faible|bajo|baja)\b/, 'low'],
]

/**
 * How much harm a failure can do. Words first; a class (I, II, III of the FDA) and a Fennigkoh–Smith number (3–20, of
 * which 12 and more are in the programme) where the header says that it is one; yes under a header such as "Life support".
 */
export function readCriticality(text: string, header: string): Criticality | undefined {
  const word = plain(text)
  const found = criticalities.find(([pattern]) => pattern.test(word))?.[1]
  if (found) return found

  const head = plain(header)
  if (/^(?:y|yes|true|1|x|ja|oui|si)$/.test(word))
    return criticalities.slice(1, 3).find(([pattern]) => pattern.test(head))?.[1]
  const fdaClass = /^(?:class )?(iii|ii|i|[123])$/.exec(word)?.[1]
  if (fdaClass && (word.startsWith('class') || /\bclass\b/.test(head))) return byClass[fdaClass]
  if (/\bem\b|fennigkoh/.test(head) && /^\d{1,2}$/.test(word)) return byScore(Number(word))
  return undefined
}

const byClass: Readonly<Record<string, Criticality>> = {
  iii: 'high',
  ii: 'medium',
  i: 'low',
  3: 'high',
  2: 'medium',
  1: 'low',
}

function byScore(score: number): Criticality | undefined {
  if (score < 3 || score > 20) return undefined
  if (score >= 17) return 'high'
  return score >= 12 ? 'medium' : 'low'
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
