import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { ensureOrganisation } from '#domain/access/access.ts'
import { createSource, makeBundleKey, queueRun } from '#domain/sources/sources.ts'
import { fingerprintOf, keyPairOf } from '#platform/bundle/signing.ts'
import { projectRoot } from '#platform/config/config.ts'
import { openSecrets } from '#platform/secrets/secrets.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { testDatabase } from '#tests/support/test-database.ts'

const { db, connection } = await testDatabase()
const { id: organisationId } = await ensureOrganisation(db)
const actor = { organisationId, personId: null, name: 'test' }
const dataDir = mkdtempSync(path.join(tmpdir(), 'homeostat-bundle-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

async function homeostat(...args: string[]): Promise<string[]> {
  const { socketDir = '', port, database } = connection
  const place = new URLSearchParams({ host: socketDir, port: String(port) })
  const env = { ...process.env, DATABASE_URL: `postgres://homeostat@localhost/${database}?${place}` }
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['homeostat.mjs', 'bundle', ...args, '--data', dataDir],
    { cwd: projectRoot, env },
  )
  return stdout.trimEnd().split('\n')
}

test('whoever makes a bundle is told its path, its number and the fingerprint of the key it is signed with', async () => {
  const { fingerprint } = await makeBundleKey(db, openSecrets(dataDir), actor, { issuer: 'Riverside' })
  const settings = { location: path.join(projectRoot, 'src/feeds/kev/fixtures/published') }
  const kev = await createSource(db, organisationId, { kind: 'feed', member: 'kev', name: 'KEV', settings })
  await queueRun(db, { sourceId: kev.id, trigger: 'person', actor })
  await drainRuns(db, dataDir)
  const [out, other, keyFile] = ['1.bundle', '2.bundle', 'key.pem'].map((name) => path.join(dataDir, name)) as [
    string,
    string,
    string,
  ]

  expect(await homeostat('make', '--out', out)).toEqual([
    out,
    expect.stringMatching(/^Bundle 1 of Riverside, full, \d+ bytes, id /),
    `Fingerprint of the key: ${fingerprint}`,
  ])

  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  writeFileSync(keyFile, pem)
  expect((await homeostat('make', '--out', other, '--key', keyFile)).at(-1)).toBe(
    `Fingerprint of the key: ${fingerprintOf(keyPairOf(pem).publicKey)}`,
  )
}, 60_000)
