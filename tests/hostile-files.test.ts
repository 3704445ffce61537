import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeZip } from '#bench/servers/zip.ts'
import { type LaunchedHomeostat, launchHomeostat } from '#tests/support/running-homeostat.ts'
import { type SignedIn, setUp } from '#tests/support/signed-in.ts'
import { root } from '#tools/steps.ts'

// What somebody may hand to a hospital's server, handed to the whole server: it refuses or neutralises it, and goes on.
const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-hostile-'))
const data = path.join(folder, 'data')
let homeostat: LaunchedHomeostat
let url = ''
let ada: SignedIn

beforeAll(async () => {
  homeostat = launchHomeostat(data, '--empty')
  const ready = await homeostat.ready()
  url = ready.url
  ada = await setUp(ready.setUpLink!)
})
afterAll(async () => {
  await homeostat?.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})
afterEach(async () => {
  const health = await fetch(`${url}/api/v1/health`)
  expect(await health.json()).toMatchObject({ ok: true, database: 'up', worker: 'up' })
})

interface Refused {
  readonly status: number
  readonly type: string | null
  readonly code: string
  readonly detail: string
}

const boundary = 'homeostat-test'
const partHead = (name: string) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n`

/** Sends pieces as fast as they are taken, until the answer comes; says how many bytes went out. */
function upload(name: string, pieces: Iterable<Buffer>): Promise<{ answer: Refused; sent: number }> {
  return new Promise((resolve, reject) => {
    let sent = 0
    let answered = false
    const outgoing = request(`${url}/api/v1/uploads`, {
      method: 'POST',
      headers: { ...ada.headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
    })
    outgoing.on('error', (error) => answered || reject(error))
    outgoing.on('response', async (response) => {
      answered = true
      let text = ''
      for await (const chunk of response.setEncoding('utf8')) text += chunk
      const { code, detail } = JSON.parse(text) as Refused
      resolve({
        answer: { status: response.statusCode!, type: response.headers['content-type'] ?? null, code, detail },
        sent,
      })
      outgoing.destroy()
    })
    outgoing.write(partHead(name))
    const all = pieces[Symbol.iterator]()
    const next = () => {
      for (;;) {
        if (answered) return
        const { value, done } = all.next()
        if (done) return void outgoing.end(`\r\n--${boundary}--\r\n`)
        sent += value.length
        if (!outgoing.write(value)) return void outgoing.once('drain', next)
      }
    }
    next()
  })
}

const refused = (status: number, code: string, detail: RegExp) => ({
  status,
  type: 'application/problem+json; charset=utf-8',
  code,
  detail: expect.stringMatching(detail),
})

/** In MB. Linux keeps count of the most that a process ever held. */
const mostMemory = () =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${homeostat.pid}/status`, 'utf8'))![1]) / 1024
const kept = () => (existsSync(path.join(data, 'uploads')) ? readdirSync(path.join(data, 'uploads')) : [])

const relations = (type: string, target: string) =>
  `<Relationships><Relationship Id="r1" Type="x/${type}" Target="${target}"/></Relationships>`

/** A workbook of one sheet. */
const workbook = (sheet: string) =>
  makeZip({
    '_rels/.rels': relations('officeDocument', 'xl/workbook.xml'),
    'xl/_rels/workbook.xml.rels': relations('worksheet', 'worksheets/sheet1.xml'),
    'xl/workbook.xml': '<workbook><sheets><sheet name="List" r:id="r1"/></sheets></workbook>',
    'xl/worksheets/sheet1.xml': sheet,
  })
const rows = (cell: string) =>
  `<worksheet><sheetData><row><c t="inlineStr"><is><t>Asset Tag</t></is></c></row><row><c t="inlineStr"><is><t>${cell}</t></is></c></row></sheetData></worksheet>`

test('a workbook that unpacks to a thousand times its size is refused, and nothing of it stays', async () => {
  const bomb = workbook(rows(' '.repeat(100_000_000)))
  expect(bomb.length).toBeLessThan(200_000)
  const before = mostMemory()

  const { answer } = await upload('devices.xlsx', [bomb])

  expect(answer).toEqual(refused(422, 'hostile_file', /^The workbook devices\.xlsx would unpack to 100 MB/))
  expect(mostMemory() - before).toBeLessThan(60)
  expect(kept()).toEqual([])
})

test('a workbook whose XML declares entities is refused, whether they grow or fetch', async () => {
  const secret = path.join(folder, 'secret.txt')
  writeFileSync(secret, 'the secret')
  const levels = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
  const laughs = `<!DOCTYPE x [<!ENTITY l0 "ha">${levels}]>${rows('&l10;')}`
  const fetching = `<!DOCTYPE x [<!ENTITY e SYSTEM "file://${secret}">]>${rows('&e;')}`

  for (const sheet of [laughs, fetching, rows('&l10;')]) {
    const { answer } = await upload('devices.xlsx', [workbook(sheet)])
    expect(answer).toEqual(refused(422, 'hostile_file', /^The workbook devices\.xlsx declares or uses entities/))
  }
  expect(kept()).toEqual([])
})

test('a report that declares entities, or goes on for ever, is refused while it comes in', async () => {
  const declaring = '<!DOCTYPE NessusClientData_v2 [<!ENTITY e SYSTEM "file:///etc/passwd">]><NessusClientData_v2>&e;'
  const { answer } = await upload('scan.nessus', [Buffer.from(declaring)])
  expect(answer).toEqual(refused(422, 'hostile_file', /^The file scan\.nessus declares or uses entities/))

  const before = mostMemory()
  const endless = (function* () {
    yield Buffer.from('<?xml version="1.0"?><NessusClientData_v2><Report><ReportHost name="1"><tag>')
    for (let sent = 0; sent < 2_000_000_000; sent += 65_536) yield Buffer.alloc(65_536, 'x')
  })()
  const long = await upload('scan.xml', endless)
  expect(long.answer).toEqual(refused(422, 'hostile_file', /^The file scan\.xml holds a text of more than 16,000,000/))
  expect(long.sent).toBeLessThan(64_000_000)
  expect(mostMemory() - before).toBeLessThan(250)
  expect(kept()).toEqual([])
})

test('a cell of two gigabytes is refused after its first megabytes, and never held', async () => {
  const piece = Buffer.alloc(1 << 20, 'x')
  function* cell() {
    yield Buffer.from('Asset Tag,Model\r\n1,"')
    for (let sent = 0; sent < 2000; sent++) yield piece
  }
  const before = mostMemory()

  const { answer, sent } = await upload('devices.csv', cell())

  expect(answer).toEqual(refused(422, 'hostile_file', /^The file devices\.csv holds a line of more than 4 MB\./))
  expect(sent).toBeLessThan(200_000_000)
  expect(mostMemory() - before).toBeLessThan(100)
  expect(kept()).toEqual([])
})

test('a cell that goes on over a hundred thousand lines is refused for its length', async () => {
  const { answer } = await upload('devices.csv', [
    Buffer.from('Asset Tag,Model\r\n1,"'),
    ...Array.from({ length: 40 }, () => Buffer.from(`${'x'.repeat(1000)}\n`.repeat(1000))),
    Buffer.from('"\r\n'),
  ])

  expect(answer).toEqual(refused(422, 'hostile_file', /^Row 2 of devices\.csv is longer than 1,000,000 characters\./))
  expect(kept()).toEqual([])
})

const formulas = ["=cmd|' /C calc'!A0", '+1+cmd', '-2+3', '@SUM(1+1)', '\t=1+1', '\r=1+1', '＝1+1']
const isFormula = (cell: string) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell)
const script = '<script>alert(document.domain)</script>'

/** An advisory on the pumps below: every text of it is meant to run somewhere. */
const advisory = {
  document: {
    category: 'csaf_security_advisory',
    csaf_version: '2.0',
    title: `=HYPERLINK("http://evil.example")${script}`,
    publisher: { category: 'vendor', name: `Mill ${script}`, namespace: 'https://mill.example' },
    notes: [
      { category: 'summary', title: script, text: `${script}<img src=x onerror=alert(1)>[a](javascript:alert(1))` },
    ],
    references: [
      { category: 'self', summary: script, url: 'javascript:alert(1)' },
      { category: 'external', summary: script, url: 'data:text/html,<script>alert(1)</script>' },
    ],
    tracking: {
      id: 'MILL-1',
      status: 'final',
      version: '1',
      initial_release_date: '2026-01-02T00:00:00Z',
      current_release_date: '2026-01-02T00:00:00Z',
      revision_history: [{ date: '2026-01-02T00:00:00Z', number: '1', summary: script }],
    },
  },
  product_tree: {
    branches: [
      {
        category: 'vendor',
        name: 'Mill Medical',
        branches: [
          {
            category: 'product_name',
            name: 'Mill Pump',
            branches: [
              {
                category: 'product_version_range',
                name: '< 2.0',
                product: { product_id: 'P1', name: `Mill Pump before 2.0 ${script}` },
              },
            ],
          },
        ],
      },
    ],
  },
  vulnerabilities: [
    {
      cve: 'CVE-2026-0001',
      title: `@SUM(1+1)${script}`,
      notes: [{ category: 'description', text: `${script} javascript:alert(1)` }],
      product_status: { known_affected: ['P1'] },
      scores: [
        {
          products: ['P1'],
          cvss_v3: {
            version: '3.1',
            vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
            baseScore: 9.8,
            baseSeverity: 'CRITICAL',
          },
        },
      ],
      remediations: [
        { category: 'vendor_fix', details: `=1+1 ${script}`, url: 'javascript:alert(1)', product_ids: ['P1'] },
      ],
    },
  ],
}
const advisories = path.join(folder, 'advisories')
/** Formulas wherever a device says something that is shown. */
const pumps = path.join(folder, 'pumps.csv')

const myself = async () => (await ada.get<{ person: { id: string } }>('/session')).person.id

interface Run {
  readonly id: string
  readonly state: string
  readonly error: unknown
}
async function ended(run: Run): Promise<void> {
  let now = run
  while (now.state === 'queued' || now.state === 'running') {
    await sleep(50)
    now = await ada.get<Run>(`/runs/${run.id}`)
  }
  expect([now.state, now.error]).toEqual(['succeeded', null])
}
const text = async (method: string, address: string) => {
  const answer = await fetch(`${url}/api/v1${address}`, { method, headers: ada.headers })
  expect([answer.status, answer.headers.get('x-content-type-options')]).toEqual([200, 'nosniff'])
  return await answer.text()
}

test('a formula that came in a cell, or in an advisory, runs in no spreadsheet that we write', async () => {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
  const header = 'Asset Tag,Serial Number,Manufacturer,Model,Software Version,Site,Care Area,Room,Hostname'
  const rows = formulas.map((formula, index) =>
    [`A-${index}`, `${formula}S${index}`, 'Mill Medical', 'Mill Pump', '1.0', formula, formula, formula, `h${index}`]
      .map(quoted)
      .join(),
  )
  writeFileSync(pumps, [header, ...rows].join('\r\n'))
  mkdirSync(advisories)
  writeFileSync(path.join(advisories, 'mill-1.json'), JSON.stringify(advisory))

  const form = new FormData()
  form.append('file', new Blob([readFileSync(pumps)]), 'pumps.csv')
  const uploaded = await fetch(`${url}/api/v1/uploads`, { method: 'POST', headers: ada.headers, body: form })
  const { fileId, member } = (await uploaded.json()) as { fileId: string; member: string }
  const settings = {
    columns: {
      'Asset Tag': 'assetTag',
      'Serial Number': 'serialNumber',
      Manufacturer: 'manufacturer',
      Model: 'model',
      'Software Version': 'softwareVersion',
      Site: 'site',
      'Care Area': 'careArea',
      Room: 'room',
    },
    dateOrder: null,
    timeZone: 'UTC',
  }
  await ended(await ada.post<Run>('/imports', { fileId, member, name: 'CMMS', settings }))
  const source = await ada.post<{ id: string }>('/sources', {
    kind: 'feed',
    member: 'csaf-provider',
    name: 'Advisories',
    settings: { location: advisories },
  })
  await ended(await ada.post<Run>(`/sources/${source.id}/run`, {}))
  const { items: groups } = await ada.get<{ items: { advisoryId: string; manufacturer: string; site: string }[] }>(
    '/groups',
  )
  // Three of the places are one but for blanks and the width of a letter.
  expect(groups).toHaveLength(5)
  for (const { advisoryId, manufacturer, site } of groups)
    await ada.post('/campaigns', { advisoryId, manufacturer, model: 'Mill Pump', site, assignedTo: await myself() })

  const files = await Promise.all([
    text('GET', '/devices.csv'),
    text('GET', '/findings.csv'),
    text('POST', '/outlets/csv/work-orders'),
  ])
  const cells = files.map((file) => (parse(file) as string[][]).slice(1).flat())
  for (const file of cells) {
    expect(file.filter(isFormula)).toEqual([])
    for (const formula of ["'=cmd|' /C calc'!A0", "'+1+cmd", "'-2+3", "'@SUM(1+1)", "'=1+1", "'＝1+1"])
      expect(file).toContain(formula)
  }
  expect(cells[1]).toContain(`'@SUM(1+1)${script}`)
})

test('an advisory that holds scripts is given as data, and shown as text', async () => {
  const { items } = await ada.get<{ items: { id: string; title: string }[] }>('/advisories')
  const { id, title } = items[0]!
  const answer = await fetch(`${url}/api/v1/advisories/${encodeURIComponent(id)}`, { headers: ada.headers })
  const { advisory: told } = (await answer.json()) as { advisory: { title: string; url: string | null } }
  const page = await fetch(`${url}/advisories/${encodeURIComponent(id)}`)

  expect([title, told.title, told.url ?? null]).toEqual([advisory.document.title, advisory.document.title, null])
  for (const { headers } of [answer, page]) {
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toMatch(/default-src 'self'; script-src 'self'; .*object-src 'none'/)
  }
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await page.text()).not.toContain('alert(')
})

test('the report for a manager holds the scripts of an advisory as text', async () => {
  const report = await new Promise<string>((resolve, reject) =>
    execFile(
      process.execPath,
      ['homeostat.mjs', 'assess', pumps, '--advisories', advisories, '--format', 'html'],
      { cwd: root },
      (error, stdout) => (error ? reject(error) : resolve(stdout)),
    ),
  )

  expect(report).toContain('&#60;script&#62;alert(document.domain)&#60;/script&#62;')
  expect(report).not.toMatch(/<script|<img|<[^>]+(?:javascript|data):/i)
})
