import { IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react'
import type { Because } from '#web/api/contract.ts'
import { humanise } from '#web/api/words.ts'
import classes from './because-list.module.css'

const looks = {
  agrees: { icon: IconCheck, word: 'Agrees' },
  contradicts: { icon: IconX, word: 'Contradicts' },
  unknown: { icon: IconQuestionMark, word: 'Unknown' },
} as const

/** What the matcher compared, and what came of it. */
export function BecauseList({ because }: { because: Because[] }) {
  return (
    <ul className={classes.list}>
      {because.map((one) => {
        const { icon: Icon, word } = looks[one.outcome]
        return (
          <li key={`${one.part} ${one.text}`} className={classes[one.outcome]}>
            <span className={classes.icon}>
              <Icon size={14} stroke={2.5} aria-hidden />
              <span className="visually-hidden">{word}: </span>
            </span>
            <span>
              <span className={classes.part}>{humanise(one.part)}</span> {one.text}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
