import { Button } from '@mantine/core'
import { IconGitMerge } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { conflictsQuery } from '#web/api/devices.ts'
import { allItems } from '#web/api/paging.ts'
import { ConflictCard } from '#web/components/conflict-card.tsx'
import type { ConflictSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { Page } from '#web/ui/page.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty, Failure, RowsSkeleton } from '#web/ui/states.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'

export function ConflictsPage() {
  const { search } = useSearchState<ConflictSearch>()
  const isSettled = search.settled === 'true'
  const conflicts = useInfiniteQuery(conflictsQuery({ settled: isSettled }))
  const items = allItems(conflicts.data)
  return (
    <Page
      title="Conflicts"
      lead="Where sources contradict each other about one device. Nothing is merged in silence; somebody who can look decides."
    >
      <LinkTabs
        label="Conflicts"
        current={isSettled ? 'settled' : 'open'}
        tabs={[
          { id: 'open', title: 'To settle', href: paths.conflicts() },
          { id: 'settled', title: 'Settled', href: paths.conflicts({ settled: 'true' }) },
        ]}
      />
      {conflicts.isPending ? (
        <RowsSkeleton height={72} />
      ) : conflicts.error && items.length === 0 ? (
        <Failure error={conflicts.error} retry={() => void conflicts.refetch()} />
      ) : items.length === 0 ? (
        <Empty
          icon={<IconGitMerge size={30} aria-hidden />}
          title={isSettled ? 'Nothing has been settled yet' : 'The sources agree'}
        >
          {isSettled
            ? 'What you settle is kept here, with the reason.'
            : 'When two sources claim different things that cannot both be true, it shows up here.'}
        </Empty>
      ) : (
        <div style={{ display: 'grid', gap: 'var(--space-3)' }}>
          {items.map((conflict) => (
            <ConflictCard key={conflict.id} conflict={conflict} withDevice />
          ))}
          {conflicts.hasNextPage && (
            <Button
              variant="default"
              loading={conflicts.isFetchingNextPage}
              onClick={() => void conflicts.fetchNextPage()}
            >
              More
            </Button>
          )}
        </div>
      )}
    </Page>
  )
}
