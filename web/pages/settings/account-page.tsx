import { PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { changePassword } from '#web/api/session.ts'
import { humanise } from '#web/api/words.ts'
import { useSession } from '#web/components/access.ts'
import { NewPassword, weakness } from '#web/components/new-password.tsx'
import { Facts } from '#web/ui/facts.tsx'
import { Form } from '#web/ui/form.tsx'
import { Page } from '#web/ui/page.tsx'
import { Section } from '#web/ui/section.tsx'
import { useChange } from '#web/ui/use-change.ts'

export function AccountPage() {
  const { person, organisation } = useSession()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const save = useChange(changePassword, {
    done: 'Password changed.',
    onDone: () => {
      setCurrent('')
      setNext('')
    },
  })
  return (
    <Page narrow title="Your account">
      <Section title="Who you are here">
        <Facts
          facts={[
            { name: 'Name', value: person?.name },
            { name: 'E-mail', value: person?.email },
            { name: 'Role', value: person && humanise(person.role) },
            { name: 'Organisation', value: organisation.name },
          ]}
        />
      </Section>
      <Section title="Password">
        <Form
          submit="Change the password"
          isSending={save.isPending}
          error={save.error}
          disabledReason={current ? weakness(next) : 'Give the password that you have now.'}
          onSubmit={() => save.mutate({ current, next })}
        >
          <PasswordInput
            label="Password now"
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <NewPassword value={next} onChange={setNext} />
        </Form>
      </Section>
    </Page>
  )
}
