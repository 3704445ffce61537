import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { decideAdvisories } from '#web/api/advisories.ts'
import { humanise } from '#web/api/words.ts'
import { makeWorkOrders } from '#web/api/work-orders.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { useMay } from './access.ts'
import { AssignFields, useAssignment } from './assign-fields.tsx'
import { type GroupRow, groupKey } from './group-list.tsx'
import { usualType } from './make-work-orders-dialog.tsx'

/** From an advisory to work on all that it touches: the groups are chosen already, so that Enter is enough. */
export function OpenWorkDialog({
  advisory,
  title,
  groups,
  onDone,
  onClose,
}: {
  advisory: string
  title: string
  groups: GroupRow[]
  onDone: (workOrders: number) => void
  onClose: () => void
}) {
  const may = useMay()
  const assignment = useAssignment()
  const [left, setLeft] = useState<readonly string[]>([])
  const [reason, setReason] = useState('Work orders are made')
  const chosen = groups.filter((group) => !left.includes(groupKey(group)))
  const count = chosen.reduce((sum, group) => sum + group.affected + group.cannotTell, 0)
  const open = useChange(
    async () => {
      let made = 0
      // One after the other: each takes the inventory's lock. What was made before one failed is not made twice.
      for (const group of chosen) {
        const { workOrders } = await makeWorkOrders({
          advisoryId: advisory,
          manufacturer: group.manufacturer,
          model: group.model,
          site: group.site,
          type: usualType(group),
          ...assignment.chosen,
        })
        made += workOrders
      }
      await decideAdvisories({ advisoryIds: [advisory], decision: 'open_work', reason: reason.trim() })
      return made
    },
    { onDone },
  )
  return (
    <Dialog title="Open work" opened onClose={onClose}>
      <p style={{ marginTop: 0 }}>{title}</p>
      <Form
        submit={`Make work orders for up to ${formatCount(count)} devices`}
        isSending={open.isPending}
        error={open.error}
        disabledReason={
          may.whyNot('work-order:write') ??
          (chosen.length === 0 ? 'Choose at least one group.' : reason.trim() ? null : 'Give the reason.')
        }
        onSubmit={() => open.mutate(undefined)}
      >
        <TextInput
          label="Reason"
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <fieldset style={{ border: 0, margin: 0, padding: 0, display: 'grid', gap: 'var(--space-2)' }}>
          <legend style={{ padding: 0, fontWeight: 600, fontSize: '0.875rem' }}>For</legend>
          {groups.map((group) => {
            const key = groupKey(group)
            return (
              <Checkbox
                key={key}
                checked={!left.includes(key)}
                onChange={() => setLeft(left.includes(key) ? left.filter((one) => one !== key) : [...left, key])}
                label={`${group.manufacturer} ${group.model}, ${group.site || 'site not known'}`}
                description={`${formatCount(group.affected)} affected, ${formatCount(group.cannotTell)} to look at: ${humanise(usualType(group)).toLowerCase()}`}
              />
            )
          })}
        </fieldset>
        <AssignFields {...assignment} />
      </Form>
    </Dialog>
  )
}
