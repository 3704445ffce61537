import { answer, type SimulatedSystem } from './rest-api.ts'

export interface IseApi extends SimulatedSystem {
  /** Names of profiles by id. */
  profiles: Readonly<Record<string, string>>
  /** Whether ERS is turned on. */
  hasErs: boolean
  /** Ids of endpoints that are in the list, and purged when they are asked for. */
  purged: ReadonlySet<string>
  /** What a page beyond the last is: an empty list, or none. */
  beyondLast: 'empty' | 'missing'
}

/** Endpoints of Cisco ISE, over Open API and over ERS. */
export function iseApi(secret: string): IseApi {
  const wanted = `Basic ${Buffer.from(`reader:${secret}`).toString('base64')}`
  const system: IseApi = {
    records: [],
    profiles: {
      'profile-pump': 'Example-Infusor',
      'profile-windows': 'Windows10-Workstation',
      'profile-none': 'Unknown',
    },
    hasErs: true,
    purged: new Set(),
    beyondLast: 'empty',
    answers({ method, path, query, headers }) {
      if (!/^\/(?:api|ers)\//.test(path)) return undefined
      if (method !== 'GET') return answer(405, { message: 'Method Not Allowed' })
      if (headers.authorization !== wanted) return answer(401, { message: 'Unauthorized' })
      // Small pages, so that there are several.
      const size = Math.min(Number(query.get('size') ?? 20), 2)
      const from = (Number(query.get('page') ?? 1) - 1) * size
      const endpoints = system.records.toSorted((a, b) => (String(a.mac) > String(b.mac) ? 1 : -1))
      if (path === '/api/v1/endpoint') {
        if (from > 0 && from >= endpoints.length && system.beyondLast === 'missing')
          return answer(404, { code: 404, message: 'No such page' })
        return answer(200, endpoints.slice(from, from + size).map(openApiOf))
      }
      if (!system.hasErs) return answer(403, { message: 'ERS is not enabled' })
      const [, list, id] = /^\/ers\/config\/(\w+)(?:\/(.+))?$/.exec(path) ?? []
      if (list === 'endpoint' && id) {
        const found = system.purged.has(id) ? undefined : endpoints.find((record) => record.id === id)
        return found ? answer(200, { ERSEndPoint: ersOf(found) }) : answer(404, { ERSResponse: { messages: [] } })
      }
      const all =
        list === 'endpoint'
          ? endpoints.map((record) => ({ id: record.id, name: record.mac }))
          : list === 'profilerprofile'
            ? Object.entries(system.profiles).map(([key, name]) => ({ id: key, name }))
            : undefined
      if (!all) return undefined
      const nextPage = from + size < all.length && { rel: 'next', href: `https://${headers.host}${path}?page=next` }
      const page = { total: all.length, resources: all.slice(from, from + size), ...(nextPage && { nextPage }) }
      return answer(200, { SearchResult: page })
    },
  }
  return system
}

const openApiOf = ({ mfcAttributes: _, ...record }: Record<string, unknown>) => record

/** ERS knows fewer fields, and nests custom attributes. */
const ersOf = ({
  id,
  name,
  mac,
  description,
  profileId,
  customAttributes,
  mfcAttributes,
}: Record<string, unknown>) => ({
  ...{ id, name, mac, description, profileId, mfcAttributes },
  ...(customAttributes ? { customAttributes: { customAttributes } } : {}),
})
