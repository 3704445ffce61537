import type { Component } from '#model/component.ts'
import { VexState, type VexStatement, type VexTarget } from '#model/sbom.ts'
import { firstIssue, mostComponents, plain, type ReadSbom, Remarks, toComponent } from '#standards/sbom/words.ts'
import { linkName, placeOfRef, readBomLink } from './bom-link.ts'
import { CdxComponent, CdxDocument, CdxVulnerability } from './cyclonedx-document.ts'

/** Components within components deeper than this are made, not found. */
const deepest = 100

/** The place of the bill's subject among its components. */
const subjectPlace = -1

/**
 * Reads a CycloneDX 1.4, 1.5 or 1.6 bill in JSON into our words, its VEX statements too. Licences, hashes and evidence are
 * left alone. What cannot be taken as it stands costs only itself and is named in `remarks`.
 */
export function readCycloneDx(document: unknown): ReadSbom {
  const read = CdxDocument.safeParse(document)
  if (!read.success) return { error: `This is no CycloneDX bill that can be read: ${firstIssue(read.error)}.` }
  const { data } = read
  if (!/^1\.[4-9]$/.test(data.specVersion))
    return {
      error: `This bill follows CycloneDX ${plain(data.specVersion, 20)}; 1.4, 1.5 and 1.6 are read. Ask for one of these, or convert it.`,
    }

  const remarks = new Remarks()
  if (!/^1\.[456]$/.test(data.specVersion))
    remarks.add('bill', data.specVersion, 'It follows a newer CycloneDX than 1.6: what is new there is not read.')
  const gathered = gather(data, remarks)
  if ('error' in gathered) return gathered
  const { metadata } = data
  const tool = toolOf(metadata?.tools)
  return {
    sbom: {
      format: 'cyclonedx',
      formatVersion: plain(data.specVersion, 20),
      serialNumber: plain(data.serialNumber),
      revision: data.version ? String(data.version) : '',
      createdAt: plain(metadata?.timestamp, 40),
      // Who answers for it: the organisation before its people.
      author: plain(
        metadata?.manufacturer?.name ||
          metadata?.manufacture?.name ||
          metadata?.supplier?.name ||
          metadata?.authors
            ?.map(({ name }) => name)
            .filter(Boolean)
            .join(', '),
      ),
      tool,
      subject: gathered.subject,
      components: gathered.components,
      dependencies: (data.dependencies ?? []).reduce((sum, { dependsOn }) => sum + (dependsOn?.length ?? 0), 0),
      statements: readStatements(data.vulnerabilities ?? [], placeIn(data, gathered.places), remarks),
      remarks: remarks.told,
    },
    places: gathered.places,
  }
}

/** Of a reference within the bill, also where it is written as a link to the bill itself. */
function placeIn({ serialNumber, version }: CdxDocument, places: Gathered['places']) {
  const own = linkName({ serialNumber: plain(serialNumber), revision: version ? String(version) : '' })
  return (ref: string) => {
    const place = places.get(ref)
    const link = place === undefined ? readBomLink(ref) : null
    if (!link) return place ?? null
    if (own?.serial !== link.serial || own.revision !== link.revision) return null
    return link.ref === '' ? subjectPlace : (placeOfRef(places, link.ref) ?? null)
  }
}

interface Gathered {
  readonly subject: Component
  readonly components: Component[]
  /** Of each `bom-ref`. */
  readonly places: ReadonlyMap<string, number>
}

function gather(data: CdxDocument, remarks: Remarks): Gathered | { error: string } {
  const { metadata } = data
  const components: Component[] = []
  const places = new Map<string, number>()
  const known = new Map<string, number>()
  const waiting: { value: unknown; depth: number; place: string }[] = []
  const wait = (values: readonly unknown[], depth: number, place: string) => {
    for (let at = values.length - 1; at >= 0; at--)
      waiting.push({ value: values[at], depth, place: `${place}${at + 1}` })
  }
  wait(data.components ?? [], 1, '')

  const main = CdxComponent.safeParse(metadata?.component ?? {})
  if (!main.success && metadata?.component)
    remarks.add('bill', 'metadata.component', `What the bill is of cannot be read: ${firstIssue(main.error)}.`)
  const maker = metadata?.supplier?.name ?? metadata?.manufacturer?.name ?? metadata?.manufacture?.name
  const subject = main.success
    ? component(main.data, remarks, maker)
    : toComponent({ name: '', supplier: maker ?? undefined }, remarks)
  if (main.success) {
    if (main.data['bom-ref']) places.set(main.data['bom-ref'], subjectPlace)
    wait(main.data.components ?? [], 1, 'metadata.component.')
  }

  let excluded = 0
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const one = CdxComponent.safeParse(next.value)
    if (!one.success) {
      remarks.add('component', `component ${next.place}`, `It cannot be read: ${firstIssue(one.error)}.`)
      continue
    }
    if (next.depth > deepest)
      return {
        error: `Components lie more than ${deepest} deep within each other; no bill needs that. Ask for another.`,
      }
    wait(one.data.components ?? [], next.depth + 1, `${next.place}.`)
    if (one.data.scope === 'excluded') {
      excluded++
      continue
    }
    const read = component(one.data, remarks)
    const key = JSON.stringify(read)
    const place = known.get(key) ?? components.push(read) - 1
    known.set(key, place)
    if (one.data['bom-ref'] && !places.has(one.data['bom-ref'])) places.set(one.data['bom-ref'], place)
    if (components.length > mostComponents)
      return {
        error: `The bill names more than ${mostComponents.toLocaleString('en')} components. Split it by product.`,
      }
  }
  if (excluded > 0)
    remarks.add('bill', 'scope', `${excluded} components have the scope "excluded": they are not in the product.`)
  if (data.services?.length)
    remarks.add('bill', 'services', `${data.services.length} services are named; they are no components and not kept.`)
  return { subject, components, places }
}

const component = (from: CdxComponent, remarks: Remarks, maker?: string | null): Component =>
  toComponent(
    {
      name: from.name,
      version: from.version ?? undefined,
      supplier:
        from.supplier?.name ||
        from.manufacturer?.name ||
        from.publisher ||
        maker ||
        from.author ||
        from.group ||
        undefined,
      purl: from.purl ?? undefined,
      cpe: from.cpe ?? undefined,
      swid: from.swid
        ? { tagId: from.swid.tagId, name: from.swid.name ?? '', version: from.swid.version ?? '' }
        : undefined,
    },
    remarks,
  )

type Tools = NonNullable<CdxDocument['metadata']>['tools']

function toolOf(tools: Tools): string {
  const [first] = Array.isArray(tools) ? tools : [...(tools?.components ?? []), ...(tools?.services ?? [])]
  return plain([first?.vendor, first?.name, first?.version].filter(Boolean).join(' '))
}

function readStatements(
  values: readonly unknown[],
  placeOf: (ref: string) => number | null,
  remarks: Remarks,
): VexStatement[] {
  const statements: VexStatement[] = []
  for (const [at, value] of values.entries()) {
    const label = `vulnerability ${at + 1}`
    const one = CdxVulnerability.safeParse(value)
    if (!one.success) {
      remarks.add('statement', label, `It cannot be read: ${firstIssue(one.error)}.`)
      continue
    }
    const vulnerabilityId = idOf(one.data)
    if (!vulnerabilityId) {
      remarks.add('statement', label, 'It names no vulnerability: an id such as CVE-2026-0001 is missing.')
      continue
    }
    const { analysis, affects } = one.data
    const state = VexState.safeParse(analysis?.state ?? 'unstated')
    if (!state.success)
      remarks.add(
        'statement',
        vulnerabilityId,
        `"${plain(analysis?.state, 60)}" is no state of CycloneDX; it counts as not stated.`,
      )
    statements.push({
      vulnerabilityId,
      state: state.success ? state.data : 'unstated',
      justification: plain(analysis?.justification, 120),
      response: (analysis?.response ?? []).map((word) => plain(word, 60)),
      detail: plain(analysis?.detail, 4000),
      affects: (affects ?? []).map(
        (target): VexTarget => ({
          ref: plain(target.ref, 1000),
          component: placeOf(target.ref),
          versions: (target.versions ?? []).map(({ version, range, status }) => ({
            version: plain(version, 120),
            range: plain(range),
            status: plain(status, 40) || 'affected',
          })),
        }),
      ),
    })
  }
  return statements
}

/** A CVE where one is named, also among the references; else the first id. */
function idOf({ id, references }: CdxVulnerability): string {
  const ids = [id, ...(references ?? []).map((reference) => reference.id)].map((one) => plain(one, 100))
  const cve = ids.find((one) => /^CVE-\d{4}-\d{4,}$/i.test(one))
  return cve?.toUpperCase() ?? ids.find((one) => one !== '') ?? ''
}
