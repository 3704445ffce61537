import { type DirectoryEntry, guidOf, isOctets } from '#connectors/directory/directory-entry.ts'
import { cutOff, type Line, type ReportKind } from '#connectors/report-text.ts'

/** Whether a text begins as the LDIF of computers does, written by ldifde or ldapsearch. */
export const isLdif = (head: string) =>
  /^(?:#.*\r?\n|version:.*\r?\n|\s*\r?\n)*dn::? ?\S/.test(head) &&
  /^(?:objectClass: computer|sAMAccountName: \S+\$|dNSHostName: |operatingSystem: )/im.test(head)

/** LDIF (RFC 2849): entries with a blank line between, long lines folded with a blank, `::` before base64. */
export async function* readLdif(
  lines: AsyncIterable<Line>,
  file: { readonly name: string },
  kind: ReportKind,
): AsyncGenerator<DirectoryEntry> {
  let held: string | undefined
  let attributes = new Map<string, string[]>()
  let start = 0
  let isEnded = true
  const put = () => {
    if (held !== undefined && !held.startsWith('#')) take(held, attributes)
    held = undefined
  }
  const isEntry = () =>
    attributes.has('dn') && !/^(?:delete|modrdn|moddn)$/i.test(attributes.get('changetype')?.[0] ?? '')
  for await (const line of lines) {
    isEnded = line.isEnded
    const { text, number } = line
    if (/^ /.test(text) && held !== undefined) {
      held += text.slice(1)
      continue
    }
    put()
    if (text.trim() !== '') {
      if (attributes.size === 0) start = number
      held = text
      continue
    }
    if (isEntry()) yield { position: `line ${start}`, attributes }
    attributes = new Map()
  }
  // Every line is ended by a line break (RFC 2849, "SEP"); one that is not was cut off.
  if (!isEnded) throw cutOff(file, kind)
  put()
  if (isEntry()) yield { position: `line ${start}`, attributes }
}

function take(line: string, attributes: Map<string, string[]>): void {
  const match = /^([A-Za-z][\w.-]*)(?:;[^:]*)?:(:|<)? *(.*)$/.exec(line)
  if (!match) return
  const [, written = '', mark, value = ''] = match
  // What a URL points at is not fetched.
  if (mark === '<') return
  const name = written.toLowerCase()
  const octets = mark === ':' ? Buffer.from(value, 'base64') : undefined
  const text = octets ? (isOctets(name) ? guidOf(octets) : octets.toString('utf8')) : value.trim()
  if (text === undefined) return
  const values = attributes.get(name)
  if (values) values.push(text)
  else attributes.set(name, [text])
}
