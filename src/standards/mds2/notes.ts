import { plain } from './answer.ts'
import type { Lines } from './lines.ts'

/** Notes at the end of a form or a section, which answers refer to by number. */
export interface Notes {
  /** What the note says, in the section if it numbers its own; undefined where there is none. */
  find(number: string, section: string): string | undefined
}

const numbered = /^(?:(?:[A-Z]{4} )?(?:see )?note\s*#?\s*|#)(\d{1,3})\b\s*[.:)–—-]*\s*(.*)$/is
const inList = /^(\d{1,3})\s*[.:)–—-]+\s*(.*)$/s
const heading = /^(?:[A-Z]{4}\s+)?notes?\s*:?\s*(?=$|\d{1,3}\s*[.:)–—-])/i

export function collectNotes({ others }: Lines): Notes {
  const all = new Map<string, string>()
  const ofSection = new Map<string, string>()
  let isList = false
  for (const { cells, section } of others) {
    const filled = cells.map((cell) => cell.trim()).filter(Boolean)
    const whole =
      /^\d{1,3}$/.test(filled[0] ?? '') && filled[1] ? `${filled[0]}. ${filled.slice(1).join(' ')}` : filled.join(' ')
    if (heading.test(whole)) isList = true
    for (const line of whole.replace(heading, '').split(/\n+/)) {
      const [, number, text] = numbered.exec(line.trim()) ?? (isList ? inList.exec(line.trim()) : null) ?? []
      const said = text && plain(text)
      if (!number || !said) continue
      if (!all.has(number)) all.set(number, said)
      ofSection.set(`${section} ${number}`, said)
    }
  }
  return { find: (number, section) => ofSection.get(`${section} ${number}`) ?? all.get(number) }
}

/** The numbers, where a text is nothing but a reference: `Note 1`, `see notes 2, 3`, `#4`, `5`. */
export function referredTo(text: string): string[] {
  const bare = text.replace(/^(?:please )?(?:see |refer to )?(?:notes?)?\s*/i, '')
  return /^#?\d{1,3}(?:\s*(?:,|;|&|and|\/)\s*#?\d{1,3})*\.?$/i.test(bare) ? (bare.match(/\d+/g) ?? []) : []
}
