import { Button, SegmentedControl } from '@mantine/core'
import { IconBrandWindows, IconShieldCheck } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeviceWindows, WindowsVulnerability } from '#web/api/contract.ts'
import { windowsUpdatesQuery, windowsVulnerabilitiesQuery } from '#web/api/devices.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Absent, Facts } from '#web/ui/facts.tsx'
import { Day } from '#web/ui/moment.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, PlainTable, RowLink } from '#web/ui/table.tsx'
import classes from './device-windows-updates.module.css'
import { AnswerBadge, ExploitedMark } from './state-badges.tsx'

/** What is open on the Windows of the device, which update cures most of it, and what is installed. */
export function DeviceWindowsUpdates({ device }: { device: string }) {
  const updates = useQuery(windowsUpdatesQuery(device))
  return (
    <Loaded query={updates}>
      {(data) => (
        <div className={classes.stack}>
          {data.lacks === null ? <Answered data={data} /> : <Lacking data={data} lacks={data.lacks} />}
          <Installed data={data} />
          {data.lacks === null && <Vulnerabilities device={device} counts={data.counts} />}
        </div>
      )}
    </Loaded>
  )
}

const lacking: Record<NonNullable<DeviceWindows['lacks']>, { title: string; text: string }> = {
  intelligence: {
    title: 'Nothing of Microsoft’s was read yet',
    text: 'Add the source “Microsoft (MSRC)”: it says which update cures which vulnerability.',
  },
  system: {
    title: 'The operating system names no Windows that is told apart',
    text: 'Correct the attribute “Operating system”, such as: Windows 10 1809 x64.',
  },
  release: {
    title: 'Which release of Windows it is, is not known',
    text: 'Add the release or the build to the attribute “Operating system”: 1809, 21H2, 10.0.17763.5329.',
  },
  product: {
    title: 'Microsoft’s documents do not name this Windows',
    text: 'It was out of support before they begin, or the sources that were read do not go back so far.',
  },
}

function Lacking({ data, lacks }: { data: DeviceWindows; lacks: NonNullable<DeviceWindows['lacks']> }) {
  const { title, text } = lacking[lacks]
  return (
    <Empty icon={<IconBrandWindows size={28} aria-hidden />} title={title}>
      {text} {lacks === 'intelligence' && <AppLink href={paths.sources()}>Sources</AppLink>}
      {data.product}
    </Empty>
  )
}

function Answered({ data }: { data: DeviceWindows }) {
  const { counts, cures } = data
  const isBlind = data.installed.length === 0 && !data.isBuildExact
  return (
    <>
      {isBlind && (
        <Remark tone="warn" title="Its state of repair is not known">
          Neither its installed updates nor its exact build is known, so nobody can tell which vulnerabilities are open.
          Import the output of <span className="mono">systeminfo</span>, or add the build to the operating system.
        </Remark>
      )}
      <Section title="Windows">
        <Facts
          facts={[
            { name: 'In Microsoft’s words', value: data.product },
            {
              name: 'Build',
              value: data.build && (
                <>
                  <span className="mono">{data.build}</span>{' '}
                  {!data.isBuildExact && <Absent>state of repair not said</Absent>}
                </>
              ),
            },
            { name: 'Open', value: formatCount(counts.open) },
            { name: 'May be open', value: formatCount(counts.cannotTell) },
            { name: 'Cured', value: formatCount(counts.cured) },
            { name: 'Last mended by Microsoft', value: data.lastNamedOn && <Day on={data.lastNamedOn} /> },
          ]}
        />
      </Section>
      {cures.length > 0 && (
        <Section title="What would cure it" aside="each cures the most of what those before it leave" flush>
          <PlainTable
            label="Updates that cure most"
            rows={cures}
            columns={cureColumns}
            rowKey={(row) => row.update}
            card={(row) => <CureCard row={row} />}
          />
        </Section>
      )}
    </>
  )
}

const CureCard = ({ row }: { row: DeviceWindows['cures'][number] }) => (
  <>
    <strong className="mono">{row.update}</strong> cures {formatCount(row.cves)}
    <div className="quiet small">
      {row.postedOn && <Day on={row.postedOn} />}
      {row.build && ` leaves build ${row.build}`}
    </div>
  </>
)

const cureColumns: Column<DeviceWindows['cures'][number]>[] = [
  {
    id: 'update',
    title: 'Update',
    width: 9,
    grow: true,
    render: (row) => <span className="mono">{row.update}</span>,
  },
  { id: 'posted', title: 'Published', width: 8, render: (row) => (row.postedOn ? <Day on={row.postedOn} /> : dash) },
  {
    id: 'build',
    title: 'Leaves build',
    width: 9,
    render: (row) => (row.build ? <span className="mono">{row.build}</span> : dash),
  },
  { id: 'cves', title: 'Cures', width: 6, align: 'end', render: (row) => formatCount(row.cves) },
]

const dash = <span className="quiet">—</span>

const answers = [
  { value: 'affected', title: 'Open', count: 'open' },
  { value: 'cannot_tell', title: 'May be open', count: 'cannotTell' },
  { value: 'not_affected', title: 'Cured', count: 'cured' },
] as const
type Answer = (typeof answers)[number]['value']

function Vulnerabilities({ device, counts }: { device: string; counts: DeviceWindows['counts'] }) {
  const { search, setSearch } = useSearchState<{ answer?: Answer }>()
  // The gravest that there is: a list that begins empty seems to have none.
  const chosen = search.answer ?? answers.find(({ count }) => counts[count] > 0)?.value ?? 'affected'
  const vulnerabilities = useInfiniteQuery(windowsVulnerabilitiesQuery(device, { answer: chosen }))
  return (
    <Section title="Vulnerabilities" aside="known exploited first, then the gravest" flush>
      <div className={classes.filter}>
        <SegmentedControl
          size="xs"
          aria-label="Which vulnerabilities"
          value={chosen}
          data={answers.map(({ value, title, count }) => ({ value, label: `${title} ${formatCount(counts[count])}` }))}
          onChange={(value) => setSearch({ answer: value as Answer })}
        />
      </div>
      <PagedTable
        label="Vulnerabilities"
        query={vulnerabilities}
        columns={vulnerabilityColumns}
        rowKey={(row) => row.cve}
        rowHref={(row) => paths.vulnerability(row.cve)}
        rowHeight={64}
        cardHeight={132}
        card={(row) => <VulnerabilityCard row={row} />}
        empty={
          <Empty icon={<IconShieldCheck size={28} aria-hidden />} title="None">
            No vulnerability that Microsoft names for this Windows is answered so.
          </Empty>
        }
      />
    </Section>
  )
}

const why = ({ because }: WindowsVulnerability) => because.at(-1)?.text ?? ''

const vulnerabilityColumns: Column<WindowsVulnerability>[] = [
  {
    id: 'cve',
    title: 'Vulnerability',
    width: 14,
    render: (row) => (
      <>
        <RowLink href={paths.vulnerability(row.cve)}>{row.cve}</RowLink>
        <div className={classes.sub}>{row.title}</div>
      </>
    ),
  },
  {
    id: 'severity',
    title: 'By Microsoft',
    width: 9,
    render: (row) => (
      <>
        {row.severity || dash} {row.isKnownExploited && <ExploitedMark isShort />}
      </>
    ),
  },
  { id: 'answer', title: 'Answer', width: 9, render: (row) => <AnswerBadge answer={row.answer} /> },
  {
    id: 'why',
    title: 'Why',
    width: 20,
    grow: true,
    render: (row) => <span className={classes.why}>{why(row)}</span>,
  },
]

const VulnerabilityCard = ({ row }: { row: WindowsVulnerability }) => (
  <>
    <RowLink href={paths.vulnerability(row.cve)}>{row.cve}</RowLink> {row.isKnownExploited && <ExploitedMark isShort />}
    <div className={classes.sub}>{[row.severity, row.title].filter(Boolean).join(' · ')}</div>
    <div className={classes.why}>{why(row)}</div>
  </>
)

const atFirst = 6

function Installed({ data: { installed, isListWhole } }: { data: DeviceWindows }) {
  const [isAll, setIsAll] = useState(false)
  if (installed.length === 0) return null
  return (
    <Section
      title="Installed updates"
      aside={
        isListWhole
          ? formatCount(installed.length)
          : `${formatCount(installed.length)}, and more that the source does not name`
      }
      flush
      actions={
        installed.length > atFirst && (
          <Button variant="default" size="compact-sm" onClick={() => setIsAll(!isAll)} aria-expanded={isAll}>
            {isAll ? 'Fewer' : 'All'}
          </Button>
        )
      }
    >
      <PlainTable
        label="What is installed"
        rows={isAll ? installed : installed.slice(0, atFirst)}
        columns={installedColumns}
        rowKey={(row) => row.update}
        card={(row) => <InstalledCard row={row} />}
      />
    </Section>
  )
}

const InstalledCard = ({ row }: { row: DeviceWindows['installed'][number] }) => (
  <>
    <strong className="mono">{row.update}</strong>
    <div className="quiet small">
      {row.postedOn && <Day on={row.postedOn} />} {containsText(row)}
    </div>
  </>
)

const containsText = ({ contains }: DeviceWindows['installed'][number]) =>
  contains === null
    ? 'in no list'
    : contains === 0
      ? ''
      : `takes the place of ${formatCount(contains)} ${contains === 1 ? 'update' : 'updates'}`

const installedColumns: Column<DeviceWindows['installed'][number]>[] = [
  { id: 'update', title: 'Update', width: 9, grow: true, render: (row) => <span className="mono">{row.update}</span> },
  { id: 'posted', title: 'Published', width: 8, render: (row) => (row.postedOn ? <Day on={row.postedOn} /> : dash) },
  {
    id: 'contains',
    title: 'Takes the place of',
    width: 12,
    align: 'end',
    render: (row) =>
      row.contains === null ? (
        <span className="quiet">in no list</span>
      ) : row.contains === 0 ? (
        dash
      ) : (
        `${formatCount(row.contains)} ${row.contains === 1 ? 'update' : 'updates'}`
      ),
  },
]
