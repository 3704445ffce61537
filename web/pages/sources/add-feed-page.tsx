import { Button, NumberInput, TextInput } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { Catalogue } from '#web/api/contract.ts'
import { addSource, catalogueQuery, checkSource, runSource } from '#web/api/sources.ts'
import { useMay } from '#web/components/access.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink } from '#web/ui/app-link.tsx'
import { Form } from '#web/ui/form.tsx'
import { Page } from '#web/ui/page.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { defaultsOf, missingIn, SchemaForm, type SchemaValues } from '#web/ui/schema-form.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Loaded, sentenceOf } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './sources.module.css'

export function AddFeedPage() {
  const { search } = useSearchState<{ feed?: string }>()
  const catalogue = useQuery(catalogueQuery)
  return (
    <Page
      narrow
      title="Add a feed"
      parent={{ title: 'Sources', href: paths.sources() }}
      lead="Feeds read published intelligence: from the internet, or from a folder or zip on a machine that has none."
    >
      <Loaded query={catalogue}>
        {({ feeds }) => {
          const chosen = feeds.find((feed) => feed.id === search.feed)
          return (
            <>
              <Section title="Which one?">
                <div className={classes.choices}>
                  {feeds.map((feed) => (
                    <AppLink
                      key={feed.id}
                      href={`${paths.addSource()}?feed=${feed.id}`}
                      className={classes.choice}
                      aria-current={feed.id === chosen?.id ? 'true' : undefined}
                      style={
                        feed.id === chosen?.id ? { borderColor: 'var(--accent)', background: 'var(--accent-soft)' } : {}
                      }
                    >
                      <strong>{feed.title}</strong>
                      <span>{feed.summary}</span>
                    </AppLink>
                  ))}
                </div>
              </Section>
              {chosen && <FeedForm key={chosen.id} feed={chosen} />}
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

function FeedForm({ feed }: { feed: Catalogue['feeds'][number] }) {
  const may = useMay()
  const router = useRouter()
  const [name, setName] = useState(feed.title)
  const [everyHours, setEveryHours] = useState<number | null>(feed.everyHours)
  const [settings, setSettings] = useState<SchemaValues>(() => defaultsOf(feed.settings))
  const check = useMutation({ mutationFn: () => checkSource({ member: feed.id, settings }) })
  const add = useChange(
    async () => {
      const source = await addSource({ kind: 'feed', member: feed.id, name: name.trim(), settings, everyHours })
      await runSource(source.id)
      return source
    },
    { done: 'Feed added; its first run is queued.', onDone: (source) => router.history.push(paths.source(source.id)) },
  )
  const missing = missingIn(feed.settings, settings)
  const whyNot = may.whyNot('source:write') ?? missing
  return (
    <Section title={feed.title}>
      <Form
        submit="Add and run"
        isSending={add.isPending}
        error={add.error}
        disabledReason={whyNot ?? (name.trim() ? null : 'Give it a name.')}
        onSubmit={() => add.mutate(undefined)}
        other={
          <Action
            variant="default"
            leftSection={<IconPlugConnected size={16} aria-hidden />}
            disabledReason={whyNot}
            loading={check.isPending}
            onClick={() => check.mutate()}
          >
            Check
          </Action>
        }
      >
        <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <SchemaForm
          schema={feed.settings}
          value={settings}
          onChange={(next) => {
            setSettings(next)
            check.reset()
          }}
        />
        <NumberInput
          label="Every how many hours"
          min={1}
          max={720}
          value={everyHours ?? ''}
          onChange={(value) => setEveryHours(typeof value === 'number' ? value : null)}
        />
        {check.isSuccess && (
          <Remark tone="good" title="It answers">
            The settings work.
          </Remark>
        )}
        {check.error && (
          <Remark
            tone="bad"
            title="It does not work yet"
            actions={
              <Button size="compact-sm" variant="default" onClick={() => check.mutate()}>
                Check again
              </Button>
            }
          >
            {sentenceOf(check.error)}
          </Remark>
        )}
      </Form>
    </Section>
  )
}
