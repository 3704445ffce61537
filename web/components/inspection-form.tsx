import { Button, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { WorkOrder } from '#web/api/contract.ts'
import { type Photo, sendCompletion } from '#web/api/outbox.ts'
import type { InspectionForm as Sent } from '#web/api/work-orders.ts'
import { FormError } from '#web/ui/form.tsx'
import { tell } from '#web/ui/notice.ts'
import classes from './completion-form.module.css'
import { draftKey, newKey } from './completion-form.tsx'
import { PhotoField } from './photo-field.tsx'

interface Draft {
  clientKey: string
  answer: Sent['answer'] | ''
  careArea: string
  room: string
  note: string
  photos: Photo[]
}

const answers: readonly { value: Sent['answer']; label: string; description: string }[] = [
  { value: 'here', label: 'It is here', description: 'Say where, if that is another place than above.' },
  { value: 'gone', label: 'It is not there', description: 'It is missing until somebody finds it.' },
  {
    value: 'disposed',
    label: 'It is disposed of',
    description: 'Scrapped, sold or given back: it leaves the worklist.',
  },
]

/** What was found where a device was looked for. It survives a reload and a lost network, as a completion does. */
export function InspectionForm({ order, onSent }: { order: WorkOrder; onSent: () => void }) {
  const queryClient = useQueryClient()
  const [draft, setDraft, forgetDraft] = useLocalStorage<Draft>({
    key: `${draftKey(order.id)}:inspected`,
    defaultValue: { clientKey: newKey(), answer: '', careArea: '', room: '', note: '', photos: [] },
    getInitialValueInEffect: false,
  })
  const edit = (patch: Partial<Draft>) => setDraft((before) => ({ ...before, ...patch }))
  const { clientKey, answer, careArea, room, note, photos } = draft
  const send = useMutation({
    mutationFn: async () => {
      if (answer === '') return undefined
      setDraft(draft)
      const place = answer === 'here' ? { careArea: careArea.trim(), room: room.trim() } : {}
      return await sendCompletion({
        orderId: order.id,
        number: order.number,
        queuedAt: new Date().toISOString(),
        photos: photos.map((photo) => ({ ...photo })),
        form: { clientKey, answer, ...place, ...(note.trim() ? { note: note.trim() } : {}) },
      })
    },
    onSuccess: async (how) => {
      forgetDraft()
      tell(
        how === 'sent'
          ? 'Sent. What waited for it is settled.'
          : 'No network: it is kept on this device and sent by itself.',
      )
      onSent()
      await queryClient.invalidateQueries()
    },
  })
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (answer !== '' && !send.isPending) send.mutate()
      }}
    >
      <Radio.Group
        size="md"
        label="What did you find?"
        value={answer}
        onChange={(value) => edit({ answer: value as Sent['answer'] })}
      >
        <Stack gap="xs" mt="xs">
          {answers.map((one) => (
            <Radio key={one.value} size="md" {...one} />
          ))}
        </Stack>
      </Radio.Group>
      {answer === 'here' && (
        <>
          <TextInput
            size="md"
            label="Ward or department, if it is another one"
            placeholder={order.device.careArea ?? 'None is known'}
            value={careArea}
            onChange={(event) => edit({ careArea: event.currentTarget.value })}
          />
          <TextInput
            size="md"
            label="Room, if it is another one"
            placeholder={order.device.room ?? 'None is known'}
            value={room}
            onChange={(event) => edit({ room: event.currentTarget.value })}
          />
        </>
      )}
      <PhotoField photos={photos} onChange={(next) => edit({ photos: next })} />
      <Textarea
        size="md"
        label="Note"
        autosize
        minRows={2}
        value={note}
        onChange={(event) => edit({ note: event.currentTarget.value })}
      />
      <FormError error={send.error} />
      <Button
        type="submit"
        size="lg"
        fullWidth
        loading={send.isPending}
        disabled={answer === ''}
        aria-describedby="inspected-hint"
      >
        Send the answer
      </Button>
      <p id="inspected-hint" className="quiet small" style={{ margin: 0, textAlign: 'center' }}>
        {answer === '' ? 'Say what you found.' : 'It becomes your observation of the device at once.'}
      </p>
    </form>
  )
}
