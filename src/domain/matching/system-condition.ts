import type { Configuration } from '#model/matching.ts'

// `(Windows 7, 10, 11, Windows Server 2016, 2019)`, `all Microsoft Windows operating systems (except Windows Server)`: a
// condition that only names operating systems is settled by the device's own.

interface NamedSystem {
  readonly family: 'windows' | 'linux' | 'macos' | 'android' | 'ios'
  readonly isServer: boolean
  /** `10`, `2016`, `2008 r2`; empty where the family, or all of its servers, are meant. */
  readonly edition: string
}

const linux = 'linux|ubuntu|debian|red hat|rhel|centos|suse|sles|fedora|alma|rocky'
const token = new RegExp(
  [
    '\\bwindows\\b|\\bmac ?os(?: x)?\\b|\\bos x\\b|\\bandroid\\b|\\bi(?:pad)?os\\b',
    `\\b(?:${linux})\\b`,
    '\\bserver\\b',
    '\\b20(?:00|03|08|12|16|19|22|25)(?:\\s*r2)?\\b|\\b(?:xp|vista|nt|7|8\\.1|8|10|11)\\b',
    '\\b(?:except|excluding|not|without|other than)\\b',
  ].join('|'),
  'g',
)
/** Words that say nothing more of which systems are meant. */
const filler =
  /\b(?:microsoft|ms|all|any|the|operating|systems?|os|os(?:es)?|platforms?|based|and|or|on|running|only|for|under|versions?|editions?|enterprise|professional|pro|home|standard|datacenter|desktop|client|x64|x86|(?:32|64)[ -]?bit|sp\d?|service pack|lts|installations?|hosts?|computers?|pcs?|machines?|also|supported|are|is|affected|impacted|vulnerable)\b|[\s,;()/.&|+-]+/g

function readSystems(text: string): { wanted: NamedSystem[]; excluded: NamedSystem[] } | undefined {
  const plain = text
    .toLowerCase()
    .replace(/\bwin(?:dows)?[ -]?(?=xp|vista|nt|server|\d)/g, 'windows ')
    .replace(/\brhel (?:v ?)?\d[\d.]*/g, 'rhel')
    .replace(new RegExp(`\\b(${linux})((?: [a-z]+){0,3}) \\d[\\d.]*`, 'g'), '$1$2')
  if (plain.replace(token, ' ').replace(filler, '') !== '') return undefined
  const [wanted, excluded]: [NamedSystem[], NamedSystem[]] = [[], []]
  let into = wanted
  let family: NamedSystem['family'] | undefined
  let isServer = false
  let isOpen = false
  const close = () => {
    if (isOpen && family) into.push({ family, isServer, edition: '' })
    isOpen = false
  }
  // `Windows Server 2016, 2019, Windows 10`: what is named last holds for the numbers that follow.
  for (const [found] of plain.replace(/;|(?=\()|\)/g, ' ; ').matchAll(new RegExp(`${token.source}|;`, 'g'))) {
    if (found === ';') {
      close()
      into = wanted
    } else if (/^(?:except|excluding|not|without|other than)$/.test(found)) {
      close()
      into = excluded
    } else if (found === 'server') isServer = true
    else if (/^(?:\d|xp|vista|nt)/.test(found)) {
      if (family !== 'windows') return undefined
      into.push({ family, isServer: isServer || /^20(?!00)/.test(found), edition: found.replace(/\s+/g, ' ') })
      isOpen = false
    } else {
      close()
      family = familyOf(found)
      isServer = false
      isOpen = true
    }
  }
  close()
  return wanted.length + excluded.length > 0 ? { wanted, excluded } : undefined
}

const familyOf = (word: string): NamedSystem['family'] =>
  word === 'windows'
    ? 'windows'
    : /mac|os x/.test(word)
      ? 'macos'
      : word === 'android'
        ? 'android'
        : /^i/.test(word)
          ? 'ios'
          : 'linux'

const covers = (named: NamedSystem, own: NamedSystem): 'yes' | 'no' | 'unknown' => {
  if (named.family !== own.family) return 'no'
  if (named.edition === '') return !named.isServer || own.isServer ? 'yes' : own.edition === '' ? 'unknown' : 'no'
  if (own.edition === '') return 'unknown'
  return named.edition === own.edition && named.isServer === own.isServer ? 'yes' : 'no'
}

/** Does the device run one of the systems that the condition names? Undefined where it names something else besides. */
export function runsOn(condition: string, { operatingSystem }: Configuration): 'yes' | 'no' | 'unknown' | undefined {
  const named = readSystems(condition)
  if (!named) return undefined
  const said = readSystems(operatingSystem)?.wanted ?? []
  const own = said.find(({ edition }) => edition !== '') ?? said[0]
  // `Red Hat Enterprise Linux` says one twice; two of two kinds are none.
  if (!own || said.some(({ family }) => family !== own.family)) return 'unknown'
  const left = named.excluded.map((one) => covers(one, own))
  if (left.includes('yes')) return 'no'
  const taken = named.wanted.map((one) => covers(one, own))
  if (named.wanted.length > 0 && !taken.includes('yes')) return taken.includes('unknown') ? 'unknown' : 'no'
  return left.includes('unknown') ? 'unknown' : 'yes'
}
