import { Button, Checkbox, NativeSelect, Textarea } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconCheck, IconMapPin } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import type { WorkOrderPage as OrderData } from '#web/api/contract.ts'
import { outbox } from '#web/api/outbox.ts'
import { type HoldReason, holdReasons, humanise, type WorkOrderState } from '#web/api/words.ts'
import { acceptEvidence, moveWorkOrder, type TransitionForm, workOrderQuery } from '#web/api/work-orders.ts'
import { useMay } from '#web/components/access.ts'
import { CompletionForm } from '#web/components/completion-form.tsx'
import {
  deviceFindingColumns,
  FindingCard,
  findingHref,
  findingKey,
  withAction,
} from '#web/components/finding-columns.tsx'
import { InspectionForm } from '#web/components/inspection-form.tsx'
import { PlanDialog } from '#web/components/plan-dialog.tsx'
import { OrderStateBadge } from '#web/components/state-badges.tsx'
import { downloads, paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Facts } from '#web/ui/facts.tsx'
import { Form } from '#web/ui/form.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { Day, isPast, Moment, useToday } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { PlainText } from '#web/ui/plain-text.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useParam } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Empty } from '#web/ui/states.tsx'
import { PlainTable } from '#web/ui/table.tsx'
import { Timeline } from '#web/ui/timeline.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './work-order-page.module.css'

export function WorkOrderPage() {
  const id = useParam('order')
  const order = useQuery(workOrderQuery(id))
  return (
    <LoadedPage query={order} title="Work order" parent={{ title: 'Work orders', href: paths.workOrders() }}>
      {(data) => <Order data={data} />}
    </LoadedPage>
  )
}

type Transition = OrderData['transitions'][number]

function Order({ data }: { data: OrderData }) {
  const { order, findings, events, transitions } = data
  const may = useMay()
  const isLate = isPast(order.dueOn, useToday()) && !order.completedAt
  const [asking, setAsking] = useState<Transition | null>(null)
  const [isPlanning, setIsPlanning] = useState(false)
  const waiting = useSyncExternalStore(outbox.subscribe, outbox.waiting)
  const isQueued = waiting.some((one) => one.orderId === order.id)
  const move = useChange((form: TransitionForm) => moveWorkOrder(order.id, form), { done: 'State changed.' })

  // Completing has a form of its own, below; the rest are buttons.
  const complete = transitions.find((transition) => transition.to === 'work_complete')
  const start = transitions.find((transition) => transition.to === 'in_progress')
  const others = transitions.filter((transition) => transition !== complete && transition !== start)
  const mayWork = may.whyNot('work-order:perform')
  const isSearch = order.verification.attribute === 'lifecycle'
  const Answer = isSearch ? InspectionForm : CompletionForm
  // What was found is said at once, without starting first.
  const answering = complete ?? (isSearch ? start : undefined)
  const needsWords = (transition: Transition) => transition.needsReason || transition.to === 'on_hold'
  const go = (transition: Transition) =>
    needsWords(transition) ? setAsking(transition) : move.mutate({ to: transition.to, version: order.version })

  return (
    <Page
      title={order.title}
      parent={{ title: 'Work orders', href: paths.workOrders() }}
      eyebrow={<span className="number">{order.number}</span>}
      actions={
        <Action variant="default" disabledReason={may.whyNot('work-order:write')} onClick={() => setIsPlanning(true)}>
          Assign and plan
        </Action>
      }
    >
      <div className={classes.columns}>
        <div className={classes.main}>
          <section className={classes.device} aria-label="The device">
            <div className={classes.deviceHead}>
              <p className={classes.model}>
                {[order.device.manufacturer, order.device.model].filter(Boolean).join(' ') || order.device.name}
              </p>
              <OrderStateBadge state={order.state} />
            </div>
            <dl className={classes.ids}>
              <div>
                <dt>Asset tag</dt>
                <dd>{order.device.assetTag ?? '—'}</dd>
              </div>
              <div>
                <dt>Serial number</dt>
                <dd>{order.device.serialNumber ?? '—'}</dd>
              </div>
            </dl>
            <p className={classes.place}>
              <IconMapPin size={20} aria-hidden />
              {[order.device.site, order.device.careArea, order.device.room].filter(Boolean).join(' · ') ||
                'Place not known'}
            </p>
            <p className="small" style={{ margin: 0 }}>
              <AppLink href={paths.device(order.device.id)}>All that is known of the device</AppLink>
            </p>
          </section>

          {data.askedBy.map(({ kind, id }) => (
            <p key={id} className="small" style={{ margin: 0 }}>
              <AppLink
                href={kind === 'review' ? paths.reviews({ at: id }) : paths.reviews({ tab: 'conflicts', at: id })}
              >
                {kind === 'review'
                  ? 'The two records that it is about, side by side'
                  : 'The conflict that it is about, side by side'}
              </AppLink>
            </p>
          ))}
          {order.state === 'on_hold' && (
            <Remark
              tone="warn"
              title={`On hold${order.holdReason ? `: ${humanise(order.holdReason).toLowerCase()}` : ''}`}
            />
          )}
          {start && !isSearch && !isQueued && (
            <Action
              size="lg"
              fullWidth
              loading={move.isPending}
              disabledReason={start.disabledReason ?? mayWork}
              onClick={() => go(start)}
            >
              {start.label}
            </Action>
          )}
          {move.error && (
            <Remark tone="bad" title="Not changed">
              {move.error.message}
            </Remark>
          )}

          {!answering && <Evidence data={data} />}
          <Section title="What to do">
            <Steps orderId={order.id} steps={order.steps} />
          </Section>

          {isQueued ? (
            <Remark tone="warn" title="Completed, waiting for the network">
              You can close this page; it is sent when the network is back and Homeostat is open on this device.
            </Remark>
          ) : (
            answering && (
              <Section title={isSearch ? 'What was found' : 'When it is done'}>
                {order.verification && <p className={classes.verification}>{order.verification.sentence}</p>}
                {answering.disabledReason || mayWork ? (
                  <Remark>{answering.disabledReason ?? mayWork}</Remark>
                ) : (
                  <Answer order={order} onSent={() => window.scrollTo({ top: 0 })} />
                )}
              </Section>
            )
          )}
          {others.length > 0 && !isQueued && (
            <Section title="Something else">
              <div className={classes.others}>
                {others.map((transition) => (
                  <Action
                    key={transition.to}
                    size="md"
                    variant="default"
                    disabledReason={transition.disabledReason}
                    onClick={() => go(transition)}
                  >
                    {transition.label}
                  </Action>
                ))}
              </div>
            </Section>
          )}
          {answering && <Evidence data={data} />}
        </div>

        <div className={classes.side}>
          <Section title="The order">
            <Facts
              columns="one"
              facts={[
                { name: 'Type', value: humanise(order.type) },
                { name: 'Priority', value: humanise(order.priority) },
                {
                  name: 'Due',
                  value: order.dueOn ? (
                    <span style={isLate ? { color: 'var(--bad-text)', fontWeight: 600 } : {}}>
                      <Day on={order.dueOn} />
                      {isLate && ', overdue'}
                    </span>
                  ) : (
                    'No date'
                  ),
                },
                { name: 'Assigned to', value: order.assignee?.name ?? 'Nobody' },
                order.minutes !== null && { name: 'Minutes', value: order.minutes },
                order.externalId ? { name: 'In the CMMS', value: order.externalId } : null,
                order.syncState ? { name: 'CMMS exchange', value: humanise(order.syncState) } : null,
                { name: 'Made', value: <Moment at={order.createdAt} /> },
                order.completedAt ? { name: 'Completed', value: <Moment at={order.completedAt} /> } : null,
              ]}
            />
          </Section>
          <Section title="History">
            <Timeline
              entries={events.map((event, index) => ({
                key: `${index}`,
                at: event.at,
                by: event.actorName,
                text: event.fromState
                  ? `${humanise(event.fromState)} → ${humanise(event.toState)}`
                  : humanise(event.toState),
                note: event.reason,
              }))}
            />
          </Section>
        </div>
      </div>
      <Section title="Findings that it serves" aside={`${findings.length}`} flush>
        {findings.length === 0 ? (
          <Empty title="None">This work order was made without a finding.</Empty>
        ) : (
          <PlainTable
            label="Findings"
            columns={withAction(deviceFindingColumns, findings)}
            rows={findings}
            rowKey={findingKey}
            rowHref={findingHref}
            card={(row) => <FindingCard row={row} />}
          />
        )}
      </Section>
      {asking && (
        <TransitionDialog
          transition={asking}
          onClose={() => setAsking(null)}
          isSending={move.isPending}
          error={move.error}
          onSubmit={(form) =>
            move.mutate({ to: asking.to, version: order.version, ...form }, { onSuccess: () => setAsking(null) })
          }
        />
      )}
      {isPlanning && <PlanDialog order={order} onClose={() => setIsPlanning(false)} />}
    </Page>
  )
}

/** Ticks are for the technician's own memory; they stay on this device. */
function Steps({ orderId, steps }: { orderId: string; steps: OrderData['order']['steps'] }) {
  const [done, setDone] = useLocalStorage<number[]>({
    key: `homeostat:steps:${orderId}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  })
  if (steps.length === 0) return <Empty title="No steps are written down">Follow the vendor’s instruction.</Empty>
  return (
    <ol className={classes.steps}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are numbered
        <li key={index} className={done.includes(index) ? classes.done : undefined}>
          <Checkbox
            size="lg"
            checked={done.includes(index)}
            label={`${index + 1}. ${step.title}`}
            onChange={(event) => {
              const isDone = event.currentTarget.checked
              setDone((before) => (isDone ? [...before, index] : before.filter((other) => other !== index)))
            }}
          />
          <div className={classes.stepText}>
            <PlainText text={step.text} />
          </div>
        </li>
      ))}
    </ol>
  )
}

function Evidence({ data: { order, evidence } }: { data: OrderData }) {
  const may = useMay()
  const accept = useChange((id: string) => acceptEvidence(order.id, id), { done: 'Evidence accepted.' })
  if (evidence.length === 0) return null
  return (
    <Section title="Evidence">
      <ul className={classes.evidence}>
        {evidence.map((one) => (
          <li key={one.id}>
            <div className={classes.evidenceText}>
              <strong>{humanise(one.kind)}</strong>
              {one.value && one.kind !== 'photo' && (
                <span className={one.kind === 'version_read' ? 'mono' : undefined}>{one.value}</span>
              )}
              {one.fileId && (
                <a href={downloads.file(one.fileId)} target="_blank" rel="noopener noreferrer">
                  <img src={downloads.file(one.fileId)} alt={`Evidence of ${one.byName}`} loading="lazy" />
                </a>
              )}
              <span className="quiet small">
                {one.byName}, <Moment at={one.at} />
              </span>
              {one.acceptedAt && (
                <span className={classes.accepted}>
                  <IconCheck size={14} aria-hidden /> accepted by {one.acceptedBy}, <Moment at={one.acceptedAt} />
                </span>
              )}
            </div>
            {!one.acceptedAt && (
              <Action
                size="compact-md"
                variant="default"
                loading={accept.isPending && accept.variables === one.id}
                disabledReason={may.whyNot('work-order:accept')}
                onClick={() => accept.mutate(one.id)}
              >
                Accept
              </Action>
            )}
          </li>
        ))}
      </ul>
      {accept.error && <Remark tone="bad">{accept.error.message}</Remark>}
    </Section>
  )
}

const hints: Partial<Record<WorkOrderState, string>> = {
  unable_to_locate: 'It never counts as done: the device is marked as missing until somebody sees it.',
  unable_to_complete: 'Say what stood in the way; the findings stay open.',
  cancelled: 'The findings stay open.',
}

function TransitionDialog({
  transition,
  onSubmit,
  onClose,
  isSending,
  error,
}: {
  transition: Transition
  onSubmit: (form: { reason?: string; holdReason?: HoldReason }) => void
  onClose: () => void
  isSending: boolean
  error: unknown
}) {
  const [reason, setReason] = useState('')
  const [holdReason, setHoldReason] = useState<HoldReason>('device_in_use')
  const isHold = transition.to === 'on_hold'
  return (
    <Dialog title={transition.label} opened onClose={onClose}>
      <Form
        submit={transition.label}
        isSending={isSending}
        error={error}
        disabledReason={transition.needsReason && !isHold && !reason.trim() ? 'Give the reason.' : null}
        onSubmit={() =>
          onSubmit({ ...(reason.trim() ? { reason: reason.trim() } : {}), ...(isHold ? { holdReason } : {}) })
        }
        other={
          <Button variant="subtle" onClick={onClose}>
            Back
          </Button>
        }
      >
        {hints[transition.to] && <p style={{ margin: 0 }}>{hints[transition.to]}</p>}
        {isHold && (
          <NativeSelect
            size="md"
            label="What is it waiting for?"
            value={holdReason}
            onChange={(event) => setHoldReason(event.currentTarget.value as HoldReason)}
            data={holdReasons.map((value) => ({ value, label: humanise(value) }))}
          />
        )}
        <Textarea
          size="md"
          label={isHold ? 'More (may stay empty)' : transition.needsReason ? 'Reason' : 'Reason (may stay empty)'}
          autosize
          minRows={3}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  )
}
