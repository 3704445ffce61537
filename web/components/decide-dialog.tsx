import { NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { DecisionOn, FindingGroup, FindingPage } from '#web/api/contract.ts'
import { decisionPreviewQuery } from '#web/api/decisions.ts'
import { type DecisionForm, decideFinding, decideGroup, decideMany } from '#web/api/findings.ts'
import { type DecisionKind, decisionKinds, humanise, justifications, meaning } from '#web/api/words.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form, FormError } from '#web/ui/form.tsx'
import { useToday } from '#web/ui/moment.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { ApprovalNotice } from './approval-notice.tsx'
import { ControlChoice, controlPremises } from './control-choice.tsx'
import { AddControlDialog } from './control-dialogs.tsx'
import { asProposed, chosenPremises, DecisionCounts, PremiseChoice } from './premise-choice.tsx'

const expires: readonly DecisionKind[] = ['accepted', 'deferred', 'mitigated']
const safeguarded: readonly DecisionKind[] = ['mitigated', 'accepted', 'deferred', 'not_affected']
const mustExpire: readonly DecisionKind[] = ['accepted', 'deferred']

type DecideDialogProps = { onClose: () => void; onDecided?: () => void } & (
  | { finding: FindingPage['finding']; group?: undefined; many?: undefined }
  | { group: FindingGroup; finding?: undefined; many?: undefined; vulnerabilityId?: string }
  | { many: { on: DecisionOn; title: string; words: string }; finding?: undefined; group?: undefined }
)

/** A person's verdict, on one finding or on all of a group: its reason, what it rests on and, where the risk stays, its end. */
export function DecideDialog(props: DecideDialogProps) {
  const { finding, group, many, onClose, onDecided } = props
  const today = useToday()
  const [decision, setDecision] = useState<DecisionKind | ''>(
    finding && finding.decision !== 'none' ? finding.decision : '',
  )
  const [reason, setReason] = useState('')
  const [evidence, setEvidence] = useState('')
  const [expiresOn, setExpiresOn] = useState('')
  const [justification, setJustification] = useState('')
  const [choices, setChoices] = useState(asProposed)
  const [controlId, setControlId] = useState('')
  const [isAdding, setIsAdding] = useState(false)
  const vulnerabilityId = 'vulnerabilityId' in props ? props.vulnerabilityId : undefined
  const on = finding
    ? { finding: { device: finding.device.id, vulnerability: finding.vulnerabilityId } }
    : many
      ? { on: many.on }
      : {
          group: {
            advisoryId: group.advisoryId,
            manufacturer: group.manufacturer,
            model: group.model,
            site: group.site,
            ...(vulnerabilityId ? { vulnerabilityId } : {}),
          },
        }
  const isTaken = decision !== '' && decision !== 'none'
  const end = isTaken && expires.includes(decision) && expiresOn ? { expiresOn } : {}

  const restsOnControl = decision !== '' && safeguarded.includes(decision)
  const onControl = restsOnControl ? controlPremises(controlId) : []

  const offer = useQuery(decisionPreviewQuery({ ...on, decision: decision || 'none' }, isTaken))
  const offered = offer.data?.premises ?? []
  // A range is typed letter by letter.
  const [settled] = useDebouncedValue(choices, 300)
  const preview = useQuery(
    decisionPreviewQuery(
      { ...on, ...end, decision: decision || 'none', premises: [...chosenPremises(offered, settled), ...onControl] },
      isTaken && offer.data !== undefined,
    ),
  )
  const counts = preview.data
  // What stood there when the person began; what came since they are told.
  const seen = useRef<string | null>(null)
  if (seen.current === null && offer.data && !offer.isPlaceholderData && !offer.isFetching)
    seen.current = offer.data.seen
  const approval = counts?.approval ?? null

  const decide = useChange(
    async (form: DecisionForm): Promise<{ decided: number; waits: boolean }> => {
      if (finding) {
        const { waiting, finding: after } = await decideFinding(finding.device.id, finding.vulnerabilityId, form)
        return { decided: 1, waits: after.decision === 'none' && waiting.length > 0 }
      }
      const answer = many ? await decideMany({ ...form, on: many.on }) : await decideGroup({ ...form, ...on.group! })
      return { decided: answer.decided, waits: answer.waiting !== null }
    },
    {
      done: ({ decided, waits }) =>
        waits
          ? 'Proposed. It has no effect before somebody else approves it.'
          : decided === 1
            ? 'One finding decided.'
            : `${formatCount(decided)} findings decided.`,
      onDone: () => {
        onDecided?.()
        onClose()
      },
    },
  )
  const kinds = decisionKinds.filter((kind) => kind !== 'none' || (finding && finding.decision !== 'none'))
  const needsEnd = decision !== '' && mustExpire.includes(decision)
  // In place of this dialog, not within its form: what is sent there would be sent here as well.
  if (isAdding) return <AddControlDialog onAdded={setControlId} onClose={() => setIsAdding(false)} />
  return (
    <Dialog
      title={many ? many.title : finding ? 'Decide the finding' : 'Decide all findings of the group'}
      size="lg"
      opened
      onClose={onClose}
    >
      <p style={{ marginTop: 0 }}>
        {finding
          ? `${finding.vulnerabilityId} on ${finding.device.name}`
          : many
            ? many.words
            : `${formatCount(group.open)} open on ${group.manufacturer} ${group.model}, ${group.site}`}
      </p>
      <Form
        submit={
          decision === 'none'
            ? 'Take the decision back'
            : approval && approval.approvers > 0 && !approval.oneKey
              ? 'Propose'
              : 'Decide'
        }
        isSending={decide.isPending}
        error={decide.error}
        disabledReason={
          decision === ''
            ? 'Choose a decision.'
            : !reason.trim()
              ? 'Give the reason.'
              : needsEnd && !expiresOn
                ? 'Say until when: a risk is never accepted or put off without an end.'
                : isTaken && offer.isPending
                  ? 'What it rests on is being looked up.'
                  : isTaken && counts?.devices === 0
                    ? 'It would be in force on nothing: strike a premise that does not hold.'
                    : null
        }
        onSubmit={() =>
          decision !== '' &&
          decide.mutate(
            {
              decision,
              reason: reason.trim(),
              ...(isTaken && evidence.trim() ? { evidence: evidence.trim() } : {}),
              ...(isTaken && seen.current ? { seen: seen.current } : {}),
              ...end,
              ...(isTaken ? { premises: [...chosenPremises(offered, choices), ...onControl] } : {}),
              ...(decision === 'not_affected' && justification
                ? { justification: justification as (typeof justifications)[number] }
                : {}),
            },
            {
              // Somebody may have decided here: that is shown, and may then be decided over.
              onError: () => {
                seen.current = null
                void offer.refetch()
                void preview.refetch()
              },
            },
          )
        }
      >
        <Radio.Group label="Decision" value={decision} onChange={(value) => setDecision(value as DecisionKind)}>
          <Stack gap="xs" mt="xs">
            {kinds.map((kind) => (
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
        {isTaken && (
          <TextInput
            label="Evidence (may stay empty)"
            description="Where what it rests on can be read: a ticket, minutes, a report."
            maxLength={2000}
            value={evidence}
            onChange={(event) => setEvidence(event.currentTarget.value)}
          />
        )}
        {decision === 'not_affected' && (
          <NativeSelect
            label="Why, in VEX’s words (may stay empty)"
            description="It goes out with the hospital’s verdicts."
            data={[
              { value: '', label: 'Only the reason' },
              ...justifications.map((word) => ({ value: word, label: humanise(word) })),
            ]}
            value={justification}
            onChange={(event) => setJustification(event.currentTarget.value)}
          />
        )}
        {decision !== '' && expires.includes(decision) && (
          <TextInput
            type="date"
            label={needsEnd ? 'Until' : 'Until (may stay empty)'}
            description={
              needsEnd && approval?.lastDay
                ? `After this day the finding counts as open again. The rule lets it last until ${approval.lastDay}.`
                : 'After this day the finding counts as open again.'
            }
            min={today}
            {...(needsEnd && approval?.lastDay ? { max: approval.lastDay } : {})}
            value={expiresOn}
            onChange={(event) => setExpiresOn(event.currentTarget.value)}
          />
        )}
        {restsOnControl && <ControlChoice value={controlId} onChange={setControlId} onAdd={() => setIsAdding(true)} />}
        {isTaken && offer.data && <PremiseChoice offered={offered} choices={choices} onChange={setChoices} />}
        {isTaken && counts && <DecisionCounts preview={counts} isOfOne={finding !== undefined} />}
        {isTaken && counts && <ApprovalNotice preview={counts} />}
        {isTaken && <FormError error={offer.error ?? preview.error} />}
      </Form>
    </Dialog>
  )
}
