import { Group } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { Action } from './action.tsx'
import classes from './form.module.css'
import { sentenceOf } from './states.tsx'

export interface FormProps {
  onSubmit: () => void
  submit: string
  /** Why it cannot be sent yet. */
  disabledReason?: string | null | undefined
  isSending?: boolean
  error?: unknown
  /** Other buttons, before the one that sends. */
  other?: ReactNode
  children: ReactNode
  danger?: boolean
}

/** Fields above, what went wrong below them, buttons at the end. */
export function Form({ onSubmit, submit, disabledReason, isSending, error, other, children, danger }: FormProps) {
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        if (!disabledReason && !isSending) onSubmit()
      }}
    >
      {children}
      <div className={classes.foot}>
        {!!error && (
          <p role="alert" className={classes.error}>
            {sentenceOf(error)}
          </p>
        )}
        <Group justify="flex-end" gap="sm">
          {other}
          <Action
            type="submit"
            loading={isSending ?? false}
            disabledReason={disabledReason}
            {...(danger ? { color: 'red.9' } : {})}
          >
            {submit}
          </Action>
        </Group>
      </div>
    </form>
  )
}

export function FormError({ error }: { error: unknown }) {
  if (!error) return null
  return (
    <p role="alert" className={classes.error}>
      {sentenceOf(error)}
    </p>
  )
}
