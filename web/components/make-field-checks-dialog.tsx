import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { Answered, Question } from '#web/api/contract.ts'
import { makeFieldChecks } from '#web/api/work-orders.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { AssignFields, useAssignment } from './assign-fields.tsx'

/** From a question to one field check for each device. */
export function MakeFieldChecksDialog({ question, onClose }: { question: Question; onClose: () => void }) {
  const assignment = useAssignment()
  const [made, setMade] = useState<Answered<'POST /questions/field-checks'> | null>(null)
  const make = useChange(makeFieldChecks, { onDone: setMade })
  const { attribute, option, manufacturer, model, site, careArea, devices } = question
  if (made) {
    const [first] = made.workOrders
    const count = made.workOrders.length
    return (
      <Dialog title="Field checks made" opened onClose={onClose}>
        <Remark tone="good" title={`${formatCount(count)} field ${count === 1 ? 'check' : 'checks'} made`}>
          {made.skipped.length > 0 && `${formatCount(made.skipped.length)} devices were asked already.`}
        </Remark>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button
            component={AppLink}
            href={
              count === 1 && first ? paths.workOrder(first.id) : paths.workOrders({ tab: 'open', type: 'field_check' })
            }
          >
            {count === 1 ? 'See it' : 'See them'}
          </Button>
        </Group>
      </Dialog>
    )
  }
  return (
    <Dialog title="Make field checks" opened onClose={onClose}>
      <p style={{ marginTop: 0 }}>
        {devices === 1 ? 'One' : `One for each of ${formatCount(devices)} devices, in the order of the rooms`}:{' '}
        {`${manufacturer} ${model}`.trim() || 'devices of no stated make'},{' '}
        {[careArea, site].filter(Boolean).join(', ') || 'place not known'}. The technician writes down what stands
        there; the findings settle when it is accepted, by somebody else where anybody else may.
      </p>
      <Form
        submit="Make field checks"
        isSending={make.isPending}
        error={make.error}
        onSubmit={() =>
          make.mutate({
            attribute,
            option,
            manufacturer,
            model,
            site,
            careArea,
            ...assignment.chosen,
          })
        }
      >
        <AssignFields {...assignment} />
      </Form>
    </Dialog>
  )
}
