import { serverChannelBuilds, serverReleases, windowsReleases } from './windows-releases.ts'

export type WindowsArchitecture = 'x86' | 'x64' | 'arm64' | 'itanium'

/** What a text says of the Windows that it names; null is what it leaves open. */
export interface WindowsSystem {
  /** `xp`, `7`, `8.1`, `10`, `server 2012 r2`, `server 2019`; `server` for those that came twice a year. */
  readonly family: string
  /** Of `10`, `11` and `server`: `1809`, `21h2`. */
  readonly release: string | null
  /** Of systems that had any; 0 is said to have none. */
  readonly servicePack: number | null
  readonly architecture: WindowsArchitecture | null
  readonly isCore: boolean
  readonly build: number | null
  /** The state of repair: 5329 in `10.0.17763.5329`. */
  readonly revision: number | null
}

/** Those with service packs, and the last of each. */
export const lastServicePack: Readonly<Record<string, number>> = {
  '2000': 4,
  xp: 3,
  vista: 2,
  '7': 1,
  'server 2003': 2,
  'server 2003 r2': 2,
  'server 2008': 2,
  'server 2008 r2': 1,
}

const buildOf: Readonly<Record<number, { readonly client: string; readonly server: string; readonly pack?: number }>> =
  {
    2195: { client: '2000', server: '2000' },
    2600: { client: 'xp', server: 'xp' },
    3790: { client: 'xp', server: 'server 2003' },
    6000: { client: 'vista', server: 'server 2008', pack: 0 },
    6001: { client: 'vista', server: 'server 2008', pack: 1 },
    6002: { client: 'vista', server: 'server 2008', pack: 2 },
    6003: { client: 'vista', server: 'server 2008', pack: 2 },
    7600: { client: '7', server: 'server 2008 r2', pack: 0 },
    7601: { client: '7', server: 'server 2008 r2', pack: 1 },
    9200: { client: '8', server: 'server 2012' },
    9600: { client: '8.1', server: 'server 2012 r2' },
  }

/** Reads the text of an inventory. Undefined where it names no Windows whose updates are told apart by name. */
export function readWindowsSystem(text: string): WindowsSystem | undefined {
  const plain = text
    .toLowerCase()
    .replace(/\((?:r|tm)\)|[®™]/g, ' ')
    // What a console makes of the ®.
    .replace(/\b(microsoft|windows|server)r\b/g, '$1')
    .replace(/\b(?:microsoft|ms)\b/g, ' ')
    .replace(/[()[\],;:_/]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (!/\bwin(?:dows)?\b|\bwin(?=\d|xp)|\bw(?:es|2k)\d*\b|\bposready\b|\bxpe\b/.test(plain)) return undefined
  if (/\b(?:mobile|phone|ce|compact)\b/.test(plain)) return undefined
  const { build, revision } = readBuild(plain)
  const isServer = /\bserver\b|\bw2k\d/.test(plain)
  const family = familyOf(plain, isServer, build)
  if (family === undefined) return undefined
  const release = releaseOf(family, plain, build)
  return {
    family,
    release,
    servicePack: servicePackOf(family, plain, build),
    architecture: architectureOf(plain, family),
    isCore: /\bserver core\b|\bcore installation\b/.test(plain),
    build: build ?? buildOfRelease(family, release),
    revision,
  }
}

function readBuild(plain: string): { build: number | null; revision: number | null } {
  const found =
    /(?<![\d.])(?:10\.0|6\.[0-3]|5\.[0-2])\.(\d{4,5})(?:\.(\d{1,5}))?(?![\d.]*\d)/.exec(plain) ??
    /\bbuild\s*(?:no\.?|number)?\s*(\d{4,5})(?:\.(\d{1,5}))?\b/.exec(plain) ??
    /(?<![\d.])(\d{5})\.(\d{1,5})(?![\d.]*\d)/.exec(plain)
  if (!found) return { build: null, revision: null }
  return { build: Number(found[1]), revision: found[2] === undefined ? null : Number(found[2]) }
}

function familyOf(plain: string, isServer: boolean, build: number | null): string | undefined {
  const year = /\b(?:server|w2k|windows)\s*(?:[a-z]+\s+)*?(2000|2003|2008|2012|2016|2019|2022|2025|3|8|12)\b/.exec(
    plain,
  )?.[1]
  if (isServer) {
    if (year !== undefined && /\b23h2 edition\b/.test(plain)) return 'server'
    const full = year === '3' || year === '8' ? `200${year}` : year === '12' ? '2012' : year
    if (full === '2000') return '2000'
    if (full !== undefined) return `server ${full}${/\br2\b/.test(plain) && Number(full) < 2016 ? ' r2' : ''}`
    if (/\b(?:1709|1803|1903|1909|2004|20h2|23h2)\b/.test(plain)) return 'server'
    return build === null ? undefined : serverByBuild(build)
  }
  if (/\bwin(?:dows)? ?2000\b/.test(plain)) return '2000'
  const client =
    /\bwin(?:dows)?\s*(?:(?:embedded|iot|standard|posready|enterprise|professional|pro|industry)\s+)*(xp|vista|8\.1|7|8|10|11)\b/.exec(
      plain,
    )?.[1] ??
    (/\bposready\s*2009\b|\bstandard\s*2009\b|\bxpe\b/.test(plain) ? 'xp' : undefined) ??
    /\b(?:wes|posready)\s*(7|8)\b/.exec(plain)?.[1]
  if (build !== null) {
    const known = windowsReleases.find((one) => one.build === build)?.client ?? buildOf[build]?.client
    // Windows 11 calls itself 10.0, and many lists take it at its word.
    if (known && (client === undefined || client === '10')) return known
  }
  return client
}

function serverByBuild(build: number): string | undefined {
  const year = Object.entries(serverReleases).find(([, one]) => one.build === build)?.[0]
  return year === undefined ? buildOf[build]?.server : `server ${year}`
}

function releaseOf(family: string, plain: string, build: number | null): string | null {
  if (family === 'server') {
    const said = /\b(1709|1803|1903|1909|2004|20h2|23h2)\b/.exec(plain)?.[1]
    return said ?? null
  }
  if (family !== '10' && family !== '11') return null
  const own = windowsReleases.filter(({ client }) => client === family)
  const byBuild = own.find((one) => one.build === build)
  if (byBuild) return byBuild.release
  const said = /\b(1507|1511|1607|1703|1709|1803|1809|1903|1909|2004|2[0-9]h[12])\b/.exec(plain)?.[1]
  if (said !== undefined) return own.some(({ release }) => release === said) ? said : null
  const long = /\b(?:ltsc|ltsb)\D{0,12}(20\d\d)\b|\b(20\d\d)\D{0,12}(?:ltsc|ltsb)\b/.exec(plain)
  const year = long?.[1] ?? long?.[2]
  return own.find(({ longTerm }) => year !== undefined && longTerm === year)?.release ?? null
}

function servicePackOf(family: string, plain: string, build: number | null): number | null {
  if (lastServicePack[family] === undefined) return null
  const said = /\b(?:sp|service pack) ?(\d)/.exec(plain)?.[1]
  if (said !== undefined) return Number(said)
  if (/\b2009\b/.test(plain) && family === 'xp') return 3
  return build === null ? null : (buildOf[build]?.pack ?? null)
}

function architectureOf(plain: string, family: string): WindowsArchitecture | null {
  if (/\barm ?64\b/.test(plain)) return 'arm64'
  if (/\bitanium\b|\bia64\b/.test(plain)) return 'itanium'
  if (/\bx64\b|\b64[ -]?bit\b|\bamd64\b|\bx86-64\b|\bx64-based\b/.test(plain)) return 'x64'
  if (/\bx86\b|\b32[ -]?bit\b|\bx32\b|\bi[36]86\b/.test(plain)) return 'x86'
  // From Windows Server 2008 R2 and Windows 11 on there is no other.
  if (family === '11' || family === 'server' || /^server 20(?:08 r2|1|2)/.test(family)) return 'x64'
  return null
}

const clientBuilds: Readonly<Record<string, number>> = { '8': 9200, '8.1': 9600 }

const buildOfRelease = (family: string, release: string | null): number | null =>
  (family === 'server'
    ? serverChannelBuilds[release ?? '']
    : (windowsReleases.find((one) => one.client === family && one.release === release)?.build ??
      clientBuilds[family] ??
      serverReleases[family.replace('server ', '')]?.build)) ?? null
