import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Lowering } from '#web/api/contract.ts'
import { loweringsQuery } from '#web/api/lowerings.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { BandBadge } from './band-badge.tsx'
import classes from './what-lowers.module.css'

/** Where the change can be begun; null where nobody here can. */
function placeOf({ kind }: Lowering, device: string): { href: string; title: string } | null {
  switch (kind) {
    case 'find_out_version':
      return { href: paths.questions(), title: 'Send somebody to look' }
    case 'read_list':
      return { href: paths.sources(), title: 'Sources' }
    case 'fix':
    case 'epss_falls':
    case 'segment':
    case 'isolate':
    case 'disconnect':
      return null
    default:
      return { href: paths.device(device), title: 'Correct the device' }
  }
}

/** What would bring a score down, one change at a time, as the server scores it. */
export function WhatLowers({ device, vulnerability }: { device: string; vulnerability: string }) {
  const lowerings = useQuery(loweringsQuery(device, vulnerability))
  return (
    <Loaded query={lowerings} skeleton={<Skeleton height={120} />}>
      {({ now, lowerings }) =>
        now === null ? (
          <p className="quiet">It is not open: there is nothing to bring down.</p>
        ) : lowerings.length === 0 ? (
          <p className="quiet">
            Nothing that is known of here would: all that it looks at is on record, and no fix is published. A verified
            compensating control and a decision that rests on it take it off the worklist, and leave the score.
          </p>
        ) : (
          <>
            <ul className={classes.list}>
              {lowerings.map((one) => (
                <Change key={`${one.kind} ${one.text}`} one={one} now={now.score} device={device} />
              ))}
            </ul>
            <p className="quiet small" style={{ margin: 0 }}>
              Each by itself, scored anew with all else as it is. A verified compensating control and a decision that
              rests on it take the finding off the worklist, and leave the score.
            </p>
          </>
        )
      }
    </Loaded>
  )
}

function Change({ one, now, device }: { one: Lowering; now: number; device: string }) {
  const place = placeOf(one, device)
  const left = one.after?.score ?? 0
  return (
    <li className={classes.change}>
      <span>
        {one.text}
        {place && (
          <>
            {'. '}
            <AppLink href={place.href}>{place.title}</AppLink>
          </>
        )}
      </span>
      <span className={classes.after}>
        {one.isAtBest && <span className="quiet small">at best</span>}
        {one.after ? (
          <>
            <span className={classes.effect}>−{Math.abs(one.effect).toFixed(1)}</span>
            <BandBadge band={one.after.band} score={one.after.score} />
          </>
        ) : (
          <span className={classes.effect}>closes it</span>
        )}
      </span>
      <span className={classes.bar} aria-hidden>
        <span className={classes.goes} style={{ width: `${Math.min(100, now)}%` }} />
        <span className={classes.left} style={{ width: `${Math.min(100, left)}%` }} />
      </span>
    </li>
  )
}
