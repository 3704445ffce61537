import { Button, Group } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { AliasFileResult } from '#web/api/contract.ts'
import { Action } from '#web/ui/action.tsx'
import { Page } from '#web/ui/page.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'
import { useMay } from './access.ts'
import { AliasFileDialog } from './alias-file-dialog.tsx'

export type AliasTab = 'proposals' | 'aliases'

export interface AliasesPageProps {
  title: string
  lead: string
  href: (filters?: { tab?: AliasTab }) => string
  tab: AliasTab | undefined
  inventory: { title: string; counts: Readonly<Record<string, number>> | undefined }
  proposals: number | undefined
  file: {
    download: string
    columns: readonly string[]
    add: (file: File, onProgress: (part: number) => void) => Promise<AliasFileResult>
  }
  onAdd: () => void
  children: ReactNode
}

/** How texts of the inventory are read, whom or what they may mean, and what the hospital itself says of them. */
export function AliasesPage({ title, lead, href, tab, inventory, proposals, file, onAdd, children }: AliasesPageProps) {
  const whyNot = useMay().whyNot('finding:decide')
  const [isAdding, setIsAdding] = useState(false)
  const total = inventory.counts && Object.values(inventory.counts).reduce((sum, count) => sum + count, 0)
  return (
    <Page
      fill
      title={title}
      lead={lead}
      actions={
        <Group gap="sm">
          <Button variant="default" component="a" href={file.download} download>
            Download aliases
          </Button>
          <Action variant="default" disabledReason={whyNot} onClick={() => setIsAdding(true)}>
            Add from a file
          </Action>
          <Action disabledReason={whyNot} onClick={onAdd}>
            Add an alias
          </Action>
        </Group>
      }
    >
      <LinkTabs
        label={title}
        current={tab ?? 'inventory'}
        tabs={[
          { id: 'inventory', title: inventory.title, count: total, href: href() },
          { id: 'proposals', title: 'Proposals', count: proposals, href: href({ tab: 'proposals' }) },
          { id: 'aliases', title: 'Your aliases', href: href({ tab: 'aliases' }) },
        ]}
      />
      {children}
      {isAdding && <AliasFileDialog columns={file.columns} add={file.add} onClose={() => setIsAdding(false)} />}
    </Page>
  )
}
