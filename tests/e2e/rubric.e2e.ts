import { mkdirSync } from 'node:fs'
import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// MITRE's rubric is answered by keyboard, its vector is adopted as the lower one that it is, and goes back; CVSS by place is
// seen on examples before it is saved.
const { url, people } = inject('demoHospital')
const browser = browsing()
let desk: Watched
let telephone: Watched
stopAtFirstFailure()

interface Row {
  readonly device: { readonly id: string; readonly manufacturer: string; readonly model: string }
  readonly vulnerabilityId: string
  readonly score: number
}
let finding: Row

beforeAll(async () => {
  const signedIn = async (options = {}) => {
    const context = await browser.person(options)
    expect((await context.request.post(`${url}/api/v1/session`, { data: people.administrator })).status()).toBe(200)
    return watched(await context.newPage())
  }
  desk = await signedIn()
  telephone = await signedIn({ ...phone, colorScheme: 'dark' })
  const { items } = (await (await desk.page.request.get(`${url}/api/v1/findings?limit=50`)).json()) as { items: Row[] }
  const { findings } = await withPublished(items)
  finding = findings[0]!
})

/** Those whose vector is bad enough that a mild one is lower. */
async function withPublished(items: readonly Row[]) {
  const findings: Row[] = []
  for (const one of items) {
    const { environmental: environment } = await detailOf(one)
    if (environment && environment.published.score >= 7 && findings.length === 0) findings.push(one)
  }
  return { findings }
}

interface Detail {
  readonly finding: { readonly score: number }
  readonly environmental: {
    readonly vector: string
    readonly score: number
    readonly published: { readonly score: number }
  } | null
}
async function detailOf({ device, vulnerabilityId }: Row): Promise<Detail> {
  const answer = await desk.page.request.get(
    `${url}/api/v1/findings/${device.id}/${encodeURIComponent(vulnerabilityId)}`,
  )
  expect(answer.status()).toBe(200)
  return (await answer.json()) as Detail
}
const picture = async ({ page }: Watched, name: string) => {
  const folder = process.env.HOMEOSTAT_SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/rubric-${name}.png`, fullPage: true })
}

let before: number

test('a finding shows CVSS on its device, and leads to the rubric', async () => {
  const { page } = desk
  before = (await detailOf(finding)).finding.score
  await page.goto(`${url}/findings/${finding.device.id}/${finding.vulnerabilityId}`)
  await page.getByRole('heading', { name: 'CVSS on this device' }).waitFor()
  await desk.settled()
  await picture(desk, 'finding')
  expect(await barriersOn(page)).toEqual([])
  await page.getByRole('link', { name: 'Assess with the rubric' }).press('Enter')
  await page.getByRole('heading', { name: 'How it is reached' }).waitFor()
})

/** By keyboard: to the question, and to its answer by the arrows. */
const answer = async (code: string, text: string) => {
  const { page } = desk
  const group = page.getByRole('group', { name: code })
  await group.waitFor()
  const radio = group.getByRole('radio', { name: text, exact: true })
  await radio.focus()
  await page.keyboard.press('Space')
  expect(await radio.isChecked()).toBe(true)
  await desk.settled()
}

test('the questions follow from the answers, and the vector grows', async () => {
  const { page } = desk
  await answer('XAVN', 'Over some communication')
  await answer('XAVT', 'Not routed')
  await answer('XAVW', 'By radio')
  await answer('XAVR', 'Three metres or less')
  await page.getByText('AV:L', { exact: true }).waitFor()
  // What the earlier answer makes superfluous goes.
  await answer('XAVN', 'Only at the device')
  await page.getByRole('group', { name: 'XAVR' }).waitFor({ state: 'detached' })
  await answer('XAVP', 'The attacker has to touch it')
  await answer('XAVPA', 'By what users handle')
  await page.getByText('AV:P', { exact: true }).waitFor()
  await picture(desk, 'reached')
  expect(await barriersOn(page)).toEqual([])

  await page.getByRole('button', { name: 'Next' }).press('Enter')
  await page.getByRole('heading', { name: 'What it takes' }).waitFor()
  await answer('XACL', 'Only under special circumstances')
  await answer('XPRL', 'All have the same rights')
  await answer('XUI', 'Nobody else')
  await answer('XS', 'It stays within')
  await page.getByRole('button', { name: 'Keep answers' }).click()
  await page.getByText('The answers are kept.').waitFor()
})

test('half of it is kept, and gone on with on the phone', async () => {
  const { page } = telephone
  const model = new URLSearchParams({ manufacturer: finding.device.manufacturer, model: finding.device.model })
  await page.goto(`${url}/vulnerabilities/${finding.vulnerabilityId}/rubric?${model}`)
  await page.getByText('AV:P', { exact: true }).waitFor()
  for (let n = 0; n < 5; n++) await page.getByRole('button', { name: 'Next' }).click()
  await page.getByText('18 questions are open').waitFor()
  await telephone.settled()
  await picture(telephone, 'phone-open')
  expect(await overhang(page)).toBe(0)
  expect(await barriersOn(page)).toEqual([])

  await page.getByRole('button', { name: 'Can an attacker read data by which patients can be told?' }).click()
  for (const [code, step] of [
    ['C', 'read'],
    ['I', 'changed'],
    ['A', 'stopped'],
  ] as const) {
    await page.getByRole('heading', { name: `What can be ${step}` }).waitFor()
    for (const letter of 'PDTWSO') {
      const text = code + letter === 'IT' ? 'A little, without serious consequence' : 'Nothing of it'
      await page
        .getByRole('group', { name: `X${code}${letter}` })
        .getByText(text)
        .click()
    }
    await telephone.settled()
    if (code === 'I') {
      await picture(telephone, 'phone-changed')
      expect(await overhang(page)).toBe(0)
    }
    await page.getByRole('button', { name: 'Next' }).click()
  }
  await page.getByText(/That is [\d.]+ lower than the [\d.]+/).waitFor()
  await page.getByRole('button', { name: 'Keep answers' }).click()
  await page.getByText('The answers are kept.').waitFor()
})

test('the lower vector is adopted as one, and the finding tells', async () => {
  const { page } = desk
  await page.reload()
  await page.getByText('Version 2').first().waitFor()
  for (let n = 0; n < 5; n++) await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Reason').fill('Tried on the bench: it takes hands')
  await page.getByText('Say that the lower score is meant.').waitFor({ state: 'attached' })
  await page.getByRole('checkbox', { name: /lower than what is published, and that is meant/ }).check()
  await desk.settled()
  await picture(desk, 'adopt')
  expect(await barriersOn(page)).toEqual([])
  await page.getByRole('button', { name: 'Adopt', exact: true }).click()
  await page.getByText('The hospital’s vector counts').waitFor()
  await desk.settled()
  await picture(desk, 'counts')
  expect((await detailOf(finding)).finding.score).toBeLessThan(before)

  await page.goto(`${url}/vulnerabilities/${finding.vulnerabilityId}`)
  await page.getByText('before what is published.').waitFor()
  await desk.settled()
  await picture(desk, 'vulnerability')
  expect(await barriersOn(page)).toEqual([])
  await page.goto(`${url}/findings/${finding.device.id}/${finding.vulnerabilityId}`)
  await page.getByText(/assessed here by MITRE’s rubric/).waitFor()
})

test('who may not decide reads the answers, and is told why they cannot be changed', async () => {
  const context = await browser.person(phone)
  expect((await context.request.post(`${url}/api/v1/session`, { data: people.technician })).status()).toBe(200)
  const reader = watched(await context.newPage())
  const { page } = reader
  await page.goto(`${url}/findings/${finding.device.id}/${finding.vulnerabilityId}`)
  await page.getByRole('heading', { name: 'CVSS on this device' }).waitFor()
  await reader.settled()
  await picture(reader, 'phone-finding')
  expect(await overhang(page)).toBe(0)
  expect(await barriersOn(page)).toEqual([])
  await page.getByRole('link', { name: 'Assess with the rubric' }).click()
  await page.getByText('You can read the answers').waitFor()
  expect(await page.getByRole('radio', { name: 'Only at the device' }).isChecked()).toBe(true)
  expect(await page.getByRole('radio', { name: 'Only at the device' }).isDisabled()).toBe(true)
  await page.getByText('AV:P', { exact: true }).waitFor()
  await reader.settled()
  await picture(reader, 'phone-reader')
  expect(await overhang(page)).toBe(0)
  expect(await barriersOn(page)).toEqual([])
  expect(reader.complaints).toEqual([])
})

test('it is withdrawn, and what is published counts again', async () => {
  const { page } = desk
  await page.getByRole('link', { name: 'Assess with the rubric' }).click()
  await page.getByRole('button', { name: 'Withdraw' }).click()
  await page.getByRole('textbox', { name: 'Reason' }).first().fill('The bench was wrong')
  await page.getByRole('button', { name: 'Let what is published count' }).click()
  await page.getByText(/What is published counts: /).waitFor()
  expect((await detailOf(finding)).finding.score).toBe(before)
})

test('CVSS by place: what would change is seen, a contradiction is told, and it is saved', async () => {
  const { page } = desk
  await page.goto(`${url}/settings`)
  await page.getByRole('link', { name: 'CVSS by place' }).press('Enter')
  await page.getByText('Change a value, and it stands here').waitFor()
  await page.getByLabel('AR in Unknown').selectOption('M')
  await page.getByText('A place that is not known cannot count for less').first().waitFor()
  await desk.settled()
  await picture(desk, 'profile-wrong')
  expect(await barriersOn(page)).toEqual([])
  await page.getByLabel('AR in Unknown').selectOption('H')
  await page.getByLabel('CR in ICU').selectOption('L')
  await page.getByText(/worst open findings/).waitFor()
  await desk.settled()
  await picture(desk, 'profile')
  expect(await barriersOn(page)).toEqual([])
  await page.getByLabel('Why?').fill('As the committee decided')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Version 1 holds', { exact: true }).waitFor()
  expect(desk.complaints.concat(telephone.complaints)).toEqual([])
})

test('on the phone the profile is read', async () => {
  const { page } = telephone
  await page.goto(`${url}/settings/cvss`)
  await page.getByText('As the committee decided').first().waitFor()
  await telephone.settled()
  await picture(telephone, 'phone-profile')
  expect(await overhang(page)).toBe(0)
  expect(await barriersOn(page)).toEqual([])
})
