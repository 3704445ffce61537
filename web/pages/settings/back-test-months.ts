import type { BackTestSide } from '#web/api/contract.ts'

/** Of a month over all actions; hours as they are likely. */
export function sumOf({ actions }: BackTestSide, at: number, part: 'missed' | 'got' | 'hours'): number {
  const sum = actions.reduce((total, { months }) => {
    const month = months[at]!
    return total + (part === 'hours' ? month.hours.likely : month[part])
  }, 0)
  return Math.round(sum * 10) / 10
}
