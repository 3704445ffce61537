// The tag-value form of SPDX 2.3 (clause 6 and on, and Annex on formats): `Tag: value` on a line, a longer text between
// <text> and </text>. A line begins a package (PackageName), a file (FileName) or a snippet; what follows is about that.

interface TagPackage {
  name: string
  SPDXID?: string
  versionInfo?: string
  supplier?: string
  originator?: string
  externalRefs: { referenceCategory: string; referenceType: string; referenceLocator: string }[]
}

/** Into the shape of the JSON form. What it does not know, such as licences, it passes over. */
export function readTagValue(text: string) {
  const document = {
    spdxVersion: undefined as string | undefined,
    SPDXID: undefined as string | undefined,
    name: undefined as string | undefined,
    documentNamespace: undefined as string | undefined,
    creationInfo: { created: undefined as string | undefined, creators: [] as string[] },
    packages: [] as TagPackage[],
    files: [] as unknown[],
    relationships: [] as { spdxElementId: string; relationshipType: string; relatedSpdxElement: string }[],
  }
  let section: 'document' | 'package' | 'other' = 'document'
  let current: TagPackage | undefined

  for (const [tag, value] of tagsOf(text)) {
    if (tag === 'PackageName') {
      current = { name: value, externalRefs: [] }
      document.packages.push(current)
      section = 'package'
    } else if (tag === 'FileName' || tag === 'SnippetSPDXID') {
      if (tag === 'FileName') document.files.push(value)
      section = 'other'
    } else if (tag === 'Relationship') {
      const [spdxElementId, relationshipType, relatedSpdxElement] = value.split(/\s+/)
      if (spdxElementId && relationshipType && relatedSpdxElement)
        document.relationships.push({ spdxElementId, relationshipType, relatedSpdxElement })
    } else if (section === 'document') {
      if (tag === 'SPDXVersion') document.spdxVersion = value
      else if (tag === 'SPDXID') document.SPDXID = value
      else if (tag === 'DocumentName') document.name = value
      else if (tag === 'DocumentNamespace') document.documentNamespace = value
      else if (tag === 'Creator') document.creationInfo.creators.push(value)
      else if (tag === 'Created') document.creationInfo.created = value
    } else if (section === 'package' && current) {
      if (tag === 'SPDXID') current.SPDXID = value
      else if (tag === 'PackageVersion') current.versionInfo = value
      else if (tag === 'PackageSupplier') current.supplier = value
      else if (tag === 'PackageOriginator') current.originator = value
      else if (tag === 'ExternalRef') {
        const [referenceCategory = '', referenceType = '', referenceLocator = ''] = value.split(/\s+/)
        current.externalRefs.push({ referenceCategory, referenceType, referenceLocator })
      }
    }
  }
  return document
}

function* tagsOf(text: string): Generator<[tag: string, value: string]> {
  let at = 0
  while (at < text.length) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end === -1 ? text.length : end)
    at = end === -1 ? text.length : end + 1
    const colon = line.indexOf(':')
    if (colon === -1 || line.trimStart().startsWith('#')) continue
    const tag = line.slice(0, colon).trim()
    const value = line.slice(colon + 1).trim()
    if (!value.startsWith('<text>') || value.includes('</text>')) {
      yield [tag, value.replace(/^<text>|<\/text>$/g, '')]
      continue
    }
    const close = text.indexOf('</text>', at)
    const stop = close === -1 ? text.length : close
    yield [tag, `${value.slice('<text>'.length)}\n${text.slice(at, stop)}`]
    const rest = text.indexOf('\n', stop)
    at = rest === -1 ? text.length : rest + 1
  }
}
