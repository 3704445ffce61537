import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '#tools/steps.ts'

interface Api {
  get<T>(address: string): Promise<T>
  post<T>(address: string, body: unknown): Promise<T>
}

/** Feeds that the demo hospital comes without, and an own example of each to read. */
const members = {
  ...{ openfda: 'FDA recalls', msrc: 'Microsoft', osv: 'OSV' },
  ...{ cve: 'CVE List', gudid: 'GUDID, examples' },
}
/** What a feed asks for besides where it is. */
const settingsOf: Readonly<Record<string, object>> = { osv: { ecosystems: 'PyPI, npm' } }

/** Reads the examples of these feeds as a person would who adds them, and waits until all is read. */
export async function readExampleFeeds({ get, post }: Api): Promise<void> {
  for (const [member, name] of Object.entries(members)) {
    const location = path.join(root, `src/feeds/${member}/fixtures/published`)
    const source = await post<{ id: string }>('/sources', {
      kind: 'feed',
      member,
      name,
      settings: { location, ...settingsOf[member] },
    })
    const { id } = await post<{ id: string }>(`/sources/${source.id}/run`, {})
    for (let state = 'queued'; state !== 'succeeded'; ) {
      if (state !== 'queued' && state !== 'running') throw new Error(`Reading ${name} has ${state}.`)
      await sleep(200)
      state = (await get<{ state: string }>(`/runs/${id}`)).state
    }
  }
}

/** A gateway that a record of the examples names, of which NVD was not read; gives its id. */
export const addGateway = async ({ post }: Api): Promise<string> =>
  (
    await post<{ id: string }>('/devices', {
      claims: { assetTag: 'RG-GATE-1', manufacturer: 'Meadow', model: 'Infusion Gateway', softwareVersion: '4.1' },
      reason: 'In the server room',
    })
  ).id

/** A pump of which GUDID's examples tell the kind; gives its id. */
export const addMeadowPump = async ({ post }: Api): Promise<string> =>
  (
    await post<{ id: string }>('/devices', {
      claims: {
        ...{ assetTag: 'RG-PUMP-1', manufacturer: 'Meadow Medical', model: 'MP 200', softwareVersion: '2.1' },
        ...{ udiDi: '00812345678901', operatingSystem: 'Meadow OS 1' },
      },
      reason: 'On the label',
    })
  ).id

/** A viewer on a Windows that lacks the updates of the examples; gives its id. */
export const addWindowsViewer = async ({ post }: Api): Promise<string> =>
  (
    await post<{ id: string }>('/devices', {
      claims: {
        assetTag: 'RG-WIN-1',
        manufacturer: 'Lakeside Imaging',
        model: 'Review station',
        operatingSystem: 'Windows 10 1809 x64 10.0.17763.1',
        installedUpdates: ['KB4999999'],
      },
      reason: 'On the shelf of radiology',
    })
  ).id
