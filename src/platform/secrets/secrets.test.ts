import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openSecrets } from './secrets.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'secrets-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('what was sealed opens again after a restart, and only for its purpose', () => {
  const sealed = openSecrets(folder).seal('pass word ü', 'the mail server')

  expect(sealed).not.toContain('pass')
  expect(openSecrets(folder).open(sealed, 'the mail server')).toBe('pass word ü')
  expect(() => openSecrets(folder).open(sealed, 'a feed')).toThrow(/secret\.key/)
})

test('the same password is never sealed to the same text', () => {
  const secrets = openSecrets(folder)

  expect(secrets.seal('same', 'x')).not.toBe(secrets.seal('same', 'x'))
})

test('the key file is for the server’s user only', () => {
  openSecrets(folder)

  expect(statSync(path.join(folder, 'secret.key')).mode & 0o777).toBe(0o600)
})

test('a changed text or key does not open, and the sentence says what to do', () => {
  const secrets = openSecrets(folder)
  const sealed = secrets.seal('secret', 'x')
  const other = mkdtempSync(path.join(folder, 'other-'))

  for (const wrong of [`${sealed.slice(0, -2)}AA`, 'v1.', '', 'v2.abc'])
    expect(() => secrets.open(wrong, 'x')).toThrow(/enter the password again/)
  expect(() => openSecrets(other).open(sealed, 'x')).toThrow(/enter the password again/)
  writeFileSync(path.join(other, 'secret.key'), 'short')
  expect(() => openSecrets(other)).toThrow(/is not a key/)
})
