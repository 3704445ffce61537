import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  adoptAppetite,
  appetiteCheckQuery,
  appetitePreviewQuery,
  appetiteQuery,
  appetiteVersionsQuery,
  discardAppetiteDraft,
  saveAppetiteDraft,
} from '#web/api/appetite.ts'
import type { Appetite, AppetiteChange, AppetiteFault, AppetiteSetting } from '#web/api/contract.ts'
import { useMay } from '#web/components/access.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { FormError } from '#web/ui/form.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { ReasonForm } from '#web/ui/reason-form.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { Section } from '#web/ui/section.tsx'
import { Loaded, RowsSkeleton, sentenceOf } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './appetite.module.css'
import { AppetiteActions, AppetiteClocks, AppetiteExceptions } from './appetite-fields.tsx'
import { AppetiteTable } from './appetite-table.tsx'
import { BackTestNote, BackTests } from './back-test.tsx'

/** The hospital's decision table: what is done about a finding, and by when. */
export function AppetitePage() {
  const may = useMay()
  const setting = useQuery(appetiteQuery)
  const parent = may('settings:write') ? { title: 'Settings', href: paths.settings() } : undefined
  return (
    <Page
      title="What to do by when"
      {...(parent && { parent })}
      lead="The hospital’s risk appetite as a decision table: what each combination of answers asks for, and within what time. What is worse is never treated laxer."
    >
      <Loaded query={setting}>
        {(data) => <Editor key={`${data.draft?.hash} ${data.inForce?.hash}`} setting={data} />}
      </Loaded>
    </Page>
  )
}

function Editor({ setting }: { setting: AppetiteSetting }) {
  const { inForce, draft, starting, points } = setting
  const may = useMay()
  const whyNot = may.whyNot('settings:write')
  const saved = draft?.appetite ?? inForce?.appetite ?? starting
  const [appetite, setAppetite] = useState<Appetite>(saved)
  const isChanged = JSON.stringify(appetite) !== JSON.stringify(saved)
  const [asked] = useDebouncedValue(appetite, 350)
  const check = useQuery(appetiteCheckQuery(asked, whyNot === null))
  const isOld = asked !== appetite || check.isPlaceholderData || !check.data
  const faults = check.data?.faults ?? []
  const seen = draft?.hash ?? null
  const save = useChange(() => saveAppetiteDraft({ appetite, seen }), { done: 'The draft is kept.' })
  const discard = useChange(discardAppetiteDraft, { done: 'The draft is discarded.' })
  const adopt = useChange(
    async (reason: string) => {
      const { hash } = isChanged || !draft ? await saveAppetiteDraft({ appetite, seen }) : draft
      return await adoptAppetite({ hash, reason })
    },
    { done: ({ version }) => `Version ${version} is in force.` },
  )
  const edit = (patch: Partial<Appetite>) => setAppetite((before) => ({ ...before, ...patch }))
  const isSame = inForce !== null && JSON.stringify(appetite) === JSON.stringify(inForce.appetite)
  const backTests = (
    <BackTests
      hash={draft?.hash ?? inForce?.hash ?? null}
      isDraft={draft !== null}
      isChanged={isChanged}
      whyNot={whyNot}
    />
  )
  return (
    <>
      <State setting={setting} />
      <fieldset className={classes.whole} disabled={whyNot !== null} aria-label="Risk appetite">
        <AppetiteTable
          appetite={appetite}
          points={points}
          faults={faults}
          onRows={(rows) => edit({ rows })}
          onException={(milder, worse) => edit({ exceptions: [...appetite.exceptions, { milder, worse, reason: '' }] })}
        />
        <AppetiteExceptions appetite={appetite} points={points} faults={faults} onChange={edit} />
        <AppetiteActions appetite={appetite} faults={faults} onChange={edit} />
        <AppetiteClocks appetite={appetite} onChange={edit} />
      </fieldset>
      {whyNot === null && (
        <>
          {check.error && <p role="alert">{sentenceOf(check.error)}</p>}
          <Changes changes={check.data?.changes ?? []} isFirst={inForce === null} isOld={isOld} />
          <OpenFindings appetite={asked} isOld={asked !== appetite} />
          {backTests}
          <Section
            title="Put it in force"
            actions={
              <>
                <Action
                  variant="default"
                  loading={discard.isPending}
                  disabledReason={draft ? null : 'There is no draft.'}
                  onClick={() => discard.mutate()}
                >
                  Discard draft
                </Action>
                <Action
                  variant="default"
                  loading={save.isPending}
                  disabledReason={isChanged ? null : 'Nothing is changed.'}
                  onClick={() => save.mutate()}
                >
                  Keep as draft
                </Action>
              </>
            }
          >
            <FormError error={save.error ?? discard.error} />
            <FaultCount faults={faults} isOld={isOld} />
            <BackTestNote hash={draft?.hash ?? null} isChanged={isChanged} />
            <ReasonForm
              submit="Adopt"
              change={adopt}
              disabledReason={
                isSame
                  ? 'It says what is in force already.'
                  : isOld
                    ? 'It is being checked.'
                    : faults.length > 0
                      ? 'Mend what is wrong first; it says so beside it.'
                      : null
              }
            />
          </Section>
        </>
      )}
      {whyNot !== null && backTests}
      <Versions />
    </>
  )
}

function State({ setting: { inForce, draft, untold } }: { setting: AppetiteSetting }) {
  if (draft)
    return (
      <Remark tone="warn" title="A draft, not in force">
        {draft.editedBy} changed it last, <Moment at={draft.editedAt} />.{' '}
        {inForce ? `Version ${inForce.version} stays in force until it is adopted.` : 'Nothing is in force so far.'}
      </Remark>
    )
  if (!inForce)
    return (
      <Remark title="Nothing is in force">
        This is where a hospital can start from: the deployer table of SSVC, stricter where lives hang on it. Change it
        and adopt it, or adopt it as it is.
      </Remark>
    )
  return (
    <Remark tone="good" title={`Version ${inForce.version} is in force`}>
      {inForce.adoptedBy} adopted it <Moment at={inForce.adoptedAt!} />: {inForce.reason}{' '}
      <AppLink href={paths.findings()}>Findings</AppLink> follow it since then.{' '}
      {untold > 0 &&
        `${formatCount(untold)} scores of an earlier version are still being worked out; until then these count as the most urgent.`}
    </Remark>
  )
}

function FaultCount({ faults, isOld }: { faults: readonly AppetiteFault[]; isOld: boolean }) {
  const elsewhere = faults.filter(({ kind }) => kind === 'other' || kind === 'row_unreadable')
  return (
    <div aria-live="polite" aria-busy={isOld}>
      <p className={classes.count}>
        {faults.length === 0
          ? 'It is complete, and nothing in it contradicts itself.'
          : faults.length === 1
            ? 'One thing is to be mended before it can be adopted.'
            : `${faults.length} things are to be mended before it can be adopted.`}
      </p>
      {elsewhere.length > 0 && (
        <ul className={classes.faults}>
          {elsewhere.map(({ text }) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Changes({
  changes,
  isFirst,
  isOld,
}: {
  changes: readonly AppetiteChange[]
  isFirst: boolean
  isOld: boolean
}) {
  if (isFirst) return null
  return (
    <Section
      title="Against the version in force"
      aside={changes.length > 0 ? `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}` : undefined}
    >
      <div aria-live="polite" aria-busy={isOld}>
        {changes.length === 0 ? (
          <p className={classes.count}>Nothing is changed.</p>
        ) : (
          <ul className={classes.changes}>
            {changes.map(({ part, what, before, after, direction }) => (
              <li key={`${part} ${what}`}>
                {what}: <del>{before ?? 'nothing'}</del> → <ins>{after ?? 'nothing'}</ins>
                {direction && <strong> ({direction})</strong>}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  )
}

/** What the table makes of what is open now. */
function OpenFindings({ appetite, isOld }: { appetite: Appetite; isOld: boolean }) {
  const preview = useQuery(appetitePreviewQuery(appetite, true))
  const { data } = preview
  return (
    <Section title="What it makes of the open findings" aside={data && `${formatCount(data.findings)} findings`}>
      <div aria-live="polite" aria-busy={isOld || preview.isPlaceholderData}>
        {preview.error ? (
          <p role="alert">{sentenceOf(preview.error)}</p>
        ) : !data ? (
          <RowsSkeleton rows={3} height={28} />
        ) : data.findings === 0 ? (
          <p className={classes.count}>No finding is open.</p>
        ) : (
          <ul className={classes.changes}>
            {data.outcomes.map(({ action, findings, firstDueOn }) => (
              <li key={action ?? ''}>
                <strong>{formatCount(findings)}</strong> {action ?? 'without an action'}
                {firstDueOn && <span className="quiet">, due from {firstDueOn} on if their time began now</span>}
              </li>
            ))}
            {data.moves.map(({ before, after, findings }) => (
              <li key={`${before} ${after}`}>
                <strong>{formatCount(findings)}</strong> move from {before ?? 'no action'} to {after ?? 'no action'}
              </li>
            ))}
            {data.assumed > 0 && (
              <li>
                Of <strong>{formatCount(data.assumed)}</strong> something is not known, and the worst that is plausible
                was taken.
              </li>
            )}
          </ul>
        )}
      </div>
    </Section>
  )
}

function Versions() {
  const { data } = useQuery(appetiteVersionsQuery)
  if (!data || data.items.length === 0) return null
  return (
    <Section title="Versions">
      <ul className={classes.changes}>
        {data.items.map(({ id, version, adoptedBy, adoptedAt, reason }) => (
          <li key={id}>
            <strong>{version}</strong>, {adoptedBy}, <Moment at={adoptedAt!} />: {reason}
          </li>
        ))}
      </ul>
    </Section>
  )
}
