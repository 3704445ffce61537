import { z } from 'zod'

/**
 * A piece of software inside a device, as a bill of materials names it. What is not stated is ''. `purl` is a package URL
 * in canonical form, `cpe` a CPE 2.3 formatted string.
 */
export const Component = z.object({
  name: z.string(),
  version: z.string(),
  supplier: z.string(),
  purl: z.string(),
  cpe: z.string(),
})
/** A piece of software inside a device. */
export type Component = z.infer<typeof Component>
