import { SegmentedControl, TextInput } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import type { ComparedAttribute, ComparedSide, IdentityReview } from '#web/api/contract.ts'
import { humanise } from '#web/api/words.ts'
import { AssignFields, useAssignment } from '#web/components/assign-fields.tsx'
import { ComparedAttributes, ComparedRecords } from '#web/components/compared-sides.tsx'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { Day, daysAfter, Moment, useToday } from '#web/ui/moment.tsx'
import { tell } from '#web/ui/notice.ts'
import { ReasonForm } from '#web/ui/reason-form.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './reviews.module.css'

// What reviews of identity and conflicts have in common.

/** One question of the list, beside it. */
export interface DetailProps {
  readonly asking: string | null
  readonly onAsk: (act: string | null) => void
  /** It is answered, or waits: the next one opens. */
  readonly onDone: () => void
  readonly show: 'all' | 'differences' | undefined
  readonly onShow: (show: 'all' | 'differences' | undefined) => void
}

/** What a key asks for that is off says why, and is forgotten. */
export function useRefusal({ asking, onAsk }: Pick<DetailProps, 'asking' | 'onAsk'>, reasonOff: string | null) {
  useEffect(() => {
    if (!asking || !reasonOff) return
    tell(reasonOff)
    onAsk(null)
  }, [asking, reasonOff, onAsk])
}

/** Both sides, attribute by attribute, and the records that they rest on. */
export function Sides({
  sides,
  attributes,
  show,
  onShow,
}: {
  sides: readonly [ComparedSide, ComparedSide]
  attributes: readonly ComparedAttribute[]
} & Pick<DetailProps, 'show' | 'onShow'>) {
  return (
    <>
      <section className={classes.part} aria-label="Side by side">
        <div className={classes.partHead}>
          <h3>Side by side</h3>
          <SegmentedControl
            size="xs"
            aria-label="Which attributes"
            value={show ?? 'telling'}
            onChange={(value) => onShow(value === 'telling' ? undefined : (value as 'all' | 'differences'))}
            data={[
              { value: 'telling', label: 'What tells' },
              { value: 'differences', label: 'What differs' },
              { value: 'all', label: 'All' },
            ]}
          />
        </div>
        <ComparedAttributes sides={sides} attributes={attributes} show={show ?? 'telling'} />
      </section>
      <section className={classes.part} aria-label="Records">
        <h3>Records, as they came</h3>
        <ComparedRecords sides={sides} />
      </section>
    </>
  )
}

/** That it waits, or was settled, and why. */
export function Standing({
  row: { later, order, settledAt, settledBy, settlement },
  checked,
}: {
  row: Pick<IdentityReview, 'later' | 'order' | 'settledAt' | 'settledBy' | 'settlement'>
  checked?: string | null
}) {
  if (settledAt)
    return (
      <Remark tone="good" title={`Settled by ${settledBy ?? 'somebody'}`}>
        {settlement} (<Moment at={settledAt} />)
      </Remark>
    )
  return (
    <>
      {checked && (
        <Remark tone="good" title="Somebody looked">
          {checked}
        </Remark>
      )}
      {later && (
        <Remark title={`Put off by ${later.by}`}>
          Until <Day on={later.until} />: {later.reason}
        </Remark>
      )}
      {order && !checked && (
        <Remark title="Somebody is sent to look">
          <AppLink href={paths.workOrder(order.id)}>{order.number}</AppLink> is {humanise(order.state).toLowerCase()},
          due <Day on={order.dueOn} />.
        </Remark>
      )}
    </>
  )
}

/** An answer with how one knows, or with why it is put off. */
export function AnswerDialog({
  title,
  submit,
  done,
  label = 'How do you know?',
  send,
  onDone,
  onClose,
  children,
}: {
  title: string
  submit: string
  done: string
  label?: string
  send: (reason: string) => Promise<unknown>
  onDone: () => void
  onClose: () => void
  children?: ReactNode
}) {
  const change = useChange(send, { done, onDone })
  return (
    <Dialog title={title} opened onClose={onClose}>
      <ReasonForm submit={submit} change={change} label={label} missing="Say so in a few words." autoFocus>
        {children}
      </ReasonForm>
    </Dialog>
  )
}

/** Until a day, with why. */
export function LaterDialog({
  send,
  onDone,
  onClose,
}: {
  send: (later: { until: string; reason: string }) => Promise<unknown>
  onDone: () => void
  onClose: () => void
}) {
  const today = useToday()
  const [until, setUntil] = useState(daysAfter(today, 7))
  return (
    <AnswerDialog
      title="Put it off"
      submit="Put off"
      done="Put off. It comes back on its day."
      label="Why"
      send={(reason) => send({ until, reason })}
      onDone={onDone}
      onClose={onClose}
    >
      <TextInput
        type="date"
        label="Comes back on"
        min={daysAfter(today, 1)}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
    </AnswerDialog>
  )
}

/** Somebody goes and looks: a work order, for which the question waits. */
export function LookDialog({
  send,
  onDone,
  onClose,
  children,
}: {
  send: (chosen: { assignedTo?: string; dueOn?: string }) => Promise<{ number: string }>
  onDone: () => void
  onClose: () => void
  children: ReactNode
}) {
  const assignment = useAssignment()
  const make = useChange(send, { done: ({ number }) => `${number} made. The question waits for it.`, onDone })
  return (
    <Dialog title="Send somebody to look" opened onClose={onClose}>
      <Form
        submit="Make the work order"
        isSending={make.isPending}
        error={make.error}
        onSubmit={() => make.mutate(assignment.chosen)}
      >
        {children}
        <AssignFields {...assignment} />
      </Form>
    </Dialog>
  )
}
