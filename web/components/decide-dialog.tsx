import { Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FindingGroup, FindingPage } from '#web/api/contract.ts'
import { type DecisionForm, decideFinding, decideGroup } from '#web/api/findings.ts'
import { type DecisionKind, decisionKinds, humanise, meaning } from '#web/api/words.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'

const expires: readonly DecisionKind[] = ['accepted', 'deferred', 'mitigated']
const mustExpire: readonly DecisionKind[] = ['accepted', 'deferred']

type DecideDialogProps = { onClose: () => void } & (
  | { finding: FindingPage['finding']; group?: undefined }
  | { group: FindingGroup; finding?: undefined; vulnerabilityId?: string }
)

/** A person's verdict, on one finding or on all of a group, with its reason and, where the risk stays, an end. */
export function DecideDialog(props: DecideDialogProps) {
  const { finding, group, onClose } = props
  const [decision, setDecision] = useState<DecisionKind | ''>(
    finding && finding.decision !== 'none' ? finding.decision : '',
  )
  const [reason, setReason] = useState('')
  const [expiresOn, setExpiresOn] = useState('')
  const decide = useChange(
    async (form: DecisionForm): Promise<number> => {
      if (finding) {
        await decideFinding(finding.device.id, finding.vulnerabilityId, form)
        return 1
      }
      const { advisoryId, manufacturer, model, site } = group
      const vulnerabilityId = 'vulnerabilityId' in props ? props.vulnerabilityId : undefined
      const answer = await decideGroup({
        ...form,
        advisoryId,
        manufacturer,
        model,
        site,
        ...(vulnerabilityId ? { vulnerabilityId } : {}),
      })
      return answer.decided
    },
    {
      done: (decided) => (decided === 1 ? 'One finding decided.' : `${formatCount(decided)} findings decided.`),
      onDone: onClose,
    },
  )
  const offered = decisionKinds.filter((kind) => kind !== 'none' || (finding && finding.decision !== 'none'))
  const needsEnd = decision !== '' && mustExpire.includes(decision)
  return (
    <Dialog title={finding ? 'Decide the finding' : 'Decide all findings of the group'} opened onClose={onClose}>
      <p style={{ marginTop: 0 }}>
        {finding
          ? `${finding.vulnerabilityId} on ${finding.device.name}`
          : `${formatCount(group.open)} open on ${group.manufacturer} ${group.model}, ${group.site}`}
      </p>
      <Form
        submit={decision === 'none' ? 'Take the decision back' : 'Decide'}
        isSending={decide.isPending}
        error={decide.error}
        disabledReason={
          decision === ''
            ? 'Choose a decision.'
            : !reason.trim()
              ? 'Give the reason.'
              : needsEnd && !expiresOn
                ? 'Say until when: a risk is never accepted or put off without an end.'
                : null
        }
        onSubmit={() =>
          decision !== '' &&
          decide.mutate({
            decision,
            reason: reason.trim(),
            ...(expires.includes(decision) && expiresOn ? { expiresOn } : {}),
          })
        }
      >
        <Radio.Group label="Decision" value={decision} onChange={(value) => setDecision(value as DecisionKind)}>
          <Stack gap="xs" mt="xs">
            {offered.map((kind) => (
              <Radio
                key={kind}
                value={kind}
                label={kind === 'none' ? 'None: take the decision back' : humanise(kind)}
                description={meaning[`decision:${kind}`]}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label="Reason"
          description="The next person, and the auditor, read it."
          autosize
          minRows={3}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {decision !== '' && expires.includes(decision) && (
          <TextInput
            type="date"
            label={needsEnd ? 'Until' : 'Until (may stay empty)'}
            description="After this day the finding counts as open again."
            min={new Date().toISOString().slice(0, 10)}
            value={expiresOn}
            onChange={(event) => setExpiresOn(event.currentTarget.value)}
          />
        )}
      </Form>
    </Dialog>
  )
}
