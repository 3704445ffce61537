import { compareTexts } from '#model/text-order.ts'
import { compareDigits, compareLists, defineScheme } from './scheme.ts'

// PEP 440, appendix B for the form and "Summary of permitted suffixes and relative ordering" for the order.

interface PythonVersion {
  readonly epoch: string
  readonly release: readonly string[]
  readonly pre?: { readonly rank: number; readonly number: string }
  readonly post?: string
  readonly dev?: string
  readonly local: readonly string[]
}

const form =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/
const ranks: Readonly<Record<string, number>> = { alpha: 0, a: 0, beta: 1, b: 1, preview: 2, pre: 2, c: 2, rc: 2 }

function read(text: string): PythonVersion | undefined {
  const found = form.exec(text.toLowerCase())
  if (!found) return undefined
  const [, epoch = '0', release, pre, preNumber, plainPost, post, postNumber, dev, devNumber, local] = found
  return {
    epoch,
    release: release!.split('.'),
    ...(pre && { pre: { rank: ranks[pre]!, number: preNumber || '0' } }),
    ...((plainPost !== undefined || post) && { post: plainPost ?? (postNumber || '0') }),
    ...(dev && { dev: devNumber || '0' }),
    local: local?.split(/[-_.]/) ?? [],
  }
}

function compare(a: PythonVersion, b: PythonVersion): number {
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareLists(a.release, b.release, (left = '0', right = '0') => compareDigits(left, right)) ||
    phase(a) - phase(b) ||
    (a.pre && b.pre ? a.pre.rank - b.pre.rank || compareDigits(a.pre.number, b.pre.number) : 0) ||
    // Without a post-release it is earlier, without a development release later than with one.
    compareIfAny(a.post, b.post, -1) ||
    compareIfAny(a.dev, b.dev, 1) ||
    compareLists(a.local, b.local, compareLocal)
  )
}

/** `1.0.dev1` comes before `1.0a1`, that before `1.0`; `1.0.post1.dev1` is no pre-release. */
const phase = ({ pre, post, dev }: PythonVersion): number => (pre ? 1 : dev !== undefined && post === undefined ? 0 : 2)

function compareIfAny(a: string | undefined, b: string | undefined, absent: -1 | 1): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? absent : -absent
  return compareDigits(a, b)
}

/** A word comes before a number, nothing before either. */
function compareLocal(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1
  const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (isNumber && isOtherNumber) return compareDigits(a, b)
  if (isNumber !== isOtherNumber) return isNumber ? 1 : -1
  return compareTexts(a, b)
}

export const pypi = defineScheme('pypi', read, compare)
