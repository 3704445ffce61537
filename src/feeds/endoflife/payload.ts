import { z } from 'zod'
import type { ProductSupport, SupportedRelease } from '#model/support.ts'

// endoflife.date's API v1, only the fields that are used: https://endoflife.date/docs/api/v1/. `products/full` holds all
// products, `products/<name>` one.

export const Answer = z.object({
  schema_version: z.string(),
  generated_at: z.string().optional(),
  total: z.int().optional(),
  result: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]),
})
export type Answer = z.infer<typeof Answer>

const day = z.iso.date().nullish()

const Release = z.object({
  name: z.string().min(1),
  label: z.string(),
  releaseDate: day,
  isLts: z.boolean().optional(),
  isEoas: z.boolean().nullish(),
  eoasFrom: day,
  isEol: z.boolean().nullish(),
  eolFrom: day,
  isEoes: z.boolean().nullish(),
  eoesFrom: day,
  latest: z.object({ name: z.string() }).nullish(),
})

const Product = z.object({
  name: z.string().min(1),
  label: z.string().min(1),
  category: z.string().default(''),
  aliases: z.array(z.string()).default([]),
  identifiers: z.array(z.object({ type: z.string(), id: z.string() })).default([]),
  releases: z.array(z.unknown()),
})

/** A product that is read without some of its releases would tell the wrong one of those that are left: it is not taken. */
export function readProduct(raw: unknown): { readonly entry: ProductSupport } | { readonly wrong: string } {
  const product = Product.safeParse(raw)
  if (!product.success) return { wrong: firstIssue(product.error) }
  const releases: SupportedRelease[] = []
  for (const one of product.data.releases) {
    const release = Release.safeParse(one)
    if (!release.success) return { wrong: `a release: ${firstIssue(release.error)}` }
    releases.push(toRelease(release.data))
  }
  const { name, label, category, aliases, identifiers } = product.data
  const ids = (type: string) => identifiers.filter((one) => one.type === type).map(({ id }) => id)
  return { entry: { product: name, label, category, aliases, cpes: ids('cpe'), purls: ids('purl'), releases } }
}

function toRelease(one: z.infer<typeof Release>): SupportedRelease {
  const ends = (from: string | null | undefined, is: boolean | null | undefined) => from ?? is ?? undefined
  const [active, life, paid] = [
    ends(one.eoasFrom, one.isEoas),
    ends(one.eolFrom, one.isEol),
    ends(one.eoesFrom, one.isEoes),
  ]
  return {
    name: one.name,
    label: one.label,
    isLongTerm: one.isLts ?? false,
    ...(one.releaseDate && { releasedOn: one.releaseDate }),
    ...(active !== undefined && { activeUntil: active }),
    ...(life !== undefined && { endOfLife: life }),
    ...(paid !== undefined && { paidUntil: paid }),
    ...(one.latest && { latest: one.latest.name }),
  }
}

const firstIssue = (error: z.ZodError) =>
  `${error.issues[0]?.path.join('.') || 'the whole'}: ${error.issues[0]?.message}`
