/**
 * What stands at a path of a JSON value: `network.interfaces[].mac`, `tags[0]`, `['odd.name']` is not known. `[]` goes
 * through a list. An empty path is the value itself.
 */
export function valuesAt(value: unknown, path: string): readonly unknown[] {
  let found: unknown[] = [value]
  for (const step of stepsOf(path))
    found = found.flatMap((one) => {
      if (step === '[]') return Array.isArray(one) ? one : []
      if (Array.isArray(one)) return /^\d+$/.test(step) && Number(step) < one.length ? [one[Number(step)]] : []
      return typeof one === 'object' && one !== null && Object.hasOwn(one, step)
        ? [(one as Record<string, unknown>)[step]]
        : []
    })
  return found
}

/** The same as a cell of a table: texts, numbers and flags, several with a comma between; objects say nothing. */
export function cellAt(record: unknown, path: string): string {
  return valuesAt(record, path)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter((value) => ['string', 'number', 'boolean'].includes(typeof value))
    .map((value) => String(value).trim())
    .filter((text) => text !== '')
    .join(', ')
}

/** The same of what bears a name, which may hold points and brackets. */
export const cellNamed = (values: Readonly<Record<string, unknown>> | null | undefined, name: string): string =>
  cellAt(values && Object.hasOwn(values, name) ? values[name] : undefined, '')

/** `a.b[].c` and `a.b[0]` as steps. */
const stepsOf = (path: string): readonly string[] =>
  path
    .trim()
    .replace(/\[(\d*)\]/g, (_, index: string) => (index === '' ? '.[]' : `.${index}`))
    .split('.')
    .filter((step) => step !== '')
