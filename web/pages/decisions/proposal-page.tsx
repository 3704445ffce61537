import { PasswordInput, Textarea } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconArrowBackUp, IconBan, IconSignature } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Proposal } from '#web/api/contract.ts'
import { approveProposal, proposalQuery, refuseProposal, withdrawProposal } from '#web/api/decisions.ts'
import { humanise } from '#web/api/words.ts'
import { useMay, useSession } from '#web/components/access.ts'
import { BandBadge } from '#web/components/band-badge.tsx'
import classes from '#web/components/decision.module.css'
import { ReasonDialog } from '#web/components/reason-dialog.tsx'
import { DecisionBadge } from '#web/components/state-badges.tsx'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Absent, Facts } from '#web/ui/facts.tsx'
import { Form } from '#web/ui/form.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { Day, Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useParam } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { useChange } from '#web/ui/use-change.ts'

const parent = { title: 'Board of decisions', href: paths.decisionBoard() }

/** A decision as it was proposed: what it comes to now, who approved it, and what became of it. */
export function ProposalPage() {
  const proposal = useQuery(proposalQuery(useParam('proposal')))
  return (
    <LoadedPage query={proposal} title="Proposed decision" parent={parent}>
      {(data) => <Proposed data={data} />}
    </LoadedPage>
  )
}

type Asking = 'approve' | 'refuse' | 'withdraw'

function Proposed({ data }: { data: Proposal }) {
  const may = useMay()
  const { person } = useSession()
  const [asking, setAsking] = useState<Asking | null>(null)
  const isWaiting = data.state === 'waiting'
  const isMine = person !== null && data.proposedById === person.id
  const unlessAsking = (wanted: Asking, isAllowed: boolean) => () => {
    if (!asking && isAllowed) setAsking(wanted)
  }
  useHotkeys([
    ['a', unlessAsking('approve', isWaiting && data.notByYou === null)],
    ['r', unlessAsking('refuse', isWaiting && !isMine && may('finding:approve'))],
  ])
  return (
    <Page
      title={data.on}
      parent={parent}
      eyebrow={isWaiting ? 'Decision that waits for approval' : 'Proposed decision'}
      lead={`“${data.reason}”`}
      actions={
        isWaiting &&
        (isMine ? (
          <Action
            variant="default"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            disabledReason={may.whyNot('finding:decide')}
            onClick={() => setAsking('withdraw')}
          >
            Withdraw
          </Action>
        ) : (
          <>
            <Action
              leftSection={<IconSignature size={16} aria-hidden />}
              disabledReason={data.notByYou}
              onClick={() => setAsking('approve')}
            >
              Approve
            </Action>
            <Action
              variant="default"
              leftSection={<IconBan size={16} aria-hidden />}
              disabledReason={may.whyNot('finding:approve')}
              onClick={() => setAsking('refuse')}
            >
              Refuse
            </Action>
          </>
        ))
      }
    >
      <State data={data} />
      {data.changes.length > 0 && (
        <Remark tone="warn" title="Not what it was when it was proposed">
          <ul className={classes.premises}>
            {data.changes.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Remark>
      )}
      <Section title="Key facts">
        <Facts
          facts={[
            { name: 'Decision', value: <DecisionBadge decision={data.decision} /> },
            {
              name: 'Proposed',
              value: (
                <>
                  <Moment at={data.proposedAt} /> by {data.proposedBy}
                </>
              ),
            },
            { name: 'Until', value: data.expiresOn ? <Day on={data.expiresOn} /> : <Absent>no end</Absent> },
            data.renews !== null && {
              name: 'Renews',
              value: <AppLink href={paths.decision(data.renews)}>the decision before</AppLink>,
            },
            { name: 'Evidence', value: data.evidence || <Absent>none named</Absent> },
            data.justification !== null && { name: 'Why, in VEX’s words', value: humanise(data.justification) },
            { name: 'Vulnerabilities', value: firstOf(data.vulnerabilityIds) },
            { name: isWaiting ? 'When it was proposed' : 'Scope', value: <Level level={data.level} /> },
            data.now !== null && { name: 'Now', value: <Level level={data.now} /> },
          ]}
        />
      </Section>
      <Section title="In force as long as">
        {data.premises.length === 0 ? (
          <p className="quiet">It rests on nothing.</p>
        ) : (
          <ul className={classes.premises}>
            {data.premises.map(({ words }) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        )}
      </Section>
      {data.not.length > 0 && (
        <Section title="Where it would not be in force">
          <ul className={classes.premises}>
            {data.not.map((one) => (
              <li key={one.text}>
                {formatCount(one.devices)} {one.devices === 1 ? 'device' : 'devices'}: {one.text}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Approvals">
        {data.given.length === 0 ? (
          <p className="quiet">Nobody has approved it{isWaiting ? ' yet' : ''}.</p>
        ) : (
          <ul className={classes.premises}>
            {data.given.map((one) => (
              <li key={`${one.name} ${one.at}`}>
                {one.name}, <Moment at={one.at} />
                {one.note && `: “${one.note}”`}
                {isWaiting && !one.counts && (
                  <span className="quiet"> — does not count: it was given to what this was before</span>
                )}
              </li>
            ))}
          </ul>
        )}
      </Section>
      {asking === 'approve' && data.seen !== null && (
        <ApproveDialog data={data} seen={data.seen} onClose={() => setAsking(null)} />
      )}
      {asking === 'refuse' && (
        <ReasonDialog
          title="Refuse the decision"
          submit="Refuse"
          done="The decision is refused."
          send={(reason) => refuseProposal(data.id, reason)}
          onClose={() => setAsking(null)}
        >
          It never takes effect, and {data.proposedBy} is told why.
        </ReasonDialog>
      )}
      {asking === 'withdraw' && (
        <ReasonDialog
          title="Withdraw the decision"
          submit="Withdraw"
          done="The decision is withdrawn."
          send={(reason) => withdrawProposal(data.id, reason)}
          onClose={() => setAsking(null)}
        >
          It never takes effect. Its findings stay open, as they are now.
        </ReasonDialog>
      )}
    </Page>
  )
}

function State({ data }: { data: Proposal }) {
  if (data.state === 'waiting')
    return (
      <Remark
        tone="info"
        title={`${data.approvals} of ${data.now?.approvers ?? data.level.approvers} have approved it`}
      >
        It has no effect yet: its findings are open. It waits for{' '}
        {data.waitsFor.length > 0
          ? data.waitsFor.join(' or ')
          : 'somebody who may approve. An administrator gives that to a person under People'}
        .
      </Remark>
    )
  if (data.state === 'taken')
    return (
      <Remark tone="good" title="It took effect">
        {data.decisionIds.map((id, at) => (
          <AppLink key={id} href={paths.decision(id)}>
            {at === 0 ? 'How it stands now' : `Also on product ${at + 1}`}
          </AppLink>
        ))}{' '}
        · <AppLink href={paths.decisionRecord(data.id)}>Record {data.recordNumber}</AppLink>
      </Remark>
    )
  const words = { refused: 'Refused', withdrawn: 'Withdrawn', lapsed: 'Lapsed' } as const
  return (
    <Remark title={`${words[data.state]} by ${data.closedBy}`}>
      “{data.closedReason}” <Moment at={data.closedAt} />
    </Remark>
  )
}

/** Of hundreds nobody reads more; what came or went meanwhile is told beside. */
const firstOf = (ids: readonly string[]) =>
  ids.length > 10 ? `${ids.slice(0, 10).join(', ')} and ${formatCount(ids.length - 10)} more` : ids.join(', ')

const Level = ({ level }: { level: Proposal['level'] }) => (
  <>
    {formatCount(level.findings)} {level.findings === 1 ? 'finding' : 'findings'} on {formatCount(level.devices)}{' '}
    {level.devices === 1 ? 'device' : 'devices'}; worst{' '}
    {level.worstBand ? <BandBadge band={level.worstBand} /> : 'not known'}
    {level.isLifeSustaining && '; of devices that may sustain life'}
    {level.approvers > 0 && `; ${level.approvers} ${level.approvers === 1 ? 'has' : 'have'} to approve`}
  </>
)

function ApproveDialog({ data, seen, onClose }: { data: Proposal; seen: string; onClose: () => void }) {
  const [password, setPassword] = useState('')
  const [note, setNote] = useState('')
  const approve = useChange(
    () => approveProposal(data.id, { seen, password, ...(note.trim() && { note: note.trim() }) }),
    {
      done: ({ state }) =>
        state === 'taken' ? 'Approved: the decision is in force.' : 'Approved. It waits for somebody else still.',
      onDone: onClose,
    },
  )
  return (
    <Dialog title="Approve, and sign for it" opened onClose={onClose}>
      <Form
        submit="Approve"
        isSending={approve.isPending}
        error={approve.error}
        disabledReason={password ? null : 'Enter your password.'}
        onSubmit={() => approve.mutate(undefined)}
      >
        <p style={{ margin: 0 }}>
          {data.proposedBy} decides “{humanise(data.decision).toLowerCase()}”: {data.on}. Your name, the time and what
          you saw go into its record.
        </p>
        {data.changes.length > 0 && (
          <Remark tone="warn" title="Not what it was when it was proposed">
            {data.changes.join('. ')}.
          </Remark>
        )}
        <PasswordInput
          label="Your password"
          description="Asked again: to enter it is your signature."
          autoComplete="current-password"
          data-autofocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Textarea
          label="Note (may stay empty)"
          autosize
          minRows={2}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  )
}
