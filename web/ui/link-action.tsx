import { Button, type ButtonProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { Action } from './action.tsx'
import { AppLink } from './app-link.tsx'

/** A link that looks like a button, and says why where it leads nowhere for this person. */
export function LinkAction({
  href,
  disabledReason,
  children,
  ...rest
}: ButtonProps & { href: string; disabledReason?: string | null; 'aria-label'?: string; children: ReactNode }) {
  if (disabledReason)
    return (
      <Action {...rest} disabledReason={disabledReason}>
        {children}
      </Action>
    )
  return (
    <Button component={AppLink} href={href} {...rest}>
      {children}
    </Button>
  )
}
