import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isDataInUse, lockDataDir } from './data-lock.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-lock-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a second server on the same data is refused and told who has it', async () => {
  const lock = await lockDataDir(folder)

  await expect(lockDataDir(folder)).rejects.toMatchObject({
    code: 'data_in_use',
    message: expect.stringContaining(String(process.pid)),
  })
  expect(await isDataInUse(folder)).toBe(true)

  await lock.release()
  expect(await isDataInUse(folder)).toBe(false)
  await (await lockDataDir(folder)).release()
})

test('the lock of a server that was killed is free', async () => {
  const script = `const { lockDataDir } = await import('${path.join(import.meta.dirname, 'data-lock.ts')}')
    await lockDataDir('${folder}'); console.log('locked'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script])
  await new Promise((resolve) => child.stdout.once('data', resolve))
  expect(await isDataInUse(folder)).toBe(true)

  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))

  await (await lockDataDir(folder)).release()
})

test('a folder too deep for a socket is locked all the same', async () => {
  const deep = path.join(folder, 'a-rather-long-name-of-a-folder'.repeat(3), 'and-one-more-to-be-sure-of-it')
  const lock = await lockDataDir(deep)

  await expect(lockDataDir(deep)).rejects.toMatchObject({ code: 'data_in_use' })
  await lock.release()
})
