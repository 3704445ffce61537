import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { advisoryRevisionsQuery, differencesQuery } from '#web/api/advisories.ts'
import type { AdvisoryDifference } from '#web/api/contract.ts'
import { humanise } from '#web/api/words.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import { ChangedText } from '#web/ui/changed-text.tsx'
import { formatDay } from '#web/ui/moment.tsx'
import { Section } from '#web/ui/section.tsx'
import { Loaded } from '#web/ui/states.tsx'
import classes from './advisories.module.css'

/** More than these are a document written anew; the rest is told as a number. */
const shown = 100

const countings = {
  integer: 'The publisher counts its revisions.',
  semantic: 'The publisher’s versions are semantic.',
  other: 'The publisher’s versions follow no known scheme.',
}

/** What one revision of an advisory says otherwise than another. Says nothing where there is only one. */
export function RevisionDifferences({
  advisory,
  from,
  to,
  onChoose,
}: {
  advisory: string
  from?: string | undefined
  to?: string | undefined
  onChoose?: (chosen: { from?: string; to?: string }) => void
}) {
  const revisions = useQuery(advisoryRevisionsQuery(advisory))
  const isOne = (revisions.data?.length ?? 0) < 2
  const found = useQuery({ ...differencesQuery(advisory, { from, to }), enabled: !isOne })
  if (isOne) return null
  const options = revisions.data!.map(({ digest, revision, storedAt, isPresent }) => ({
    value: digest,
    label: `Revision ${revision}${isPresent ? ', present' : ''} · came ${formatDay(storedAt.slice(0, 10))}`,
  }))
  return (
    <Section title="What changed" aside={`${formatCount(options.length)} revisions`}>
      <Loaded query={found}>
        {({ from: old, to: now, scheme, isMajor, differences }) => (
          <>
            {onChoose && (
              <div className={classes.choose}>
                <NativeSelect
                  label="From"
                  data={options}
                  value={old?.digest ?? ''}
                  onChange={(event) => onChoose({ from: event.currentTarget.value })}
                />
                <NativeSelect
                  label="To"
                  data={options}
                  value={now.digest}
                  onChange={(event) => onChoose({ to: event.currentTarget.value })}
                />
              </div>
            )}
            <p className="quiet small" style={{ margin: 0 }}>
              {old ? `Revision ${old.revision} → ${now.revision}. ` : 'Nothing came before it. '}
              {countings[scheme]} {isMajor && scheme === 'semantic' && <strong>A new major version.</strong>}
            </p>
            {old && differences.length === 0 && <p>Both say the same.</p>}
            <ul className={classes.differences}>
              {differences.slice(0, shown).map((one, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a difference has no identity
                <Difference key={at} one={one} />
              ))}
            </ul>
            {differences.length > shown && <p>and {formatCount(differences.length - shown)} more differences</p>}
          </>
        )}
      </Loaded>
    </Section>
  )
}

const marks = { added: '+', removed: '−', changed: '±' }

function Difference({ one: { part, change, subject, before, after } }: { one: AdvisoryDifference }) {
  return (
    <li>
      <strong>{subject}</strong>{' '}
      <span className="quiet small">
        <span aria-hidden>{marks[change]}</span> {humanise(part).toLowerCase()} {change}
      </span>
      {before !== null && after !== null ? (
        <ChangedText before={before || 'empty'} after={after || 'empty'} />
      ) : before !== null ? (
        <del>{before || 'empty'}</del>
      ) : (
        <ins>{after || 'empty'}</ins>
      )}
    </li>
  )
}
