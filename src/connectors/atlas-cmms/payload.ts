import { z } from 'zod'

// Atlas CMMS, only the fields that we read: https://github.com/Grashjs/cmms (`POST /assets/search`, `POST /auth/signin`).
const text = z.union([z.string(), z.number()]).nullish().catch(null)
const named = z.object({ name: z.string() }).nullish().catch(null)
/** A moment, as ISO 8601 or in milliseconds since 1970. */
const moment = z
  .union([z.string(), z.number().transform((ms) => new Date(ms).toISOString())])
  .nullish()
  .catch(null)

export const Asset = z.object({
  id: z.int(),
  name: text,
  customId: text,
  barCode: text,
  serialNumber: text,
  manufacturer: text,
  model: text,
  description: text,
  category: named,
  location: named,
  area: text,
  vendors: z
    .array(z.object({ companyName: z.string() }))
    .nullish()
    .catch(null),
  status: z.string().nullish().catch(null),
  archived: z.boolean().nullish().catch(null),
  acquisitionCost: z.number().nullish().catch(null),
  inServiceDate: moment,
  warrantyExpirationDate: moment,
  updatedAt: moment,
})
export type Asset = z.infer<typeof Asset>

/** A page as Spring Data writes it: on its own, or with its numbers below `page` as it advises from 3.3 on. */
export const AssetPage = z.union([
  z.object({ content: z.array(z.unknown()), last: z.boolean(), totalElements: z.int() }),
  z
    .object({
      content: z.array(z.unknown()),
      page: z.object({ number: z.int(), totalPages: z.int(), totalElements: z.int() }),
    })
    .transform(({ content, page: { number, totalPages, totalElements } }) => ({
      content,
      last: number + 1 >= totalPages,
      totalElements,
    })),
])

export const SignInAnswer = z.object({ accessToken: z.string().min(1) })
