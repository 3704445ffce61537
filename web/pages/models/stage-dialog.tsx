import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ModelPage } from '#web/api/contract.ts'
import { setStage } from '#web/api/models.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { ReasonForm } from '#web/ui/reason-form.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { stages, stageWords } from './model-words.ts'

type Stage = ModelPage['stages'][number]['stage']

/** Records from when a stage of a model's support is. */
export function StageDialog({ model, onClose }: { model: ModelPage; onClose: () => void }) {
  const [stage, choose] = useState<Stage>('end_of_support')
  const dayOf = (one: Stage) => model.stages.find((said) => said.stage === one)?.startsOn ?? ''
  const [startsOn, setStartsOn] = useState(dayOf(stage))
  const change = useChange((reason: string) => setStage(model.id, { stage, startsOn, reason }), {
    done: 'The stage is on record.',
    onDone: onClose,
  })
  return (
    <Dialog title="Record a stage of support" opened onClose={onClose}>
      <ReasonForm
        submit="Record"
        change={change}
        label="Who says so"
        missing="Say who says so."
        disabledReason={startsOn ? null : 'Say from which day.'}
      >
        <Select
          label="Stage"
          data-autofocus
          allowDeselect={false}
          data={stages.map((value) => ({ value, label: stageWords[value] }))}
          value={stage}
          onChange={(value) => {
            if (!value) return
            choose(value as Stage)
            setStartsOn(dayOf(value as Stage))
          }}
        />
        <TextInput
          type="date"
          label="From"
          description="The day as the manufacturer gives it; it may lie ahead."
          value={startsOn}
          onChange={(event) => setStartsOn(event.currentTarget.value)}
        />
      </ReasonForm>
    </Dialog>
  )
}
