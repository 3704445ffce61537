import { useState } from 'react'
import type { DevicePage } from '#web/api/contract.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { Section } from '#web/ui/section.tsx'
import { SelectBox, SelectionActions, useSelection } from '#web/ui/selection.tsx'
import { Empty } from '#web/ui/states.tsx'
import { useMay } from './access.ts'
import classes from './device-records.module.css'
import { IdentityHistory } from './identity-history.tsx'
import { RawFacts } from './raw-facts.tsx'
import { SplitDialog } from './split-dialog.tsx'

/** What each system says of the device, as it came, and what made these records one device. */
export function DeviceRecords({ data }: { data: DevicePage }) {
  const { device, sources } = data
  const may = useMay()
  const selection = useSelection()
  const [isSplitting, setIsSplitting] = useState(false)
  const keyOf = (record: (typeof sources)[number]) => `${record.source.id} ${record.sourceKey}`
  const chosen = sources.filter((record) => selection.has(keyOf(record)))
  const whyNot =
    may.whyNot('device:write') ??
    (chosen.length === sources.length ? 'At least one record stays with the device: leave one unticked.' : null)
  return (
    <div className={classes.stack}>
      <div>
        <h2 className={classes.title}>Records of this device</h2>
        <p className="quiet">
          Each system’s own words. Tick what is of another device, and split it off: that can be undone.
        </p>
      </div>
      {sources.length === 0 && <Empty title="No source">Nothing from outside has said anything of this device.</Empty>}
      <SelectionActions
        selection={selection}
        most={1000}
        actions={[{ title: 'Split off…', whyNot, isBusy: false, act: () => setIsSplitting(true) }]}
      />
      {isSplitting && (
        <SplitDialog
          device={device}
          records={chosen}
          onDone={() => {
            selection.clear()
            setIsSplitting(false)
          }}
          onClose={() => setIsSplitting(false)}
        />
      )}
      {sources.map((record) => (
        <Section
          key={keyOf(record)}
          title={record.source.name}
          aside={
            <>
              calls it <span className="mono">{record.sourceKey}</span>, seen <Moment at={record.observedAt} />
            </>
          }
          actions={
            <>
              {sources.length > 1 && may('device:write') && (
                <SelectBox
                  selection={selection}
                  id={keyOf(record)}
                  name={`the record ${record.sourceKey} of ${record.source.name}`}
                  label="Of another device"
                />
              )}
              <AppLink href={paths.source(record.source.id)}>Open the source</AppLink>
            </>
          }
        >
          {record.unreportedSince && (
            <Remark tone="warn" title={`No longer reported by ${record.source.name}`}>
              Since <Moment at={record.unreportedSince} />. What it said before still counts: the device is not gone for
              that.
            </Remark>
          )}
          <RawFacts raw={record.raw} />
        </Section>
      ))}
      <IdentityHistory device={device.id} />
    </div>
  )
}
