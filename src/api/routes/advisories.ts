import { z } from 'zod'
import { file, route } from '#api/route.ts'
import { advisoryRows, devicesOfProducts, listAdvisories, listGroups } from '#domain/findings/findings.ts'
import { exploitationOf, getAdvisory, getAdvisoryDocument } from '#domain/intelligence/intelligence.ts'
import { workOfGroups } from '#domain/remediation/remediation.ts'
import { AdvisoryRemediation, ExploitProbability, PublishedScore, VersionForm } from '#model/advisory.ts'
import { AdvisoryFilter, AdvisoryRow, AdvisorySort } from '#model/advisory-list.ts'
import { FindingGroup } from '#model/finding.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'intelligence'
const params = z.object({ advisory: z.string().max(300) })

/** More groups than this are read at `/groups?advisory=…`. */
const groupsShown = 200

export const KnownExploitedFacts = z
  .object({ addedOn: z.string(), dueOn: z.string().nullable(), ransomware: z.boolean(), requiredAction: z.string() })
  .meta({ description: 'From CISA’s catalogue of known exploited vulnerabilities' })

export const ProbabilityFacts = ExploitProbability.omit({ cve: true }).meta({ description: 'EPSS' })

const Vulnerability = z.object({
  vulnerabilityId: z.string(),
  cve: z.string().nullable(),
  title: z.string(),
  description: z.string(),
  cwe: z.string().nullable(),
  scores: z.array(PublishedScore),
  remediations: z.array(AdvisoryRemediation),
  knownExploited: KnownExploitedFacts.nullable(),
  probability: ProbabilityFacts.nullable(),
})

const Product = z.object({
  productId: z.string(),
  fullName: z.string(),
  vendor: z.string(),
  name: z.string(),
  version: z.string(),
  versionForm: VersionForm,
  devices: z.number().meta({ description: 'Devices of the worklist that this entry leaves open' }),
})

export const advisoryRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/advisories',
    summary: 'List advisories with how many devices they reach',
    tag,
    permission: 'advisory:read',
    query: AdvisoryFilter.extend({ sort: AdvisorySort.default('newest'), ...Paging.shape }),
    response: Page(AdvisoryRow),
    handle: ({ db, actor, query: { sort, cursor, limit, ...filter } }) =>
      listAdvisories(db, actor.organisationId, { filter, sort, cursor, limit }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/advisories/{advisory}',
    summary: 'Get an advisory: what it says, and the devices it is about',
    description: `The worst ${groupsShown} groups of devices; all are listed at /groups.`,
    tag,
    permission: 'advisory:read',
    params,
    response: z.object({
      advisory: AdvisoryRow.extend({ summary: z.string(), url: z.string().nullable(), documentDigest: z.string() }),
      vulnerabilities: z.array(Vulnerability),
      products: z.array(Product),
      groups: z.array(FindingGroup.extend({ workOrders: z.number() })),
    }),
    async handle({ db, actor, params: { advisory: id } }) {
      const { organisationId } = actor
      const advisory = await getAdvisory(db, id)
      const [row] = await advisoryRows(db, organisationId, [id])
      const devices = await devicesOfProducts(db, organisationId, id)
      const known = await exploitationOf(
        db,
        advisory.vulnerabilities.map(({ vulnerabilityId }) => vulnerabilityId),
      )
      const { items } = await listGroups(db, organisationId, { advisoryId: id, isDoneToo: true, limit: groupsShown })
      const work = await workOfGroups(db, organisationId, items)
      return {
        advisory: {
          ...row!,
          summary: advisory.summary,
          url: advisory.url ?? null,
          documentDigest: advisory.digest,
        },
        vulnerabilities: advisory.vulnerabilities.map((vulnerability) => ({
          vulnerabilityId: vulnerability.vulnerabilityId,
          cve: vulnerability.cve ?? null,
          title: vulnerability.title,
          description: vulnerability.description,
          cwe: vulnerability.cwe ?? null,
          scores: vulnerability.scores,
          remediations: vulnerability.remediations,
          ...toFacts(known.get(vulnerability.vulnerabilityId)),
        })),
        products: advisory.products.map(({ productId, fullName, vendor, name, version, versionForm }) => ({
          productId,
          fullName,
          vendor,
          name,
          version,
          versionForm,
          devices: devices.get(productId) ?? 0,
        })),
        groups: items.map((group, position) => ({ ...group, workOrders: work[position]!.workOrders })),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/advisories/{advisory}/document',
    summary: 'Read the stored document as it came',
    description: 'Always as plain text, whatever the document says of itself.',
    tag,
    permission: 'advisory:read',
    params,
    response: file('text/plain', 'The document of the present revision'),
    async handle({ db, params }) {
      const { document } = await getAdvisoryDocument(db, params.advisory)
      return { content: document, mediaType: 'text/plain; charset=utf-8' }
    },
  }),
]

type Known = ReturnType<Awaited<ReturnType<typeof exploitationOf>>['get']>

/** What is known of exploitation, as the pages show it. */
export const toFacts = (known: Known) => ({
  knownExploited: known?.knownExploited
    ? {
        addedOn: known.knownExploited.addedOn,
        dueOn: known.knownExploited.dueOn ?? null,
        ransomware: known.knownExploited.ransomware,
        requiredAction: known.knownExploited.requiredAction,
      }
    : null,
  probability: known?.probability
    ? {
        probability: known.probability.probability,
        percentile: known.probability.percentile,
        model: known.probability.model,
        scoredOn: known.probability.scoredOn,
      }
    : null,
})
