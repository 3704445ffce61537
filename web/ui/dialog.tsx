import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
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
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      fullScreen={isPhone}
      styles={{ title: { fontWeight: 640, fontSize: '1.125rem' } }}
    >
      {children}
    </Modal>
  )
}
