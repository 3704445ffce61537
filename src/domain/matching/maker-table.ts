import { plainText } from './plain-text.ts'

/** What a table of makers (makers-….ts) says of one. */
export interface MakerFacts {
  readonly id: string
  /** As it calls itself; none where the company stands in another list. */
  readonly name?: string
  readonly spellings: readonly string[]
  readonly took: readonly string[]
  readonly tookInPart: readonly string[]
  readonly brands: readonly string[]
}

const signs = { '=': 'spellings', '<': 'took', '~': 'tookInPart', '*': 'brands' } as const

/**
 * A maker each line: `Name = other spellings < whom it took over ~ of whom it took a part * brands that stand for it`, each of
 * them a list of names parted by commas. `+id` in the place of the name adds to a company of another list.
 */
export function makersIn(table: string): MakerFacts[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(factsOf)
}

function factsOf(line: string): MakerFacts {
  const [name = '', ...rest] = line.split(/ ([=<~*]) /)
  const lists: Record<(typeof signs)[keyof typeof signs], string[]> = {
    spellings: [],
    took: [],
    tookInPart: [],
    brands: [],
  }
  for (let at = 0; at + 1 < rest.length; at += 2)
    lists[signs[rest[at] as keyof typeof signs]] = rest[at + 1]!.split(', ')
  return name.startsWith('+') ? { id: name.slice(1), ...lists } : { id: idOf(name), name, ...lists }
}

/** Not one of the ids of other lists, which are written together: a maker's name may be the same as another's id. */
const idOf = (name: string): string =>
  plainText(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
