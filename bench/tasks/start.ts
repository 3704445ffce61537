import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { median, report } from '#bench/measure.ts'
import { browserArgs, findBrowser } from '#tools/browser.ts'

// The first start with the demo hospital, a warm one, and the first page in a real browser.
const data = mkdtempSync(path.join(tmpdir(), 'homeostat-bench-'))

async function start(): Promise<{ url: string; seconds: number; link: string | undefined; stop(): Promise<void> }> {
  const started = performance.now()
  const child = spawn(process.execPath, ['homeostat.mjs', 'start', '--port', '0'], {
    env: { ...process.env, HOMEOSTAT_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  const ended = new Promise((resolve) => child.once('exit', resolve))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      said += chunk
      if (said.includes('Stop with Ctrl-C.')) resolve()
    })
    child.once('exit', () => reject(new Error(`Homeostat ended before it was ready:\n${said}`)))
  })
  return {
    seconds: (performance.now() - started) / 1000,
    url: /ready: (\S+)/.exec(said)![1]!,
    link: /#token=(\S+)/.exec(said)?.[1],
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

const first = await start()
report({ name: 'first start, with the demo hospital', value: first.seconds, unit: 's' })
await fetch(`${first.url}/api/v1/access-links/redeem`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: first.url },
  body: JSON.stringify({
    token: first.link,
    name: 'Bench',
    email: 'bench@hospital.test',
    password: 'a long enough password',
    organisationName: 'Bench',
    timeZone: 'UTC',
  }),
})
await first.stop()

const warm = []
for (let turn = 0; turn < 3; turn++) {
  const server = await start()
  warm.push(server.seconds)
  if (turn < 2) await server.stop()
  else await measurePages(server.url, server.stop)
}
report({ name: 'warm start', value: median(warm), unit: 's', atMost: 3 })
rmSync(data, { recursive: true, force: true })

async function measurePages(url: string, stop: () => Promise<void>) {
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs })
  const times: number[] = []
  const home: number[] = []
  for (let turn = 0; turn < 3; turn++) {
    const page = await (await browser.newContext()).newPage()
    let at = performance.now()
    await page.goto(url)
    await page.getByRole('heading').first().waitFor()
    times.push(performance.now() - at)
    await page.getByLabel(/e-?mail/i).fill('bench@hospital.test')
    await page
      .getByLabel(/password/i)
      .first()
      .fill('a long enough password')
    at = performance.now()
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Devices', exact: true }).first().waitFor()
    home.push(performance.now() - at)
    await page.context().close()
  }
  report({ name: 'first page visible in an empty browser', value: median(times) / 1000, unit: 's', atMost: 1.5 })
  report({ name: 'home visible after signing in', value: median(home) / 1000, unit: 's' })
  await browser.close()
  await stop()
}
