import { expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'

type Row = readonly [vendor: string, name: string, version: string]

const wincc: Row = ['Siemens', 'SIMATIC WinCC V7.4', 'All versions < V7.4 SP1 Update 16']
const portal: Row = ['Siemens', 'TIA Portal', 'V17 before Update 4']
const view: Row = ['Rockwell Automation', 'FactoryTalk View SE', '<V12 SP1']
const vcenter: Row = ['VMware', 'vCenter Server', '6.7 U3f and earlier']

test.each<[Row, string]>([
  [wincc, 'SIMATIC WinCC 7.4 SP1'],
  [wincc, 'SIMATIC WinCC V7.4 SP1 Upd 15'],
  [wincc, 'SIMATIC WinCC V7.4 Service Pack 1'],
  [portal, 'TIA Portal V17 Upd. 3'],
  [portal, 'TIA Portal V17'],
  [view, 'FactoryTalk View SE 11.0 CU3'],
  [vcenter, 'vCenter Server Appliance 6.7 U2'],
  [['Siemens', 'SINEMA Remote Connect Server', 'V3.0 SP2'], 'Sinema Remote Connect Server V3.0 SP2'],
  [['Fortinet', 'FortiOS', '7.0.0 through 7.0.6'], 'FortiOS 7.0.1 build 157'],
  [['VMware', 'ESXi', '7.0 before ESXi70U3si-23794027'], 'ESXi 7.0.3 build 21930508'],
])('%j: the patch level behind the version of "%s" is within', (row, model) => {
  expect(answerTo(row, { model })).toBe('affected')
})

test.each<[Row, string]>([
  [wincc, 'SIMATIC WinCC V7.4 SP1 Update 17'],
  [wincc, 'SIMATIC WinCC V7.5 SP1 Update 2'],
  [portal, 'Totally Integrated Automation Portal (TIA Portal) V17 Update 5'],
  [view, 'FactoryTalk View SE V12 SP2'],
  [view, 'FactoryTalk View SE 12.0 SP1'],
  [vcenter, 'vCenter Server Appliance 6.7 U3g'],
  [['Schneider Electric', 'Vijeo Designer', '<6.2 SP11'], 'Vijeo Designer V6.2 SP12'],
  [['Siemens', 'SINEMA Remote Connect Server', 'V3.0 SP2'], 'SINEMA Remote Connect Server V3.0 SP1'],
  [['Fortinet', 'FortiOS', '7.0.0 through 7.0.6'], 'FortiGate 60F FortiOS v7.0.9 build 0444'],
])('%j: the patch level behind the version of "%s" is outside', (row, model) => {
  expect(answerTo(row, { model })).toBe('not_affected')
})

const all: Row = ['Siemens', 'SIMATIC WinCC V7.4', 'All versions']
const allOfPack: Row = ['Siemens', 'SIMATIC PCS 7 V8.2 SP1', 'All versions']
const updates: Row = ['Siemens', 'WinCC V7.4 SP1', '< Update 14']

test.each<[Row, string, string, string | undefined]>([
  [all, 'SIMATIC WinCC', 'V7.4 SP1 Update 3', 'affected'],
  [all, 'SIMATIC WinCC V7.4 SP1', '', 'affected'],
  [all, 'SIMATIC WinCC', '7.4.2', 'affected'],
  [all, 'SIMATIC WinCC', 'V7.5 SP1', 'not_affected'],
  [all, 'SIMATIC WinCC V7.40', '', 'not_affected'],
  [allOfPack, 'SIMATIC PCS 7', 'V8.2 SP1', 'affected'],
  [allOfPack, 'SIMATIC PCS 7 V8.2 SP1 Update 3', '', 'affected'],
  [allOfPack, 'SIMATIC PCS 7 V8.2 SP2', '', 'not_affected'],
  [allOfPack, 'SIMATIC PCS 7', 'V9.0', 'not_affected'],
  // Which service pack it has nobody wrote down.
  [allOfPack, 'SIMATIC PCS 7 V8.2', '', 'cannot_tell'],
  [allOfPack, 'SIMATIC PCS 7', 'V8.2', 'cannot_tell'],
  [updates, 'WinCC V7.4 SP1 Update 13', '', 'affected'],
  [updates, 'WinCC', 'V7.4 SP1 Update 13', 'affected'],
  [updates, 'WinCC V7.4 SP1 Update 15', '', 'not_affected'],
  [updates, 'WinCC V7.5 SP1 Update 13', '', 'not_affected'],
])('%j names a release with its patches: "%s" with "%s" is %s', (row, model, software, answer) => {
  expect(answerTo(row, { model, software })).toBe(answer)
})

test.each<[Row, string, string, string]>([
  [['APC', 'Smart-UPS SMT Series', 'UPS 09.8 and prior'], 'Smart-UPS SMT1500', '09.3', 'affected'],
  [['APC', 'Smart-UPS SMT Series', 'UPS 09.8 and prior'], 'Smart-UPS SMT1500', 'UPS 09.8', 'affected'],
  [['APC', 'Smart-UPS SMT Series', 'UPS 09.8 and prior'], 'Smart-UPS SMT1500', '10.1', 'not_affected'],
  [['Schneider Electric', 'Modicon M340 CPU', '< SV3.60'], 'Modicon M340 SV3.20', '', 'affected'],
  [['Schneider Electric', 'Modicon M340 CPU', '< SV3.60'], 'Modicon M340 SV3.65', '', 'not_affected'],
])('%j and "%s" count by the number behind what it is of: %s is %s', (row, model, software, answer) => {
  expect(answerTo(row, { model, software })).toBe(answer)
})
