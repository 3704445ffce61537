import type { Component } from '#model/component.ts'
import { firstIssue, mostComponents, plain, type ReadSbom, Remarks, toComponent } from '#standards/sbom/words.ts'
import { SpdxDocument, SpdxPackage, SpdxRelationship } from './spdx-document.ts'
import { readTagValue } from './tag-value.ts'

/** Reads an SPDX 2.3 bill in tag-value form. */
export const readSpdxText = (text: string): ReadSbom => readSpdx(readTagValue(text))

/**
 * Reads an SPDX 2.2 or 2.3 document into our words. Its subject is the package that the document describes; every other
 * package is a component. Files, snippets and licences are left alone.
 */
export function readSpdx(document: unknown): ReadSbom {
  const read = SpdxDocument.safeParse(document)
  if (!read.success) return { error: `This is no SPDX document that can be read: ${firstIssue(read.error)}.` }
  const { data } = read
  if (!/^SPDX-2\.[23]$/.test(data.spdxVersion))
    return {
      error: `This document follows ${plain(data.spdxVersion, 30)}; SPDX 2.2 and 2.3 are read. Ask for one of these, or convert it.`,
    }
  if ((data.packages?.length ?? 0) > mostComponents)
    return {
      error: `The document names more than ${mostComponents.toLocaleString('en')} packages. Split it by product.`,
    }

  const remarks = new Remarks()
  const packages = each(data.packages ?? [], SpdxPackage, 'package', remarks)
  const relationships = each(data.relationships ?? [], SpdxRelationship, 'relationship', remarks)
  const described = describedBy(data, relationships)
  const subjects = packages.filter(({ SPDXID }) => described.has(SPDXID))
  const [main] = subjects
  if (subjects.length > 1)
    remarks.add(
      'bill',
      main!.name,
      `The document describes ${subjects.length} packages; the first counts as the product, the others as its components.`,
    )
  if (!main)
    remarks.add(
      'bill',
      plain(data.name),
      'The document describes none of its packages: its own name stands for the product.',
    )

  const known = new Map<string, Component>()
  for (const one of packages)
    if (one !== main) {
      const read = component(one, remarks)
      known.set(JSON.stringify(read), read)
    }
  if (data.files?.length) remarks.add('bill', 'files', `${data.files.length} files are listed; they are not kept.`)
  const creators = data.creationInfo?.creators ?? []
  return {
    sbom: {
      format: 'spdx',
      formatVersion: data.spdxVersion.slice('SPDX-'.length),
      serialNumber: plain(data.documentNamespace),
      revision: '',
      createdAt: plain(data.creationInfo?.created, 40),
      author: actors(creators, /^Organization$/i) || actors(creators, /^Person$/i),
      tool: actors(creators, /^Tool$/i),
      subject: main ? component(main, remarks) : toComponent({ name: data.name ?? '' }, remarks),
      components: [...known.values()],
      dependencies: relationships.filter(({ relationshipType }) =>
        /^(?:DEPENDS_ON|DEPENDENCY_OF|CONTAINS|CONTAINED_BY|.*_DEPENDENCY_OF|.*_LINK)$/.test(relationshipType),
      ).length,
      statements: [],
      remarks: remarks.told,
    },
  }
}

function describedBy(
  {
    SPDXID,
    documentDescribes,
  }: { SPDXID?: string | null | undefined; documentDescribes?: string[] | null | undefined },
  relationships: readonly SpdxRelationship[],
): ReadonlySet<string> {
  const document = SPDXID ?? 'SPDXRef-DOCUMENT'
  return new Set([
    ...(documentDescribes ?? []),
    ...relationships.flatMap(({ spdxElementId, relationshipType, relatedSpdxElement }) =>
      relationshipType === 'DESCRIBES' && spdxElementId === document
        ? [relatedSpdxElement]
        : relationshipType === 'DESCRIBED_BY' && relatedSpdxElement === document
          ? [spdxElementId]
          : [],
    ),
  ])
}

function component(from: SpdxPackage, remarks: Remarks): Component {
  const locator = (...types: string[]) =>
    from.externalRefs?.find(({ referenceType }) =>
      types.some((type) => referenceType === type || referenceType?.endsWith(`/${type}`)),
    )?.referenceLocator ?? undefined
  return toComponent(
    {
      name: from.name,
      version: stated(from.versionInfo),
      supplier: actor(stated(from.supplier)) || actor(stated(from.originator)),
      purl: locator('purl'),
      cpe: locator('cpe23Type') ?? locator('cpe22Type'),
    },
    remarks,
  )
}

/** SPDX has words for what is not stated. */
const stated = (value: string | null | undefined) =>
  value && !/^(?:NOASSERTION|NONE)$/.test(value.trim()) ? value : undefined

/** `Organization: Acme (security@acme.example)` → `Acme`. */
const actor = (value: string | undefined) =>
  value?.replace(/^\s*(?:Organization|Person|Tool):\s*/i, '').replace(/\s*\([^()]*\)\s*$/, '')

const actors = (creators: readonly string[], kind: RegExp) =>
  plain(
    creators
      .filter((creator) => kind.test(creator.slice(0, Math.max(0, creator.indexOf(':'))).trim()))
      .map(actor)
      .filter(Boolean)
      .join(', '),
  )

function each<T>(
  values: readonly unknown[],
  schema: { safeParse(value: unknown): import('zod').ZodSafeParseResult<T> },
  what: string,
  remarks: Remarks,
): T[] {
  const result: T[] = []
  for (const [at, value] of values.entries()) {
    const read = schema.safeParse(value)
    if (read.success) result.push(read.data)
    else
      remarks.add(
        what === 'package' ? 'component' : 'bill',
        `${what} ${at + 1}`,
        `It cannot be read: ${firstIssue(read.error)}.`,
      )
  }
  return result
}
