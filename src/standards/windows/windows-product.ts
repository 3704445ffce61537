import { lastServicePack, type WindowsArchitecture } from './windows-system.ts'

/** One Windows as Microsoft's Security Update Guide names it, or a part that runs on it. */
export interface WindowsProduct {
  /** `10`, `server 2012 r2`, as in `WindowsSystem`. */
  readonly family: string
  readonly release: string | null
  /** Null where the system had none. */
  readonly servicePack: number | null
  readonly architecture: WindowsArchitecture
  readonly isCore: boolean
  /** What is mended on it, where that is not the system: `Internet Explorer 11`; else empty. */
  readonly component: string
}

/** Reads a full product name. Undefined where it names no Windows, or one that is told apart by more than this. */
export function readWindowsProduct(name: string): WindowsProduct | undefined {
  const text = name.replace(/\s+/g, ' ').trim()
  const parted = /^(.+?)\s(?:when\s)?(?:installed\s)?on\s(?:Microsoft\s)?(Windows\s.+)$/i.exec(text)
  const component = parted ? parted[1]!.trim() : ''
  let rest = (parted?.[2] ?? text).toLowerCase().replace(/^microsoft /, '')
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const found = pattern.exec(rest)
    if (found) rest = `${rest.slice(0, found.index)} ${rest.slice(found.index + found[0].length)}`.trim()
    return found
  }

  const isCore = take(/\s*\(server core installation\)/) !== null
  take(/ - extra$/)
  const pack = take(/\bservice pack (\d)\b/)?.[1]
  const machine = take(/\s*\bfor (32-bit|x64-based|itanium-based|arm64-based) (?:systems|servers)\b|\bx64 edition\b/)
  const edition = take(/, (23h2) edition\b/)?.[1]
  const channel = take(/^windows server, version (1709|1803|1903|1909|2004|20h2|23h2)\b/)?.[1]
  const server = channel ? null : take(/^windows server (2003|2008|2012|2016|2019|2022|2025)( r2)?\b/)
  const client = channel || server ? null : take(/^windows (2000|xp|vista|7|8\.1|8|10|11)(?![\w.])/)
  const release = take(/\bversion (\d{4}|2\dh[12])\b/)?.[1]
  if (client?.[1] === 'xp') take(/\bprofessional\b/)
  if (rest.trim() !== '') return undefined

  const family =
    channel || edition ? 'server' : server ? `server ${server[1]}${server[2] ?? ''}` : client ? client[1]! : undefined
  if (family === undefined) return undefined
  const isCurrent = family === '10' || family === '11'
  return {
    family,
    // The first release was named without its number.
    release: channel ?? edition ?? (isCurrent ? (release ?? (family === '10' ? '1507' : '21h2')) : null),
    servicePack: lastServicePack[family] === undefined ? null : Number(pack ?? 0),
    architecture: architectureOf(machine, family),
    isCore: isCore || channel !== undefined,
    component,
  }
}

/** The name is of a Windows, and not of a program for it: those too that are told apart by more than `WindowsProduct` has. */
export const isWindowsItself = (name: string): boolean =>
  readWindowsProduct(name)?.component === '' || otherEditions.test(name.replace(/\s+/g, ' ').trim())

const otherEditions =
  /^(?:microsoft )?windows (?:rt(?: 8\.1)?|xp (?:tablet pc|media center) edition(?: \d{4})?(?: service pack \d)?|1[01] version \w{4} for (?:hololens|arm systems))$/i

function architectureOf(machine: RegExpExecArray | null, family: string): WindowsArchitecture {
  if (machine) {
    const said = machine[1]
    return said === '32-bit' ? 'x86' : said === 'itanium-based' ? 'itanium' : said === 'arm64-based' ? 'arm64' : 'x64'
  }
  return /^(?:2000|xp|vista|server 2003|server 2003 r2)$/.test(family) ? 'x86' : 'x64'
}
