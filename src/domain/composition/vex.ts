import type { Component } from '#model/component.ts'
import type { Answer } from '#model/finding.ts'
import type { VexStatement, VexTarget } from '#model/sbom.ts'
import { contains } from '#standards/vers/vers.ts'

// What a VEX statement comes to for the product, or why it comes to nothing.

/** The product itself, among the places of its components. */
export const wholeProduct = -1

export type Judged =
  | {
      readonly answer: Answer
      readonly text: string
      /** Places of the components that it speaks of. */
      readonly covers: readonly number[]
      /** Of these, that it does not clear. */
      readonly open: readonly number[]
    }
  /** A sentence that says why the statement is kept and not applied. */
  | { readonly reason: string }

const answers: Partial<Record<VexStatement['state'], Answer>> = {
  exploitable: 'affected',
  in_triage: 'cannot_tell',
  not_affected: 'not_affected',
  false_positive: 'not_affected',
  resolved: 'not_affected',
  resolved_with_pedigree: 'not_affected',
}

/** It makes findings where nobody else names the vulnerability. */
export const isLeftOpenBy = (state: VexStatement['state']) => (answers[state] ?? 'not_affected') !== 'not_affected'

export const nothingToChange = 'No source that is read here names this vulnerability: there is no finding to change.'

/** `componentAt` gives the components that the statement names; the subject stands at -1. */
export function judgeStatement(
  statement: Omit<VexStatement, 'vulnerabilityId'>,
  componentAt: (place: number) => Pick<Component, 'name' | 'version'> | undefined,
): Judged {
  const answer = answers[statement.state]
  if (!answer) return { reason: 'The bill names the vulnerability and does not say what it means for the product.' }
  const found = statement.affects.flatMap((target) => {
    const component = target.component === null ? undefined : componentAt(target.component)
    return component ? [{ target, component }] : []
  })
  if (statement.affects.length > 0 && found.length === 0)
    return { reason: 'It refers to a component that is not in this bill.' }

  const judged = found.map(({ target, component }) => ({
    place: target.component!,
    component,
    answer: answerOf(target, component, answer),
  }))
  const standing = judged.filter((one) => one.answer !== null)
  if (judged.length > 0 && standing.length === 0)
    return { reason: 'It speaks of other versions of the component than the bill lists.' }
  // The product is cleared only where the statement clears each component that it speaks of.
  const all = standing.map((one) => one.answer)
  const worst = all.includes('affected') ? 'affected' : all.includes('cannot_tell') ? 'cannot_tell' : (all[0] ?? answer)
  const named = standing.find((one) => one.answer === worst)?.component
  const of = named ? ` of ${[named.name, named.version].filter(Boolean).join(' ')}` : ''
  const why = [statement.justification.replaceAll('_', ' '), statement.detail].filter(Boolean).join(', ')
  const places = (some: readonly { place: number }[]) => [...new Set(some.map(({ place }) => place))]
  return {
    answer: worst,
    text: `${statement.state.replaceAll('_', ' ')}${of}${why ? `: ${why}` : ''}`,
    covers: judged.length > 0 ? places(standing) : [wholeProduct],
    open:
      judged.length > 0
        ? places(standing.filter((one) => one.answer !== 'not_affected'))
        : worst === 'not_affected'
          ? []
          : [wholeProduct],
  }
}

/** Null where the target's versions leave the component out. CycloneDX: `affected`, `unaffected` or `unknown`. */
function answerOf({ versions }: VexTarget, { version }: Pick<Component, 'version'>, answer: Answer): Answer | null {
  if (versions.length === 0) return answer
  let isUnsure = false
  for (const one of versions) {
    const within = contains(one.version || one.range, version).answer
    if (within === 'unknown') isUnsure = true
    if (within !== 'yes') continue
    if (one.status === 'unaffected') return 'not_affected'
    return one.status === 'unknown' ? 'cannot_tell' : answer
  }
  return isUnsure && answer !== 'not_affected' ? 'cannot_tell' : null
}
