import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './dialog.module.css'
import { useFocusBack } from './focus.ts'
import { useIsPhone } from './paged-table.tsx'

export interface DialogProps {
  title: string
  opened: boolean
  onClose: () => void
  size?: 'sm' | 'md' | 'lg' | 'xl'
  children: ReactNode
}

export function Dialog({ title, opened, onClose, size = 'md', children }: DialogProps) {
  const isPhone = useIsPhone()
  useFocusBack(opened)
  return (
    <Modal.Root opened={opened} onClose={onClose} size={size} fullScreen={isPhone}>
      <Modal.Overlay backgroundOpacity={0.5} />
      <Modal.Content>
        {/* Not Modal.Header: its header element would be a second banner of the page. */}
        <div className={classes.head}>
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
