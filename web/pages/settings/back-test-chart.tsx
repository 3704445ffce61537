import { useCallback } from 'react'
import type { BackTestResult, BackTestSide } from '#web/api/contract.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import { Chart } from '#web/ui/chart.tsx'
import { sumOf } from './back-test-months.ts'

/** What is drawn of each month. */
const measures = {
  missed: { title: 'Deadlines missed', of: (side: BackTestSide, at: number) => sumOf(side, at, 'missed') },
  hours: { title: 'Hours needed', of: (side: BackTestSide, at: number) => sumOf(side, at, 'hours') },
}

/** By month, the draft beside the table in force. */
export default function BackTestChart({ result, of }: { result: BackTestResult; of: keyof typeof measures }) {
  const { title, of: value } = measures[of]
  const { months, draft, inForce, availableHoursPerMonth: available } = result
  const paint = useCallback(
    (colour: (token: string) => string) => {
      const text = colour('--text-quiet')
      const line = (name: string, data: number[], token: string, type: 'solid' | 'dashed' | 'dotted') => ({
        ...{ name, type: 'line', data, symbol: 'circle', symbolSize: 6 },
        lineStyle: { width: 2.5, type, color: colour(token) },
        itemStyle: { color: colour(token) },
      })
      const all = (side: BackTestSide) => months.map((_, at) => value(side, at))
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
          ...{ type: 'category', data: months },
          axisLabel: { color: text, hideOverlap: true },
          axisLine: { lineStyle: { color: colour('--line-strong') } },
        },
        yAxis: {
          ...{ type: 'value', minInterval: 1 },
          axisLabel: { color: text },
          splitLine: { lineStyle: { color: colour('--line') } },
        },
        series: [
          line('Draft', all(draft), '--high', 'solid'),
          ...(inForce ? [line('In force', all(inForce), '--accent', 'dashed')] : []),
          ...(of === 'hours' && available !== null
            ? [
                line(
                  'Available',
                  months.map(() => available),
                  '--good',
                  'dotted',
                ),
              ]
            : []),
        ],
      }
    },
    [of, months, draft, inForce, available, value],
  )
  const worst = (side: BackTestSide) => {
    const values = months.map((_, at) => value(side, at))
    const most = Math.max(...values)
    return `${formatCount(most)} in ${months[values.indexOf(most)]}`
  }
  const label = `${title} by month, most with the draft: ${worst(draft)}${inForce ? `, with the table in force: ${worst(inForce)}` : ''}.`
  return (
    <figure style={{ margin: 0, minWidth: 0 }}>
      <figcaption>{title} by month</figcaption>
      <Chart label={label} height={220} paint={paint} />
    </figure>
  )
}
