import { useCallback } from 'react'
import type { InventoryHealth } from '#web/api/contract.ts'
import { Chart } from '#web/ui/chart.tsx'
import { formatDay } from '#web/ui/moment.tsx'

export default function HealthTrend({ trend }: { trend: InventoryHealth['trend'] }) {
  const paint = useCallback(
    (colour: (token: string) => string) => {
      const text = colour('--text-quiet')
      return {
        grid: { left: 8, right: 16, top: 16, bottom: 4, outerBoundsMode: 'same' },
        tooltip: {
          trigger: 'axis',
          backgroundColor: colour('--surface'),
          borderColor: colour('--line'),
          textStyle: { color: colour('--text') },
        },
        xAxis: {
          type: 'time',
          axisLabel: { color: text, hideOverlap: true },
          axisLine: { lineStyle: { color: colour('--line-strong') } },
        },
        yAxis: {
          type: 'value',
          min: 0,
          max: 100,
          axisLabel: { color: text },
          splitLine: { lineStyle: { color: colour('--line') } },
        },
        series: [
          {
            name: 'Score',
            type: 'line',
            data: trend.map(({ day, score }) => [day, score]),
            showSymbol: false,
            lineStyle: { width: 2.5, color: colour('--accent') },
            itemStyle: { color: colour('--accent') },
          },
        ],
      }
    },
    [trend],
  )
  const [first, last] = [trend[0], trend.at(-1)]
  if (!first || !last) return null
  const label = `From ${formatDay(first.day)} to ${formatDay(last.day)} the score went from ${first.score.toFixed(1)} to ${last.score.toFixed(1)}.`
  return (
    <>
      <Chart label={label} height={220} paint={paint} />
      <p className="quiet small" style={{ margin: 0 }}>
        {label}
      </p>
    </>
  )
}
