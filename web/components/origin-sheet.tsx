import { Drawer } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { DeviceAttribute } from '#web/api/contract.ts'
import { originQuery } from '#web/api/known.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Absent } from '#web/ui/facts.tsx'
import { useFocusBack } from '#web/ui/focus.ts'
import { Moment } from '#web/ui/moment.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { claimText } from './claim-field.tsx'
import { ConfidenceMark } from './confidence-mark.tsx'
import classes from './origin-sheet.module.css'
import { rawRows } from './raw-facts.tsx'

/** Whence a value came: the records of all sources that say anything, with the columns in which it stood. */
export function OriginSheet({
  device,
  attribute,
  title,
  asKnownOn,
  onClose,
}: {
  device: string
  attribute: DeviceAttribute['attribute']
  title: string
  asKnownOn?: string | undefined
  onClose: () => void
}) {
  const origin = useQuery(originQuery(device, attribute, asKnownOn))
  useFocusBack(true)
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="min(34rem, 100%)">
      <Drawer.Overlay backgroundOpacity={0.5} />
      <Drawer.Content>
        <div className={classes.head}>
          <Drawer.Title className={classes.title}>Where “{title}” comes from</Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </div>
        <Drawer.Body>
          <Loaded query={origin}>
            {(data) => (
              <div className={classes.records}>
                {data.why && (
                  <p className={classes.why}>
                    <strong>{claimText(attribute, data.value)}</strong> stands. {data.why}.
                  </p>
                )}
                {data.records.map((record, position) => (
                  <article key={`${record.source.id} ${record.sourceKey}`} className={classes.record}>
                    <h3>
                      <AppLink href={paths.source(record.source.id)}>{record.source.name}</AppLink>
                      <span className="quiet">
                        {position === 0 ? ' — this stands' : record.agrees ? ' — says the same' : ' — says otherwise'}
                      </span>
                    </h3>
                    <p className={classes.value}>{claimText(attribute, record.value)}</p>
                    {record.flaw && <p className={classes.facts}>It {record.flaw}.</p>}
                    <p className={classes.facts}>
                      Record <span className="mono">{record.sourceKey}</span>, observed{' '}
                      <Moment at={record.observedAt} />, recorded <Moment at={record.recordedAt} />
                      {record.run?.fileName && <>, from the file {record.run.fileName}</>}
                      {' · '}
                      <ConfidenceMark
                        confidence={record.confidence}
                        trust={record.trust}
                        halfLifeDays={data.halfLifeDays}
                      />
                    </p>
                    <Raw raw={record.raw} columns={record.columns} />
                  </article>
                ))}
                {data.records.length === 0 && <p className="quiet">No source says anything of it.</p>}
              </div>
            )}
          </Loaded>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}

function Raw({
  raw,
  columns,
}: {
  raw: Record<string, string> | null
  columns: { names: string[]; by: 'mapping' | 'same_text' | null }
}) {
  const rows = rawRows(raw)
  if (rows.length === 0) return <p className="quiet small">The record is kept without raw text.</p>
  const isOne = (name: string) => columns.names.includes(name)
  const sorted = [...rows.filter(([name]) => isOne(name)), ...rows.filter(([name]) => !isOne(name))]
  return (
    <>
      {columns.by === 'same_text' && (
        <p className="quiet small">Marked is what holds the same, or a part of it; which field is meant is not kept.</p>
      )}
      {columns.by === null && (
        <p className="quiet small">No field holds it as it is: it follows from the record as a whole.</p>
      )}
      <table className={classes.raw}>
        <caption className="visually-hidden">The record as the source gave it</caption>
        <tbody>
          {sorted.map(([name, value]) => (
            <tr key={name} className={isOne(name) ? classes.marked : undefined}>
              <th scope="row">
                {name}
                {isOne(name) && <span className="visually-hidden"> (the value came from here)</span>}
              </th>
              <td>{value || <Absent>empty</Absent>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
