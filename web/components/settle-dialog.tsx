import { Radio, Stack, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ClaimValue, Conflict, DevicePage } from '#web/api/contract.ts'
import { correctDevice, deviceQuery, settleConflict } from '#web/api/devices.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { claimText } from './claim-field.tsx'
import { CompareDevices } from './compare-devices.tsx'

const none = 'none'

/** What each source says of the attribute, to choose from. */
function claimsOf(device: DevicePage, name: string | null) {
  const attribute = device.attributes.find((one) => one.attribute === name)
  if (!attribute) return []
  const others = attribute.others.filter((other) => !other.agrees)
  return [attribute, ...others].map(({ source, value }) => ({ source, value: value as ClaimValue }))
}

export function SettleDialog({ conflict, onClose }: { conflict: Conflict; onClose: () => void }) {
  const device = useQuery(deviceQuery(conflict.device.id))
  const otherId = conflict.detail.otherDeviceId
  const [right, setRight] = useState(none)
  const [settlement, setSettlement] = useState('')
  const choices = device.data ? claimsOf(device.data, conflict.attribute) : []
  const settle = useChange(
    async () => {
      const reason = settlement.trim()
      const choice = choices.find(({ source }) => source.id === right)
      // What is right becomes an observation of the person who settles it: the sources go on saying what they say.
      if (choice && conflict.attribute)
        await correctDevice(conflict.device.id, { claims: { [conflict.attribute]: choice.value }, reason })
      await settleConflict(conflict.id, { settlement: reason })
    },
    { done: 'Conflict settled.', onDone: onClose },
  )
  return (
    <Dialog title="Settle the conflict" opened onClose={onClose} size={typeof otherId === 'string' ? 'lg' : 'md'}>
      <p style={{ marginTop: 0 }}>{conflict.text}</p>
      <Loaded query={device}>
        {(data) => (
          <Form
            submit="Settle"
            disabledReason={settlement.trim() ? null : 'Say what is right and how you know.'}
            isSending={settle.isPending}
            error={settle.error}
            onSubmit={() => settle.mutate(undefined)}
          >
            {typeof otherId === 'string' && <CompareDevices device={data} otherId={otherId} />}
            {choices.length > 1 && (
              <Radio.Group label="Which source is right?" value={right} onChange={setRight}>
                <Stack gap="xs" mt="xs">
                  {choices.map(({ source, value }) => (
                    <Radio
                      key={source.id}
                      value={source.id}
                      label={claimText(conflict.attribute ?? '', value) || 'none'}
                      description={source.name}
                    />
                  ))}
                  <Radio value={none} label="None of them, or it cannot be said so" />
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
