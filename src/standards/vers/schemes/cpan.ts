import { compareDigits, compareLists, defineScheme } from './scheme.ts'

// Perl's version.pm: `v1.2.3` and `1.2.3` are numbers between points, `1.002003` is the same as a decimal: three digits each.

function read(text: string): readonly string[] | undefined {
  if (!/^v?\d[\d._]*$/.test(text) || /_.*_|[._]$|[._]{2}/.test(text)) return undefined
  // What is published on trial has `_`, which orders nothing.
  const plain = text.replace('_', '')
  const numbers = plain.replace(/^v/, '').split('.')
  if (plain.startsWith('v') || numbers.length > 2) return numbers
  const [whole = '', fraction = ''] = numbers
  return [whole, ...(fraction.match(/\d{1,3}/g) ?? []).map((digits) => digits.padEnd(3, '0'))]
}

const compare = (a: readonly string[], b: readonly string[]): number =>
  compareLists(a, b, (left = '0', right = '0') => compareDigits(left, right))

export const cpan = defineScheme('cpan', read, compare)
