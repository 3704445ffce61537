/** A group of findings that a decision with a premise on the network zone covers at least two devices of. */
export interface DecidableGroup {
  readonly advisoryId: string
  readonly manufacturer: string
  readonly model: string
  readonly site: string
  readonly covered: number
}

interface Api {
  get<T>(address: string): Promise<T>
  post<T>(address: string, body: unknown): Promise<T>
}

type Offered = { devices: number; premises: { premise: { kind: string } }[] }

export async function decidableGroup({ get, post }: Api, isFirst = true): Promise<DecidableGroup> {
  type Groups = { items: Omit<DecidableGroup, 'covered'>[] }
  const { items } = await get<Groups>('/groups?limit=60')
  for (const { advisoryId, manufacturer, model, site } of isFirst ? items : items.toReversed()) {
    const group = { advisoryId, manufacturer, model, site }
    const { devices, premises } = await post<Offered>('/findings/decide/preview', { group, decision: 'mitigated' })
    if (devices > 1 && premises.some(({ premise }) => premise.kind === 'zone')) return { ...group, covered: devices }
  }
  throw new Error('No group of the demo hospital stands in one network zone.')
}
