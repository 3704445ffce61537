import { createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'

/**
 * The simplest resolver that anybody would write, for figures to compare with: records are one device if they have the same serial and the same
 * first word of the maker, the same MAC, or the same tag.
 *
 *     node bench/identity/baseline.ts DIR > result.jsonl
 */
const columns = {
  serial: ['Serial #', 'Serial Number', 'Serial', 'Serial No'],
  maker: ['Manufacturer', 'Mfr', 'Vendor', 'Make', 'Company'],
  mac: ['MAC Address', 'MAC Addresses', 'MACAddress', 'MAC'],
  tag: ['Control No.', 'Asset Tag'],
}
const folder = process.argv[2]
if (!folder) {
  console.error('node bench/identity/baseline.ts DIR > result.jsonl')
  process.exit(2)
}
const kit: { sources: { name: string; file: string; key: string }[] } = JSON.parse(
  readFileSync(join(folder, 'sources.json'), 'utf8'),
)
const parent: number[] = []
const names: { source: string; key: string }[] = []
const first = new Map<string, number>()

for (const { name, file, key } of kit.sources) {
  const rows: Record<string, string>[] = parse(readFileSync(join(folder, file)), { columns: true })
  for (const row of rows) {
    const at = parent.push(parent.length) - 1
    names.push({ source: name, key: row[key]! })
    const value = (of: keyof typeof columns) => columns[of].map((column) => row[column]).find((text) => text) ?? ''
    const serial = (row.UDI?.split('21').at(-1) ?? value('serial')).trim().toUpperCase()
    const mac = value('mac')
      .replaceAll(/[^0-9A-Fa-f]/g, '')
      .toUpperCase()
    const maker = value('maker')
      .split(/[ /,(]/)[0]!
      .toUpperCase()
    if (serial.length > 3 && maker) unite(`serial ${maker} ${serial}`, at)
    if (mac) unite(`mac ${mac}`, at)
    if (value('tag')) unite(`tag ${value('tag')}`, at)
  }
}

function unite(key: string, at: number): void {
  const other = first.get(key)
  if (other === undefined) first.set(key, at)
  else parent[root(at)] = root(other)
}

function root(at: number): number {
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!
    at = parent[at]!
  }
  return at
}

const out = createWriteStream('', { fd: 1 })
for (const [at, name] of names.entries())
  out.write(`${JSON.stringify({ ...name, device: `b${root(at)}`, probability: 1 })}\n`)
