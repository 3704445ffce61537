import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { type DecidableGroup, decidableGroup } from '#tests/support/example-decision.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// Two people, each in a browser of their own: what one proposes has no effect before the other signs for it.
const { url, people } = inject('demoHospital')
const browser = browsing()
let desk: Watched
let approver: Watched
let telephone: Watched
let group: DecidableGroup
stopAtFirstFailure()

const signedIn = async (as: { email: string; password: string }, options = {}) => {
  const context = await browser.person(options)
  expect((await context.request.post(`${url}/api/v1/session`, { data: as })).status()).toBe(200)
  return watched(await context.newPage())
}
const api = {
  get: async <T>(address: string): Promise<T> =>
    (await (await desk.page.request.get(`${url}/api/v1${address}`)).json()) as T,
  send: async <T>(method: 'post' | 'put' | 'patch', address: string, data: unknown): Promise<T> => {
    const { csrfToken } = await api.get<{ csrfToken: string }>('/session')
    const headers = { 'x-csrf-token': csrfToken }
    const answer = await desk.page.request[method](`${url}/api/v1${address}`, { data, headers })
    expect(answer.ok(), `${address}: ${await answer.text()}`).toBe(true)
    return (await answer.json()) as T
  },
  post: <T>(address: string, data: unknown): Promise<T> => api.send<T>('post', address, data),
}

interface Setting {
  starting: object
  inForce: { hash: string; rule: object } | null
}
const adopt = async (rule: object) => {
  const { starting, inForce } = await api.get<Setting>('/settings/approvals')
  const seen = inForce?.hash ?? null
  await api.send('put', '/settings/approvals', { rule: { ...starting, ...rule }, seen, reason: 'As the test wants' })
}
const each = (n: number) => ({ critical: n, high: n, medium: n, low: n })

const picture = async ({ page }: Watched, name: string) => {
  const folder = process.env.HOMEOSTAT_SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/approvals-${name}.png`, fullPage: true })
}
const looksRight = async (one: Watched, name: string) => {
  await one.settled()
  await picture(one, name)
  expect(await overhang(one.page), name).toBe(0)
  expect(await barriersOn(one.page), name).toEqual([])
}

beforeAll(async () => {
  desk = await signedIn(people.administrator)
  approver = await signedIn(people.viewer)
  telephone = await signedIn(people.administrator, phone)
  group = await decidableGroup(api)
})
// Other tests decide as one person.
afterAll(async () => {
  await adopt({ kinds: [], longestDays: { critical: null, high: null, medium: null, low: null } })
  const { items } = await api.get<{ items: { id: string }[] }>('/decisions?state=in_force&q=until%20the%20spring')
  for (const { id } of items) await api.post(`/decisions/${id}/withdraw`, { reason: 'The test is over' })
})

test('a rule is adopted with a reason, and says that nobody may approve yet', async () => {
  const { page } = desk
  await page.goto(`${url}/settings`)
  await page.getByRole('link', { name: 'Who approves' }).press('Enter')
  await page.getByText('No rule is in force', { exact: true }).waitFor()
  await page.getByText('Nobody may approve yet', { exact: true }).waitFor()
  await page.getByRole('textbox', { name: 'Why?' }).fill('The committee wants two pairs of eyes')
  await looksRight(desk, 'rule')
  await page.getByRole('button', { name: 'Adopt the rule' }).press('Enter')
  await page.getByText('Rule 1 is in force', { exact: true }).waitFor()
  await telephone.page.goto(`${url}/settings/approvals`)
  await telephone.page.getByText('Rule 1 is in force', { exact: true }).waitFor()
  await looksRight(telephone, 'rule-phone')
  await adopt({ approvers: each(1), lifeSustaining: each(1), longestDays: each(365) })
})

test('a person is let approve by name, whatever their role', async () => {
  const { page } = desk
  await page.goto(`${url}/people`)
  await page.getByText(people.viewer.email).waitFor()
  const { items } = await api.get<{ items: { id: string; email: string; name: string }[] }>('/people')
  const { name } = items.find(({ email }) => email === people.viewer.email)!
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Name, role and approval' }).click()
  await page.getByRole('checkbox', { name: 'Approves decisions' }).check()
  await looksRight(desk, 'person')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Approves decisions', { exact: true }).waitFor()
})

let proposal: string

test('what is proposed waits: the findings stay open and say so', async () => {
  const { page } = desk
  await page.goto(`${url}/advisories/${encodeURIComponent(group.advisoryId)}`)
  const card = page.getByRole('article').filter({ hasText: group.model }).filter({ hasText: group.site }).first()
  await card.getByRole('button', { name: 'Decide' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'Accepted' }).check()
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Borne until the spring')
  await dialog.getByRole('textbox', { name: 'Evidence' }).fill('Minutes of the risk committee, item 4')
  await dialog.getByLabel('Until').fill(new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10))
  await dialog.getByText('Somebody else has to approve it', { exact: true }).waitFor()
  await looksRight(desk, 'dialog')
  await dialog.getByRole('button', { name: 'Propose' }).click()
  await dialog.waitFor({ state: 'detached' })

  const { items } = await api.get<{ items: { id: string }[] }>('/decision-proposals?state=waiting')
  proposal = items[0]!.id
  await page.goto(`${url}/decisions/waiting/${proposal}`)
  await page.getByText('0 of 1 have approved it', { exact: true }).waitFor()
  expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Withdraw' }).waitFor()
  const filter = new URLSearchParams({ advisory: group.advisoryId, model: group.model, site: group.site })
  await page.goto(`${url}/findings?${filter}`)
  await page.getByText('Decision waits').first().waitFor()
})

test('the other finds it on the board, with the keyboard, and signs for it with the password', async () => {
  const { page } = approver
  await page.goto(url)
  await page.getByRole('link', { name: /Decisions\s*1 wait for your approval/ }).waitFor()
  await page.goto(`${url}/decisions/board`)
  await page.getByRole('heading', { name: 'Waits for you' }).waitFor()
  await looksRight(approver, 'board')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByText('0 of 1 have approved it', { exact: true }).waitFor()
  await looksRight(approver, 'proposal')
  await page.keyboard.press('a')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Your password' }).fill('not the one')
  await dialog.getByRole('button', { name: 'Approve' }).click()
  await dialog.getByText('The password is not right.').waitFor()
  await dialog.getByRole('textbox', { name: 'Your password' }).fill(people.viewer.password)
  await picture(approver, 'sign')
  await page.keyboard.press('Enter')
  await page.getByText('It took effect', { exact: true }).waitFor()
})

test('the record says who decided and who signed, and is found unchanged', async () => {
  const { page } = approver
  await page.getByRole('link', { name: /^Record \d+$/ }).click()
  await page.getByText('Minutes of the risk committee, item 4').waitFor()
  await page.getByText('by entering the password again', { exact: false }).waitFor()
  await looksRight(approver, 'record')
  await page.emulateMedia({ media: 'print' })
  await picture(approver, 'record-print')
  await page.emulateMedia({ media: 'screen' })
  const text = await (await page.request.get(`${url}/api/v1/decision-proposals/${proposal}/record.json`)).text()
  await page.goto(`${url}/decisions/records`)
  await page.getByRole('textbox', { name: 'The record, as JSON' }).fill(text)
  await page.getByRole('button', { name: 'Check' }).click()
  await page.getByText(/It is record \d+, unchanged$/).waitFor()
  await page.getByText('All records follow on one another', { exact: true }).waitFor()
  await looksRight(approver, 'check')
})

test('it ends soon: it is renewed with one click, and that waits for the other again', async () => {
  const { page } = telephone
  await page.goto(`${url}/decisions/board`)
  await page.getByRole('heading', { name: 'Ends within 30 days' }).waitFor()
  await looksRight(telephone, 'board-phone')
  const { decisionIds } = await api.get<{ decisionIds: string[] }>(`/decision-proposals/${proposal}`)
  await page.goto(`${url}/decisions/${decisionIds[0]}`)
  await page.getByRole('button', { name: 'Renew' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Renew' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const { items } = await api.get<{ items: { id: string; renews: string }[] }>('/decision-proposals?state=waiting')
  expect(items[0]!.renews).toBe(decisionIds[0])
  await page.goto(`${url}/decisions/waiting/${items[0]!.id}`)
  await page.getByRole('button', { name: 'Withdraw' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('Only tried')
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click()
  await page.getByText(/^Withdrawn by /).waitFor()
  await looksRight(telephone, 'withdrawn-phone')
})

test('findings of a list are decided together, and undone in one step', async () => {
  const { page } = desk
  await adopt({ kinds: [], longestDays: { critical: null, high: null, medium: null, low: null } })
  const filter = new URLSearchParams({ band: 'low' })
  await page.goto(`${url}/findings?${filter}`)
  const boxes = page.getByRole('checkbox', { name: /^Choose / })
  await boxes.first().check()
  await boxes.nth(1).check()
  await page.getByText('2 chosen').waitFor()
  await page.getByRole('button', { name: 'Decide', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Decide the chosen findings' })
  await dialog.getByRole('radio', { name: 'Mitigated' }).check()
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Both are behind the firewall')
  await dialog.getByText(/^Covers /).waitFor()
  await looksRight(desk, 'bulk')
  // What one of them is not known to fulfil it would not be in force on.
  const premises = dialog.getByRole('group', { name: 'In force as long as' }).getByRole('checkbox')
  for (const one of await premises.all()) await one.uncheck()
  await dialog.getByText(/^Covers /).waitFor()
  await dialog.getByRole('button', { name: 'Decide' }).click()
  await dialog.waitFor({ state: 'detached' })
  const { items } = await api.get<{ items: { id: string; holding: number }[] }>('/decisions?limit=1')
  expect(items[0]!.holding).toBe(2)
  await page.goto(`${url}/decisions/${items[0]!.id}`)
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('Only tried')
  await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click()
  await page.getByText(/^Taken back by /).waitFor()
})
