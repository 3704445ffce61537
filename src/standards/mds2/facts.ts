import type { Mds2Form } from '#model/mds2.ts'
import { plain } from './answer.ts'
import type { Lines } from './lines.ts'

// What a form says of itself: in HN 1-2019 as questions DOC-1 to DOC-7, in HN 1-2013 as labels over or beside their values.

type Facts = Pick<
  Mds2Form,
  'manufacturer' | 'model' | 'softwareVersion' | 'description' | 'documentId' | 'contact' | 'intendedUse'
> & { readonly released: string }

const labels: Readonly<Record<keyof Facts, RegExp>> = {
  manufacturer: /^manufacturer(?: name)?$/i,
  model: /^(?:device )?model(?:\(s\)|s| name)?(?: ?\/ ?number)?$/i,
  softwareVersion: /^(?:software|sw|firmware|product)[ /](?:revision|version|release|rev\.?)(?:\(s\)|s| number)?$/i,
  description: /^device (?:category|description)$/i,
  documentId: /^document (?:id|identifier|number)$/i,
  released: /^document (?:release )?date$/i,
  contact: /^(?:manufacturer (?:or representative )?)?contact(?: information)?$/i,
  intendedUse: /^intended use of device in network-?\s?connected environment$/i,
}
const names = Object.keys(labels) as (keyof Facts)[]

const question: Partial<Record<keyof Facts, string>> = {
  manufacturer: 'DOC-1',
  description: 'DOC-2',
  model: 'DOC-3',
  documentId: 'DOC-4',
  contact: 'DOC-5',
  intendedUse: 'DOC-6',
  released: 'DOC-7',
}

/** Questions that ask for words and not for yes or no. */
export const asksForWords: ReadonlySet<string> = new Set(Object.values(question))

export function factsOf(lines: Lines): Facts {
  const written = new Map(lines.questions.map((line) => [line.id, plain(line.answer) || line.note]))
  const facts = Object.fromEntries(
    names.map((name) => [name, written.get(question[name] ?? '') || labelled(lines.others, labels[name])]),
  ) as Record<keyof Facts, string>
  return { ...facts, ...withVersion(facts.model, facts.softwareVersion) }
}

const otherLabel = /^software release date$/i
const isLabel = (text: string) =>
  [otherLabel, ...names.map((name) => labels[name])].some((label) => label.test(text.replace(/\s*:$/, '')))
const tidy = (cell: string | undefined) => plain(cell ?? '')

/** `Label: value` in one cell, the value right of its label, or below it. */
function labelled(others: Lines['others'], label: RegExp): string {
  for (const [at, { cells }] of others.entries()) {
    for (const [column, cell] of cells.entries()) {
      if (cell === '') continue
      const text = tidy(cell)
      const [, before = '', inside] = /^([^:]{3,60}?)\s*:\s*(.*)$/s.exec(text) ?? [null, text.replace(/:$/, '')]
      if (!label.test(before)) continue
      if (inside) return inside
      const right = cells
        .slice(column + 1)
        .map(tidy)
        .find(Boolean)
      if (right && !isLabel(right)) return right
      const below = tidy(others[at + 1]?.cells[column])
      if (below && !isLabel(below)) return below
    }
  }
  return ''
}

const versionWords =
  /[\s,;(]*\b(?:(?:software|sw|firmware)\s*(?:version|revision|release|rev\.?|ver\.?|v\.?)?|version|ver\.|revision)\s*:?\s*(v?\d[\w.]*(?:-\w+)?)\)?/i

const versionMark = /[\s,;(]+v\.?\s?(\d+\.\d[\w.]*)\)?$/i

/** The version may stand with the model: `Valve 100, software version 4.2`, `Valve 100 (V4.2)`. */
function withVersion(model: string, softwareVersion: string) {
  if (softwareVersion) return { model, softwareVersion: softwareVersion.replace(/^(?:version|ver\.?|rev\.?)\s*/i, '') }
  const [whole, version] = versionWords.exec(model) ?? versionMark.exec(model) ?? []
  const rest = whole ? plain(model.replace(whole, '')) : ''
  return version && rest ? { model: rest, softwareVersion: version } : { model, softwareVersion: '' }
}

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** `YYYY-MM-DD`, or undefined where the text is no day, or may be two. */
export function readDay(text: string): string | undefined {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(text)
  if (iso) return day(iso[1]!, iso[2]!, iso[3]!)
  if (/^\d{5}$/.test(text)) return new Date((Number(text) - 25_569) * 86_400_000).toISOString().slice(0, 10)
  const named =
    /^(?:(\d{1,2})(?:st|nd|rd|th)?[\s./-]+)?([A-Za-z]{3,9})\.?[\s./-]+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})$/.exec(
      text,
    )
  const month = named ? months.indexOf(named[2]!.slice(0, 3).toLowerCase()) + 1 : 0
  if (named && month > 0) return day(named[4]!, month, named[1] ?? named[3] ?? '1')
  const numbers = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text)
  if (!numbers) return undefined
  const [first, second, year] = [Number(numbers[1]), Number(numbers[2]), numbers[3]!]
  if (first > 12) return day(year, second, first)
  return second > 12 || first === second ? day(year, first, second) : undefined
}

function day(year: string, month: string | number, date: string | number): string | undefined {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
  const read = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text) ? text : undefined
}
