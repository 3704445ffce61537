import type { WhatIfMeasure } from '#web/api/contract.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import type { Column } from '#web/ui/table.tsx'
import classes from './what-if.module.css'

export type Part = keyof WhatIfMeasure

export const parts: readonly (readonly [Part, string])[] = [
  ['risk', 'Risk'],
  ['safety', 'Patient safety'],
  ['care', 'Care delivery'],
  ['privacy', 'Privacy'],
  ['likelihood', 'Likelihood'],
  ['findings', 'Open findings'],
  ['devices', 'Devices'],
]

const share = new Intl.NumberFormat('en', { maximumFractionDigits: 1, signDisplay: 'exceptZero', style: 'percent' })
const signed = new Intl.NumberFormat('en', { maximumFractionDigits: 0, signDisplay: 'exceptZero' })

/** Sums of tenths are told whole: nobody weighs a tenth of a thousand. */
export const whole = (value: number) => formatCount(Math.round(value))

/** How much less or more, with its share of what was; the colour is beside the sign. */
export function Change({ before, after, isPlain }: { before: number; after: number; isPlain?: boolean }) {
  const by = after - before
  if (Math.abs(by) < 0.005) return <span className="quiet">no change</span>
  const rounded = Math.abs(by) < 1 ? (by < 0 ? '−<1' : '+<1') : signed.format(by).replace('-', '−')
  return (
    <span className={`number ${isPlain ? '' : by < 0 ? classes.less : classes.more}`}>
      {rounded}
      {before > 0 && ` (${share.format(by / before).replace('-', '−')})`}
    </span>
  )
}

interface Both {
  readonly before: number
  readonly after: number
}

/** `isPlain`: more is no worse, and less no better. */
export const changeColumns = <Row,>(of: (row: Row) => Both, title = '', isPlain = false): Column<Row>[] => {
  const named = (word: string) => (title ? `${title} ${word.toLowerCase()}` : word)
  return [
    { id: `${title}-before`, title: named('Before'), width: 6.5, align: 'end', render: (row) => whole(of(row).before) },
    { id: `${title}-after`, title: named('After'), width: 6.5, align: 'end', render: (row) => whole(of(row).after) },
    {
      id: `${title}-by`,
      title: named('Change'),
      width: 9,
      align: 'end',
      render: (row) => <Change {...of(row)} isPlain={isPlain} />,
    },
  ]
}

/** Where there is no room for columns. */
export const ChangeCard = ({ title, isPlain, before, after }: Both & { title: string; isPlain?: boolean }) => (
  <div className={classes.cards}>
    <strong>{title}</strong>
    <span>
      <span className="number">
        {whole(before)} → {whole(after)}
      </span>{' '}
      <Change before={before} after={after} isPlain={isPlain ?? false} />
    </span>
  </div>
)
