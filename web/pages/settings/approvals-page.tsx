import { Checkbox, NumberInput, Switch, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApprovalRule, ApprovalSetting } from '#web/api/contract.ts'
import { adoptApprovals, approvalsQuery } from '#web/api/decisions.ts'
import { decisionKinds, humanise, riskBands } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import { BandBadge } from '#web/components/band-badge.tsx'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Form } from '#web/ui/form.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { Section } from '#web/ui/section.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './approvals.module.css'

/** Which decisions wait for whose word. */
export function ApprovalsPage() {
  const may = useMay()
  const setting = useQuery(approvalsQuery)
  const parent = may('settings:write') ? { title: 'Settings', href: paths.settings() } : undefined
  return (
    <Page
      narrow
      title="Who approves decisions"
      {...(parent && { parent })}
      lead="Which decisions have no effect before somebody else approves them, and how long a risk can be accepted. Nobody approves their own."
    >
      <Loaded query={setting}>{(data) => <Rule key={data.inForce?.hash ?? 'none'} setting={data} />}</Loaded>
    </Page>
  )
}

const kinds = decisionKinds.filter((kind) => kind !== 'none')
const most = 3

function Rule({ setting: { inForce, starting, approvers, isOnePerson, waiting } }: { setting: ApprovalSetting }) {
  const may = useMay()
  const whyNot = may.whyNot('settings:write')
  const [rule, setRule] = useState<ApprovalRule>(inForce?.rule ?? starting)
  const [reason, setReason] = useState('')
  const save = useChange(adoptApprovals, { done: 'The rule holds, also for what waits.' })
  const isChanged = !inForce || JSON.stringify(rule) !== JSON.stringify(inForce.rule)
  const edit = (patch: Partial<ApprovalRule>) => setRule((before) => ({ ...before, ...patch }))
  return (
    <>
      {inForce ? (
        <Remark tone="info" title={`Rule ${inForce.version} is in force`}>
          {inForce.adoptedBy}, <Moment at={inForce.adoptedAt} />: “{inForce.reason}”. {waiting}{' '}
          {waiting === 1 ? 'decision waits' : 'decisions wait'}.
        </Remark>
      ) : (
        <Remark tone="warn" title="No rule is in force">
          Every decision takes effect at once. Below stands a rule to start from; it holds once it is adopted.
        </Remark>
      )}
      {approvers.length === 0 && (
        <Remark tone="warn" title="Nobody may approve yet">
          What needs approval would wait for ever. Give it to somebody under{' '}
          <AppLink href={paths.people()}>People</AppLink>: no role brings it.
        </Remark>
      )}
      {approvers.length > 0 && <p>{approvers.map(({ name }) => name).join(', ')} may approve.</p>}
      <Form
        submit={inForce ? 'Adopt the change' : 'Adopt the rule'}
        isSending={save.isPending}
        error={save.error}
        disabledReason={
          whyNot ??
          (!isChanged
            ? 'Nothing is changed.'
            : rule.oneKey.passes && !rule.oneKey.reason.trim()
              ? 'Say why one key may pass.'
              : reason.trim() === ''
                ? 'Say why.'
                : null)
        }
        onSubmit={() => save.mutate({ rule, seen: inForce?.hash ?? null, reason: reason.trim() })}
      >
        <Section title="Which decisions">
          <fieldset className={classes.kinds} disabled={whyNot !== null}>
            <legend className="visually-hidden">Kinds of decisions that need approval</legend>
            {kinds.map((kind) => (
              <Checkbox
                key={kind}
                label={humanise(kind)}
                checked={rule.kinds.includes(kind)}
                onChange={(event) =>
                  edit({
                    kinds: event.currentTarget.checked
                      ? kinds.filter((one) => one === kind || rule.kinds.includes(one))
                      : rule.kinds.filter((one) => one !== kind),
                  })
                }
              />
            ))}
          </fieldset>
        </Section>
        <Section title="How many approve, and for how long" aside="by the worst finding in scope">
          <div className={classes.scroll}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th scope="col">Band</th>
                  <th scope="col">Approvers</th>
                  <th scope="col">May sustain life</th>
                  <th scope="col">Accepted, deferred: days at most</th>
                </tr>
              </thead>
              <tbody>
                {riskBands.map((band) => (
                  <tr key={band}>
                    <th scope="row">
                      <BandBadge band={band} />
                    </th>
                    {(['approvers', 'lifeSustaining'] as const).map((part) => (
                      <td key={part}>
                        <NumberInput
                          aria-label={`${humanise(band)}: ${part === 'approvers' ? 'approvers' : 'approvers where a device may sustain life'}`}
                          min={0}
                          max={most}
                          clampBehavior="strict"
                          allowDecimal={false}
                          disabled={whyNot !== null}
                          value={rule[part][band]}
                          onChange={(value) =>
                            typeof value === 'number' && edit({ [part]: { ...rule[part], [band]: value } })
                          }
                        />
                      </td>
                    ))}
                    <td>
                      <NumberInput
                        aria-label={`${humanise(band)}: days at most`}
                        min={1}
                        max={3650}
                        placeholder="No limit"
                        allowDecimal={false}
                        disabled={whyNot !== null}
                        value={rule.longestDays[band] ?? ''}
                        onChange={(value) =>
                          edit({
                            longestDays: { ...rule.longestDays, [band]: typeof value === 'number' ? value : null },
                          })
                        }
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="quiet small">
            A criticality that nobody knows counts as life-sustaining. A decision stays in force on no more risk than
            was approved: where a finding gets worse it is open again.
          </p>
        </Section>
        <Section title="An organisation of one person">
          <Switch
            label="One key passes"
            description={`Where nobody else is there, decisions take effect without approval; the record says why.${isOnePerson ? ' You are the only person here.' : ' Somebody else is here: it has no effect.'}`}
            checked={rule.oneKey.passes}
            disabled={whyNot !== null}
            onChange={(event) => edit({ oneKey: { ...rule.oneKey, passes: event.currentTarget.checked } })}
          />
          {rule.oneKey.passes && (
            <Textarea
              label="Why one key may pass"
              autosize
              minRows={2}
              maxLength={500}
              value={rule.oneKey.reason}
              onChange={(event) => edit({ oneKey: { ...rule.oneKey, reason: event.currentTarget.value } })}
            />
          )}
        </Section>
        {!whyNot && (
          <Textarea
            label="Why?"
            description="It stands in the audit trail."
            autosize
            minRows={2}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Form>
    </>
  )
}
