import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { IdentityEntry } from '#web/api/contract.ts'
import { identityEntriesQuery, identityEntryQuery, undoIdentity } from '#web/api/identity.ts'
import { allItems } from '#web/api/paging.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Absent, Facts } from '#web/ui/facts.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { ReasonForm } from '#web/ui/reason-form.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { Timeline } from '#web/ui/timeline.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { useMay } from './access.ts'
import classes from './device-records.module.css'

/** What made the device one with others, or parted it: each can be taken back. */
export function IdentityHistory({ device }: { device: string }) {
  const may = useMay()
  const entries = useInfiniteQuery(identityEntriesQuery({ device, limit: 20 }))
  const [undoing, setUndoing] = useState<IdentityEntry | null>(null)
  return (
    <Section title="History of identity">
      <Loaded query={entries}>
        {(data) => {
          const items = allItems(data)
          if (items.length === 0)
            return (
              <Empty title="Never merged or split">
                Its records were placed by what identifies them: serial number, address or asset tag.
              </Empty>
            )
          return (
            <Timeline
              entries={items.map((entry) => ({
                key: entry.id,
                at: entry.at,
                by: entry.actorName,
                text: <EntryText entry={entry} device={device} />,
                note: (
                  <>
                    {entry.reason}
                    {entry.probability !== null && ` (probability ${entry.probability.toFixed(3)})`}{' '}
                    {entry.undoneAt ? (
                      <>
                        · undone by {entry.undoneBy}, <Moment at={entry.undoneAt} ago />
                      </>
                    ) : (
                      <Action
                        size="compact-sm"
                        variant="default"
                        aria-label={`Undo the ${entry.kind} with ${otherOf(entry, device).name}`}
                        disabledReason={may.whyNot('device:write')}
                        onClick={() => setUndoing(entry)}
                      >
                        Undo
                      </Action>
                    )}
                  </>
                ),
              }))}
            />
          )
        }}
      </Loaded>
      {entries.hasNextPage && (
        <Button variant="default" loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
          Show older
        </Button>
      )}
      {undoing && <UndoDialog entry={undoing} onClose={() => setUndoing(null)} />}
    </Section>
  )
}

const otherOf = ({ from, into }: IdentityEntry, device: string) => (from.id === device ? into : from)

function EntryText({ entry, device }: { entry: IdentityEntry; device: string }) {
  const other = otherOf(entry, device)
  const link = <AppLink href={paths.device(other.id, 'sources')}>{other.name}</AppLink>
  const records = `${entry.records} ${entry.records === 1 ? 'record' : 'records'}`
  if (entry.kind === 'merge')
    return entry.into.id === device ? (
      <>
        Took in {link} with {records}
      </>
    ) : (
      <>
        Went into {link} with {records}
      </>
    )
  return entry.from.id === device ? (
    <>
      Gave {records} to {link}
    </>
  ) : (
    <>
      Made of {records} of {link}
    </>
  )
}

/** What goes back, before it does. */
function UndoDialog({ entry, onClose }: { entry: IdentityEntry; onClose: () => void }) {
  const { kind, from, into } = entry
  const detail = useQuery(identityEntryQuery(entry.id))
  const undo = useChange((reason: string) => undoIdentity(entry.id, reason), {
    done: `The ${kind} is undone.`,
    onDone: onClose,
  })
  return (
    <Dialog title={`Undo the ${kind}?`} opened onClose={onClose}>
      <ReasonForm danger submit={`Undo the ${kind}`} change={undo} autoFocus>
        <p className={classes.text}>
          {kind === 'merge'
            ? `What went along goes back to ${from.name}, with what happened to it since. What was made since stays with ${into.name}.`
            : `${into.name} goes back to ${from.name}, with its findings, decisions and work.`}
        </p>
        <Loaded query={detail}>
          {({ moved, findings, workOrders, later }) => (
            <>
              <Facts
                columns="one"
                facts={[
                  {
                    name: 'Records',
                    value: moved.map(({ source, sourceKey }) => `${source.name}: ${sourceKey}`).join(', '),
                  },
                  { name: 'Findings with a history', value: formatCount(findings) },
                  {
                    name: 'Work orders',
                    value:
                      workOrders.length > 0 ? (
                        workOrders.map(({ id, number }) => (
                          <span key={id}>
                            <AppLink href={paths.workOrder(id)}>{`WO-${String(number).padStart(6, '0')}`}</AppLink>{' '}
                          </span>
                        ))
                      ) : (
                        <Absent>none</Absent>
                      ),
                  },
                ]}
              />
              {later.length > 0 && (
                <Remark tone="warn" title="Later entries rest on it">
                  {later.map(({ kind: what, reason }) => `A ${what} (${reason})`).join(', ')}: taken back first, and
                  made again afterwards.
                </Remark>
              )}
            </>
          )}
        </Loaded>
      </ReasonForm>
    </Dialog>
  )
}
