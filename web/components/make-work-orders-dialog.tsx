import { Button, Group, Select } from '@mantine/core'
import { useState } from 'react'
import type { MadeWorkOrders } from '#web/api/contract.ts'
import { humanise, type WorkOrderType } from '#web/api/words.ts'
import { makeWorkOrders } from '#web/api/work-orders.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { AssignFields, useAssignment } from './assign-fields.tsx'
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
  const assignment = useAssignment()
  const [type, setType] = useState<WorkOrderType>(usualType(group))
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
            ...assignment.chosen,
          })
        }
      >
        <Select
          label="Type"
          data={types.map((value) => ({ value, label: humanise(value) }))}
          value={type}
          onChange={(value) => value && setType(value as WorkOrderType)}
        />
        <AssignFields {...assignment} />
      </Form>
    </Dialog>
  )
}
