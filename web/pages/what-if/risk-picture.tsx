import { useCallback } from 'react'
import { Chart } from '#web/ui/chart.tsx'
import { whole } from './change.tsx'

export interface Bar {
  readonly name: string
  readonly before: number
  readonly after: number
}

/** Before and after, side by side. */
export function RiskPicture({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const paint = useCallback(
    (colour: (token: string) => string) => {
      const text = colour('--text-quiet')
      const names = bars.map(({ name }) => name).toReversed()
      const series = (name: string, key: 'before' | 'after', fill: string, line: string) => ({
        name,
        type: 'bar',
        data: bars.map((bar) => Math.round(bar[key])).toReversed(),
        itemStyle: { color: colour(fill), borderColor: colour(line), borderWidth: 1 },
        barGap: '10%',
        barMaxWidth: 16,
      })
      return {
        grid: { left: 8, right: 24, top: 32, bottom: 4, outerBoundsMode: 'same' },
        legend: { top: 0, left: 0, data: ['Before', 'After'], textStyle: { color: colour('--text') } },
        tooltip: {
          trigger: 'axis',
          axisPointer: { type: 'shadow' },
          backgroundColor: colour('--surface'),
          borderColor: colour('--line'),
          textStyle: { color: colour('--text') },
        },
        xAxis: {
          type: 'value',
          axisLabel: { color: text, hideOverlap: true },
          splitLine: { lineStyle: { color: colour('--line') } },
        },
        yAxis: {
          type: 'category',
          data: names,
          axisLabel: { color: text, width: 110, overflow: 'truncate' },
          axisLine: { lineStyle: { color: colour('--line-strong') } },
          axisTick: { show: false },
        },
        series: [
          series('Before', 'before', '--low-soft', '--line-strong'),
          series('After', 'after', '--accent', '--accent'),
        ],
      }
    },
    [bars],
  )
  const label = `${title}. ${bars.map(({ name, before, after }) => `${name}: ${whole(before)} before, ${whole(after)} after`).join('; ')}.`
  return <Chart label={label} height={48 + bars.length * 46} paint={paint} />
}
