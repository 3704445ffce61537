import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type Certainty, matchedDevicesQuery } from '#web/api/advisories.ts'
import type { MatchedGroup, MatchedReason } from '#web/api/contract.ts'
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

/** Its devices, however they are spelt. */
const hrefOf = (
  advisory: string,
  { manufacturer, model, site, careArea }: MatchedGroup,
  countsAs?: DeviceSearch['countsAs'],
) => paths.devices({ advisory, manufacturer, model, site, careArea, alike: 'true', active: 'true', countsAs })

const nameOf = ({ manufacturer, model }: MatchedGroup) => `${manufacturer} ${model}`.trim() || 'Model not known'

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
    title: 'Model and ward',
    width: 14,
    render: (row) => (
      <>
        <AppLink href={hrefOf(advisory, row)}>{nameOf(row)}</AppLink>
        <div>{row.careArea || <span className="quiet">ward not known</span>}</div>
        <div className={classes.sub}>{row.site || 'site not known'}</div>
      </>
    ),
  },
  {
    id: 'why',
    title: 'Devices, and why',
    width: 14,
    grow: true,
    render: (row) => <Why advisory={advisory} row={row} />,
  },
  {
    id: 'done',
    title: 'Work',
    width: 7.5,
    render: (row) => <Work row={row} />,
  },
]

/** What decided, first and whole; all else that was compared is a key away. */
const Why = ({ advisory, row }: { advisory: string; row: MatchedGroup }) => (
  <div className={classes.why}>
    {!row.whyAffected && !row.whyLook && <span className="quiet">None any more</span>}
    {row.whyAffected && (
      <Reason reason={row.whyAffected}>
        <CountLink href={hrefOf(advisory, row, 'affected')} count={row.affected} of="devices affected" /> affected
      </Reason>
    )}
    {row.whyLook && (
      <Reason reason={row.whyLook}>
        <CountLink
          href={hrefOf(advisory, row, 'to_look_at')}
          count={row.cannotTell}
          of="devices of which nobody can tell"
        />{' '}
        {row.cannotTell === 1 ? 'needs' : 'need'} a look
      </Reason>
    )}
  </div>
)

const Reason = ({ reason, children }: { reason: MatchedReason; children: ReactNode }) => (
  <div>
    <strong>{children}:</strong> {reason.deciding}
    <details className={classes.compared}>
      <summary>{percent(reason.probability)} likely affected: all that was compared</summary>
      <ul>
        {reason.compared.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  </div>
)

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

/** How many wards are named; of more their number is told. */
const mostNamed = 3

const wardOf = ({ site, careArea }: MatchedGroup) =>
  careArea || (site ? `a ward not known of ${site}` : 'a ward not known')

/** “14 Drip 3000 in ICU and Ward 4 are affected, and 3 need a look.” */
export function inWords(groups: readonly MatchedGroup[]): string {
  const affected = groups.filter((group) => group.affected > 0)
  const models = [...Map.groupBy(affected, inWordsOf)].toSorted(
    ([, one], [, other]) => affectedIn(other) - affectedIn(one),
  )
  const look = groups.reduce((sum, group) => sum + group.cannotTell, 0)
  const unclear = look > 0 ? `${formatCount(look)} ${look === 1 ? 'needs' : 'need'} a look` : ''
  if (models.length === 0) return unclear ? `Perhaps: ${unclear}.` : 'It speaks of no device here.'
  const named = models
    .slice(0, 3)
    .map(([name, wards]) => `${formatCount(affectedIn(wards))} ${name} in ${placesOf(wards)}`)
  if (models.length > 3) named.push(words(models.length - 3, 'more model', 'more models'))
  return `${listed(named)} ${affectedIn(affected) === 1 ? 'is' : 'are'} affected${unclear ? `, and ${unclear}` : ''}.`
}

/** A model that begins with a number would be read as how many there are. */
const inWordsOf = (group: MatchedGroup) =>
  (/^\d/.test(group.model) ? nameOf(group) : group.model || group.manufacturer) || 'devices'

const affectedIn = (groups: readonly MatchedGroup[]) => groups.reduce((sum, group) => sum + group.affected, 0)

function placesOf(groups: readonly MatchedGroup[]): string {
  const wards = [...new Set(groups.map((group) => [group.site, group.careArea].join('\n')))]
  if (wards.length > mostNamed) return words(wards.length, 'ward', 'wards')
  return listed([...new Set(groups.map(wardOf))])
}

const listed = (texts: readonly string[]) =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`

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
          size="sm"
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
                    <AppLink href={hrefOf(advisory, row)}>{nameOf(row)}</AppLink>
                    <div className={classes.sub}>
                      {[row.careArea, row.site].filter(Boolean).join(', ') || 'place not known'}
                    </div>
                    <Why advisory={advisory} row={row} />
                    <div className={classes.cardNumbers}>
                      <Work row={row} />
                    </div>
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
