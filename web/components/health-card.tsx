import { useQuery } from '@tanstack/react-query'
import { inventoryHealthQuery } from '#web/api/inventory-health.ts'
import { healthLists, healthListWords } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Section } from '#web/ui/section.tsx'
import { ScoreBar } from './score-bar.tsx'

/** How the inventory stands, in short: the score, what is to be looked into, and the one check that pays most. */
export function HealthCard() {
  const { data: health } = useQuery(inventoryHealthQuery)
  if (!health?.countedAt || health.devices === 0) return null
  const [check] = health.checks
  const lists = healthLists.filter((list) => (health.counts[list] ?? 0) > 0)
  return (
    <Section title="Inventory health" actions={<AppLink href={paths.inventoryHealth()}>More</AppLink>}>
      <ScoreBar score={health.score} />
      <p style={{ margin: 'var(--space-2) 0' }}>
        {lists.length === 0 && 'Nothing is to be looked into.'}
        {lists.map((list, at) => (
          <span key={list}>
            {at > 0 && ' · '}
            <AppLink href={paths.inventoryHealth({ list })}>
              {formatCount(health.counts[list] ?? 0)} {healthListWords[list].toLowerCase()}
            </AppLink>
          </span>
        ))}
      </p>
      {check && (
        <p style={{ margin: 0 }}>
          <span className="quiet">Pays most: </span>
          <AppLink href={check.path}>{check.text}</AppLink>{' '}
          <span className="quiet">+{check.gain.toFixed(1)} points</span>
        </p>
      )}
    </Section>
  )
}
