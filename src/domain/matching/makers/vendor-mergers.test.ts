import { expect, test } from 'vitest'
import { readVendor } from './vendor.ts'
import { isSameVendor } from './vendor-agreement.ts'
import { knownVendors } from './vendor-aliases.ts'
import { brandNames } from './vendor-brands.ts'
import { mergers, partMergers } from './vendor-mergers.ts'
import { furtherMergers } from './vendor-mergers-further.ts'
import { technicalMergers } from './vendor-mergers-technical.ts'
import { knownSpellings } from './vendor-register.ts'
import { shortNames } from './vendor-short-names.ts'

test.each([
  ['INO Therapeutics', 'Mallinckrodt Pharmaceuticals (Ikaria)'],
  ['QR srl Verona', 'NewTom (Cefla)'],
  ['Bomgar', 'BeyondTrust'],
  ['Stöckert', 'LivaNova Deutschland GmbH'],
  ['BARD ELECTROPHYSIOLOGY', 'Boston Scientific'],
  ['ABB Wireless', 'Hitachi Energy'],
  ['GE Grid Solutions', 'General Electric (GE)'],
  ['Idaho Technology', 'bioMérieux (BioFire)'],
  ['E&Z Bebig', 'Eckert & Ziegler BEBIG'],
  ['ABI', 'Thermo Fisher (Applied Biosystems)'],
  ['Corepoint Health', 'Lyniate'],
  ['PTZ Optics', 'ValueHD, PTZOptics, multiCAM Systems, SMTAV'],
  ['LG ELECTRONICS', 'LG Innotek'],
  ['Appleton', 'Emerson'],
  ['WattBox', 'Snap One'],
  ['Control4', 'SnapAV'],
  ['Obvius Holdings LLC', 'Leviton Manufacturing Co.'],
  ['Gilbarco Veeder-Root', 'Vontier'],
  ['Black Box Corporation', 'AGC Networks'],
  ['DoorBird', 'Bird Home Automation GmbH'],
  ['HiLook', 'Hikvision'],
  ['Berker', 'Hager Group'],
  ['MiR', 'Mobile Industrial Robots A/S'],
  ['FieldServer', 'MSA Safety'],
  ['Buderus', 'Bosch'],
  ['OPW', 'Dover Fueling Solutions'],
  ['DSE', 'Deep Sea Electronics Ltd'],
  ['ASCO', 'Schneider Electric'],
  ['ASCO Numatics', 'Emerson'],
  ['Qolsys', 'Johnson Controls Inc.'],
  ['Vigilant Solutions', 'Motorola Solutions'],
  ['TKE', 'TK Elevator'],
  ['Proroute', 'Millbeck Communications'],
  ['Bently Nevada', 'Baker Hughes'],
  ['Moeller', 'Eaton'],
  ['Axeda', 'PTC'],
  ['SEL', 'Schweitzer Engineering Laboratories'],
  ['UniFi', 'Ubiquiti Inc.'],
])('%s is %s of today', (inventory, advisory) => {
  expect(isSameVendor(inventory, advisory)).toBe(true)
  expect(isSameVendor(advisory, inventory)).toBe(true)
})

test.each([
  ['Olympus', 'Beckman Coulter'],
  ['Oxford Instruments Medical', 'Huntleigh Healthcare (Arjo)'],
  ['Siemens', 'Getinge'],
  ['Johnson & Johnson', 'Ortho Clinical Diagnostics'],
  ['Medtronic', 'Physio-Control (Stryker)'],
  ['Siemens Health Services', 'Siemens'],
  ['Orion Health', 'Rhapsody Health'],
  ['Raritan', 'Sunbird'],
  ['Emerson', 'Copeland LP'],
  ['Fortive', 'Vontier'],
  ['Philips', 'Signify'],
  ['Cambridge Medical Robotics', 'CMR Surgical'],
  ['Panasonic', 'PHC Corporation (PHCbi)'],
])('of %s a part came to %s', (inventory, advisory) => {
  expect(isSameVendor(inventory, advisory)).toBe(true)
})

test.each([
  ['Acuson', 'Dräger'],
  ['Legrand', 'Sunbird'],
  ['AVTECH', 'Antech Diagnostics'],
  ['SATEC', 'Satel'],
  ['Hager', 'Haier'],
  ['VTech', 'Vatech'],
  ['Leviton', 'Legrand'],
  ['LG', 'Samsung'],
  ['ASCO Power', 'Emerson'],
  ['Schneider Electric', 'Emerson'],
  ['Vigilant Solutions', 'Zebra'],
  ['Panasonic', 'Sanyo'],
  ['Advantech', 'ADVA Optical Networking'],
  ['UniFi', 'Unify'],
  ['Datascope', 'Siemens'],
  ['Beckman Coulter', 'Getinge'],
  ['Baxter', 'Siemens'],
  ['Vyaire', 'Becton, Dickinson and Company (BD)'],
])('what came of a part does not make %s and %s one', (inventory, advisory) => {
  expect(isSameVendor(inventory, advisory)).toBe(false)
})

test.each([
  ['IL', 'Instrumentation Laboratory (Werfen)'],
  ['IL Werfen', 'Instrumentation Laboratory'],
  ['M.I.R.', 'MIR (Medical International Research)'],
  ['S&N Endoscopy', 'Smith+Nephew'],
  ['AB', 'Rockwell Automation'],
  ['Johnson & Johnson ASP', 'Advanced Sterilization Products (ASP)'],
  ['SECA VOGEL & HALKE', 'seca GmbH & Co. KG'],
])('%s is short for %s', (inventory, advisory) => {
  expect(isSameVendor(inventory, advisory)).toBe(true)
})

test.each([
  ['LAB-SYSTEM PRO', 'Instrumentation Laboratory'],
  ['Advanced Widgets', 'Advanced Sterilization Products (ASP)'],
  ['AB Systems', 'Rockwell Automation'],
  ['Inc.', 'Rockwell Automation'],
])('%s is not %s', (inventory, advisory) => {
  expect(isSameVendor(inventory, advisory)).toBe(false)
})

test('who took over and who goes by a short name stands in the lists of companies', () => {
  const ids = new Set(knownVendors.map(({ id }) => id))
  const said = [mergers, furtherMergers, technicalMergers, partMergers, shortNames, brandNames].flatMap((list) =>
    Object.keys(list),
  )

  expect(said.filter((id) => !ids.has(id))).toEqual([])
  expect(knownSpellings.has('')).toBe(false)
})

test('a brand is its maker, where it stands alone and where it begins a model', () => {
  const lost = Object.entries(brandNames).flatMap(([owner, names]) =>
    names.split(', ').filter((name) => !readVendor(name).ids.includes(owner)),
  )

  expect(lost).toEqual([])
  expect(isSameVendor('SOMATOM', 'Siemens Healthineers')).toBe(true)
  expect(isSameVendor('Evolon', 'Philips')).toBe(false)
  expect(isSameVendor('Cobar', 'Roche')).toBe(false)
})

test('every name that was taken over is read as a company that leads to its owner', () => {
  const lost = [mergers, furtherMergers, technicalMergers, partMergers].flatMap((list) =>
    Object.entries(list).flatMap(([owner, names]) =>
      names.split(', ').filter((name) => !readVendor(name).ids.includes(owner)),
    ),
  )

  expect(lost).toEqual([])
})
