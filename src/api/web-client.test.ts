import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'web-'))
afterAll(() => rmSync(folder, { recursive: true }))
const webRoot = path.join(folder, 'web')
mkdirSync(path.join(webRoot, 'assets'), { recursive: true })
writeFileSync(path.join(folder, 'secret.txt'), 'secret')
writeFileSync(path.join(webRoot, 'index.html'), '<!doctype html><title>Homeostat</title>')
writeFileSync(path.join(webRoot, 'favicon.svg'), '<svg/>')
writeFileSync(path.join(webRoot, 'assets/main-3f2a.js'), 'run()')

const { db } = await testDatabase()
const { app } = await testServer(db, { webRoot })

test('every address of the client is its one page, always asked for anew', async () => {
  for (const url of [
    '/',
    '/devices',
    '/devices/0198c0de?tab=work',
    '/advisories/ICSMA-20-254-01',
    '/findings/a/CVE-2020-1.2',
  ]) {
    const answer = await app.inject(url)
    expect([url, answer.statusCode, answer.body]).toEqual([url, 200, '<!doctype html><title>Homeostat</title>'])
    expect(answer.headers['cache-control']).toBe('public, max-age=0')
    expect(answer.headers['content-security-policy']).toMatch(/script-src 'self';/)
  }
})

test('a file with a hash in its name is kept for a year, another for an hour', async () => {
  const hashed = await app.inject('/assets/main-3f2a.js')
  const plain = await app.inject('/favicon.svg')

  expect([hashed.body, hashed.headers['cache-control']]).toEqual(['run()', 'public, max-age=31536000, immutable'])
  expect([plain.body, plain.headers['cache-control']]).toEqual(['<svg/>', 'public, max-age=3600'])
})

test('a script of an older build is missing, not the page in its stead', async () => {
  const answer = await app.inject('/assets/main-0000.js')

  expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, 'text/plain; charset=utf-8'])
})

test('no address leads out of the client’s folder', async () => {
  for (const url of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/%00/../../secret.txt',
    '/%',
  ])
    expect((await app.inject(url)).body).not.toContain('secret')
})
