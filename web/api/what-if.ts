import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'
import type { Sent, WhatIfStep } from './contract.ts'
import { byKey } from './paging.ts'

export const whatIfQuery = (steps: readonly WhatIfStep[]) =>
  queryOptions({
    queryKey: ['what-if', steps],
    queryFn: ({ signal }) => call('POST /what-if', { body: { steps: [...steps] } }, signal),
    enabled: steps.length > 0,
    retry: false,
    // It is of one moment until somebody asks again.
    staleTime: Number.POSITIVE_INFINITY,
  })

/** After the result, so that both are of one moment. */
export const whatIfMovesQuery = (steps: readonly WhatIfStep[], computedAt: string) =>
  infiniteQueryOptions({
    queryKey: ['what-if', steps, 'moves', computedAt],
    queryFn: ({ pageParam, signal }) =>
      call(
        'POST /what-if/moves',
        { body: { steps: [...steps], limit: 100, computedAt, ...(pageParam !== null && { cursor: pageParam }) } },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? undefined,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })

type ChoiceOf = 'zone' | 'site' | 'careArea' | 'model' | 'vulnerability' | 'advisory'

export const whatIfChoicesQuery = (of: ChoiceOf, q: string) =>
  queryOptions({
    queryKey: ['what-if', 'choices', of, q],
    queryFn: ({ signal }) => call('GET /what-if/choices', { query: { of, q } }, signal),
    placeholderData: (before) => before,
  })

export const scenariosQuery = infiniteQueryOptions({
  queryKey: ['what-if', 'scenarios'],
  ...byKey('GET /what-if/scenarios'),
})

export const scenarioQuery = (scenario: string) =>
  queryOptions({
    queryKey: ['what-if', 'scenario', scenario],
    queryFn: ({ signal }) => call('GET /what-if/scenarios/{scenario}', { params: { scenario } }, signal),
  })

export const scenarioMovesQuery = (scenario: string, computedAt: string) =>
  infiniteQueryOptions({
    queryKey: ['what-if', 'scenario', scenario, 'moves', computedAt],
    ...byKey('GET /what-if/scenarios/{scenario}/moves', { params: { scenario } }),
  })

export const saveScenario = (body: Sent<'POST /what-if/scenarios'>) => call('POST /what-if/scenarios', { body })

export const changeScenario = (scenario: string, body: Sent<'PUT /what-if/scenarios/{scenario}'>) =>
  call('PUT /what-if/scenarios/{scenario}', { params: { scenario }, body })

export const workOutAgain = (scenario: string) =>
  call('POST /what-if/scenarios/{scenario}/compute', { params: { scenario } })

export const removeScenario = (scenario: string) =>
  call('DELETE /what-if/scenarios/{scenario}', { params: { scenario } })
