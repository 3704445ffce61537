import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Control, Premise } from '#web/api/contract.ts'
import { controlsQuery } from '#web/api/controls.ts'
import { humanise } from '#web/api/words.ts'
import { FormError } from '#web/ui/form.tsx'

/** The premise that a control which somebody chose is verified. */
export const controlPremises = (controlId: string): Premise[] =>
  controlId ? [{ kind: 'control_verified', controlId, control: '', place: '' }] : []

const label = ({ name, place, state, last }: Control) =>
  `${name}, ${place} (${state === 'verified' ? `verified ${last.verifiedOn}` : humanise(state).toLowerCase()})`

/** The safeguard in place of the fix that a decision rests on. */
export function ControlChoice({
  value,
  onChange,
  onAdd,
}: {
  value: string
  onChange: (controlId: string) => void
  onAdd: () => void
}) {
  const controls = useQuery(controlsQuery)
  return (
    <div>
      <NativeSelect
        label="Rests on a control (may stay empty)"
        description="It is in force as long as the control is verified."
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[
          { value: '', label: 'None' },
          ...(controls.data?.items ?? []).map((one) => ({ value: one.id, label: label(one) })),
        ]}
      />
      <Button variant="subtle" size="compact-sm" mt="xs" onClick={onAdd}>
        Add a control…
      </Button>
      <FormError error={controls.error} />
    </div>
  )
}
