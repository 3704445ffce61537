import { PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { sessionQuery, signIn } from '#web/api/session.ts'
import { paths } from '#web/paths.ts'
import { Form } from '#web/ui/form.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { AccessFrame } from './access-frame.tsx'

/** Only an address of ours: a link to another site must not be reached by signing in. */
const safeNext = (next: string | undefined) => (next?.startsWith('/') && !next.startsWith('//') ? next : paths.home())

export function SignInPage() {
  const { next } = useSearch({ strict: false }) as { next?: string }
  const router = useRouter()
  const session = useQuery(sessionQuery)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const enter = useMutation({ mutationFn: signIn })
  const person = session.data?.person
  useEffect(() => {
    if (person) router.history.replace(safeNext(next))
  }, [person, next, router])

  if (session.data?.needsSetUp)
    return (
      <AccessFrame title="Not set up yet">
        <Remark title="Open the set-up link">
          It was printed where Homeostat was started. It works once; <code>npx homeostat user reset</code> on that
          machine prints a new one.
        </Remark>
      </AccessFrame>
    )
  return (
    <AccessFrame title="Sign in" lead={session.data?.organisation.name || undefined}>
      <Form
        submit="Sign in"
        isSending={enter.isPending}
        error={enter.error}
        onSubmit={() => enter.mutate({ email: email.trim(), password })}
      >
        <TextInput
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          autoFocus
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </Form>
      <p className="quiet small" style={{ marginBottom: 0 }}>
        Forgotten? An administrator makes you a link to choose a new password.
      </p>
    </AccessFrame>
  )
}
