import type { DeviceRow } from '#web/api/contract.ts'
import { humanise } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { CountLink } from '#web/ui/app-link.tsx'
import { Day, Moment } from '#web/ui/moment.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import { BandBadge } from './band-badge.tsx'
import classes from './finding-columns.module.css'
import { SupportBadge } from './state-badges.tsx'

const dash = <span className="quiet">—</span>
const text = (value: string | null) => value ?? dash
const list = (values: string[]) =>
  values.length === 0 ? (
    dash
  ) : (
    <span className="mono">
      {values[0]}
      {values.length > 1 && ` +${values.length - 1}`}
    </span>
  )

export interface DeviceColumn extends Column<DeviceRow> {
  /** Shown until somebody chooses otherwise. */
  usual: boolean
}

const plain = (
  id: keyof DeviceRow & string,
  title: string,
  width: number,
  usual: boolean,
  render: (row: DeviceRow) => React.ReactNode,
  sort?: string,
): DeviceColumn => ({ id, title, width, usual, render, ...(sort ? { sort } : {}) })

export const deviceColumns: DeviceColumn[] = [
  {
    id: 'name',
    title: 'Device',
    width: 14,
    grow: true,
    sort: 'name',
    usual: true,
    render: (row) => (
      <>
        <RowLink href={paths.device(row.id)}>{row.name}</RowLink>
        <div className={classes.sub}>{[row.manufacturer, row.model].filter(Boolean).join(' ') || 'Make not known'}</div>
      </>
    ),
  },
  {
    id: 'worstBand',
    title: 'Risk',
    width: 7,
    sort: 'risk',
    isDown: true,
    usual: true,
    render: (row) => <BandBadge band={row.worstBand} score={row.worstScore} />,
  },
  {
    id: 'openFindings',
    title: 'Findings',
    width: 6,
    align: 'end',
    usual: true,
    render: (row) =>
      row.openFindings === 0 ? (
        dash
      ) : (
        <CountLink href={paths.findings({ device: row.id })} count={row.openFindings} of="open findings" />
      ),
  },
  plain('assetTag', 'Asset tag', 6.5, false, (row) => text(row.assetTag)),
  plain('serialNumber', 'Serial number', 8.5, true, (row) => text(row.serialNumber)),
  plain('deviceType', 'Type', 11, false, (row) => text(row.deviceType)),
  plain('manufacturer', 'Manufacturer', 11, false, (row) => text(row.manufacturer)),
  plain('model', 'Model', 10, false, (row) => text(row.model)),
  plain('softwareVersion', 'Software', 6, true, (row) => text(row.softwareVersion)),
  plain('operatingSystem', 'Operating system', 11, false, (row) => text(row.operatingSystem)),
  plain('systemSupport', 'System support', 10, false, (row) =>
    row.systemSupport ? <SupportBadge support={row.systemSupport} /> : dash,
  ),
  plain('site', 'Site', 8, true, (row) => text(row.site), 'site'),
  plain('careArea', 'Care area', 9, true, (row) => text(row.careArea)),
  plain('room', 'Room', 6, false, (row) => text(row.room)),
  plain('zone', 'Zone', 8, false, (row) => text(row.zone)),
  plain('ipAddresses', 'IP address', 9, false, (row) => list(row.ipAddresses)),
  plain('macAddresses', 'MAC address', 10, false, (row) => list(row.macAddresses)),
  plain('lifecycle', 'Lifecycle', 7, false, (row) => (row.lifecycle ? humanise(row.lifecycle) : dash)),
  plain('criticality', 'Criticality', 8.5, false, (row) => (row.criticality ? humanise(row.criticality) : dash)),
  plain('nextMaintenanceOn', 'Next maintenance', 9.5, false, (row) => <Day on={row.nextMaintenanceOn} />),
  plain('lastSeenAt', 'Last seen', 8, true, (row) => <Moment at={row.lastSeenAt} ago />, 'lastSeen'),
  {
    id: 'conflicts',
    title: 'Conflicts',
    width: 6,
    align: 'end',
    usual: false,
    render: (row) =>
      row.conflicts === 0 ? dash : <CountLink href={paths.device(row.id)} count={row.conflicts} of="conflicts" />,
  },
]

export function DeviceCard({ row }: { row: DeviceRow }) {
  return (
    <div className={classes.card}>
      <div className={classes.cardTop}>
        <RowLink href={paths.device(row.id)}>{row.name}</RowLink>
        {row.worstBand && <BandBadge band={row.worstBand} score={row.worstScore} />}
      </div>
      <div>{[row.manufacturer, row.model].filter(Boolean).join(' ') || 'Make not known'}</div>
      <div className={classes.because}>
        {[row.assetTag && `Tag ${row.assetTag}`, row.serialNumber && `SN ${row.serialNumber}`]
          .filter(Boolean)
          .join(' · ')}
      </div>
      <div className={classes.because}>{[row.site, row.careArea, row.room].filter(Boolean).join(' · ')}</div>
      {row.systemSupport && row.systemSupport.state !== 'supported' && <SupportBadge support={row.systemSupport} />}
    </div>
  )
}
