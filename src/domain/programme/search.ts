import { readWorkOrderNumber, workOrderNumber } from '#domain/remediation/remediation.ts'
import type { OrganisationId } from '#model/access.ts'
import type { SearchAnswer, SearchKind } from '#model/programme.ts'
import type { Db } from '#platform/db/database.ts'
import * as store from './search-store.ts'

type Item = SearchAnswer['groups'][number]['items'][number]

const most = 8

/**
 * One box for everything that somebody reads off a device or a letter: tag, serial, IP, MAC in any notation, model, CVE,
 * advisory, work order. What the text is exactly comes before what has it in it.
 */
export async function search(db: Db, organisationId: OrganisationId, text: string): Promise<SearchAnswer> {
  const q = text.replaceAll('\u0000', '').trim().slice(0, 200)
  if (q.length < 2) return { groups: [] }
  const words = q.toLowerCase().split(/\s+/).slice(0, 8)
  const patterns = words.map(like)
  const number = readWorkOrderNumber(q)
  const [devices, models, advisories, vulnerabilities, orders] = await Promise.all([
    findDevices(db, organisationId, q, words),
    findModels(db, organisationId, patterns),
    store.advisoriesByText(db, patterns, most),
    /^(cve|ghsa|[a-z]{2,8}-\d)/i.test(q) || /\d{4}-\d{2,}/.test(q) ? store.vulnerabilitiesById(db, like(q), most) : [],
    number !== undefined || q.length >= 3
      ? store.workOrders(db, organisationId, { number: number ?? null, externalId: q }, most)
      : [],
  ])
  const groups: { kind: SearchKind; items: Item[] }[] = [
    { kind: 'device', items: devices.map(deviceItem) },
    { kind: 'model', items: models },
    {
      kind: 'work_order',
      items: orders.map((order) => ({
        title: `${workOrderNumber(order.number)} · ${order.title}`,
        subtitle: `${order.state.replaceAll('_', ' ')} · ${order.device}`,
        path: `/work-orders/${order.id}`,
      })),
    },
    {
      kind: 'vulnerability',
      items: vulnerabilities.map(({ id, title }) => ({
        title: id,
        subtitle: title,
        path: `/vulnerabilities/${encodeURIComponent(id)}`,
      })),
    },
    {
      kind: 'advisory',
      items: advisories.map(({ id, tracking_id, title, publisher }) => ({
        title: `${tracking_id} · ${title}`,
        subtitle: publisher,
        path: `/advisories/${encodeURIComponent(id)}`,
      })),
    },
  ]
  return { groups: groups.filter(({ items }) => items.length > 0) }
}

const like = (word: string) => `%${word.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`

async function findDevices(db: Db, organisationId: OrganisationId, q: string, words: readonly string[]) {
  const mac = q.toLowerCase().replace(/[^0-9a-f]/g, '')
  // 00:1b:…, 00-1B-…, 001b.…: the search text has a MAC without its marks too.
  const isMac = /^[0-9a-f]{2}([:.-]?[0-9a-f]{2}){2,5}$|^([0-9a-f]{4}[.:-]?){2,3}$/i.test(q) && mac.length >= 6
  const code = q
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/^0+/, '')
  const exact = await store.devicesByIdentifier(
    db,
    organisationId,
    [
      ...(code
        ? [
            { kind: 'serial', value: code },
            { kind: 'asset_tag', value: code },
          ]
        : []),
      ...(mac.length === 12 && isMac ? [{ kind: 'mac', value: mac.match(/../g)!.join(':') }] : []),
    ],
    most,
  )
  // Addresses share most of their characters with thousands of others: a whole one that is known needs no reading of text.
  if (isMac && mac.length === 12 && exact.length > 0) return exact
  const byText = await store.devicesByText(db, organisationId, isMac ? [mac] : words, most)
  const asWritten = isMac && byText.length === 0 ? await store.devicesByText(db, organisationId, words, most) : []
  return [...new Map([...exact, ...byText, ...asWritten].map((device) => [device.id, device])).values()].slice(0, most)
}

async function findModels(db: Db, organisationId: OrganisationId, patterns: readonly string[]): Promise<Item[]> {
  const models = await store.modelsByText(db, organisationId, patterns, most)
  const counts = await store.countDevicesOfModels(db, organisationId, models)
  return models.map(({ manufacturer, model }) => {
    const devices = counts.find((one) => one.manufacturer === manufacturer && one.model === model)?.devices ?? 0
    return {
      title: `${manufacturer} ${model}`.trim(),
      subtitle: devices === 1 ? '1 device' : `${devices} devices`,
      path: `/devices?${new URLSearchParams({ manufacturer, model })}`,
    }
  })
}

const deviceItem = (device: store.FoundDevice): Item => ({
  title: device.name,
  subtitle: [
    device.manufacturer,
    device.serial_number && `serial ${device.serial_number}`,
    device.care_area,
    device.site,
  ]
    .filter(Boolean)
    .join(' · '),
  path: `/devices/${device.id}`,
})
