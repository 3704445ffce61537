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

type Member = Catalogue['feeds'][number] | Catalogue['systems'][number]

export function AddSourcePage() {
  const { search } = useSearchState<{ feed?: string; system?: string }>()
  const catalogue = useQuery(catalogueQuery)
  return (
    <Page
      narrow
      title="Add a source"
      parent={{ title: 'Sources', href: paths.sources() }}
      lead="Systems of the hospital tell which devices there are. Published intelligence tells what is wrong with them: from the internet, or from a folder or zip on a machine that has none."
    >
      <Loaded query={catalogue}>
        {({ feeds, systems }) => {
          const system = systems.find(({ id }) => id === search.system)
          const feed = system ? undefined : feeds.find(({ id }) => id === search.feed)
          if (system) return <MemberForm key={system.id} kind="connector" member={system} />
          if (feed) return <MemberForm key={feed.id} kind="feed" member={feed} />
          return (
            <>
              <Section title="A file">
                <div className={classes.choices}>
                  <AppLink href={paths.importFile()} className={classes.choice}>
                    <strong>Import a file</strong>
                    <span>
                      An export of a CMMS or a directory, the report of a scanner, DHCP leases, inventories of agents,
                      FHIR devices. What it is, is found by its content.
                    </span>
                  </AppLink>
                </div>
              </Section>
              <Section title="A system of the hospital" aside="read over its interface, again and again">
                <Choices members={systems} hrefOf={(id) => `${paths.addSource()}?system=${id}`} />
              </Section>
              <Section title="Published intelligence" aside="advisories, vulnerabilities, product codes">
                <Choices members={feeds} hrefOf={(id) => `${paths.addSource()}?feed=${id}`} />
              </Section>
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

function Choices({ members, hrefOf }: { members: readonly Member[]; hrefOf: (id: string) => string }) {
  return (
    <div className={classes.choices}>
      {members.map(({ id, title, summary }) => (
        <AppLink key={id} href={hrefOf(id)} className={classes.choice}>
          <strong>{title}</strong>
          <span>{summary}</span>
        </AppLink>
      ))}
    </div>
  )
}

function MemberForm({ kind, member }: { kind: 'connector' | 'feed'; member: Member }) {
  const may = useMay()
  const router = useRouter()
  const [name, setName] = useState(member.title)
  const [everyHours, setEveryHours] = useState<number | null>(member.everyHours)
  const [settings, setSettings] = useState<SchemaValues>(() => defaultsOf(member.settings))
  const check = useMutation({ mutationFn: () => checkSource({ kind, member: member.id, settings }) })
  const add = useChange(
    async () => {
      const source = await addSource({ kind, member: member.id, name: name.trim(), settings, everyHours })
      await runSource(source.id)
      return source
    },
    { done: 'Added; its first run is queued.', onDone: (source) => router.history.push(paths.source(source.id)) },
  )
  const missing = missingIn(member.settings, settings)
  const whyNot = may.whyNot('source:write') ?? missing
  return (
    <Section
      title={member.title}
      aside={member.summary}
      actions={<AppLink href={paths.addSource()}>Choose another</AppLink>}
    >
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
          schema={member.settings}
          value={settings}
          onChange={(next) => {
            setSettings(next)
            check.reset()
          }}
        />
        <NumberInput
          label="Read it every (hours)"
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
