import { attributeOf, XmlFault, XmlScanner } from '#standards/xml/xml-scanner.ts'

interface XmlElement {
  readonly name: string
  /** Read when asked for. */
  readonly attributes: string
  readonly children: XmlElement[]
  text: string
}

const faults = {
  document_type: 'It declares a document type, which no bill of materials needs. Ask for it without.',
  entity: 'It uses an entity that XML does not know. Ask for it as JSON.',
  too_long: 'One of its texts is longer than a million characters. Ask for it without attachments, or as JSON.',
  too_deep: 'Its elements lie too deep within each other; no bill needs that. Ask for it as JSON.',
  malformed: 'It is no sound XML: a tag is not closed, or not written as XML asks for. Ask for it again.',
  cut_off: 'It is cut off. Choose the file again.',
} as const

/**
 * A CycloneDX bill in XML (https://cyclonedx.org/docs/1.6/xml/) as the JSON form has it, as far as `CdxDocument` reads that: lists
 * without their wrapping element, attributes as fields. Undefined where the XML is no CycloneDX; a text where it cannot be read.
 */
export function cycloneDxFromXml(text: string): unknown {
  let root: XmlElement | undefined
  try {
    root = elementsOf(text)
  } catch (error) {
    if (error instanceof XmlFault) return faults[error.code]
    throw error
  }
  const specVersion = /xmlns(?::\w+)?\s*=\s*["']https?:\/\/cyclonedx\.org\/schema\/bom\/([\d.]+)["']/.exec(
    root?.attributes ?? '',
  )?.[1]
  if (root?.name !== 'bom' || !specVersion) return undefined
  const metadata = child(root, 'metadata')
  return {
    bomFormat: 'CycloneDX',
    specVersion,
    serialNumber: attribute(root, 'serialNumber'),
    version: Number(attribute(root, 'version') ?? 1),
    metadata: metadata && {
      timestamp: textOf(metadata, 'timestamp'),
      tools: toolsOf(child(metadata, 'tools')),
      authors: list(metadata, 'authors', 'author').map((one) => ({ name: textOf(one, 'name') })),
      manufacture: named(child(metadata, 'manufacture')),
      manufacturer: named(child(metadata, 'manufacturer')),
      supplier: named(child(metadata, 'supplier')),
      component: componentOf(child(metadata, 'component')),
    },
    components: list(root, 'components', 'component').map(componentOf),
    services: list(root, 'services', 'service').map((one) => ({ name: textOf(one, 'name') })),
    dependencies: list(root, 'dependencies', 'dependency').map((one) => ({
      ref: attribute(one, 'ref'),
      dependsOn: one.children.filter(({ name }) => name === 'dependency').map((other) => attribute(other, 'ref')),
    })),
    vulnerabilities: list(root, 'vulnerabilities', 'vulnerability').map(vulnerabilityOf),
  }
}

function elementsOf(text: string): XmlElement | undefined {
  let root: XmlElement | undefined
  const open: XmlElement[] = []
  const scanner = new XmlScanner({
    open(name, attributes) {
      const element = { name, attributes, children: [], text: '' }
      open.at(-1)?.children.push(element)
      root ??= element
      open.push(element)
    },
    close() {
      open.pop()
    },
    text(piece) {
      const own = open.at(-1)
      if (own) own.text += piece
    },
  })
  scanner.push(text)
  scanner.end()
  return root
}

const child = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((one) => one.name === name)

const textOf = (element: XmlElement | undefined, name: string): string | undefined => child(element, name)?.text.trim()

const attribute = (element: XmlElement | undefined, name: string): string | undefined =>
  element && attributeOf(element.attributes, name)

/** `<components><component/>…</components>`. */
const list = (element: XmlElement | undefined, wrapping: string, name: string): XmlElement[] =>
  child(element, wrapping)?.children.filter((one) => one.name === name) ?? []

const named = (element: XmlElement | undefined) => element && { name: textOf(element, 'name') }

/** A list up to 1.4; since 1.5 components and services. */
function toolsOf(tools: XmlElement | undefined) {
  const toolOf = (one: XmlElement) => ({
    vendor: textOf(one, 'vendor') ?? textOf(one, 'publisher'),
    name: textOf(one, 'name'),
    version: textOf(one, 'version'),
  })
  if (!tools) return undefined
  if (tools.children.some(({ name }) => name === 'tool')) return tools.children.map(toolOf)
  return {
    components: list(tools, 'components', 'component').map(toolOf),
    services: list(tools, 'services', 'service').map(toolOf),
  }
}

function componentOf(one: XmlElement | undefined): unknown {
  if (!one) return undefined
  const swid = child(one, 'swid')
  return {
    type: attribute(one, 'type'),
    'bom-ref': attribute(one, 'bom-ref'),
    supplier: named(child(one, 'supplier')),
    manufacturer: named(child(one, 'manufacturer')),
    publisher: textOf(one, 'publisher'),
    author: textOf(one, 'author'),
    group: textOf(one, 'group'),
    name: textOf(one, 'name'),
    version: textOf(one, 'version'),
    scope: textOf(one, 'scope'),
    cpe: textOf(one, 'cpe'),
    purl: textOf(one, 'purl'),
    swid: swid && {
      tagId: attribute(swid, 'tagId'),
      name: attribute(swid, 'name'),
      version: attribute(swid, 'version'),
    },
    components: list(one, 'components', 'component').map(componentOf),
  }
}

function vulnerabilityOf(one: XmlElement): unknown {
  const analysis = child(one, 'analysis')
  return {
    id: textOf(one, 'id'),
    references: list(one, 'references', 'reference').map((other) => ({ id: textOf(other, 'id') })),
    analysis: analysis && {
      state: textOf(analysis, 'state'),
      justification: textOf(analysis, 'justification'),
      response: list(analysis, 'responses', 'response').map(({ text }) => text.trim()),
      detail: textOf(analysis, 'detail'),
    },
    affects: list(one, 'affects', 'target').map((target) => ({
      ref: textOf(target, 'ref'),
      versions: list(target, 'versions', 'version').map((version) => ({
        version: textOf(version, 'version'),
        range: textOf(version, 'range'),
        status: textOf(version, 'status'),
      })),
    })),
  }
}
