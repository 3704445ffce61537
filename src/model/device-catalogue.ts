/** A product code of FDA's classification (21 CFR 862 to 892): what kind of device it is, and how much harm it may do. */
export interface ProductClassification {
  /** Three letters, as `FRN`. */
  readonly code: string
  readonly name: string
  /** As FDA writes it: 1, 2, 3; `U` unclassified, `N` not classified, `F` for export only; empty where it says none. */
  readonly deviceClass: string
  /** Of Title 21 of the Code of Federal Regulations: `880.5725`. */
  readonly regulation?: string
  readonly definition?: string
  readonly specialty?: string
  readonly isImplant: boolean
  /** It sustains or supports life (21 CFR 860.3). */
  readonly isLifeSustaining: boolean
}

export type GudidStatus = 'published' | 'unpublished' | 'deactivated'

/** One record of FDA's Global Unique Device Identification Database (21 CFR 830.310): one version or model. Days are `YYYY-MM-DD`. */
export interface GudidDevice {
  /** Primary device identifier, as GUDID writes it. */
  readonly di: string
  readonly status: GudidStatus
  /** Counts up with each change that is published; absent in releases before 2017. */
  readonly version?: number
  readonly versionOn?: string
  readonly publishedOn?: string
  readonly company: string
  readonly brand: string
  readonly model: string
  readonly catalogNumber?: string
  readonly description?: string
  /** Of packages, of the unit of use, marked on the device itself, of another issuing agency. */
  readonly otherDis: readonly string[]
  readonly productCodes: readonly string[]
  readonly gmdn: readonly { readonly name: string; readonly code?: string; readonly isImplantable?: boolean }[]
  /** No longer sold, and since when. */
  readonly endedOn?: string
}
