import { NativeSelect, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { WorkOrder } from '#web/api/contract.ts'
import { assigneesQuery } from '#web/api/people.ts'
import { humanise, type RiskBand, riskBands } from '#web/api/words.ts'
import { changeWorkOrder } from '#web/api/work-orders.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'

/** Who does it, by when, how urgent. */
export function PlanDialog({ order, onClose }: { order: WorkOrder; onClose: () => void }) {
  const assignees = useQuery(assigneesQuery)
  const [assignedTo, setAssignedTo] = useState<string | null>(order.assignee?.id ?? null)
  const [dueOn, setDueOn] = useState(order.dueOn?.slice(0, 10) ?? '')
  const [priority, setPriority] = useState<RiskBand>(order.priority)
  const plan = useChange(
    () => changeWorkOrder(order.id, { assignedTo, dueOn: dueOn || null, priority, version: order.version }),
    { done: 'Planned.', onDone: onClose },
  )
  const people = (assignees.data ?? []).map((person) => ({
    value: person.id,
    label: `${person.name} (${humanise(person.role)})`,
  }))
  return (
    <Dialog title={`Plan ${order.number}`} opened onClose={onClose} size="sm">
      <Form submit="Save" isSending={plan.isPending} error={plan.error} onSubmit={() => plan.mutate(undefined)}>
        <Select
          label="Assigned to"
          placeholder="Nobody"
          clearable
          searchable
          data={
            order.assignee && !people.some((person) => person.value === order.assignee?.id)
              ? [...people, { value: order.assignee.id, label: order.assignee.name }]
              : people
          }
          value={assignedTo}
          onChange={setAssignedTo}
        />
        <TextInput type="date" label="Due" value={dueOn} onChange={(event) => setDueOn(event.currentTarget.value)} />
        <NativeSelect
          label="Priority"
          value={priority}
          onChange={(event) => setPriority(event.currentTarget.value as RiskBand)}
          data={riskBands.map((value) => ({ value, label: humanise(value) }))}
        />
      </Form>
    </Dialog>
  )
}
