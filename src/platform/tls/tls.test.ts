import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { resolveTls } from './tls.ts'

const dataDir = mkdtempSync(path.join(tmpdir(), 'tls-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

test('on this machine alone plain HTTP is enough', async () => {
  for (const host of ['127.0.0.1', '127.0.0.2', 'localhost', '::1'])
    expect(await resolveTls({ host, dataDir })).toMatchObject({ https: null, secureCookies: false })
})

test('beyond this machine the server does not start in the clear, and says the three ways out', async () => {
  for (const host of ['0.0.0.0', '::', '10.0.0.5', 'homeostat.hospital.test', '127.evil.test'])
    await expect(resolveTls({ host, dataDir })).rejects.toThrow(
      /--cert FILE --key FILE.*--cert generated.*--trusted-proxy/,
    )
})

test('behind a trusted proxy the server speaks plain HTTP and cookies are for TLS', async () => {
  expect(await resolveTls({ host: '0.0.0.0', trustedProxy: '10.0.0.1', dataDir })).toMatchObject({
    https: null,
    secureCookies: true,
  })
})

test('a generated certificate is kept, names this machine, and serves', async () => {
  const first = await resolveTls({ host: '0.0.0.0', certFile: 'generated', dataDir })
  const again = await resolveTls({ host: '0.0.0.0', certFile: 'generated', dataDir })

  expect(again).toEqual(first)
  const leaf = new X509Certificate(first.https!.cert)
  expect(leaf.checkHost('localhost')).toBe('localhost')
  expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(statSync(path.join(dataDir, 'tls/key.pem')).mode & 0o777).toBe(0o600)

  const app = Fastify({ https: first.https! })
  app.get('/', () => 'served')
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const body = await new Promise((resolve, reject) =>
    request({ host: 'localhost', port, ca: first.https!.cert }, (answer) =>
      answer.on('data', (chunk) => resolve(String(chunk))),
    )
      .on('error', reject)
      .end(),
  )
  await app.close()
  expect(body).toBe('served')
})

test('a generated certificate is made anew before it expires, and for another address', async () => {
  const now = await resolveTls({ host: '0.0.0.0', certFile: 'generated', dataDir })
  const named = await resolveTls({ host: 'homeostat.hospital.test', certFile: 'generated', dataDir })
  const later = await resolveTls({
    host: 'homeostat.hospital.test',
    certFile: 'generated',
    dataDir,
    now: new Date(Date.now() + 380 * 86_400_000),
  })

  expect(new X509Certificate(named.https!.cert).checkHost('homeostat.hospital.test')).toBe('homeostat.hospital.test')
  expect(new Set([now.fingerprint, named.fingerprint, later.fingerprint]).size).toBe(3)
})

test('an own certificate is checked before the server relies on it', async () => {
  const other = mkdtempSync(path.join(dataDir, 'other-'))
  const one = mkdtempSync(path.join(dataDir, 'one-'))
  const mine = await resolveTls({ host: '0.0.0.0', certFile: 'generated', dataDir: one })
  const theirs = await resolveTls({ host: '0.0.0.0', certFile: 'generated', dataDir: other })
  const file = (name: string, content: string) => {
    writeFileSync(path.join(dataDir, name), content)
    return path.join(dataDir, name)
  }
  const certFile = file('own.pem', mine.https!.cert)
  const keyFile = file('own.key', mine.https!.key)
  const base = { host: '10.0.0.5', dataDir }

  expect(await resolveTls({ ...base, certFile, keyFile })).toMatchObject({
    https: mine.https,
    secureCookies: true,
    warnings: [],
  })
  expect(
    (await resolveTls({ ...base, certFile, keyFile, now: new Date(Date.now() + 500 * 86_400_000) })).warnings,
  ).toEqual([expect.stringMatching(/expired on/)])
  await expect(resolveTls({ ...base, certFile })).rejects.toThrow(/give both/)
  await expect(resolveTls({ ...base, certFile, keyFile: file('theirs.key', theirs.https!.key) })).rejects.toThrow(
    /does not belong/,
  )
  await expect(resolveTls({ ...base, certFile: file('no.pem', 'hello'), keyFile })).rejects.toThrow(
    /holds no certificate/,
  )
  await expect(resolveTls({ ...base, certFile, keyFile: file('no.key', 'hello') })).rejects.toThrow(/openssl pkey/)
  await expect(resolveTls({ ...base, certFile: '/nowhere.pem', keyFile })).rejects.toThrow(/cannot be read/)
})
