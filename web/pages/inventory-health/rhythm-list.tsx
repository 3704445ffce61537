import { NumberInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SightingRhythm } from '#web/api/contract.ts'
import { rhythmsQuery, setRhythm } from '#web/api/inventory-health.ts'
import { humanise } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import type { InventoryHealthSearch } from '#web/page-searches.ts'
import { Action } from '#web/ui/action.tsx'
import { formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { ReasonForm } from '#web/ui/reason-form.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './inventory-health.module.css'

const scopeWords = { kind: 'All that is', type: 'Type', model: 'Model' }
const days = (value: number | null) =>
  value === null ? <span className="quiet">—</span> : `${Math.round(value * 10) / 10} d`

/** How often devices alike are seen, and from which silence on one is a ghost. */
export function RhythmList({ search }: { search: InventoryHealthSearch }) {
  const { setSearch } = useSearchState<InventoryHealthSearch>()
  const rhythms = useInfiniteQuery(rhythmsQuery({ q: search.q }))
  const [isSetting, setIsSetting] = useState<SightingRhythm | null>(null)
  const may = useMay()
  const set = (row: SightingRhythm) => (
    <Action
      size="compact-sm"
      variant="default"
      disabledReason={may.whyNot('device:write')}
      aria-label={`Set the rhythm of ${row.title}`}
      onClick={() => setIsSetting(row)}
    >
      Set
    </Action>
  )
  const columns: Column<SightingRhythm>[] = [
    {
      id: 'title',
      title: 'Devices',
      width: 16,
      grow: true,
      render: (row) => (
        <>
          <span className="quiet">{scopeWords[row.scope]}</span>{' '}
          {row.scope === 'kind' ? humanise(row.title) : row.title}
        </>
      ),
    },
    {
      id: 'devices',
      title: 'Learnt from',
      width: 8,
      align: 'end',
      render: (row) => `${formatCount(row.devices)} devices`,
    },
    { id: 'median', title: 'Seen every', width: 7, align: 'end', render: (row) => days(row.medianDays) },
    { id: 'usual', title: 'Usual silence', width: 8, align: 'end', render: (row) => days(row.usualDays) },
    {
      id: 'counts',
      title: 'What counts',
      width: 12,
      render: (row) =>
        row.set ? (
          <>
            {days(row.set.days)}{' '}
            <span className="quiet small">
              set by {row.set.by}: {row.set.reason}
            </span>
          </>
        ) : row.countsDays === null ? (
          <span className="quiet">learnt from too few</span>
        ) : (
          'as learnt'
        ),
    },
    { id: 'bound', title: 'Ghost after', width: 7, align: 'end', render: (row) => days(row.boundDays) },
    { id: 'set', title: 'Set', isTitleHidden: true, width: 5, render: set },
  ]
  return (
    <>
      <p className="quiet" style={{ margin: 0 }}>
        Nine of ten devices were never silent for longer than the usual silence. Where a model was seen too little, its
        type counts, then whether it is portable.
      </p>
      <FilterBar onClear={search.q ? () => setSearch({ q: undefined }) : undefined}>
        <TextFilter label="Model or type" value={search.q} onChange={(q) => setSearch({ q })} />
      </FilterBar>
      <PagedTable
        fill
        label="Rhythms"
        query={rhythms}
        columns={columns}
        rowKey={({ scope, key }) => `${scope} ${key}`}
        rowHeight={52}
        cardHeight={110}
        card={(row) => (
          <div className={classes.two}>
            <strong>{row.title}</strong>
            <span className="small">
              Seen every {days(row.medianDays)}, usual silence {days(row.usualDays)}, a ghost after{' '}
              {days(row.boundDays)}
            </span>
            <span>{set(row)}</span>
          </div>
        )}
        empty={<Empty title="Nothing is learnt yet">Rhythms are learnt once a day from what observers saw.</Empty>}
      />
      {isSetting && <SetDialog rhythm={isSetting} onClose={() => setIsSetting(null)} />}
    </>
  )
}

function SetDialog({ rhythm, onClose }: { rhythm: SightingRhythm; onClose: () => void }) {
  const [value, setValue] = useState<number | null>(rhythm.set?.days ?? rhythm.usualDays)
  const change = useChange(
    (reason: string) => setRhythm({ scope: rhythm.scope, key: rhythm.key, days: value, reason }),
    { done: 'It holds from the next count.', onDone: onClose },
  )
  return (
    <Dialog title={`How long ${rhythm.title} is usually silent`} opened onClose={onClose} size="sm">
      <ReasonForm submit="Save" change={change} missing="Say why.">
        <NumberInput
          label="Days"
          description="Leave it empty to go by what is learnt."
          min={0.1}
          max={365}
          decimalScale={1}
          value={value ?? ''}
          onChange={(next) => setValue(typeof next === 'number' ? next : null)}
        />
      </ReasonForm>
    </Dialog>
  )
}
