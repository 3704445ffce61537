import { useQueries } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { WhatIfScenario } from '#web/api/contract.ts'
import { scenarioQuery, workOutAgain } from '#web/api/what-if.ts'
import { useMay } from '#web/components/access.ts'
import type { WhatIfCompareSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Failure, RowsSkeleton } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { Change, parts, whole } from './change.tsx'
import { hoursOf } from './result-view.tsx'
import { stepInWords } from './step-words.ts'
import classes from './what-if.module.css'

/** Two to four scenarios side by side, each as it was worked out last. */
export function ComparePage() {
  const { search } = useSearchState<WhatIfCompareSearch>()
  const may = useMay()
  const ids = [...new Set((search.scenarios ?? '').split(',').filter(Boolean))].slice(0, 4)
  const queries = useQueries({ queries: ids.map(scenarioQuery) })
  const scenarios = queries.flatMap(({ data }) => data ?? [])
  const error = queries.find((one) => one.error)?.error
  const again = useChange(
    async () => {
      for (const id of ids) await workOutAgain(id)
    },
    { done: 'All are worked out again, on the data of now.' },
  )
  return (
    <Page
      title="Scenarios side by side"
      parent={{ title: 'What if', href: paths.whatIf() }}
      actions={
        <Action
          loading={again.isPending}
          disabledReason={ids.length < 2 ? 'Choose two to four scenarios.' : may.whyNot('finding:decide')}
          onClick={() => again.mutate(undefined)}
        >
          Work all out again
        </Action>
      }
    >
      {again.error && <Failure error={again.error} />}
      {error ? (
        <Failure error={error} />
      ) : ids.length < 2 ? (
        <Remark title="Choose two to four scenarios">
          They are chosen on the page <AppLink href={paths.whatIf()}>What if</AppLink>.
        </Remark>
      ) : scenarios.length < ids.length ? (
        <RowsSkeleton rows={8} />
      ) : (
        <Compared scenarios={scenarios} />
      )}
    </Page>
  )
}

interface Row {
  readonly title: string
  readonly of: (one: WhatIfScenario) => ReactNode
}

function Compared({ scenarios }: { scenarios: readonly WhatIfScenario[] }) {
  const starts = new Set(scenarios.map(({ result }) => result.total.before.risk))
  const appetites = new Set(scenarios.map(({ result }) => result.appetiteVersion))
  const sites = [...new Set(scenarios.flatMap(({ result }) => result.sites.map(({ site }) => site)))].sort()
  const actions = [...new Set(scenarios.flatMap(({ result }) => result.actions.map(({ action }) => action)))]
  const rows: Row[] = [
    {
      title: 'Steps',
      of: ({ steps }) => (
        <ol className={classes.list}>
          {steps.map((step) => (
            <li key={JSON.stringify(step)}>{stepInWords(step)}</li>
          ))}
        </ol>
      ),
    },
    { title: 'Data of', of: ({ result }) => <Moment at={result.computedAt} /> },
    ...parts.map(
      ([part, title]): Row => ({
        title,
        of: ({ result: { total } }) => <Both before={total.before[part]} after={total.after[part]} />,
      }),
    ),
    { title: 'Findings that move', of: ({ result: { moves } }) => formatCount(moves.findings) },
    { title: 'Findings that come', of: ({ result: { moves } }) => formatCount(moves.come) },
    { title: 'Work', of: ({ result: { minutes } }) => hoursOf(minutes) },
    {
      title: 'Risk taken away per hour',
      of: ({ result: { minutes, total } }) =>
        minutes ? whole(((total.before.risk - total.after.risk) * 60) / minutes) : '—',
    },
    ...(['critical', 'high'] as const).map(
      (band): Row => ({
        title: `Findings in the band ${band}`,
        of: ({ result }) => {
          const one = result.bands.find((each) => each.band === band)
          return one ? <Both before={one.before} after={one.after} /> : '—'
        },
      }),
    ),
  ]
  const ofSites = sites.map(
    (site): Row => ({
      title: site || 'No site stated',
      of: ({ result }) => {
        const one = result.sites.find((each) => each.site === site)
        return one ? <Both before={one.before.risk} after={one.after.risk} /> : <span className="quiet">no change</span>
      },
    }),
  )
  const ofActions = actions.map(
    (action): Row => ({
      title: action ?? 'No action',
      of: ({ result }) => {
        const one = result.actions.find((each) => each.action === action)
        return one ? <Both before={one.before} after={one.after} /> : <span className="quiet">no change</span>
      },
    }),
  )
  return (
    <>
      {(starts.size > 1 || appetites.size > 1) && (
        <Remark tone="warn" title="They were worked out on other data">
          What was open, or the appetite, was not the same. Work all out again before you compare.
        </Remark>
      )}
      <Section title="What each would change" flush>
        <Table label="Scenarios" scenarios={scenarios} rows={rows} />
      </Section>
      {ofSites.length > 0 && (
        <Section title="Risk by site" flush>
          <Table label="Risk by site" scenarios={scenarios} rows={ofSites} />
        </Section>
      )}
      {ofActions.length > 0 && [...appetites].some((version) => version !== null) && (
        <Section title="Findings that move, by action" flush>
          <Table label="Findings by action" scenarios={scenarios} rows={ofActions} />
        </Section>
      )}
    </>
  )
}

const Both = ({ before, after }: { before: number; after: number }) => (
  <>
    <span className="number">
      {whole(before)} → {whole(after)}
    </span>
    <br />
    <Change before={before} after={after} />
  </>
)

function Table({ label, scenarios, rows }: { label: string; scenarios: readonly WhatIfScenario[]; rows: Row[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls has to be reached by keyboard
    <section className={classes.compare} tabIndex={0} aria-label={label}>
      <table aria-label={label}>
        <thead>
          <tr>
            <td />
            {scenarios.map(({ id, name }) => (
              <th key={id} scope="col">
                <AppLink href={paths.whatIf({ scenario: id })}>{name}</AppLink>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ title, of }) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              {scenarios.map((one) => (
                <td key={one.id}>{of(one)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
