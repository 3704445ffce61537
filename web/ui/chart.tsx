import { useComputedColorScheme } from '@mantine/core'
import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

/** Draws with the page's own colours; `paint` gets them by the name of their token. */
export function Chart({
  label,
  height,
  paint,
}: {
  label: string
  height: number
  paint: (colour: (token: string) => string) => EChartsCoreOption
}) {
  const box = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme has other colours
  useEffect(() => {
    const node = box.current
    if (!node) return
    const styles = getComputedStyle(node)
    const chart = init(node, null, { renderer: 'svg' })
    chart.setOption({ animation: false, ...paint((token) => styles.getPropertyValue(token).trim()) })
    const watcher = new ResizeObserver(() => chart.resize())
    watcher.observe(node)
    return () => {
      watcher.disconnect()
      chart.dispose()
    }
  }, [paint, scheme])
  return <div ref={box} role="img" aria-label={label} style={{ height, width: '100%' }} />
}
