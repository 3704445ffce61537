import { useCallback } from 'react'
import type { Loop } from '#web/api/contract.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import { Chart } from '#web/ui/chart.tsx'
import { formatDay } from '#web/ui/moment.tsx'

export default function TrendChart({ trend }: { trend: Loop['trend'] }) {
  const paint = useCallback(
    (colour: (token: string) => string) => {
      const text = colour('--text-quiet')
      const line = (name: string, key: 'open' | 'verified', token: string, type: 'solid' | 'dashed') => ({
        name,
        type: 'line',
        data: trend.map((day) => [day.on, day[key]]),
        showSymbol: false,
        lineStyle: { width: 2.5, type, color: colour(token) },
        itemStyle: { color: colour(token) },
      })
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
          axisLabel: { color: text, hideOverlap: true },
          axisLine: { lineStyle: { color: colour('--line-strong') } },
        },
        yAxis: {
          type: 'value',
          minInterval: 1,
          axisLabel: { color: text },
          splitLine: { lineStyle: { color: colour('--line') } },
        },
        series: [line('Open findings', 'open', '--high', 'solid'), line('Verified', 'verified', '--good', 'dashed')],
      }
    },
    [trend],
  )
  const first = trend[0]
  const last = trend.at(-1)
  if (!first || !last) return null
  const label = `From ${formatDay(first.on)} to ${formatDay(last.on)}, open findings went from ${formatCount(first.open)} to ${formatCount(last.open)}, verified from ${formatCount(first.verified)} to ${formatCount(last.verified)}.`
  return (
    <>
      <Chart label={label} height={240} paint={paint} />
      <p className="quiet small" style={{ margin: 0 }}>
        {label}
      </p>
    </>
  )
}
