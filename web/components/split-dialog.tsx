import { Checkbox, Stack } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { DevicePage } from '#web/api/contract.ts'
import { findingsQuery } from '#web/api/findings.ts'
import { splitDevice } from '#web/api/identity.ts'
import { allItems } from '#web/api/paging.ts'
import { humanise } from '#web/api/words.ts'
import { workOrdersQuery } from '#web/api/work-orders.ts'
import { paths } from '#web/paths.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { ReasonForm } from '#web/ui/reason-form.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './device-records.module.css'

type Records = DevicePage['sources']

/** A person says that some records of a device are of another one: they leave for a device of their own. */
export function SplitDialog({
  device,
  records,
  onDone,
  onClose,
}: {
  device: DevicePage['device']
  records: Records
  onDone: () => void
  onClose: () => void
}) {
  const router = useRouter()
  const [workOrderIds, setWorkOrderIds] = useState<string[]>([])
  const [vulnerabilityIds, setVulnerabilityIds] = useState<string[]>([])
  const orders = useInfiniteQuery(workOrdersQuery({ device: device.id }))
  const decided = useInfiniteQuery(findingsQuery({ device: device.id, open: 'any', sort: 'risk' }))
  const split = useChange(
    (reason: string) =>
      splitDevice({
        deviceId: device.id,
        records: records.map(({ source, sourceKey }) => ({ sourceId: source.id, sourceKey })),
        reason,
        workOrderIds,
        vulnerabilityIds,
      }),
    {
      done: ({ isUndo }) =>
        isUndo
          ? 'They had come by a merge: it is undone.'
          : 'They are a device of their own now. The split can be undone at any time.',
      onDone: ({ deviceId }) => {
        onDone()
        router.history.push(paths.device(deviceId, 'sources'))
      },
    },
  )
  return (
    <Dialog title="Split off as a device of its own" opened onClose={onClose} size="lg">
      <ReasonForm submit="Split off" label="How do you know?" missing="Say how you know." change={split} autoFocus>
        <p className={classes.text}>
          {records.map(({ source, sourceKey }) => `${source.name}: ${sourceKey}`).join(', ')} will no longer be records
          of {device.name}. What each of the two is affected by follows from its own records.
        </p>
        <Loaded query={orders}>
          {(data) =>
            allItems(data).length > 0 && (
              <Checkbox.Group
                label="Work orders that go along"
                description="All others stay."
                value={workOrderIds}
                onChange={setWorkOrderIds}
              >
                <Stack gap="xs" mt="xs">
                  {allItems(data).map((order) => (
                    <Checkbox
                      key={order.id}
                      value={order.id}
                      label={`${order.number} ${order.title}`}
                      description={humanise(order.state)}
                    />
                  ))}
                </Stack>
              </Checkbox.Group>
            )
          }
        </Loaded>
        <Loaded query={decided}>
          {(data) => {
            const rows = allItems(data).filter(({ decision }) => decision !== 'none')
            return (
              rows.length > 0 && (
                <Checkbox.Group
                  label="Decisions that go along"
                  description="With the history and the comments of their findings."
                  value={vulnerabilityIds}
                  onChange={setVulnerabilityIds}
                >
                  <Stack gap="xs" mt="xs">
                    {rows.map((row) => (
                      <Checkbox
                        key={row.vulnerabilityId}
                        value={row.vulnerabilityId}
                        label={row.vulnerabilityId}
                        description={humanise(row.decision)}
                      />
                    ))}
                  </Stack>
                </Checkbox.Group>
              )
            )
          }}
        </Loaded>
      </ReasonForm>
    </Dialog>
  )
}
