import { compareTexts } from '#model/text-order.ts'
import { compareDigits, defineScheme, type Scheme } from './scheme.ts'

// [epoch:]version[-release] of RPM (rpm-version(7)) and, with its own rules for what is left over, of Arch Linux.

interface Package {
  readonly epoch: string
  readonly version: string
  readonly release?: string
}

function read(text: string): Package | undefined {
  const found = /^(?:(\d*):)?([^\s:-][^\s]*?)(?:-([^\s-]+))?$/.exec(text)
  return found ? { epoch: found[1] || '0', version: found[2]!, release: found[3] } : undefined
}

/** A version without a release comes before all of its releases. */
function compareRpm(a: Package, b: Package): number {
  const order = compareDigits(a.epoch, b.epoch) || compareSegments(a.version, b.version)
  if (order !== 0) return order
  if (a.release === undefined || b.release === undefined)
    return a.release === b.release ? 0 : a.release === undefined ? -1 : 1
  return compareSegments(a.release, b.release)
}

/** Digits and letters by turns; what separates them says nothing, but for `~` (before the end) and `^` (just after it). */
function compareSegments(a: string, b: string): number {
  let [left, right] = [a, b]
  while (left !== '' || right !== '') {
    left = left.replace(/^[^A-Za-z0-9~^]+/, '')
    right = right.replace(/^[^A-Za-z0-9~^]+/, '')
    if (left.startsWith('~') || right.startsWith('~')) {
      if (!left.startsWith('~')) return 1
      if (!right.startsWith('~')) return -1
      left = left.slice(1)
      right = right.slice(1)
      continue
    }
    if (left.startsWith('^') || right.startsWith('^')) {
      if (left === '') return -1
      if (right === '') return 1
      if (!left.startsWith('^')) return 1
      if (!right.startsWith('^')) return -1
      left = left.slice(1)
      right = right.slice(1)
      continue
    }
    if (left === '' || right === '') break
    const segments = takeSegments(left, right)
    if (segments.order !== 0) return segments.order
    ;({ left, right } = segments)
  }
  return left === '' ? (right === '' ? 0 : -1) : 1
}

/** The next segment of both, of the kind that the left one begins with. A number is newer than letters. */
function takeSegments(left: string, right: string) {
  const isNumber = /^\d/.test(left)
  const kind = isNumber ? /^\d+/ : /^[A-Za-z]+/
  const [one, other] = [kind.exec(left)?.[0] ?? '', kind.exec(right)?.[0] ?? '']
  const order =
    one === ''
      ? -1
      : other === ''
        ? isNumber
          ? 1
          : -1
        : isNumber
          ? compareDigits(one, other)
          : compareTexts(one, other)
  return { order, left: left.slice(one.length), right: right.slice(other.length) }
}

/** Arch Linux leaves the release aside where one side has none. */
function compareAlpm(a: Package, b: Package): number {
  const order = compareDigits(a.epoch, b.epoch) || compareAlpmPart(a.version, b.version)
  if (order !== 0 || a.release === undefined || b.release === undefined) return order
  return compareAlpmPart(a.release, b.release)
}

function compareAlpmPart(a: string, b: string): number {
  let [left, right] = [a, b]
  while (left !== '' && right !== '') {
    const [gap, otherGap] = [/^[^A-Za-z0-9]*/.exec(left)![0].length, /^[^A-Za-z0-9]*/.exec(right)![0].length]
    left = left.slice(gap)
    right = right.slice(otherGap)
    if (left === '' || right === '') break
    if (gap !== otherGap) return gap < otherGap ? -1 : 1
    const segments = takeSegments(left, right)
    if (segments.order !== 0) return segments.order
    ;({ left, right } = segments)
  }
  if (left === '' && right === '') return 0
  // Letters that are left over never beat the end: `1.0rc` comes before `1.0`.
  return (left === '' && !/^[A-Za-z]/.test(right)) || /^[A-Za-z]/.test(left) ? -1 : 1
}

export const rpmSchemes: readonly Scheme[] = [
  defineScheme('rpm', read, compareRpm),
  defineScheme('alpm', read, compareAlpm),
]
