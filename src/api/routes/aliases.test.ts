import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { listAudit } from '#domain/access/access.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'
import { writesDuring } from '#tests/support/writes.ts'

// Both lists of aliases travel as files, in one way.

const { db } = await testDatabase()
const { app, organisation, signedIn } = await testServer(db)
const analyst = await signedIn('analyst')
const viewer = await signedIn('viewer')

beforeEach(async () => {
  await sql`truncate name_rule, place_rule`.execute(db)
})

async function add(list: string, content: string | Buffer, { name = 'ours.csv', person = analyst } = {}) {
  const boundary = 'x-boundary-x'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/${list}/aliases`,
    headers: {
      cookie: `homeostat_session=${person.token}`,
      'x-csrf-token': person.csrfToken,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${boundary}--\r\n`)]),
  })
  return { status: answer.statusCode, body: answer.json() }
}
const handedOut = async (list: string, format: string) => (await viewer.get(`/${list}/aliases?format=${format}`)).body
const held = async (list: string) =>
  (await viewer.get(`/${list}/rules`))
    .json()
    .items.map(({ name, note }: { name: string; note: string }) => `${name}: ${note}`)

describe.each([
  {
    list: 'names',
    head: 'kind,name,maker,model,note',
    good: [
      'vendor,Zorblax,Hospira,,The plate',
      'not_vendor,"Philips, Lighting",Philips,,',
      'model,HPM-77,Philips,MX800,',
    ],
    bad: [
      ['vendor,,Hospira,,', 'name: Needed.'],
      ['site,Zorblax,Hospira,,', 'kind: "site" is none of vendor, not_vendor, model.'],
      ['vendor,Acme Inc,ACME,,', '"Acme Inc" and "ACME" are one name: case, signs and legal form make no other.'],
    ],
    again: 'vendor,Zorblax,Baxter,,',
  },
  {
    list: 'places',
    head: 'kind,site,name,meant,note',
    good: ['site,,SMH,Saint Mary,The sign', 'care_area,SMH,"ITU, east",ICU,', 'care_area_apart,,4-West,,'],
    bad: [
      ['site,,,Saint Mary,', 'name: Needed.'],
      ['vendor,,Zorblax,Hospira,', 'kind: "vendor" is none of site, site_apart, care_area, care_area_apart.'],
      ['site,,Saint Mary,smh,', '"smh" is another name of "Saint Mary" already. Take that alias back first.'],
    ],
    again: 'site,,SMH,Saint Joseph,',
  },
])('aliases of $list', ({ list, head, good, bad, again }) => {
  const fileOf = (...rows: readonly string[]) => [head, ...rows, ''].join('\r\n')

  test('are handed out as they were taken, and taken again they change nothing', async () => {
    const { status, body } = await add(list, fileOf(...good))
    expect({ status, set: body.set, skipped: body.skipped }).toEqual({ status: 201, set: 3, skipped: [] })
    expect((await held(list)).at(-1)).toMatch(/: The (plate|sign)$/)
    expect((await held(list))[0]).toMatch(/: From ours\.csv$/)

    const [csv, json] = [await handedOut(list, 'csv'), await handedOut(list, 'json')]
    const writes = await writesDuring(db, async () => {
      for (const [content, name] of [
        [csv, 'ours.csv'],
        [json, 'x.json'],
        [fileOf(...good), 'ours (1).csv'],
      ] as const) {
        const again = await add(list, content, { name })
        expect(again.body).toEqual({ ids: body.ids, set: 0, skipped: [] })
      }
    })
    expect(writes).toEqual({})

    await sql`truncate name_rule, place_rule`.execute(db)
    expect((await add(list, json)).body.set).toBe(3)
    expect(await handedOut(list, 'csv')).toBe(csv)
  })

  test('hold where their row can be taken; the other rows come back with the reason, and are kept', async () => {
    const file = fileOf(...good, ...bad.map(([row]) => row!))
    const { body } = await add(list, file)
    const skipped = bad.map(([text, reason], at) => ({ position: `Row ${at + 5}`, reason, text }))
    expect(body).toMatchObject({ set: 3, skipped })

    const { items } = await listAudit(db, organisation.id, { subjectKind: `${list.slice(0, -1)}_alias_file`, limit: 1 })
    expect(items).toMatchObject([
      { detail: { file: 'ours.csv', skipped, skippedRows: 3 }, actorName: analyst.actor.name },
    ])
    expect(await writesDuring(db, () => add(list, file))).toEqual({})
  })

  test('of two rows on one name the later holds, and the earlier is told', async () => {
    const { body } = await add(list, fileOf(good[0]!, again))
    expect(body).toMatchObject({
      set: 1,
      skipped: [{ position: 'Row 2', reason: 'Row 3 says something else of the same name; that one counts.' }],
    })
  })

  test('are refused whole where the file is none', async () => {
    const refused = async (content: string) => {
      const { status, body } = await add(list, content)
      return status === 400 ? body.detail : status
    }
    expect(await refused('kind,name\nsite,SMH\n')).toContain('It needs the columns kind')
    expect(await refused('{"rules": []}')).toContain('"formatVersion": 1')
    expect(await refused('{"rules": ')).toContain('It is no JSON')
    expect(await refused(fileOf('site,"SMH'))).toContain('Row 2: a quote is opened and never closed')
    expect(await held(list)).toEqual([])
  })

  test('are read as spreadsheets write them', async () => {
    const text = fileOf(good[0]!.replace(/SMH|Zorblax/, 'Köln'), ',,,,').replaceAll(',', ';')
    const { body } = await add(list, Buffer.from(text, 'latin1'))
    expect(body).toMatchObject({ set: 1, skipped: [] })
    expect(await held(list)).toEqual([expect.stringContaining('Köln')])
  })

  test('are found by their words and by how one knows', async () => {
    await add(list, fileOf(...good))
    const found = async (q: string) =>
      (await viewer.get(`/${list}/rules?q=${encodeURIComponent(q)}`)).json().items.length
    expect([await found('PLATE'), await found('SIGN'), await found('ours.csv'), await found('ours 100%')]).toEqual(
      list === 'names' ? [1, 0, 2, 0] : [0, 1, 2, 0],
    )
  })

  test('are handed out to who may read, and taken from who may decide', async () => {
    expect((await add(list, fileOf(...good), { person: viewer })).status).toBe(403)
    expect(await handedOut(list, 'csv')).toBe(`${head}\r\n`)
  })
})
