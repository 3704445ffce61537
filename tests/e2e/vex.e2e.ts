import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { exampleVex } from '#tests/support/example-bill.ts'
import { barriersOn, type Watched, watched } from '#tests/support/watched-page.ts'

// A maker's word that fits nothing: bound by a person, it holds; taken back, it does not.
const { url, people } = inject('demoHospital')
const browser = browsing()
let desk: Watched
stopAtFirstFailure()

const product = 'https://products.example/e2e-suite'
let finding: { device: { id: string; manufacturer: string; model: string }; vulnerabilityId: string }

async function read<T>(where: string): Promise<T> {
  const answer = await desk.page.request.get(`${url}/api/v1${where}`)
  expect(answer.status(), where).toBe(200)
  return (await answer.json()) as T
}
const answerHere = async () =>
  (
    await read<{ finding: { answer: string } }>(
      `/findings/${finding.device.id}/${encodeURIComponent(finding.vulnerabilityId)}`,
    )
  ).finding.answer

const file = (name: string, text: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) })

beforeAll(async () => {
  const context = await browser.person()
  expect((await context.request.post(`${url}/api/v1/session`, { data: people.administrator })).status()).toBe(200)
  desk = watched(await context.newPage())
  const { items } = await read<{ items: (typeof finding)[] }>('/findings?answer=affected&sort=risk&limit=1')
  finding = items[0]!
})

test('a document that a person adds is listed with the product that fits no device, and why', async () => {
  const { page } = desk
  await page.goto(`${url}/advisories`)
  await desk.settled()
  await page.getByRole('button', { name: 'Add a document' }).click()
  await page
    .getByRole('dialog')
    .locator('input[type=file]')
    .setInputFiles(
      file(
        'vex.json',
        JSON.stringify({
          '@context': 'https://openvex.dev/ns/v0.2.0',
          '@id': 'https://vex.example/e2e',
          author: finding.device.manufacturer,
          timestamp: '2026-11-02T09:00:00Z',
          version: 1,
          statements: [
            {
              vulnerability: { name: finding.vulnerabilityId },
              products: [{ '@id': product }],
              status: 'not_affected',
              justification: 'vulnerable_code_not_present',
            },
          ],
        }),
      ),
    )
  await page.getByRole('heading', { level: 1, name: /VEX of/ }).waitFor()

  await page.goto(`${url}/advisories`)
  await page.getByRole('link', { name: 'VEX that fits no device' }).click()
  await page.getByText('It does not say which device is meant').first().waitFor()
  await desk.settled()
  expect(await barriersOn(page)).toEqual([])
  expect(await answerHere()).toBe('affected')
})

test('bound to a model it holds at once, and taken back it does not', async () => {
  const { page } = desk
  await page.getByRole('button', { name: `Bind ${product}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Manufacturer').fill(finding.device.manufacturer)
  await dialog.getByLabel('Model').fill(finding.device.model)
  await dialog.getByLabel('How do you know?').fill('The maker said so on the phone')
  expect(await barriersOn(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Bind' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(await answerHere()).toBe('not_affected')

  await page.getByRole('link', { name: 'Bound by you' }).click()
  await page.getByText('The maker said so on the phone').waitFor()
  await page.getByRole('button', { name: `Take back ${product}` }).click()
  await dialog.getByLabel('Reason').fill('It was another product')
  await dialog.getByRole('button', { name: 'Take it back' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(await answerHere()).toBe('affected')
  await page.getByText('It was another product').waitFor()
})

test('a CycloneDX VEX opens its own page and says which bill it waits for', async () => {
  const { page } = desk
  await page.goto(`${url}/sboms/vex`)
  await page.getByRole('button', { name: 'Add a VEX document' }).first().click()
  const text = exampleVex(finding.device.manufacturer).replaceAll('0c4c1f7ad00', '0c4c1f7ae00')
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(file('vex.cdx.json', text))
  await page.getByText('None of its bills is here').waitFor()
  await page.getByText('It is applied when the bill comes').first().waitFor()
})

test('a bill that never comes is bound to a model, and what is said of it holds until that is taken back', async () => {
  const { page } = desk
  const serial = '2f6f6a1e-6a55-4b0e-9d0b-0c4c1f7af001'
  const text = JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { timestamp: '2026-11-03T09:00:00Z', manufacturer: { name: finding.device.manufacturer } },
    vulnerabilities: [
      {
        id: finding.vulnerabilityId,
        analysis: { state: 'not_affected', justification: 'code_not_reachable' },
        affects: [{ ref: `urn:cdx:${serial}/1` }],
      },
    ],
  })
  await page.goto(`${url}/sboms/vex`)
  await page.getByRole('button', { name: 'Add a VEX document' }).first().click()
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(file('never.cdx.json', text))
  await page.getByText('None of its bills is here').waitFor()

  await page.goto(`${url}/sboms/vex?tab=waiting`)
  await page.getByLabel('Serial number, author').fill(serial)
  await page.getByRole('button', { name: `Bind ${serial}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Manufacturer').fill(finding.device.manufacturer)
  await dialog.getByLabel('Model').fill(finding.device.model)
  await dialog.getByLabel('Versions').fill('*')
  await dialog.getByLabel('How do you know?').fill('The maker wrote it in a letter')
  expect(await barriersOn(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Bind' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('No such bill is waited for').waitFor()
  expect(await answerHere()).toBe('not_affected')

  await page.getByRole('link', { name: 'Bound by you' }).click()
  await page.getByText('The maker wrote it in a letter').waitFor()
  await desk.settled()
  expect(await barriersOn(page)).toEqual([])
  await page.getByRole('button', { name: `Take back ${serial}` }).click()
  await dialog.getByLabel('Reason').fill('It was another bill')
  await dialog.getByRole('button', { name: 'Take it back' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(await answerHere()).toBe('affected')
  await page.getByText('It was another bill').waitFor()
})
