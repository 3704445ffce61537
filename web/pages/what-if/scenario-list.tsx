import { Checkbox } from '@mantine/core'
import { IconArrowsSplit2 } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { WhatIfScenario } from '#web/api/contract.ts'
import { scenariosQuery } from '#web/api/what-if.ts'
import { paths } from '#web/paths.ts'
import { LinkAction } from '#web/ui/link-action.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { Section } from '#web/ui/section.tsx'
import { Empty } from '#web/ui/states.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import { Change } from './change.tsx'
import { stepInWords } from './step-words.ts'
import classes from './what-if.module.css'

const mostCompared = 4
const hrefOf = ({ id }: WhatIfScenario) => paths.whatIf({ scenario: id })
const Steps = ({ row }: { row: WhatIfScenario }) => (
  <span className={classes.reasons}>{row.steps.map(stepInWords).join('; ') || 'No step'}</span>
)
const RiskOf = ({ row: { result } }: { row: WhatIfScenario }) => (
  <Change before={result.total.before.risk} after={result.total.after.risk} />
)

/** The organisation's scenarios; two to four of them are compared. */
export function ScenarioList({ current }: { current: string | undefined }) {
  const scenarios = useInfiniteQuery(scenariosQuery)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const choiceOf = ({ id, name }: WhatIfScenario) => (
    <Checkbox
      aria-label={`Compare ${name}`}
      checked={chosen.includes(id)}
      disabled={!chosen.includes(id) && chosen.length >= mostCompared}
      onChange={(event) =>
        setChosen(event.currentTarget.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
      }
    />
  )
  const columns: Column<WhatIfScenario>[] = [
    { id: 'choice', title: 'Compare', isTitleHidden: true, width: 3, render: choiceOf },
    {
      id: 'name',
      title: 'Scenario',
      width: 12,
      render: (row) => (
        <RowLink href={hrefOf(row)} aria-current={row.id === current ? 'true' : undefined}>
          {row.name}
        </RowLink>
      ),
    },
    { id: 'steps', title: 'Steps', width: 16, grow: true, render: (row) => <Steps row={row} /> },
    { id: 'risk', title: 'Risk', width: 9, align: 'end', render: (row) => <RiskOf row={row} /> },
    {
      id: 'at',
      title: 'Data of',
      width: 9,
      align: 'end',
      render: ({ result }) => <Moment at={result.computedAt} />,
    },
  ]
  return (
    <Section
      title="Saved scenarios"
      flush
      actions={
        <LinkAction
          variant="default"
          href={paths.compareWhatIf(chosen)}
          disabledReason={chosen.length < 2 ? 'Choose two to four of them.' : null}
        >
          Compare
        </LinkAction>
      }
    >
      <PagedTable
        label="Saved scenarios"
        query={scenarios}
        columns={columns}
        rowKey={({ id }) => id}
        rowHref={hrefOf}
        rowHeight={56}
        cardHeight={120}
        card={(row) => (
          <div className={classes.cards}>
            <span>
              <RowLink href={hrefOf(row)}>{row.name}</RowLink>
            </span>
            {choiceOf(row)}
            <Steps row={row} />
            <span>
              Risk: <RiskOf row={row} />
            </span>
          </div>
        )}
        empty={
          <Empty icon={<IconArrowsSplit2 size={30} aria-hidden />} title="No scenario is saved yet">
            Work steps out, and save them under a name: everybody sees them, and two to four can be compared.
          </Empty>
        }
      />
    </Section>
  )
}
