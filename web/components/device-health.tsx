import { useQuery } from '@tanstack/react-query'
import type { DeviceHealth as Health } from '#web/api/contract.ts'
import { deviceHealthQuery } from '#web/api/inventory-health.ts'
import { healthListWords } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Facts } from '#web/ui/facts.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { HealthNext, HealthWhy } from './health-why.tsx'
import { ScoreParts } from './score-bar.tsx'

/** How good the record of a device is, what is missing, and in which lists it stands. */
export function DeviceHealth({ device }: { device: string }) {
  const health = useQuery(deviceHealthQuery(device))
  return (
    <Loaded query={health}>
      {(data) =>
        data ? (
          <Told device={device} health={data} />
        ) : (
          <Empty title="Not counted yet">It is counted after the next run, and every hour.</Empty>
        )
      }
    </Loaded>
  )
}

function Told({ device, health }: { device: string; health: Health }) {
  return (
    <>
      <Section
        title={`Health of the record: ${Math.round(health.score)} of 100`}
        aside={
          <>
            counted <Moment at={health.countedAt} ago />
          </>
        }
        actions={<AppLink href={paths.inventoryHealth()}>Inventory health</AppLink>}
      >
        <ScoreParts parts={health.parts} />
        <div style={{ marginTop: 'var(--space-4)' }}>
          <Facts
            facts={[
              {
                name: 'What pays most',
                value: health.check ? `${health.check.text} (+${health.check.gain})` : 'Nothing is missing',
              },
              {
                name: 'Missing',
                value: health.lacks.map(({ title, gain }) => `${title} (+${gain})`).join(', ') || 'Nothing',
              },
              { name: 'Cannot be right', value: health.wrong.map(({ title }) => title).join(', ') || 'Nothing' },
              { name: 'Last seen', value: health.seenAt && <Moment at={health.seenAt} ago /> },
              health.silentDays !== null && {
                name: 'Silent',
                value: `${health.silentDays} days; ${health.boundDays} make a ghost`,
              },
            ]}
          />
        </div>
      </Section>
      {health.lists.map(({ list, why, next }) => (
        <Section
          key={list}
          title={healthListWords[list]}
          actions={<AppLink href={paths.inventoryHealth({ list })}>The list</AppLink>}
        >
          <HealthWhy why={why} />
          <HealthNext device={device} next={next} />
        </Section>
      ))}
    </>
  )
}
