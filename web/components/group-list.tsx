import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Because, FindingGroup, Remediation } from '#web/api/contract.ts'
import { humanise } from '#web/api/words.ts'
import { isDatabase, paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { useMay } from './access.ts'
import { BandBadge } from './band-badge.tsx'
import { BecauseList } from './because-list.tsx'
import { DecideDialog } from './decide-dialog.tsx'
import classes from './group-list.module.css'
import { MakeWorkOrdersDialog } from './make-work-orders-dialog.tsx'
import { ExploitedMark } from './state-badges.tsx'

export interface GroupRow extends FindingGroup {
  advisoryTitle?: string
  remediation?: Remediation | null
  because?: Because[]
}

export const groupKey = (group: FindingGroup) =>
  [group.advisoryId, group.manufacturer, group.model, group.site].join('\n')

/** Its devices, however they are spelt. */
const product = ({ advisoryId, manufacturer, model, site }: FindingGroup) => ({
  advisory: advisoryId,
  manufacturer,
  model,
  site,
  alike: 'true',
})

/** The devices that the numbers of a group count: those of the worklist. */
const within = (group: FindingGroup) => ({ ...product(group), active: 'true' })

/** Advisory × model × site: what one decision or one round of work can serve. */
export function GroupCard({
  group,
  withAdvisory,
  heading: Heading = 'h3',
}: {
  group: GroupRow
  withAdvisory?: boolean
  heading?: 'h2' | 'h3'
}) {
  const may = useMay()
  const [isMaking, setIsMaking] = useState(false)
  const [isDeciding, setIsDeciding] = useState(false)
  const count = group.affected + group.cannotTell
  return (
    <article className={classes.group}>
      <div className={classes.head}>
        <div className={classes.names}>
          <Heading className={classes.title}>
            {group.manufacturer} {group.model}
            <span className="quiet"> · {group.site || 'site not known'}</span>
          </Heading>
          {withAdvisory && (
            <p className={classes.advisory}>
              <AppLink
                href={isDatabase(group.advisoryId) ? paths.findings(within(group)) : paths.advisory(group.advisoryId)}
              >
                {group.advisoryTitle ?? group.advisoryId}
              </AppLink>
            </p>
          )}
        </div>
        <div className={classes.badges}>
          {group.knownExploited && <ExploitedMark />}
          <BandBadge band={group.worstBand} score={group.worstScore} />
        </div>
      </div>
      <div className={classes.row}>
        <p className={classes.numbers}>
          <span>
            <CountLink
              href={paths.devices({ ...within(group), countsAs: 'open' })}
              count={group.devices}
              of="devices"
            />{' '}
            {group.devices === 1 ? 'device' : 'devices'}
          </span>
          <span>
            <CountLink
              href={paths.devices({ ...within(group), countsAs: 'affected' })}
              count={group.affected}
              of="devices affected"
            />{' '}
            affected
          </span>
          <span>
            <CountLink
              href={paths.devices({ ...within(group), countsAs: 'to_look_at' })}
              count={group.cannotTell}
              of="devices of which nobody can tell"
            />{' '}
            cannot tell
          </span>
          <span>
            <CountLink
              href={paths.workOrders({ tab: 'open', ...product(group) })}
              count={group.workOrders}
              of="open work orders"
            />{' '}
            open work {group.workOrders === 1 ? 'order' : 'orders'}
          </span>
          <AppLink href={paths.findings(product(group))}>Findings</AppLink>
        </p>
        <div className={`${classes.actions} no-print`}>
          <Action
            size="compact-md"
            disabledReason={
              may.whyNot('work-order:write') ?? (count === 0 ? 'No device in this group is affected.' : null)
            }
            onClick={() => setIsMaking(true)}
          >
            Make work orders
          </Action>
          <Action
            size="compact-md"
            variant="default"
            disabledReason={
              may.whyNot('finding:decide') ?? (group.open === 0 ? 'No finding in this group is open.' : null)
            }
            onClick={() => setIsDeciding(true)}
          >
            Decide
          </Action>
        </div>
      </div>
      {group.remediation && (
        <p className={classes.remediation}>
          <strong>{humanise(group.remediation.category)}:</strong> {group.remediation.details}
        </p>
      )}
      {group.because && group.because.length > 0 && <BecauseList because={group.because} />}
      {group.sampleDevices.length > 0 && (
        <p className={classes.sample}>
          {group.sampleDevices.map((device, index) => (
            <span key={device.id}>
              {index > 0 && ', '}
              <AppLink href={paths.device(device.id)}>{device.name}</AppLink>
              {device.careArea && ` (${device.careArea})`}
            </span>
          ))}
          {group.devices > group.sampleDevices.length &&
            ` and ${formatCount(group.devices - group.sampleDevices.length)} more`}
        </p>
      )}
      {isMaking && <MakeWorkOrdersDialog group={group} onClose={() => setIsMaking(false)} />}
      {isDeciding && <DecideDialog group={group} onClose={() => setIsDeciding(false)} />}
    </article>
  )
}

/** The worst of them; behind them stands what the page is of. */
const atFirst = 6

/** Groups, the worst first, and a way to all of them. */
export function Groups({
  groups,
  withAdvisory,
  areAll,
  onAll,
}: {
  groups: readonly GroupRow[]
  withAdvisory?: boolean
  areAll: boolean
  onAll: () => void
}) {
  const shown = areAll ? groups : groups.slice(0, atFirst)
  return (
    <>
      {shown.map((group) => (
        <GroupCard key={groupKey(group)} group={group} withAdvisory={withAdvisory ?? false} />
      ))}
      {groups.length > shown.length && (
        <div className="no-print">
          <Button variant="default" size="compact-md" onClick={onAll}>
            All {formatCount(groups.length)} models and sites
          </Button>
        </div>
      )}
    </>
  )
}
