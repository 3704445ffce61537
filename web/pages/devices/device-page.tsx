import { ActionIcon, Button, Tooltip } from '@mantine/core'
import {
  IconArrowMerge,
  IconFileExport,
  IconListSearch,
  IconNews,
  IconPencil,
  IconRefresh,
  IconTool,
} from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { matchAgain } from '#web/api/advisories.ts'
import type { DeviceAttribute, DevicePage as DeviceData } from '#web/api/contract.ts'
import { deviceHistoryQuery, deviceQuery } from '#web/api/devices.ts'
import { findingsQuery } from '#web/api/findings.ts'
import { allItems } from '#web/api/paging.ts'
import { humanise } from '#web/api/words.ts'
import { workOrdersQuery } from '#web/api/work-orders.ts'
import { useMay } from '#web/components/access.ts'
import { BandBadge } from '#web/components/band-badge.tsx'
import { claimText } from '#web/components/claim-field.tsx'
import { ConfidenceOf } from '#web/components/confidence-mark.tsx'
import { ConflictCard } from '#web/components/conflict-card.tsx'
import { CorrectDialog } from '#web/components/correct-dialog.tsx'
import { DeviceHealth } from '#web/components/device-health.tsx'
import { DeviceMds2 } from '#web/components/device-mds2.tsx'
import { DeviceRecords } from '#web/components/device-records.tsx'
import { DeviceReviews } from '#web/components/device-reviews.tsx'
import { DeviceSoftware } from '#web/components/device-software.tsx'
import { DeviceWindowsUpdates } from '#web/components/device-windows-updates.tsx'
import {
  deviceFindingColumns,
  FindingCard,
  findingHref,
  findingKey,
  withAction,
} from '#web/components/finding-columns.tsx'
import { KnownOnField } from '#web/components/known-on-field.tsx'
import { MergeDialog } from '#web/components/merge-dialog.tsx'
import { OriginSheet } from '#web/components/origin-sheet.tsx'
import { SupportBadge } from '#web/components/state-badges.tsx'
import { VexDialog } from '#web/components/vex-dialog.tsx'
import { orderHref, orderKey, WorkOrderCard, workOrderColumns } from '#web/components/work-order-columns.tsx'
import { modelId, paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { Absent, Facts } from '#web/ui/facts.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { Day, Moment } from '#web/ui/moment.tsx'
import { MoreActions } from '#web/ui/more-actions.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useParam, useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'
import { Timeline } from '#web/ui/timeline.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './device-page.module.css'
import { KnownDevice } from './known-device.tsx'

export function DevicePage() {
  const id = useParam('device')
  const { search } = useSearchState<{ asKnownOn?: string }>()
  return search.asKnownOn ? <KnownDevice id={id} asKnownOn={search.asKnownOn} /> : <DeviceNow id={id} />
}

function DeviceNow({ id }: { id: string }) {
  const device = useQuery(deviceQuery(id))
  return (
    <LoadedPage query={device} title="Device" parent={{ title: 'Devices', href: paths.devices() }}>
      {(data) => <Device data={data} />}
    </LoadedPage>
  )
}

function Device({ data }: { data: DeviceData }) {
  const { device, attributes, conflicts, sources, mergedInto } = data
  const unreported = sources.filter(({ unreportedSince }) => unreportedSince !== null)
  const { search, setSearch } = useSearchState<{ tab?: string; asKnownOn?: string }>()
  const may = useMay()
  const [isCorrecting, setIsCorrecting] = useState<string | null>(null)
  const [isTaking, setIsTaking] = useState(false)
  const [isMerging, setIsMerging] = useState(false)
  const again = useChange(() => matchAgain({ deviceIds: [device.id] }), { done: 'Matched again.' })
  const tab = search.tab ?? 'attributes'
  const mergedReason = mergedInto && `It was merged with ${mergedInto.name}.`
  const open = conflicts.filter((conflict) => !conflict.settledAt)
  return (
    <Page
      title={device.name}
      parent={{ title: 'Devices', href: paths.devices() }}
      eyebrow={device.deviceType}
      lead={
        [device.manufacturer, device.model].filter(Boolean).join(' ') || (
          <Absent>Manufacturer and model are not known, so no advisory can be matched.</Absent>
        )
      }
      actions={
        <>
          <KnownOnField value={undefined} onChange={(asKnownOn) => setSearch({ asKnownOn })} />
          <Action
            variant="default"
            leftSection={<IconPencil size={16} aria-hidden />}
            disabledReason={may.whyNot('device:write') ?? mergedReason}
            onClick={() => setIsCorrecting('')}
          >
            Correct an attribute
          </Action>
          <Action
            variant="default"
            leftSection={<IconArrowMerge size={16} aria-hidden />}
            disabledReason={may.whyNot('device:write') ?? mergedReason}
            onClick={() => setIsMerging(true)}
          >
            Merge with another device…
          </Action>
          <MoreActions
            actions={[
              { title: 'Its advisories', icon: IconNews, href: paths.advisories({ device: device.id }) },
              {
                title: 'Match again',
                icon: IconRefresh,
                whyNot: may.whyNot('source:run'),
                act: () => again.mutate(undefined),
              },
              {
                title: 'Verdicts as VEX',
                icon: IconFileExport,
                whyNot: device.model ? may.whyNot('finding:publish') : 'The model of this device is not known.',
                act: () => setIsTaking(true),
              },
            ]}
          />
        </>
      }
    >
      {isTaking && device.model && (
        <VexDialog
          of={{ manufacturer: device.manufacturer ?? '', model: device.model }}
          about={[device.manufacturer, device.model].filter(Boolean).join(' ')}
          onClose={() => setIsTaking(false)}
        />
      )}
      {isMerging && <MergeDialog device={data} onClose={() => setIsMerging(false)} />}
      {mergedInto && (
        <Remark
          tone="warn"
          title="Merged with another device"
          actions={<AppLink href={paths.device(mergedInto.id)}>Open {mergedInto.name}</AppLink>}
        >
          Its records, findings and work are there. This is what it was, and comes back where the merge is undone.
        </Remark>
      )}
      {!device.isActive && !mergedInto && (
        <Remark title={`${device.lifecycle ? humanise(device.lifecycle) : 'Not in use'}: off the worklist`}>
          Its findings are kept and come back when the device does.
        </Remark>
      )}
      <Section title="Key facts">
        <Facts
          facts={[
            {
              name: 'Risk',
              value: device.worstBand ? (
                <BandBadge band={device.worstBand} score={device.worstScore} />
              ) : (
                <Absent>no open finding</Absent>
              ),
            },
            {
              name: 'Open findings',
              value: (
                <CountLink
                  href={paths.findings({ device: device.id })}
                  count={device.openFindings}
                  of="open findings"
                />
              ),
            },
            {
              name: 'Model',
              value: device.model && (
                <AppLink href={paths.model(modelId(device.manufacturer ?? '', device.model))}>{device.model}</AppLink>
              ),
            },
            { name: 'Asset tag', value: device.assetTag && <span className="mono">{device.assetTag}</span> },
            {
              name: 'Serial number',
              value: device.serialNumber && <span className="mono">{device.serialNumber}</span>,
            },
            { name: 'Software version', value: device.softwareVersion },
            {
              name: 'Operating system',
              value: device.operatingSystem && (
                <>
                  {device.operatingSystem}
                  {device.systemSupport && (
                    <>
                      {' '}
                      <SupportBadge support={device.systemSupport} />
                      <div className="quiet small">{device.systemSupport.text}</div>
                    </>
                  )}
                </>
              ),
            },
            { name: 'Criticality', value: device.criticality && humanise(device.criticality) },
            { name: 'Lifecycle status', value: device.lifecycle && humanise(device.lifecycle) },
            { name: 'Place', value: [device.site, device.careArea, device.room].filter(Boolean).join(' · ') },
            { name: 'Zone', value: device.zone },
            {
              name: 'IP addresses',
              value: device.ipAddresses.length > 0 && <span className="mono">{device.ipAddresses.join(', ')}</span>,
            },
            {
              name: 'MAC addresses',
              value: device.macAddresses.length > 0 && <span className="mono">{device.macAddresses.join(', ')}</span>,
            },
            { name: 'Last seen', value: device.lastSeenAt && <Moment at={device.lastSeenAt} ago /> },
            { name: 'Next maintenance', value: device.nextMaintenanceOn && <Day on={device.nextMaintenanceOn} /> },
          ].map((fact) => ({ ...fact, value: fact.value || null }))}
        />
      </Section>
      <DeviceReviews device={device.id} />
      {open.length > 0 && (
        <Section title="Conflicts" aside={`${open.length} to settle`}>
          <div className={classes.stack}>
            {open.map((conflict) => (
              <ConflictCard key={conflict.id} conflict={conflict} />
            ))}
          </div>
        </Section>
      )}
      <LinkTabs
        label="Parts of the device"
        current={tab}
        tabs={[
          { id: 'attributes', title: 'Attributes', href: paths.device(device.id) },
          { id: 'findings', title: 'Findings', count: device.openFindings, href: paths.device(device.id, 'findings') },
          { id: 'software', title: 'Inside', href: paths.device(device.id, 'software') },
          { id: 'mds2', title: 'MDS2', href: paths.device(device.id, 'mds2') },
          ...(isWindows(device.golden)
            ? [{ id: 'windows', title: 'Windows updates', href: paths.device(device.id, 'windows') }]
            : []),
          { id: 'work', title: 'Work', href: paths.device(device.id, 'work') },
          { id: 'health', title: 'Health', href: paths.device(device.id, 'health') },
          { id: 'sources', title: 'Sources', count: sources.length, href: paths.device(device.id, 'sources') },
          { id: 'history', title: 'History', href: paths.device(device.id, 'history') },
        ]}
      />
      {tab === 'attributes' && <Attributes device={device.id} attributes={attributes} onCorrect={setIsCorrecting} />}
      {tab === 'findings' && <Findings id={device.id} total={device.openFindings} />}
      {tab === 'software' && <DeviceSoftware device={device.id} />}
      {tab === 'mds2' && <DeviceMds2 device={device.id} />}
      {tab === 'windows' && <DeviceWindowsUpdates device={device.id} />}
      {tab === 'health' && <DeviceHealth device={device.id} />}
      {tab === 'work' && <Work id={device.id} />}
      {tab !== 'sources' && unreported.length > 0 && (
        <Remark
          tone="warn"
          title={`No longer reported by ${unreported.map(({ source }) => source.name).join(', ')}`}
          actions={<AppLink href={paths.device(device.id, 'sources')}>Sources</AppLink>}
        >
          Since <Moment at={unreported.map(({ unreportedSince }) => unreportedSince ?? '').toSorted()[0] ?? ''} />. What
          was said before still counts: the device is not gone for that.
        </Remark>
      )}
      {tab === 'sources' && <DeviceRecords key={device.id} data={data} />}
      {tab === 'history' && <History id={device.id} />}
      <CorrectDialog device={data} attribute={isCorrecting} onClose={() => setIsCorrecting(null)} />
    </Page>
  )
}

/** What else the text says is the server's to read. */
const isWindows = ({ operatingSystem, installedUpdates }: DeviceData['device']['golden']) =>
  /\bwin|posready|\bxpe?\b/i.test(operatingSystem ?? '') || (installedUpdates?.length ?? 0) > 0

function Attributes({
  device,
  attributes,
  onCorrect,
}: {
  device: string
  attributes: DeviceAttribute[]
  onCorrect: (attribute: string) => void
}) {
  const may = useMay()
  const [traced, setTraced] = useState<DeviceAttribute | null>(null)
  const groups = [...new Set(attributes.map((attribute) => attribute.group))]
  if (attributes.length === 0)
    return <Empty title="Nothing is known yet">No source has said anything of this device but that it is there.</Empty>
  return (
    <div className={classes.groups}>
      {groups.map((group) => (
        <Section key={group} title={humanise(group)}>
          <ul className={classes.attributes}>
            {attributes
              .filter((attribute) => attribute.group === group)
              .map((attribute) => (
                <li key={attribute.attribute}>
                  <span className={classes.name}>{attribute.title}</span>
                  <span className={classes.value}>
                    <button type="button" className={classes.trace} onClick={() => setTraced(attribute)}>
                      {claimText(attribute.attribute, attribute.value) || 'none'}
                      <span className="visually-hidden">, where it comes from</span>
                    </button>
                    <span className={classes.source}>
                      <ConfidenceOf attribute={attribute} />
                      <span>
                        <AppLink href={paths.source(attribute.source.id)}>{attribute.source.name}</AppLink>,{' '}
                        <Moment at={attribute.observedAt} ago />
                      </span>
                    </span>
                    {attribute.why && attribute.others.some(({ agrees }) => !agrees) && (
                      <span className={classes.why}>{attribute.why}.</span>
                    )}
                    {attribute.flaw && (
                      <span className={classes.source}>It {attribute.flaw}; nobody says a better one.</span>
                    )}
                    {attribute.others.map((other) => (
                      <span
                        key={`${other.source.id} ${other.sourceKey}`}
                        className={other.agrees ? classes.agrees : classes.differs}
                      >
                        {other.agrees ? '= ' : '≠ '}
                        {other.source.name} {other.agrees ? 'agrees' : 'says '}
                        {!other.agrees && <strong>{claimText(attribute.attribute, other.value) || 'none'}</strong>},{' '}
                        <Moment at={other.observedAt} ago />
                        {!other.agrees && other.flaw && <>; it {other.flaw}</>}
                      </span>
                    ))}
                  </span>
                  {may('device:write') && (
                    <Tooltip label="Correct">
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        c="var(--text-quiet)"
                        aria-label={`Correct ${attribute.title}`}
                        onClick={() => onCorrect(attribute.attribute)}
                      >
                        <IconPencil size={16} aria-hidden />
                      </ActionIcon>
                    </Tooltip>
                  )}
                </li>
              ))}
          </ul>
        </Section>
      ))}
      {traced && (
        <OriginSheet
          device={device}
          attribute={traced.attribute}
          title={traced.title}
          onClose={() => setTraced(null)}
        />
      )}
    </div>
  )
}

function Findings({ id, total }: { id: string; total: number }) {
  const [isAll, setIsAll] = useState(false)
  const findings = useInfiniteQuery(findingsQuery({ device: id, open: isAll ? 'any' : 'true' }))
  return (
    <Section
      title="Findings"
      aside={`${formatCount(total)} open`}
      flush
      actions={
        <Button variant="default" size="compact-sm" onClick={() => setIsAll(!isAll)} aria-pressed={isAll}>
          {isAll ? 'Only open ones' : 'Closed ones too'}
        </Button>
      }
    >
      <PagedTable
        label="Findings"
        query={findings}
        columns={withAction(deviceFindingColumns, allItems(findings.data))}
        rowKey={findingKey}
        rowHref={findingHref}
        rowHeight={64}
        card={(row) => <FindingCard row={row} />}
        empty={
          <Empty icon={<IconListSearch size={28} aria-hidden />} title="No open finding">
            Nothing that was read says that this device is affected, or everything is decided or verified.
          </Empty>
        }
      />
    </Section>
  )
}

function Work({ id }: { id: string }) {
  const orders = useInfiniteQuery(workOrdersQuery({ device: id }))
  return (
    <Section title="Work orders" flush>
      <PagedTable
        label="Work orders"
        query={orders}
        columns={workOrderColumns.filter((column) => column.id !== 'device')}
        rowKey={orderKey}
        rowHref={orderHref}
        card={(row) => <WorkOrderCard row={row} />}
        empty={
          <Empty icon={<IconTool size={28} aria-hidden />} title="No work on this device">
            Work orders are made from groups of findings. <AppLink href={paths.work()}>What could be planned</AppLink>
          </Empty>
        }
      />
    </Section>
  )
}

function History({ id }: { id: string }) {
  const history = useQuery(deviceHistoryQuery(id))
  return (
    <Section title="History">
      <Loaded query={history}>
        {(entries) => (
          <Timeline
            entries={entries.map((entry, index) => ({
              key: `${index}`,
              at: entry.at,
              by: entry.actorName,
              text: entry.path ? <AppLink href={entry.path}>{entry.text}</AppLink> : entry.text,
            }))}
          />
        )}
      </Loaded>
    </Section>
  )
}
