/** Whether a device holds patients' data, and whose word that is; absent where it is the inventory's, or nobody's. */
export interface DataHeld {
  readonly stores_phi: boolean | null
  readonly stores_phi_by?: 'mds2'
}

/**
 * Of the inventory and the maker's MDS2 form the worse counts: either may have been written without looking. A no counts
 * where it is said and nobody says yes; what nobody says is no no.
 */
export function dataHeld(inventory: boolean | null, form: boolean | null): DataHeld {
  if (inventory === true || (inventory === false && form !== true)) return { stores_phi: inventory }
  return form === null ? { stores_phi: null } : { stores_phi: form, stores_phi_by: 'mds2' }
}
