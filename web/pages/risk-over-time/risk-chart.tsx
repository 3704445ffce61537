import { useCallback } from 'react'
import type { RiskOverTime } from '#web/api/contract.ts'
import { Chart } from '#web/ui/chart.tsx'

export const bandLines = [
  { key: 'critical', title: 'Critical', token: '--critical' },
  { key: 'high', title: 'High', token: '--high' },
  { key: 'medium', title: 'Medium', token: '--medium' },
  { key: 'low', title: 'Low', token: '--low' },
] as const
export const axisLines = [
  { key: 'safety', title: 'Patient safety', token: '--critical' },
  { key: 'care', title: 'Care delivery', token: '--accent' },
  { key: 'privacy', title: 'Privacy', token: '--unsure' },
] as const

const types = ['solid', 'dashed', 'dotted', [8, 3, 2, 3]] as const

/** Days that were not measured break the line: nothing is drawn across them. */
export default function RiskChart({
  risk,
  show,
  label,
}: {
  risk: RiskOverTime
  show: 'bands' | 'axes'
  label: string
}) {
  const paint = useCallback(
    (colour: (token: string) => string) => {
      const text = colour('--text-quiet')
      // A day between two that were not measured has no line to be seen by.
      const isAlone = new Set(
        risk.points
          .filter(({ day }, at) => {
            const [before, after] = [risk.points[at - 1]?.day, risk.points[at + 1]?.day]
            const isBroken = (from: string, to: string) =>
              risk.notMeasured.some((gap) => from < gap.from && gap.to < to)
            return (before === undefined || isBroken(before, day)) && (after === undefined || isBroken(day, after))
          })
          .map(({ day }) => day),
      )
      const lines = show === 'bands' ? bandLines : axisLines
      return {
        grid: { left: 8, right: 16, top: 36, bottom: 4, outerBoundsMode: 'same' },
        legend: { top: 0, left: 0, textStyle: { color: colour('--text') }, icon: 'roundRect', itemHeight: 4 },
        tooltip: {
          trigger: 'axis',
          backgroundColor: colour('--surface'),
          borderColor: colour('--line'),
          textStyle: { color: colour('--text') },
        },
        xAxis: {
          type: 'time',
          minInterval: 86_400_000,
          axisLabel: { color: text, hideOverlap: true },
          axisLine: { lineStyle: { color: colour('--line-strong') } },
        },
        yAxis: {
          type: 'value',
          min: 0,
          minInterval: 1,
          axisLabel: { color: text },
          splitLine: { lineStyle: { color: colour('--line') } },
        },
        series: lines.map(({ key, title, token }, at) => ({
          name: title,
          type: 'line',
          data: [
            ...risk.points.map((point) => [point.day, point[key]] as const),
            ...risk.notMeasured.map(({ from }) => [from, null] as const),
          ].sort(([a], [b]) => (a < b ? -1 : 1)),
          connectNulls: false,
          showSymbol: isAlone.size > 0,
          symbolSize: ([day]: [string]) => (isAlone.has(day) ? 6 : 0),
          lineStyle: { width: 2.5, type: types[at], color: colour(token) },
          itemStyle: { color: colour(token) },
        })),
      }
    },
    [risk, show],
  )
  return <Chart label={label} height={300} paint={paint} />
}
