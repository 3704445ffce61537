import { exampleBill, exampleOpenVex, exampleVex, sendAdvisory, sendBill } from './example-bill.ts'
import { decidableGroup } from './example-decision.ts'
import { addGateway, addMeadowPump, addWindowsViewer, readExampleFeeds } from './example-feeds.ts'
import { exampleForms, sendDocument } from './example-form.ts'
import type { SignedIn } from './signed-in.ts'

// Puts something on every page of the demo hospital, as people would over the API.

interface Listed {
  items: { id: string }[]
}

type Device = Parameters<typeof exampleBill>[0] & { readonly manufacturer: string; readonly model: string }

export async function fillHospital(url: string, administrator: SignedIn): Promise<void> {
  const { get, headers } = administrator
  await putToWork(administrator)
  const { items } = await get<{ items: Device[] }>('/devices?sort=risk&limit=1')
  const device = items[0]!
  await decideSome(administrator)
  await readExampleFeeds(administrator)
  await addWindowsViewer(administrator)
  await addGateway(administrator)
  await addMeadowPump(administrator)
  await recordStages(administrator)
  await sendBill(url, headers, exampleBill(device))
  await sendBill(url, headers, exampleVex(device.manufacturer))
  await sendBill(url, headers, exampleVex(device.manufacturer).replaceAll('0c4c1f7ad00', '0c4c1f7af00'))
  await sendAdvisory(url, headers, exampleOpenVex(device.manufacturer))
  await bindSome(administrator, device)
  for (const form of exampleForms(device)) await sendDocument(url, headers, form)
  await setAsideSome(administrator)
  await administrator.post('/inventory-health/count', {})
}

/** Matches that are sure enough to act on, and some that are not worth a look. */
async function setAsideSome({ put }: SignedIn) {
  const [strict, lenient] = [
    { affectedFrom: 0.5, lookFrom: 0.2 },
    { affectedFrom: null, lookFrom: 0.5 },
  ]
  await put('/settings/thresholds', {
    thresholds: { life_sustaining: strict, high: strict, medium: lenient, low: lenient },
    reason: 'Tried on the wards for a month',
  })
}

/** Until when the pump of GUDID's examples is supported. */
async function recordStages({ get, put }: SignedIn) {
  const { items } = await get<Listed>('/models?q=meadow%20mp')
  for (const [stage, startsOn] of [
    ['support', '2018-03-01'],
    ['limited_support', '2025-01-01'],
    ['end_of_support', '2029-12-31'],
  ])
    await put(`/models/${items[0]!.id}/stages`, { stage, startsOn, reason: 'Letter of the maker of 3 November' })
}

/** Of what VEX waits for, one binding that holds and one that was taken back; and a product of VEX. */
async function bindSome({ get, post, remove }: SignedIn, { manufacturer, model }: Device) {
  type Waiting = { items: { serialNumber: string; revision: number }[] }
  const { items: bills } = await get<Waiting>('/awaited-bills?q=0c4c1f7af00')
  for (const [index, { serialNumber, revision }] of bills.entries()) {
    const bill = { serialNumber, revision, manufacturer, model, versions: index === 0 ? '*' : '>= 4.0 | < 4.2' }
    const { id } = await post<{ id: string }>('/awaited-bills/bindings', {
      ...bill,
      reason: 'The maker wrote it in a letter of 3 November',
    })
    if (index > 0)
      await remove(`/awaited-bills/bindings/${id}?reason=${encodeURIComponent('It was the bill of its server')}`)
  }
  type Unmatched = { items: { publisher: string; vendor: string; product: string }[] }
  const { items: products } = await get<Unmatched>('/vex-products/unmatched?q=bedside-app')
  const { publisher, vendor, product } = products[0]!
  await post('/vex-products/bindings', {
    publisher,
    vendor,
    product,
    manufacturer,
    model,
    versions: '*',
    reason: 'It is the name on its start screen',
  })
}

/** Work in each of its states, so that the pages have something to show. */
async function putToWork({ get, post }: SignedIn) {
  type Groups = { items: { advisoryId: string; manufacturer: string; model: string; site: string }[] }
  type Orders = { workOrders: { id: string }[] }
  const { items } = await get<Groups>('/groups?limit=3')
  const { person } = await get<{ person: { id: string } }>('/session')
  for (const { advisoryId, manufacturer, model, site } of items) {
    const group = { advisoryId, manufacturer, model, site }
    const form = {
      ...group,
      assignedTo: person.id,
      dueOn: new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10),
    }
    const { campaignId } = await post<{ campaignId: string }>('/campaigns', form)
    const { workOrders } = await get<Orders>(`/campaigns/${campaignId}`)
    for (const [index, { id }] of workOrders.slice(0, 3).entries()) {
      const { order } = await get<{ order: { version: number } }>(`/work-orders/${id}`)
      const started = await post<{ version: number }>(`/work-orders/${id}/transitions`, {
        to: 'in_progress',
        version: order.version,
      })
      if (index === 1)
        await post(`/work-orders/${id}/transitions`, {
          to: 'on_hold',
          holdReason: 'device_in_use',
          version: started.version,
        })
      if (index === 2)
        await post(`/work-orders/${id}/complete`, {
          clientKey: `seen-${id}`,
          note: 'Battery is near its end.',
          minutes: 25,
        })
    }
  }
}

/** One decision that broke on a device, and one that holds. */
async function decideSome(administrator: SignedIn) {
  const { get, post } = administrator
  for (const isFirst of [true, false]) {
    const { covered: _, ...group } = await decidableGroup(administrator, isFirst)
    await post('/findings/decide', {
      ...group,
      decision: 'mitigated',
      reason: 'Behind the clinical firewall; only the server talks to it.',
    })
    if (!isFirst) continue
    const { items: decisions } = await get<Listed>('/decisions?limit=1')
    const { items } = await get<{ items: { device: { id: string } }[] }>(
      `/decisions/${decisions[0]!.id}/findings?state=holds&limit=1`,
    )
    await post(`/devices/${items[0]!.device.id}/observations`, {
      claims: { zone: 'Guest Wi-Fi' },
      reason: 'Seen there',
    })
  }
}
