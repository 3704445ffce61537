import { IconArrowsSplit2 } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { WhatIfStep } from '#web/api/contract.ts'
import { paths } from '#web/paths.ts'
import { LinkAction } from '#web/ui/link-action.tsx'

/** To the page that works out what would come of a step. */
export const WhatIfLink = ({ step, children }: { step: WhatIfStep; children: ReactNode }) => (
  <LinkAction
    variant="default"
    leftSection={<IconArrowsSplit2 size={16} aria-hidden />}
    href={paths.whatIf({ steps: JSON.stringify([step]) })}
  >
    {children}
  </LinkAction>
)
