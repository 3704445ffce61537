import { Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { assigneesQuery } from '#web/api/people.ts'
import { humanise } from '#web/api/words.ts'
import { useToday } from '#web/ui/moment.tsx'

/** Who does the work and until when; both may be left open. `chosen` is what the API takes. */
export function useAssignment() {
  const [assignedTo, setAssignedTo] = useState<string | null>(null)
  const [dueOn, setDueOn] = useState('')
  const chosen = { ...(assignedTo ? { assignedTo } : {}), ...(dueOn ? { dueOn } : {}) }
  return { assignedTo, setAssignedTo, dueOn, setDueOn, chosen }
}

/** The fields of `useAssignment`, in a form. */
export function AssignFields({ assignedTo, setAssignedTo, dueOn, setDueOn }: ReturnType<typeof useAssignment>) {
  const assignees = useQuery(assigneesQuery)
  const today = useToday()
  return (
    <>
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
        min={today}
        value={dueOn}
        onChange={(event) => setDueOn(event.currentTarget.value)}
      />
    </>
  )
}
