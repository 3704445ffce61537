import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { Answered } from '#web/api/contract.ts'
import { makeInspections } from '#web/api/work-orders.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { AssignFields, useAssignment } from './assign-fields.tsx'

/** Devices that are taken at once. */
export const mostInspections = 500

/** Somebody is sent to look for devices: one inspection for each. */
export function InspectDialog({
  devices,
  onMade,
  onClose,
}: {
  devices: readonly string[]
  onMade?: () => void
  onClose: () => void
}) {
  const assignment = useAssignment()
  const [made, setMade] = useState<Answered<'POST /work-orders/inspections'> | null>(null)
  const make = useChange(makeInspections, {
    onDone: (done) => {
      setMade(done)
      onMade?.()
    },
  })
  if (made) {
    const [first] = made.workOrders
    const count = made.workOrders.length
    const reasons = [...new Set(made.skipped.map(({ reason }) => reason))]
    return (
      <Dialog title="Inspections made" opened onClose={onClose}>
        <Remark
          tone={count > 0 ? 'good' : 'warn'}
          title={`${formatCount(count)} ${count === 1 ? 'inspection' : 'inspections'} made`}
        >
          {made.skipped.length > 0 &&
            `${formatCount(made.skipped.length)} left out: ${reasons.slice(0, 3).join(' ')}${reasons.length > 3 ? ' …' : ''}`}
        </Remark>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          {first && (
            <Button
              component={AppLink}
              href={count === 1 ? paths.workOrder(first.id) : paths.workOrders({ tab: 'open', type: 'inspection' })}
            >
              {count === 1 ? 'See it' : 'See them'}
            </Button>
          )}
        </Group>
      </Dialog>
    )
  }
  return (
    <Dialog title="Send somebody to look" opened onClose={onClose}>
      <p style={{ marginTop: 0 }}>
        {devices.length === 1
          ? 'One inspection: is the device there?'
          : `One inspection for each of ${formatCount(devices.length)} devices, in the order of the rooms.`}{' '}
        Whoever looks says that it is here, not there, or disposed of; that becomes their observation, and settles what
        systems say against each other.
      </p>
      <Form
        submit={devices.length === 1 ? 'Make the inspection' : 'Make inspections'}
        isSending={make.isPending}
        error={make.error}
        onSubmit={() => make.mutate({ deviceIds: [...devices], ...assignment.chosen })}
      >
        <AssignFields {...assignment} />
      </Form>
    </Dialog>
  )
}
