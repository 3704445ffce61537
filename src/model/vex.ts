import { z } from 'zod'
import { FindingStatus } from './finding.ts'

/** Why a product is not affected: flags of CSAF 2.0 (clause 3.2.3.5) and justifications of OpenVEX are the same five. */
export const VexJustification = z.enum([
  'component_not_present',
  'inline_mitigations_already_exist',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_not_present',
])
export type VexJustification = z.infer<typeof VexJustification>

/** What devices have in common that one verdict is on: no site, no place, no person. */
export const VexProduct = z.object({
  /** Unique in its document, and the same in every document. */
  id: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  modelNumber: z.string(),
  softwareVersion: z.string(),
  firmwareVersion: z.string(),
  operatingSystem: z.string(),
  /** Only where a verdict is of one device, because others of the product differ. */
  device: z.object({ id: z.string(), serialNumber: z.string().nullable(), assetTag: z.string().nullable() }).optional(),
})
export type VexProduct = z.infer<typeof VexProduct>

export const VexAction = z.object({
  /** Of CSAF 2.0, clause 3.2.3.12.1. */
  category: z.enum(['mitigation', 'no_fix_planned', 'none_available', 'vendor_fix', 'workaround']),
  details: z.string(),
  url: z.string().optional(),
})
export type VexAction = z.infer<typeof VexAction>

/** One verdict on one product. */
export const VexStatement = z.object({
  productId: z.string(),
  status: FindingStatus,
  justification: VexJustification.optional(),
  /** Given with *not affected*; with *fixed* where it is known what mends it. */
  impact: z.string().optional(),
  /** At least one with *affected*. */
  actions: z.array(VexAction),
  /** What holds for a part of the product's devices, each saying for how many. */
  notes: z.array(z.string()).optional(),
})
export type VexStatement = z.infer<typeof VexStatement>

/** What a document says; the same content is the same version of it. */
export const VexContent = z.object({
  title: z.string(),
  publisher: z.object({ name: z.string(), namespace: z.string() }),
  products: z.array(VexProduct),
  vulnerabilities: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      /** Who numbers it, where it is no CVE. */
      numberedBy: z.string(),
      statements: z.array(VexStatement),
    }),
  ),
  /** Verdicts that are not in it, as devices of the product differ and no device was to be named. */
  leftOut: z.number(),
})
export type VexContent = z.infer<typeof VexContent>

/** One version of a document, with the moments at which this and the earlier ones were issued, oldest first. */
export interface VexIssue {
  readonly id: string
  /** The same id where an address is wanted. */
  readonly iri: string
  readonly version: number
  readonly issuedAt: readonly string[]
  readonly content: VexContent
}

/** A version that was handed out, as a list shows it. */
export const VexIssueRow = z
  .object({
    id: z.string(),
    version: z.number(),
    title: z.string(),
    issuedAt: z.string(),
    issuedBy: z.string(),
    products: z.number(),
    statements: z.number(),
    /** Another version of the document came after it; it takes the place of the one before. */
    isSuperseded: z.boolean(),
    /** It can be had as OpenVEX too. */
    hasOpenVex: z.boolean(),
  })
  .meta({ id: 'VexIssueRow' })
export type VexIssueRow = z.infer<typeof VexIssueRow>

export const isCve = (id: string): boolean => /^CVE-\d{4}-\d{4,}$/.test(id)

/** `Example Medical Drip 3000 9.1`, with what else tells it from its sisters. */
export function vexProductName(product: VexProduct): string {
  const { manufacturer, model, modelNumber, softwareVersion, firmwareVersion, operatingSystem, device } = product
  const more = [
    softwareVersion === '' && 'software version not known',
    modelNumber !== '' && modelNumber !== model && `model number ${modelNumber}`,
    firmwareVersion !== '' && firmwareVersion !== softwareVersion && `firmware ${firmwareVersion}`,
    operatingSystem !== '' && operatingSystem,
    device?.serialNumber && `serial number ${device.serialNumber}`,
    device?.assetTag && `asset tag ${device.assetTag}`,
  ].filter((part) => part !== false && part !== null && part !== undefined && part !== '')
  const name = [manufacturer || 'Unknown manufacturer', model || modelNumber || 'Unknown model', softwareVersion]
    .filter(Boolean)
    .join(' ')
  return more.length > 0 ? `${name} (${more.join(', ')})` : name
}

/**
 * A package URL of type `generic`: manufacturer as namespace, model as name, the rest as qualifiers in order of their names
 * (https://github.com/package-url/purl-spec). None without a version, which would be read as all versions.
 */
export function vexProductPurl(product: VexProduct): string | undefined {
  if (!product.device && product.softwareVersion === '' && product.firmwareVersion === '') return undefined
  const part = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)
  const qualifiers = [
    ['asset_tag', product.device?.assetTag ?? ''],
    ['device', product.device?.id ?? ''],
    ['firmware', product.firmwareVersion],
    ['model_number', product.modelNumber],
    ['os', product.operatingSystem],
    ['serial_number', product.device?.serialNumber ?? ''],
  ]
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${part(value!)}`)
    .join('&')
  const namespace = product.manufacturer ? `${part(product.manufacturer)}/` : ''
  const version = product.softwareVersion ? `@${part(product.softwareVersion)}` : ''
  const name = part(product.model || product.modelNumber || 'unknown')
  return `pkg:generic/${namespace}${name}${version}${qualifiers && `?${qualifiers}`}`
}
