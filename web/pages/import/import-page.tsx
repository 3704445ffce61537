import { Button, NativeSelect, Radio, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ImportPreview, Inspection, Run, SourceRow, TableSettings, Upload } from '#web/api/contract.ts'
import {
  catalogueQuery,
  type ImportForm,
  inspectUpload,
  isUnderWay,
  previewImport,
  runQuery,
  sourcesQuery,
  startImport,
  uploadFile,
} from '#web/api/sources.ts'
import { useMay, useSession } from '#web/components/access.ts'
import { ColumnTable, ReportValues } from '#web/components/column-table.tsx'
import { PreviewCounts } from '#web/components/preview-counts.tsx'
import { RunCard } from '#web/components/run-card.tsx'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { FileChoice } from '#web/ui/file-choice.tsx'
import { Form, FormError } from '#web/ui/form.tsx'
import { Page } from '#web/ui/page.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { StepMarks } from '#web/ui/step-marks.tsx'
import { useChange } from '#web/ui/use-change.ts'

const steps = ['File', 'What it holds', 'Dry run', 'Import']
const newSource = 'new'

/** A file that was uploaded, and read with the columns of the source that it is for, where that is known. */
interface ReadUpload extends Upload {
  readonly source: SourceRow | null
  /** Why it could not be read as the source remembers. */
  readonly problem: Error | null
  /** The dry run, where the source remembers all that a person would be asked. */
  readonly asBefore: { readonly form: ImportForm; readonly preview: ImportPreview } | null
}

/** Sources whose files are of this kind. */
const fitting = (sources: readonly SourceRow[], { member }: Upload) =>
  sources.filter((source) => source.kind === 'connector' && source.member === member)

/** The source that remembers every column of the file; of several nobody can tell which. */
function ofSameColumns(sources: readonly SourceRow[], { columns }: Inspection): SourceRow | undefined {
  const names = columns.filter(({ refused }) => !refused).map(({ name }) => name)
  const known = sources.filter((source) => {
    const remembered = ((source.settings ?? {}) as Partial<TableSettings>).columns ?? {}
    return names.length > 0 && names.every((name) => name in remembered)
  })
  return known.length === 1 ? known[0] : undefined
}

/** From a file, as it is, to devices: nothing changes before the last step. */
export function ImportPage() {
  const { search } = useSearchState<{ source?: string }>()
  const [upload, setUpload] = useState<ReadUpload | null>(null)
  const [form, setForm] = useState<ImportForm | null>(null)
  const [preview, setPreview] = useState<ImportPreview | null>(null)
  const [run, setRun] = useState<Run | null>(null)
  const step = run ? 3 : preview ? 2 : upload ? 1 : 0
  // The step before may have been long, and its button stood at the end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the step that brings something new.
  useEffect(() => {
    window.scrollTo(0, 0)
  }, [step])
  return (
    <Page
      title="Import a file"
      parent={{ title: 'Sources', href: paths.sources() }}
      lead="An export as it is, with title rows and all. You see what would change before anything does, and an import can be undone."
    >
      <StepMarks steps={steps} current={step} />
      {step === 0 && (
        <ChooseFile
          usualSource={search.source}
          onUpload={(next) => {
            setUpload(next)
            setForm(next.asBefore?.form ?? null)
            setPreview(next.asBefore?.preview ?? null)
          }}
        />
      )}
      {step === 1 && upload && (
        <Columns
          upload={upload}
          before={form}
          onBack={() => setUpload(null)}
          onPreview={(next, found) => {
            setForm(next)
            setPreview(found)
          }}
        />
      )}
      {step === 2 && preview && form && (
        <DryRun
          preview={preview}
          form={form}
          asBefore={upload?.asBefore?.form === form ? upload.source : null}
          onBack={() => setPreview(null)}
          onStart={setRun}
        />
      )}
      {step === 3 && run && <Result run={run} />}
    </Page>
  )
}

function ChooseFile({
  usualSource,
  onUpload,
}: {
  usualSource: string | undefined
  onUpload: (upload: ReadUpload) => void
}) {
  const may = useMay()
  const queryClient = useQueryClient()
  const { organisation } = useSession()
  const catalogue = useQuery(catalogueQuery)
  const [progress, setProgress] = useState<number>()
  const send = useChange(
    async (file: File): Promise<ReadUpload> => {
      setProgress(0)
      const upload = await uploadFile(file, setProgress).finally(() => setProgress(undefined))
      const sources = fitting(await queryClient.ensureQueryData(sourcesQuery), upload)
      const isReport = catalogue.data?.connectors.find(({ id }) => id === upload.member)?.reads === 'report'
      const source =
        sources.find((one) => one.id === usualSource) ??
        (isReport && sources.length === 1 ? sources[0] : ofSameColumns(sources, upload.inspection))
      if (!source) return { ...upload, source: null, problem: null, asBefore: null }
      try {
        const inspection = await inspectUpload(upload.fileId, { sourceId: source.id })
        const asBefore = await lookAsBefore({ ...upload, inspection }, source, isReport, organisation.timeZone || 'UTC')
        return { ...upload, inspection, source, problem: null, asBefore }
      } catch (problem) {
        return { ...upload, source, problem: problem as Error, asBefore: null }
      }
    },
    { onDone: onUpload },
  )
  const known = catalogue.data?.connectors.flatMap((connector) => connector.extensions) ?? ['.csv', '.xlsx']
  const extensions = [...new Set(known)]
  const whyNot = may.whyNot('source:run')
  if (whyNot) return <Remark title="Not for your role">{whyNot}</Remark>
  return (
    <>
      <FileChoice
        label="Choose the file, or drop it here"
        hint={`An export of a CMMS, a monitoring platform or a directory, a scanner’s report, DHCP leases: ${extensions.join(', ')}. Columns that look like patient data are found and left out.`}
        accept={extensions.join(',')}
        onFile={(file) => send.mutate(file)}
        progress={progress ?? (send.isPending ? 1 : undefined)}
      />
      <FormError error={send.error} />
    </>
  )
}

/** The dry run at once, where every column and the order of dates are remembered; else a person says what the file holds. */
async function lookAsBefore(
  { fileId, inspection }: Upload,
  source: SourceRow,
  isReport: boolean,
  timeZone: string,
): Promise<ReadUpload['asBefore']> {
  const remembered = (source.settings ?? {}) as Partial<TableSettings>
  const isKnown =
    isReport || inspection.columns.every(({ name, refused }) => refused || name in (remembered.columns ?? {}))
  if (!isKnown || (inspection.ambiguousDates.length > 0 && !remembered.dateOrder)) return null
  const settings = settingsOf(inspection, source, timeZone)
  const form = {
    fileId,
    settings: isReport ? { ...remembered, ...settings, columns: {} } : settings,
    sourceId: source.id,
  }
  return { form, preview: await previewImport(form) }
}

/** What was guessed or is remembered, as settings that a person can correct. */
function settingsOf(inspection: Inspection, source: SourceRow | null, timeZone: string): TableSettings {
  const remembered = (source?.settings ?? {}) as Partial<TableSettings>
  const columns = Object.fromEntries(
    inspection.columns
      .filter((column) => !column.refused)
      .map((column) => [column.name, column.attribute ?? 'ignore'] as const),
  )
  return {
    columns,
    dateOrder: remembered.dateOrder ?? null,
    timeZone: remembered.timeZone ?? timeZone,
    ...(inspection.format.sheet ? { sheet: inspection.format.sheet } : {}),
  }
}

function Columns({
  upload,
  before,
  onBack,
  onPreview,
}: {
  upload: ReadUpload
  before: ImportForm | null
  onBack: () => void
  onPreview: (form: ImportForm, preview: ImportPreview) => void
}) {
  const { organisation } = useSession()
  const sources = useQuery(sourcesQuery)
  const catalogue = useQuery(catalogueQuery)
  const kind = catalogue.data?.connectors.find(({ id }) => id === upload.member)
  const isReport = kind?.reads === 'report'
  const timeZone = organisation.timeZone || 'UTC'
  const [inspection, setInspection] = useState(upload.inspection)
  const [sourceId, setSourceId] = useState(before ? (before.sourceId ?? newSource) : (upload.source?.id ?? newSource))
  const [name, setName] = useState(before?.name ?? upload.name.replace(/\.[^.]+$/, ''))
  const [settings, setSettings] = useState<TableSettings>(
    before?.settings ?? settingsOf(upload.inspection, upload.problem ? null : upload.source, timeZone),
  )

  const inspect = useChange(
    ({ source, sheet }: { source?: SourceRow; sheet?: string }) =>
      inspectUpload(upload.fileId, {
        ...(source && { sourceId: source.id }),
        ...(sheet && { settings: { sheet } }),
      }),
    {
      onDone: (found, { source, sheet }) => {
        setInspection(found)
        setSettings((now) => ({
          ...settingsOf(found, source ?? null, timeZone),
          ...(sheet && { dateOrder: now.dateOrder }),
        }))
      },
    },
  )
  const look = useChange((form: ImportForm) => previewImport(form), { onDone: (found, form) => onPreview(form, found) })

  const matching = fitting(sources.data ?? [], upload)
  const isNew = sourceId === newSource
  const remembered = matching.find((one) => one.id === sourceId)?.settings as Partial<TableSettings> | undefined
  const sheets = inspection.format.sheets?.split('\n').filter(Boolean) ?? []
  const attributes = Object.values(settings.columns).filter((attribute) => attribute !== 'ignore')
  const twice = attributes.find((attribute, index) => attributes.indexOf(attribute) !== index)
  const isIdentified = attributes.some((attribute) =>
    ['sourceKey', 'assetTag', 'serialNumber', 'macAddresses'].includes(attribute),
  )
  const disabledReason =
    isNew && !name.trim()
      ? 'Give the source a name.'
      : !isReport && !isIdentified
        ? 'Say which column holds the asset tag, the serial number or the MAC address: without one, no device can be told from another.'
        : !isReport && twice
          ? `Two columns stand for the same attribute. Set one of them to “Leave out”.`
          : inspection.ambiguousDates.length > 0 && !settings.dateOrder
            ? 'Answer the question about the dates.'
            : null

  return (
    <Form
      submit="Dry run"
      disabledReason={disabledReason}
      isSending={look.isPending}
      error={look.error ?? inspect.error ?? (inspect.isIdle ? upload.problem : null)}
      onSubmit={() =>
        look.mutate({
          fileId: upload.fileId,
          settings: isReport ? { ...remembered, ...settings, columns: {} } : settings,
          ...(isNew ? { name: name.trim(), member: upload.member } : { sourceId }),
        })
      }
      other={
        <Button variant="subtle" onClick={onBack}>
          Another file
        </Button>
      }
    >
      <Section
        title={upload.name}
        aside={[
          kind?.title,
          `${formatCount(Math.ceil(upload.bytes / 1024))} kB`,
          inspection.rows && `${formatCount(inspection.rows)} ${isReport ? 'records' : 'rows'}`,
          !isReport && `header in row ${inspection.headerRow}`,
        ]
          .filter(Boolean)
          .join(', ')}
      >
        <div
          style={{
            display: 'grid',
            gap: 'var(--space-4)',
            gridTemplateColumns: 'repeat(auto-fit, minmax(min(16rem, 100%), 1fr))',
          }}
        >
          <NativeSelect
            label="Source"
            description={
              isReport ? 'Its next report joins the same devices.' : 'Columns are remembered with the source.'
            }
            value={sourceId}
            onChange={(event) => {
              const next = event.currentTarget.value
              setSourceId(next)
              const source = matching.find((one) => one.id === next)
              inspect.mutate(source ? { source } : {})
            }}
            data={[
              { value: newSource, label: 'A new source' },
              ...matching.map((source) => ({ value: source.id, label: source.name })),
            ]}
          />
          {isNew && (
            <TextInput
              label="Name of the new source"
              description="The system that the file comes from."
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
          {sheets.length > 1 && (
            <NativeSelect
              label="Sheet"
              description="The workbook has several."
              value={settings.sheet ?? ''}
              onChange={(event) => inspect.mutate({ sheet: event.currentTarget.value })}
              data={sheets}
            />
          )}
        </div>
        {inspection.remarks.length > 0 && (
          <div style={{ marginTop: 'var(--space-4)' }}>
            <Remark tone="warn" title="To know">
              <ul style={{ margin: 0, paddingLeft: 'var(--space-4)' }}>
                {inspection.remarks.map((remark) => (
                  <li key={remark}>{remark}</li>
                ))}
              </ul>
            </Remark>
          </div>
        )}
      </Section>
      {inspection.ambiguousDates.length > 0 && (
        <Section title="How are the dates written?">
          <Radio.Group
            label={`Dates like ${inspection.ambiguousDates.slice(0, 3).join(', ')} can be two days. It is asked once for each source.`}
            value={settings.dateOrder ?? ''}
            onChange={(dateOrder) => setSettings({ ...settings, dateOrder: dateOrder as TableSettings['dateOrder'] })}
          >
            <Stack gap="xs" mt="sm">
              <Radio value="dmy" label="Day first: 03/04/2025 is 3 April 2025" />
              <Radio value="mdy" label="Month first: 03/04/2025 is 4 March 2025" />
            </Stack>
          </Radio.Group>
        </Section>
      )}
      {isReport ? (
        <Section title="What it says of devices" aside="The report itself says what each value is" flush>
          <ReportValues columns={inspection.columns} />
        </Section>
      ) : (
        <Section
          title="Columns"
          aside={
            isNew
              ? 'Guessed from their names and what stands in them'
              : 'As the source remembers them; others are guessed'
          }
          flush
        >
          <ColumnTable
            columns={inspection.columns}
            remembered={remembered?.columns ?? {}}
            chosen={settings.columns}
            onChange={(column, attribute) =>
              setSettings((now) => ({ ...now, columns: { ...now.columns, [column]: attribute } }))
            }
          />
        </Section>
      )}
    </Form>
  )
}

function DryRun({
  preview,
  form,
  asBefore,
  onBack,
  onStart,
}: {
  preview: ImportPreview
  form: ImportForm
  /** The source as which it was read without a question. */
  asBefore: SourceRow | null
  onBack: () => void
  onStart: (run: Run) => void
}) {
  const start = useChange(() => startImport(form), { onDone: onStart })
  const nothing = preview.new + preview.changed === 0
  return (
    <>
      {asBefore && (
        <Remark title={`Read as the last file of ${asBefore.name}`}>
          It remembers every column. To change one, or to import it as another source, go back.
        </Remark>
      )}
      <PreviewCounts preview={preview} />
      <FormError error={start.error} />
      <div style={{ display: 'flex', gap: 'var(--space-2)', justifyContent: 'flex-end', flexWrap: 'wrap' }}>
        <Button variant="subtle" onClick={onBack}>
          Back
        </Button>
        <Action
          loading={start.isPending}
          disabledReason={preview.rows === 0 ? 'The file holds no devices.' : null}
          onClick={() => start.mutate(undefined)}
        >
          {nothing ? 'Import all the same' : `Import ${formatCount(preview.new + preview.changed)} devices`}
        </Action>
      </div>
    </>
  )
}

function Result({ run: started }: { run: Run }) {
  const run = useQuery(runQuery(started.id))
  return (
    <Loaded query={run}>
      {(now) => (
        <>
          <Section title={isUnderWay(now) ? 'Importing' : 'The import'} flush>
            <RunCard run={now} />
          </Section>
          {!isUnderWay(now) && (
            <p>
              <AppLink href={paths.devices({ source: now.sourceId })}>The devices of this source</AppLink> ·{' '}
              <AppLink href={paths.source(now.sourceId)}>The source</AppLink> ·{' '}
              <AppLink href={paths.source(now.sourceId, 'skipped')}>What was skipped</AppLink>
            </p>
          )}
        </>
      )}
    </Loaded>
  )
}
