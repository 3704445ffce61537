import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { NamePreview as Preview } from '#web/api/contract.ts'
import { type NameChange, namePreviewQuery } from '#web/api/names.ts'
import { humanise } from '#web/api/words.ts'
import { isDatabase, paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { RowsSkeleton, sentenceOf } from '#web/ui/states.tsx'
import classes from './names.module.css'

const saidOf = (answer: string | null) => (answer === null ? 'nothing said' : humanise(answer).toLowerCase())
const some = (count: number, one: string, more = `${one}s`) => `${formatCount(count)} ${count === 1 ? one : more}`

const sourcesOf = ({ advisories, databases }: Preview) =>
  [...(advisories > 0 ? [some(advisories, 'advisory', 'advisories')] : []), ...databases].join(' and ')

/** What a change of aliases would change, worked out while it is typed. */
export function NamePreview({ change }: { change: NameChange | null }) {
  const [asked] = useDebouncedValue(change, 350)
  const preview = useQuery(namePreviewQuery(asked ?? { add: [], undo: [] }, asked !== null))
  const data = asked === null ? undefined : preview.data
  return (
    <section className={classes.preview} aria-labelledby="what-would-change" aria-live="polite">
      <h3 id="what-would-change">What would change</h3>
      {change === null ? (
        <p className="quiet">Fill in the fields above, and it stands here before you save.</p>
      ) : preview.error ? (
        <p role="alert">{sentenceOf(preview.error)}</p>
      ) : !data ? (
        <RowsSkeleton rows={2} height={28} />
      ) : data.configurations === 0 ? (
        <p>Nothing in the inventory is read otherwise. It will hold for devices that come.</p>
      ) : (
        <>
          <p>
            {some(data.devices, 'device')} of {some(data.configurations, 'configuration')} would be read otherwise.{' '}
            {data.groups.length === 0 ? (
              'Nobody says anything else of them.'
            ) : (
              <>
                <strong>{some(data.findings.appear, 'finding')}</strong> would appear,{' '}
                <strong>{formatCount(data.findings.leave)}</strong> leave and{' '}
                <strong>{formatCount(data.findings.change)}</strong> change answer, by {sourcesOf(data)}.
              </>
            )}
          </p>
          {data.groups.length > 0 && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reached by keyboard
            <ul className={classes.changes} tabIndex={0} aria-label="Changes by model and advisory">
              {data.groups.map((group) => (
                <li key={[group.manufacturer, group.model, group.advisoryId, group.before, group.after].join('\n')}>
                  <strong>{[group.manufacturer, group.model].filter(Boolean).join(' ') || 'No model stated'}</strong>,{' '}
                  {some(group.devices, 'device')}: {saidOf(group.before)} → {saidOf(group.after)}
                  <div className={classes.sub}>
                    {isDatabase(group.advisoryId) ? (
                      group.trackingId
                    ) : (
                      <AppLink href={paths.advisory(group.advisoryId)}>{group.trackingId}</AppLink>
                    )}{' '}
                    {group.title}, {some(group.vulnerabilities, 'vulnerability', 'vulnerabilities')}
                  </div>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  )
}
