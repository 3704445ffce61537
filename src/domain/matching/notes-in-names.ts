// What stands in brackets or behind `with` in the name of a product: its members, a companion, or what is asked for.

import { rawTokens } from './model-token.ts'
import { remoteServices } from './model-words.ts'

/** `(GH, GS, CC with Guardrails and PK)`, `(with Zymos central lab and Zymos POC)` of the Zymos lab: models, and nothing asked for. */
export function listsMembers(note: string, lead: string | undefined): boolean {
  const pieces = note.replace(/^with /, '').split(/\s*[,;]\s*(?:and |or )?|\s+(?:and|or)\s+/)
  const isOwn = (piece: string) => lead !== undefined && lead.length >= 4 && /^[ -]/.test(piece.slice(lead.length))
  const own = pieces.filter((piece) => isOwn(piece) && piece.startsWith(lead!))
  if (own.length * 2 > pieces.length) return true
  const codes = pieces.filter((piece) => memberCode.test(piece))
  return !note.startsWith('with ') && codes.length >= 2 && codes.length * 2 > pieces.length
}

/** `with Sharesource`, `with … Program Manager`, `with Acquisition Module`: what every one of them works with is no option. */
export const isCompanion = (condition: string): boolean =>
  /^with (?:the )?(?!.*\b(?:options?|optional|license|only|card|board|gateway|modem|adapter|interface|kit|and|or)\b)/.test(
    condition,
  ) &&
  (/\b(?:program manager|(?:acquisition|examination|operator) module)$/.test(condition) ||
    (!/\bmodule\b/.test(condition) && rawTokens(condition).some((token) => remoteServices.has(token))))

/** `(firmware revision B.40 through B.50)`: which of its versions are meant. */
export const versionNote =
  /^(?:all )?(?:(?:firmware|software|[fs]w) )?(?:versions?|revisions?|releases?|revs?\.?|firmware|software|[fs]w):? ((?:up to |prior to |before |below |from |earlier than |older than |lower than |[<>]=? ?)?(?:[vr]?\d[\w.]*|[a-z]\.\d[\w.]*)(?: .*)?)$/

/** `GH`, `XN-1000`; no `WiFi`. */
const memberCode = /^(?!(?:only|wifi|wlan|lan|usb|dect|gps|lte|[345]g)$)(?:[a-z\d]{1,4}|[a-z]{1,4}-?\d{2,5}[a-z]{0,3})$/
