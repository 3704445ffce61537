import { Checkbox, Menu, NativeSelect, Select, TextInput } from '@mantine/core'
import { IconDots, IconUserPlus, IconUsers } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Person } from '#web/api/contract.ts'
import { changePerson, invite, makeResetLink, peopleQuery } from '#web/api/people.ts'
import { humanise, type Role, roles } from '#web/api/words.ts'
import { useMay, useSession } from '#web/components/access.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink } from '#web/ui/app-link.tsx'
import { CopyLink } from '#web/ui/copy-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { tellFailure } from '#web/ui/notice.ts'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { useChange } from '#web/ui/use-change.ts'

const roleTexts: Readonly<Record<Role, string>> = {
  viewer: 'sees everything, changes nothing',
  technician: 'does work orders and leaves the evidence',
  analyst: 'imports, decides findings, makes work orders',
  manager: 'all of that, accepts evidence, adds feeds, sees the audit trail',
  administrator: 'everything, people and settings included',
}

type LinkShown = { title: string; link: string; mailed?: boolean }

const isLocked = (person: Person) => !!person.lockedUntil && new Date(person.lockedUntil) > new Date()

function State({ person }: { person: Person }) {
  if (person.disabledAt) return <span className="quiet">Disabled</span>
  if (isLocked(person))
    return (
      <strong style={{ color: 'var(--bad-text)' }}>
        Locked until <Moment at={person.lockedUntil} />
      </strong>
    )
  if (!person.lastSeenAt) return <span className="quiet">Not been here yet</span>
  return (
    <span>
      Seen <Moment at={person.lastSeenAt} ago />
    </span>
  )
}

export function PeoplePage() {
  const may = useMay()
  const people = useInfiniteQuery(peopleQuery)
  const [isInviting, setIsInviting] = useState(false)
  const [shown, setShown] = useState<LinkShown | null>(null)
  const [changing, setChanging] = useState<Person | null>(null)
  const columns: Column<Person>[] = [
    {
      id: 'name',
      title: 'Name',
      width: 16,
      grow: true,
      render: (person) => (
        <>
          <strong>{person.name}</strong>
          <div className="quiet small">{person.email}</div>
        </>
      ),
    },
    {
      id: 'role',
      title: 'Role',
      width: 12,
      render: (person) => (
        <>
          {humanise(person.role)}
          {person.approves && <div className="quiet small">Approves decisions</div>}
        </>
      ),
    },
    { id: 'state', title: 'State', width: 14, render: (person) => <State person={person} /> },
    { id: 'since', title: 'Since', width: 9, render: (person) => <Moment at={person.createdAt} ago /> },
    {
      id: 'more',
      title: 'Actions',
      width: 7,
      align: 'end',
      render: (person) => <PersonActions person={person} onLink={setShown} onChangeRole={setChanging} />,
    },
  ]
  return (
    <Page
      title="People"
      lead="Who can sign in, and what each may do."
      actions={
        <Action
          leftSection={<IconUserPlus size={16} aria-hidden />}
          disabledReason={may.whyNot('person:write')}
          onClick={() => setIsInviting(true)}
        >
          Invite
        </Action>
      }
    >
      <PagedTable
        label="People"
        query={people}
        columns={columns}
        rowKey={(person) => person.id}
        rowHeight={60}
        card={(person) => (
          <div style={{ display: 'flex', justifyContent: 'space-between', gap: 'var(--space-2)' }}>
            <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
              <strong>{person.name}</strong>
              <div className="quiet small">{person.email}</div>
              <div>
                {humanise(person.role)}
                {person.approves && ', approves decisions'} · <State person={person} />
              </div>
            </div>
            <PersonActions person={person} onLink={setShown} onChangeRole={setChanging} />
          </div>
        )}
        empty={
          <Empty icon={<IconUsers size={30} aria-hidden />} title="Nobody else yet">
            Invite the people who decide and the technicians who do the work.
          </Empty>
        }
      />
      {isInviting && (
        <InviteDialog
          onClose={() => setIsInviting(false)}
          onInvited={(link) => {
            setIsInviting(false)
            setShown(link)
          }}
        />
      )}
      {changing && <RoleDialog person={changing} onClose={() => setChanging(null)} />}
      {shown && (
        <Dialog title={shown.title} opened onClose={() => setShown(null)}>
          <p style={{ marginTop: 0 }}>
            {shown.mailed ? 'It was sent by mail. ' : ''}The link works once and is shown only now. Hand it over on a
            way that nobody else reads.
          </p>
          <CopyLink label="Link" path={shown.link} />
        </Dialog>
      )}
    </Page>
  )
}

function PersonActions({
  person,
  onLink,
  onChangeRole,
}: {
  person: Person
  onLink: (link: LinkShown) => void
  onChangeRole: (person: Person) => void
}) {
  const may = useMay()
  const { person: me } = useSession()
  const change = useChange((form: Parameters<typeof changePerson>[1]) => changePerson(person.id, form), {
    done: 'Changed.',
  })
  const reset = useChange(() => makeResetLink(person.id), {
    onDone: ({ link }) => onLink({ title: `A new password for ${person.name}`, link }),
  })
  const whyNot = may.whyNot('person:write')
  const failed = { onError: tellFailure }
  const isMe = me?.id === person.id
  if (whyNot)
    return (
      <Action size="compact-sm" variant="subtle" disabledReason={whyNot} aria-label={`Actions for ${person.name}`}>
        <IconDots size={18} aria-hidden />
      </Action>
    )
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Action size="compact-sm" variant="subtle" aria-label={`Actions for ${person.name}`}>
          <IconDots size={18} aria-hidden />
        </Action>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onChangeRole(person)}>Name, role and approval …</Menu.Item>
        <Menu.Item onClick={() => reset.mutate(undefined, failed)}>Link to choose a password</Menu.Item>
        {isLocked(person) && <Menu.Item onClick={() => change.mutate({ unlock: true }, failed)}>Unlock</Menu.Item>}
        {person.disabledAt ? (
          <Menu.Item onClick={() => change.mutate({ disabled: false }, failed)}>Enable again</Menu.Item>
        ) : (
          <Menu.Item
            disabled={isMe}
            c={isMe ? undefined : 'var(--bad-text)'}
            onClick={() => change.mutate({ disabled: true }, failed)}
          >
            {isMe ? 'You cannot disable yourself' : 'Disable'}
          </Menu.Item>
        )}
        {may('audit:read') && (
          <Menu.Item component={AppLink} href={paths.audit({ actor: person.id })}>
            What they changed
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

function RoleField({ role, onChange }: { role: Role; onChange: (role: Role) => void }) {
  return (
    <Select
      label="Role"
      description={`A ${role} ${roleTexts[role]}.`}
      data={roles.map((value) => ({ value, label: humanise(value) }))}
      value={role}
      onChange={(value) => value && onChange(value as Role)}
    />
  )
}

function ApprovesField({ approves, onChange }: { approves: boolean; onChange: (approves: boolean) => void }) {
  return (
    <Checkbox
      label="Approves decisions"
      description="May approve or refuse what others decide. No role brings it, and nobody approves their own."
      checked={approves}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

function InviteDialog({ onClose, onInvited }: { onClose: () => void; onInvited: (link: LinkShown) => void }) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('technician')
  const [approves, setApproves] = useState(false)
  const send = useChange(invite, {
    onDone: ({ person, link, mailed }) => onInvited({ title: `Invitation for ${person.name}`, link, mailed }),
  })
  return (
    <Dialog title="Invite" opened onClose={onClose} size="sm">
      <Form
        submit="Invite"
        isSending={send.isPending}
        error={send.error}
        disabledReason={
          !name.trim() ? 'Give the name.' : /^\S+@\S+$/.test(email.trim()) ? null : 'Give the e-mail address.'
        }
        onSubmit={() => send.mutate({ name: name.trim(), email: email.trim(), role, ...(approves && { approves }) })}
      >
        <TextInput label="Name" data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput
          label="E-mail"
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <RoleField role={role} onChange={setRole} />
        <ApprovesField approves={approves} onChange={setApproves} />
      </Form>
    </Dialog>
  )
}

function RoleDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { person: me } = useSession()
  const [name, setName] = useState(person.name)
  const [role, setRole] = useState<Role>(person.role)
  const [approves, setApproves] = useState(person.approves)
  const save = useChange(() => changePerson(person.id, { name: name.trim(), role, approves }), {
    done: 'Saved.',
    onDone: onClose,
  })
  return (
    <Dialog title={person.name} opened onClose={onClose} size="sm">
      <Form
        submit="Save"
        isSending={save.isPending}
        error={save.error}
        disabledReason={name.trim() ? null : 'Give the name.'}
        onSubmit={() => save.mutate(undefined)}
      >
        <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
        {me?.id === person.id ? (
          <>
            <NativeSelect label="Role" data={[humanise(role)]} disabled />
            <Remark>Another administrator can change your role, so that nobody locks everybody out.</Remark>
          </>
        ) : (
          <RoleField role={role} onChange={setRole} />
        )}
        <ApprovesField approves={approves} onChange={setApproves} />
      </Form>
    </Dialog>
  )
}
