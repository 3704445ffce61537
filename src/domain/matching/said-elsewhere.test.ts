import { expect, test } from 'vitest'
import { datesSaid, editionSaid, readDay, versionBehind, versionsSaid } from './said-elsewhere.ts'

test.each([
  ['MERLIN@HOME RF EX1150 SW 6.1B', ['6.1B']],
  ['Alaris System PC unit mod. 8015, s/w v9.0', ['v9.0', '9.0']],
  ['Xhibit telemetry rcvr, sw 1.0.2', ['1.0.2']],
  ['OB surveillance, release H', ['H']],
  ['firmware version: 2.1.0 build 77', ['2.1.0 build 77']],
  ['purchased 2010, room 4.12, 120 V', []],
  ['release 2019', []],
  ['Ultrasound, SW VA10B', ['VA10B']],
  ['software for MX40 and build T4', []],
  ['Dialysegerät SW 3,30', ['3.30']],
  ['Dialysegerät Bj. 2019 / SW-Stand 3.10', ['3.10']],
  ['Bomba de infusión, versión 3.4.2', ['3.4.2']],
  ['Pousse-seringue, version logicielle 2.1', ['2.1']],
  ['Aufbereitung Endoskopie, SW5.4', ['5.4']],
  ['Injektor CT2, Software Rev.F', ['F']],
  ['Dynascope Rev 03-24', ['03-24']],
  ['monitor, vers. 2.1 SP3 HF2', ['2.1 SP3 HF2']],
  ['SW 2024-03-01', []],
  ['HW Rev B, hardware version 2.1, Windows version 1809', []],
  ['Beatmung, HW 2.0, FW 1.8', ['1.8']],
])('%s says its version', (text, versions) => {
  expect(versionsSaid(text)).toEqual(versions)
})

test.each([
  ['15 Feb 2017', '2017-02-15'],
  ['26-June-2017', '2017-06-26'],
  ['Feb 15, 2017', '2017-02-15'],
  ['Nov 2017', '2017-11'],
  ['2018-02', '2018-02'],
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

test('software announces itself with its version', () => {
  expect(versionBehind('rompager', 'port 80: Allegro-Software-RomPager/4.10')).toEqual({
    version: '4.10',
    isAnnounced: true,
  })
  expect(versionBehind('rompager', 'banner: Allegro RomPager 4.07')).toEqual({ version: '4.07', isAnnounced: false })
  expect(versionBehind('rompager', 'RomPagerX/4.10')).toBeUndefined()
})

test('an edition is told by its number', () => {
  expect(['2nd Edition', 'BODYGUARD 2ND ED', '3rd edn', 'second edition'].map(editionSaid)).toEqual([
    '2',
    '2',
    '3',
    undefined,
  ])
})
