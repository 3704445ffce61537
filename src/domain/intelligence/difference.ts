import type { Advisory, AdvisoryProduct, AdvisoryVulnerability } from '#model/advisory.ts'
import type { AdvisoryDifference } from '#model/triage.ts'
import { compareRevisions } from './revision.ts'

// CSAF 2.0 clause 9.1.12: the difference between two versions of a document. Compared is what is said, not how the
// document is written: a publisher that renames its product ids or reorders a list has said nothing new.

type Part = AdvisoryDifference['part']

/** What `after` says otherwise than `before`, the most weighty first. */
export function differences(before: Advisory, after: Advisory): AdvisoryDifference[] {
  return [
    ...products(before, after),
    ...compare(
      'vulnerability',
      keyed(before.vulnerabilities, ({ vulnerabilityId }) => vulnerabilityId),
      keyed(after.vulnerabilities, ({ vulnerabilityId }) => vulnerabilityId),
      titleOf,
    ),
    ...perVulnerability(before, after),
    ...document(before, after),
  ]
}

/** How the publisher counts its revisions (CSAF 2.0 clause 3.1.11), and whether `after` is a new major version. */
export function versioning(
  before: string,
  after: string,
): { scheme: 'integer' | 'semantic' | 'other'; isMajor: boolean } {
  if (/^(0|[1-9]\d*)$/.test(after)) return { scheme: 'integer', isMajor: before !== after }
  if (compareRevisions(after, after) === 0 && /^\d+\.\d+\.\d+/.test(after))
    return { scheme: 'semantic', isMajor: before.split('.')[0] !== after.split('.')[0] }
  return { scheme: 'other', isMajor: before !== after }
}

const titleOf = ({ title, cwe }: AdvisoryVulnerability) => [title, cwe].filter(Boolean).join(' · ')

function keyed<T>(items: readonly T[], key: (item: T) => string): Map<string, T> {
  return new Map(items.map((item) => [key(item), item]))
}

function compare<T>(
  part: Part,
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  say: (item: T) => string,
): AdvisoryDifference[] {
  const found: AdvisoryDifference[] = []
  for (const subject of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(subject), after.get(subject)]
    const was = old === undefined ? null : say(old)
    const is = now === undefined ? null : say(now)
    if (was === is) continue
    found.push({
      part,
      change: was === null ? 'added' : is === null ? 'removed' : 'changed',
      subject,
      before: was,
      after: is,
    })
  }
  return found
}

/** Products by name; of one name, their versions. */
function products(before: Advisory, after: Advisory): AdvisoryDifference[] {
  const of = (advisory: Advisory) =>
    new Map(
      [...Map.groupBy(advisory.products, ({ vendor, name }) => [vendor, name].filter(Boolean).join(' '))].map(
        ([name, entries]) => [name, entries] as const,
      ),
    )
  return compare('product', of(before), of(after), (entries) =>
    distinct(entries.map(({ version }) => version || 'no version stated')).join(', '),
  )
}

const distinct = (words: readonly string[]) => [...new Set(words)].sort()

function perVulnerability(before: Advisory, after: Advisory): AdvisoryDifference[] {
  const old = keyed(before.vulnerabilities, ({ vulnerabilityId }) => vulnerabilityId)
  const [oldNames, newNames] = [namesOf(before), namesOf(after)]
  return after.vulnerabilities.flatMap((now) => {
    const was = old.get(now.vulnerabilityId)
    if (!was) return []
    const about = (what: string) => `${now.vulnerabilityId}: ${what}`
    return [
      ...compare('status', statusOf(was, oldNames, about), statusOf(now, newNames, about), (word) => word),
      ...compare('score', scoresOf(was, about), scoresOf(now, about), (word) => word),
      ...whole('remediation', now.vulnerabilityId, remediationsOf(was, oldNames), remediationsOf(now, newNames)),
      ...whole('threat', now.vulnerabilityId, was.threats.map(threatText), now.threats.map(threatText)),
      ...whole('flag', now.vulnerabilityId, flagsOf(was, oldNames), flagsOf(now, newNames)),
      ...compare(
        'vulnerability',
        new Map([[about('description'), was.description]]),
        new Map([[about('description'), now.description]]),
        (word) => word,
      ),
    ]
  })
}

const namesOf = (advisory: Advisory) => keyed(advisory.products, ({ productId }: AdvisoryProduct) => productId)
type Names = ReadonlyMap<string, AdvisoryProduct>
const nameOf = (names: Names, id: string) => names.get(id)?.fullName ?? id

/** Each product's status: `known_affected` of Drip 3000 < 2.0. */
function statusOf({ status }: AdvisoryVulnerability, names: Names, about: (what: string) => string) {
  const words = new Map<string, string[]>()
  for (const [word, ids] of Object.entries(status))
    for (const id of ids) {
      const subject = about(nameOf(names, id))
      words.set(subject, [...(words.get(subject) ?? []), word.replaceAll('_', ' ')])
    }
  return new Map([...words].map(([subject, list]) => [subject, distinct(list).join(', ')]))
}

function scoresOf({ scores }: AdvisoryVulnerability, about: (what: string) => string) {
  const by = Map.groupBy(scores, ({ version }) => about(`CVSS ${version}`))
  return new Map(
    [...by].map(([subject, list]) => [
      subject,
      distinct(list.map(({ score, vector }) => `${score.toFixed(1)} ${vector}`)).join('; '),
    ]),
  )
}

const remediationsOf = ({ remediations }: AdvisoryVulnerability, names: Names) =>
  remediations.map(({ category, details, url, date, restartRequired, productIds }) =>
    [
      `${category.replaceAll('_', ' ')}: ${details}`,
      url,
      date && `from ${date.slice(0, 10)}`,
      restartRequired && `restart: ${restartRequired.replaceAll('_', ' ')}`,
      productIds.length > 0 && `for ${distinct(productIds.map((id) => nameOf(names, id))).join(', ')}`,
    ]
      .filter(Boolean)
      .join(' · '),
  )

const threatText = ({ category, details }: AdvisoryVulnerability['threats'][number]) =>
  `${category.replaceAll('_', ' ')}: ${details}`

const flagsOf = ({ flags }: AdvisoryVulnerability, names: Names) =>
  flags.map(
    ({ label, productIds }) =>
      `${label.replaceAll('_', ' ')}: ${distinct(productIds.map((id) => nameOf(names, id))).join(', ')}`,
  )

/** Statements without a name of their own are there or not there; one that goes as another comes has changed. */
function whole(part: Part, subject: string, before: readonly string[], after: readonly string[]): AdvisoryDifference[] {
  const gone = distinct(before).filter((word) => !after.includes(word))
  const come = distinct(after).filter((word) => !before.includes(word))
  const kindOf = (word: string) => word.slice(0, word.indexOf(':'))
  const found: AdvisoryDifference[] = []
  for (const word of come) {
    const at = gone.findIndex((old) => kindOf(old) === kindOf(word))
    const [old] = at >= 0 ? gone.splice(at, 1) : []
    found.push({ part, change: old === undefined ? 'added' : 'changed', subject, before: old ?? null, after: word })
  }
  return [...found, ...gone.map((word) => ({ part, change: 'removed' as const, subject, before: word, after: null }))]
}

function document(before: Advisory, after: Advisory): AdvisoryDifference[] {
  const of = (advisory: Advisory) =>
    new Map<string, string>(
      Object.entries({
        Title: advisory.title,
        Notes: advisory.summary,
        Status: advisory.trackingStatus,
        Publisher: advisory.publisher,
        Page: advisory.url ?? '',
        Revision: advisory.revision,
        Released: advisory.revisedAt.slice(0, 10),
      }),
    )
  return compare('document', of(before), of(after), (word) => word)
}
