import type { DeviceClaims } from '#model/device.ts'
import { moreUpdates } from '#model/device.ts'

/** What one device says of itself. Only what is named here leaves the file: it holds the names of its owner too. */
export interface WindowsReport {
  readonly hostname: string
  readonly claims: DeviceClaims
  readonly raw: Readonly<Record<string, string>>
  /** For people: what the file lacks. */
  readonly remarks: readonly string[]
}

/** Bytes of one report: the longest that were seen have 120 KB. */
export const largestReport = 4 * 1024 * 1024

/** A console's output: UTF-16 by PowerShell, else UTF-8, else the code page of the machine. */
export function decodeReport(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return clean(new TextDecoder('utf-16le').decode(bytes))
  // What wmic says of itself stands before what it writes in UTF-16.
  const zeros = bytes.subarray(0, 4000).filter((byte) => byte === 0).length
  if (zeros > 100) return clean(new TextDecoder('latin1').decode(bytes.filter((byte) => byte !== 0)))
  try {
    return clean(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return clean(new TextDecoder('latin1').decode(bytes))
  }
}

const clean = (text: string) => text.replace(/^\uFEFF/, '').replaceAll('\u00a0', ' ')

/** Undefined where the text is neither kind of report, or ends before it has said what it is. */
export const readReport = (text: string): WindowsReport | undefined => readSystemInfo(text) ?? readQuickFixes(text)

interface Field {
  readonly value: string
  readonly items: readonly string[]
}

/**
 * `systeminfo`: lines of a name and a value, and lists indented below them. The names are in the language of the machine; the
 * order and what stands in the values are not.
 */
function readSystemInfo(text: string): WindowsReport | undefined {
  const fields = fieldsOf(text)
  const versionAt = fields.findIndex(({ value }) => /^\d+\.\d+\.\d+\b.*\b\d{4,5}$/.test(value))
  const typeAt = fields.findIndex(({ value }) => /^\S+-based PC$/i.test(value))
  if (versionAt < 2 || typeAt < versionAt) return undefined
  const hostname = fields[versionAt - 2]!.value
  const name = fields[versionAt - 1]!.value
  const version = fields[versionAt]!.value
  const type = fields[typeAt]!.value
  if (!/windows/i.test(name) || !/^[\w.-]{1,64}$/.test(hostname)) return undefined

  const kernel = /^\d+\.\d+\.\d+/.exec(version)![0]
  const pack = /service pack \d/i.exec(version)?.[0] ?? ''
  const architecture = /^x86/i.test(type)
    ? 'x86'
    : /^arm64/i.test(type)
      ? 'ARM64'
      : /itanium/i.test(type)
        ? 'Itanium'
        : 'x64'
  const operatingSystem = [name.replace(/\s+/g, ' '), pack, kernel, architecture].filter(Boolean).join(' ')
  const list = fields.find(({ items }) => items.some((item) => updateIn(item) !== undefined))
  const announced = Number(/^\d+/.exec(list?.value ?? '')?.[0] ?? 0)
  const isShort = list !== undefined && (announced > list.items.length || list.items.at(-1) === '')
  // The last one before the list breaks off may be half a number.
  const listed = isShort ? list.items.slice(0, -1) : (list?.items ?? [])
  const addresses = fields
    .filter((field) => field !== list)
    .flatMap(({ items }) => items)
    .filter((item) => /^(?:\d{1,3}\.){3}\d{1,3}$/.test(item) && !/^(?:127|169\.254)\./.test(item))
  const remarks = isShort
    ? [`It says that ${announced} updates are installed and lists ${listed.length}: systeminfo breaks long lists off.`]
    : []
  return {
    hostname,
    claims: {
      hostname,
      operatingSystem,
      ...installed(listed, isShort),
      ...(addresses.length > 0 && { ipAddresses: [...new Set(addresses)] }),
    },
    raw: {
      'Host name': hostname,
      'OS name': name,
      'OS version': version,
      'System type': type,
      'System manufacturer': fields[typeAt - 2]?.value ?? '',
      'System model': fields[typeAt - 1]?.value ?? '',
      ...(list && { Hotfixes: list.items.join(' ') }),
    },
    remarks,
  }
}

/** A list that is cut short says so: nobody can tell then what is missing. */
function installed(items: readonly string[], isShort: boolean): Pick<DeviceClaims, 'installedUpdates'> {
  const updates = [...new Set(items.flatMap((item) => updateIn(item) ?? []))].sort()
  return updates.length === 0 ? {} : { installedUpdates: isShort ? [...updates, moreUpdates] : updates }
}

const updateIn = (item: string): string | undefined => {
  const found = /(?<!\w)(?:KB|Q)(\d{6,7})(?!\d)/i.exec(item)
  return found ? `KB${found[1]}` : undefined
}

function fieldsOf(text: string): Field[] {
  const fields: { value: string; items: string[] }[] = []
  for (const line of text.split(/\r?\n/)) {
    const item = /^\s+\[\d+\]\s?:?\s*(.*)$/.exec(line)
    if (item) {
      fields.at(-1)?.items.push(item[1]!.trim())
      continue
    }
    // `Virtual Memory: Max Size:  18 MB`: the value stands after the last colon that blanks follow.
    const named = /^\S.*?:\s+(\S.*)?$/.exec(line)
    if (named) fields.push({ value: (named[1] ?? '').trim(), items: [] })
  }
  return fields
}

/** `wmic qfe list`: a table by position, with the machine's name and the updates, and nothing of the system. */
function readQuickFixes(text: string): WindowsReport | undefined {
  const lines = text.split(/\r?\n/)
  const headAt = lines.findIndex((line) => /\bCSName\b.*\bHotFixID\b/.test(line))
  if (headAt < 0) return undefined
  const head = lines[headAt]!.slice(lines[headAt]!.indexOf('Caption'))
  const from = head.indexOf('CSName')
  const names = lines
    .slice(headAt + 1)
    .map((line) => /^\S+/.exec(line.slice(from).trimStart())?.[0] ?? '')
    .filter((name) => /^[\w-]{1,15}$/.test(name))
  const [hostname] = names
  if (hostname === undefined) return undefined
  const rows = lines.slice(headAt + 1).filter((line) => line.includes(hostname))
  // Windows XP writes the number into another column where the update is a file of a service pack to come.
  const updates = rows.map((line) => line.slice(line.indexOf(hostname) + hostname.length))
  return {
    hostname,
    claims: { hostname, ...installed(updates, false) },
    raw: { 'Host name': hostname, Hotfixes: updates.flatMap((line) => updateIn(line) ?? []).join(' ') },
    remarks: [],
  }
}
