import { Radio, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { DevicePage, DeviceRow } from '#web/api/contract.ts'
import { devicesQuery } from '#web/api/devices.ts'
import { mergeDevices } from '#web/api/identity.ts'
import { allItems } from '#web/api/paging.ts'
import { paths } from '#web/paths.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { ReasonForm } from '#web/ui/reason-form.tsx'
import { Empty, Failure, RowsSkeleton } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { CompareDevices } from './compare-devices.tsx'

const shown = 8

/** A person says that two devices are one: both side by side, and which of them stays. */
export function MergeDialog({ device, onClose }: { device: DevicePage; onClose: () => void }) {
  const router = useRouter()
  const own = device.device
  const [other, setOther] = useState<DeviceRow | null>(null)
  const [stays, setStays] = useState('own')
  const merge = useChange(
    (reason: string) => {
      const [into, from] = stays === 'own' ? [own.id, other!.id] : [other!.id, own.id]
      return mergeDevices({ into, from, reason })
    },
    {
      done: 'They are one device now. The merge can be undone at any time.',
      onDone: () => {
        onClose()
        if (stays !== 'own' && other) router.history.push(paths.device(other.id))
      },
    },
  )
  return (
    <Dialog title="Merge with another device" opened onClose={onClose} size="xl">
      <ReasonForm
        submit="Merge"
        label="How do you know?"
        missing="Say how you know."
        disabledReason={other ? null : 'Choose the other device.'}
        change={merge}
      >
        <DeviceChoice not={own.id} chosen={other} onChoose={setOther} />
        {other && (
          <>
            <CompareDevices device={device} otherId={other.id} />
            <Radio.Group
              label="Which one stays?"
              description="Records, findings, decisions and work of the other one go to it."
              value={stays}
              onChange={setStays}
            >
              <Stack gap="xs" mt="xs">
                <Radio value="own" label={own.name} />
                <Radio value="other" label={other.name} />
              </Stack>
            </Radio.Group>
          </>
        )}
      </ReasonForm>
    </Dialog>
  )
}

function DeviceChoice({
  not,
  chosen,
  onChoose,
}: {
  not: string
  chosen: DeviceRow | null
  onChoose: (device: DeviceRow | null) => void
}) {
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const found = useInfiniteQuery({ ...devicesQuery({ q, limit: shown + 1 }), enabled: q.length > 1 })
  const rows = allItems(found.data)
    .filter(({ id }) => id !== not)
    .slice(0, shown)
  return (
    <>
      <TextInput
        label="The other device"
        description="By asset tag, serial number, host name, address or model."
        data-autofocus
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          onChoose(null)
        }}
      />
      {q.length > 1 && found.isPending && <RowsSkeleton rows={3} height={32} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {q.length > 1 && found.isSuccess && rows.length === 0 && (
        <Empty title="No other device">
          Nothing in the inventory has these words. Try its tag or its serial number.
        </Empty>
      )}
      {rows.length > 0 && (
        <Radio.Group
          label="Found"
          value={chosen?.id ?? ''}
          onChange={(id) => onChoose(rows.find((row) => row.id === id) ?? null)}
        >
          <Stack gap="xs" mt="xs">
            {rows.map((row) => (
              <Radio
                key={row.id}
                value={row.id}
                label={row.name}
                description={[row.manufacturer, row.serialNumber, row.site, row.careArea].filter(Boolean).join(' · ')}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </>
  )
}
