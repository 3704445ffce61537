import { Button } from '@mantine/core'
import { useState } from 'react'
import type { InventoryHealth } from '#web/api/contract.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import classes from './inventory-health.module.css'

const shownAtFirst = 12

/** Which sources know the same devices: a row for each combination of them, its devices as a bar (an UpSet plot, as a table). */
export function OverlapPlot({ health }: { health: InventoryHealth }) {
  const [isWhole, setIsWhole] = useState(false)
  const sources = health.sources.filter(({ devices }) => devices > 0)
  const all = health.combinations
  const shown = isWhole ? all : all.slice(0, shownAtFirst)
  const most = Math.max(1, ...all.map(({ devices }) => devices))
  return (
    <>
      <div className={classes.overlapFrame}>
        <table className={classes.overlap}>
          <caption className="visually-hidden">
            How many devices each combination of sources knows, and no other source
          </caption>
          <thead>
            <tr>
              {sources.map(({ id, name }) => (
                <th key={id} scope="col" className={classes.sourceName}>
                  <span className={classes.upright}>{name}</span>
                </th>
              ))}
              <th scope="col" className={`${classes.sourceName} ${classes.bar}`}>
                Devices
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => {
              const known = sources.map(({ id }) => one.sources.includes(id))
              const names = sources.filter((_, at) => known[at]).map(({ name }) => name)
              return (
                <tr key={one.sources.join()}>
                  {sources.map(({ id }, at) => (
                    <td key={id} className={classes.dot}>
                      <Dot
                        isKnown={known[at] ?? false}
                        before={known.indexOf(true) < at && known.lastIndexOf(true) >= at}
                        after={known.indexOf(true) <= at && known.lastIndexOf(true) > at}
                      />
                    </td>
                  ))}
                  <td className={classes.bar}>
                    <AppLink
                      className={classes.barLink}
                      href={paths.devices({ query: one.query })}
                      aria-label={`${formatCount(one.devices)} devices known to ${names.join(', ')}${names.length === sources.length ? '' : ' alone'}`}
                    >
                      <svg height="14" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 14">
                        <rect width={Math.max(0.5, (100 * one.devices) / most)} height="14" fill="var(--accent)" />
                      </svg>
                      <span>{formatCount(one.devices)}</span>
                    </AppLink>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {all.length > shownAtFirst && (
        <Button
          variant="default"
          size="compact-sm"
          mt="sm"
          onClick={() => setIsWhole(!isWhole)}
          aria-expanded={isWhole}
        >
          {isWhole ? 'Only the largest' : `All ${formatCount(all.length)} combinations`}
        </Button>
      )}
    </>
  )
}

function Dot({ isKnown, before, after }: { isKnown: boolean; before: boolean; after: boolean }) {
  return (
    <>
      <span className="visually-hidden">{isKnown ? 'yes' : 'no'}</span>
      <svg width="34" height="30" viewBox="0 0 34 30" aria-hidden="true">
        {before && <line x1="0" y1="15" x2="17" y2="15" stroke="var(--accent)" strokeWidth="2.5" />}
        {after && <line x1="17" y1="15" x2="34" y2="15" stroke="var(--accent)" strokeWidth="2.5" />}
        <circle
          cx="17"
          cy="15"
          r="6"
          fill={isKnown ? 'var(--accent)' : 'var(--surface)'}
          stroke={isKnown ? 'var(--accent)' : 'var(--line-strong)'}
          strokeWidth="1.5"
        />
      </svg>
    </>
  )
}
