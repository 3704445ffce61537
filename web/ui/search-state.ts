import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** The page's filters, as its route read them from the address, and the way to change some of them. */
export function useSearchState<Search extends object>() {
  const search = useSearch({ strict: false } as never) as Search
  const navigate = useNavigate()
  const setSearch = useCallback(
    (patch: Partial<Search>) => {
      const merge = (before: object) =>
        Object.fromEntries(Object.entries({ ...before, ...patch }).filter(([, value]) => value !== undefined))
      void navigate({ to: '.', search: merge as never, replace: true, resetScroll: false })
    },
    [navigate],
  )
  const clear = useCallback(() => void navigate({ to: '.', search: {} as never, replace: true }), [navigate])
  return { search, setSearch, clear }
}

export function useParam(name: string): string {
  const params = useParams({ strict: false } as never) as Record<string, string | undefined>
  return params[name] ?? ''
}
