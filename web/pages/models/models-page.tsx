import { Button } from '@mantine/core'
import { IconCategory } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { ModelRow } from '#web/api/contract.ts'
import { modelCountsQuery, modelsQuery } from '#web/api/models.ts'
import { LifeSustainingMark, SupportBadge } from '#web/components/state-badges.tsx'
import type { ModelsSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import { classWord, confidenceWords, stages, stageWords } from './model-words.ts'
import classes from './models.module.css'

const dash = <span className="quiet">—</span>

const devicesOf = ({ manufacturer, model, devices }: ModelRow) => (
  <CountLink href={paths.devices({ manufacturer, model, alike: 'true' })} count={devices} of="devices" />
)
const findingsOf = ({ manufacturer, model, openFindings }: ModelRow) => (
  <CountLink href={paths.findings({ manufacturer, model, alike: 'true' })} count={openFindings} of="open findings" />
)

const Kind = ({ row }: { row: ModelRow }) =>
  row.productCode === null ? (
    (row.productName ?? dash)
  ) : (
    <>
      <div className={classes.name}>
        <span className="mono">{row.productCode}</span> {row.productName}
      </div>
      <div className={classes.sub}>{confidenceWords[row.confidence ?? 'none']}</div>
    </>
  )

/** Until when the maker supports the model, and until when the system on it gets updates. */
function Support({ row: { stage, systemSupport } }: { row: ModelRow }) {
  if (stage === null && !systemSupport) return dash
  return (
    <>
      {stage !== null && <div>{stageWords[stage]}</div>}
      {systemSupport && (
        <div>
          <SupportBadge support={systemSupport} />
          <div className={classes.sub}>of its operating system</div>
        </div>
      )}
    </>
  )
}

const columns: Column<ModelRow>[] = [
  {
    id: 'model',
    title: 'Model',
    width: 14,
    grow: true,
    render: (row) => (
      <>
        <div className={classes.name}>
          <RowLink href={paths.model(row.id)}>{row.model}</RowLink>
        </div>
        <div className={classes.sub}>{row.manufacturer || 'No manufacturer'}</div>
      </>
    ),
  },
  { id: 'kind', title: 'FDA product code', width: 16, grow: true, render: (row) => <Kind row={row} /> },
  {
    id: 'class',
    title: 'Class',
    width: 9,
    render: (row) => (
      <>
        {row.deviceClass === null ? dash : classWord(row.deviceClass)}
        {row.isLifeSustaining && (
          <div>
            <LifeSustainingMark />
          </div>
        )}
      </>
    ),
  },
  { id: 'support', title: 'Support', width: 12, render: (row) => <Support row={row} /> },
  { id: 'findings', title: 'Open findings', width: 8, align: 'end', render: findingsOf },
  { id: 'devices', title: 'Devices', width: 6, align: 'end', render: devicesOf },
]

function ModelCard({ row }: { row: ModelRow }) {
  return (
    <>
      <div className={classes.name}>
        <RowLink href={paths.model(row.id)}>{row.model}</RowLink>
      </div>
      <div className={classes.sub}>{row.manufacturer || 'No manufacturer'}</div>
      {row.productName !== null && <Kind row={row} />}
      <div className={classes.facts}>
        <span>{devicesOf(row)} devices</span>
        <span>{findingsOf(row)} open findings</span>
        {row.deviceClass !== null && <span>{classWord(row.deviceClass)}</span>}
        {row.isLifeSustaining && <LifeSustainingMark />}
        {row.stage !== null && <span>{stageWords[row.stage]}</span>}
        {row.systemSupport && row.systemSupport.state !== 'supported' && <SupportBadge support={row.systemSupport} />}
      </div>
    </>
  )
}

const classified = ['certain', 'likely', 'unsure'] as const

export function ModelsPage() {
  const { search, setSearch, clear } = useSearchState<ModelsSearch>()
  const models = useInfiniteQuery(modelsQuery(search))
  const counts = useQuery(modelCountsQuery(search.q)).data
  const isFiltered = Object.keys(search).length > 0
  const icon = <IconCategory size={30} aria-hidden />
  const counted = (label: string, count: number | undefined) =>
    counts ? `${label} (${formatCount(count ?? 0)})` : label
  const isUnread =
    !search.q && counts && (counts.confidence.none ?? 0) > 0 && classified.every((word) => !counts.confidence[word])
  return (
    <Page
      fill
      title="Models"
      lead="What the inventory holds, by manufacturer and model, with the kind of device that the FDA says it is and until when it is supported."
    >
      <FilterBar onClear={isFiltered ? clear : undefined}>
        <TextFilter label="Manufacturer, model, code, UDI" value={search.q} onChange={(q) => setSearch({ q })} />
        <FacetFilter
          title="Class"
          value={search.deviceClass}
          onChange={(value) => setSearch({ deviceClass: value as ModelsSearch['deviceClass'] })}
          options={['1', '2', '3', 'U', 'N'].map((value) => ({
            value,
            label: counted(classWord(value), counts?.deviceClass[value]),
          }))}
        />
        <FacetFilter
          title="Sustains life"
          value={search.lifeSustaining}
          onChange={(value) => setSearch({ lifeSustaining: value as ModelsSearch['lifeSustaining'] })}
          options={[
            { value: 'true', label: counted('Sustains life', counts?.lifeSustaining) },
            { value: 'false', label: 'Not, or not known' },
          ]}
        />
        <FacetFilter
          title="Product code"
          value={search.confidence}
          onChange={(value) => setSearch({ confidence: value as ModelsSearch['confidence'] })}
          options={(['certain', 'likely', 'unsure', 'none'] as const).map((value) => ({
            value,
            label: counted(confidenceWords[value], counts?.confidence[value]),
          }))}
        />
        <FacetFilter
          title="Support"
          value={search.stage}
          onChange={(value) => setSearch({ stage: value as ModelsSearch['stage'] })}
          options={[
            ...stages.map((value) => ({ value, label: counted(stageWords[value], counts?.stage[value]) })),
            { value: 'none', label: counted('Not recorded', counts?.stage.none) },
          ]}
        />
      </FilterBar>
      {isUnread && (
        <Remark
          title="FDA was not asked of them"
          actions={<AppLink href={`${paths.addSource()}?feed=gudid`}>Add GUDID</AppLink>}
        >
          Product code, class and what sustains life come from GUDID and FDA’s product classification, two of the
          sources.
        </Remark>
      )}
      <PagedTable
        fill
        label="Models"
        query={models}
        columns={columns}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.model(row.id)}
        rowHeight={64}
        card={(row) => <ModelCard row={row} />}
        empty={
          isFiltered ? (
            <Empty
              icon={icon}
              title="No model fits these filters"
              action={
                <Button variant="default" onClick={clear}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <Empty icon={icon} title="No model yet">
              Models come with the devices. <AppLink href={paths.importFile()}>Import an inventory</AppLink>
            </Empty>
          )
        }
      />
    </Page>
  )
}
