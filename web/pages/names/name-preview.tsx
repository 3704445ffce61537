import type { NamePreview as Preview } from '#web/api/contract.ts'
import { type NameChange, namePreviewQuery } from '#web/api/names.ts'
import { humanise } from '#web/api/words.ts'
import classes from '#web/components/aliases.module.css'
import { ChangePreview } from '#web/components/change-preview.tsx'
import { isDatabase, paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'

const saidOf = (answer: string | null) => (answer === null ? 'nothing said' : humanise(answer).toLowerCase())
const some = (count: number, one: string, more = `${one}s`) => `${formatCount(count)} ${count === 1 ? one : more}`

const sourcesOf = ({ advisories, databases }: Preview) =>
  [...(advisories > 0 ? [some(advisories, 'advisory', 'advisories')] : []), ...databases].join(' and ')

export function NamePreview({ change }: { change: NameChange | null }) {
  return (
    <ChangePreview change={change} queryOf={namePreviewQuery}>
      {(changes) =>
        changes.configurations === 0 ? (
          <p>Nothing in the inventory is read otherwise. It will hold for devices that come.</p>
        ) : (
          <Changes changes={changes} />
        )
      }
    </ChangePreview>
  )
}

function Changes({ changes }: { changes: Preview }) {
  return (
    <>
      <p>
        {some(changes.devices, 'device')} of {some(changes.configurations, 'configuration')} would be read otherwise.{' '}
        {changes.groups.length === 0 ? (
          'Nobody says anything else of them.'
        ) : (
          <>
            <strong>{some(changes.findings.appear, 'finding')}</strong> would appear,{' '}
            <strong>{formatCount(changes.findings.leave)}</strong> leave and{' '}
            <strong>{formatCount(changes.findings.change)}</strong> change answer, by {sourcesOf(changes)}.
          </>
        )}
      </p>
      {changes.groups.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reached by keyboard
        <ul className={classes.changes} tabIndex={0} aria-label="Changes by model and advisory">
          {changes.groups.map((group) => (
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
  )
}
