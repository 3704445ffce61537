import { Button } from '@mantine/core'
import { IconStack2 } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sbomsQuery } from '#web/api/sboms.ts'
import { useMay } from '#web/components/access.ts'
import { AddDocumentDialog } from '#web/components/add-document-dialog.tsx'
import { SbomCard, sbomColumns } from '#web/components/sbom-columns.tsx'
import type { SbomsSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { LinkAction } from '#web/ui/link-action.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'

export function SbomsPage() {
  const may = useMay()
  const { search, setSearch, clear } = useSearchState<SbomsSearch>()
  const [isAdding, setIsAdding] = useState(false)
  const sboms = useInfiniteQuery(sbomsQuery(search))
  const isFiltered = Object.keys(search).length > 0
  const add = (
    <Action disabledReason={may.whyNot('device:write')} onClick={() => setIsAdding(true)}>
      Add a document
    </Action>
  )
  return (
    <Page
      fill
      title="SBOMs"
      lead="Software bills of materials: what is inside each model, as its maker lists it."
      actions={
        <>
          <LinkAction variant="default" href={paths.vexDocuments()}>
            VEX on SBOMs
          </LinkAction>
          {add}
        </>
      }
    >
      <FilterBar onClear={isFiltered ? clear : undefined}>
        <TextFilter label="Manufacturer, model, version" value={search.q} onChange={(q) => setSearch({ q })} />
        <TextFilter
          label="Contains component, version"
          value={search.component}
          onChange={(component) => setSearch({ component })}
        />
        <FacetFilter
          title="In force"
          value={search.inForce}
          onChange={(inForce) => setSearch({ inForce: inForce as SbomsSearch['inForce'] })}
          options={[
            { value: 'true', label: 'In force' },
            { value: 'false', label: 'Replaced' },
          ]}
        />
      </FilterBar>
      <PagedTable
        fill
        label="Software bills of materials"
        query={sboms}
        columns={sbomColumns}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.sbom(row.id)}
        rowHeight={60}
        card={(row) => <SbomCard row={row} />}
        empty={
          isFiltered ? (
            <Empty
              icon={<IconStack2 size={30} aria-hidden />}
              title="No SBOM fits these filters"
              action={
                <Button variant="default" onClick={clear}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <Empty icon={<IconStack2 size={30} aria-hidden />} title="No SBOM yet" action={add}>
              Manufacturers give them with new devices and on request (MDS2, section SBOM). One bill tells of every
              device of its model and version.
            </Empty>
          )
        }
      />
      {isAdding && <AddDocumentDialog onClose={() => setIsAdding(false)} />}
    </Page>
  )
}
