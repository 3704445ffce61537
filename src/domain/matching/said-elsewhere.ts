import { withIsoDays } from '#standards/vers/vers.ts'

// An inventory without a column for it says the version in the description, or behind the model: `s/w v9.0`, `2nd Edition`,
// `software released Nov 2017`, `Allegro-Software-RomPager/4.01`.

interface NamePattern {
  readonly first: string
  readonly pattern: RegExp
}

const patterns = new Map<string, NamePattern | undefined>()

/** `-5035` of `7.0.1-5035`, `(7)E4` of `15.2(7)E4`, and the update that decides. */
const rest =
  '(?:-\\d{3,}(?:-\\d{1,2})?(?![\\w.-])|\\(\\d{1,2}\\)[a-z\\d]*)?(?:[\\s_](?:(?:sp|service pack|hf|hotfix|upd|update|mr|cu|build|patch)[ -]?\\d+\\w*|[ur]\\d+[a-z]?)(?!\\w|\\.\\w))*'

function patternOf(name: string): NamePattern | undefined {
  if (patterns.has(name)) return patterns.get(name)
  if (patterns.size > 50_000) patterns.clear()
  const words = name.toLowerCase().match(/[a-z0-9]+/g)
  const found = words && {
    first: words[0]!,
    pattern: new RegExp(
      `(?<![a-z0-9])${words.join('[^a-z0-9]*')}(?:\\s+(?:software|firmware|version|ver\\.?|sw|fw|rel(?:ease)?))*([\\s/_:-]+v?\\.?\\s?)(\\d[\\w.]*${rest}|[a-z]{2}\\d\\d[a-z]?(?![\\w-]))`,
      'i',
    ),
  }
  patterns.set(name, found ?? undefined)
  return found ?? undefined
}

/** The version behind a name: announced (`RomPager/4.30`, `NeuroWorks v8`), or a number that may be something else. */
export function versionBehind(name: string, text: string): { version: string; isAnnounced: boolean } | undefined {
  if (!/\d/.test(text)) return undefined
  const named = patternOf(name)
  if (!named || !text.toLowerCase().includes(named.first)) return undefined
  const found = named.pattern.exec(text)
  return found ? { version: found[2]!.replace(/\.+$/, ''), isAnnounced: /[/v]/i.test(found[1]!) } : undefined
}

const dates = new RegExp(
  [
    '(?:19|20)\\d\\d-\\d\\d(?:-\\d\\d)?',
    '\\d{1,2}[./]\\d{1,2}[./](?:19|20)\\d\\d',
    '(?:0?[1-9]|1[0-2])/(?:19|20)\\d\\d',
  ].join('|'),
  'gi',
)

export interface SaidDate {
  /** `2018-02-01`, or `2018-02` where no day is said. */
  readonly date: string
  readonly of: 'software' | 'making' | 'unknown'
}

/** `2017-02-15` of `15 Feb 2017`, `15.02.2017` and `Feb 15, 2017`; days come first where a point or slash parts them. */
export function readDay(text: string): string | undefined {
  const plain = withIsoDays(text.trim().toLowerCase())
  const two = (number: string) => number.padStart(2, '0')
  const iso = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(plain)
  if (iso) return Number(iso[2]) >= 1 && Number(iso[2]) <= 12 ? plain : undefined
  const year = /^(\d{1,2})\/(\d{4})$/.exec(plain)
  if (year) return `${year[2]}-${two(year[1]!)}`
  const day = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(plain)
  if (!day) return undefined
  // Above twelve it can only be the day; else a point is European, and a slash tells nothing: the month alone may be wrong.
  const [first, second] = [Number(day[1]), Number(day[2])]
  if (second > 12) return `${day[3]}-${two(day[1]!)}-${two(day[2]!)}`
  if (first > 12 || plain.includes('.')) return `${day[3]}-${two(day[2]!)}-${two(day[1]!)}`
  return undefined
}

const making =
  '(?:ship(?:ped|ment|ping)?|manufactured?|manufacturing|made|mfg|mfd|built|delivered|produced|dom|hergestellt|herstell(?:ung|datum)\\p{L}*|ausgeliefert|geliefert|auslieferung|gebaut|baujahr|bj|fabriqué|fabrication|livré|fabricad[oa]|entregad[oa]|prodotto|produzione|consegnat[oa]|geproduceerd|geleverd|bouwjaar|tillverkad|leverer[ae]d|wyprodukowan[oya])'
const ofMaking = new RegExp(`(?<![\\p{L}\\d])${making}(?![\\p{L}\\d])[^,;]*$`, 'iu')
const makingYear = new RegExp(
  `(?<![\\p{L}\\d])${making}(?![\\p{L}\\d])\\.?:?\\s*(?:in |im |en |nel |year )?((?:19|20)\\d\\d)(?![\\d./-])`,
  'iu',
)

/** `2016` of `built 2016`, `Baujahr: 2016`. */
export const yearOfMaking = (text: string): string | undefined => makingYear.exec(text)?.[1]

const ofSoftware =
  /(?<![\p{L}\d])(?:s\/?w|software(?:stand|version)?|sw-stand|f\/?w|firmware(?:stand|version)?|rel(?:ease)?d?|build|dated|program|version[ei]?|versión|vers[aã]o|versie|ver|stand|logiciel|micrologiciel|updated|aktualisiert|actualizado|aggiornato|mis à jour)(?![\p{L}\d])[^,;]*$/iu

/** Days that a text names, and what of. */
export function datesSaid(said: string): SaidDate[] {
  const text = withIsoDays(said)
  return [...text.matchAll(dates)].flatMap((one): SaidDate[] => {
    const date = readDay(one[0])
    if (!date) return []
    const before = text.slice(Math.max(0, one.index - 40), one.index)
    return [{ date, of: ofMaking.test(before) ? 'making' : ofSoftware.test(before) ? 'software' : 'unknown' }]
  })
}

/** `2nd Edition`, `2ND ED.`: the number. */
export const editionSaid = (text: string): string | undefined =>
  /\b(\d)(?:st|nd|rd|th)[\s-]+ed(?:ition|n)?\b/i.exec(text)?.[1]
