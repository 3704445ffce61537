import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ModelPage as ModelData } from '#web/api/contract.ts'
import { modelQuery, setStage } from '#web/api/models.ts'
import { humanise } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import { ReasonDialog } from '#web/components/reason-dialog.tsx'
import { LifeSustainingMark, SupportBadge } from '#web/components/state-badges.tsx'
import { WhatIfLink } from '#web/components/what-if-link.tsx'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { Absent, Facts } from '#web/ui/facts.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { Day } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { useParam } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { PlainTable } from '#web/ui/table.tsx'
import { classWord, confidenceWords, stageWords } from './model-words.ts'
import classes from './models.module.css'
import { StageDialog } from './stage-dialog.tsx'

const parent = { title: 'Models', href: paths.models() }
type Stage = ModelData['stages'][number]

export function ModelPage() {
  const model = useQuery(modelQuery(useParam('model')))
  return (
    <LoadedPage query={model} title="Model" parent={parent}>
      {(data) => <Model data={data} />}
    </LoadedPage>
  )
}

function Model({ data }: { data: ModelData }) {
  const { manufacturer, model } = data
  const alike = { manufacturer, model, alike: 'true' }
  return (
    <Page
      title={model}
      parent={parent}
      eyebrow="Model"
      lead={manufacturer || 'No manufacturer'}
      actions={
        data.devices > 0 && (
          <WhatIfLink step={{ kind: 'upgrade', where: { manufacturer, model } }}>
            What if it had another version
          </WhatIfLink>
        )
      }
    >
      <Section title="Key facts">
        <Facts
          facts={[
            { name: 'Devices', value: <CountLink href={paths.devices(alike)} count={data.devices} of="devices" /> },
            {
              name: 'Open findings',
              value: <CountLink href={paths.findings(alike)} count={data.openFindings} of="open findings" />,
            },
            { name: 'Class', value: data.deviceClass && classWord(data.deviceClass) },
            {
              name: 'Sustains life',
              value: data.isLifeSustaining ? <LifeSustainingMark /> : yesNo(data.isLifeSustaining),
            },
            { name: 'Implant', value: yesNo(data.isImplant) },
            {
              name: 'Support today',
              value: data.stage ? stageWords[data.stage] : <Absent>not recorded</Absent>,
            },
            data.nextStage !== null && {
              name: stageWords[data.nextStage.stage],
              value: (
                <>
                  from <Day on={data.nextStage.startsOn} />
                </>
              ),
            },
            {
              name: 'Criticality of its devices',
              value: data.criticality
                .map((one) => `${humanise(one.criticality)}: ${formatCount(one.devices)}`)
                .join(', '),
            },
          ]}
        />
      </Section>
      <Kind data={data} />
      <Stages data={data} />
      <Software data={data} />
      <Documents data={data} />
      {data.spellings.length > 1 && (
        <Section title="Spellings" flush>
          <PlainTable
            label="How devices write it"
            rows={data.spellings}
            rowKey={(row) => `${row.manufacturer}\n${row.model}`}
            columns={[
              { id: 'maker', title: 'Manufacturer', width: 12, grow: true, render: (row) => row.manufacturer || '—' },
              { id: 'model', title: 'Model', width: 12, grow: true, render: (row) => row.model },
              { id: 'devices', title: 'Devices', width: 6, align: 'end', render: (row) => formatCount(row.devices) },
            ]}
          />
        </Section>
      )}
    </Page>
  )
}

const yesNo = (is: boolean | null) => (is === null ? null : is ? 'Yes' : 'No')

/** What the FDA says it is, and how that is known. */
function Kind({ data }: { data: ModelData }) {
  const { classification, identifiers } = data
  return (
    <Section title="What the FDA says it is" aside={confidenceWords[classification.confidence ?? 'none']}>
      {classification.because === null ? (
        <p className={`quiet ${classes.because}`}>
          {identifiers.length === 0
            ? 'No device of it has a UDI-DI, and GUDID has no record of this manufacturer that is called so.'
            : 'GUDID names no product code for it.'}{' '}
          They come with the feeds “FDA product classification” and “GUDID”.{' '}
          <AppLink href={paths.sources()}>See the sources</AppLink>
        </p>
      ) : (
        <>
          <p className={classes.because}>{classification.because}.</p>
          <PlainTable
            label="Product codes"
            rows={classification.codes}
            rowKey={({ code }) => code}
            columns={[
              { id: 'code', title: 'Code', width: 5, render: ({ code }) => <span className="mono">{code}</span> },
              { id: 'name', title: 'Kind of device', width: 14, grow: true, render: ({ name }) => name ?? '—' },
              {
                id: 'class',
                title: 'Class',
                width: 8,
                render: ({ deviceClass }) => (deviceClass ? classWord(deviceClass) : '—'),
              },
              {
                id: 'regulation',
                title: '21 CFR',
                width: 7,
                render: ({ regulation }) => (regulation ? <span className="mono">{regulation}</span> : '—'),
              },
              {
                id: 'life',
                title: 'Sustains life',
                width: 8,
                render: ({ isLifeSustaining }) => yesNo(isLifeSustaining) ?? '—',
              },
              { id: 'implant', title: 'Implant', width: 6, render: ({ isImplant }) => yesNo(isImplant) ?? '—' },
            ]}
            card={({ code, name, deviceClass, regulation, isLifeSustaining, isImplant }) => (
              <>
                <div className={classes.name}>
                  <span className="mono">{code}</span> {name}
                </div>
                <div className={classes.facts}>
                  {deviceClass !== null && <span>{classWord(deviceClass)}</span>}
                  {regulation !== null && <span className="mono">21 CFR {regulation}</span>}
                  {isLifeSustaining && <LifeSustainingMark />}
                  {isImplant && <span>Implant</span>}
                </div>
              </>
            )}
          />
        </>
      )}
      <div className={classes.below}>
        <Facts
          columns="one"
          facts={[
            classification.gmdn.length > 0 && {
              name: 'GMDN',
              value: classification.gmdn.map(({ name, code }) => (code ? `${name} (${code})` : name)).join('; '),
            },
            ...identifiers.map(({ udiDi, devices, named }) => ({
              name: `UDI-DI of ${formatCount(devices)} ${devices === 1 ? 'device' : 'devices'}`,
              value: (
                <>
                  <span className="mono">{udiDi}</span> {named ?? <Absent>not in GUDID, as far as it was read</Absent>}
                </>
              ),
            })),
          ]}
        />
      </div>
    </Section>
  )
}

/** Stages of support as the hospital recorded them. */
function Stages({ data }: { data: ModelData }) {
  const may = useMay()
  const [dialog, setDialog] = useState<'record' | Stage | null>(null)
  const close = () => setDialog(null)
  const takeBack = (row: Stage) => (
    <Button
      variant="subtle"
      size="compact-sm"
      disabled={may.whyNot('device:write') !== null}
      aria-label={`Take back ${stageWords[row.stage]}`}
      onClick={() => setDialog(row)}
    >
      Take back
    </Button>
  )
  return (
    <Section
      title="Stages of support"
      aside="IMDRF N70"
      actions={
        <Action variant="default" disabledReason={may.whyNot('device:write')} onClick={() => setDialog('record')}>
          Record a stage
        </Action>
      }
    >
      {data.stages.length === 0 ? (
        <p className={`quiet ${classes.because}`}>
          Nobody recorded until when the manufacturer supports it. Its letter, contract or page says so.
        </p>
      ) : (
        <PlainTable
          label="Stages on record"
          rows={data.stages}
          rowKey={({ stage }) => stage}
          columns={[
            { id: 'stage', title: 'Stage', width: 9, render: ({ stage }) => stageWords[stage] },
            { id: 'from', title: 'From', width: 8, render: ({ startsOn }) => <Day on={startsOn} /> },
            { id: 'reason', title: 'Who says so', width: 14, grow: true, render: ({ reason }) => reason },
            { id: 'by', title: 'Recorded by', width: 9, render: ({ recordedBy }) => recordedBy },
            {
              id: 'back',
              title: 'Take back',
              isTitleHidden: true,
              width: 9,
              align: 'end',
              render: (row) => takeBack(row),
            },
          ]}
          card={(row) => (
            <>
              <div>
                <strong>{stageWords[row.stage]}</strong> from <Day on={row.startsOn} />
              </div>
              <div className={classes.sub}>
                {row.reason} · {row.recordedBy}
              </div>
              {takeBack(row)}
            </>
          )}
        />
      )}
      {dialog === 'record' && <StageDialog model={data} onClose={close} />}
      {dialog !== null && dialog !== 'record' && (
        <ReasonDialog
          title={`Take back “${stageWords[dialog.stage]}”`}
          submit="Take back"
          done="It is taken back."
          send={(reason) => setStage(data.id, { stage: dialog.stage, startsOn: null, reason })}
          onClose={close}
        >
          Nothing is said any more of when it begins. What was recorded stays in the audit trail.
        </ReasonDialog>
      )}
    </Section>
  )
}

function Software({ data }: { data: ModelData }) {
  const of = { manufacturer: data.manufacturer, model: data.model, alike: 'true' }
  if (data.versions.length + data.systems.length === 0) return null
  return (
    <Section title="Versions and systems" flush>
      {data.versions.length > 0 && (
        <PlainTable
          label="Versions"
          rows={data.versions}
          rowKey={({ version }) => version}
          columns={[
            {
              id: 'version',
              title: 'Software version',
              width: 12,
              grow: true,
              render: ({ version }) => <span className="mono">{version}</span>,
            },
            { id: 'devices', title: 'Devices', width: 6, align: 'end', render: ({ devices }) => formatCount(devices) },
          ]}
        />
      )}
      {data.systems.length > 0 && (
        <PlainTable
          label="Operating systems"
          rows={data.systems}
          rowKey={({ system }) => system}
          columns={[
            { id: 'system', title: 'Operating system', width: 14, grow: true, render: ({ system }) => system },
            {
              id: 'support',
              title: 'System support',
              width: 12,
              render: ({ support }) => (support ? <SupportBadge support={support} /> : '—'),
            },
            {
              id: 'devices',
              title: 'Devices',
              width: 6,
              align: 'end',
              render: ({ system, devices }) => (
                <CountLink href={paths.devices({ ...of, q: system })} count={devices} of="devices" />
              ),
            },
          ]}
          card={({ system, support, devices }) => (
            <>
              <div className={classes.name}>{system}</div>
              <div className={classes.facts}>
                <CountLink href={paths.devices({ ...of, q: system })} count={devices} of="devices" />
                {support && <SupportBadge support={support} />}
              </div>
            </>
          )}
        />
      )}
    </Section>
  )
}

type DocumentOfModel = ModelData['bills'][number]

function Documents({ data }: { data: ModelData }) {
  const listed = (of: readonly DocumentOfModel[], path: (id: string) => string) =>
    of.length === 0 ? null : (
      <ul>
        {of.map((one) => (
          <li key={one.id}>
            <AppLink href={path(one.id)}>
              {one.manufacturer} {one.model}, {one.versions || 'every version'}
            </AppLink>
            {!one.counts && <span className="quiet"> · {one.isSure ? 'another counts' : 'may be of it'}</span>}
          </li>
        ))}
      </ul>
    )
  return (
    <Section title="Documents">
      <Facts
        columns="one"
        facts={[
          { name: 'SBOMs', value: listed(data.bills, (id) => paths.sbom(id)) ?? <Absent>none yet</Absent> },
          { name: 'MDS2 forms', value: listed(data.forms, (id) => paths.mds2Form(id)) ?? <Absent>none yet</Absent> },
        ]}
      />
    </Section>
  )
}
