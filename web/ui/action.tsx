import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import { type ButtonHTMLAttributes, forwardRef, useId } from 'react'

export interface ActionProps extends ButtonProps, Omit<ButtonHTMLAttributes<HTMLButtonElement>, keyof ButtonProps> {
  /** Why the button is off; it stays in the tab order so that the reason can be read. */
  disabledReason?: string | null | undefined
}

/** A button that says why it is off. */
export const Action = forwardRef<HTMLButtonElement, ActionProps>(function Action(
  { disabledReason, onClick, ...rest },
  ref,
) {
  const id = useId()
  if (!disabledReason) return <Button ref={ref} onClick={onClick} {...rest} />
  return (
    <>
      <Tooltip label={disabledReason} events={{ hover: true, focus: true, touch: true }}>
        <Button
          ref={ref}
          {...rest}
          type="button"
          data-disabled
          aria-disabled="true"
          aria-describedby={id}
          onClick={(event) => event.preventDefault()}
        />
      </Tooltip>
      <span id={id} className="visually-hidden">
        {disabledReason}
      </span>
    </>
  )
})
