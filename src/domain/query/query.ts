import type { QueryEntity, QueryFault } from '#model/query.ts'
import { AppError } from '#platform/errors.ts'
import type { Expression } from './expression.ts'
import { parseQuery, QueryFailure } from './parser.ts'
import { printQuery } from './print.ts'

// The query language over devices, findings and work: read, checked against what can be asked, and completed. Pure: what a
// query comes to in the database the stores of inventory, findings and remediation say.

export { type FieldLeaf, isAskedFor, numbersAsked, textsAsked } from './asked.ts'
export {
  catalogue,
  type DeviceField,
  type DeviceFieldOfFinding,
  type FindingField,
  fieldOf,
  relationsOf,
  type WorkField,
} from './catalogue.ts'
export { type Completion, completeQuery, valueProposal } from './complete.ts'
export type { Comparison, Expression, Leaf, QueryValue } from './expression.ts'
export { quote } from './lexer.ts'
export { asksOfNow, conjunctsOf, foldPlain, literalsOf, namesField, type Plain, plainOf } from './narrow.ts'
export { operatorsOf } from './parser.ts'
export { dayOf, momentBounds, type QueryClock } from './relative-date.ts'

/** The query as a tree, null where it is blank; throws `bad_request` with the fault and its place as `details.query`. */
export function readQuery(entity: QueryEntity, text: string): Expression | null {
  const { expression, fault } = checkQuery(entity, text)
  if (fault) throw new AppError('bad_request', fault.sentence, { details: { query: fault } })
  return expression
}

/** `printed` is the query in one way of writing; two that ask the same in other words differ. */
export function checkQuery(
  entity: QueryEntity,
  text: string,
): { readonly expression: Expression | null; readonly printed: string; readonly fault: QueryFault | null } {
  try {
    const expression = parseQuery(entity, text)
    return { expression, printed: expression ? printQuery(expression) : '', fault: null }
  } catch (failure) {
    if (failure instanceof QueryFailure) return { expression: null, printed: '', fault: failure.fault }
    throw failure
  }
}
