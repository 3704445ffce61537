import { Checkbox, NumberInput, PasswordInput, Switch, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Settings } from '#web/api/contract.ts'
import { checkMail, type SettingsForm as Saved, saveSettings, settingsQuery } from '#web/api/people.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { Form, FormError } from '#web/ui/form.tsx'
import { LinkAction } from '#web/ui/link-action.tsx'
import { Page } from '#web/ui/page.tsx'
import { Section } from '#web/ui/section.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { TimeZoneSelect } from '#web/ui/time-zone-select.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './settings.module.css'

export function SettingsPage() {
  const settings = useQuery(settingsQuery)
  return (
    <Page
      narrow
      title="Settings"
      lead="For the whole organisation."
      actions={
        <>
          <LinkAction href={paths.trust()} variant="default">
            Who is believed
          </LinkAction>
          <LinkAction href={paths.appetite()} variant="default">
            What to do by when
          </LinkAction>
          <LinkAction href={paths.environment()} variant="default">
            CVSS by place
          </LinkAction>
          <LinkAction href={paths.approvals()} variant="default">
            Who approves
          </LinkAction>
          <LinkAction href={paths.thresholds()} variant="default">
            When a match counts
          </LinkAction>
        </>
      }
    >
      <Loaded query={settings}>{(data) => <SettingsFields settings={data} />}</Loaded>
    </Page>
  )
}

type Mail = NonNullable<Saved['mail']>
const noMail: Mail = { host: '', port: 587, from: '', secure: true, user: null }

function SettingsFields({ settings }: { settings: Settings }) {
  const { mail: savedMail, ...rest } = settings
  const [form, setForm] = useState(rest)
  const [hasMail, setHasMail] = useState(savedMail !== null)
  const [mail, setMail] = useState<Mail>(() => {
    if (!savedMail) return noMail
    const { hasPassword: _, ...fields } = savedMail
    return fields
  })
  const save = useChange(
    () => saveSettings({ ...form, publicUrl: form.publicUrl?.trim() || null, mail: hasMail ? mail : null }),
    { done: 'Settings saved.' },
  )
  const check = useChange(checkMail, { done: 'A mail is on its way to you.' })
  const editMail = (patch: Partial<Mail>) => setMail((before) => ({ ...before, ...patch }))
  return (
    <Form
      submit="Save"
      isSending={save.isPending}
      error={save.error}
      disabledReason={
        !form.organisationName.trim()
          ? 'Give the organisation a name.'
          : hasMail && (!mail.host.trim() || !mail.from.trim())
            ? 'Mail needs a server and a sender.'
            : null
      }
      onSubmit={() => save.mutate(undefined)}
    >
      <Section title="Organisation">
        <div className={classes.fields}>
          <TextInput
            label="Name"
            value={form.organisationName}
            onChange={(event) => setForm({ ...form, organisationName: event.currentTarget.value })}
          />
          <TimeZoneSelect
            label="Time zone"
            value={form.timeZone}
            onChange={(timeZone) => setForm({ ...form, timeZone })}
          />
          <TextInput
            label="Currency"
            description="Three letters, as in ISO 4217."
            maxLength={3}
            value={form.currency}
            onChange={(event) => setForm({ ...form, currency: event.currentTarget.value.toUpperCase() })}
          />
          <TextInput
            label="Address of this Homeostat"
            description="Links in mails begin with it."
            placeholder="https://homeostat.example.org"
            value={form.publicUrl ?? ''}
            onChange={(event) => setForm({ ...form, publicUrl: event.currentTarget.value })}
          />
        </div>
      </Section>
      <Section title="Mail">
        <Switch
          label="Send mail for invitations, assignments and new known-exploited findings"
          checked={hasMail}
          onChange={(event) => setHasMail(event.currentTarget.checked)}
        />
        {hasMail && (
          <div className={classes.fields} style={{ marginTop: 'var(--space-4)' }}>
            <TextInput
              label="Server"
              value={mail.host}
              onChange={(event) => editMail({ host: event.currentTarget.value })}
            />
            <NumberInput
              label="Port"
              min={1}
              max={65_535}
              value={mail.port}
              onChange={(port) => typeof port === 'number' && editMail({ port })}
            />
            <TextInput
              label="Sender"
              type="email"
              value={mail.from}
              onChange={(event) => editMail({ from: event.currentTarget.value })}
            />
            <TextInput
              label="User"
              autoComplete="off"
              value={mail.user ?? ''}
              onChange={(event) => editMail({ user: event.currentTarget.value || null })}
            />
            <PasswordInput
              label="Password"
              description={savedMail?.hasPassword ? 'One is saved; leave it empty to keep it.' : undefined}
              autoComplete="new-password"
              value={mail.password ?? ''}
              onChange={(event) => {
                const password = event.currentTarget.value
                setMail(({ password: _, ...others }) => (password ? { ...others, password } : others))
              }}
            />
            <Checkbox
              label="Encrypted connection"
              checked={mail.secure}
              onChange={(event) => editMail({ secure: event.currentTarget.checked })}
            />
          </div>
        )}
        {hasMail && (
          <div className={classes.check}>
            <Action
              variant="default"
              loading={check.isPending}
              disabledReason={savedMail ? null : 'Save the settings first; the saved ones are tried.'}
              onClick={() => check.mutate(undefined)}
            >
              Send me a mail with the saved settings
            </Action>
            <FormError error={check.error} />
          </div>
        )}
      </Section>
    </Form>
  )
}
