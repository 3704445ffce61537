import { Button, Checkbox, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type {
  RubricAnswers,
  RubricAssessment,
  RubricOnModel,
  RubricPreview,
  RubricQuestion,
} from '#web/api/contract.ts'
import {
  adoptRubric,
  type RubricSubject,
  rubricPreviewQuery,
  rubricQuery,
  saveRubric,
  withdrawRubric,
} from '#web/api/rubric.ts'
import { humanise } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import type { RubricSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { formatCount } from '#web/ui/app-link.tsx'
import { FormError } from '#web/ui/form.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { ReasonForm } from '#web/ui/reason-form.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useParam, useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { RowsSkeleton, sentenceOf } from '#web/ui/states.tsx'
import { StepMarks } from '#web/ui/step-marks.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './rubric-page.module.css'
import { nameOfModel, rubricMetrics, rubricStates, rubricSteps } from './rubric-words.ts'

/** MITRE's rubric, answered for a vulnerability on a model. */
export function RubricPage() {
  const vulnerability = useParam('vulnerability')
  const { search } = useSearchState<RubricSearch>()
  const subject: RubricSubject = { vulnerability, manufacturer: search.manufacturer ?? '', model: search.model ?? '' }
  const rubric = useQuery(rubricQuery(subject))
  const parent = { title: vulnerability, href: paths.vulnerability(vulnerability) }
  return (
    <LoadedPage query={rubric} title="MITRE’s rubric" parent={parent}>
      {(data) => (
        <Page
          title={`${vulnerability} on ${nameOfModel(data)}`}
          eyebrow="MITRE’s rubric for medical devices"
          parent={parent}
          lead={`${ofModel(data.devices)} What is not known follows the worse branch.`}
        >
          <Standing data={data} subject={subject} />
          <Questionnaire key={data.versions[0]?.version ?? 0} data={data} subject={subject} />
          <Versions versions={data.versions} />
        </Page>
      )}
    </LoadedPage>
  )
}

const ofModel = (devices: number) =>
  devices === 0
    ? 'No device of the model may have it any more.'
    : devices === 1
      ? 'The model’s one device has the answers.'
      : `All ${formatCount(devices)} devices of the model share the answers.`

/** What counts for the model now. */
function Standing({ data: { published, versions }, subject }: { data: RubricOnModel; subject: RubricSubject }) {
  const may = useMay()
  const counting = versions.find(({ state }) => state === 'counts' || state === 'overtaken')
  const withdraw = useChange((reason: string) => withdrawRubric(subject, reason), {
    done: 'What is published counts again.',
  })
  const [isWithdrawing, setIsWithdrawing] = useState(false)
  if (!counting)
    return (
      <Remark
        title={published ? `What is published counts: ${published.score.toFixed(1)}` : 'Nobody publishes a vector'}
      >
        {published ? (
          <>
            <span className={`${classes.vector} mono`}>{published.vector}</span> by {published.source}
          </>
        ) : (
          'Without one the flaw counts as the worst.'
        )}
      </Remark>
    )
  return (
    <Remark
      tone={counting.state === 'counts' ? 'good' : 'warn'}
      title={
        counting.state === 'counts'
          ? `The hospital’s vector counts: ${counting.score!.toFixed(1)}`
          : 'Something worse was published since: that counts'
      }
    >
      <p className={classes.line}>
        <span className={`${classes.vector} mono`}>{counting.vector}</span>, version {counting.version}, adopted by{' '}
        {counting.adopted!.by} <Moment at={counting.adopted!.at} />: “{counting.adopted!.reason}”
        {counting.adopted!.lowersBy > 0 && ` It was ${counting.adopted!.lowersBy} lower than what was published.`}
      </p>
      {published && (
        <p className={classes.line}>
          Published: {published.score.toFixed(1)} by {published.source}
        </p>
      )}
      {isWithdrawing ? (
        <ReasonForm autoFocus submit="Let what is published count" change={withdraw} />
      ) : (
        <Action
          variant="default"
          size="compact-sm"
          disabledReason={may.whyNot('finding:decide')}
          onClick={() => setIsWithdrawing(true)}
        >
          Withdraw
        </Action>
      )}
    </Remark>
  )
}

function Questionnaire({ data, subject }: { data: RubricOnModel; subject: RubricSubject }) {
  const { questions, versions } = data
  const newest = versions[0]
  const may = useMay()
  const whyNot = may.whyNot('finding:decide')
  const [answers, setAnswers] = useState<RubricAnswers>(newest?.answers ?? {})
  const [note, setNote] = useState(newest?.note ?? '')
  const [step, setStep] = useState(0)
  const preview = useQuery(rubricPreviewQuery(subject, answers, whyNot === null))
  const result = preview.data?.result
  const isPresent = !!result && !preview.isPlaceholderData
  // What an earlier answer makes superfluous is taken out.
  useEffect(() => {
    if (!isPresent || !result) return
    const kept = Object.entries(answers).filter(([code]) => result.asked.includes(code))
    if (kept.length < Object.keys(answers).length) setAnswers(Object.fromEntries(kept))
  }, [isPresent, result, answers])
  const heading = useRef<HTMLHeadingElement>(null)
  const goTo = (next: number) => {
    setStep(next)
    requestAnimationFrame(() => heading.current?.focus())
  }
  const asked = new Set(result?.asked ?? Object.keys(answers))
  const now = rubricSteps[step]
  const ofStep = now ? questions.filter(({ code, metric }) => asked.has(code) && now.metrics.includes(metric)) : []
  const open = new Set(result?.unanswered)
  const isChanged =
    JSON.stringify(sorted(answers)) !== JSON.stringify(sorted(newest?.answers ?? {})) || note !== (newest?.note ?? '')
  const seen = newest?.version ?? 0
  const save = useChange(() => saveRubric(subject, { answers, note: note.trim(), seen }), {
    done: 'The answers are kept.',
  })
  const steps = [...rubricSteps.map(({ title }) => title), 'What follows']
  return (
    <Section title="The questions">
      <Growing
        metrics={result?.metrics ?? metricsIn(newest?.vector ?? '')}
        score={result ? result.score : (newest?.score ?? null)}
      />
      <StepMarks steps={steps} current={step} />
      {whyNot && <Remark title="You can read the answers">{whyNot}</Remark>}
      {preview.error && <p role="alert">{sentenceOf(preview.error)}</p>}
      <h3 className={classes.step} tabIndex={-1} ref={heading}>
        {steps[step]}
      </h3>
      {now ? (
        !result && whyNot === null ? (
          <RowsSkeleton rows={4} height={48} />
        ) : ofStep.length === 0 ? (
          <p className="quiet">Nothing was answered here.</p>
        ) : (
          ofStep.map((question) => (
            <Asked
              key={question.code}
              question={question}
              answer={answers[question.code]}
              isOff={whyNot !== null}
              onAnswer={(answer) => setAnswers((before) => ({ ...before, [question.code]: answer }))}
            />
          ))
        )
      ) : (
        <Follows
          data={data}
          subject={subject}
          answers={answers}
          note={note}
          seen={seen}
          onNote={setNote}
          open={[...open]}
          preview={isPresent ? preview.data : undefined}
          onOpen={(code) =>
            goTo(
              rubricSteps.findIndex(({ metrics }) =>
                metrics.includes(questions.find((one) => one.code === code)!.metric),
              ),
            )
          }
        />
      )}
      <FormError error={save.error} />
      <div className={classes.buttons}>
        <Button variant="default" disabled={step === 0} onClick={() => goTo(step - 1)}>
          Back
        </Button>
        <Action
          variant="default"
          loading={save.isPending}
          disabledReason={whyNot ?? (isChanged ? null : 'Nothing is changed.')}
          onClick={() => save.mutate(undefined)}
        >
          Keep answers
        </Action>
        {now && <Button onClick={() => goTo(step + 1)}>Next</Button>}
      </div>
    </Section>
  )
}

/** `AV:N/AC:L` → `AV`: `N`. */
const metricsIn = (vector: string): Record<string, string> =>
  Object.fromEntries(vector.split('/').map((part) => part.split(':') as [string, string]))

const sorted = (answers: RubricAnswers) => Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1))

/** The vector as far as it is settled. */
function Growing({ metrics, score }: { metrics: Record<string, string>; score: number | null }) {
  const settled = rubricMetrics.filter((metric) => metrics[metric] !== undefined)
  return (
    <p className={classes.growing} aria-live="polite">
      <span className="visually-hidden">
        {settled.length} of 8 metrics are settled: {settled.map((metric) => `${metric} ${metrics[metric]}`).join(', ')}
      </span>
      {rubricMetrics.map((metric) => (
        <span key={metric} aria-hidden className={`${metrics[metric] ? classes.settled : classes.open} mono`}>
          {metric}:{metrics[metric] ?? '?'}
        </span>
      ))}
      {settled.length === 8 && score !== null && <strong className="number">{score.toFixed(1)}</strong>}
    </p>
  )
}

function Asked({
  question: { code, title, help, answers },
  answer,
  isOff,
  onAnswer,
}: {
  question: RubricQuestion
  answer: RubricAnswers[string] | undefined
  isOff: boolean
  onAnswer: (answer: RubricAnswers[string]) => void
}) {
  return (
    <fieldset className={classes.question} disabled={isOff} aria-describedby={`${code}-help`}>
      <legend>
        {title} <span className="quiet small mono">{code}</span>
      </legend>
      <p id={`${code}-help`} className="quiet small">
        {help}
      </p>
      <div className={classes.answers}>
        {answers.map((one) => (
          <label key={one.answer} className={classes.answer}>
            <input
              type="radio"
              name={code}
              value={one.answer}
              checked={answer === one.answer}
              onChange={() => onAnswer(one.answer)}
            />
            <span>{one.text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Follows({
  data,
  subject,
  answers,
  note,
  seen,
  open,
  preview,
  onNote,
  onOpen,
}: {
  data: RubricOnModel
  subject: RubricSubject
  answers: RubricAnswers
  note: string
  seen: number
  open: string[]
  preview: RubricPreview | undefined
  onNote: (note: string) => void
  onOpen: (code: string) => void
}) {
  const may = useMay()
  const whyNot = may.whyNot('finding:decide')
  const [isMeant, setIsMeant] = useState(false)
  const adopt = useChange(
    async (reason: string) => {
      const kept = await saveRubric(subject, { answers, note: note.trim(), seen })
      const { version } = kept.versions[0]!
      return await adoptRubric(subject, { version, reason, ...(isLower && { lowersBy: preview!.lowersBy! }) })
    },
    { done: 'The vector counts for the model.' },
  )
  const effect = preview?.effect
  const lowersBy = preview?.lowersBy ?? 0
  const [newest] = data.versions
  const isInForce =
    newest?.state === 'counts' &&
    newest.vector === preview?.result.vector &&
    newest.extended === preview?.result.extended
  const isLower = lowersBy > 0 || (effect?.lower ?? 0) > 0
  const approval = isInForce ? null : (preview?.approval ?? null)
  // Another note is another version, and answered by whoever writes it.
  const byOther = approval && (approval.whyNot ?? (note.trim() !== (newest?.note ?? '') ? noNote : null))
  if (whyNot) return <p className="quiet">{data.versions[0]?.vector ?? 'No vector follows from the answers so far.'}</p>
  if (open.length > 0)
    return (
      <Remark title={`${open.length} ${open.length === 1 ? 'question is' : 'questions are'} open`}>
        No vector follows before they are answered. The answers can be kept, and gone on with later.
        <ul className={classes.codes}>
          {open.map((code) => (
            <li key={code}>
              <button type="button" className={classes.code} onClick={() => onOpen(code)}>
                {data.questions.find((one) => one.code === code)?.title ?? code}
              </button>
            </li>
          ))}
        </ul>
      </Remark>
    )
  if (!preview) return <RowsSkeleton rows={3} height={40} />
  const { result } = preview
  if (result.vector === null)
    return (
      <Remark tone="warn" title="The answers contradict each other">
        <ul className={classes.codes}>
          {result.contradictions.map(({ code, sentence }) => (
            <li key={code}>{sentence}</li>
          ))}
        </ul>
      </Remark>
    )
  return (
    <>
      <p className={classes.line}>
        <strong className="number">{result.score!.toFixed(1)}</strong> {humanise(result.severity!)}{' '}
        <span className={`${classes.vector} mono`}>{result.vector}</span>
      </p>
      <p className={classes.line}>
        {data.published === null
          ? 'Nobody publishes a vector.'
          : lowersBy > 0
            ? `That is ${lowersBy} lower than the ${data.published.score.toFixed(1)} that ${data.published.source} publishes.`
            : `What ${data.published.source} publishes is ${data.published.score.toFixed(1)}: it is no lower.`}{' '}
        {effect &&
          (effect.lower + effect.higher === 0
            ? 'Adopted, it moves no finding.'
            : `Adopted, ${counted(effect.lower)} of ${formatCount(effect.devices)} ${effect.devices === 1 ? 'finding' : 'findings'} would score lower${effect.mostDown > 0 ? ` (by up to ${effect.mostDown})` : ''} and ${counted(effect.higher)} higher; the worst goes from ${effect.worstBefore} to ${effect.worstAfter}.`)}
      </p>
      <details>
        <summary>The answers as the rubric’s own elements</summary>
        <p className={`${classes.vector} mono`}>{result.extended}</p>
      </details>
      <Textarea
        label="Note"
        description="What you looked at; it is kept with the answers."
        autosize
        minRows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => onNote(event.currentTarget.value)}
      />
      <section className={classes.adopt} aria-labelledby="adopt">
        <h3 id="adopt">Let it count for the model</h3>
        <p className="quiet small">
          Before the advisory’s and the CNA’s vector, for all its devices. Without this it is kept beside them.
        </p>
        {byOther && (
          <Remark tone="warn" title="Somebody else adopts it">
            {byOther} Keep the answers, so that they can be adopted.
          </Remark>
        )}
        <ReasonForm
          submit="Adopt"
          change={adopt}
          disabledReason={
            isInForce
              ? 'It counts already.'
              : (byOther ?? (isLower && !isMeant ? 'Say that the lower score is meant.' : null))
          }
        >
          {isLower && !isInForce && (
            <Checkbox
              label={
                lowersBy > 0
                  ? `It is ${lowersBy} lower than what is published, and that is meant`
                  : 'Findings score lower by it, and that is meant'
              }
              checked={isMeant}
              onChange={(event) => setIsMeant(event.currentTarget.checked)}
            />
          )}
        </ReasonForm>
      </section>
    </>
  )
}

const noNote = 'With another note the answers are yours, and somebody else has to adopt them: leave the note as it was.'
const counted = (findings: number) => (findings === 0 ? 'none' : formatCount(findings))

function Versions({ versions }: { versions: RubricAssessment[] }) {
  if (versions.length === 0) return null
  return (
    <Section title="What was answered" aside="the newest first">
      <ul className={classes.versions}>
        {versions.map((one) => (
          <li key={one.version}>
            <p className={classes.line}>
              <strong>Version {one.version}</strong>: {one.score === null ? 'no vector' : one.score.toFixed(1)},{' '}
              {rubricStates[one.state]}{' '}
              <span className="quiet small">
                {one.assessedBy}, <Moment at={one.assessedAt} />
              </span>
            </p>
            {one.vector && <p className={`${classes.vector} mono`}>{one.vector}</p>}
            {one.note && <p className={classes.line}>“{one.note}”</p>}
            {one.adopted && (
              <p className="quiet small">
                Adopted by {one.adopted.by} <Moment at={one.adopted.at} />: “{one.adopted.reason}”
                {one.adopted.lowersBy > 0 && `, ${one.adopted.lowersBy} lower than what was published`}
              </p>
            )}
            {one.withdrawn && (
              <p className="quiet small">
                Withdrawn by {one.withdrawn.by} <Moment at={one.withdrawn.at} />: “{one.withdrawn.reason}”
              </p>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
