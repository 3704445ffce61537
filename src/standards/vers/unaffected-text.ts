import { open } from './labelled-ranges.ts'
import type { Version } from './version.ts'
import type { Alternative, Range, VersionExpression } from './version-expression.ts'

// `fixed in 2.5`, `2.5 and newer are unaffected`, `not 2.5`: where the versions that are affected belong, people write those that are not.

type Read = (plain: string) => VersionExpression

const fixed =
  '(?:fixed|resolved|patched|corrected|remediated|addressed|solved|mitigated|repaired|behoben|korrigiert|gepatcht|geschlossen|corrigée?s?|résolue?s?|corregid[oa]s?|solucionad[oa]s?|resuelt[oa]s?|risolt[oaie]|corrett[oaie]|opgelost|verholpen)'
const unaffected =
  '(?:unaffected|invulnerable|safe|(?:not|no longer|never) (?:affected|vulnerable|impacted|susceptible)|nicht(?: mehr)? (?:betroffen|anfällig|verwundbar)|(?:non|plus) (?:affectée?s?|vulnérables?|concernée?s?)|non interessat[oaie]|no afectad[oa]s?|niet (?:getroffen|kwetsbaar))'
const bare =
  '(?:(?:firmware|software|sw|fw) )?(?:versions?|version(?:en)?|releases?|builds?)? ?(?:[<>]=? ?)?(?:[vr] |[a-z]{0,4}[.-]?)\\d'
const number = `(?:all )?(?:(?:firmware|software) )?(?:versions? |releases? )?(?:(?:prior to|before|below|(?:earlier|older|newer|later|higher|lower) than|up to|above|after|since|from) )?${bare}`
const sinceWord =
  '(?:in|by|with|from|since|as of|starting (?:with|from|at)|at|is|are|ab|mit|seit|dans|depuis|en|desde|nella?|dalla?|vanaf)'
const isWord = '(?:is|are|was|were|ist|sind|est|sont|es|son|è|sono)'

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'iu')
const fixedIn = whole(
  `(?:(?:it|this|issue|vulnerability|has|have|been|was|is|first|the|now|wurde|wird) )*${fixed}(?: (?:firmware|software))?(?: (?:versions?|releases?))?(?::? ${sinceWord})*:? ?(?:the )?(${number}.*)`,
)
const updateTo = whole(
  `(?:please )?(?:update|upgrade|updating|upgrading|migrate|aktualisier(?:en|ung)|mise à jour|actualizar|aggiornare)(?: [\\p{L}-]+){0,3}? (?:to|auf|vers|à|a|naar) (?:the )?(${number}.*)`,
)
const isGoneIn = whole(
  `(?:(?:it|this|the|issue|vulnerability|flaw|problem|is|was) )*no longer (?:present|found|exploitable|reproducible|included|there) ${sinceWord} (?:the )?(${number}.*)`,
)
const doesNotTouch = whole(
  `(?:(?:it|this|the|issue|vulnerability|flaw|problem) )*(?:(?:does|do|did) not (?:affect|impact|concern|apply to|exist in|touch)|(?:(?:is|are) )?not (?:present|found|contained) in|betrifft nicht|n'affecte pas|non interessa|no afecta a?) (?:the )?(${number}.*)`,
)
const unaffectedSince = whole(
  `${unaffected}(?: (?:versions?|releases?))?:? (?:from|since|as of|starting (?:with|from|at)|ab|seit|depuis|desde|dalla?|vanaf) (${number}.*)`,
)
const unaffectedOnes = whole(`${unaffected}(?: (?:versions?|releases?))?(?: (?:in|are|is))?:? ?(${number}.*)`)
const beUnaffected = whole(`(${number}[^(;]*?)[\\s,:(–-]+(?:(?:${isWord}|already) )*${unaffected}\\)?`)
const areFixed = whole(
  `(${number}[^(;]*?)[\\s,:(–-]+(?:(?:${isWord}|already) )*(?:${fixed}|(?:contains?|includes?|ha(?:s|ve)) (?:the |a )?(?:fix|correction|patch))\\)?`,
)
const negated = whole(`(?:not|no(?= [a-z])|none of|never|nicht|keine) (${bare}.*)`)
const otherThan = whole(
  `(?:(?:versions?|releases?) )?(?:other than|except(?:ing)?(?: for)?|excluding|not including|apart from|all but|anything but|ausser|außer|sauf|excepto|tranne) (${number}.*)`,
)
/** Whatever it names, it says nothing of what is affected. */
const oneClause = whole(`[^;,()|]*(?<![\\p{L}])${unaffected}`)

/** Most texts say nothing of the kind. */
const saysSo = new RegExp(
  `${unaffected}|${fixed}|no longer|not (?:affect|impact|concern|apply|exist|touch|present|found|contained|including)|betrifft nicht|n'affecte|non interessa|no afecta|apart from|(?:fix|correction|patch)\\)?$|^(?:please |versions? |releases? )?(?:up(?:dat|grad)|migrate|aktualisier|mise|actualizar|aggiornare|not? |none|never|nicht|keine|other|exce|excluding|all but|anything|au(?:ss|ß)er|sauf|tranne)`,
  'iu',
)

/** What is left to be affected; undefined where the text says no versions that are not. `plain` has single spaces. */
export function readUnaffected(text: string, plain: string, read: Read): VersionExpression | undefined {
  const said = plain.replace(/\.$/, '')
  if (!saysSo.test(said)) return undefined
  const mended =
    fixedIn.exec(said)?.[1] ?? updateTo.exec(said)?.[1] ?? isGoneIn.exec(said)?.[1] ?? unaffectedSince.exec(said)?.[1]
  if (mended !== undefined) return before(text, read(mended))
  const fixes = areFixed.exec(said)?.[1]
  if (fixes !== undefined) {
    const ofThem = read(fixes)
    // `< 2.5 (fixed)`: what was affected, and is so no more.
    return ofThem.alternatives.some((one) => one.kind === 'range' && one.upper)
      ? undefined
      : before(text, ofThem, false)
  }
  const out =
    unaffectedOnes.exec(said)?.[1] ??
    doesNotTouch.exec(said)?.[1] ??
    beUnaffected.exec(said)?.[1] ??
    negated.exec(said)?.[1]
  if (out !== undefined) return without(text, read(out), open)
  const others = otherThan.exec(said)?.[1]
  if (others !== undefined) return without(text, read(others), { kind: 'range' })
  return oneClause.test(said) ? result(text, []) : undefined
}

const result = (
  text: string,
  alternatives: readonly Alternative[],
  excluded: readonly Version[] = [],
): VersionExpression => ({
  text,
  form: 'free_text',
  reading: alternatives.length > 0 ? 'alternatives' : 'unreadable',
  alternatives,
  excluded,
})

/** Before the version that is mended all are affected; of several none is, and nobody knows of which branch each is. */
function before(text: string, mended: VersionExpression, isFirst = true): VersionExpression {
  const [only, ...more] = mended.alternatives
  const first = only?.kind === 'range' && !only.upper ? only.lower : undefined
  if (isPlain(mended) && more.length === 0 && first)
    return result(text, [{ kind: 'range', upper: { version: first.version, inclusive: !first.inclusive } }])
  const versions = versionsOf(mended)
  if (!isFirst || versions.length === 0) return result(text, [])
  return versions.length > 1
    ? result(text, [open], versions)
    : result(text, [{ kind: 'range', upper: { version: versions[0]!, inclusive: false } }])
}

/** `others` is what the words say of the versions that they do not name. */
function without(text: string, named: VersionExpression, others: Alternative): VersionExpression {
  const [only, ...more] = named.alternatives
  if (isPlain(named) && more.length === 0 && only?.kind === 'range') return result(text, outsideOf(only))
  const versions = versionsOf(named)
  return versions.length > 0 ? result(text, [others], versions) : result(text, [])
}

const isPlain = ({ reading, condition, component, program, labelled, excluded }: VersionExpression): boolean =>
  reading === 'alternatives' && !condition && !component && !program && !labelled && excluded.length === 0

/** None where the text names more than single versions. */
function versionsOf(named: VersionExpression): readonly Version[] {
  const versions = named.alternatives.flatMap((one) => (one.kind === 'exact' && !one.loose ? [one.version] : []))
  return isPlain(named) && versions.length === named.alternatives.length ? versions : []
}

/** Before versions that are not affected all are. What comes after such as are not yet affected may be mended again. */
function outsideOf({ lower, upper }: Range): Alternative[] {
  const under = lower && { upper: { version: lower.version, inclusive: !lower.inclusive } }
  const over = upper && { lower: { version: upper.version, inclusive: !upper.inclusive } }
  if (under && !over) return [{ kind: 'range', ...under }]
  return [
    ...(under ? [{ kind: 'doubtful', possible: under } as const] : []),
    ...(over ? [{ kind: 'doubtful', possible: over } as const] : []),
  ]
}
