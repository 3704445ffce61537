import { z } from 'zod'
import { route } from '#api/route.ts'
import { componentVulnerabilities } from '#domain/intelligence/intelligence.ts'
import { Answer } from '#model/finding.ts'
import { AppError } from '#platform/errors.ts'
import { decodeCursor, Page, Paging, pageOf } from '#platform/paging.ts'
import { readPurl } from '#standards/purl/purl.ts'

const Said = z
  .object({
    vulnerability: z.string().meta({ description: "The entry's own id: GHSA-…, PYSEC-…, DSA-…" }),
    aliases: z.array(z.string()).meta({ description: 'The same in other databases, mostly its CVE' }),
    summary: z.string(),
    answer: Answer,
    fixedIn: z.array(z.string()),
    because: z.array(z.string()),
  })
  .meta({ id: 'PackageVulnerability' })

export const packageRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/packages/vulnerabilities',
    summary: 'Answer which vulnerabilities a software package has, by its package URL',
    description:
      'From the OSV entries that were read. Entries that name the package are listed by id; withdrawn ones are left out. Without a version in the URL nobody can tell.',
    tag: 'intelligence',
    permission: 'advisory:read',
    query: z.object({
      purl: z.string().max(2000).describe('pkg:npm/%40ward/pump@1.4.1'),
      answer: Answer.optional(),
      ...Paging.shape,
    }),
    response: Page(Said),
    async handle({ db, query: { purl, answer, cursor, limit } }) {
      const read = readPurl(purl)
      if (!read.ok)
        throw new AppError('bad_request', `The package URL cannot be read: ${read.reason}.`, {
          details: { fields: { purl: read.reason } },
        })
      const after = cursor === undefined ? '' : decodeCursor(cursor, z.tuple([z.string()]))[0]
      const component = { name: read.purl.name, version: '', supplier: '', purl, cpe: '' }
      const said = (await componentVulnerabilities(db, [component])).filter(
        (one) => one.vulnerabilityId > after && (answer === undefined || one.answer === answer),
      )
      return pageOf(
        said.slice(0, limit + 1),
        limit,
        ({ vulnerabilityId }) => [vulnerabilityId],
        ({ component: _, vulnerabilityId: vulnerability, aliases, fixedIn, because, ...one }) => ({
          ...one,
          vulnerability,
          aliases: [...aliases],
          fixedIn: [...fixedIn],
          because: [...because],
        }),
      )
    },
  }),
]
