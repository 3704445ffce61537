import { expect, test } from 'vitest'
import { aliasWalk } from '#tests/support/alias-walk.ts'

// A maker's name is read wrongly: from the list to an alias, what it does, and back.
const walk = aliasWalk('names')

type Reading = { name: string; how: string; maker: string; devices: number }
const findings = async (manufacturer: string) =>
  (await walk.read<{ items: unknown[] }>(`/findings?limit=200&manufacturer=${encodeURIComponent(manufacturer)}`)).items
    .length

/** How many findings there would be no more: what is known by its whole name stays, whoever the maker is. */
const leaving = async ({ name, maker }: Reading) =>
  (
    await walk.preview<{ findings: { leave: number } }>({
      add: [{ kind: 'not_vendor', name, maker }],
    })
  ).findings.leave

let maker: Reading
let before: number

test('the editor opens from the list by keyboard and shows what would change', async () => {
  const { items } = await walk.read<{ items: Reading[] }>('/names/vendors?how=known&limit=50')
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '')
  for (const one of items) {
    if (plain(one.name) === plain(one.maker) || /[,(]/.test(one.maker)) continue
    maker = one
    before = await findings(one.name)
    if (before > 0 && before < 200 && (await leaving(one)) > 0) break
  }
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(200)

  const dialog = await walk.open('how=known', maker.name)
  await dialog.getByLabel('What do you say?').selectOption('not_vendor')
  await dialog.getByLabel('Is not the maker').fill(maker.maker)
  await walk.seen(/would be read otherwise/, 'Changes by model and advisory')
})

test('once it is saved, what it read leaves', async () => {
  await walk.save('Another company of this name')

  expect(await findings(maker.name)).toBeLessThan(before)
  const { items } = await walk.read<{ items: { trigger: string }[] }>('/match-runs?limit=1')
  expect(items).toMatchObject([{ trigger: 'aliases' }])
})

test('taken back on the phone, it stands as before', async () => {
  await walk.takeBack(maker.name, /would appear/, 'It is the same company')

  expect(await findings(maker.name)).toBe(before)
  await walk.at.telephone.page.getByText('No alias of your own').waitFor()
})

test('aliases come in as a file and go out as one; a row that cannot be taken is shown with the reason', async () => {
  const rows = ['kind,name,maker', 'vendor,Zorblax Infusion,Hospira', 'vendor,,Hospira', '']

  expect(await walk.addFile(rows.join('\n'), /Row 3: name: Needed/)).toContain('vendor,Zorblax Infusion,Hospira,,')
  await walk.takeBack('Zorblax Infusion', /Nothing in the inventory is read otherwise/, 'Only tried')
})
