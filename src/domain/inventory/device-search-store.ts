import { type RawBuilder, sql } from 'kysely'

// A device's own text (tag, serial number, addresses, place) is indexed with it; what it shares with others of its make
// and model is indexed once, with their configuration.

/** A condition on device `d`: its text, or its configuration's, has the word in it. */
export function hasText(organisationId: string, word: string): RawBuilder<boolean> {
  const pattern = `%${word.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  // An array is looked up in the index on configurations; a subquery beside an `or` is not.
  return sql<boolean>`(d.search like ${pattern} or d.configuration_id = any(array(
    select c.id from configuration c where c.organisation_id = ${organisationId} and c.search like ${pattern})))`
}
