import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { IdentityEntry } from '#web/api/contract.ts'
import { identityEntriesQuery, undoIdentity } from '#web/api/identity.ts'
import { allItems } from '#web/api/paging.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink } from '#web/ui/app-link.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { Timeline } from '#web/ui/timeline.tsx'
import { useMay } from './access.ts'
import { ReasonDialog } from './reason-dialog.tsx'

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
      {undoing && (
        <ReasonDialog
          title={`Undo the ${undoing.kind}?`}
          submit={`Undo the ${undoing.kind}`}
          done={`The ${undoing.kind} is undone.`}
          send={(reason) => undoIdentity(undoing.id, reason)}
          onClose={() => setUndoing(null)}
        >
          {undoing.kind === 'merge'
            ? `Records, findings, decisions and work go back to ${undoing.from.name}, with what happened to them since. What was made since stays with ${undoing.into.name}.`
            : `${undoing.into.name} goes back to ${undoing.from.name}, with its findings, decisions and work.`}
        </ReasonDialog>
      )}
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
