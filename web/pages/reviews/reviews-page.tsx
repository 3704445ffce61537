import { SegmentedControl } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconGitMerge } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Conflict, IdentityReview } from '#web/api/contract.ts'
import { allItems } from '#web/api/paging.ts'
import { conflictFacetsQuery, conflictsQuery, reviewFacetsQuery, reviewsQuery } from '#web/api/reviews.ts'
import { humanise } from '#web/api/words.ts'
import { BandBadge } from '#web/components/band-badge.tsx'
import { ExploitedMark } from '#web/components/state-badges.tsx'
import type { ReviewSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar } from '#web/ui/filter-bar.tsx'
import { Day, withDays } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { Queue, QueueFacts, QueueItem, QueueKeys, QueueTitle } from '#web/ui/queue.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty, Failure, RowsSkeleton } from '#web/ui/states.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'
import { ConflictDetail, conflictKeys } from './conflict-detail.tsx'
import { ReviewDetail, reviewKeys } from './review-detail.tsx'

const states = [
  { value: 'open', label: 'To answer' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'settled', label: 'Settled' },
]

/** Where nobody but a person can tell: one question after the other, what is worth most first. */
export function ReviewsPage() {
  const { search, setSearch } = useSearchState<ReviewSearch>()
  const isConflicts = search.tab === 'conflicts'
  const state = search.state ?? 'open'
  const place = { site: search.site, careArea: search.careArea }
  const reviews = useInfiniteQuery({
    ...reviewsQuery({ state, source: search.source, ...place }),
    enabled: !isConflicts,
  })
  const conflicts = useInfiniteQuery({ ...conflictsQuery({ state, ...place }), enabled: isConflicts })
  const ofReviews = useQuery(reviewFacetsQuery({ state }))
  const ofConflicts = useQuery(conflictFacetsQuery({ state }))
  const list = isConflicts ? conflicts : reviews
  const rows: readonly (IdentityReview | Conflict)[] = isConflicts ? allItems(conflicts.data) : allItems(reviews.data)
  const [asking, setAsking] = useState<string | null>(null)
  const at = rows.findIndex((row) => row.id === search.at)
  // What the address names is shown even where the list does not reach so far.
  const current = search.at ?? rows[0]?.id
  const facets = isConflicts ? ofConflicts.data : ofReviews.data

  const go = (step: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, (at < 0 ? (search.at ? -1 : 0) : at) + step))]
    if (next) setSearch({ at: next.id })
    if (at + step >= rows.length - 5 && list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
  }
  /** The next one opens by itself. */
  const leave = () => {
    setAsking(null)
    const here = at < 0 && !search.at ? 0 : at
    const next = rows[here + 1] ?? rows[here - 1]
    setSearch({ at: next?.id === current ? undefined : next?.id })
  }
  const keys = isConflicts ? conflictKeys : reviewKeys
  const unlessAsking = (act: () => void) => () => {
    if (!asking) act()
  }
  useHotkeys([
    ['j', unlessAsking(() => go(1))],
    ['k', unlessAsking(() => go(-1))],
    ...(state === 'settled' || !current
      ? []
      : keys.map(({ key, act }): [string, () => void] => [key.toLowerCase(), unlessAsking(() => setAsking(act))])),
  ])
  const tabHref = (tab: 'conflicts' | undefined) =>
    paths.reviews({ ...(tab && { tab }), ...(search.state && { state: search.state }) })
  const isFiltered = Boolean(search.source ?? search.site ?? search.careArea)

  return (
    <Page
      title="Reviews"
      lead="Where only a person can tell: records that may be of one device, and claims that cannot both be true. What an answer is worth most stands first."
      actions={
        <SegmentedControl
          aria-label="Which of them"
          value={state}
          onChange={(value) =>
            setSearch({ state: value === 'open' ? undefined : (value as 'waiting' | 'settled'), at: undefined })
          }
          data={states}
        />
      }
    >
      <LinkTabs
        label="Kinds of reviews"
        current={isConflicts ? 'conflicts' : 'identity'}
        tabs={[
          { id: 'identity', title: 'One device or two', count: ofReviews.data?.total, href: tabHref(undefined) },
          { id: 'conflicts', title: 'Conflicts', count: ofConflicts.data?.total, href: tabHref('conflicts') },
        ]}
      />
      <FilterBar
        onClear={
          isFiltered
            ? () => setSearch({ source: undefined, site: undefined, careArea: undefined, at: undefined })
            : undefined
        }
      >
        {!isConflicts && (
          <FacetFilter
            title="Source"
            options={ofReviews.data?.source ?? []}
            value={search.source}
            onChange={(source) => setSearch({ source, at: undefined })}
          />
        )}
        <FacetFilter
          title="Site"
          options={facets?.site ?? []}
          value={search.site}
          onChange={(site) => setSearch({ site, at: undefined })}
        />
        <FacetFilter
          title="Care area"
          options={facets?.careArea ?? []}
          value={search.careArea}
          onChange={(careArea) => setSearch({ careArea, at: undefined })}
        />
      </FilterBar>
      {current && (
        <QueueKeys
          keys={[{ key: 'J', word: 'next' }, { key: 'K', word: 'previous' }, ...(state === 'settled' ? [] : keys)]}
        />
      )}
      {list.isPending ? (
        <RowsSkeleton rows={8} height={56} />
      ) : list.error && rows.length === 0 ? (
        <Failure error={list.error} retry={() => void list.refetch()} />
      ) : !current ? (
        <Empty icon={<IconGitMerge size={30} aria-hidden />} title={emptyTitle(state, isConflicts)}>
          {isFiltered
            ? 'Nothing is left with these filters.'
            : isConflicts
              ? 'When two sources claim what cannot both be true, it comes here.'
              : 'When records arrive of which the resolver cannot tell whether they are of one device, they come here.'}
        </Empty>
      ) : (
        <Queue
          label="Queue"
          query={list}
          items={rows.map((row) => (
            <QueueItem key={row.id} isCurrent={row.id === current} href={paths.reviews({ ...search, at: row.id })}>
              {'probability' in row ? <ReviewItem review={row} /> : <ConflictItem conflict={row} />}
            </QueueItem>
          ))}
        >
          {isConflicts ? (
            <ConflictDetail
              key={current}
              conflict={current}
              asking={asking}
              onAsk={setAsking}
              onDone={leave}
              show={search.show}
              onShow={(show) => setSearch({ show })}
            />
          ) : (
            <ReviewDetail
              key={current}
              review={current}
              asking={asking}
              onAsk={setAsking}
              onDone={leave}
              show={search.show}
              onShow={(show) => setSearch({ show })}
            />
          )}
        </Queue>
      )}
    </Page>
  )
}

const emptyTitle = (state: string, isConflicts: boolean) =>
  state === 'settled'
    ? 'Nothing has been settled yet'
    : state === 'waiting'
      ? 'Nothing waits'
      : isConflicts
        ? 'The sources agree'
        : 'Nothing to answer'

function ReviewItem({ review }: { review: IdentityReview }) {
  const { a, b, probability, settledAt, settlement, checked } = review
  const sides = [a, b]
  const band = sides.map(({ device }) => device?.worstBand).find((one) => one)
  const area = [...new Set(sides.flatMap(({ device }) => device?.careArea ?? []))].join(' / ')
  return (
    <>
      {sides.map(({ device, source, sourceKey }) => (
        <QueueTitle key={`${source.id} ${sourceKey}`}>{device?.name ?? sourceKey}</QueueTitle>
      ))}
      <QueueFacts>
        <span>{Math.round(probability * 100)} % one device</span>
        <span>{[...new Set(sides.map(({ source }) => source.name))].join(', ')}</span>
        {area && <span>{area}</span>}
        {band && <BandBadge band={band} />}
        {sides.some(({ device }) => device?.knownExploited) && <ExploitedMark isShort />}
        {checked && <strong>Looked at</strong>}
        <Waits row={review} />
        {settledAt && <span>{settlement}</span>}
      </QueueFacts>
    </>
  )
}

function ConflictItem({ conflict }: { conflict: Conflict }) {
  return (
    <>
      <QueueTitle>{conflict.device.name}</QueueTitle>
      <QueueFacts>
        <span>{humanise(conflict.kind)}</span>
        {conflict.careArea && <span>{conflict.careArea}</span>}
        <Waits row={conflict} />
      </QueueFacts>
      <QueueFacts>{conflict.settlement ?? withDays(conflict.text)}</QueueFacts>
    </>
  )
}

function Waits({ row: { later, order, settledAt } }: { row: Pick<IdentityReview, 'later' | 'order' | 'settledAt'> }) {
  if (settledAt) return null
  return (
    <>
      {later && (
        <span>
          until <Day on={later.until} />
        </span>
      )}
      {order && (
        <span>
          {order.number} {humanise(order.state).toLowerCase()}
        </span>
      )}
    </>
  )
}
