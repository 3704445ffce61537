import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { swapIn } from './web-client.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'web-build-'))
afterAll(() => rmSync(folder, { recursive: true }))
const live = path.join(folder, 'web')

/** A build as Vite leaves it: a page, compressed too, and the parts that it names. */
function built(number: number): string {
  const fresh = path.join(folder, `web-${number}`)
  mkdirSync(path.join(fresh, 'assets'), { recursive: true })
  const parts = Array.from({ length: 20 }, (_, index) => `assets/part-${index}-${number}.js`)
  for (const part of parts) writeFileSync(path.join(fresh, part), `run(${number})`)
  for (const page of ['index.html', 'index.html.br', 'index.html.gz'])
    writeFileSync(path.join(fresh, page), parts.join('\n'))
  return fresh
}

const missing = () =>
  ['index.html', 'index.html.br', 'index.html.gz'].flatMap((page) => {
    if (!existsSync(path.join(live, page))) return [page]
    const parts = readFileSync(path.join(live, page), 'utf8').split('\n')
    return parts.filter((part) => !existsSync(path.join(live, part)))
  })

test('at no moment of a build does the page, or a part that it names, miss', async () => {
  await swapIn(built(0), live, 'sources 0')
  const gone: string[] = []
  let looks = 0
  for (let number = 1; number <= 5; number++) {
    let isDone = false
    const swapping = swapIn(built(number), live, `sources ${number}`).then(() => {
      isDone = true
    })
    while (!isDone) {
      looks++
      gone.push(...missing())
      await turn()
    }
    await swapping
  }

  expect(gone).toEqual([])
  expect(looks).toBeGreaterThan(50)
})

test('a page that is still open finds the parts of the build before, not of those before it', () => {
  const builds = new Set(readdirSync(path.join(live, 'assets')).map((file) => /-(\d+)\.js$/.exec(file)![1]))

  expect([...builds].sort()).toEqual(['4', '5'])
})
