import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a provider makes of its folder of documents: lists, feed and metadata, by path. CSAF 2.0, clause 7.1. */
export function publishCsaf(
  folder: string,
  paths: readonly string[],
  origin: string,
  distributions: readonly ('directory' | 'rolie')[] = ['directory', 'rolie'],
): Map<string, string> {
  const documents = paths.filter((path) => path.endsWith('.json') && !path.endsWith('provider-metadata.json'))
  const changes = paths.includes('changes.csv')
    ? readFileSync(join(folder, 'changes.csv'), 'utf8')
    : documents.map((path) => `${path},${releasedAt(join(folder, path))}\n`).join('')
  const index = paths.includes('index.txt')
    ? readFileSync(join(folder, 'index.txt'), 'utf8')
    : documents.map((path) => `${path}\n`).join('')

  return new Map([
    ['/csaf/changes.csv', changes],
    ['/csaf/index.txt', index],
    ['/csaf/feed-tlp-white.json', JSON.stringify(rolieFeed(`${origin}/csaf`, changes, new Set(paths)))],
    ['/.well-known/csaf/provider-metadata.json', JSON.stringify(metadata(`${origin}/csaf`, distributions))],
  ])
}

/** The same list in the opposite order, for each list that a publisher gives; other bodies as they are. */
export function reordered(path: string, body: Uint8Array): Uint8Array {
  const text = Buffer.from(body).toString()
  if (/\.(txt|csv)$/.test(path)) {
    const lines = text.trimEnd().split('\n')
    const isHead = (line: string) => /^(#|cve,)/.test(line)
    return Buffer.from([...lines.filter(isHead), ...lines.filter((line) => !isHead(line)).reverse(), ''].join('\n'))
  }
  if (!path.endsWith('.json')) return body
  const json = JSON.parse(text)
  const list = Array.isArray(json) ? json : (json.feed?.entry ?? (json.document ? undefined : json.vulnerabilities))
  if (!Array.isArray(list)) return body
  list.reverse()
  return Buffer.from(JSON.stringify(json))
}

function metadata(base: string, distributions: readonly ('directory' | 'rolie')[]) {
  const feed = { summary: 'All advisories', tlp_label: 'WHITE', url: `${base}/feed-tlp-white.json` }
  return {
    canonical_url: `${new URL(base).origin}/.well-known/csaf/provider-metadata.json`,
    distributions: distributions.map((kind) =>
      kind === 'rolie' ? { rolie: { feeds: [feed] } } : { directory_url: `${base}/` },
    ),
    last_updated: '2026-01-31T00:00:00Z',
    list_on_CSAF_aggregators: true,
    metadata_version: '2.0',
    mirror_on_CSAF_aggregators: true,
    publisher: { category: 'coordinator', name: 'Bench', namespace: 'https://bench.example' },
    role: 'csaf_provider',
  }
}

function rolieFeed(base: string, changes: string, paths: ReadonlySet<string>) {
  const rows = changes
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '').trim()))
  const sidecar = (path: string, ending: string, rel: string) =>
    paths.has(`${path}${ending}`) ? [{ rel, href: `${base}/${path}${ending}` }] : []
  return {
    feed: {
      id: 'bench-csaf-feed-tlp-white',
      title: 'All advisories',
      link: [{ rel: 'self', href: `${base}/feed-tlp-white.json` }],
      category: [{ scheme: 'urn:ietf:params:rolie:category:information-type', term: 'csaf' }],
      updated: '2026-01-31T00:00:00Z',
      entry: rows.map(([path = '', updated]) => ({
        id: path.slice(path.lastIndexOf('/') + 1, -'.json'.length).toUpperCase(),
        title: path,
        link: [
          { rel: 'self', href: `${base}/${path}` },
          ...sidecar(path, '.sha512', 'hash'),
          ...sidecar(path, '.sha256', 'hash'),
          ...sidecar(path, '.asc', 'signature'),
        ],
        published: updated,
        updated,
        content: { type: 'application/json', src: `${base}/${path}` },
        format: { schema: 'https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json', version: '2.0' },
      })),
    },
  }
}

const releasedAt = (file: string) => {
  try {
    return String(JSON.parse(readFileSync(file, 'utf8')).document.tracking.current_release_date)
  } catch {
    // A document that is meant to be broken.
    return '2026-01-01T00:00:00Z'
  }
}
