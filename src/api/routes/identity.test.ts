import { describe, expect, test } from 'vitest'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const hospital = await newHospital(db)
const analyst = await signedIn('analyst')
const viewer = await signedIn('viewer')

let number = 0
async function pair() {
  const key = ++number
  const pump = { manufacturer: 'Example Medical', model: 'Drip 3000' }
  const { deviceIds: register } = await hospital.says(hospital.cmms, { [`c${key}`]: { ...pump, assetTag: `T-${key}` } })
  const { deviceIds: network } = await hospital.says(hospital.monitor, {
    [`m${key}`]: { ...pump, hostname: `h-${key}` },
  })
  return { into: network[0]!, from: register[0]!, reason: 'One label' }
}

describe('merges and splits', () => {
  test('who may only read cannot merge, split or undo', async () => {
    const merge = await pair()
    expect((await viewer.post('/identity/merges', merge)).statusCode).toBe(403)
    const { entryId } = (await analyst.post('/identity/merges', merge)).json()
    expect((await viewer.post(`/identity/entries/${entryId}/undo`, { reason: 'No' })).statusCode).toBe(403)
    const split = { deviceId: merge.into, records: [{ sourceId: hospital.cmms.id, sourceKey: 'c1' }], reason: 'No' }
    expect((await viewer.post('/identity/splits', split)).statusCode).toBe(403)
    expect((await viewer.get(`/identity/entries/${entryId}`)).statusCode).toBe(200)
  })

  test('the list goes on by its cursor, newest first, and is narrowed to a device, a kind, and what stands', async () => {
    const merges = [await pair(), await pair(), await pair()]
    const entries: string[] = []
    for (const merge of merges) entries.push((await analyst.post('/identity/merges', merge)).json().entryId)
    await analyst.post(`/identity/entries/${entries[1]}/undo`, { reason: 'Two labels' })
    const first = (await analyst.get('/identity/entries?limit=2')).json()
    expect(first.items.map(({ id }: { id: string }) => id)).toEqual([entries[2], entries[1]])
    const second = (await analyst.get(`/identity/entries?limit=2&cursor=${first.next}`)).json()
    expect(second.items[0].id).toBe(entries[0])
    const only = async (query: string) =>
      (await analyst.get(`/identity/entries?${query}`)).json().items.map(({ id }: { id: string }) => id)
    expect(await only(`device=${merges[0]!.from}`)).toEqual([entries[0]])
    expect(await only('undone=true')).toEqual([entries[1]])
    expect(await only('kind=split')).toEqual([])
  })

  test('the device that is no more tells where it went, and both histories tell of it', async () => {
    const merge = await pair()
    const { entryId } = (await analyst.post('/identity/merges', merge)).json()
    const gone = (await analyst.get(`/devices/${merge.from}`)).json()
    expect(gone.mergedInto.id).toBe(merge.into)
    expect((await analyst.get(`/devices/${merge.into}`)).json().mergedInto).toBeNull()
    const undone = await analyst.post(`/identity/entries/${entryId}/undo`, { reason: 'Two labels' })
    expect(undone.json()).toEqual({ from: merge.from, into: merge.into })
    const told = (await analyst.get(`/devices/${merge.into}/history`)).json()
    const texts = told
      .filter(({ kind }: { kind: string }) => kind === 'identity')
      .map(({ text }: { text: string }) => text)
    expect(texts).toEqual([
      expect.stringMatching(/^Undone: Took in Drip 3000/),
      expect.stringMatching(/^Took in Drip 3000.*: One label$/),
    ])
  })

  test('what cannot be done is refused in words', async () => {
    const merge = await pair()
    const twice = await analyst.post('/identity/merges', { ...merge, from: merge.into })
    expect(twice.statusCode).toBe(400)
    const { entryId } = (await analyst.post('/identity/merges', merge)).json()
    const again = await analyst.post('/identity/merges', merge)
    expect(again.statusCode).toBe(409)
    expect(again.json().detail).toContain('choose that one')
    await analyst.post(`/identity/entries/${entryId}/undo`, { reason: 'Two labels' })
    expect((await analyst.post(`/identity/entries/${entryId}/undo`, { reason: 'Two labels' })).statusCode).toBe(409)
    const unknown = '00000000-0000-4000-8000-000000000000'
    expect((await analyst.get(`/identity/entries/${unknown}`)).statusCode).toBe(404)
    expect((await analyst.post(`/identity/entries/${unknown}/undo`, { reason: 'No' })).statusCode).toBe(404)
  })
})
