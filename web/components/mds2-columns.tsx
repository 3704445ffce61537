import type { Mds2Row } from '#web/api/contract.ts'
import { paths } from '#web/paths.ts'
import { CountLink, formatCount } from '#web/ui/app-link.tsx'
import { Day, Moment } from '#web/ui/moment.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import classes from './sbom.module.css'
import { versionsOf } from './sbom-columns.tsx'

export const mds2Devices = (row: Mds2Row) => (
  <CountLink href={paths.devices({ mds2: row.id, active: 'true' })} count={row.devices} of="devices reached" />
)

/** Where the answer to a question is read. */
export const mds2Answer = (form: string, question: string) => paths.mds2Form(form, { tab: 'answers', q: question })

export const mds2Unsure = (row: Mds2Row) => (
  <CountLink
    href={paths.devices({ mds2: row.id, answer: 'cannot_tell', active: 'true' })}
    count={row.unsureDevices}
    of="devices that may be meant"
  />
)

const Age = ({ row }: { row: Mds2Row }) =>
  row.releasedOn ? (
    <Day on={row.releasedOn} />
  ) : (
    <span className="quiet">
      came <Moment at={row.uploadedAt} ago />
    </span>
  )

export const dataHeld = ({ holdsData }: Pick<Mds2Row, 'holdsData'>) =>
  holdsData === null ? <span className="quiet">left open</span> : holdsData ? 'Holds them' : 'Holds none'

export const mds2Columns: Column<Mds2Row>[] = [
  {
    id: 'model',
    title: 'Model',
    width: 15,
    grow: true,
    render: (row) => (
      <>
        <RowLink href={paths.mds2Form(row.id)}>{row.model}</RowLink>
        <div className={classes.sub}>
          {row.manufacturer}
          {row.replacedBy && <strong> · replaced</strong>}
        </div>
      </>
    ),
  },
  { id: 'versions', title: 'Versions', width: 9, render: versionsOf },
  {
    id: 'devices',
    title: 'Devices',
    width: 7,
    align: 'end',
    render: (row) => (
      <>
        {mds2Devices(row)}
        {row.unsureDevices > 0 && <div className={classes.sub}>{mds2Unsure(row)} unsure</div>}
      </>
    ),
  },
  {
    id: 'edition',
    title: 'Edition',
    width: 9,
    render: (row) => (
      <>
        HN 1-{row.edition}
        {row.documentId && <div className={classes.sub}>{row.documentId}</div>}
      </>
    ),
  },
  { id: 'data', title: 'Patients’ data', width: 8.5, render: dataHeld },
  {
    id: 'answered',
    title: 'Answered',
    width: 7,
    align: 'end',
    render: (row) => (
      <>
        {formatCount(row.answered)}
        <div className={classes.sub}>of {formatCount(row.asked)}</div>
      </>
    ),
  },
  {
    id: 'remarks',
    title: 'Remarks',
    width: 6,
    align: 'end',
    render: (row) =>
      row.remarks === 0 ? (
        <span className="quiet">—</span>
      ) : (
        <CountLink
          href={paths.mds2Form(row.id, { tab: 'remarks' })}
          count={row.remarks}
          of="remarks on what could not be taken"
        />
      ),
  },
  { id: 'age', title: 'Released', width: 8, align: 'end', render: (row) => <Age row={row} /> },
]

export const Mds2Card = ({ row }: { row: Mds2Row }) => (
  <>
    <RowLink href={paths.mds2Form(row.id)}>{row.model}</RowLink>
    <div className={classes.sub}>
      {row.manufacturer} · {row.versions || 'every version'} · HN 1-{row.edition} · <Age row={row} />
      {row.replacedBy && <strong> · replaced</strong>}
    </div>
    <div className={classes.numbers}>
      <span>
        {mds2Devices(row)} {row.devices === 1 ? 'device' : 'devices'}
      </span>
      <span>
        {formatCount(row.answered)} of {formatCount(row.asked)} answered
      </span>
    </div>
  </>
)
