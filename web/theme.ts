import { createTheme, type MantineColorsTuple } from '@mantine/core'

const petrol: MantineColorsTuple = [
  '#e8f6f8',
  '#d3ebef',
  '#a6d6de',
  '#76c0cc',
  '#4eacbb',
  '#3399ab',
  '#1f8597',
  '#146c7c',
  '#0b5563',
  '#063e49',
]

/** Greys with a trace of the petrol, so that long tables stay quiet; the dark ones never reach pure black. */
const dark: MantineColorsTuple = [
  '#d5dcdf',
  '#aab5ba',
  '#93a0a6',
  '#5f6d74',
  '#414d54',
  '#323d43',
  '#262f34',
  '#1d2529',
  '#151b1e',
  '#0e1315',
]

export const theme = createTheme({
  primaryColor: 'petrol',
  colors: { petrol, dark },
  // These three keep every filled control at WCAG AA contrast in both schemes.
  autoContrast: true,
  luminanceThreshold: 0.18,
  primaryShade: 8,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  // Not system-ui first: on many a Linux that is DejaVu, which is a quarter wider than the rest.
  fontFamily:
    '-apple-system, "Segoe UI", Roboto, "Noto Sans", Cantarell, "Liberation Sans", system-ui, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Roboto Mono", "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '620' },
  components: {
    Tooltip: { defaultProps: { withArrow: true, multiline: true, maw: 320, openDelay: 250 } },
    Select: { defaultProps: { allowDeselect: false } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
  },
})
