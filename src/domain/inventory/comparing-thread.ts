import { type Known, type Resolution, Resolver } from '#domain/resolving/resolving.ts'
import { serveThread } from '#platform/thread.ts'
import { addRecords, type ComparedRecords } from './comparing.ts'

/** First the records, in parts; then what is known of them, which begins the comparison. */
export type ToCompare = { readonly records: ComparedRecords } | { readonly known: Known }

const resolver = new Resolver()
serveThread<ToCompare, Resolution>(
  (told, tellShare) => {
    if ('known' in told) return resolver.resolve(told.known, tellShare)
    addRecords(resolver, told.records)
    return undefined
  },
  ({ deviceOf, probability }) => [deviceOf.buffer as ArrayBuffer, probability.buffer as ArrayBuffer],
)
