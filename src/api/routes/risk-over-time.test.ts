import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { theOrganisation } from '#domain/access/access.ts'
import { recordRiskDay } from '#domain/programme/programme.ts'
import { insertDevices, insertFindings } from '#tests/support/finding-rows.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn, nobody } = await testServer(db)
const viewer = await signedIn('viewer')
const { id: organisationId } = await theOrganisation(db)

test('the days, their groups and the file of them are one, for who may read findings', async () => {
  expect((await viewer.get('/risk-over-time')).json()).toMatchObject({ measuredSince: null, points: [] })
  expect((await viewer.get('/risk-over-time/groups?by=model')).json()).toEqual({ items: [], next: null })

  await insertDevices(db, organisationId, [{ site: 'North' }, { site: '=1+1' }])
  await insertFindings(db, organisationId, { vulnerabilities: [{ id: 'CVE-2026-0001', band: 'critical' }] })
  await recordRiskDay(db, organisationId, new Date())
  const { points, today } = (await viewer.get('/risk-over-time')).json()
  expect(points).toMatchObject([{ day: today, devices: 2, openFindings: 2, critical: 2, risk: 180 }])
  const groups = (await viewer.get('/risk-over-time/groups?by=site&sort=name')).json().items
  expect(groups.map(({ site, after }: { site: string; after: { risk: number } }) => [site, after.risk])).toEqual([
    ['=1+1', 90],
    ['North', 90],
  ])
  const csv = await viewer.get('/risk-over-time.csv?site=North')
  expect(csv.headers['content-disposition']).toContain('risk-over-time.csv')
  const [header, row, ...none] = csv.body.trim().split('\r\n')
  expect(header).toContain('Day,Counted at,Devices,Open findings,Critical')
  expect(row).toMatch(new RegExp(`^\\W?${today},[^,]+,1,1,1,0,0,0,0,0,0,0,90,25,25,25$`))
  expect(none).toEqual([])

  expect((await nobody.get('/risk-over-time')).statusCode).toBe(401)
  expect((await viewer.get('/risk-over-time?from=yesterday')).statusCode).toBe(400)
  expect((await viewer.get('/risk-over-time?from=2026-12-01&to=2026-11-01')).statusCode).toBe(400)
  expect((await viewer.get('/risk-over-time?model=Flow%203')).json().detail).toContain('with its manufacturer')
  expect((await viewer.get('/risk-over-time/groups')).statusCode).toBe(400)
  await sql`truncate risk_change, risk_day, risk_group cascade`.execute(db)
})
