import { useQuery } from '@tanstack/react-query'
import { useContext, useState } from 'react'
import type { KnownDevicePage } from '#web/api/contract.ts'
import { knownDeviceQuery } from '#web/api/known.ts'
import { humanise } from '#web/api/words.ts'
import { claimText } from '#web/components/claim-field.tsx'
import { ConfidenceOf } from '#web/components/confidence-mark.tsx'
import { KnownOnField } from '#web/components/known-on-field.tsx'
import { OriginSheet } from '#web/components/origin-sheet.tsx'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Absent } from '#web/ui/facts.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { formatDayOrMoment, Moment, TimeZone } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Empty } from '#web/ui/states.tsx'
import classes from './device-page.module.css'

/** One device as it was known at the end of a day, with what is otherwise today. */
export function KnownDevice({ id, asKnownOn }: { id: string; asKnownOn: string }) {
  const known = useQuery(knownDeviceQuery(id, asKnownOn))
  const day = formatDayOrMoment(asKnownOn, useContext(TimeZone))
  const parent = { title: `Devices, ${day}`, href: paths.devices({ asKnownOn }) }
  return (
    <LoadedPage query={known} title="Device" parent={parent}>
      {(data) => <Known data={data} asKnownOn={asKnownOn} day={day} parent={parent} />}
    </LoadedPage>
  )
}

type Asked = KnownDevicePage['attributes'][number]

function Known({
  data,
  asKnownOn,
  day,
  parent,
}: {
  data: KnownDevicePage
  asKnownOn: string
  /** The same in words. */
  day: string
  parent: { title: string; href: string }
}) {
  const { device, attributes } = data
  const { setSearch } = useSearchState<{ asKnownOn?: string }>()
  const [traced, setTraced] = useState<Asked | null>(null)
  const changed = attributes.filter(({ isChanged, attribute }) => isChanged && attribute !== 'lastSeenAt')
  const groups = [...new Set(attributes.map(({ group }) => group))]
  return (
    <Page
      title={device.name}
      parent={parent}
      eyebrow={device.deviceType}
      lead={[device.manufacturer, device.model].filter(Boolean).join(' ')}
      actions={<KnownOnField value={asKnownOn} onChange={(day) => setSearch({ asKnownOn: day })} />}
    >
      <Remark title={`You see the device as known on ${day}`}>
        {device.isGoneNow
          ? 'It is no longer in the inventory of today: it was merged into another, or what told of it was taken back. '
          : changed.length === 0
            ? 'Nothing of it is otherwise today. '
            : `${changed.length === 1 ? 'One attribute is' : `${changed.length} attributes are`} otherwise today. `}
        <AppLink href={paths.device(device.id)}>As it is today</AppLink>
      </Remark>
      {attributes.length === 0 ? (
        <Empty title="Nothing was known yet">No source had said anything of it but that it is there.</Empty>
      ) : (
        <div className={classes.groups}>
          {groups.map((group) => (
            <Section key={group} title={humanise(group)}>
              <ul className={classes.attributes}>
                {attributes
                  .filter((one) => one.group === group)
                  .map((one) => (
                    <li key={one.attribute}>
                      <span className={classes.name}>{one.title}</span>
                      <span className={classes.value}>
                        <button type="button" className={classes.trace} onClick={() => setTraced(one)}>
                          {claimText(one.attribute, one.value) || 'none'}
                          <span className="visually-hidden">, where it comes from</span>
                        </button>
                        <span className={classes.source}>
                          <ConfidenceOf attribute={one} />
                          <span>
                            {one.source.name}, <Moment at={one.observedAt} />
                          </span>
                        </span>
                        {one.isChanged && one.attribute !== 'lastSeenAt' && !device.isGoneNow && (
                          <span className={classes.differs}>
                            Today: <strong>{claimText(one.attribute, one.valueNow) || <Absent>none</Absent>}</strong>
                          </span>
                        )}
                      </span>
                    </li>
                  ))}
              </ul>
            </Section>
          ))}
        </div>
      )}
      {traced && (
        <OriginSheet
          device={device.id}
          attribute={traced.attribute}
          title={traced.title}
          asKnownOn={asKnownOn}
          onClose={() => setTraced(null)}
        />
      )}
    </Page>
  )
}
