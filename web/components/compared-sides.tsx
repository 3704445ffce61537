import type { ComparedAttribute, ComparedSide } from '#web/api/contract.ts'
import { attributeGroups } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Absent } from '#web/ui/facts.tsx'
import { Day, Moment } from '#web/ui/moment.tsx'
import { BandBadge } from './band-badge.tsx'
import { claimText } from './claim-field.tsx'
import classes from './compared-sides.module.css'
import { RawFacts } from './raw-facts.tsx'

type Relation = ComparedAttribute['relation']

/** A sign and a word for each, so that none rests on colour alone. */
const marks: Readonly<Record<Relation, readonly [sign: string, word: string]>> = {
  agrees: ['=', 'Agrees'],
  spelt: ['=', 'Spelt differently'],
  near: ['≈', 'Nearly the same'],
  differs: ['≠', 'Differs'],
  one_side: ['·', 'One side only'],
}

const groupOf = ({ group, isAsked }: ComparedAttribute) =>
  isAsked ? -1 : attributeGroups.indexOf(group as (typeof attributeGroups)[number])

/** What tells devices apart, and all of which both speak; only what differs; or everything. */
export type Shown = 'telling' | 'differences' | 'all'
const telling: readonly string[] = ['identity', 'network', 'place']
const isShown: Readonly<Record<Shown, (one: ComparedAttribute) => boolean>> = {
  telling: ({ relation, group }) => relation !== 'one_side' || telling.includes(group),
  differences: ({ relation }) => relation === 'differs' || relation === 'near',
  all: () => true,
}

/** Two sides of a question, attribute by attribute, with who says what and since when. */
export function ComparedAttributes({
  sides,
  attributes,
  show,
}: {
  sides: readonly [ComparedSide, ComparedSide]
  attributes: readonly ComparedAttribute[]
  show: Shown
}) {
  const shown = attributes
    .filter((one) => one.isAsked || isShown[show](one))
    .toSorted((a, b) => groupOf(a) - groupOf(b))
  return (
    <table className={classes.table} aria-label="Both sides">
      <thead>
        <tr>
          <th scope="col" className={classes.attribute}>
            Attribute
          </th>
          {sides.map((side) => (
            <th scope="col" key={side.title}>
              <SideName side={side} isOneDevice={sides[0].device?.id === sides[1].device?.id} />
            </th>
          ))}
          <th scope="col" className={classes.relation}>
            Compared
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ attribute, title, relation, isAsked, a, b }) => (
          <tr
            key={attribute}
            className={[isAsked && classes.asked, relation === 'differs' && classes.differs].filter(Boolean).join(' ')}
          >
            <th scope="row">{title}</th>
            {[a, b].map((values, at) => (
              <td key={sides[at]!.title}>
                <span className={classes.where}>{sides[at]!.title}</span>
                <Values attribute={attribute} values={values} withWho={isAsked || sides[at]!.records.length > 1} />
              </td>
            ))}
            <td>
              <span className={classes.mark} data-relation={relation}>
                <b aria-hidden>{marks[relation][0]}</b> {marks[relation][1]}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function SideName({ side: { title, device, records }, isOneDevice }: { side: ComparedSide; isOneDevice: boolean }) {
  const names = [...new Set(records.map(({ source }) => source.name))].join(', ')
  // Two sources of one device: the head of the question has told it already.
  if (isOneDevice && names === title) return title
  return (
    <>
      <span className={classes.side}>{names === title ? title : [title, names].filter(Boolean).join(': ')}</span>
      {device ? <AppLink href={paths.device(device.id)}>{device.name}</AppLink> : <Absent>no longer there</Absent>}
      {device && (
        <span className={classes.side}>
          {[device.careArea, device.site].filter(Boolean).join(', ') || 'place not known'}
          {' · known since '}
          <Day on={device.firstSeenAt.slice(0, 10)} />
          {' · '}
          <AppLink href={paths.device(device.id, 'findings')}>{formatCount(device.openFindings)} open</AppLink>
          {device.workOrders > 0 && (
            <>
              {' · '}
              <AppLink href={paths.device(device.id, 'work')}>
                {formatCount(device.workOrders)} work {device.workOrders === 1 ? 'order' : 'orders'}
              </AppLink>
            </>
          )}
          {device.decisions > 0 &&
            ` · ${formatCount(device.decisions)} ${device.decisions === 1 ? 'decision' : 'decisions'}`}
          {device.worstBand && (
            <>
              {' '}
              <BandBadge band={device.worstBand} />
            </>
          )}
        </span>
      )}
    </>
  )
}

/** Who says it is told where several could, or where that is the question. */
function Values({
  attribute,
  values,
  withWho,
}: {
  attribute: string
  values: ComparedAttribute['a']
  withWho: boolean
}) {
  if (values.length === 0) return <Absent>says nothing</Absent>
  return values.map(({ value, stands, said }) => (
    <div key={JSON.stringify(value)} className={classes.value}>
      <span className={stands ? undefined : classes.other}>{claimText(attribute, value)}</span>
      {!stands && <span className="visually-hidden"> (does not stand)</span>}
      {withWho &&
        said.map(({ source, sourceKey, since }) => (
          <span key={`${source.id} ${sourceKey}`} className={classes.who}>
            {source.name}, <Day on={since.slice(0, 10)} />
          </span>
        ))}
    </div>
  ))
}

/** The records of both sides; a click shows each as it came. */
export function ComparedRecords({ sides }: { sides: readonly [ComparedSide, ComparedSide] }) {
  return (
    <div className={classes.records}>
      {sides.map((side) => (
        <section key={side.title} aria-label={`Records: ${side.title}`}>
          <h3>
            {side.title}: {side.device?.name ?? 'no longer there'}
          </h3>
          {side.records.length === 0 && <p className="quiet">No record stands on this side now.</p>}
          {side.records.map((record) => (
            <details key={`${record.source.id} ${record.sourceKey}`} className={classes.record}>
              <summary>
                {record.source.name} <span className="mono">{record.sourceKey}</span>
                {record.isAsked && <strong> (asked of)</strong>}
                {record.unreportedSince && ' (no longer reported)'}
              </summary>
              <p className="quiet">
                Observed <Moment at={record.observedAt} />, recorded <Moment at={record.recordedAt} />.{' '}
                <AppLink href={paths.source(record.source.id)}>Open the source</AppLink>
              </p>
              <RawFacts raw={record.raw} />
            </details>
          ))}
        </section>
      ))}
    </div>
  )
}
