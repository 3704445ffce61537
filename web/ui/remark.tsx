import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './remark.module.css'

const icons = { info: IconInfoCircle, warn: IconAlertTriangle, good: IconCircleCheck, bad: IconAlertTriangle }

/** A boxed sentence that should not be missed. */
export function Remark({
  tone = 'info',
  title,
  children,
  actions,
}: {
  tone?: keyof typeof icons
  title?: string
  children?: ReactNode
  actions?: ReactNode
}) {
  const Icon = icons[tone]
  return (
    <div className={`${classes.remark} ${classes[tone]}`}>
      <Icon size={20} aria-hidden className={classes.icon} />
      <div className={classes.body}>
        {title && <p className={classes.title}>{title}</p>}
        {children && <div>{children}</div>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}
