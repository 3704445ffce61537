import { useQuery } from '@tanstack/react-query'
import type { SourceRow } from '#web/api/contract.ts'
import { catalogueQuery } from '#web/api/sources.ts'
import { humanise } from '#web/api/words.ts'

/** What it reads, in the catalogue's words. */
export function SourceMember({ source: { kind, member } }: { source: SourceRow }) {
  const { data } = useQuery(catalogueQuery)
  const known = [...(data?.feeds ?? []), ...(data?.systems ?? []), ...(data?.connectors ?? [])].find(
    ({ id }) => id === member,
  )
  return (
    <>
      {humanise(kind)}
      {member !== kind && ` · ${known?.title ?? member}`}
    </>
  )
}
