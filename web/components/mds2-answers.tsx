import { IconAlertTriangle, IconCheck, IconCircleDashed, IconMinus, IconNote, IconX } from '@tabler/icons-react'
import type { Mds2Answer, Mds2Difference, Mds2Topic } from '#web/api/contract.ts'
import { type Mds2Word, mds2Words } from '#web/api/words.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import badges from './badges.module.css'
import classes from './mds2.module.css'
import sbom from './sbom.module.css'

const icons: Readonly<Record<Mds2Word, typeof IconCheck>> = {
  yes: IconCheck,
  no: IconX,
  not_applicable: IconMinus,
  see_note: IconNote,
  text: IconNote,
  other: IconAlertTriangle,
  blank: IconCircleDashed,
}

/** An answer; coloured only where it makes the device safer or less safe. */
export function Mds2Badge({ word, isGood = null }: { word: Mds2Word; isGood?: boolean | null }) {
  const Icon = isGood === false ? IconAlertTriangle : icons[word]
  const tone = isGood === null ? badges.plain : isGood ? badges.good : badges.warn
  return (
    <span className={`${badges.mark} ${tone}`}>
      <Icon size={14} aria-hidden />
      {mds2Words[word]}
    </span>
  )
}

/** Answers of one section, in order. */
export function Mds2Answers({ answers }: { answers: Mds2Answer[] }) {
  return (
    <ul className={classes.answers}>
      {answers.map(({ id, question, word, note }) => (
        <li key={id} className={classes.answer}>
          <span className={`mono ${classes.id}`}>{id}</span>
          <div>
            <div className={classes.question}>
              {question || <span className="quiet">The form does not say what it asks</span>}
            </div>
            {note && <div className={classes.note}>{note}</div>}
          </div>
          <span>{word !== 'text' && <Mds2Badge word={word} />}</span>
        </li>
      ))}
    </ul>
  )
}

/** What matters most for security, of one form. */
export function Mds2Topics({ topics, hrefOf }: { topics: Mds2Topic[]; hrefOf: (question: string) => string }) {
  return (
    <ul className={classes.topics}>
      {topics.map(({ id, title, question, word, note, isGood }) => (
        <li key={id} className={classes.topic}>
          <span>
            {title}{' '}
            <AppLink href={hrefOf(question)} className={`mono ${classes.id}`}>
              {question}
            </AppLink>
          </span>
          <Mds2Badge word={word} isGood={isGood} />
          {note && <span className={sbom.sub}>{note}</span>}
        </li>
      ))}
    </ul>
  )
}

export const Mds2Said = ({ said }: { said: Mds2Difference['after'] }) =>
  said ? (
    <>
      {said.word !== 'text' && <Mds2Badge word={said.word} />}
      {said.note && <div className={classes.note}>{said.note}</div>}
    </>
  ) : (
    <span className="quiet">not asked</span>
  )
