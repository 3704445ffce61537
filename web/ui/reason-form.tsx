import { Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Form } from './form.tsx'

export interface ReasonFormProps {
  submit: string
  /** What is sent with the reason. */
  change: {
    mutate: (reason: string, options: { onSuccess: () => void }) => void
    isPending: boolean
    error: unknown
  }
  label?: string
  /** What to do while there is no reason. */
  missing?: string
  /** Why it cannot be sent for all that is above the reason. */
  disabledReason?: string | null | undefined
  danger?: boolean
  /** The reason is where one begins. */
  autoFocus?: boolean
  children?: ReactNode
}

/** A form that ends with why, in words that go on record. */
export function ReasonForm({
  submit,
  change,
  label = 'Reason',
  missing = 'Give the reason.',
  disabledReason,
  danger,
  autoFocus,
  children,
}: ReasonFormProps) {
  const [text, setText] = useState('')
  const reason = text.trim()
  return (
    <Form
      submit={submit}
      danger={danger ?? false}
      disabledReason={disabledReason ?? (reason ? null : missing)}
      isSending={change.isPending}
      error={change.error}
      onSubmit={() => change.mutate(reason, { onSuccess: () => setText('') })}
    >
      {children}
      <Textarea
        label={label}
        data-autofocus={autoFocus || undefined}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </Form>
  )
}
