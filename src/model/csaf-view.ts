import { z } from 'zod'

// All that a CSAF document says, for a person to read (CSAF 2.0 clause 9.1.11). Everything is the publisher's text: nothing of it
// is markup here. Groups stand as they are named; whoever shows them resolves them by `groups`.

const Note = z.object({ category: z.string(), title: z.string(), audience: z.string(), text: z.string() })
const Reference = z.object({ category: z.string(), summary: z.string(), url: z.string() })
const Acknowledgment = z.object({
  names: z.array(z.string()),
  organization: z.string(),
  summary: z.string(),
  urls: z.array(z.string()),
})

/** Products and groups of products that something is about; both empty where it is about all. */
const About = z.object({ productIds: z.array(z.string()), groupIds: z.array(z.string()) })

/** One line of the product tree, under the last line before it that is one less deep. */
const Branch = z.object({
  depth: z.number(),
  category: z.string(),
  name: z.string(),
  productId: z.string(),
  /** What the product is called in full; empty where the branch is none. */
  fullName: z.string(),
  /** `cpe: cpe:2.3:…`, one after the other. */
  identifiers: z.array(z.string()),
})

export const CsafView = z
  .object({
    category: z.string(),
    csafVersion: z.string(),
    language: z.string(),
    sourceLanguage: z.string(),
    aggregateSeverity: z.object({ text: z.string(), namespace: z.string() }).nullable(),
    distribution: z.object({ text: z.string(), tlp: z.string(), tlpUrl: z.string() }),
    publisher: z.object({
      name: z.string(),
      category: z.string(),
      namespace: z.string(),
      contact: z.string(),
      authority: z.string(),
    }),
    tracking: z.object({
      id: z.string(),
      aliases: z.array(z.string()),
      status: z.string(),
      version: z.string(),
      initialRelease: z.string(),
      currentRelease: z.string(),
      generator: z.string(),
      generatedAt: z.string(),
      revisions: z.array(z.object({ number: z.string(), date: z.string(), summary: z.string() })),
    }),
    notes: z.array(Note),
    references: z.array(Reference),
    acknowledgments: z.array(Acknowledgment),
    tree: z.array(Branch),
    relationships: z.array(
      z.object({
        category: z.string(),
        productId: z.string(),
        fullName: z.string(),
        reference: z.string(),
        relatesTo: z.string(),
      }),
    ),
    groups: z.array(z.object({ id: z.string(), summary: z.string(), productIds: z.array(z.string()) })),
    vulnerabilities: z.array(
      z.object({
        cve: z.string(),
        ids: z.array(z.object({ system: z.string(), text: z.string() })),
        title: z.string(),
        cwe: z.string(),
        discoveredAt: z.string(),
        releasedAt: z.string(),
        notes: z.array(Note),
        references: z.array(Reference),
        acknowledgments: z.array(Acknowledgment),
        involvements: z.array(
          z.object({ party: z.string(), status: z.string(), date: z.string(), summary: z.string() }),
        ),
        status: z.array(z.object({ status: z.string(), productIds: z.array(z.string()) })),
        scores: z.array(
          z.object({
            /** `CVSS 3.1`. */
            system: z.string(),
            vector: z.string(),
            score: z.number().nullable(),
            severity: z.string(),
            /** What the vector itself comes to, where the publisher's number or word is another (clause 9.1.11). */
            byVector: z.string().nullable(),
            productIds: z.array(z.string()),
          }),
        ),
        remediations: z.array(
          About.extend({
            category: z.string(),
            details: z.string(),
            date: z.string(),
            url: z.string(),
            entitlements: z.array(z.string()),
            restart: z.string(),
            restartDetails: z.string(),
          }),
        ),
        threats: z.array(About.extend({ category: z.string(), details: z.string(), date: z.string() })),
        flags: z.array(About.extend({ label: z.string(), date: z.string() })),
      }),
    ),
  })
  .meta({ id: 'CsafView' })
export type CsafView = z.infer<typeof CsafView>
