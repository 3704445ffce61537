import { z } from 'zod'
import { ModelBinding } from './binding.ts'

/** A product as documents of one publisher name it, without its version. */
export const VexProductName = z.object({
  publisher: z.string(),
  /** '' where the document names no manufacturer. */
  vendor: z.string(),
  product: z.string(),
})
export type VexProductName = z.infer<typeof VexProductName>

/** A product that documents of VEX speak of, and no device here bears the name of. */
export const UnmatchedVexProduct = VexProductName.extend({
  /** As stated, the first few. */
  versions: z.array(z.string()),
  documents: z.number(),
  vulnerabilities: z.number(),
  /** The latest document that names it. */
  advisoryId: z.string(),
  advisoryTitle: z.string(),
  /** Why what is said of it changes no finding. */
  reason: z.string(),
}).meta({ id: 'UnmatchedVexProduct' })
export type UnmatchedVexProduct = z.infer<typeof UnmatchedVexProduct>

/** Which model a product is, by the hospital's own word. */
export const VexProductBinding = VexProductName.extend({
  id: z.string(),
  /** Versions: for statements that name none of their own; '' leaves these as they are. */
  ...ModelBinding.shape,
  /** Documents in force that name the product. */
  documents: z.number(),
  /** Devices of the worklist that its statements speak of. */
  devices: z.number(),
}).meta({ id: 'VexProductBinding' })
export type VexProductBinding = z.infer<typeof VexProductBinding>
