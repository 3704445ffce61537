import { Button, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { WhatIfResult, WhatIfStep } from '#web/api/contract.ts'
import {
  changeScenario,
  removeScenario,
  saveScenario,
  scenarioMovesQuery,
  scenarioQuery,
  whatIfMovesQuery,
  whatIfQuery,
  workOutAgain,
} from '#web/api/what-if.ts'
import { useMay } from '#web/components/access.ts'
import type { WhatIfSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Failure, Loaded, RowsSkeleton } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { MovesList } from './moves-list.tsx'
import { type By, ResultView } from './result-view.tsx'
import { ScenarioList } from './scenario-list.tsx'
import { readSteps } from './step-words.ts'
import { type DraftStep, fromDraft, newStep, StepsEditor, toDraft } from './steps-editor.tsx'
import classes from './what-if.module.css'

/** "If we do X": steps, and what would come of them. Nothing is done by it. */
export function WhatIfPage() {
  const { search } = useSearchState<WhatIfSearch>()
  const saved = useQuery({ ...scenarioQuery(search.scenario ?? ''), enabled: search.scenario !== undefined })
  return (
    <Page
      title="What if"
      lead="What the risk would be if a flaw were gone, a zone apart, a model brought to a version or replaced. Nothing is done by it; what matches and ranks says it, on the data of now."
    >
      {search.scenario !== undefined && search.steps === undefined ? (
        <Loaded query={saved}>
          {(scenario) => (
            <Scenario
              key={`${scenario.id} ${scenario.savedAt}`}
              steps={scenario.steps}
              scenario={scenario}
              shown={scenario.result}
            />
          )}
        </Loaded>
      ) : (
        <Scenario
          key={search.steps ?? ''}
          steps={readSteps(search.steps)}
          scenario={saved.data && search.scenario ? saved.data : null}
          shown={null}
        />
      )}
      <ScenarioList current={search.scenario} />
    </Page>
  )
}

interface Named {
  readonly id: string
  readonly name: string
  readonly savedAt: string
  readonly savedBy: string
}

function Scenario({
  steps,
  scenario,
  shown,
}: {
  steps: readonly WhatIfStep[]
  scenario: Named | null
  /** As it is kept; null: it is worked out now. */
  shown: WhatIfResult | null
}) {
  const { search, setSearch } = useSearchState<WhatIfSearch>()
  const may = useMay()
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState<DraftStep[]>(() => (steps.length > 0 ? steps.map(toDraft) : [newStep('remove')]))
  const [isNaming, setIsNaming] = useState(false)
  const read = draft.map(fromDraft)
  const wrong = read.findIndex((one) => typeof one === 'string')
  const ready = read.filter((one) => typeof one !== 'string')
  const isChanged = JSON.stringify(ready) !== JSON.stringify(steps) || wrong >= 0
  // A link may leave to the person what only the person knows: the version, the zone.
  const isWhole = steps.length > 0 && steps.every((step) => typeof fromDraft(toDraft(step)) !== 'string')
  const asked = useQuery({ ...whatIfQuery(steps), enabled: shown === null && isWhole })
  const result = shown ?? asked.data
  const again = useChange(() => workOutAgain(scenario!.id), { done: 'Worked out again, on the data of now.' })
  const remove = useChange(() => removeScenario(scenario!.id), {
    done: 'The scenario is removed.',
    onDone: () => setSearch({ scenario: undefined, steps: JSON.stringify(steps) }),
  })
  const update = useChange(
    () => changeScenario(scenario!.id, { name: scenario!.name, steps: ready, seen: scenario!.savedAt }),
    {
      done: 'The scenario is saved.',
      onDone: () => setSearch({ steps: undefined }),
    },
  )
  const workOut = async () => {
    if (!isChanged && shown === null) return void (await asked.refetch())
    await queryClient.invalidateQueries({ queryKey: ['what-if', ready] })
    setSearch({ steps: JSON.stringify(ready) })
  }
  const by: By = search.by ?? 'site'
  const byHref = (one: By) => paths.whatIf({ ...search, by: one })
  const whyNot = wrong >= 0 ? `Step ${wrong + 1}: ${read[wrong]}.` : ready.length === 0 ? 'Add a step.' : null
  return (
    <>
      <Section title={scenario ? scenario.name : 'If we …'} aside={scenario && <Kept scenario={scenario} />}>
        <StepsEditor steps={draft} onChange={setDraft} />
        <div className={classes.go}>
          <Action loading={asked.isFetching} disabledReason={whyNot} onClick={() => void workOut()}>
            Work out
          </Action>
          {scenario && (
            <>
              {isChanged || search.steps !== undefined ? (
                <Action
                  variant="default"
                  loading={update.isPending}
                  disabledReason={whyNot ?? may.whyNot('finding:decide')}
                  onClick={() => update.mutate(undefined)}
                >
                  Save
                </Action>
              ) : (
                <Action
                  variant="default"
                  loading={again.isPending}
                  disabledReason={may.whyNot('finding:decide')}
                  onClick={() => again.mutate(undefined)}
                >
                  Work out again and keep
                </Action>
              )}
              <Action
                variant="default"
                loading={remove.isPending}
                disabledReason={may.whyNot('finding:decide')}
                onClick={() => remove.mutate(undefined)}
              >
                Remove
              </Action>
            </>
          )}
          <Action
            variant="default"
            disabledReason={whyNot ?? may.whyNot('finding:decide')}
            onClick={() => setIsNaming(true)}
          >
            Save as …
          </Action>
        </div>
        {[update, again, remove].map(
          (one, at) =>
            one.error && (
              // biome-ignore lint/suspicious/noArrayIndexKey: three buttons in their order
              <Failure key={at} error={one.error} />
            ),
        )}
      </Section>
      {isNaming && <NameDialog steps={ready} onClose={() => setIsNaming(false)} />}
      {asked.error && shown === null && <Failure error={asked.error} retry={() => void asked.refetch()} />}
      {isWhole && !result && !asked.error && <RowsSkeleton rows={6} />}
      {result && (
        <>
          <ResultView result={result} steps={steps} by={by} byHref={byHref} />
          {shown && scenario ? (
            <SavedMoves scenario={scenario.id} result={result} />
          ) : (
            <Moves steps={steps} result={result} />
          )}
        </>
      )}
    </>
  )
}

const Kept = ({ scenario: { savedBy, savedAt } }: { scenario: Named }) => (
  <>
    {savedBy}, <Moment at={savedAt} />
  </>
)

function Moves({ steps, result }: { steps: readonly WhatIfStep[]; result: WhatIfResult }) {
  const query = useInfiniteQuery(whatIfMovesQuery(steps, result.computedAt))
  return (
    <Section title="Findings that move" flush>
      <MovesList query={query} total={result.moves.rows} />
    </Section>
  )
}

function SavedMoves({ scenario, result }: { scenario: string; result: WhatIfResult }) {
  const query = useInfiniteQuery(scenarioMovesQuery(scenario, result.computedAt))
  return (
    <Section title="Findings that move" flush>
      <MovesList query={query} total={result.moves.rows} />
    </Section>
  )
}

function NameDialog({ steps, onClose }: { steps: WhatIfStep[]; onClose: () => void }) {
  const { setSearch } = useSearchState<WhatIfSearch>()
  const [name, setName] = useState('')
  const save = useChange(() => saveScenario({ name: name.trim(), steps }), {
    done: 'The scenario is saved.',
    onDone: ({ id }) => {
      onClose()
      setSearch({ scenario: id, steps: undefined })
    },
  })
  return (
    <Dialog title="Save the scenario" opened onClose={onClose}>
      <Form
        submit="Save"
        onSubmit={() => save.mutate(undefined)}
        isSending={save.isPending}
        error={save.error}
        disabledReason={name.trim() ? null : 'Give it a name.'}
        other={
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        }
      >
        <TextInput
          label="Name"
          description="Everybody in the organisation sees it, with what it comes to now."
          data-autofocus
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  )
}
