import { expect, test } from 'vitest'
import { aliasWalk } from '#tests/support/alias-walk.ts'

// A ward that systems write in two ways: from the proposal to an alias, what is asked of it then, and back.
const walk = aliasWalk('places')

interface Proposal {
  kind: string
  site: string
  name: string
  meant: string
  devices: number
}
const proposals = () => walk.read<Proposal[]>('/places/proposals')
const questions = async () =>
  (await walk.read<{ items: { site: string; careArea: string; devices: number }[] }>('/questions?limit=200')).items
const askedAt = async ({ site, name }: Proposal) =>
  (await questions()).filter((one) => one.site === site && one.careArea === name).length
const devicesAsked = async () => (await questions()).reduce((sum, { devices }) => sum + devices, 0)

let ward: Proposal
let before: { asked: number; devices: number }

test('a proposal opens in the editor by keyboard and shows what would change', async () => {
  const all = await proposals()
  for (const one of all) {
    ward = one
    before = { asked: await askedAt(one), devices: await devicesAsked() }
    if (one.kind === 'care_area' && before.asked > 0) break
  }
  expect(before.asked).toBeGreaterThan(0)

  const dialog = await walk.open('tab=proposals', ward.name)
  await walk.seen(/would stand under another name/, 'Places that would change')
  expect(await dialog.getByLabel('Is the care area').inputValue()).toBe(ward.meant)
})

test('once it is saved, one thing is asked once of both', async () => {
  await walk.save('The head nurse says so')

  expect(await askedAt(ward)).toBe(0)
  expect(await devicesAsked()).toBe(before.devices)
  expect((await proposals()).map(({ name }) => name)).not.toContain(ward.name)
  await walk.open('how=alias', ward.name)
})

test('taken back on the phone, it stands as before', async () => {
  await walk.takeBack(ward.name, /would stand under another name/, 'Two wards after all')

  expect(await askedAt(ward)).toBe(before.asked)
  expect(await proposals()).toContainEqual(ward)
  await walk.at.telephone.page.getByText('No alias of your own').waitFor()
})

test('aliases come in as a file and go out as one; a row that cannot be taken is shown with the reason', async () => {
  const rows = ['kind,name,meant', "site,SMH,Saint Mary's", "site,saint marys,Saint Mary's", '']

  expect(await walk.addFile(rows.join('\n'), /Row 3: .* are one name/)).toContain("site,,SMH,Saint Mary's,")
  await walk.takeBack('SMH', /No device stands elsewhere by it/, 'Only tried')
})
