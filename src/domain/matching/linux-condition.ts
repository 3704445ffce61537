import { contains } from '#standards/vers/vers.ts'

// `RHEL 6 or 7`, `Ubuntu 18.04 and earlier`: a condition that names distributions of Linux is settled by the device's own.

const distributions: readonly (readonly [string, string])[] = [
  ['redhat', 'red ?hat(?: enterprise linux)?|rhel'],
  ['ubuntu', 'ubuntu(?: server| linux)?'],
  ['debian', 'debian(?: gnu/linux| linux)?'],
  ['centos', 'centos(?: linux)?'],
  ['suse', 'suse(?: linux)?(?: enterprise)?(?: server| desktop)?|sles|opensuse(?: leap)?'],
  ['fedora', 'fedora(?: linux)?'],
  ['alma', 'alma ?linux'],
  ['rocky', 'rocky(?: linux)?'],
]
const patterns = distributions.map(([name, words]) => ({
  name,
  pattern: new RegExp(`(?<![a-z])(?:${words})(?![a-z])[ v]*(.*)$`, 'i'),
}))
const lead =
  /^(?:(?:only|running|runs?|installed|deployed|hosted|using|uses?|with|on|for|under|when|if|that|which|any|all|the|an?|systems?|hosts?|servers?|linux distributions?)\s+)+/i
const tail =
  /(?:\s+(?:lts|server|linux|only|systems?|hosts?|servers?|installations?|operating systems?|os|versions?|\(.*\)))+$/i

interface Distribution {
  readonly name: string
  readonly version: string
}

function readOne(text: string): Distribution | undefined {
  for (const { name, pattern } of patterns) {
    const found = pattern.exec(text)
    if (found) return { name, version: found[1]!.replace(tail, '').trim() }
  }
  return undefined
}

function readDistributions(condition: string): Distribution[] | undefined {
  const pieces = condition
    .trim()
    .replace(lead, '')
    .split(
      /\s*[,;/]\s*(?:and |or )?|\s+(?:and|or)\s+(?!(?:all |any )?(?:earlier|later|older|newer|below|above|prior|higher|lower))/i,
    )
  const found: Distribution[] = []
  for (const piece of pieces) {
    const one = readOne(piece)
    const last = found.at(-1)
    if (
      one &&
      !/[a-z]/i.test(
        piece.slice(0, piece.toLowerCase().search(/red|rhel|ubuntu|debian|cent|suse|sles|open|fedora|alma|rocky/)),
      )
    )
      found.push(one)
    else if (!one && last && /^v?\d[\d.]*$/.test(piece)) found.push({ name: last.name, version: piece })
    else return undefined
  }
  // What is behind a name is a version or a range.
  return found.every(
    ({ version }) =>
      version === '' ||
      /^v?\d/.test(version) ||
      /^(?:before|prior to|earlier than|up to|since|from)\b.*\d/i.test(version),
  )
    ? found
    : undefined
}

const otherSystem = /\b(?:windows|win ?\d+|mac ?os|os x|android|i(?:pad)?os|qnx|vxworks)\b/i

/** Undefined where the condition names something else than distributions. */
export function runsDistribution(condition: string, operatingSystem: string): 'yes' | 'no' | 'unknown' | undefined {
  const wanted = readDistributions(condition)
  if (!wanted) return undefined
  const own = readOne(operatingSystem)
  if (!own) return otherSystem.test(operatingSystem) ? 'no' : 'unknown'
  const version = /\d[\d.]*/.exec(own.version)?.[0] ?? ''
  const answers = wanted.map((one) => {
    if (one.name !== own.name) return 'no'
    if (one.version === '') return 'yes'
    return version === '' ? 'unknown' : contains(one.version, version).answer
  })
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no'
}
