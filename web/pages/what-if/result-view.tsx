import type { ReactNode } from 'react'
import type { WhatIfResult, WhatIfStep } from '#web/api/contract.ts'
import { humanise } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { Section } from '#web/ui/section.tsx'
import { type Column, PlainTable } from '#web/ui/table.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'
import { ChangeCard, changeColumns, parts } from './change.tsx'
import { RiskPicture } from './risk-picture.tsx'
import { stepInWords } from './step-words.ts'
import classes from './what-if.module.css'

export type By = 'site' | 'model' | 'manufacturer'

const harms = parts.filter(([part]) => ['risk', 'safety', 'care', 'privacy'].includes(part))
const some = (count: number, one: string) => `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`

export const hoursOf = (minutes: number | null) =>
  minutes === null ? '—' : `${formatCount(Math.max(1, Math.round(minutes / 60)))} h`

/** What a scenario comes to: totals, picture, places and models, what is to be done about it. */
export function ResultView({
  result,
  steps,
  by,
  byHref,
  actions,
}: {
  result: WhatIfResult
  steps: readonly WhatIfStep[]
  by: By
  byHref: (by: By) => string
  actions?: ReactNode
}) {
  const { total, moves } = result
  return (
    <>
      <Section
        title="What it would change"
        aside={
          <>
            on the data of <Moment at={result.computedAt} />
          </>
        }
        actions={actions}
      >
        <Summary result={result} />
        <PlainTable
          label="Risk before and after"
          rows={parts.map(([part, title]) => ({
            title,
            before: total.before[part],
            after: total.after[part],
          }))}
          rowKey={({ title }) => title}
          columns={[
            { id: 'part', title: 'Of all devices', width: 10, grow: true, render: ({ title }) => title },
            ...changeColumns<{ title: string; before: number; after: number }>((row) => row),
          ]}
          card={(row) => <ChangeCard {...row} />}
        />
        <p className="quiet small">
          Risk is the sum over the devices of the worst that is open on each: a patch that cures ten flaws of a device
          counts once. Safety, care and privacy are likelihood × harm, of the worst on each device.
        </p>
      </Section>
      {moves.findings > 0 && (
        <Section title="In pictures">
          <div className={classes.pictures}>
            <div>
              <h3>All devices, by axis</h3>
              <RiskPicture
                title="Risk by axis"
                bars={harms.map(([part, title]) => ({
                  name: title,
                  before: total.before[part],
                  after: total.after[part],
                }))}
              />
            </div>
            <div>
              <h3>Sites that change, by risk</h3>
              <RiskPicture
                title="Risk by site"
                bars={result.sites.slice(0, 8).map(({ site, before, after }) => ({
                  name: site || 'No site stated',
                  before: before.risk,
                  after: after.risk,
                }))}
              />
            </div>
          </div>
        </Section>
      )}
      {moves.findings > 0 && <Groups result={result} by={by} byHref={byHref} />}
      <StepsSection result={result} steps={steps} />
    </>
  )
}

function Summary({ result: { total, moves, minutes, appetiteVersion, actions } }: { result: WhatIfResult }) {
  if (moves.findings === 0) return <Remark title="No finding moves">Nothing that is open would be otherwise.</Remark>
  const told = [
    moves.leave > 0 && `${formatCount(moves.leave)} leave`,
    moves.come > 0 && `${formatCount(moves.come)} come`,
    moves.better > 0 && `${formatCount(moves.better)} score lower`,
    moves.worse > 0 && `${formatCount(moves.worse)} score higher or otherwise`,
  ].filter(Boolean)
  return (
    <>
      <p>
        <strong>{some(moves.findings, 'finding')}</strong> would move: {told.join(', ')}.
        {minutes !== null && ` Working time by the remediation library: ${hoursOf(minutes)}.`}
      </p>
      {moves.leave > 0 && total.before.risk === total.after.risk && (
        <p>The risk stays as it is: on each of these devices something as bad stays open.</p>
      )}
      {appetiteVersion !== null && actions.length > 0 && (
        <p>
          Of these, by <AppLink href={paths.appetite()}>the appetite in force</AppLink>:{' '}
          {actions
            .map(
              ({ action, before, after }) => `${action ?? 'no action'} ${formatCount(before)} → ${formatCount(after)}`,
            )
            .join('; ')}
          .
        </p>
      )}
    </>
  )
}

type Grouped = { name: string; before: WhatIfResult['total']['before']; after: WhatIfResult['total']['after'] }

function Groups({ result, by, byHref }: { result: WhatIfResult; by: By; byHref: (by: By) => string }) {
  const rows: Record<By, Grouped[]> = {
    site: result.sites.map(({ site, ...both }) => ({ name: site || 'No site stated', ...both })),
    model: result.models.map(({ manufacturer, model, ...both }) => ({
      name: [manufacturer, model].filter(Boolean).join(' ') || 'No model stated',
      ...both,
    })),
    manufacturer: result.manufacturers.map(({ manufacturer, ...both }) => ({
      name: manufacturer || 'No manufacturer stated',
      ...both,
    })),
  }
  const titles: Record<By, string> = { site: 'Site', model: 'Model', manufacturer: 'Manufacturer' }
  const columns: Column<Grouped>[] = [
    { id: 'name', title: titles[by], width: 10, grow: true, render: ({ name }) => name },
    ...changeColumns<Grouped>(({ before, after }) => ({ before: before.risk, after: after.risk }), 'Risk'),
    ...changeColumns<Grouped>(({ before, after }) => ({ before: before.safety, after: after.safety }), 'Safety').slice(
      2,
    ),
    ...changeColumns<Grouped>(({ before, after }) => ({ before: before.care, after: after.care }), 'Care').slice(2),
    ...changeColumns<Grouped>(
      ({ before, after }) => ({ before: before.privacy, after: after.privacy }),
      'Privacy',
    ).slice(2),
    ...changeColumns<Grouped>(
      ({ before, after }) => ({ before: before.findings, after: after.findings }),
      'Findings',
    ).slice(2),
  ]
  const bands = [
    ...result.bands.map(({ band, before, after }) => ({ name: `${humanise(band)} findings`, before, after })),
    ...result.deviceBands.map(({ band, before, after }) => ({
      name: band ? `Devices whose worst is ${band}` : 'Devices on which nothing is open',
      before,
      after,
    })),
  ].filter(({ before, after }) => before !== after)
  return (
    <>
      <Section title="Where it changes" flush>
        <LinkTabs
          label="Split by"
          current={by}
          tabs={(['site', 'model', 'manufacturer'] as const).map((id) => ({
            id,
            title: titles[id],
            count: rows[id].length,
            href: byHref(id),
          }))}
        />
        <PlainTable
          label={`Risk by ${by}`}
          rows={rows[by]}
          rowKey={({ name }) => name}
          columns={columns}
          card={({ name, before, after }) => <ChangeCard title={name} before={before.risk} after={after.risk} />}
        />
      </Section>
      {bands.length > 0 && (
        <Section title="By band" flush>
          <PlainTable
            label="Findings and devices by band"
            rows={bands}
            rowKey={({ name }) => name}
            columns={[
              { id: 'name', title: 'Band', width: 12, grow: true, render: ({ name }) => name },
              ...changeColumns<{ name: string; before: number; after: number }>((row) => row, '', true),
            ]}
            card={({ name, ...row }) => <ChangeCard title={name} {...row} isPlain />}
          />
        </Section>
      )}
    </>
  )
}

function StepsSection({ result, steps }: { result: WhatIfResult; steps: readonly WhatIfStep[] }) {
  const rows = result.steps.flatMap((one, at) => {
    const step = steps[at]
    return step ? [{ ...one, at, text: stepInWords(step) }] : []
  })
  const notes = rows.flatMap(({ at, notes: own }) => own.map((text) => `Step ${at + 1}: ${text}`))
  return (
    <Section title="Step by step" flush>
      <PlainTable
        label="Steps"
        rows={rows}
        rowKey={({ at }) => String(at)}
        columns={[
          { id: 'at', title: 'Step', width: 4, render: ({ at }) => at + 1 },
          { id: 'text', title: 'What is done', width: 14, grow: true, render: ({ text }) => text },
          { id: 'devices', title: 'Devices', width: 6, align: 'end', render: ({ devices }) => formatCount(devices) },
          {
            id: 'findings',
            title: 'Findings',
            width: 6,
            align: 'end',
            render: ({ findings }) => formatCount(findings),
          },
          { id: 'hours', title: 'Work', width: 6, align: 'end', render: ({ minutes }) => hoursOf(minutes) },
        ]}
        card={({ at, text, devices, findings, minutes }) => (
          <div className={classes.cards}>
            <strong>
              {at + 1}. {text}
            </strong>
            <span>
              {some(devices, 'device')}, {some(findings, 'finding')}, work {hoursOf(minutes)}
            </span>
          </div>
        )}
      />
      {notes.length > 0 && (
        <Remark tone="warn" title="What it does not do">
          <ul className={classes.notes}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Remark>
      )}
    </Section>
  )
}
