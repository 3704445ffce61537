import { IconStack2 } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeviceSbom } from '#web/api/contract.ts'
import { deviceSbomsQuery, sbomComponentsQuery } from '#web/api/sboms.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { TextFilter } from '#web/ui/filter-bar.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { BecauseList } from './because-list.tsx'
import classes from './sbom.module.css'
import { ComponentCard, componentColumns, versionsOf } from './sbom-columns.tsx'

/** What is inside the device, by the bill that counts for it; and the other bills that speak of it. */
export function DeviceSoftware({ device }: { device: string }) {
  const sboms = useQuery(deviceSbomsQuery(device))
  return (
    <Loaded query={sboms}>
      {({ items }) => {
        const counting = items.find(({ counts }) => counts)
        const others = items.filter(({ counts }) => !counts)
        return (
          <>
            {counting ? (
              <Inside one={counting} />
            ) : (
              <Empty icon={<IconStack2 size={28} aria-hidden />} title="What is inside is not known">
                No bill of materials surely speaks of this make, model and version.{' '}
                <AppLink href={paths.sboms()}>SBOMs</AppLink>
              </Empty>
            )}
            {others.length > 0 && (
              <Section title="Other bills that speak of it" aside={formatCount(others.length)}>
                {others.map((one) => (
                  <div key={one.bill.id} className={classes.bill}>
                    <h3>
                      <BillLink one={one} />
                    </h3>
                    <div className={classes.sub}>
                      {one.isSure
                        ? 'A more specific bill counts.'
                        : 'Not used: whether it is of this device is not sure.'}
                    </div>
                    <BecauseList because={one.because} />
                  </div>
                ))}
              </Section>
            )}
          </>
        )
      }}
    </Loaded>
  )
}

const BillLink = ({ one: { bill } }: { one: DeviceSbom }) => (
  <>
    <AppLink href={paths.sbom(bill.id)}>
      {bill.manufacturer} {bill.model}
    </AppLink>
    , {versionsOf(bill)}
  </>
)

function Inside({ one }: { one: DeviceSbom }) {
  const [q, setQ] = useState<string>()
  const components = useInfiniteQuery(sbomComponentsQuery(one.bill.id, { q }))
  return (
    <>
      <Section title="Why this bill">
        <p style={{ marginTop: 0 }}>
          <BillLink one={one} />
        </p>
        <BecauseList because={one.because} />
      </Section>
      <Section title="Components" aside={formatCount(one.bill.components)} flush>
        <div className={classes.search}>
          <TextFilter label="Name, version, supplier, purl, CPE" value={q} onChange={setQ} />
        </div>
        <PagedTable
          label="Components"
          query={components}
          columns={componentColumns}
          rowKey={(row) => String(row.position)}
          rowHeight={56}
          card={(row) => <ComponentCard row={row} />}
          empty={<Empty title={q ? 'No component is called so' : 'The bill names no component'} />}
        />
      </Section>
    </>
  )
}
