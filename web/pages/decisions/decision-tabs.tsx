import { useQuery } from '@tanstack/react-query'
import { boardQuery, decisionCountsQuery } from '#web/api/decisions.ts'
import { paths } from '#web/paths.ts'
import { LinkTabs } from '#web/ui/tabs.tsx'

/** The register, and what of it asks for somebody. */
export function DecisionTabs({ current }: { current: 'register' | 'board' | 'check' }) {
  const board = useQuery(boardQuery).data
  const counts = useQuery(decisionCountsQuery).data
  return (
    <LinkTabs
      label="Views of the decisions"
      current={current}
      tabs={[
        { id: 'register', title: 'Register', count: counts?.any, href: paths.decisions() },
        {
          id: 'board',
          title: 'Board',
          count: board && Object.values(board).reduce((sum, { count }) => sum + count, 0),
          href: paths.decisionBoard(),
        },
        { id: 'check', title: 'Check a record', href: paths.checkRecord() },
      ]}
    />
  )
}
