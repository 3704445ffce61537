import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Certainty, matchedDevicesQuery } from '#web/api/advisories.ts'
import type { MatchedGroup } from '#web/api/contract.ts'
import type { DeviceSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, PlainTable } from '#web/ui/table.tsx'
import classes from './advisories.module.css'

/** What one can take in; the rest is a click away, and past `most` in the list of devices. */
const atFirst = 8
const most = 200

const hrefOf = (advisory: string, { model, site, careArea }: MatchedGroup, countsAs?: DeviceSearch['countsAs']) =>
  paths.devices({ advisory, model, site, careArea, active: 'true', countsAs })

/** What counts in none of the numbers, for those who want to see it. */
const SetAside = ({ advisory, devices }: { advisory: string; devices: number }) =>
  devices > 0 && (
    <>
      {' '}
      <AppLink href={paths.devices({ advisory, active: 'true', countsAs: 'set_aside' })}>
        Set aside: {formatCount(devices)}
      </AppLink>
    </>
  )

const columnsOf = (advisory: string): Column<MatchedGroup>[] => [
  {
    id: 'model',
    title: 'Model',
    width: 12,
    grow: true,
    render: (row) => (
      <>
        <AppLink href={hrefOf(advisory, row)}>
          {row.manufacturer} {row.model}
        </AppLink>
        <div className={classes.because} title={row.because}>
          {row.because}
        </div>
      </>
    ),
  },
  {
    id: 'place',
    title: 'Ward',
    width: 8,
    render: (row) => (
      <>
        {row.careArea || <span className="quiet">ward not known</span>}
        <div className={classes.sub}>{row.site || 'site not known'}</div>
      </>
    ),
  },
  {
    id: 'devices',
    title: 'Affected',
    width: 6,
    align: 'end',
    render: (row) => <CountLink href={hrefOf(advisory, row, 'affected')} count={row.affected} of="devices affected" />,
  },
  {
    id: 'look',
    title: 'To look at',
    width: 6.5,
    align: 'end',
    render: (row) => (
      <CountLink
        href={hrefOf(advisory, row, 'to_look_at')}
        count={row.cannotTell}
        of="devices of which nobody can tell"
      />
    ),
  },
  { id: 'sure', title: 'Sure', width: 5, align: 'end', render: (row) => percent(row.probability) },
  {
    id: 'done',
    title: 'Work',
    width: 7.5,
    render: (row) => <Work row={row} />,
  },
]

/** Lines that say nothing are left out. */
const Work = ({ row }: { row: MatchedGroup }) => (
  <>
    {row.notRemediated > 0 && <div>{formatCount(row.notRemediated)} to do</div>}
    {row.inProgress > 0 && <div>{formatCount(row.inProgress)} in progress</div>}
    {row.done > 0 && <div className="quiet">{formatCount(row.done)} done</div>}
  </>
)

const percent = (probability: number) => `${Math.floor(probability * 100)} %`

const words = (count: number, one: string, many: string) => `${formatCount(count)} ${count === 1 ? one : many}`

/** “These 14 Drip 3000 in 3 wards are affected, and 3 need a look.” */
export function inWords(groups: readonly MatchedGroup[]): string {
  const models = new Map<string, { affected: number; wards: Set<string> }>()
  for (const { model, manufacturer, site, careArea, affected } of groups) {
    if (affected === 0) continue
    const name = model || manufacturer || 'devices'
    const one = models.get(name) ?? { affected: 0, wards: new Set<string>() }
    one.affected += affected
    one.wards.add(`${site}\n${careArea}`)
    models.set(name, one)
  }
  const look = groups.reduce((sum, group) => sum + group.cannotTell, 0)
  const named = [...models]
    .slice(0, 3)
    .map(([name, { affected, wards }]) => `${formatCount(affected)} ${name} in ${words(wards.size, 'ward', 'wards')}`)
  if (models.size > 3) named.push(words(models.size - 3, 'more model', 'more models'))
  const unclear = look > 0 ? `${formatCount(look)} ${look === 1 ? 'needs' : 'need'} a look` : ''
  if (named.length === 0) return unclear ? `Perhaps: ${unclear}.` : 'It speaks of no device here.'
  return `${named.join(', ')} ${named.length === 1 && models.size === 1 && [...models.values()][0]!.affected === 1 ? 'is' : 'are'} affected${unclear ? `, and ${unclear}` : ''}.`
}

/** Which devices an advisory matches, down to how sure a match has to be, and what is done about them. */
export function MatchedDevices({
  advisory,
  certainty,
  onCertainty,
}: {
  advisory: string
  certainty: Certainty
  onCertainty: (certainty: Certainty) => void
}) {
  const matches = useQuery(matchedDevicesQuery(advisory, certainty))
  const [areAll, setAreAll] = useState(false)
  const shown = areAll ? most : atFirst
  return (
    <Section
      title="Devices here"
      flush
      actions={
        <SegmentedControl
          size="xs"
          aria-label="How sure a match has to be"
          value={certainty}
          onChange={(value) => onCertainty(value as Certainty)}
          data={[
            { value: 'sure', label: 'Sure' },
            { value: 'likely', label: 'Likely' },
            { value: 'all', label: 'All that may be' },
          ]}
        />
      }
    >
      <Loaded query={matches}>
        {({ groups, counts, setAside }) =>
          groups.length === 0 ? (
            <Empty title={certainty === 'all' ? 'No device here is spoken of' : 'None is that sure'}>
              {certainty === 'all'
                ? 'New devices are matched as they come.'
                : 'Choose “All that may be” to see also what nobody can tell.'}
              <SetAside advisory={advisory} devices={setAside} />
            </Empty>
          ) : (
            <>
              <p className={classes.statement}>
                <strong>{inWords(groups)}</strong>{' '}
                <span className="quiet">
                  {words(counts.devices, 'device', 'devices')}: {formatCount(counts.notRemediated)} not remediated,{' '}
                  {formatCount(counts.inProgress)} in progress, {formatCount(counts.done)} done.
                </span>
                <SetAside advisory={advisory} devices={setAside} />
              </p>
              <PlainTable
                label="Devices by model and ward"
                columns={columnsOf(advisory)}
                rows={groups.slice(0, shown)}
                rowKey={(row) => [row.manufacturer, row.model, row.site, row.careArea].join('\n')}
                card={(row) => (
                  <>
                    <AppLink href={hrefOf(advisory, row)}>
                      {row.manufacturer} {row.model}
                    </AppLink>
                    <div className={classes.sub}>
                      {[row.careArea, row.site].filter(Boolean).join(', ') || 'place not known'}
                    </div>
                    <div>
                      {formatCount(row.affected)} affected, {formatCount(row.cannotTell)}{' '}
                      {row.cannotTell === 1 ? 'needs' : 'need'} a look · {percent(row.probability)} sure
                    </div>
                    <div className={classes.because}>{row.because}</div>
                  </>
                )}
              />
              {groups.length > shown && (
                <p className={classes.statement}>
                  {areAll ? (
                    <>
                      The first {most} of {formatCount(groups.length)}.{' '}
                      <AppLink href={paths.devices({ advisory, active: 'true' })}>All devices</AppLink>
                    </>
                  ) : (
                    <Button variant="default" size="compact-md" onClick={() => setAreAll(true)}>
                      All {formatCount(groups.length)} models and wards
                    </Button>
                  )}
                </p>
              )}
            </>
          )
        }
      </Loaded>
    </Section>
  )
}
