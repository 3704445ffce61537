import { Button, Menu, TextInput } from '@mantine/core'
import { IconBell, IconBellOff, IconBookmark, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { SavedView } from '#web/api/contract.ts'
import { forgetView, savedViewsQuery, saveView, unwatchView, watchView } from '#web/api/people.ts'
import { stringifySearch } from '#web/search-params.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'

/** Filters kept under a name, each person their own. */
export function SavedViews({
  page,
  path,
  search,
  isWatchable = false,
}: {
  page: string
  path: string
  search: object
  /** Its owner may be told of what a view gains. */
  isWatchable?: boolean
}) {
  const router = useRouter()
  const views = useQuery(savedViewsQuery(page))
  const [isNaming, setIsNaming] = useState(false)
  const [name, setName] = useState('')
  const query = stringifySearch(search as Record<string, unknown>)
  const save = useChange(saveView, { done: 'View saved.', onDone: () => setIsNaming(false) })
  const watch = useChange((view: SavedView) => watchView(view.id), {
    done: 'You are told, here and by mail, when the view gains something.',
  })
  const unwatch = useChange((view: SavedView) => unwatchView(view.id), { done: 'You are told of it no more.' })
  const forget = useChange((view: SavedView) => forgetView(view.id), { done: 'View removed.' })
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button variant="default" size="compact-md" leftSection={<IconBookmark size={15} aria-hidden />}>
            Views
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(views.data ?? []).length === 0 && <Menu.Label>Filters that you keep stand here</Menu.Label>}
          {(views.data ?? []).map((view) => (
            <Menu.Item key={view.id} onClick={() => router.history.push(`${path}${view.query}`)}>
              {view.name}
              {view.watch && <WatchNote {...view.watch} />}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            disabled={query === ''}
            onClick={() => {
              setName('')
              setIsNaming(true)
            }}
          >
            {query === '' ? 'Set a filter to save it as a view' : 'Save these filters …'}
          </Menu.Item>
          {isWatchable && (views.data ?? []).length > 0 && <Menu.Label>Tell me what is new</Menu.Label>}
          {isWatchable &&
            (views.data ?? []).map((view) => (
              <Menu.Item
                key={`watch ${view.id}`}
                leftSection={view.watch ? <IconBellOff size={14} aria-hidden /> : <IconBell size={14} aria-hidden />}
                onClick={() => (view.watch ? unwatch : watch).mutate(view)}
              >
                {view.watch ? `Stop watching ${view.name}` : `Watch ${view.name}`}
              </Menu.Item>
            ))}
          {(views.data ?? []).length > 0 && <Menu.Label>Remove</Menu.Label>}
          {(views.data ?? []).map((view) => (
            <Menu.Item
              key={`remove ${view.id}`}
              color="red.9"
              c="var(--bad-text)"
              leftSection={<IconTrash size={14} aria-hidden />}
              onClick={() => forget.mutate(view)}
            >
              {view.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Dialog title="Save the view" opened={isNaming} onClose={() => setIsNaming(false)} size="sm">
        <Form
          submit="Save"
          disabledReason={name.trim() ? null : 'Give the view a name.'}
          isSending={save.isPending}
          error={save.error}
          onSubmit={() => save.mutate({ page, name: name.trim(), query })}
        >
          <TextInput
            label="Name"
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            placeholder="ICU pumps, critical"
          />
        </Form>
      </Dialog>
    </>
  )
}

function WatchNote({ fault }: NonNullable<SavedView['watch']>) {
  return (
    <span style={{ display: 'block', fontSize: '0.8125rem', color: fault ? 'var(--bad-text)' : 'var(--text-quiet)' }}>
      {fault ?? 'Watched'}
    </span>
  )
}
