import { Button, TextInput } from '@mantine/core'
import { IconPackageImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type Bundles,
  bundlesQuery,
  distrustIssuer,
  type LoadedBundle,
  loadBundle,
  type MadeBundle,
  makeBundle,
  makeBundleKey,
  trustIssuer,
} from '#web/api/bundles.ts'
import { changeRun, isUnderWay } from '#web/api/sources.ts'
import { humanise } from '#web/api/words.ts'
import { useMay, useSession } from '#web/components/access.ts'
import { RunProgress } from '#web/components/run-card.tsx'
import { RunStateBadge } from '#web/components/state-badges.tsx'
import { downloads, paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Facts } from '#web/ui/facts.tsx'
import { FileChoice } from '#web/ui/file-choice.tsx'
import { Form, FormError } from '#web/ui/form.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, PlainTable } from '#web/ui/table.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './sources.module.css'

export function BundlesPage() {
  const bundles = useQuery(bundlesQuery)
  return (
    <Page
      title="Bundles"
      parent={{ title: 'Sources', href: paths.sources() }}
      lead="What feeds brought, as one signed file: made where there is internet, loaded where there is none."
    >
      <Loaded query={bundles}>
        {(data) => (
          <>
            <TrustSection bundles={data} />
            <LoadSection bundles={data} />
            <MakeSection bundles={data} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

type Part = LoadedBundle['manifest']['parts'][number]

const ofParts = (parts: readonly Part[]) => {
  const records = parts.reduce((sum, part) => sum + Object.values(part.records).reduce((a, n) => a + n, 0), 0)
  return `${formatCount(records)} records of ${parts.length} ${parts.length === 1 ? 'feed' : 'feeds'}`
}

const partColumns: Column<Part>[] = [
  {
    id: 'feed',
    title: 'Feed',
    width: 16,
    grow: true,
    render: ({ name, feed }) => (
      <>
        {name}
        <div className="quiet small">{feed}</div>
      </>
    ),
  },
  { id: 'age', title: 'As of', width: 10, render: ({ readAt }) => <Age at={readAt} /> },
  {
    id: 'records',
    title: 'In it',
    width: 18,
    render: ({ records }) =>
      Object.entries(records)
        .map(([kind, count]) => `${formatCount(count)} ${humanise(kind).toLowerCase()}`)
        .join(', ') || <span className="quiet">Nothing new</span>,
  },
]

const Age = ({ at }: { at: string | null }) => (at ? <Moment at={at} ago /> : <span className="quiet">Not known</span>)

function LoadSection({ bundles: { loaded, trusted } }: { bundles: Bundles }) {
  const may = useMay()
  const [progress, setProgress] = useState<number>()
  const load = useChange(
    async (file: File) => {
      setProgress(0)
      return await loadBundle(file, setProgress).finally(() => setProgress(undefined))
    },
    {
      done: ({ state, manifest }) =>
        state === 'already'
          ? `Bundle ${manifest.sequence} of ${manifest.issuer} is loaded already; nothing was written.`
          : state === 'resumed'
            ? `Bundle ${manifest.sequence} goes on where it stopped.`
            : `Bundle ${manifest.sequence} of ${manifest.issuer} is proven and waits for its turn.`,
    },
  )
  const resume = useChange((run: string) => changeRun(run, 'resume'), { done: 'It goes on.' })
  const cancel = useChange((run: string) => changeRun(run, 'cancel'), { done: 'It stops at the next page.' })
  const [last] = loaded
  const whyNot =
    may.whyNot('source:run') ??
    (trusted.length === 0 ? 'Nobody is trusted yet: enter the fingerprint of the making site above.' : null)
  return (
    <Section title="Load">
      <div className={classes.stack}>
        {last ? (
          <>
            <Facts
              facts={[
                {
                  name: 'Last bundle',
                  value: (
                    <AppLink
                      href={paths.source(last.sourceId)}
                    >{`Number ${last.manifest.sequence} of ${last.manifest.issuer}`}</AppLink>
                  ),
                },
                { name: 'Made', value: <Moment at={last.manifest.createdAt} ago /> },
                { name: 'Kind', value: last.manifest.base ? `Delta since ${last.manifest.base.sequence}` : 'Full' },
                {
                  name: 'State',
                  value: isUnderWay(last.run) ? (
                    <RunProgress run={last.run} />
                  ) : (
                    <>
                      <RunStateBadge state={last.run.state} />{' '}
                      <span className="quiet small">
                        <Moment at={last.run.finishedAt ?? last.run.queuedAt} ago />
                      </span>
                    </>
                  ),
                },
              ]}
            />
            {last.run.error && (
              <Remark tone="bad" title="It was not loaded to its end">
                {last.run.error.detail}
              </Remark>
            )}
            {(isUnderWay(last.run) || last.run.canResume) && (
              <div className={classes.skippedActions}>
                {isUnderWay(last.run) && (
                  <Action
                    variant="default"
                    disabledReason={may.whyNot('source:run')}
                    onClick={() => cancel.mutate(last.run.id)}
                  >
                    Stop
                  </Action>
                )}
                {last.run.canResume && (
                  <Action disabledReason={may.whyNot('source:run')} onClick={() => resume.mutate(last.run.id)}>
                    Resume
                  </Action>
                )}
              </div>
            )}
            <PlainTable
              label="What the last bundle brought"
              columns={partColumns}
              rows={last.manifest.parts}
              rowKey={({ source }) => source}
            />
          </>
        ) : (
          <Empty icon={<IconPackageImport size={30} aria-hidden />} title="No bundle was loaded here">
            Trust the site that makes them, then choose the file.
          </Empty>
        )}
        <FileChoice
          label="Choose a bundle"
          hint={whyNot ?? 'Who signed it and every byte of it are proven first. The same bundle twice writes nothing.'}
          onFile={(file) => load.mutate(file)}
          progress={progress}
          disabled={whyNot !== null}
        />
        <FormError error={load.error ?? resume.error ?? cancel.error} />
      </div>
    </Section>
  )
}

const madeColumns: Column<MadeBundle>[] = [
  {
    id: 'number',
    title: 'Bundle',
    width: 14,
    grow: true,
    render: ({ sequence, baseSequence, manifest }) => (
      <>
        {`Number ${sequence}, ${baseSequence === null ? 'full' : `since ${baseSequence}`}`}
        <div className="quiet small">
          {ofParts(manifest.parts)}
          {manifest.leftOut.length > 0 && ` · left out: ${manifest.leftOut.map(({ name }) => name).join(', ')}`}
        </div>
      </>
    ),
  },
  { id: 'made', title: 'Made', width: 9, render: ({ madeAt }) => <Moment at={madeAt} ago /> },
  { id: 'by', title: 'By', width: 10, render: ({ madeBy }) => madeBy },
  { id: 'file', title: 'File', width: 9, align: 'end', render: (made) => <Download made={made} /> },
]

const Download = ({ made }: { made: MadeBundle }) =>
  made.canDownload ? (
    <a href={downloads.bundle(made.id)} download aria-label={`Download bundle ${made.sequence}`}>
      {sizeOf(made.bytes)}
    </a>
  ) : (
    <span className="quiet">Moved</span>
  )

const sizeOf = (bytes: number) =>
  bytes < 1_000_000 ? `${formatCount(Math.ceil(bytes / 1000))} kB` : `${formatCount(Math.round(bytes / 1_000_000))} MB`

function MakeSection({ bundles: { key, made } }: { bundles: Bundles }) {
  const may = useMay()
  const { organisation } = useSession()
  const make = useChange(makeBundle, {
    done: ({ sequence }) => `Bundle ${sequence} is made. Download it from the list.`,
  })
  const makeKey = useChange(() => makeBundleKey({ issuer: organisation.name }), {
    done: 'The key is made. Each feed is read from its start once more at its next run.',
  })
  if (!key)
    return (
      <Section title="Make">
        <p>
          A site that makes bundles has a key to sign them. From the day it is made the pages of feeds are kept, and
          each feed is read from its start once more.
        </p>
        <Action
          variant="default"
          loading={makeKey.isPending}
          disabledReason={may.whyNot('settings:write')}
          onClick={() => makeKey.mutate(undefined)}
        >
          Make a key
        </Action>
        <FormError error={makeKey.error} />
      </Section>
    )
  const [last] = made
  return (
    <Section
      title="Make"
      actions={
        <>
          {last && (
            <Action
              variant="default"
              loading={make.isPending}
              disabledReason={may.whyNot('source:write')}
              onClick={() => make.mutate(last.id)}
            >
              {`Make a delta since ${last.sequence}`}
            </Action>
          )}
          <Action
            loading={make.isPending}
            disabledReason={may.whyNot('source:write')}
            onClick={() => make.mutate(undefined)}
          >
            Make a full bundle
          </Action>
        </>
      }
    >
      <div className={classes.stack}>
        <Facts
          facts={[
            { name: 'Fingerprint of this site', value: <code>{key.fingerprint}</code> },
            { name: 'Signs as', value: key.issuer },
            { name: 'Key made', value: <Moment at={key.madeAt} ago /> },
          ]}
        />
        <FormError error={make.error} />
        {made.length > 0 && (
          <PlainTable
            label="Bundles made here"
            columns={madeColumns}
            rows={made}
            rowKey={({ id }) => id}
            card={(row) => (
              <>
                {madeColumns[0]!.render(row)}
                <div className="quiet small">
                  <Moment at={row.madeAt} ago /> · <Download made={row} />
                </div>
              </>
            )}
          />
        )}
      </div>
    </Section>
  )
}

function TrustSection({ bundles: { trusted } }: { bundles: Bundles }) {
  const may = useMay()
  const [name, setName] = useState('')
  const [fingerprint, setFingerprint] = useState('')
  const [removed, setRemoved] = useState<Bundles['trusted'][number]>()
  const trust = useChange(() => trustIssuer({ fingerprint, name: name.trim() }), {
    done: 'Its bundles are taken from now on.',
    onDone: () => {
      setName('')
      setFingerprint('')
    },
  })
  return (
    <Section title="Trusted sites">
      <div className={classes.stack}>
        {trusted.length > 0 && (
          <ul className={classes.skipped}>
            {trusted.map((issuer) => (
              <li key={issuer.fingerprint}>
                <div className={classes.skippedText}>
                  <p className={classes.reason}>{issuer.name}</p>
                  <code>{issuer.fingerprint}</code>
                  <div className="quiet small">
                    <Moment at={issuer.trustedAt} ago /> by {issuer.trustedBy}
                  </div>
                </div>
                <Action
                  variant="default"
                  disabledReason={may.whyNot('settings:write')}
                  onClick={() => setRemoved(issuer)}
                >
                  Trust no longer
                </Action>
              </li>
            ))}
          </ul>
        )}
        <Form
          submit="Trust this site"
          isSending={trust.isPending}
          error={trust.error}
          disabledReason={
            may.whyNot('settings:write') ??
            (!name.trim() || !fingerprint.trim() ? 'Give the name of the site and its fingerprint.' : null)
          }
          onSubmit={() => trust.mutate(undefined)}
        >
          <TextInput label="Site" value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <TextInput
            label="Fingerprint"
            description="Eight groups of four. Have the site read it to you over the phone; do not take it from the bundle."
            autoComplete="off"
            spellCheck={false}
            value={fingerprint}
            onChange={(event) => setFingerprint(event.currentTarget.value)}
          />
        </Form>
        {removed && <DistrustDialog issuer={removed} onClose={() => setRemoved(undefined)} />}
      </div>
    </Section>
  )
}

function DistrustDialog({ issuer, onClose }: { issuer: Bundles['trusted'][number]; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const remove = useChange(() => distrustIssuer(issuer.fingerprint, reason.trim()), {
    done: 'No more of its bundles are taken.',
    onDone: onClose,
  })
  return (
    <Dialog title={`Trust ${issuer.name} no longer`} opened onClose={onClose}>
      <Form
        submit="Trust no longer"
        danger
        isSending={remove.isPending}
        error={remove.error}
        disabledReason={reason.trim() ? null : 'Say why.'}
        other={
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        }
        onSubmit={() => remove.mutate(undefined)}
      >
        <p>What was loaded stays. No further bundle of this site is taken.</p>
        <TextInput label="Reason" value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      </Form>
    </Dialog>
  )
}
