import { Tooltip } from '@mantine/core'
import type { DeviceAttribute } from '#web/api/contract.ts'
import classes from './confidence-mark.module.css'

const percent = (share: number) => `${Math.round(share * 100)} %`

/** How likely a value holds still, with how that comes. */
export function ConfidenceMark({
  confidence,
  trust,
  halfLifeDays,
}: {
  confidence: number
  trust: number
  halfLifeDays: number
}) {
  const said = `${percent(confidence)} sure`
  return (
    <Tooltip
      multiline
      w={280}
      label={`The source is believed to ${trust} of 100 on this; a value of this kind is half as likely to hold after ${lasting(halfLifeDays)}. Sources that agree raise it.`}
    >
      <span className={classes.mark}>
        <span className={classes.bar} aria-hidden>
          <span style={{ width: `${confidence * 100}%` }} />
        </span>
        {said}
      </span>
    </Tooltip>
  )
}

/** The same of a value of a device. A sighting tells of its own moment only, and of that for good. */
export function ConfidenceOf({ attribute }: { attribute: Omit<DeviceAttribute, 'others'> }) {
  const { confidence, trust, halfLifeDays } = attribute
  if (attribute.attribute === 'lastSeenAt') return null
  return <ConfidenceMark confidence={confidence} trust={trust} halfLifeDays={halfLifeDays} />
}

export const lasting = (days: number) =>
  days >= 730 ? `${Math.round(days / 365)} years` : days === 1 ? 'a day' : `${days} days`
