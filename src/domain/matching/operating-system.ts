import { operatingSystems } from './model-words.ts'
import { plainText } from './plain-text.ts'

/** An operating system as it is written in an inventory or an advisory, taken apart. */
export interface OperatingSystem {
  readonly text: string
  readonly family: string
  /** `xp`, `7`, `10`, `server 2008 r2`; empty where only the family is said. */
  readonly edition: string
  /** What stands behind the edition: `sp3`, `1809`, `6.5`. */
  readonly version: string
  /** `10.0.17763.4974`, of Windows where the text says its build. */
  readonly build?: string
}

const editions =
  /\b(?:server\s+)?(?:20(?:00|03|08|12|16|19|22|25)(?:\s*r2)?)\b|\b(?:nt(?:\s*4(?:\.0)?)?|9[58]|me|ce|xp|vista|7|8\.1|8|10|11)\b/

const families = new RegExp(`\\b(?:${[...operatingSystems].join('|')})\\b`)

/** Reads the first operating system that the text names. */
export function readOperatingSystem(text: string): OperatingSystem | undefined {
  if (text.trim() === '') return undefined
  const plain = plainText(text)
    .replace(/\bmicrosoft\b|\(r\)|\bms\b/g, ' ')
    .replace(/\bwin(?:dows)?[\s-]*(?=xp|vista|nt|ce|me\b|server|20\d\d|\d)/g, 'windows ')
    .replace(/\bwindows\s+embedded\s+(?:standard|posready|pos ready)\b/g, 'windows')
    .replace(/[()_,;-]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const family = families.exec(plain)?.[0]
  if (!family) return undefined
  const rest = plain.slice(plain.indexOf(family) + family.length).trim()
  if (family !== 'windows')
    return { text, family, edition: '', version: /\d[\w.]*(?:\s+\w*\d\w*)*/.exec(rest)?.[0] ?? '' }

  const found = editions.exec(rest)
  const edition = (found?.[0] ?? '').replace(/\s+/g, ' ')
  const isServer = /\bserver\b/.test(rest) || /^(?:2003|2008|2012|2016|2019|2022|2025)/.test(edition)
  const named = edition === '' ? '' : isServer && !edition.startsWith('server') ? `server ${edition}` : edition
  const build = /(?<![\d.])(?:10\.0\.)?([12]\d{4}\.\d{1,5})(?![\d.])/.exec(rest)?.[1]
  const tail = found ? rest.slice(found.index + found[0].length) : ''
  return {
    text,
    family,
    edition: named,
    version: /\b(?:sp\s*\d+|service pack\s*\d+|\d{4}|\d\dh\d)\b/.exec(tail)?.[0] ?? '',
    ...(build ? { build: `10.0.${build}` } : {}),
  }
}

/**
 * Windows versions on which version 1 of SMB is installed and on unless somebody removed it: all up to 8.1 and
 * Server 2016; newer ones leave it out (Microsoft, "SMBv1 is not installed by default in Windows", 1709 and later).
 */
export const hasSmb1ByDefault = (system: OperatingSystem): boolean =>
  system.family === 'windows' &&
  /^(?:2000|nt.*|xp|vista|7|8|8\.1|server (?:2000|2003|2008|2012|2016).*)$/.test(system.edition)

/** The name of a product is that of an operating system, and of nothing on it. */
export const namesOnlySystem = (name: string): boolean =>
  /^(?:microsoft |wind river |enea )?(?:windows|linux|vxworks|integrity rtos|integrity|ose|nucleus|threadx|qnx|itron)\b/i.test(
    name.trim(),
  ) &&
  !/\b(?:workstation|client|app|application|agent|toolkit|viewer|(?<!qnx )software|processor|implant|pacemaker|icd|stent)\b/i.test(
    name,
  )
