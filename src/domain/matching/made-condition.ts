// `Controls made before May 2019`, `distributed < april 1, 2018`, `3.2 (manufactured from 2016 to 2018)`: when the unit was made or
// came, which the inventory says in its description, or in a column of versions that holds nothing but a day.

import type { Configuration } from '#model/matching.ts'
import { remembering } from '#model/remember.ts'
import { contains, isUnknownText, readVersion, readVersionExpression, withIsoDays } from '#standards/vers/vers.ts'
import { datesSaid, readDay, yearOfMaking } from './said-elsewhere.ts'

const verb =
  '(?:(?:manufactured|made|built|produced|production|assembled|shipped|sold|distributed|delivered|purchased|supplied)|hergestellt|gebaut|produziert|gefertigt|ausgeliefert|geliefert|verkauft|baujahr|fabriquée?s?|produite?s?|livrée?s?|vendue?s?|fabricad[oa]s?|producid[oa]s?|entregad[oa]s?|vendid[oa]s?|prodott[oiae]|fabbricat[oiae]|consegnat[oiae]|vendut[oiae]|geproduceerd|gemaakt|geleverd|verkocht|tillverkade?|levererade?|produsert|fremstillet)'
const made = new RegExp(
  `^(?:(?:all|any|every|alle|tous les|toutes les|todos los|todas las|tutti i|tutte le)\\s+)?(?:[\\p{L}-]+,?\\s+){0,3}?(?:(?:that|which)\\s+)?(?:(?:were|was|are|have been)\\s+)?${verb}(?:\\s+(?:on|in|and|dates?))*(?:\\s+or)?\\s+(\\D{0,40}\\d.*)$`,
  'iu',
)

/** The days that a text asks for; undefined where it asks for something else, or for more. */
const daysAsked = remembering((text) => {
  const plain = withIsoDays(text.trim()).replace(/,? (?:and )?all (?:software|firmware)(?: versions?)?$/i, '')
  if (!/\d/.test(plain) || plain.length > 200) return undefined
  const range = made.exec(plain)?.[1]
  if (range === undefined) return undefined
  const expression = readVersionExpression(range.replace(/^of (?=\d)/i, ''))
  if (expression.reading !== 'alternatives' || expression.condition !== undefined || expression.component !== undefined)
    return undefined
  const bounds = expression.alternatives.flatMap((one) =>
    one.kind === 'range' ? [one.lower, one.upper] : one.kind === 'exact' ? [{ version: one.version }] : [undefined],
  )
  const isOfDays = bounds.every((bound) => !bound || bound.version.scheme === 'date' || isYear(bound.version.text))
  const areYears = bounds.every((bound) => !bound || isYear(bound.version.text))
  return bounds.some(Boolean) && isOfDays ? { expression, areYears } : undefined
})

const isYear = (text: string): boolean => /^\s*(?:19|20)\d\d\s*$/.test(text)

/** A column of versions that holds a day alone. */
const dayOf = (column: string): string[] => {
  if (isUnknownText(column)) return []
  const day = readDay(column.trim())
  return day === undefined && readVersion(column)?.scheme !== 'date' ? [] : [day ?? column.trim()]
}

/** Undefined where the text asks for no days; `unknown` where the inventory does not say when the unit was made. */
export function wasMadeThen(
  text: string | undefined,
  { description, model, softwareVersion, firmwareVersion }: Configuration,
): { answer: 'yes' | 'no' | 'unknown'; day?: string } | undefined {
  const asked = text === undefined ? undefined : daysAsked(text)
  if (!asked) return undefined
  const said = `${description} ; ${model}`
  const making = datesSaid(said).find(({ of }) => of === 'making')?.date ?? yearOfMaking(said)
  const day = making ?? [softwareVersion, firmwareVersion].flatMap(dayOf)[0]
  if (day === undefined) return { answer: 'unknown' }
  const { answer } = contains(asked.expression, asked.areYears ? day.slice(0, 4) : day)
  // A day among the versions is that of the software, which may have come later than the unit.
  return answer === 'no' && making === undefined ? { answer: 'unknown' } : { answer, day }
}
