import type { NvdConfiguration, NvdCriterion, NvdNode } from '#model/nvd.ts'

// NVD's applicability statements as they are stored. All of them are 1.7 million criteria, most a list of one product's
// versions: in this form they take a third of NVD's.
//
//   configurations  [configuration, …]
//   configuration   [flags, node, …]; in place of the flags [flags, publisher] where it is not NVD's
//   node            [flags, criterion, …]
//   flags           1 for AND, 2 for negated, 3 for both
//   criterion       name, or [name, 1 where vulnerable, from, after, upTo, before, open], to the last that is there
//   name            a CPE 2.3 formatted string without `cpe:2.3:`, without `:*` seven times at its end, and where part,
//                   vendor and product are those of the criterion before only what follows them (`:12.2`);
//                   `=` before a name that is none of these, as written

type Text = string | null
type ShortCriterion = string | [name: string, vulnerable: number, ...bounds: Text[]]
type ShortNode = [flags: number, ...criteria: ShortCriterion[]]
type ShortConfiguration = [flags: number | [flags: number, by: string], ...nodes: ShortNode[]]

const start = 'cpe:2.3:'
const rest = ':*:*:*:*:*:*:*'

export function writeApplicability(configurations: readonly NvdConfiguration[]): string {
  let product = ''

  function nameOf(cpe: string): string {
    if (!cpe.startsWith(start) || !cpe.endsWith(rest)) return `=${cpe}`
    const name = cpe.slice(start.length, -rest.length)
    if (product && name.startsWith(product)) return name.slice(product.length - 1)
    product = productOf(name)
    return product ? name : `=${cpe}`
  }

  const criterionOf = ({ cpe, vulnerable, from, after, upTo, before, open }: NvdCriterion): ShortCriterion => {
    const name = nameOf(cpe)
    if (from === undefined && after === undefined && upTo === undefined && before === undefined && open === undefined)
      return vulnerable ? name : [name, 0]
    const bounds: Text[] = [from ?? null, after ?? null, upTo ?? null, before ?? null, open ?? null]
    while (bounds.at(-1) === null) bounds.pop()
    return [name, vulnerable ? 1 : 0, ...bounds]
  }
  const short: ShortConfiguration[] = configurations.map((configuration) => [
    configuration.by === undefined ? flagsOf(configuration) : [flagsOf(configuration), configuration.by],
    ...configuration.nodes.map((node): ShortNode => [flagsOf(node), ...node.criteria.map(criterionOf)]),
  ])
  return JSON.stringify(short)
}

export function readApplicability(short: unknown): NvdConfiguration[] {
  let product = ''

  function cpeOf(name: string): string {
    if (name.startsWith('=')) return name.slice(1)
    if (name.startsWith(':')) return start + product + name.slice(1) + rest
    product = productOf(name)
    return start + name + rest
  }

  const criterionOf = (criterion: ShortCriterion): NvdCriterion => {
    if (typeof criterion === 'string') return { cpe: cpeOf(criterion), vulnerable: true }
    const [name, vulnerable, from, after, upTo, before, open] = criterion
    return {
      cpe: cpeOf(name),
      vulnerable: vulnerable === 1,
      ...(from != null && { from }),
      ...(after != null && { after }),
      ...(upTo != null && { upTo }),
      ...(before != null && { before }),
      ...(open != null && { open }),
    }
  }
  return (short as ShortConfiguration[]).map(([flags, ...nodes]) => ({
    ...(typeof flags === 'number' ? wordsOf(flags) : { ...wordsOf(flags[0]), by: flags[1] }),
    nodes: nodes.map(([flags, ...criteria]): NvdNode => ({ ...wordsOf(flags), criteria: criteria.map(criterionOf) })),
  }))
}

/** `a:vendor:product:`; empty where there are not so many. A colon of a name is written `\:`. */
function productOf(name: string): string {
  let colons = 0
  for (let at = 0; at < name.length; at++) {
    const character = name.charCodeAt(at)
    if (character === 0x5c) at++
    else if (character === 0x3a && ++colons === 3) return name.slice(0, at + 1)
  }
  return ''
}

const flagsOf = ({ operator, negate }: Pick<NvdNode, 'operator' | 'negate'>) =>
  (operator === 'AND' ? 1 : 0) + (negate ? 2 : 0)

const wordsOf = (flags: number): Pick<NvdNode, 'operator' | 'negate'> => ({
  operator: flags & 1 ? 'AND' : 'OR',
  negate: (flags & 2) !== 0,
})
