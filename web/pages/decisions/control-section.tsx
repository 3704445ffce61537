import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ControlPage, ControlVerification } from '#web/api/contract.ts'
import { controlQuery } from '#web/api/controls.ts'
import { useMay } from '#web/components/access.ts'
import { VerifyControlDialog } from '#web/components/control-dialogs.tsx'
import classes from '#web/components/decision.module.css'
import { ControlBadge } from '#web/components/state-badges.tsx'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Absent, Facts } from '#web/ui/facts.tsx'
import { FormError } from '#web/ui/form.tsx'
import { Day, Moment } from '#web/ui/moment.tsx'
import { Section } from '#web/ui/section.tsx'

/** A control that the decision rests on: how it stands, what was seen, and the next look. */
export function ControlSection({ controlId }: { controlId: string }) {
  const control = useQuery(controlQuery(controlId))
  if (control.error) return <FormError error={control.error} />
  return control.data ? <Control control={control.data} /> : null
}

function Control({ control }: { control: ControlPage }) {
  const may = useMay()
  const [isVerifying, setIsVerifying] = useState(false)
  const { last, verifications } = control
  return (
    <Section
      title={`Control: ${control.name}`}
      actions={
        <Action variant="default" disabledReason={may.whyNot('finding:decide')} onClick={() => setIsVerifying(true)}>
          Record a verification
        </Action>
      }
    >
      <Facts
        facts={[
          { name: 'State', value: <ControlBadge state={control.state} /> },
          { name: 'Where it holds', value: control.place },
          {
            name: 'Verify again by',
            value: last.verifyAgainBy ? <Day on={last.verifyAgainBy} /> : <Absent>as soon as it holds</Absent>,
          },
          {
            name: 'Decisions that rest on it',
            value: <AppLink href={paths.decisions({ control: control.id })}>{formatCount(control.decisions)}</AppLink>,
          },
        ]}
      />
      <ul className={classes.verifications} aria-label="Verifications">
        {verifications.map((one) => (
          <li key={one.recordedAt}>
            <Verification one={one} />
          </li>
        ))}
      </ul>
      {isVerifying && <VerifyControlDialog control={control} onClose={() => setIsVerifying(false)} />}
    </Section>
  )
}

function Verification({ one }: { one: ControlVerification }) {
  if (one.outcome === 'taken_back')
    return (
      <>
        <strong>Taken back</strong> by {one.recordedBy} <Moment at={one.recordedAt} />: {one.evidence}
      </>
    )
  return (
    <>
      <strong>{one.outcome === 'held' ? 'Held' : 'Failed'}</strong> on <Day on={one.verifiedOn} />, verified by{' '}
      {one.verifiedBy}
      {one.recordedBy !== one.verifiedBy && `, recorded by ${one.recordedBy}`}: {one.evidence}
    </>
  )
}
