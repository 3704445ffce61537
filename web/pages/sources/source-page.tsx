import { Button, NativeSelect, NumberInput, Switch, TextInput } from '@mantine/core'
import { IconPlayerPlay, IconSettings } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SkippedRow, SourcePage as SourceData, SourceRow } from '#web/api/contract.ts'
import { allItems } from '#web/api/paging.ts'
import {
  catalogueQuery,
  changeSource,
  confirmRun,
  dismissSkipped,
  isUnderWay,
  runSource,
  skippedQuery,
  sourceQuery,
} from '#web/api/sources.ts'
import { useMay } from '#web/components/access.ts'
import { ReplayDialog } from '#web/components/replay-dialog.tsx'
import { RunCard } from '#web/components/run-card.tsx'
import { OutOfDateMark, RunStateBadge } from '#web/components/state-badges.tsx'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { CountLink, formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Facts } from '#web/ui/facts.tsx'
import { Form } from '#web/ui/form.tsx'
import { LinkAction } from '#web/ui/link-action.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { Day, Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { defaultsOf, SchemaForm } from '#web/ui/schema-form.tsx'
import { useParam, useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Empty, Failure, RowsSkeleton } from '#web/ui/states.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { SourceMember } from './source-member.tsx'
import classes from './sources.module.css'

export function SourcePage() {
  const id = useParam('source')
  const source = useQuery(sourceQuery(id))
  return (
    <LoadedPage query={source} title="Source" parent={{ title: 'Sources', href: paths.sources() }}>
      {(data) => <Source data={data} />}
    </LoadedPage>
  )
}

function Source({ data: { source, runs } }: { data: SourceData }) {
  const may = useMay()
  const { search } = useSearchState<{ tab?: string }>()
  const tab = search.tab ?? 'runs'
  const [isEditing, setIsEditing] = useState(false)
  const run = useChange(() => runSource(source.id), { done: 'Queued.' })
  const isBusy = runs.items.some(isUnderWay)
  const takesFiles = source.kind === 'connector' && !source.isApi
  const takesBundles = source.member === 'bundle'
  const canRun = (source.kind === 'feed' && !takesBundles) || source.isApi || !!source.watchFolder
  return (
    <Page
      title={source.name}
      parent={{ title: 'Sources', href: paths.sources() }}
      eyebrow={<SourceMember source={source} />}
      actions={
        <>
          {takesFiles && (
            <LinkAction href={paths.importFile(source.id)} disabledReason={may.whyNot('source:run')}>
              Import a file
            </LinkAction>
          )}
          {(source.kind === 'connector' || source.kind === 'person') && (
            <LinkAction href={paths.trust(source.id)} variant="subtle">
              How far it is believed
            </LinkAction>
          )}
          {takesBundles && <LinkAction href={paths.bundles()}>Load a bundle</LinkAction>}
          {canRun && (
            <Action
              variant={takesFiles ? 'default' : 'filled'}
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
              loading={run.isPending}
              disabledReason={
                may.whyNot('source:run') ??
                (isBusy ? 'A run is under way.' : source.disabledAt ? 'The source is switched off.' : null)
              }
              onClick={() => run.mutate(undefined)}
            >
              Run now
            </Action>
          )}
          {source.kind !== 'person' && !takesBundles && (
            <Action
              variant="default"
              leftSection={<IconSettings size={16} aria-hidden />}
              disabledReason={may.whyNot('source:write')}
              onClick={() => setIsEditing(true)}
            >
              Settings
            </Action>
          )}
        </>
      }
    >
      {run.error && <Remark tone="bad">{run.error.message}</Remark>}
      {source.incompleteWhy && (
        <Remark tone="warn" title="Half a list">
          {source.incompleteWhy}
        </Remark>
      )}
      {source.disabledAt && (
        <Remark tone="warn" title="Switched off">
          Since <Moment at={source.disabledAt} />. What it said before still counts.
        </Remark>
      )}
      {source.question && <Question source={source} question={source.question} />}
      <Section title="Key facts">
        <Facts
          facts={[
            {
              name: 'Last run',
              value: source.lastRun ? (
                <>
                  <RunStateBadge state={source.lastRun.state} />{' '}
                  <Moment at={source.lastRun.finishedAt ?? source.lastRun.queuedAt} ago />
                </>
              ) : (
                'Never'
              ),
            },
            source.lastRun !== null &&
              source.lastRun.state !== 'succeeded' && {
                name: 'Last read to its end',
                value: source.lastReadAt ? <Moment at={source.lastReadAt} ago /> : 'Never',
              },
            !!source.list?.day && {
              name: 'Its data are of',
              value: (
                <>
                  <Day on={source.list.day} /> {source.list.state !== 'fresh' && <OutOfDateMark />}
                  {source.list.why && <div className="quiet small">{source.list.why}</div>}
                </>
              ),
            },
            !!source.list?.inForce && {
              name: 'In force',
              value: (
                <>
                  The newer list of <Day on={source.list.inForce} />, from another source
                </>
              ),
            },
            {
              name: 'Next run',
              value:
                source.nextRunAt && !source.disabledAt ? (
                  <Moment at={source.nextRunAt} />
                ) : source.watchFolder ? (
                  'When a file comes'
                ) : (
                  'By hand'
                ),
            },
            source.everyHours !== null && { name: 'Every', value: `${source.everyHours} hours` },
            source.kind !== 'feed' && {
              name: 'Devices',
              value: <CountLink href={paths.devices({ source: source.id })} count={source.devices} of="devices" />,
            },
            source.unreported > 0 && {
              name: 'No longer reported',
              value: (
                <CountLink
                  href={paths.devices({ source: source.id, unreported: 'true' })}
                  count={source.unreported}
                  of="devices no longer reported"
                />
              ),
            },
            takesFiles && source.filesAreWhole && { name: 'Each file', value: 'is the whole list' },
            {
              name: 'Skipped, to look at',
              value: (
                <CountLink href={paths.source(source.id, 'skipped')} count={source.openSkipped} of="skipped records" />
              ),
            },
            { name: 'Trust', value: source.trust },
            source.kind === 'connector' && { name: 'Role', value: roleWords[source.role ?? 'told'] },
            source.watchFolder
              ? { name: 'Watched folder', value: <span className="mono">{source.watchFolder}</span> }
              : null,
          ]}
        />
      </Section>
      <LinkTabs
        label="Parts of the source"
        current={tab}
        tabs={[
          { id: 'runs', title: 'Runs', href: paths.source(source.id) },
          { id: 'skipped', title: 'Skipped', count: source.openSkipped, href: paths.source(source.id, 'skipped') },
        ]}
      />
      {tab === 'runs' && (
        <Section title="Runs" flush>
          {runs.items.length === 0 ? (
            <Empty title="It has not run yet">
              {takesFiles ? 'Import a file to see what it holds.' : 'Run it now, or wait for its hour.'}
            </Empty>
          ) : (
            runs.items.map((one) => <RunCard key={one.id} run={one} />)
          )}
        </Section>
      )}
      {tab === 'skipped' && <Skipped source={source} />}
      {isEditing && <SettingsDialog source={source} onClose={() => setIsEditing(false)} />}
    </Page>
  )
}

const roleWords = {
  register: 'Register: keeps the list of what you own',
  observer: 'Observer: sees devices themselves',
  told: 'As its records tell',
}

/** A reading that reported suddenly few of its devices: nothing is told of as missing until somebody answers. */
function Question({ source, question }: { source: SourceRow; question: NonNullable<SourceRow['question']> }) {
  const may = useMay()
  const answer = useChange((word: 'take' | 'keep') => confirmRun(question.runId, word), {
    done: (_, word) => (word === 'take' ? 'Taken as it is.' : 'What stood is kept.'),
  })
  const whyNot = may.whyNot('source:run')
  const reported = question.stood - question.missing
  return (
    <Remark
      tone="warn"
      title={`${source.name} reports suddenly few of its devices`}
      actions={
        <>
          <Action disabledReason={whyNot} loading={answer.isPending} onClick={() => answer.mutate('keep')}>
            Keep what stood
          </Action>
          <Action
            variant="default"
            disabledReason={whyNot}
            loading={answer.isPending}
            onClick={() => answer.mutate('take')}
          >
            Take it as it is
          </Action>
        </>
      }
    >
      The reading of <Moment at={question.readAt} /> holds {formatCount(reported)} of the {formatCount(question.stood)}{' '}
      devices that it reported before. What came is stored; the other {formatCount(question.missing)} stand as before.
      Was a filter or a permission changed there? Then mend it, and keep what stood. Are they no longer in that system?
      Then take it as it is: they are told as no longer reported, and are not gone.
      {answer.error && <p style={{ margin: 0 }}>{answer.error.message}</p>}
    </Remark>
  )
}

const states = ['open', 'replayed', 'dismissed', 'gone'] as const
const stateWords = { open: 'Open', replayed: 'Replayed', dismissed: 'Dismissed', gone: 'Taken since' }

function Skipped({ source }: { source: SourceRow }) {
  const [state, setState] = useState<(typeof states)[number]>('open')
  const skipped = useInfiniteQuery(skippedQuery(source.id, { state }))
  const catalogue = useQuery(catalogueQuery)
  const isOfReport = catalogue.data?.connectors.find(({ id }) => id === source.member)?.reads === 'report'
  const items = allItems(skipped.data)
  return (
    <Section
      title="Records that could not be taken"
      flush
      actions={states.map((word) => (
        <Button
          key={word}
          size="compact-sm"
          variant={word === state ? 'light' : 'default'}
          aria-pressed={word === state}
          onClick={() => setState(word)}
        >
          {stateWords[word]}
        </Button>
      ))}
    >
      {skipped.isPending ? (
        <RowsSkeleton rows={4} height={64} />
      ) : skipped.error && items.length === 0 ? (
        <Failure error={skipped.error} retry={() => void skipped.refetch()} />
      ) : items.length === 0 ? (
        <Empty title={state === 'open' ? 'Nothing was skipped' : 'None'}>
          {state === 'open' && 'Every record of this source was taken, or has been looked at.'}
        </Empty>
      ) : (
        <ul className={classes.skipped}>
          {items.map((row) => (
            <SkippedItem key={row.id} row={row} isApi={source.isApi} isOfReport={isOfReport} />
          ))}
          {skipped.hasNextPage && (
            <li>
              <Button
                variant="default"
                loading={skipped.isFetchingNextPage}
                onClick={() => void skipped.fetchNextPage()}
              >
                More
              </Button>
            </li>
          )}
        </ul>
      )}
    </Section>
  )
}

function SkippedItem({ row, isApi, isOfReport }: { row: SkippedRow; isApi: boolean; isOfReport: boolean }) {
  const may = useMay()
  const [isReplaying, setIsReplaying] = useState(false)
  const [isDismissing, setIsDismissing] = useState(false)
  const [reason, setReason] = useState('')
  const dismiss = useChange(() => dismissSkipped(row.id, reason.trim()), {
    done: 'Dismissed.',
    onDone: () => setIsDismissing(false),
  })
  const whyNot = may.whyNot('source:run')
  return (
    <li>
      <div className={classes.skippedText}>
        <p className={classes.reason}>{row.reason}</p>
        <p className="quiet small" style={{ margin: 0 }}>
          {row.position} · <span className="mono">{row.code}</span> · <Moment at={row.createdAt} ago />
          {row.lastSeenAt !== row.createdAt && (
            <>
              , last <Moment at={row.lastSeenAt} ago />
            </>
          )}
        </p>
        {row.raw && (
          <p className={classes.raw}>
            {Object.entries(row.raw)
              .filter(([, value]) => value !== '')
              .slice(0, 8)
              .map(([name, value]) => `${name}: ${value}`)
              .join(' · ')}
          </p>
        )}
      </div>
      {row.state === 'open' && (
        <div className={classes.skippedActions}>
          <Action
            size="compact-md"
            disabledReason={
              whyNot ??
              (isApi
                ? 'Correct it in the system itself: the next run reads it again.'
                : isOfReport
                  ? 'This stands in a report, not in a table: mend it where the report is made, and import that again.'
                  : row.raw
                    ? null
                    : 'The record’s text was not kept, so there is nothing to correct.')
            }
            onClick={() => setIsReplaying(true)}
          >
            Correct
          </Action>
          <Action size="compact-md" variant="default" disabledReason={whyNot} onClick={() => setIsDismissing(true)}>
            Dismiss
          </Action>
        </div>
      )}
      {isReplaying && <ReplayDialog row={row} onClose={() => setIsReplaying(false)} />}
      {isDismissing && (
        <Dialog title="Dismiss the record" opened onClose={() => setIsDismissing(false)} size="sm">
          <Form
            submit="Dismiss"
            isSending={dismiss.isPending}
            error={dismiss.error}
            disabledReason={reason.trim() ? null : 'Say why it needs no device.'}
            onSubmit={() => dismiss.mutate(undefined)}
          >
            <TextInput
              label="Why does it need no device?"
              data-autofocus
              placeholder="A subtotal row of the report."
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </Form>
        </Dialog>
      )}
    </li>
  )
}

function SettingsDialog({ source, onClose }: { source: SourceRow; onClose: () => void }) {
  const catalogue = useQuery(catalogueQuery)
  const members = source.isApi ? catalogue.data?.systems : catalogue.data?.feeds
  const member = members?.find((one) => one.id === source.member)
  const isRead = source.kind === 'feed' || source.isApi
  const [name, setName] = useState(source.name)
  const [trust, setTrust] = useState(source.trust)
  const [everyHours, setEveryHours] = useState<number | null>(source.everyHours)
  const [watchFolder, setWatchFolder] = useState(source.watchFolder ?? '')
  const [filesAreWhole, setFilesAreWhole] = useState(source.filesAreWhole)
  const [role, setRole] = useState(source.role)
  const [isOff, setIsOff] = useState(!!source.disabledAt)
  const [settings, setSettings] = useState<Record<string, unknown>>(source.settings)
  const [isChanged, setIsChanged] = useState(false)
  const save = useChange(
    () =>
      changeSource(source.id, {
        name: name.trim(),
        trust,
        disabled: isOff,
        ...(source.kind === 'connector' ? { role } : {}),
        ...(isRead ? { everyHours } : { watchFolder: watchFolder.trim() || null, filesAreWhole }),
        ...(member && isChanged ? { settings: { ...defaultsOf(member.settings), ...settings } } : {}),
      }),
    { done: 'Settings saved.', onDone: onClose },
  )
  return (
    <Dialog title={`Settings of ${source.name}`} opened onClose={onClose}>
      <Form
        submit="Save"
        isSending={save.isPending}
        error={save.error}
        disabledReason={name.trim() ? null : 'Give the source a name.'}
        onSubmit={() => save.mutate(undefined)}
      >
        <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <NumberInput
          label="Trust"
          description="Where two sources disagree about an attribute, the higher number is shown."
          min={0}
          max={100}
          value={trust}
          onChange={(value) => typeof value === 'number' && setTrust(value)}
        />
        {source.kind === 'connector' && (
          <NativeSelect
            label="Role"
            description="A device that only observers tell of is unknown; one in a register that no observer sees is a ghost."
            value={role ?? 'told'}
            onChange={({ currentTarget: { value } }) =>
              setRole(value === 'register' || value === 'observer' ? value : null)
            }
            data={Object.entries(roleWords).map(([value, label]) => ({ value, label }))}
          />
        )}
        {isRead && (
          <NumberInput
            label="Read it every (hours)"
            min={1}
            max={720}
            value={everyHours ?? ''}
            onChange={(value) => setEveryHours(typeof value === 'number' ? value : null)}
          />
        )}
        {!isRead && (
          <>
            <TextInput
              label="Watched folder"
              description="A folder on the machine where Homeostat runs: files put there are imported by themselves."
              value={watchFolder}
              onChange={(event) => setWatchFolder(event.currentTarget.value)}
            />
            <Switch
              label="Each file is the whole list"
              description="What a file does not hold is then told as no longer reported. Leave it off where files are parts."
              checked={filesAreWhole}
              onChange={(event) => setFilesAreWhole(event.currentTarget.checked)}
            />
          </>
        )}
        {member && (
          <SchemaForm
            schema={member.settings}
            value={settings}
            onChange={(next) => {
              setSettings(next)
              setIsChanged(true)
            }}
          />
        )}
        <Switch label="Switched off" checked={isOff} onChange={(event) => setIsOff(event.currentTarget.checked)} />
      </Form>
    </Dialog>
  )
}
