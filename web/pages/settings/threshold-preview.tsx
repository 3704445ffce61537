import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { ThresholdMove, Thresholds } from '#web/api/contract.ts'
import { thresholdPreviewQuery } from '#web/api/thresholds.ts'
import { humanise } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { RowsSkeleton, sentenceOf } from '#web/ui/states.tsx'
import classes from './thresholds.module.css'

const become: Readonly<Record<ThresholdMove['after'], string>> = {
  affected: 'count as affected',
  to_look_at: 'be something to look at',
  set_aside: 'be set aside',
}

const devicesOf: Readonly<Record<ThresholdMove['criticality'], string>> = {
  life_sustaining: 'life-sustaining devices',
  high: 'devices of high criticality',
  medium: 'devices of medium criticality',
  low: 'devices of low criticality',
  unknown: 'devices whose criticality is not known',
}

const some = (findings: number) => `${formatCount(findings)} ${findings === 1 ? 'finding' : 'findings'}`

/** What other thresholds would make of the open findings, worked out while they are typed. */
export function ThresholdPreview({ wanted, isWrong }: { wanted: Thresholds | null; isWrong: boolean }) {
  const [asked] = useDebouncedValue(wanted, 350)
  const preview = useQuery(thresholdPreviewQuery(asked ?? ({} as Thresholds), asked !== null))
  const data = asked === null ? undefined : preview.data
  return (
    <section className={classes.preview} aria-labelledby="what-would-change" aria-live="polite">
      <h2 id="what-would-change">What would change</h2>
      {wanted === null ? (
        <p className="quiet">
          {isWrong
            ? 'One threshold contradicts another. Once they agree, it stands here.'
            : 'Change a threshold, and it stands here before you save.'}
        </p>
      ) : preview.error ? (
        <p role="alert">{sentenceOf(preview.error)}</p>
      ) : !data ? (
        <RowsSkeleton rows={2} height={28} />
      ) : data.moves.length === 0 ? (
        <p>No open finding would count otherwise. It will hold for those that come.</p>
      ) : (
        <>
          <ul className={classes.moves}>
            {data.moves.map((move) => (
              <li key={[move.criticality, move.before, move.after].join(' ')}>
                <strong>{some(move.findings)}</strong> of {devicesOf[move.criticality]} would{' '}
                <strong>{become[move.after]}</strong>.
              </li>
            ))}
          </ul>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reached by keyboard */}
          <ul className={classes.groups} tabIndex={0} aria-label="Changes by model">
            {data.groups.map((group) => (
              <li key={[group.criticality, group.manufacturer, group.model, group.before, group.after].join('\n')}>
                <AppLink
                  href={paths.findings({
                    ...(group.before === 'set_aside' && { open: 'any' }),
                    manufacturer: group.manufacturer,
                    model: group.model,
                    countsAs: group.before,
                  })}
                >
                  {[group.manufacturer, group.model].filter(Boolean).join(' ') || 'No model stated'}
                </AppLink>
                , {humanise(group.criticality).toLowerCase()}: {some(group.findings)}{' '}
                <span className="quiet">
                  {humanise(group.before).toLowerCase()} → {humanise(group.after).toLowerCase()}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
