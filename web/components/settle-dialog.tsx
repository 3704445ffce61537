import { Radio, Stack, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Conflict } from '#web/api/contract.ts'
import { deviceQuery, settleConflict } from '#web/api/devices.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { claimText } from './claim-field.tsx'

/** What each source says of the attribute, to choose from; where it is about no attribute, words alone. */
function useChoices(conflict: Conflict) {
  const device = useQuery(deviceQuery(conflict.device.id))
  const attribute = device.data?.attributes.find((one) => one.attribute === conflict.attribute)
  const choices = attribute
    ? [
        { source: attribute.source, value: attribute.value },
        ...attribute.others.filter((other) => !other.agrees).map(({ source, value }) => ({ source, value })),
      ]
    : []
  return { device, choices }
}

export function SettleDialog({ conflict, onClose }: { conflict: Conflict; onClose: () => void }) {
  const { device, choices } = useChoices(conflict)
  const [keep, setKeep] = useState('')
  const [settlement, setSettlement] = useState('')
  const settle = useChange(
    () => settleConflict(conflict.id, { settlement: settlement.trim(), ...(keep ? { keep } : {}) }),
    { done: 'Conflict settled.', onDone: onClose },
  )
  return (
    <Dialog title="Settle the conflict" opened onClose={onClose}>
      <p>{conflict.text}</p>
      <Loaded query={device}>
        {() => (
          <Form
            submit="Settle"
            disabledReason={settlement.trim() ? null : 'Say what is right and how you know.'}
            isSending={settle.isPending}
            error={settle.error}
            onSubmit={() => settle.mutate(undefined)}
          >
            {choices.length > 1 && (
              <Radio.Group label="Which source is right?" value={keep} onChange={setKeep}>
                <Stack gap="xs" mt="xs">
                  {choices.map(({ source, value }) => (
                    <Radio
                      key={source.id}
                      value={source.id}
                      label={claimText(conflict.attribute ?? '', value) || 'none'}
                      description={source.name}
                    />
                  ))}
                  <Radio value="" label="None of them, or it cannot be said so" />
                </Stack>
              </Radio.Group>
            )}
            <Textarea
              label="What is right, and how do you know?"
              data-autofocus
              autosize
              minRows={3}
              placeholder="Read the label beside the device: the serial of the CMMS is right."
              value={settlement}
              onChange={(event) => setSettlement(event.currentTarget.value)}
            />
          </Form>
        )}
      </Loaded>
    </Dialog>
  )
}
