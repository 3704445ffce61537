import { IconGavel } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { FindingPage as FindingData } from '#web/api/contract.ts'
import { findingQuery } from '#web/api/findings.ts'
import { humanise, meaning } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import { BandBadge } from '#web/components/band-badge.tsx'
import { BecauseList } from '#web/components/because-list.tsx'
import { CvssHere } from '#web/components/cvss-here.tsx'
import { DecideDialog } from '#web/components/decide-dialog.tsx'
import { endsWithWas } from '#web/components/decision-columns.tsx'
import { FindingComments } from '#web/components/finding-comments.tsx'
import { FindingDue } from '#web/components/finding-due.tsx'
import { HowFar } from '#web/components/how-far.tsx'
import { madeWith, ScoreAnatomy } from '#web/components/score-anatomy.tsx'
import {
  AnswerBadge,
  CountsAsBadge,
  DecisionBadge,
  ExploitedMark,
  RemediationBadge,
  StandingBadge,
  StatusBadge,
} from '#web/components/state-badges.tsx'
import { Remediations } from '#web/components/vulnerability-facts.tsx'
import { WhatIfLink } from '#web/components/what-if-link.tsx'
import { WhatLowers } from '#web/components/what-lowers.tsx'
import { orderHref, orderKey, WorkOrderCard, workOrderColumns } from '#web/components/work-order-columns.tsx'
import { isDatabase, paths, statementPath } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink } from '#web/ui/app-link.tsx'
import { LinkAction } from '#web/ui/link-action.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { Day, Moment, Span } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useParam } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Empty } from '#web/ui/states.tsx'
import { PlainTable } from '#web/ui/table.tsx'
import { Timeline } from '#web/ui/timeline.tsx'
import classes from './finding-page.module.css'

export function FindingPage() {
  const device = useParam('device')
  const vulnerability = useParam('vulnerability')
  const finding = useQuery(findingQuery(device, vulnerability))
  return (
    <LoadedPage query={finding} title={vulnerability} parent={{ title: 'Findings', href: paths.findings() }}>
      {(data) => <Finding data={data} />}
    </LoadedPage>
  )
}

function Finding({ data }: { data: FindingData }) {
  const {
    finding,
    judgement,
    evidence,
    reasons,
    lists,
    environmental,
    interval,
    remediations,
    events,
    workOrders,
    decisions,
    waiting,
    comments,
  } = data
  const may = useMay()
  const [isDeciding, setIsDeciding] = useState(false)
  const { device } = finding
  const rubricPath = paths.rubric(finding.vulnerabilityId, {
    manufacturer: device.manufacturer ?? '',
    model: device.model ?? '',
  })
  return (
    <Page
      title={`${finding.vulnerabilityId} on ${device.name}`}
      parent={{ title: 'Findings', href: paths.findings() }}
      eyebrow={finding.isOpen ? 'Open' : isSetAside(finding) ? 'Set aside' : 'Closed'}
      lead={finding.title}
      actions={
        <>
          {finding.isOpen && (
            <WhatIfLink step={{ kind: 'remove', vulnerabilities: [finding.vulnerabilityId] }}>
              What if it were fixed
            </WhatIfLink>
          )}
          <Action
            leftSection={<IconGavel size={16} aria-hidden />}
            disabledReason={may.whyNot('finding:decide')}
            onClick={() => setIsDeciding(true)}
          >
            Decide
          </Action>
        </>
      }
    >
      <section className={classes.top} aria-label="At a glance">
        <div className={classes.badges}>
          <BandBadge band={finding.band} score={finding.score} hint={madeWith(lists)} />
          {finding.knownExploited && <ExploitedMark />}
          <span className="quiet small">
            <HowLong finding={finding} />
          </span>
        </div>
        <p className={classes.links}>
          <AppLink href={paths.device(device.id)}>{device.name}</AppLink>
          <span className="quiet">
            {[device.manufacturer, device.model].filter(Boolean).join(' ')}
            {device.careArea && `, ${device.careArea}`}
            {device.site && `, ${device.site}`}
          </span>
          <AppLink href={paths.vulnerability(finding.vulnerabilityId)}>
            All devices with {finding.vulnerabilityId}
          </AppLink>
        </p>
        <dl className={classes.state}>
          <StateField name="Answer" by="the matcher" hint={meaning[`answer:${finding.answer}`]}>
            <AnswerBadge answer={finding.answer} />
          </StateField>
          {finding.countsAs && finding.countsAsText && (
            <StateField
              name="Counts as"
              by="the hospital’s thresholds"
              hint={
                <>
                  {finding.countsAsText}. <AppLink href={paths.thresholds()}>All thresholds</AppLink>
                </>
              }
            >
              <CountsAsBadge countsAs={finding.countsAs} />
            </StateField>
          )}
          <StateField name="Status" by="VEX’s word" hint={meaning[`status:${finding.status}`]}>
            <StatusBadge status={finding.status} />
          </StateField>
          <StateField
            name="Decision"
            by="a person"
            hint={
              finding.decision === 'none' ? (
                finding.undecided ? (
                  'A decision was taken, and is not in force here; why not stands below.'
                ) : isSetAside(finding) ? (
                  'No person has decided anything.'
                ) : (
                  meaning['decision:none']
                )
              ) : (
                <>
                  “{finding.decisionReason}” {finding.decidedBy}, <Moment at={finding.decidedAt} />
                  {finding.decisionExpiresOn && (
                    <>
                      , until <Day on={finding.decisionExpiresOn} />
                    </>
                  )}
                </>
              )
            }
          >
            <DecisionBadge decision={finding.decision} />
          </StateField>
          <StateField name="Remediation" by="the work" hint={meaning[`remediation:${finding.remediation}`]}>
            <RemediationBadge remediation={finding.remediation} />
          </StateField>
        </dl>
      </section>
      {finding.unsupported && (
        <Remark title={finding.unsupported.withdrawn ? 'The advisory was withdrawn' : 'Nothing supports it any more'}>
          {finding.because}. What it said stands below, as it was.
        </Remark>
      )}
      {judgement && <FindingDue finding={finding} judgement={judgement} />}
      {waiting.map((one) => (
        <Remark key={one.id} title="A decision waits for approval" tone="info">
          {one.text}. It has no effect yet. <AppLink href={paths.proposal(one.id)}>Look at it</AppLink>
        </Remark>
      ))}
      {decisions.length > 0 && (
        <Section title="Decisions">
          <div className={classes.evidence}>
            {decisions.map((one) => (
              <DecisionHere key={one.id} one={one} />
            ))}
          </div>
        </Section>
      )}
      <Section title="Why it is here">
        {evidence.length === 0 ? (
          <Empty title="No statement supports it any more">It is kept for its history.</Empty>
        ) : (
          <div className={classes.evidence}>
            {disagree(evidence) && (
              <Remark tone="warn" title="Publishers disagree">
                {evidence[0]!.isMaker && !evidence[0]!.database
                  ? `${evidence[0]!.publisher} makes the product; what it says decides.`
                  : `What ${evidence[0]!.publisher} says decides.`}{' '}
                Each of the others says below why it gives way.
              </Remark>
            )}
            {evidence.map((one) => (
              <article key={`${one.advisoryId} ${one.productId} ${one.because[0]?.text}`}>
                <h3>
                  <AppLink
                    href={
                      one.vexId
                        ? paths.vexDocument(one.vexId)
                        : one.sbomId
                          ? paths.sbom(one.sbomId, 'statements')
                          : one.database === 'MSRC'
                            ? paths.device(device.id, 'windows')
                            : statementPath(one.advisoryId, finding.vulnerabilityId)
                    }
                  >
                    {one.advisoryTitle}
                  </AppLink>
                </h3>
                <p className="quiet small">
                  {one.database === 'MSRC' ? (
                    'It knows Windows: this is of the build and of the updates that are installed on the device.'
                  ) : one.database === 'CVE' ? (
                    `NVD does not say what it applies to; this is what its record says, by ${one.publisher}, of what the device is made of.`
                  ) : one.database ? (
                    'It knows products, not medical devices: this is of what the device is made of.'
                  ) : (
                    <>
                      Revision {one.revision} by {one.publisher}
                      {one.isMaker && ', the manufacturer,'} says it of “{one.product}”
                    </>
                  )}
                </p>
                <p className={classes.answerLine}>
                  <AnswerBadge answer={one.answer} />
                  <span className="quiet small number">chance that it is affected: {chance(one.probability)}</span>
                </p>
                {(one.justification || one.impact) && (
                  <p>
                    {one.justification && <strong>{humanise(one.justification)}. </strong>}
                    {one.impact}
                  </p>
                )}
                {one.givesWay && (
                  <p>
                    <strong>{one.isSuperseded ? 'No longer counts.' : 'Does not decide.'}</strong> {one.givesWay}
                  </p>
                )}
                <BecauseList because={one.because} />
              </article>
            ))}
          </div>
        )}
      </Section>
      <Section title="The score, taken apart">
        {finding.score === null ? (
          <p className="quiet">Nothing is left to rank: the device is not affected as it stands.</p>
        ) : (
          <ScoreAnatomy score={finding} reasons={reasons} lists={lists} />
        )}
        <HowFar score={finding.score} interval={interval} />
      </Section>
      {finding.score !== null && (
        <>
          <Section title="What would bring it down">
            <WhatLowers device={device.id} vulnerability={finding.vulnerabilityId} />
          </Section>
          <Section
            title="CVSS on this device"
            actions={
              <LinkAction
                href={rubricPath}
                variant="default"
                size="compact-sm"
                disabledReason={device.model ? null : 'The rubric is answered for a model, and none is on record.'}
              >
                Assess with the rubric
              </LinkAction>
            }
          >
            <CvssHere environment={environmental} />
          </Section>
        </>
      )}
      <Section title="What the vendor says can be done">
        <Remediations remediations={remediations} />
      </Section>
      <Section title="Work orders" flush>
        {workOrders.length === 0 ? (
          <Empty title="No work order yet">
            Work orders are made for all devices of a model and site at once.{' '}
            <AppLink href={finding.advisoryId ? groupsPath(finding.advisoryId, finding.vulnerabilityId) : paths.work()}>
              Make them
            </AppLink>
          </Empty>
        ) : (
          <PlainTable
            label="Work orders"
            columns={workOrderColumns.filter((column) => column.id !== 'device')}
            rows={workOrders}
            rowKey={orderKey}
            rowHref={orderHref}
            card={(row) => <WorkOrderCard row={row} />}
          />
        )}
      </Section>
      <Section title="History">
        <Timeline
          entries={events.map((event, index) => ({
            key: `${index}`,
            at: event.at,
            by: event.actorName,
            text: describe(event),
            note: event.reason,
          }))}
        />
      </Section>
      <FindingComments device={device.id} vulnerability={finding.vulnerabilityId} comments={comments} />
      {isDeciding && <DecideDialog finding={finding} onClose={() => setIsDeciding(false)} />}
    </Page>
  )
}

/** Where work orders are made of its group. */
const groupsPath = (advisory: string, vulnerability: string) =>
  isDatabase(advisory)
    ? paths.vulnerability(vulnerability, { groups: 'all' })
    : paths.advisory(advisory, { groups: 'all' })

/** How one decision stands with this finding, and by which premise. */
function DecisionHere({ one }: { one: FindingData['decisions'][number] }) {
  const isOpen = one.standing === 'broken' || one.standing === 'asks'
  return (
    <article>
      <h3>
        <AppLink href={paths.decision(one.id)}>{one.reason}</AppLink>
      </h3>
      <p className={classes.answerLine}>
        <DecisionBadge decision={one.decision} />
        <StandingBadge state={one.standing} />
        <span className="quiet small">
          {one.decidedBy}, <Moment at={one.decidedAt} />
          {one.standing === 'holds' && one.isCarried && (
            <>
              , carried here <Moment at={one.since} ago />
            </>
          )}
        </span>
      </p>
      {isOpen ? (
        <Remark tone={one.standing === 'broken' ? 'warn' : 'info'}>
          {one.failing.map((failing) => (
            <p key={failing.kind} style={{ margin: 0 }}>
              {sentence(failing.text)}
              {failing.was && !endsWithWas(failing) && (
                <span className="quiet"> It was {failing.was} when this was decided here.</span>
              )}
            </p>
          ))}
          {one.asks && (
            <p style={{ margin: 0 }}>
              <AppLink href={paths.questions()}>One look at the device answers it.</AppLink>
            </p>
          )}
        </Remark>
      ) : (
        one.standing === 'holds' &&
        one.premises.length > 0 && (
          <ul className={classes.premises}>
            {one.premises.map(({ premise, words }, at) => (
              <li key={words}>
                {words}
                {one.checked[at]?.kind === premise.kind && <span className="quiet"> · {one.checked[at].value}</span>}
              </li>
            ))}
          </ul>
        )
      )}
    </article>
  )
}

/** Nothing that was compared makes it certain. */
const chance = (probability: number) =>
  probability >= 0.995 ? 'over 99 %' : probability < 0.005 ? 'under 1 %' : `${Math.round(probability * 100)} %`

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

/** One says in words that the device is affected, another that it is not; a range that ends elsewhere says neither. */
const disagree = (evidence: FindingData['evidence']) =>
  evidence.some(({ answer }) => answer === 'affected') &&
  evidence.some(
    ({ answer, because }) =>
      answer === 'not_affected' && because.some(({ part }) => part === 'status' || part === 'statement'),
  )

/** Nothing else closes it. */
const isSetAside = ({ countsAs, status, decision, remediation }: FindingData['finding']) =>
  countsAs === 'set_aside' && status === 'under_investigation' && decision === 'none' && remediation !== 'verified'

/** Since when it is open, or from when to when it was. */
function HowLong({ finding }: { finding: FindingData['finding'] }) {
  if (finding.isOpen)
    return (
      <>
        open since <Moment at={finding.openedAt} ago />
      </>
    )
  if (isSetAside(finding)) return <>set aside by a threshold</>
  // What closed it first: the device as it was seen, or a decision.
  const closedAt = [finding.closedAt, finding.decidedAt].filter((at) => at !== null).sort()[0]
  if (!closedAt) return <>never open on this device as it stands</>
  return (
    <>
      open <Span from={finding.openedAt} to={closedAt} />
    </>
  )
}

function StateField({ name, by, hint, children }: { name: string; by: string; hint: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>
        {name} <span className="quiet small">({by})</span>
      </dt>
      <dd>
        {children}
        <p className="quiet small">{hint}</p>
      </dd>
    </div>
  )
}

/** `Decision: none → accepted`, for each of the fields that changed; else what kind of event it was. */
function describe({ kind, before, after }: FindingData['events'][number]): string {
  if (after && typeof after === 'object') {
    const was = (before && typeof before === 'object' ? before : {}) as Record<string, unknown>
    const changes = Object.entries(after as Record<string, unknown>)
      .filter(([name, value]) => typeof value === 'string' && value !== was[name])
      .map(([name, value]) =>
        typeof was[name] === 'string'
          ? `${humanise(name)}: ${humanise(String(was[name]))} → ${humanise(String(value))}`
          : `${humanise(name)}: ${humanise(String(value))}`,
      )
    // The field is most often called as the event is.
    const [first] = changes
    if (first?.startsWith(`${humanise(kind)}:`)) return changes.join('; ')
    if (first) return `${humanise(kind)}. ${changes.join('; ')}`
  }
  return humanise(kind)
}
