import { z } from 'zod'

// CISA's catalogue, only the fields that we read:
// https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities_schema.json
export const KevCatalogue = z.object({
  catalogVersion: z.string().min(1),
  dateReleased: z.iso.datetime({ offset: true }),
  /** CISA always sends it. Without it nobody can tell a whole catalogue from one that was cut. */
  count: z.int().optional().catch(undefined),
  vulnerabilities: z.array(z.unknown()),
})
export type KevCatalogue = z.infer<typeof KevCatalogue>

export const KevEntry = z.object({
  cveID: z.string().regex(/^CVE-\d{4}-\d{4,}$/, 'is no CVE number'),
  vendorProject: z.string(),
  product: z.string(),
  vulnerabilityName: z.string(),
  dateAdded: z.iso.date(),
  requiredAction: z.string(),
  // CISA leaves it empty where no agency has to act.
  dueDate: z.union([z.iso.date(), z.literal('')]).optional(),
  knownRansomwareCampaignUse: z.string().optional(),
})
export type KevEntry = z.infer<typeof KevEntry>
