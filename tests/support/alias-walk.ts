import { beforeAll, expect, inject } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from './browsing.ts'
import { barriersOn, overhang, type Watched, watched } from './watched-page.ts'

/** A person who says what texts of the inventory are: at a desk, and on a phone. */
export function aliasWalk(list: 'names' | 'places') {
  const { url, people } = inject('demoHospital')
  const browser = browsing()
  const at = {} as { desk: Watched; telephone: Watched }
  stopAtFirstFailure()

  beforeAll(async () => {
    const signedIn = async (options = {}) => {
      const context = await browser.person(options)
      expect((await context.request.post(`${url}/api/v1/session`, { data: people.administrator })).status()).toBe(200)
      return watched(await context.newPage())
    }
    at.desk = await signedIn()
    at.telephone = await signedIn(phone)
  })

  async function read<T>(where: string): Promise<T> {
    const answer = await at.desk.page.request.get(`${url}/api/v1${where}`)
    expect(answer.status(), where).toBe(200)
    return (await answer.json()) as T
  }

  return {
    at,
    read,

    /** What a change would change, as the page asks for it. */
    async preview<T>(data: unknown): Promise<T> {
      const { csrfToken } = await read<{ csrfToken: string }>('/session')
      const headers = { 'x-csrf-token': csrfToken }
      const answer = await at.desk.page.request.post(`${url}/api/v1/${list}/preview`, { data, headers })
      expect(answer.status()).toBe(200)
      return (await answer.json()) as T
    },

    /** Opens the editor on a name by keyboard. */
    async open(filters: string, name: string) {
      const { page } = at.desk
      await page.goto(`${url}/${list}?${filters}`)
      await page.getByRole('link', { name, exact: true }).first().press('Enter')
      return page.getByRole('dialog')
    },

    /** What would change stands there, in a page without barriers. */
    async seen(sentence: RegExp, changes: string) {
      const { page } = at.desk
      const dialog = page.getByRole('dialog')
      await dialog.getByText(sentence).waitFor()
      await dialog.getByRole('list', { name: changes }).waitFor()
      await at.desk.settled()
      expect(await barriersOn(page)).toEqual([])
    },

    async save(note: string) {
      const dialog = at.desk.page.getByRole('dialog')
      await dialog.getByLabel('How do you know?').fill(note)
      await dialog.getByRole('button', { name: 'Save' }).click()
      await dialog.waitFor({ state: 'hidden' })
    },

    /** Adds a file of one good row and one bad one, by keyboard but for the choice of the file. */
    async addFile(content: string, reason: RegExp) {
      const { page } = at.desk
      await page.goto(`${url}/${list}`)
      await page.getByRole('button', { name: 'Add from a file' }).press('Enter')
      const dialog = page.getByRole('dialog')
      const buffer = Buffer.from(content)
      await dialog.getByLabel('Choose a file').setInputFiles({ name: 'ours.csv', mimeType: 'text/csv', buffer })
      await dialog.getByText('1 row could not be taken').waitFor()
      await dialog.getByRole('listitem').filter({ hasText: reason }).waitFor()
      await at.desk.settled()
      expect(await barriersOn(page)).toEqual([])
      const saved = page.waitForEvent('download')
      await dialog.getByRole('button', { name: 'Download these rows' }).click()
      expect((await saved).suggestedFilename()).toBe('aliases-not-taken.csv')

      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
      await page.locator('button:focus', { hasText: 'Add from a file' }).waitFor()
      const handedOut = await page.request.get(`${url}/api/v1/${list}/aliases?format=csv`)
      return await handedOut.text()
    },

    /** On the phone. */
    async takeBack(name: string, sentence: RegExp, why: string) {
      const { page } = at.telephone
      await page.goto(`${url}/${list}?tab=aliases`)
      await page.getByRole('button', { name: `Take back the alias of ${name}` }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText(sentence).waitFor()
      await at.telephone.settled()
      expect(await overhang(page)).toBe(0)
      expect(await barriersOn(page)).toEqual([])
      await dialog.getByLabel('Why?').fill(why)
      await dialog.getByRole('button', { name: 'Take back' }).click()
      await dialog.waitFor({ state: 'hidden' })
    },
  }
}
