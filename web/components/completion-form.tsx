import { Button, NumberInput, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { attributeName } from '#web/api/asked.ts'
import type { WorkOrder } from '#web/api/contract.ts'
import { type Photo, sendCompletion } from '#web/api/outbox.ts'
import { FormError } from '#web/ui/form.tsx'
import { tell } from '#web/ui/notice.ts'
import classes from './completion-form.module.css'
import { PhotoField } from './photo-field.tsx'

interface Draft {
  /** The same in each try, so that a completion sent twice counts once. */
  clientKey: string
  /** What was read of that which the order asks for; the API's name is that of the usual one. */
  softwareVersion: string
  note: string
  minutes: number | ''
  photos: Photo[]
}

/** `crypto.randomUUID` is there only on HTTPS and localhost. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export const draftKey = (orderId: string) => `homeostat:draft:${orderId}`

/** What the technician leaves behind: it survives a reload, a lost network and a double tap. */
export function CompletionForm({ order, onSent }: { order: WorkOrder; onSent: () => void }) {
  const queryClient = useQueryClient()
  const [draft, setDraft, forgetDraft] = useLocalStorage<Draft>({
    key: draftKey(order.id),
    defaultValue: { clientKey: newKey(), softwareVersion: '', note: '', minutes: '', photos: [] },
    getInitialValueInEffect: false,
  })
  const edit = (patch: Partial<Draft>) => setDraft((before) => ({ ...before, ...patch }))
  const send = useMutation({
    mutationFn: () => {
      // Written down before it is sent: after a crash in between, the same key is used again.
      setDraft(draft)
      return sendCompletion({
        orderId: order.id,
        number: order.number,
        queuedAt: new Date().toISOString(),
        photos: draft.photos.map((photo) => ({ ...photo })),
        form: {
          clientKey: draft.clientKey,
          ...(draft.softwareVersion.trim() ? { softwareVersion: draft.softwareVersion.trim() } : {}),
          ...(draft.note.trim() ? { note: draft.note.trim() } : {}),
          ...(draft.minutes !== '' ? { minutes: draft.minutes } : {}),
        },
      })
    },
    onSuccess: async (how) => {
      forgetDraft()
      tell(
        how === 'sent'
          ? 'Sent. The work is claimed; an observation or accepted evidence proves it.'
          : 'No network: it is kept on this device and sent by itself.',
      )
      onSent()
      await queryClient.invalidateQueries()
    },
  })
  const isEmpty = !draft.softwareVersion.trim() && !draft.note.trim() && draft.photos.length === 0
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!isEmpty && !send.isPending) send.mutate()
      }}
    >
      <Reading order={order} value={draft.softwareVersion} onChange={(softwareVersion) => edit({ softwareVersion })} />
      <PhotoField photos={draft.photos} onChange={(photos) => edit({ photos })} />
      <Textarea
        size="md"
        label="Note"
        autosize
        minRows={2}
        value={draft.note}
        onChange={(event) => edit({ note: event.currentTarget.value })}
      />
      <NumberInput
        size="md"
        label="Minutes of work"
        min={0}
        max={10_000}
        inputMode="numeric"
        allowDecimal={false}
        value={draft.minutes}
        onChange={(minutes) => edit({ minutes: typeof minutes === 'number' ? minutes : '' })}
      />
      <FormError error={send.error} />
      <Button
        type="submit"
        size="lg"
        fullWidth
        loading={send.isPending}
        disabled={isEmpty}
        aria-describedby="complete-hint"
      >
        Complete
      </Button>
      <p id="complete-hint" className="quiet small" style={{ margin: 0, textAlign: 'center' }}>
        {isEmpty
          ? 'Leave what you read, a photo or a note: without one of them nothing can be verified.'
          : 'It is then claimed. It is verified when the next observation, or somebody who accepts the evidence, proves it.'}
      </p>
    </form>
  )
}

/** What the order asks for: read off, or seen to be there or not. */
function Reading({ order, value, onChange }: { order: WorkOrder; value: string; onChange: (value: string) => void }) {
  const { attribute, option = '' } = order.verification
  if (attribute === 'option')
    return (
      <Radio.Group
        size="md"
        label={`Has the device "${option}"?`}
        description="As you see it on the device now. Where you cannot tell, leave a note."
        value={value}
        onChange={onChange}
      >
        <Stack gap="xs" mt="xs">
          <Radio size="md" value={`with ${option}`} label="Yes, it has" />
          <Radio size="md" value={`without ${option}`} label="No, it has not" />
        </Stack>
      </Radio.Group>
    )
  // The device itself is looked for: a note or a photo tells that it is there.
  if (attribute === 'lifecycle') return null
  const isPrinted = attribute === 'manufacturer' || attribute === 'model'
  const name = attributeName(attribute)
  const recorded = {
    softwareVersion: order.device.softwareVersion,
    manufacturer: order.device.manufacturer,
    model: order.device.model,
  }
  const known = attribute in recorded ? recorded[attribute as keyof typeof recorded] : undefined
  return (
    <TextInput
      size="md"
      label={`${name[0]!.toUpperCase()}${name.slice(1)}, read from the ${isPrinted ? 'type plate' : 'device'} now`}
      description={
        known === undefined
          ? 'Exactly as it is written.'
          : known === null
            ? 'The inventory knows none.'
            : `The inventory says ${known}.`
      }
      placeholder={isPrinted ? 'As it is printed' : 'As the device shows it'}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
