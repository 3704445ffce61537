import { useInfiniteQuery } from '@tanstack/react-query'
import { devicesQuery } from '#web/api/devices.ts'
import { humanise } from '#web/api/words.ts'
import { DeviceCard, deviceColumns } from '#web/components/device-columns.tsx'
import { paths } from '#web/paths.ts'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { Section } from '#web/ui/section.tsx'
import { Empty } from '#web/ui/states.tsx'
import { PlainTable } from '#web/ui/table.tsx'
import classes from './sbom.module.css'

// What the pages of a bill of materials and of an MDS2 form have in common.

export function DocumentDevices({
  of,
  title,
  noun,
}: {
  of: { sbom: string } | { mds2: string }
  title: string
  noun: 'bill' | 'form'
}) {
  const devices = useInfiniteQuery(devicesQuery({ ...of, active: 'true', sort: 'name' }))
  return (
    <Section title={title} flush>
      <PagedTable
        label="Devices"
        query={devices}
        columns={deviceColumns.filter(({ usual }) => usual)}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.device(row.id)}
        rowHeight={56}
        card={(row) => <DeviceCard row={row} />}
        empty={
          <Empty title="No device on the worklist">
            Manufacturer, model and version must agree, and no more specific {noun} may count for the device.
          </Empty>
        }
      />
    </Section>
  )
}

export interface DocumentRemark {
  readonly part: string
  readonly name: string
  readonly reason: string
}

export function DocumentRemarks({ remarks }: { remarks: readonly DocumentRemark[] }) {
  if (remarks.length === 0)
    return <Empty title="All of it was taken">Nothing in the file was left out, changed or unreadable.</Empty>
  return (
    <Section title="What was not taken as it stands, and why" flush>
      <PlainTable
        label="What was not taken"
        columns={[
          { id: 'part', title: 'Part', width: 8, render: ({ part }) => humanise(part) },
          { id: 'name', title: 'Which', width: 14, render: ({ name }) => name },
          { id: 'reason', title: 'Why', width: 26, grow: true, render: ({ reason }) => reason },
        ]}
        rows={[...remarks]}
        rowKey={(remark) => `${remark.part} ${remark.name} ${remark.reason}`}
        card={(remark) => (
          <>
            <strong>{remark.name || humanise(remark.part)}</strong>
            <div className={classes.sub}>{remark.reason}</div>
          </>
        )}
      />
    </Section>
  )
}
