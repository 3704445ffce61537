import { expect, test } from 'vitest'
import { datesSaid, editionSaid, readDay, versionBehind } from './said-elsewhere.ts'

test.each([
  ['15 Feb 2017', '2017-02-15'],
  ['26-June-2017', '2017-06-26'],
  ['Feb 15, 2017', '2017-02-15'],
  ['Nov 2017', '2017-11'],
  ['2018-02', '2018-02'],
  ['12. März 2017', '2017-03-12'],
  ['1er février 2017', '2017-02-01'],
  ['mayo de 2017', '2017-05'],
  ['Dez. 2017', '2017-12'],
  ['03/2016', '2016-03'],
  ['01.08.2017', '2017-08-01'],
  ['08/13/2017', '2017-08-13'],
  ['4/5/2017', undefined],
  ['2018-14', undefined],
  ['9.12', undefined],
])('%s is the day %s', (text, day) => {
  expect(readDay(text)).toBe(day)
})

test('a day is that of the software or that of the making, as the words before it say', () => {
  expect(datesSaid('ECG cart, software dated 03/2016; shipped 14 Nov 2017; seen 2020-01-02')).toEqual([
    { date: '2016-03', of: 'software' },
    { date: '2017-11-14', of: 'making' },
    { date: '2020-01-02', of: 'unknown' },
  ])
})

test.each([
  ['Bett, Baujahr März 2017', 'making'],
  ['lit, fabriqué en mars 2017', 'making'],
  ['Softwarestand März 2017', 'software'],
  ['logiciel mars 2017', 'software'],
  ['gesehen März 2017', 'unknown'],
])('of what the day in %j is', (text, of) => {
  expect(datesSaid(text)).toEqual([{ date: '2017-03', of }])
})

test('software announces itself with its version', () => {
  expect(versionBehind('rompager', 'port 80: Allegro-Software-RomPager/4.10')).toEqual({
    version: '4.10',
    isAnnounced: true,
  })
  expect(versionBehind('rompager', 'banner: Allegro RomPager 4.07')).toEqual({ version: '4.07', isAnnounced: false })
  expect(versionBehind('rompager', 'RomPagerX/4.10')).toBeUndefined()
})

test.each([
  ['SonicOS 7.0.1-5035, rack 3', '7.0.1-5035'],
  ['SonicOS 7.0.1-5035-R1', '7.0.1'],
  ['SonicOS 15.2(7)E4', '15.2(7)E4'],
  ['SonicOS 7.2 SP1 Update 4 on a VM', '7.2 SP1 Update 4'],
  ['SonicOS 7.2 build 77.', '7.2 build 77'],
  ['SonicOS 7.2. Serial 12', '7.2'],
])('of %j all of the version is read', (text, version) => {
  expect(versionBehind('SonicOS', text)?.version).toBe(version)
})

test('an edition is told by its number', () => {
  expect(['2nd Edition', 'BODYGUARD 2ND ED', '3rd edn', 'second edition'].map(editionSaid)).toEqual([
    '2',
    '2',
    '3',
    undefined,
  ])
})
