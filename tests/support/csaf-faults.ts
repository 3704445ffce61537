// The library brings no types.
// @ts-expect-error
import * as basic from '@secvisogram/csaf-validator-lib/basic.js'
// @ts-expect-error
import validate from '@secvisogram/csaf-validator-lib/validate.js'

interface TestResult {
  readonly name: string
  readonly isValid: boolean
  readonly errors: readonly { readonly instancePath: string; readonly message?: string }[]
}

/** What the OASIS schema, strictly read, and the mandatory tests of CSAF 2.0 (clause 6.1) find wrong with a document. */
export async function csafFaults(document: object): Promise<string[]> {
  const result = (await validate(Object.values(basic), document)) as { tests: readonly TestResult[] }
  return result.tests
    .filter(({ isValid }) => !isValid)
    .flatMap(({ name, errors }) => errors.map(({ instancePath, message }) => `${name} ${instancePath}: ${message}`))
}
