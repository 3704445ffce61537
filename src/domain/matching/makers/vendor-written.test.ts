import { expect, test } from 'vitest'
import { isSameVendor } from '#domain/matching/matching.ts'

test.each([
  ['spelt into single letters', 'Z Q E Ltd', 'ZQE Limited'],
  ['the first name as an initial', 'R. Wolf', 'Richard Wolf GmbH'],
  ['both words cut short', 'Fish Payk', 'Fisher & Paykel Healthcare'],
  ['a typing error in what people call it', 'Cadwel', 'Cadwell Industries'],
  ['a trade behind a known name', 'Weinmann Emergency Medical Technology GmbH + Co. KG', 'WEINMANN Emergency'],
  ['the subsidiary of a country', 'Olympus Österreich GmbH', 'Olympus Corporation'],
  ['a former division behind a company that was taken over', 'Immucor Gamma', 'Immucor'],
  ['one company within another', 'Zorblax, a Quuxmed company', 'Quuxmed'],
  ['a part of another', 'Zorblax (part of Quuxmed)', 'Quuxmed'],
  ['a former name, in German', 'Quuxmed vormals Zorblax', 'Zorblax'],
  ['the last name first', 'STORZ, KARL', 'Karl Storz'],
  ['where it sits', 'GE Milwaukee', 'GE HealthCare'],
  ['where it sits, behind what people call it', 'Storz Tuttlingen', 'Karl Storz'],
  ['the word for a firm', 'Fa. Zorblax', 'Zorblax GmbH'],
  ['the city that opens a registered name', 'Xiamen Zorblax IoT Co., Ltd.', 'Zorblax'],
  ['the city before a known name', 'Shenyang Neusoft', 'Neusoft Medical Systems'],
  ['two names joined in German', 'Kieback und Peter GmbH', 'Kieback & Peter'],
  ['two names joined in French', 'Zorblax et Quuxmed SAS', 'Zorblax & Quuxmed'],
  ['an error in one of two names', 'Fischer & Paykel', 'Fisher & Paykel Healthcare'],
])('%s: %s is %s', (_, inventory, advisory) => {
  expect(isSameVendor(inventory, advisory)).toBe(true)
})

test.each([
  ['R. Wolf', 'Robert Bosch GmbH'],
  ['Kieback und Partner', 'Kieback & Peter'],
  ['M. Medical', 'Masimo Medical'],
  ['Sentinel Gate', 'Boston Scientific'],
  ['Acme Industries', 'Zenith Industries'],
  ['Wolf Heiztechnik', 'Richard Wolf'],
  ['Delta Dore', 'Delta Electronics'],
  ['Zorblax Hamburg', 'Quuxmed Hamburg'],
  ['Shenzhen Zorblax', 'Shenzhen Quuxmed'],
  ['Beijing Medical', 'Shanghai Medical'],
])('%s is not %s', (inventory, advisory) => {
  expect(isSameVendor(inventory, advisory)).toBe(false)
})

test.each([
  ['the company that its renal business became', 'Baxter', 'Vantive'],
  ['a brand of the group', 'Anthos', 'Cefla'],
  ['a former name', 'TransEnterix', 'Asensus Surgical'],
  ['a house of the group', 'Maico', 'Demant'],
  ['what people call it', 'B+L', 'Bausch + Lomb'],
  ['who took it over', 'Corpak MedSystems', 'Avanos Medical'],
  ['a company that one came out of', 'Samsung', 'Hanwha Techwin'],
])('%s: %s is %s', (_, inventory, advisory) => {
  expect(isSameVendor(inventory, advisory)).toBe(true)
})

test.each([
  ['Critical Alert', 'Alere'],
  ['Schindler', 'Schiller'],
  ['Brain Products', 'B. Braun'],
  ['Heraeus', 'Thermo Fisher Scientific'],
])('%s is no misspelt %s', (inventory, advisory) => {
  expect(isSameVendor(inventory, advisory)).toBe(false)
})
