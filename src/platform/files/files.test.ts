import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeZip } from '#bench/servers/zip.ts'
import { openFeedFiles } from './files.ts'

const top = mkdtempSync(join(tmpdir(), 'homeostat-files-'))
afterAll(() => rmSync(top, { recursive: true }))

let count = 0
function folderWith(files: Record<string, string>): string {
  const folder = join(top, `folder-${++count}`)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
    utimesSync(join(folder, path), 1_700_000_000, 1_700_000_000)
  }
  return folder
}
function zipFile(bytes: Uint8Array): string {
  const path = join(top, `archive-${++count}.zip`)
  writeFileSync(path, bytes)
  return path
}
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

test('a folder is listed by name, with a stamp that changes with the content', async () => {
  const folder = folderWith({ '2022/b.json': '{}', 'index.txt': 'x', '2022/a.json': '[1]' })
  const files = await openFeedFiles(folder)

  expect(await all(files.list())).toEqual([
    { path: '2022/a.json', bytes: 3, stamp: '1700000000000-3' },
    { path: '2022/b.json', bytes: 2, stamp: '1700000000000-2' },
    { path: 'index.txt', bytes: 1, stamp: '1700000000000-1' },
  ])
  expect((await all(files.list('2022'))).map(({ path }) => path)).toEqual(['2022/a.json', '2022/b.json'])
  expect(text(await files.read('2022/a.json'))).toBe('[1]')
  expect([await files.exists('index.txt'), await files.exists('2022'), await files.exists('no')]).toEqual([
    true,
    false,
    false,
  ])
})

test('large files of an archive are read one after the other, and the archive closes once', async () => {
  const large = (seed: number) => Buffer.from(Array.from({ length: 400_000 }, (_, at) => (at * at * seed) >>> 7))
  const files = await openFeedFiles(zipFile(makeZip({ 'a.bin': large(7919), 'b.bin': large(104_729) })))

  for (const name of ['a.bin', 'b.bin', 'a.bin']) {
    expect((await files.read(name)).length).toBe(400_000)
    // Whatever closes behind a stream's back does so a moment later.
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await files.close()
})

test('an archive is read like the folder it was made of', async () => {
  const files = await openFeedFiles(zipFile(makeZip({ '2022/b.json': '{}', 'index.txt': 'x', '2022/a.json': '[1]' })))

  expect((await all(files.list())).map(({ path, bytes }) => [path, bytes])).toEqual([
    ['2022/a.json', 3],
    ['2022/b.json', 2],
    ['index.txt', 1],
  ])
  expect(text(await files.read('2022/a.json'))).toBe('[1]')
  expect(await files.exists('index.txt')).toBe(true)
  await files.close()
})

const unpacked = () => readdirSync(tmpdir()).filter((name) => name.startsWith('homeostat-archive-'))

test('an archive that holds nothing but another archive is that one, and nothing stays behind', async () => {
  const before = unpacked()
  const inner = makeZip({ 'cves/b.json': '{}', 'cves/a.json': '[1]' })
  const path = zipFile(makeZip({ 'cves.zip': inner }))
  const files = await openFeedFiles(path)

  expect(files.label).toBe(path.split('/').at(-1))
  expect((await all(files.list())).map(({ path, bytes }) => [path, bytes])).toEqual([
    ['cves/a.json', 3],
    ['cves/b.json', 2],
  ])
  expect(await all(files.list())).toEqual(await all((await openFeedFiles(zipFile(inner))).list()))
  expect(text(await files.read('cves/a.json'))).toBe('[1]')
  await files.close()
  expect(unpacked()).toEqual(before)

  const besides = await openFeedFiles(zipFile(makeZip({ 'cves.zip': inner, 'README.md': 'x' })))
  expect((await all(besides.list())).map(({ path }) => path)).toEqual(['README.md', 'cves.zip'])
  await besides.close()
  const twice = await openFeedFiles(zipFile(makeZip({ 'a.zip': makeZip({ 'b.zip': inner }) })))
  expect((await all(twice.list())).map(({ path }) => path)).toEqual(['b.zip'])
  await twice.close()
})

test('an archive in an archive has to keep the same limits', async () => {
  const before = unpacked()
  const small = makeZip({ 'a.json': '{}', 'b.json': '{}' })
  const open = (inner: Uint8Array, limits = {}, lie = {}) =>
    openFeedFiles(zipFile(makeZip([{ path: 'inner.zip', content: inner, ...lie }])), limits)
  const hostile = { code: 'hostile_file' }

  await expect(open(makeZip({ 'bomb.json': '0'.repeat(5_000_000) }))).rejects.toMatchObject(hostile)
  await expect(open(Buffer.alloc(5_000_000))).rejects.toMatchObject(hostile)
  await expect(open(small, { maxTotalBytes: small.length - 1 })).rejects.toMatchObject(hostile)
  await expect(open(small, { maxEntries: 1 })).rejects.toMatchObject(hostile)
  await expect(open(makeZip({ '../a.json': '{}' }))).rejects.toMatchObject(hostile)
  await expect(open(small, {}, { declaredBytes: 10 })).rejects.toMatchObject(hostile)
  await expect(open(small, {}, { declaredCrc: 1 })).rejects.toMatchObject({ code: 'unreadable' })
  await expect(open(Buffer.from('no archive'))).rejects.toMatchObject({ code: 'unreadable' })
  expect(unpacked()).toEqual(before)
})

test('the stamp of a file in an archive is of its content, not of its time', async () => {
  const stamps = async (files: Record<string, string>) =>
    (await all((await openFeedFiles(zipFile(makeZip(files)))).list())).map(({ stamp }) => stamp)

  expect(await stamps({ 'a.json': '{}' })).toEqual(await stamps({ 'a.json': '{}' }))
  expect(await stamps({ 'a.json': '{}' })).not.toEqual(await stamps({ 'a.json': '[]' }))
})

test('one file alone shows nothing of its neighbours', async () => {
  const folder = folderWith({ 'kev.json': '{}', 'secret.txt': 'no' })
  const files = await openFeedFiles(join(folder, 'kev.json'))

  expect((await all(files.list())).map(({ path }) => path)).toEqual(['kev.json'])
  expect(await files.exists('secret.txt')).toBe(false)
  await expect(files.read('secret.txt')).rejects.toMatchObject({ code: 'unreadable' })
})

test.each(['../secret.txt', '/etc/passwd', 'a/../../secret.txt', 'a\\..\\b', './a', '', 'a\0b', 'C:/x'])(
  'the path %j leads nowhere',
  async (path) => {
    const folder = folderWith({ 'a/b.json': '{}' })
    const archive = zipFile(makeZip({ 'a/b.json': '{}' }))

    for (const files of [await openFeedFiles(folder), await openFeedFiles(archive)])
      await expect(files.read(path)).rejects.toMatchObject({ code: 'hostile_file' })
  },
)

test('a link inside the folder is followed, one that leads out is left out with its reason', async () => {
  const folder = folderWith({ 'white/a.json': '{}' })
  symlinkSync(join(folder, 'white'), join(folder, 'current'))
  symlinkSync(folder, join(folder, 'white', 'round'))
  const files = await openFeedFiles(folder)

  expect((await all(files.list())).map(({ path }) => path)).toEqual(['current/a.json', 'white/a.json'])
  expect(text(await files.read('current/a.json'))).toBe('{}')

  symlinkSync('/etc', join(folder, 'etc'))
  symlinkSync('/etc/hostname', join(folder, 'white', 'out.json'))
  symlinkSync(join(folder, 'gone.json'), join(folder, 'white', 'broken.json'))
  symlinkSync('itself.json', join(folder, 'itself.json'))
  mkdirSync(join(folder, 'folder.json'))
  execFileSync('mkfifo', [join(folder, 'pipe.json')])
  await expect(files.read('etc/hostname')).rejects.toMatchObject({ code: 'hostile_file' })
  await expect(files.read('white/out.json')).rejects.toMatchObject({ code: 'hostile_file' })
  expect([await files.exists('white/out.json'), await files.exists('white/broken.json')]).toEqual([false, false])
  expect((await all(files.list())).map(({ path }) => path)).toEqual(['current/a.json', 'white/a.json'])
  const left = files.leftOut().map(({ position, code }) => `${position} ${code}`)
  expect(left).toEqual([
    'current/broken.json link_broken',
    'current/out.json link_out',
    'current/round link_round',
    'etc link_out',
    'itself.json link_broken',
    'pipe.json not_a_file',
    'white/broken.json link_broken',
    'white/out.json link_out',
    'white/round link_round',
  ])

  rmSync(join(folder, 'etc'))
  await all(files.list())
  expect(files.leftOut().map(({ position }) => position)).not.toContain('etc')
})

test('a file that is too large is not read', async () => {
  const content = { 'a.json': '0123456789' }

  for (const path of [folderWith(content), zipFile(makeZip(content))])
    await expect((await openFeedFiles(path)).read('a.json', { maxBytes: 5 })).rejects.toMatchObject({
      code: 'too_large',
    })
})

test('an archive that is made to fill the machine is refused', async () => {
  const bomb = makeZip({ 'bomb.json': '0'.repeat(5_000_000) })
  const many = makeZip(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}.json`, '{}'])))
  const refused = { code: 'hostile_file' }

  await expect(openFeedFiles(zipFile(bomb))).rejects.toMatchObject(refused)
  await expect(openFeedFiles(zipFile(many), { maxEntries: 19 })).rejects.toMatchObject(refused)
  await expect(openFeedFiles(zipFile(many), { maxTotalBytes: 39 })).rejects.toMatchObject(refused)
})

test('an archive whose names lead out, repeat or lie about their size is refused', async () => {
  const refused = { code: 'hostile_file' }
  const twice = makeZip([
    { path: 'a.json', content: '{}' },
    { path: 'a.json', content: '[]' },
  ])
  const link = makeZip([{ path: 'a.json', content: '/etc/passwd', isLink: true }])
  const lies = makeZip([{ path: 'a.json', content: 'x'.repeat(1_000), declaredBytes: 10 }])

  await expect(openFeedFiles(zipFile(makeZip({ '../a.json': '{}' })))).rejects.toMatchObject(refused)
  await expect(openFeedFiles(zipFile(makeZip({ '/a.json': '{}' })))).rejects.toMatchObject(refused)
  await expect(openFeedFiles(zipFile(twice))).rejects.toMatchObject(refused)
  await expect(openFeedFiles(zipFile(link))).rejects.toMatchObject(refused)
  await expect((await openFeedFiles(zipFile(lies))).read('a.json')).rejects.toMatchObject(refused)
})

test('a large file comes piece by piece, of an archive as of a folder', async () => {
  const content = Buffer.from(Array.from({ length: 700_000 }, (_, at) => (at * 7919) % 127))
  for (const path of [folderWith({ 'a.bin': content.toString('latin1') }), zipFile(makeZip({ 'a.bin': content }))]) {
    const files = await openFeedFiles(path)
    const pieces = await all(files.pieces('a.bin'))
    expect(pieces.length).toBeGreaterThan(1)
    expect(Buffer.concat(pieces).equals(content)).toBe(true)
    await expect(all(files.pieces('b.bin'))).rejects.toMatchObject({ code: 'unreadable' })
    await files.close()
  }
  const damaged = makeZip([{ path: 'a.bin', content, declaredCrc: 1 }])
  await expect(all((await openFeedFiles(zipFile(damaged))).pieces('a.bin'))).rejects.toMatchObject({
    code: 'unreadable',
  })
})

test('a broken archive says what to do', async () => {
  const whole = makeZip({ 'a.json': '{"a":1}' })
  const damaged = makeZip([{ path: 'a.json', content: '{}', declaredCrc: 1 }])

  await expect(openFeedFiles(zipFile(whole.subarray(0, 40)))).rejects.toMatchObject({ code: 'unreadable' })
  await expect((await openFeedFiles(zipFile(damaged))).read('a.json')).rejects.toMatchObject({ code: 'unreadable' })
  await expect(openFeedFiles(join(top, 'nowhere'))).rejects.toMatchObject({ code: 'unreadable' })
})

test('a file behind a link is read, and one that grew since it was listed is read whole', async () => {
  const folder = folderWith({ 'white/a.json': '{}', 'b.json': '[]' })
  symlinkSync(join(folder, 'b.json'), join(folder, 'white', 'link.json'))
  symlinkSync('/etc/hostname', join(folder, 'white', 'out.json'))
  const files = await openFeedFiles(folder)

  expect(text(await files.read('white/link.json'))).toBe('[]')
  await expect(files.read('white/out.json')).rejects.toMatchObject({ code: 'hostile_file' })
  await expect(files.read('white')).rejects.toMatchObject({ code: 'unreadable' })
  expect(text(await files.read('white/a.json'))).toBe('{}')
  writeFileSync(join(folder, 'white/a.json'), 'x'.repeat(100_000))
  expect((await files.read('white/a.json')).length).toBe(100_000)
})
