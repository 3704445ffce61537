import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Feed } from '#feeds/feed.ts'
import { nvd } from '#feeds/nvd/feed.ts'
import { AppError } from '#platform/errors.ts'
import { hidingSecrets, openSettings, sealSettings, secretNames, withKeptSecrets } from './feed-secrets.ts'

const feed = nvd as Feed
const dataDir = mkdtempSync(path.join(tmpdir(), 'homeostat-feed-secrets-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

const location = 'https://services.nvd.nist.gov/rest/json/cves/2.0'
const sealed = sealSettings(feed, { location, apiKey: ' k3y-of-ours ' }, dataDir)
const kept = { isSet: true }

test('a secret is sealed, all else stays readable, and who reads the feed gets it back', () => {
  expect(secretNames(feed)).toEqual(['apiKey'])
  expect(sealed).toEqual({ location, apiKey: { sealed: expect.stringMatching(/^v1\./) } })
  expect(JSON.stringify(sealed)).not.toContain('k3y')
  expect(openSettings(feed, sealed, dataDir)).toEqual({ location, apiKey: 'k3y-of-ours' })
})

test('who sends back what was shown keeps the secret, also at another path of the same place', () => {
  const other = `${location}/`

  expect(withKeptSecrets(feed, { location: other, apiKey: kept }, sealed, dataDir)).toEqual({
    location: other,
    apiKey: 'k3y-of-ours',
  })
})

test('a secret does not follow to another host or into a folder', () => {
  for (const elsewhere of ['https://nvd.attacker.example/rest/json/cves/2.0', 'http://services.nvd.nist.gov/', '/data'])
    expect(() => withKeptSecrets(feed, { location: elsewhere, apiKey: kept }, sealed, dataDir)).toThrow(
      /"API key" was given for https:\/\/services\.nvd\.nist\.gov and is not sent to another place/,
    )
})

test('settings whose address was changed in the database do not open', () => {
  const moved = { ...sealed, location: 'https://nvd.attacker.example/rest/json/cves/2.0' }

  expect(() => openSettings(feed, moved, dataDir)).toThrow(/cannot be opened/)
})

test('an empty one, and one that was never there, is none', () => {
  for (const apiKey of ['', null])
    expect(withKeptSecrets(feed, { location, apiKey }, sealed, dataDir)).toEqual({ location })
  expect(withKeptSecrets(feed, { location, apiKey: kept }, { location }, dataDir)).toEqual({ location })
})

test('an error that repeats a secret goes on without it, and any other as it was', async () => {
  const open = { location, apiKey: 'k3y-of-ours' }
  const details = { status: 400 }
  const repeating = new AppError('upstream_failed', 'It says: no access for k3y-of-ours. Check it.', { details })
  const other = new AppError('upstream_failed', 'It says nothing.')
  const failing = async (error: Error) =>
    await hidingSecrets(feed, open, async () => {
      throw error
    }).catch((thrown: unknown) => thrown)

  expect(await failing(repeating)).toMatchObject({ message: 'It says: no access for •••. Check it.', details })
  expect(await failing(other)).toBe(other)
})
