import type { SbomComponent, SbomRow, SbomStatement, SbomVulnerability } from '#web/api/contract.ts'
import { humanise } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import { BandBadge } from './band-badge.tsx'
import classes from './sbom.module.css'
import { ExploitedMark, SupportBadge, VexBadge } from './state-badges.tsx'

const dash = <span className="quiet">—</span>

export const versionsOf = ({ versions }: Pick<SbomRow, 'versions'>) =>
  versions === '' ? 'Every version' : <span className="mono">{versions}</span>

export const sbomDevices = (row: SbomRow) => (
  <CountLink href={paths.devices({ sbom: row.id, active: 'true' })} count={row.devices} of="devices reached" />
)

/** When it was made, or where it does not say so, when it came. */
export const SbomAge = ({ row }: { row: SbomRow }) =>
  row.statedAt ? (
    <Moment at={row.statedAt} ago />
  ) : (
    <span className="quiet">
      came <Moment at={row.uploadedAt} ago />
    </span>
  )

export const sbomColumns: Column<SbomRow>[] = [
  {
    id: 'model',
    title: 'Model',
    width: 15,
    grow: true,
    render: (row) => (
      <>
        <RowLink href={paths.sbom(row.id)}>{row.model}</RowLink>
        <div className={classes.sub}>
          {row.manufacturer}
          {row.replacedBy && <strong> · replaced</strong>}
        </div>
      </>
    ),
  },
  { id: 'versions', title: 'Versions', width: 9.5, render: versionsOf },
  {
    id: 'devices',
    title: 'Devices',
    width: 6.5,
    align: 'end',
    render: (row) => (
      <>
        {sbomDevices(row)}
        {row.unsureDevices > 0 && (
          <div className={classes.sub}>
            <CountLink
              href={paths.devices({ sbom: row.id, answer: 'cannot_tell', active: 'true' })}
              count={row.unsureDevices}
              of="devices that may be meant"
            />{' '}
            unsure
          </div>
        )}
      </>
    ),
  },
  {
    id: 'findings',
    title: 'Findings',
    width: 6.5,
    align: 'end',
    render: (row) => <CountLink href={paths.findings({ sbom: row.id })} count={row.openFindings} of="open findings" />,
  },
  {
    id: 'components',
    title: 'Components',
    width: 7.5,
    align: 'end',
    render: (row) => <CountLink href={paths.sbom(row.id)} count={row.components} of="components" />,
  },
  {
    id: 'statements',
    title: 'Flaws named',
    width: 8.5,
    align: 'end',
    render: (row) =>
      row.statements === 0 ? (
        dash
      ) : (
        <CountLink href={paths.sbom(row.id, 'statements')} count={row.statements} of="vulnerabilities named" />
      ),
  },
  {
    id: 'remarks',
    title: 'Remarks',
    width: 6,
    align: 'end',
    render: (row) =>
      row.remarks === 0 ? (
        dash
      ) : (
        <CountLink href={paths.sbom(row.id, 'remarks')} count={row.remarks} of="remarks on what could not be taken" />
      ),
  },
  { id: 'age', title: 'Made', width: 8.5, align: 'end', render: (row) => <SbomAge row={row} /> },
]

export const SbomCard = ({ row }: { row: SbomRow }) => (
  <>
    <RowLink href={paths.sbom(row.id)}>{row.model}</RowLink>
    <div className={classes.sub}>
      {row.manufacturer} · {row.versions || 'every version'} · <SbomAge row={row} />
      {row.replacedBy && <strong> · replaced</strong>}
    </div>
    <div className={classes.numbers}>
      <span>
        {sbomDevices(row)} {row.devices === 1 ? 'device' : 'devices'}
      </span>
      <span>
        <CountLink href={paths.findings({ sbom: row.id })} count={row.openFindings} of="open findings" /> open findings
      </span>
      <span>{formatCount(row.components)} components</span>
      {row.statements > 0 && <span>{formatCount(row.statements)} vulnerabilities</span>}
    </div>
  </>
)

export const componentColumns: Column<SbomComponent>[] = [
  {
    id: 'name',
    title: 'Component',
    width: 16,
    grow: true,
    render: (row) => (
      <>
        {row.name}
        {row.supplier && <div className={classes.sub}>{row.supplier}</div>}
      </>
    ),
  },
  {
    id: 'version',
    title: 'Version',
    width: 9,
    render: (row) =>
      row.version ? <span className="mono">{row.version}</span> : <span className="quiet">not stated</span>,
  },
  {
    id: 'identifier',
    title: 'Identified by',
    width: 26,
    render: (row) => <Identifiers row={row} />,
  },
  {
    id: 'support',
    title: 'Support',
    width: 11,
    render: (row) => (row.support ? <SupportBadge support={row.support} /> : dash),
  },
]

export function Identifiers({ row }: { row: SbomComponent }) {
  if (!row.purl && !row.cpe) return <span className="quiet">its name only</span>
  return (
    <div className={`mono ${classes.sub}`}>
      {row.purl && <div>{row.purl}</div>}
      {row.cpe && <div>{row.cpe}</div>}
    </div>
  )
}

export const ComponentCard = ({ row }: { row: SbomComponent }) => (
  <>
    <strong>{row.name}</strong> {row.version && <span className="mono">{row.version}</span>}
    {row.supplier && <div className={classes.sub}>{row.supplier}</div>}
    <Identifiers row={row} />
    {row.support && <SupportBadge support={row.support} />}
  </>
)

const Justified = ({ row }: { row: SbomStatement }) => (
  <>
    {row.justification && <div>{humanise(row.justification)}</div>}
    {row.response.length > 0 && <div>{row.response.map(humanise).join(', ')}</div>}
    {row.detail && <div className={classes.sub}>{row.detail}</div>}
    {row.notApplied && (
      <div className={classes.sub}>
        <strong>Not applied.</strong> {row.notApplied}
      </div>
    )}
  </>
)

const About = ({ row }: { row: SbomStatement }) =>
  row.affects.length === 0 ? (
    <span className="quiet">the product</span>
  ) : (
    <>
      {row.affects.slice(0, 5).map((target) => (
        <div key={target.ref}>
          {target.name ?? (
            <span className={classes.sub}>
              not in this bill: <span className="mono">{target.ref}</span>
            </span>
          )}
          {target.versions.map(({ version, range, status }) => (
            <div key={`${version} ${range} ${status}`} className={classes.sub}>
              {humanise(status)}: <span className="mono">{version || range}</span>
            </div>
          ))}
        </div>
      ))}
      {row.affects.length > 5 && <div className={classes.sub}>and {formatCount(row.affects.length - 5)} more</div>}
    </>
  )

const VulnerabilityName = ({ row }: { row: SbomStatement }) =>
  row.isKnown ? (
    <AppLink href={paths.vulnerability(row.vulnerabilityId)}>{row.vulnerabilityId}</AppLink>
  ) : (
    <span>{row.vulnerabilityId}</span>
  )

/** What is answered to it on the devices that the bill tells of. */
function Here({ row, sbom }: { row: Pick<SbomStatement, 'vulnerabilityId' | 'devices'>; sbom: string }) {
  const { affected, cannotTell, notAffected, setAside } = row.devices
  const href = (countsAs: string) =>
    paths.devices({ sbom, vulnerability: row.vulnerabilityId, countsAs, active: 'true' })
  if (affected + cannotTell + notAffected + setAside === 0) return dash
  return (
    <>
      {affected > 0 && (
        <div>
          <CountLink href={href('affected')} count={affected} of="devices affected" /> affected
        </div>
      )}
      {cannotTell > 0 && (
        <div>
          <CountLink href={href('to_look_at')} count={cannotTell} of="devices of which nobody can tell" /> cannot tell
        </div>
      )}
      {notAffected > 0 && <div>{formatCount(notAffected)} not affected</div>}
      {setAside > 0 && <div>{formatCount(setAside)} set aside</div>}
    </>
  )
}

export const statementColumns = (sbom: string): Column<SbomStatement>[] => [
  {
    id: 'vulnerability',
    title: 'Vulnerability',
    width: 10,
    render: (row) => (
      <>
        <VulnerabilityName row={row} />
        {row.knownExploited && (
          <div>
            <ExploitedMark isShort />
          </div>
        )}
      </>
    ),
  },
  { id: 'state', title: 'The bill says', width: 10, render: (row) => <VexBadge state={row.state} /> },
  { id: 'component', title: 'Of', width: 13, render: (row) => <About row={row} /> },
  { id: 'here', title: 'Devices here', width: 12, render: (row) => <Here row={row} sbom={sbom} /> },
  { id: 'why', title: 'Why, and what is done', width: 16, grow: true, render: (row) => <Justified row={row} /> },
]

export const StatementCard = ({ row, sbom }: { row: SbomStatement; sbom: string }) => (
  <>
    <VulnerabilityName row={row} /> <VexBadge state={row.state} /> {row.knownExploited && <ExploitedMark isShort />}
    <div className={classes.sub}>
      <About row={row} />
    </div>
    <Justified row={row} />
    {Object.values(row.devices).some((count) => count > 0) && (
      <div className={classes.sub}>
        <Here row={row} sbom={sbom} />
      </div>
    )}
  </>
)

/** All of its findings are those of the bill's devices and this component. */
const ComponentName = ({ row, sbom }: { row: SbomVulnerability; sbom: string }) => {
  const { name, version, position } = row.component
  return (
    <>
      <AppLink href={paths.findings({ sbom, component: position })} title="Its findings">
        {name}
      </AppLink>
      {version && <div className={`mono ${classes.sub}`}>{version}</div>}
    </>
  )
}

const NamedBy = ({ row }: { row: SbomVulnerability }) => (
  <>
    {row.advisories.map((one) => (
      <div key={one.id} className={classes.sub}>
        <AppLink href={paths.advisory(one.id)}>{one.trackingId}</AppLink>: {one.because.join('; ')}
      </div>
    ))}
    {row.databases.length > 0 && (
      <div className={classes.sub}>
        {row.databases.join(', ')}: {row.because.join('; ')}
      </div>
    )}
  </>
)

export const vulnerabilityColumns = (sbom: string): Column<SbomVulnerability>[] => [
  {
    id: 'component',
    title: 'Component',
    width: 10,
    render: (row) => <ComponentName row={row} sbom={sbom} />,
  },
  {
    id: 'vulnerability',
    title: 'Vulnerability',
    width: 11,
    render: (row) => (
      <>
        <AppLink href={paths.vulnerability(row.vulnerabilityId)}>{row.vulnerabilityId}</AppLink>
        {row.knownExploited && (
          <div>
            <ExploitedMark isShort />
          </div>
        )}
      </>
    ),
  },
  { id: 'risk', title: 'Risk', width: 8.5, render: (row) => <BandBadge band={row.band} score={row.score} /> },
  {
    id: 'here',
    title: 'Devices here',
    width: 9,
    render: (row) => <Here row={row} sbom={sbom} />,
  },
  {
    id: 'state',
    title: 'The bill says',
    width: 8,
    render: (row) => (row.state ? <VexBadge state={row.state} /> : dash),
  },
  {
    id: 'because',
    title: 'Who names it, and why',
    width: 17,
    grow: true,
    render: (row) => <NamedBy row={row} />,
  },
]

export const VulnerabilityCard = ({ row, sbom }: { row: SbomVulnerability; sbom: string }) => (
  <>
    <AppLink href={paths.vulnerability(row.vulnerabilityId)}>{row.vulnerabilityId}</AppLink>{' '}
    {row.knownExploited && <ExploitedMark isShort />} {row.band && <BandBadge band={row.band} score={row.score} />}
    <div>
      <ComponentName row={row} sbom={sbom} />
    </div>
    <div className={classes.sub}>
      <Here row={row} sbom={sbom} />
    </div>
    {row.state && (
      <div className={classes.sub}>
        The bill says <VexBadge state={row.state} />
      </div>
    )}
    <NamedBy row={row} />
  </>
)
