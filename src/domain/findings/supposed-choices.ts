import type { OrganisationId } from '#model/access.ts'
import type { WhatIfChoice, WhatIfChoiceOf } from '#model/what-if.ts'
import type { Db } from '#platform/db/database.ts'
import { joinedNames } from './joined-names.ts'
import * as store from './supposed-store.ts'

const mostChoices = 30

/** What a step can name, of what is on record: as lists show it, with the words that are asked for. */
export async function supposedChoices(
  db: Db,
  organisationId: OrganisationId,
  of: WhatIfChoiceOf,
  text: string,
): Promise<WhatIfChoice[]> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (of === 'vulnerability' || of === 'advisory') {
    const rows = await store.openChoices(db, organisationId, of, words, mostChoices)
    return rows.map(({ value, label }) => ({ value, label, manufacturer: null, devices: null }))
  }
  const names = await joinedNames(db, organisationId)
  const found = new Map<string, WhatIfChoice & { devices: number }>()
  for (const { under, value, devices } of await store.valuesOnDevices(db, organisationId, of)) {
    const { manufacturer, model } = names.modelOf({ manufacturer: under, model: value })
    const one =
      of === 'model'
        ? { value: model, label: `${manufacturer} ${model}`.trim(), manufacturer }
        : { value: of === 'site' ? names.siteOf(value) : value, label: '', manufacturer: null }
    const key = JSON.stringify([one.manufacturer, one.value])
    const present = found.get(key)
    if (present) present.devices += devices
    else found.set(key, { ...one, label: one.label || one.value, devices })
  }
  return [...found.values()]
    .filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)))
    .sort((a, b) => b.devices - a.devices || (a.label < b.label ? -1 : 1))
    .slice(0, mostChoices)
}
