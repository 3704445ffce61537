import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import type { InventoryHealth } from '#web/api/contract.ts'
import { setHealthSettings } from '#web/api/inventory-health.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { ReasonForm } from '#web/ui/reason-form.tsx'
import { useChange } from '#web/ui/use-change.ts'

type Settings = InventoryHealth['settings']

const fields: readonly { name: keyof Settings; label: string; description: string; max: number }[] = [
  {
    name: 'graceDays',
    label: 'Days of grace',
    description: 'So long a device may be seen before it counts as unknown.',
    max: 365,
  },
  {
    name: 'silences',
    label: 'Usual silences',
    description: 'So many times the usual silence of its like make a ghost.',
    max: 20,
  },
  { name: 'leastDays', label: 'Days of silence at least', description: 'No device is a ghost sooner.', max: 365 },
  {
    name: 'missingBounds',
    label: 'Times the limit of a ghost',
    description: 'So many times the silence that makes a ghost make a device missing …',
    max: 20,
  },
  { name: 'missingDays', label: 'Days until missing', description: '… and so many days at least.', max: 3650 },
]

export function SettingsDialog({ settings, onClose }: { settings: Settings; onClose: () => void }) {
  const [form, setForm] = useState(settings)
  const change = useChange((reason: string) => setHealthSettings({ ...form, reason }), {
    done: 'Saved and counted.',
    onDone: onClose,
  })
  return (
    <Dialog title="When a device is unknown, a ghost or missing" opened onClose={onClose}>
      <ReasonForm submit="Save" change={change} missing="Say why.">
        {fields.map(({ name, label, description, max }) => (
          <NumberInput
            key={name}
            label={label}
            description={description}
            min={name === 'graceDays' ? 0 : 1}
            max={max}
            value={form[name]}
            onChange={(value) => typeof value === 'number' && setForm({ ...form, [name]: value })}
          />
        ))}
      </ReasonForm>
    </Dialog>
  )
}
