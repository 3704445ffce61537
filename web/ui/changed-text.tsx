import { partsOf } from './changed-parts.ts'
import classes from './changed-text.module.css'

/** As much of what stayed as tells where one is. */
const around = 90

/** One text before and after: what stayed once, what went struck out, what came marked. */
export function ChangedText({ before, after }: { before: string; after: string }) {
  const { start, gone, come, end } = partsOf(before, after)
  return (
    <p className={classes.changed}>
      {tail(start)}
      {gone && <del>{gone}</del>}
      {gone && come && ' '}
      {come && <ins>{come}</ins>}
      {head(end)}
    </p>
  )
}

const tail = (text: string) => (text.length > around ? `… ${text.slice(-around).replace(/^\S*\s/, '')}` : text)
const head = (text: string) => (text.length > around ? `${text.slice(0, around).replace(/\s\S*$/, '')} …` : text)
