import { z } from 'zod'
import { limitedText, Reason } from '#api/fields.ts'
import { empty, file, route, upload } from '#api/route.ts'
import {
  addBill,
  billsOfDevice,
  bindBill,
  configurationsOfBill,
  getBill,
  getBillFile,
  isLeftOpenBy,
  largestBill,
  listBills,
  listComponents,
  listStatements,
  nothingToChange,
  removeBill,
} from '#domain/composition/composition.ts'
import { answersOn, componentSupport, listBillVulnerabilities } from '#domain/findings/findings.ts'
import { exploitationOf, knownVulnerabilities } from '#domain/intelligence/intelligence.ts'
import { onBill } from '#domain/loop.ts'
import { Component } from '#model/component.ts'
import { Because, VulnerabilityDatabase } from '#model/finding.ts'
import { RiskBand } from '#model/risk.ts'
import { SbomRemark, SbomRow, VexState, VexTarget } from '#model/sbom.ts'
import { Support } from '#model/support.ts'
import { inTransaction } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'composition'
const params = z.object({ sbom: z.uuid() })
const NamedRow = SbomRow.meta({ id: 'SbomRow' })

const Detail = z.object({
  bill: NamedRow,
  subject: Component.meta({ description: 'The product, as the bill names it' }),
  serialNumber: z.string(),
  revision: z.string(),
  tool: z.string(),
  dependencies: z.number(),
  digest: z.string().meta({ description: 'SHA-256 of the file' }),
  fileName: z.string(),
  remarks: z.array(SbomRemark).meta({ description: 'What could not be taken as it stands, and why' }),
})

type Answers = NonNullable<ReturnType<Awaited<ReturnType<typeof answersOn>>['get']>>

/** What leaves a vulnerability open makes findings; what clears one needs a finding that it can change. */
function noFinding(
  known: ReadonlySet<string>,
  { affected, cannotTell, notAffected, setAside }: Answers,
  { vulnerabilityId, state }: { vulnerabilityId: string; state: VexState },
) {
  if (affected + cannotTell + notAffected + setAside > 0) return null
  if (isLeftOpenBy(state)) return 'The bill counts for no device of the worklist.'
  if (!known.has(vulnerabilityId)) return nothingToChange
  return 'No advisory names this vulnerability for the devices of the bill: there is no finding to change.'
}

async function contentOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces)
}

export const sbomRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/sboms',
    summary: 'List bills of materials with the devices that they reach',
    tag,
    permission: 'device:read',
    query: z.object({
      q: z.string().max(200).optional(),
      component: z.string().max(200).optional().describe('Words of one component: its name, version, package URL'),
      inForce: z.boolean().optional().describe('false: those that another took the place of'),
      ...Paging.shape,
    }),
    response: Page(NamedRow),
    handle: ({ db, actor, query }) => listBills(db, actor.organisationId, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/sboms',
    summary: 'Add a bill of materials, or a VEX document on bills',
    description:
      'A CycloneDX document that lists no component and speaks of bills elsewhere by BOM-Link is a VEX document (`kind`): its statements hold on the devices of these bills, or wait until the bills come. CycloneDX 1.4 to 1.6 in JSON, or SPDX 2.2 or 2.3 in JSON or tag-value, of up to 50 MB. Manufacturer, model and versions are taken from the bill where they are not given; the versions may be one, several with commas, a range, or `*`. The same file for the same model again changes nothing.',
    tag,
    permission: 'device:write',
    body: upload({
      maxBytes: largestBill,
      fields: z.object({
        manufacturer: z.string().max(200).optional(),
        model: z.string().max(200).optional(),
        versions: z.string().max(500).optional(),
      }),
    }),
    response: z.object({ kind: z.enum(['bill', 'vex']), id: z.uuid(), isNew: z.boolean() }),
    status: 201,
    async handle({ db, actor, body }) {
      const content = await contentOf(body.stream)
      return await inTransaction(db, (tx) =>
        onBill(tx, actor, () => addBill(tx, actor, { name: body.name, content }, body.fields, new Date())),
      )
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/sboms/{sbom}',
    summary: 'One bill of materials, and what of it could not be read',
    tag,
    permission: 'device:read',
    params,
    response: Detail,
    handle: ({ db, actor, params }) => getBill(db, actor.organisationId, params.sbom),
  }),
  route({
    method: 'GET',
    path: '/api/v1/sboms/{sbom}/components',
    summary: 'Components of a bill, by name',
    tag,
    permission: 'device:read',
    params,
    query: z.object({ q: z.string().max(200).optional(), ...Paging.shape }),
    response: Page(
      Component.extend({
        position: z.number(),
        support: Support.nullable().meta({ description: 'Null where no list that was read has this release' }),
      }).meta({ id: 'SbomComponent' }),
    ),
    async handle({ db, actor, params, query }) {
      const page = await listComponents(db, actor.organisationId, params.sbom, query)
      const said = await componentSupport(db, page.items, new Date())
      return { ...page, items: page.items.map((row, at) => ({ ...row, support: said[at] ?? null })) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/sboms/{sbom}/statements',
    summary: 'What a bill says of vulnerabilities (VEX)',
    tag,
    permission: 'device:read',
    params,
    query: Paging,
    response: Page(
      z
        .object({
          position: z.number(),
          vulnerabilityId: z.string(),
          state: VexState,
          justification: z.string(),
          response: z.array(z.string()),
          detail: z.string(),
          isKnown: z.boolean().meta({ description: 'Whether any publisher that is read here names it' }),
          notApplied: z.string().nullable().meta({ description: 'Why it changes no finding; null where it does' }),
          knownExploited: z.boolean(),
          devices: z
            .object({ affected: z.number(), cannotTell: z.number(), notAffected: z.number(), setAside: z.number() })
            .meta({ description: 'Devices that the bill tells of, by what is answered to the vulnerability on them' }),
          affects: z.array(
            VexTarget.extend({
              name: z.string().nullable().meta({ description: 'Null where nothing is referred to' }),
            }),
          ),
        })
        .meta({ id: 'SbomStatement' }),
    ),
    async handle({ db, actor: { organisationId }, params: { sbom }, query }) {
      const { items, next } = await listStatements(db, organisationId, sbom, query)
      const ids = [...new Set(items.map(({ vulnerabilityId }) => vulnerabilityId))]
      const known = await knownVulnerabilities(db, ids)
      const exploitation = await exploitationOf(db, ids)
      const configurationIds = await configurationsOfBill(db, organisationId, sbom)
      const answers = await answersOn(db, organisationId, configurationIds, ids)
      return {
        next,
        items: items.map((item) => ({
          ...item,
          notApplied: item.notApplied ?? noFinding(known, answers.get(item.vulnerabilityId)!, item),
          isKnown: known.has(item.vulnerabilityId),
          knownExploited: exploitation.get(item.vulnerabilityId)?.knownExploited != null,
          devices: answers.get(item.vulnerabilityId)!,
        })),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/sboms/{sbom}/vulnerabilities',
    summary:
      'What advisories, NVD, CVE records and OSV name in the components of a bill, on the devices that it tells of',
    description:
      'One row for each component and vulnerability, the component with the worst first. What is named only because of the operating system or the model is not among them.',
    tag,
    permission: 'finding:read',
    params,
    query: Paging,
    response: Page(
      z
        .object({
          component: z.object({
            position: z.number().meta({ description: 'Its place in the bill' }),
            name: z.string(),
            version: z.string(),
            purl: z.string(),
          }),
          vulnerabilityId: z.string(),
          title: z.string(),
          databases: z.array(VulnerabilityDatabase.exclude(['MSRC'])),
          because: z.array(z.string()).meta({ description: 'What these databases say' }),
          advisories: z
            .array(z.object({ id: z.string(), trackingId: z.string(), because: z.array(z.string()) }))
            .meta({ description: 'Advisories that name the component by its CPE name or package URL' }),
          score: z
            .number()
            .nullable()
            .meta({ description: 'The highest on these devices; null where nothing is open' }),
          band: RiskBand.nullable(),
          knownExploited: z.boolean(),
          state: VexState.nullable().meta({ description: 'What the bill itself says of it; null where nothing' }),
          devices: z
            .object({ affected: z.number(), cannotTell: z.number(), notAffected: z.number(), setAside: z.number() })
            .meta({ description: 'Devices that the bill tells of, by what is answered on them, all sources weighed' }),
        })
        .meta({ id: 'SbomVulnerability' }),
    ).extend({
      total: z.number(),
      wasRead: z
        .object({ NVD: z.boolean(), OSV: z.boolean() })
        .meta({ description: 'false: this database was never read, and nothing here is its word' }),
    }),
    handle: ({ db, actor, params, query }) => listBillVulnerabilities(db, actor.organisationId, params.sbom, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/sboms/{sbom}/document',
    summary: 'The bill as it came',
    tag,
    permission: 'device:read',
    params,
    response: file('text/plain', 'The file, always as plain text'),
    async handle({ db, actor, params }) {
      const { name, content } = await getBillFile(db, actor.organisationId, params.sbom)
      return { content, fileName: name, mediaType: 'text/plain; charset=utf-8' }
    },
  }),
  route({
    method: 'PUT',
    path: '/api/v1/sboms/{sbom}/binding',
    summary: 'Say which model and versions a bill is of',
    tag,
    permission: 'device:write',
    params,
    body: z.object({
      manufacturer: limitedText,
      model: limitedText,
      versions: z.string().max(500).describe('One, several with commas, a range; * or nothing is every version'),
      reason: Reason,
    }),
    response: Detail,
    handle: ({ db, actor, params, body: { reason, ...to } }) =>
      inTransaction(db, async (tx) => {
        await onBill(tx, actor, () => bindBill(tx, actor, params.sbom, to, reason))
        return await getBill(tx, actor.organisationId, params.sbom)
      }),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/sboms/{sbom}',
    summary: 'Take a bill out of force',
    description: 'A bill whose place it had taken comes back. What it said stays on record.',
    tag,
    permission: 'device:write',
    params,
    query: z.object({ reason: Reason }),
    response: empty,
    handle: ({ db, actor, params, query }) =>
      inTransaction(db, (tx) => onBill(tx, actor, () => removeBill(tx, actor, params.sbom, query.reason))),
  }),
  route({
    method: 'GET',
    path: '/api/v1/devices/{device}/sboms',
    summary: 'Bills that speak of a device, the one that counts first',
    tag,
    permission: 'device:read',
    params: z.object({ device: z.uuid() }),
    response: z.object({
      items: z.array(z.object({ bill: NamedRow, counts: z.boolean(), isSure: z.boolean(), because: z.array(Because) })),
    }),
    handle: async ({ db, actor, params }) => ({ items: await billsOfDevice(db, actor.organisationId, params.device) }),
  }),
]
