import { IconScale } from '@tabler/icons-react'
import type { PublisherSays, VulnerabilityPage } from '#web/api/contract.ts'
import { humanise } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Day, formatDay } from '#web/ui/moment.tsx'
import { OutsideLink } from '#web/ui/plain-text.tsx'
import { Remark } from '#web/ui/remark.tsx'
import badges from './badges.module.css'
import classes from './who-said-what.module.css'

const roles: Readonly<Record<PublisherSays['role'], string>> = {
  hospital: 'by MITRE’s rubric',
  advisory: 'advisory',
  cna: 'gave the CVE its number (CNA)',
  adp: 'adds to the CVE record (ADP)',
  nvd: 'its own analysis',
  collected: 'as NVD collected it',
  maker: 'its own guide',
}

/** A number that was rejected: what it stands for may still be described by an advisory. */
export function RejectedRemark({ record }: { record: VulnerabilityPage['record'] }) {
  if (record?.state !== 'rejected') return null
  return (
    <Remark
      tone="warn"
      title={`This CVE number was rejected${record.rejectedAt ? ` on ${formatDay(record.rejectedAt.slice(0, 10))}` : ''}`}
    >
      {record.rejectedReason || 'No reason is given.'}
      {record.replacedBy.length > 0 && (
        <>
          {' '}
          See instead{' '}
          {record.replacedBy.map((cve, at) => (
            <span key={cve}>
              {at > 0 && ', '}
              <AppLink href={paths.vulnerability(cve)}>{cve}</AppLink>
            </span>
          ))}
          .
        </>
      )}
    </Remark>
  )
}

/** What each publisher says of the vulnerability, and which of them counts. */
export function WhoSaidWhat({ data }: { data: VulnerabilityPage }) {
  const { publishers, disagreements, record } = data
  return (
    <>
      {disagreements.length > 0 && (
        <Remark tone="warn" title="They disagree">
          <ul className={classes.disagreements}>
            {disagreements.map(({ sentence }) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Remark>
      )}
      {publishers.length > 0 && (
        <ul className={classes.publishers}>
          {publishers.map((one) => (
            <Publisher key={`${one.role} ${one.name}`} says={one} data={data} />
          ))}
        </ul>
      )}
      {publishers.length > 0 && (
        <p className="quiet small">
          What the hospital adopted for a model counts before all. An advisory’s own vector ranks its products. Where it
          has none that can be read, the CNA’s does, then CISA’s, then another data publisher’s, then NVD’s. Of use by
          attackers the worst counts that anybody says.
        </p>
      )}
      {record === null ? (
        <p className="quiet small">
          No CVE record of it was read. What its publishers say comes with the CVE List, one of the{' '}
          <AppLink href={paths.sources()}>sources</AppLink>.
        </p>
      ) : (
        <RecordFoot record={record} />
      )}
    </>
  )
}

const linksShown = 8

function RecordFoot({ record }: { record: NonNullable<VulnerabilityPage['record']> }) {
  const links = record.references
  const title = (
    <>
      CVE record by {record.assigner || 'an unnamed authority'}, updated <Day on={record.updatedAt.slice(0, 10)} />
    </>
  )
  if (!record.description && links.length === 0) return <p className="quiet small">{title}</p>
  return (
    <details className={classes.record}>
      <summary>{title}</summary>
      {record.description && <p className="prose">{record.description}</p>}
      {links.length > 0 && (
        <ul className={classes.links}>
          {links.slice(0, linksShown).map(({ url, name }) => (
            <li key={url}>
              <OutsideLink href={url}>{name || url}</OutsideLink>
            </li>
          ))}
          {links.length > linksShown && <li className="quiet">and {links.length - linksShown} more in the record</li>}
        </ul>
      )}
    </details>
  )
}

function Publisher({ says, data }: { says: PublisherSays; data: VulnerabilityPage }) {
  const isSilent =
    says.scores.length + says.weaknesses.length + says.ssvc.length + says.ratings.length === 0 && !says.exploitedSince
  return (
    <li className={classes.publisher}>
      <div className={classes.who}>
        <p className={classes.name}>
          <strong>{says.name}</strong> {says.usedFor.length + says.models.length > 0 && <InUse says={says} />}
        </p>
        <p className="quiet small">
          {says.advisoryIds.length > 1 ? `${says.advisoryIds.length} advisories` : roles[says.role]}
          {says.saidAt && (
            <>
              , <Day on={says.saidAt.slice(0, 10)} />
            </>
          )}
        </p>
        {says.models.length > 0 && (
          <p className="small">
            For{' '}
            {says.models.map((model, at) => (
              <span key={`${model.manufacturer} ${model.model}`}>
                {at > 0 && ', '}
                <AppLink href={paths.rubric(data.id, model)}>
                  {[model.manufacturer, model.model].filter(Boolean).join(' ') || 'devices without a model'}
                </AppLink>
              </span>
            ))}
            , before what is published.
          </p>
        )}
        {says.usedFor.length > 0 && says.role !== 'advisory' && (
          <p className="small">
            For the products of <AdvisoryNames ids={says.usedFor} data={data} />, which{' '}
            {says.usedFor.length > 1 ? 'give' : 'gives'} no vector.
          </p>
        )}
      </div>
      <div className={classes.what}>
        {says.scores.map((score) => (
          <div key={`${score.version} ${score.vector} ${score.scenario}`}>
            <p>
              <strong className="number">
                CVSS {score.version}: {score.score.toFixed(1)}
              </strong>
              {score.severity && ` ${humanise(score.severity)}`}
              {score.scenario && <span className="quiet"> · {score.scenario}</span>}
            </p>
            <p className="small">{score.inWords ?? 'The vector cannot be read, and counts for nothing.'}</p>
            <p className={`${classes.vector} mono quiet`}>{score.vector}</p>
          </div>
        ))}
        {says.exploitedSince && (
          <p>
            <strong>Listed as exploited</strong> since <Day on={says.exploitedSince} />
          </p>
        )}
        {says.ssvc.map((one) => (
          <Ssvc key={`${one.role} ${one.version} ${one.saidAt}`} ssvc={one} />
        ))}
        {says.weaknesses.length > 0 && <p>Weakness: {says.weaknesses.join(', ')}</p>}
        {says.ratings.map(({ type, text }) => (
          <p key={`${type} ${text}`}>
            {humanise(type)}: {text}
          </p>
        ))}
        {isSilent && <p className="quiet">Gives no score, weakness or SSVC point.</p>}
      </div>
    </li>
  )
}

const InUse = ({ says }: { says: PublisherSays }) => (
  <span className={`${badges.mark} ${badges.good}`}>
    <IconScale size={14} stroke={2} aria-hidden />
    In use
    {says.role === 'advisory' && says.usedFor.length < says.advisoryIds.length && (
      <>
        {' '}
        of {says.usedFor.length} in {says.advisoryIds.length}
      </>
    )}
  </span>
)

function AdvisoryNames({ ids, data }: { ids: string[]; data: VulnerabilityPage }) {
  const nameOf = (id: string) => data.advisories.find((advisory) => advisory.id === id)?.trackingId ?? id
  return ids.map((id, at) => (
    <span key={id}>
      {at > 0 && ', '}
      <AppLink href={paths.advisory(id)}>{nameOf(id)}</AppLink>
    </span>
  ))
}

function Ssvc({ ssvc }: { ssvc: PublisherSays['ssvc'][number] }) {
  const outcomes = [...new Set(ssvc.decisions.map(({ outcome }) => outcome))]
  return (
    <div>
      <p>
        <strong>SSVC</strong>{' '}
        <span className="quiet small">
          {[ssvc.role, ssvc.version].filter(Boolean).join(' ')}
          {ssvc.saidAt && (
            <>
              , <Day on={ssvc.saidAt.slice(0, 10)} />
            </>
          )}
        </span>
      </p>
      <dl className={classes.points}>
        {ssvc.points.map(({ name, value }) => (
          <div key={name}>
            <dt>{humanise(name)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {outcomes.length === 1 && (
        <p className="small">
          CISA’s coordinator table: <strong>{outcomes[0]}</strong>
          {ssvc.decisions.length > 1 && ', however much care depends on the device'}.
        </p>
      )}
      {outcomes.length > 1 && (
        <p className="small">
          CISA’s coordinator table, by how much mission and well-being depend on it:{' '}
          {ssvc.decisions.map(({ given, outcome }, at) => (
            <span key={given}>
              {at > 0 && ', '}
              {given} <strong>{outcome}</strong>
            </span>
          ))}
          .
        </p>
      )}
    </div>
  )
}
