import { TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { AccessLink } from '#web/api/contract.ts'
import { inspectLink, redeemLink } from '#web/api/session.ts'
import { NewPassword, weakness } from '#web/components/new-password.tsx'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Form } from '#web/ui/form.tsx'
import { Loaded, RowsSkeleton } from '#web/ui/states.tsx'
import { TimeZoneSelect } from '#web/ui/time-zone-select.tsx'
import { AccessFrame } from './access-frame.tsx'

const titles: Readonly<Record<AccessLink['purpose'], string>> = {
  set_up: 'Set up Homeostat',
  invite: 'Join',
  reset: 'Choose a new password',
}

const leads: Readonly<Record<AccessLink['purpose'], string>> = {
  set_up: 'You become the first administrator. Everything here can be changed later.',
  invite: 'Your account is ready but for a password.',
  reset: 'The link works once. Everybody signed in with the old password is signed out.',
}

/** The token stands after the `#`, so that it reaches neither the server's log nor another site. */
const tokenOf = (hash: string) => new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? ''

export function RedeemPage() {
  const [token] = useState(() => tokenOf(window.location.hash))
  const link = useQuery({
    queryKey: ['access-link', token],
    queryFn: () => inspectLink(token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: token !== '',
  })
  if (token === '')
    return (
      <AccessFrame title="The link is not complete">
        <p>
          Copy the whole link, with what stands after the <code>#</code>, or go to{' '}
          <AppLink href={paths.signIn()}>sign in</AppLink>.
        </p>
      </AccessFrame>
    )
  return (
    <AccessFrame
      title={link.data ? titles[link.data.purpose] : 'Welcome'}
      lead={link.data ? leads[link.data.purpose] : undefined}
    >
      <Loaded query={link} skeleton={<RowsSkeleton rows={4} />}>
        {(found) => <RedeemForm token={token} link={found} />}
      </Loaded>
    </AccessFrame>
  )
}

function RedeemForm({ token, link }: { token: string; link: AccessLink }) {
  const router = useRouter()
  const isSetUp = link.purpose === 'set_up'
  const [organisationName, setOrganisationName] = useState('')
  const [timeZone, setTimeZone] = useState(Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC')
  const [name, setName] = useState(link.name ?? '')
  const [email, setEmail] = useState(link.email ?? '')
  const [password, setPassword] = useState('')
  const redeem = useMutation({
    mutationFn: redeemLink,
    onSuccess: async () => {
      await router.invalidate()
      router.history.replace(paths.home())
    },
  })
  const disabledReason =
    isSetUp && !organisationName.trim()
      ? 'Say what the organisation is called.'
      : link.purpose !== 'reset' && !name.trim()
        ? 'Say your name.'
        : isSetUp && !/^\S+@\S+$/.test(email.trim())
          ? 'Give your e-mail address.'
          : weakness(password)
  return (
    <Form
      submit={isSetUp ? 'Set up' : link.purpose === 'invite' ? 'Join' : 'Save the password'}
      disabledReason={disabledReason}
      isSending={redeem.isPending}
      error={redeem.error}
      onSubmit={() =>
        redeem.mutate({
          token,
          password,
          ...(link.purpose !== 'reset' ? { name: name.trim() } : {}),
          ...(isSetUp ? { organisationName: organisationName.trim(), timeZone, email: email.trim() } : {}),
        })
      }
    >
      {isSetUp && (
        <>
          <TextInput
            label="Organisation"
            placeholder="Riverside General Hospital"
            autoComplete="organization"
            value={organisationName}
            onChange={(event) => setOrganisationName(event.currentTarget.value)}
          />
          <TimeZoneSelect label="Time zone" value={timeZone} onChange={setTimeZone} />
        </>
      )}
      {link.purpose !== 'reset' && (
        <TextInput
          label="Your name"
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        readOnly={!isSetUp}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <NewPassword label="Password" value={password} onChange={setPassword} />
    </Form>
  )
}
