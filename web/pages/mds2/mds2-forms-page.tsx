import { Button } from '@mantine/core'
import { IconFileCertificate } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { mds2FormsQuery } from '#web/api/mds2.ts'
import { useMay } from '#web/components/access.ts'
import { AddDocumentDialog } from '#web/components/add-document-dialog.tsx'
import { Mds2Card, mds2Columns } from '#web/components/mds2-columns.tsx'
import type { Mds2FormsSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'

export function Mds2FormsPage() {
  const may = useMay()
  const { search, setSearch, clear } = useSearchState<Mds2FormsSearch>()
  const [isAdding, setIsAdding] = useState(false)
  const forms = useInfiniteQuery(mds2FormsQuery(search))
  const isFiltered = Object.keys(search).length > 0
  const add = (
    <Action disabledReason={may.whyNot('device:write')} onClick={() => setIsAdding(true)}>
      Add a document
    </Action>
  )
  return (
    <Page
      fill
      title="MDS2 forms"
      lead="Manufacturer Disclosure Statements: what each model does with patients’ data, who may patch it, how it is protected."
      actions={add}
    >
      <FilterBar onClear={isFiltered ? clear : undefined}>
        <TextFilter label="Manufacturer, model, document" value={search.q} onChange={(q) => setSearch({ q })} />
        <FacetFilter
          title="In force"
          value={search.inForce}
          onChange={(inForce) => setSearch({ inForce: inForce as Mds2FormsSearch['inForce'] })}
          options={[
            { value: 'true', label: 'In force' },
            { value: 'false', label: 'Replaced' },
          ]}
        />
      </FilterBar>
      <PagedTable
        fill
        label="MDS2 forms"
        query={forms}
        columns={mds2Columns}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.mds2Form(row.id)}
        rowHeight={60}
        card={(row) => <Mds2Card row={row} />}
        empty={
          isFiltered ? (
            <Empty
              icon={<IconFileCertificate size={30} aria-hidden />}
              title="No form fits these filters"
              action={
                <Button variant="default" onClick={clear}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <Empty icon={<IconFileCertificate size={30} aria-hidden />} title="No MDS2 form yet" action={add}>
              Manufacturers publish them, or give them on request. One form speaks of every device of its model and
              version.
            </Empty>
          )
        }
      />
      {isAdding && <AddDocumentDialog onClose={() => setIsAdding(false)} />}
    </Page>
  )
}
