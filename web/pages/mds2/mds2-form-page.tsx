import { Button } from '@mantine/core'
import { IconDownload, IconPencil, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Mds2FormPage as FormData } from '#web/api/contract.ts'
import { bindMds2, mds2FormQuery, removeMds2 } from '#web/api/mds2.ts'
import { type Mds2Word, mds2Words } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import { BindDocumentDialog } from '#web/components/bind-dialog.tsx'
import { DocumentDevices, DocumentRemarks } from '#web/components/document-parts.tsx'
import classes from '#web/components/mds2.module.css'
import { Mds2Answers, Mds2Said, Mds2Topics } from '#web/components/mds2-answers.tsx'
import { dataHeld, mds2Answer, mds2Devices, mds2Unsure } from '#web/components/mds2-columns.tsx'
import { RemoveDocumentDialog } from '#web/components/remove-document-dialog.tsx'
import sbom from '#web/components/sbom.module.css'
import { versionsOf } from '#web/components/sbom-columns.tsx'
import type { Mds2FormSearch } from '#web/page-searches.ts'
import { downloads, paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { Absent, Facts } from '#web/ui/facts.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { Day, Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useParam, useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Empty } from '#web/ui/states.tsx'
import { PlainTable } from '#web/ui/table.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'

const parent = { title: 'MDS2 forms', href: paths.mds2() }

export function Mds2FormPage() {
  const form = useQuery(mds2FormQuery(useParam('form')))
  return (
    <LoadedPage query={form} title="MDS2 form" parent={parent}>
      {(data) => <Form data={data} />}
    </LoadedPage>
  )
}

function Form({ data }: { data: FormData }) {
  const { form, subject, before, remarks } = data
  const { search } = useSearchState<Mds2FormSearch>()
  const may = useMay()
  const [dialog, setDialog] = useState<'bind' | 'remove' | null>(null)
  const tab = search.tab ?? 'short'
  const close = () => setDialog(null)
  return (
    <Page
      title={form.model}
      parent={parent}
      eyebrow={`MDS2, HN 1-${form.edition}`}
      lead={
        <>
          {form.manufacturer}, {versionsOf(form)}
        </>
      }
      actions={
        <>
          <Button
            component="a"
            href={downloads.mds2Form(form.id)}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            The file as it came
          </Button>
          <Action
            variant="default"
            leftSection={<IconPencil size={16} aria-hidden />}
            disabledReason={may.whyNot('device:write')}
            onClick={() => setDialog('bind')}
          >
            Bind to other devices
          </Action>
          <Action
            variant="default"
            leftSection={<IconTrash size={16} aria-hidden />}
            disabledReason={may.whyNot('device:write')}
            onClick={() => setDialog('remove')}
          >
            Take out of force
          </Action>
        </>
      }
    >
      {form.replacedBy && (
        <Remark title="Replaced">
          A newer form of the same model and versions took its place.{' '}
          <AppLink href={paths.mds2Form(form.replacedBy)}>Open that one</AppLink>
        </Remark>
      )}
      {!form.replacedBy && form.devices === 0 && (
        <Remark tone="warn" title="It tells of no device here">
          {form.unsureDevices > 0
            ? `${formatCount(form.unsureDevices)} devices may be meant: their version or model is not sure. `
            : 'No device’s manufacturer, model and version agree, or a more specific form counts for them. '}
          It waits for such a device. If it is of a model that the inventory calls otherwise, bind it to that.
        </Remark>
      )}
      <Section title="Key facts">
        <Facts
          facts={[
            { name: 'Devices reached', value: mds2Devices(form) },
            form.unsureDevices > 0 && { name: 'May be meant', value: mds2Unsure(form) },
            { name: 'Patients’ data', value: dataHeld(form) },
            { name: 'Answered', value: `${formatCount(form.answered)} of ${formatCount(form.asked)}` },
            { name: 'Released', value: form.releasedOn ? <Day on={form.releasedOn} /> : <Absent>not said</Absent> },
            { name: 'Document', value: form.documentId || <Absent>not said</Absent> },
            {
              name: 'Device in the form',
              value: [subject.manufacturer, subject.model, subject.softwareVersion].filter(Boolean).join(' ') || (
                <Absent>not said</Absent>
              ),
            },
            { name: 'Described as', value: subject.description || <Absent>not said</Absent> },
            { name: 'Meant for', value: subject.intendedUse || <Absent>not said</Absent> },
            { name: 'Contact', value: subject.contact || <Absent>not said</Absent> },
            {
              name: 'Added',
              value: (
                <>
                  <Moment at={form.uploadedAt} ago /> by {form.uploadedBy}
                </>
              ),
            },
          ]}
        />
      </Section>
      <LinkTabs
        label="Parts of the form"
        current={tab}
        tabs={[
          { id: 'short', title: 'In short', href: paths.mds2Form(form.id) },
          { id: 'answers', title: 'Answers', count: form.asked, href: paths.mds2Form(form.id, { tab: 'answers' }) },
          ...(before
            ? [
                {
                  id: 'differences',
                  title: 'Differences',
                  count: before.differences.length,
                  href: paths.mds2Form(form.id, { tab: 'differences' }),
                },
              ]
            : []),
          { id: 'devices', title: 'Devices', count: form.devices, href: paths.mds2Form(form.id, { tab: 'devices' }) },
          {
            id: 'remarks',
            title: 'Not taken',
            count: remarks.length,
            href: paths.mds2Form(form.id, { tab: 'remarks' }),
          },
        ]}
      />
      {tab === 'short' && (
        <Section title="What matters most" aside="by the manufacturer’s word">
          <Mds2Topics topics={data.topics} hrefOf={(question) => mds2Answer(form.id, question)} />
        </Section>
      )}
      {tab === 'answers' && <Answers sections={data.sections} />}
      {tab === 'differences' && <Differences before={before} edition={form.edition} />}
      {tab === 'devices' && <DocumentDevices of={{ mds2: form.id }} title="Devices that it tells of" noun="form" />}
      {tab === 'remarks' && <DocumentRemarks remarks={remarks} />}
      <p className="quiet small" style={{ overflowWrap: 'anywhere' }}>
        {data.fileName}, SHA-256: <span className="mono">{data.digest}</span>
      </p>
      {dialog === 'bind' && (
        <BindDocumentDialog what="form" of={form} bind={(to) => bindMds2(form.id, to)} onClose={close} />
      )}
      {dialog === 'remove' && (
        <RemoveDocumentDialog
          what="form"
          effect="Its answers no longer count for any device."
          backTo={paths.mds2()}
          remove={(reason) => removeMds2(form.id, reason)}
          onClose={close}
        />
      )}
    </Page>
  )
}

function Answers({ sections }: { sections: FormData['sections'] }) {
  const { search, setSearch } = useSearchState<Mds2FormSearch>()
  const clear = () => setSearch({ q: undefined, word: undefined })
  const words = (search.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const all = sections.flatMap(({ answers }) => answers)
  const shown = sections
    .map((section) => ({
      ...section,
      answers: section.answers.filter(
        ({ id, question, note, word }) =>
          (!search.word || word === search.word) &&
          words.every((one) => `${id} ${question} ${note}`.toLowerCase().includes(one)),
      ),
    }))
    .filter(({ answers }) => answers.length > 0)
  const isFiltered = words.length > 0 || search.word !== undefined
  return (
    <>
      <FilterBar onClear={isFiltered ? clear : undefined}>
        <TextFilter label="Question, number, note" value={search.q} onChange={(q) => setSearch({ q })} />
        <FacetFilter
          title="Answer"
          value={search.word}
          onChange={(word) => setSearch({ word: word as Mds2Word | undefined })}
          options={(Object.keys(mds2Words) as Mds2Word[])
            .map((value) => ({
              value,
              label: mds2Words[value],
              count: all.filter(({ word }) => word === value).length,
            }))
            .filter(({ count }) => count > 0)}
        />
      </FilterBar>
      {shown.length === 0 && <Empty title="No answer fits these filters" />}
      {shown.map(({ code, title, answers }) => (
        <Section key={code} title={title} aside={`${code} · ${formatCount(answers.length)}`} flush>
          <Mds2Answers answers={answers} />
        </Section>
      ))}
    </>
  )
}

function Differences({ before, edition }: { before: FormData['before']; edition: string }) {
  if (!before) return <Empty title="No earlier form of this model">There is nothing to compare it with.</Empty>
  const earlier = (
    <AppLink href={paths.mds2Form(before.id)}>
      HN 1-{before.edition}
      {before.releasedOn && (
        <>
          {' of '}
          <Day on={before.releasedOn} />
        </>
      )}
      {before.versions && `, version ${before.versions}`}
    </AppLink>
  )
  if (before.differences.length === 0)
    return <Empty title="It says the same as the form before">Compared with {earlier}.</Empty>
  return (
    <Section title="What it says otherwise" aside={<>than {earlier}</>} flush>
      {before.edition !== edition && (
        <p className={sbom.sub} style={{ padding: '0 var(--space-4)' }}>
          The two editions ask different questions: compared is what both ask of what matters most.
        </p>
      )}
      <PlainTable
        label="Differences to the form before"
        columns={[
          {
            id: 'question',
            title: 'Question',
            width: 20,
            grow: true,
            render: ({ name, question }) => (
              <>
                <span className={before.edition === edition ? `mono ${classes.id}` : undefined}>{name}</span>
                <div className={sbom.sub}>{question}</div>
              </>
            ),
          },
          { id: 'before', title: 'Before', width: 14, render: (row) => <Mds2Said said={row.before} /> },
          { id: 'after', title: 'Now', width: 14, render: (row) => <Mds2Said said={row.after} /> },
        ]}
        rows={before.differences}
        rowKey={({ name }) => name}
        card={(row) => (
          <>
            <strong>{row.name}</strong>
            <div className={sbom.sub}>{row.question}</div>
            <div>
              <span className="quiet">Before </span>
              <Mds2Said said={row.before} />
            </div>
            <div>
              <span className="quiet">Now </span>
              <Mds2Said said={row.after} />
            </div>
          </>
        )}
      />
    </Section>
  )
}
