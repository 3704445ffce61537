import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './client.ts'

/** A session that ended in the meantime is noticed by whichever request comes first. */
function onFailure(error: unknown) {
  if (error instanceof ApiProblem && error.status === 401) void queryClient.invalidateQueries({ queryKey: ['session'] })
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: onFailure }),
  mutationCache: new MutationCache({ onError: onFailure }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (times, error) => error instanceof ApiProblem && error.status >= 502 && times < 2,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
