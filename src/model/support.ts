import { z } from 'zod'

/** A release of a product and until when it is supported. Days are `YYYY-MM-DD`; true is "already", false "not yet", both without a day. */
const Ends = z.union([z.iso.date(), z.boolean()])

export const SupportedRelease = z.object({
  /** `10-21h2-e-lts`, `1.1.1`. */
  name: z.string(),
  label: z.string(),
  releasedOn: z.string().optional(),
  isLongTerm: z.boolean(),
  /** No more new features, only repairs. */
  activeUntil: Ends.optional(),
  /** No more security updates. */
  endOfLife: Ends.optional(),
  /** No more security updates for those who pay for them either. */
  paidUntil: Ends.optional(),
  latest: z.string().optional(),
})
export type SupportedRelease = z.infer<typeof SupportedRelease>

/** A product with its releases, as endoflife.date lists it. */
export const ProductSupport = z.object({
  product: z.string(),
  label: z.string(),
  category: z.string(),
  aliases: z.array(z.string()),
  cpes: z.array(z.string()),
  purls: z.array(z.string()),
  releases: z.array(SupportedRelease),
})
export type ProductSupport = z.infer<typeof ProductSupport>

export const SupportState = z.enum(['supported', 'ending', 'ended', 'cannot_tell'])
export type SupportState = z.infer<typeof SupportState>

/** Whether what is installed still gets security updates. `ending`: for less than a year. */
export const Support = z
  .object({
    state: SupportState,
    /** The product's name with its publisher of the day: `Windows`. */
    product: z.string(),
    /** Empty where more than one may be meant. */
    release: z.string(),
    /** The last day, where one is named and surely meant. */
    endsOn: z.string().nullable(),
    /** Until when security updates can be bought, where it is later. */
    paidUntil: z.string().nullable(),
    /** In a sentence. */
    text: z.string(),
  })
  .meta({ id: 'Support' })
export type Support = z.infer<typeof Support>
