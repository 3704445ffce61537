import { Button, Group, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MadeWorkOrders } from '#web/api/contract.ts'
import { assigneesQuery } from '#web/api/people.ts'
import { humanise, type WorkOrderType } from '#web/api/words.ts'
import { makeWorkOrders } from '#web/api/work-orders.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useChange } from '#web/ui/use-change.ts'
import type { GroupRow } from './group-list.tsx'

const types: readonly WorkOrderType[] = [
  'security_remediation',
  'security_mitigation',
  'field_check',
  'software_upgrade',
]

/** A field check where nobody can tell yet; else what the vendor offers. */
export function usualType(group: GroupRow): WorkOrderType {
  if (group.affected === 0) return 'field_check'
  const category = group.remediation?.category
  return category === 'mitigation' || category === 'workaround' ? 'security_mitigation' : 'security_remediation'
}

/** From a group of findings to one work order for each device. */
export function MakeWorkOrdersDialog({ group, onClose }: { group: GroupRow; onClose: () => void }) {
  const assignees = useQuery(assigneesQuery)
  const [type, setType] = useState<WorkOrderType>(usualType(group))
  const [assignedTo, setAssignedTo] = useState<string | null>(null)
  const [dueOn, setDueOn] = useState('')
  const [made, setMade] = useState<MadeWorkOrders | null>(null)
  const make = useChange(makeWorkOrders, { onDone: setMade })
  const count = group.affected + group.cannotTell
  if (made)
    return (
      <Dialog title="Work orders made" opened onClose={onClose}>
        <Remark
          tone="good"
          title={`${formatCount(made.workOrders)} work ${made.workOrders === 1 ? 'order' : 'orders'} made`}
        >
          {made.skipped.length > 0 &&
            `${formatCount(made.skipped.length)} devices were left out; the reasons stand below.`}
        </Remark>
        {made.skipped.length > 0 && (
          <ul>
            {made.skipped.slice(0, 20).map((one) => (
              <li key={one.deviceId}>
                <AppLink href={paths.device(one.deviceId)}>Device</AppLink>: {one.reason}
              </li>
            ))}
          </ul>
        )}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button component={AppLink} href={paths.workOrders({ tab: 'all', campaign: made.campaignId })}>
            See them
          </Button>
        </Group>
      </Dialog>
    )
  return (
    <Dialog title="Make work orders" opened onClose={onClose}>
      <p style={{ marginTop: 0 }}>
        One for each of up to {formatCount(count)} devices: {group.manufacturer} {group.model}, {group.site}. A device
        that has an open one for this advisory gets no second one.
      </p>
      <Form
        submit="Make work orders"
        isSending={make.isPending}
        error={make.error}
        onSubmit={() =>
          make.mutate({
            advisoryId: group.advisoryId,
            manufacturer: group.manufacturer,
            model: group.model,
            site: group.site,
            type,
            ...(assignedTo ? { assignedTo } : {}),
            ...(dueOn ? { dueOn } : {}),
          })
        }
      >
        <Select
          label="Type"
          data={types.map((value) => ({ value, label: humanise(value) }))}
          value={type}
          onChange={(value) => value && setType(value as WorkOrderType)}
        />
        <Select
          label="Assigned to"
          placeholder="Nobody yet"
          clearable
          searchable
          data={(assignees.data ?? []).map((person) => ({
            value: person.id,
            label: `${person.name} (${humanise(person.role)})`,
          }))}
          value={assignedTo}
          onChange={setAssignedTo}
        />
        <TextInput
          type="date"
          label="Due"
          min={new Date().toISOString().slice(0, 10)}
          value={dueOn}
          onChange={(event) => setDueOn(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  )
}
