import type { Configuration } from '#model/matching.ts'
import { contains } from '#standards/vers/vers.ts'
import { runsDistribution } from './linux-condition.ts'
import { readOperatingSystem } from './operating-system.ts'

// `(Windows 7, 10, 11, Windows Server 2016, 2019)`, `all Microsoft Windows operating systems (except Windows Server)`: a
// condition that only names operating systems is settled by the device's own.

interface NamedSystem {
  readonly family: Family
  readonly isServer: boolean
  /** `10`, `2016`, `2008 r2`; empty where the family, or all of its servers, are meant. */
  readonly edition: string
  /** Which others are meant besides: `Windows 7 and earlier`, `before Windows 10`, `Windows XP to 7`. */
  readonly reach?: 'earlier' | 'later' | 'before' | { readonly last: string }
}

type Family = 'windows' | 'linux' | 'macos' | 'android' | 'ios' | 'other'

const linux =
  'linux|ubuntu|debian|red hat|rhel|centos|suse|sles|fedora|alma|almalinux|rocky|opensuse|kali|mint|yocto|gentoo'
const windowsEdition = '20(?:00|03|08|12|16|19|22|25)(?:\\s*r2)?|xp|vista|nt|ce|7|8\\.1|8|10|11'
const token = new RegExp(
  [
    '\\bwindows\\b|\\bmac ?os(?: x)?\\b|\\bos x\\b|\\bandroid\\b|\\bi(?:pad)?os\\b',
    `\\b(?:${linux})\\b`,
    '\\bservers?\\b',
    `\\b(?:${windowsEdition})\\b`,
    '\\b(?:except|excluding|not|without|other than)\\b',
    '[<≤≥…]',
  ].join('|'),
  'g',
)
/** Words that say nothing more of which systems are meant. */
const filler =
  /\b(?:microsoft|ms|gnu|all|any|the|an?|its|operating|systems?|os|os(?:es)?|platforms?|based|and|or|on|running|runs|run|only|for|under|with|using|used|use|when|if|where|in|which|that|those|installed|deployed|supplied|shipped|delivered|equipped|configured|having|updated|upgraded|to|mobile|tablets?|smartphones?|phones?|hosted|executed|operated|versions?|editions?|variants?|releases?|enterprise|professional|pro|home|standard|embedded|posready|iot|ltsc|datacenter|desktop|clients?|workstations?|x64|x86|(?:32|64)[ -]?bit|sp ?\d|service pack(?: \d)?|lts|installations?|installs?|deployments?|hosts?|machines?|computers?|pcs?|apps?|applications?|software|ports?|builds?|also|supported|are|is|affected|impacted|vulnerable)\b|[\s,;()/.&|+-]+/g

/** `Windows 7 and earlier`, `before Windows 10`, `Windows XP through 7` with signs. */
const withReach = (plain: string): string =>
  plain
    .replace(
      new RegExp(
        `\\b(${windowsEdition}) (?:through|to|up to|until|-|–) (?:microsoft )?(?:windows )?(?:server )?(${windowsEdition})\\b`,
        'g',
      ),
      '$1 … $2',
    )
    .replace(
      new RegExp(
        `\\b(?:prior to|before|earlier than|older than|below) (?:microsoft )?(windows )?(server )?(${windowsEdition})\\b`,
        'g',
      ),
      (_, windows = '', server = '', edition = '') => `${windows}${server}${edition} <`,
    )
    .replace(
      new RegExp(
        `\\b(${windowsEdition}),? (?:and|or) (?:all |any )?(?:earlier|older|below|lower|prior|previous)(?: (?:windows )?(?:versions?|releases?))?`,
        'g',
      ),
      '$1 ≤',
    )
    .replace(
      new RegExp(
        `\\b(${windowsEdition}),? (?:and|or) (?:all |any )?(?:later|newer|above|higher|up)(?: (?:windows )?(?:versions?|releases?))?`,
        'g',
      ),
      '$1 ≥',
    )

const reaches: Readonly<Record<string, NamedSystem['reach']>> = { '<': 'before', '≤': 'earlier', '≥': 'later' }

function readSystems(text: string): { wanted: NamedSystem[]; excluded: NamedSystem[] } | undefined {
  const plain = withReach(
    text
      .toLowerCase()
      .replace(/\bwin(?:dows)?[ -]?(?=xp|vista|nt|ce|server|\d)/g, 'windows ')
      .replace(/\bwindows (?:embedded (?:standard )?|posready )(?=\d)/g, 'windows ')
      .replace(/\bwindows (ce|nt) \d(?:\.\d)?/g, 'windows $1')
      .replace(/\brhel (?:v ?)?\d[\d.]*/g, 'rhel')
      .replace(new RegExp(`\\b(${linux})((?: [a-z]+){0,3}) \\d[\\d.]*`, 'g'), '$1$2'),
  )
  if (plain.replace(token, ' ').replace(filler, '') !== '') return undefined
  const [wanted, excluded]: [NamedSystem[], NamedSystem[]] = [[], []]
  let into = wanted
  let family: Family | undefined
  let isServer = false
  let isOpen = false
  let isRange = false
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
    } else if (found === '…') isRange = true
    else if (reaches[found]) {
      const last = into.pop()
      if (!last) return undefined
      into.push({ ...last, reach: reaches[found] })
    } else if (/^servers?$/.test(found)) {
      // `clients and servers` are all of them.
      if (family === 'windows') isServer = !/\bclients? (?:and|or) servers?\b/.test(plain)
    } else if (/^(?:\d|xp|vista|nt|ce)/.test(found)) {
      if (family !== 'windows') return undefined
      const edition = found.replace(/\s+/g, ' ')
      const before = isRange ? into.pop() : undefined
      into.push(
        before
          ? { ...before, reach: { last: edition } }
          : { family, isServer: isServer || /^20(?!00)/.test(found), edition },
      )
      isOpen = false
      isRange = false
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

const familyOf = (word: string): Family =>
  /^win/.test(word)
    ? 'windows'
    : /mac|os x/.test(word)
      ? 'macos'
      : word === 'android'
        ? 'android'
        : /^ip?(?:ad)?os/.test(word)
          ? 'ios'
          : 'linux'

/** When each came out: what `earlier` counts by. */
const released: Readonly<Record<string, number>> = {
  ...{
    nt: 1996,
    '2000': 2000,
    xp: 2001,
    vista: 2007,
    '7': 2009.8,
    '8': 2012.8,
    '8.1': 2013.8,
    '10': 2015.6,
    '11': 2021.8,
  },
  ...{ '2003': 2003, '2003 r2': 2005, '2008': 2008, '2008 r2': 2009.8, '2012': 2012.7, '2012 r2': 2013.8 },
  ...{ '2016': 2016.8, '2019': 2018.8, '2022': 2021.6, '2025': 2024.9 },
}

const covers = (named: NamedSystem, own: NamedSystem): 'yes' | 'no' | 'unknown' => {
  if (named.family !== own.family) return 'no'
  if (named.edition === '') return !named.isServer || own.isServer ? 'yes' : own.edition === '' ? 'unknown' : 'no'
  if (own.edition === '') return 'unknown'
  if (named.reach === undefined) return named.edition === own.edition && named.isServer === own.isServer ? 'yes' : 'no'
  const [from, at] = [released[named.edition], released[own.edition]]
  if (from === undefined || at === undefined || named.isServer !== own.isServer) return 'unknown'
  const isCovered =
    named.reach === 'before'
      ? at < from
      : named.reach === 'earlier'
        ? at <= from
        : named.reach === 'later'
          ? at >= from
          : at >= from && at <= (released[named.reach.last] ?? from)
  return isCovered ? 'yes' : 'no'
}

const others = /\b(?:qnx|vxworks|freertos|threadx|nucleus|rtos|dos|os\/2|solaris|aix|hp-ux|freebsd|netbsd|integrity)\b/

/** The system that a device runs, whatever else its text says: `Windows 10 LTSC 2019`, `Debian GNU/Linux 11 (bullseye)`. */
function readOwn(text: string): NamedSystem | undefined {
  const plain = text.toLowerCase()
  const names = [
    ...plain.matchAll(
      new RegExp(
        `\\bwin(?:dows)?(?=\\b|\\d|xp)|\\bmac ?os(?: x)?\\b|\\bos x\\b|\\bandroid\\b|\\bi(?:pad)?os\\b|\\b(?:${linux})\\b`,
        'g',
      ),
    ),
  ].map(([found]) => familyOf(found))
  const [family] = names
  if (family === undefined) return others.test(plain) ? { family: 'other', isServer: false, edition: '' } : undefined
  // `Red Hat Enterprise Linux` says one twice; two of two kinds are none.
  if (names.some((one) => one !== family)) return undefined
  const edition = family === 'windows' ? (readOperatingSystem(text)?.edition ?? '') : ''
  return {
    family,
    isServer: /\bserver\b/.test(plain) || /^server/.test(edition),
    edition: edition.replace(/^server |(?<=^nt) .*/g, ''),
  }
}

/** `running on old, unsupported operating systems such as Windows 2000`. */
const outOfSupport =
  /^(?:(?:running|runs?|using|installed|with|on|only|when|if|that|which)\s+)*(?:(?:old|older|outdated|obsolete|unsupported|legacy|end[- ]of[- ](?:life|support)|eol|no longer supported)[\s,]+(?:and |or )?)+(?:microsoft )?(?:windows |operating |systems? |versions? |os |of )*(?:windows|systems?|versions?|os)(?:,? (?:such as|like|e\.?g\.?|including) .*)?$/i

/** What was out of support when the first advisories spoke of it is; what is supported today is not; between them the day decides. */
function isOutOfSupport(operatingSystem: string): 'yes' | 'no' | 'unknown' {
  const own = readOwn(operatingSystem)
  const at = own?.family === 'windows' ? released[own.edition] : undefined
  return at === undefined ? 'unknown' : at <= 2007 ? 'yes' : at >= 2015 ? 'no' : 'unknown'
}

const oneSystem =
  /^(?:(?:only )?(?:running|running on|runs|using|uses|use|with|on|for|based on|that (?:runs?|uses?)|when|if|installed on)\s+)*(?:(?:microsoft|wind river|windriver|blackberry|green hills|apple|google|the)\s+)*((?:vxworks|qnx|freertos|threadx|nucleus|integrity|android|ipados|ios|macos|mac os x|ubuntu|debian|linux)\b(?: (?:rtos|os|neutrino|sdp|kernel|net|plus|operating system))*)(?:\s*(?:operating system|os|versions?))*\s*(.*?)(?:\s+only)?$/i

/** `running VxWorks 6.9 and earlier`, `Android before 8.0`: one system, and which of its versions. */
function runsVersion(condition: string, operatingSystem: string): 'yes' | 'no' | 'unknown' | undefined {
  const [, name = '', versions = ''] = oneSystem.exec(condition.trim()) ?? []
  const asked = readOperatingSystem(name)
  if (
    !asked ||
    (versions !== '' && !/\d/.test(versions)) ||
    /\b(?:and|or) [a-z]{4,}\b(?<!earlier|later|prior|below|older|newer|above|lower)/i.test(versions)
  )
    return undefined
  const own = readOperatingSystem(operatingSystem)
  if (!own) return 'unknown'
  if (own.family !== asked.family) return 'no'
  if (versions === '') return 'yes'
  return own.version === '' ? 'unknown' : contains(versions, own.version).answer
}

/** `Win10 LTSC 2019` in a description, for want of a column. */
function systemSaid(description: string): string {
  if (!/\bwin(?:dows)?[\s-]*(?:\d|xp|vista|nt|ce|embedded|server)/i.test(description)) return ''
  return readOwn(description)?.edition ? description : ''
}

/** Does the device run one of the systems that the condition names? Undefined where it names something else besides. */
export function runsOn(condition: string, configuration: Configuration): 'yes' | 'no' | 'unknown' | undefined {
  const operatingSystem = configuration.operatingSystem.trim() || systemSaid(configuration.description)
  const ofLinux = runsDistribution(condition, operatingSystem)
  if (ofLinux) return ofLinux
  if (outOfSupport.test(condition.trim())) return isOutOfSupport(operatingSystem)
  const named = readSystems(condition)
  if (!named) return runsVersion(condition, operatingSystem)
  const own = readOwn(operatingSystem)
  if (!own) return 'unknown'
  const left = named.excluded.map((one) => covers(one, own))
  if (left.includes('yes')) return 'no'
  const taken = named.wanted.map((one) => covers(one, own))
  if (named.wanted.length > 0 && !taken.includes('yes')) return taken.includes('unknown') ? 'unknown' : 'no'
  return left.includes('unknown') ? 'unknown' : 'yes'
}
