import { describe, expect, test } from 'vitest'
import { cisaAdvisories, inCorpus } from '#tests/support/corpus.ts'
import { readVendor, vendorKey } from './vendor.ts'
import { isSameVendor, isSurelySameVendor, vendorsAgree } from './vendor-agreement.ts'
import { knownVendors } from './vendor-aliases.ts'

const agree = (device: string, product: string) => vendorsAgree(readVendor(device), readVendor(product))?.how

describe('one company is known under all of its names', () => {
  test.each([
    ['B. Braun Melsungen AG', 'B. Braun', 'same'],
    ['BBRAUN', 'B. Braun Medical', 'same'],
    ['Philips Healthcare', 'Philips', 'same'],
    ['PHILIPS MEDICAL SYSTEMS NEDERLAND B.V.', 'Phillips', 'same'],
    ['GE Medical Systems', 'General Electric (GE)', 'same'],
    ['Dräger Medical GmbH', 'Draeger', 'same'],
    ['DRAGERWERK AG & Co. KGaA', 'Dräger', 'same'],
    ['Medtronic ', 'Medtronic, Inc.', 'same'],
    ['Innokas Yhtymä', 'Innokas YhtymÃ¤ Oy', 'same'],
    ['Becton Dickinson & Co.', 'Becton, Dickinson and Company (BD)', 'same'],
    ['Siemens Healthineers', 'Siemens Healthineers, Siemens', 'same'],
    ['Wind River', 'ENEA, Green Hills Software, ITRON, IP Infusion, and Wind River', 'same'],
    ['Medtronik', 'Medtronic', 'similar'],
    ['Swislog Healthcare', 'Swisslog Healthcare', 'similar'],
    ['Hospira', 'ICU Medical', 'merger'],
    ['Smiths Medical ASD', 'ICU Medical', 'merger'],
    ['CareFusion', 'Becton, Dickinson and Company (BD)', 'merger'],
    ['CareFusion', 'Vyaire Medical', 'merger'],
    ['Welch Allyn', 'Baxter', 'merger'],
    ['Abbott', 'St. Jude Medical', 'merger'],
    ['APC', 'Schneider Electric Software, LLC', 'merger'],
    ['PMS Philips Medizin Systeme', 'Philips', 'same'],
    ['GE Healthcare', 'Silex Technology and GE Healthcare', 'same'],
    ['Carestream Health / Philips', 'Philips', 'same'],
    ['Cardinal Health', 'Becton, Dickinson and Company (BD)', 'merger'],
    ['Fuji Photo Film', 'Fujifilm', 'same'],
    ['Nova', 'Nova Biomedical', 'similar'],
    ['APC by Schneider', 'Schneider Electric', 'same'],
    ['McKesson/Aesynt', 'Omnicell', 'merger'],
    ['Omron Healthcare', 'Omron', 'same'],
    ['Natus Neuro', 'Natus Medical', 'same'],
    ['VISUS', 'VISUS Health IT', 'same'],
    ['WAGO Kontakttechnik GmbH & Co. KG', 'WAGO', 'same'],
    ['Delta (Lakeside)', 'Lakeside', 'same'],
    ['Quidel Corp', 'QuidelOrtho', 'merger'],
    ['SMITHS MED ASD INC', 'Smiths Medical', 'same'],
    ['INSTRUMENTATION LAB', 'Werfen', 'merger'],
    ['CareFusion Nicolet', 'Natus', 'merger'],
    ['Cerner Corp', 'Oracle Health', 'merger'],
    ['Samsung Medison', 'Samsung', 'same'],
    ['Fresenius USA', 'Fresenius Medical Care', 'same'],
    ['B. Braun Space', 'B. Braun', 'same'],
    ['UTC Lenel', 'Carrier LenelS2', 'same'],
    ['Panasonic Video Insight', 'VideoInsight', 'merger'],
    ['MESA LABORATORIES IN', 'Mesa Labs', 'same'],
    ['Mesa Labratories', 'Mesa Labs', 'same'],
    ['Grunfos', 'Grundfos Pumps Corporation', 'similar'],
    ['Acme Widget Laboratories In', 'Acme Widget', 'same'],
    ['MIELE & CIE. KG', 'Miele Professional', 'same'],
    ['Samsung Techwin', 'Hanwha Techwin', 'same'],
    ['Pelco', 'Motorola Solutions', 'merger'],
    ['GEUTEBRUECK GMBH', 'GeutebrÃ¼ck', 'same'],
    ['ecom instruments (Pepperl+Fuchs)', 'PEPPERL+FUCHS', 'same'],
    ['Westermo', 'Korenix', 'merger'],
  ])('%s is %s (%s)', (device, product, how) => {
    expect(agree(device, product)).toBe(how)
  })

  test.each([
    ['Vyaire', 'Becton, Dickinson and Company (BD)'],
    ['Smiths Medical', 'Smiths Detection'],
    ['Fresenius Medical Care', 'Fresenius Kabi'],
    ['Boston Scientific', 'Thermo Scientific'],
    ['Philips', 'Siemens'],
    ['Delta (Taiwan)', 'Lakeside'],
    ['GE Healthcare', 'Change Healthcare'],
    ['', 'Philips'],
    ['N/A', 'n/a'],
    ['multiple', 'multiple'],
  ])('%s is not %s', (device, product) => {
    expect(agree(device, product)).toBeUndefined()
  })
})

test('all spellings of a manufacturer have one key, and nobody has none', () => {
  const spellings = ['Philips', 'PHILIPS Healthcare', 'Phillips Medical Systems', 'Royal Philips N.V.']

  expect(new Set(spellings.map(vendorKey)).size).toBe(1)
  expect(vendorKey('Acme Widgets Inc.')).toBe(vendorKey('ACME WIDGETS'))
  expect([vendorKey(''), vendorKey('unknown'), vendorKey('SEE NOTES')]).toEqual(['', '', ''])
  expect(
    ['unbekannt', 'Keine Angabe', 'inconnu', 'Desconocido', 'неизвестно', '不明', 'その他'].map(vendorKey).join(''),
  ).toBe('')
})

test('no company stands twice in the list', () => {
  expect(new Set(knownVendors.map((vendor) => vendor.id)).size).toBe(knownVendors.length)
  expect(agree('Alere', 'Abbott')).toBe('merger')
})

test.skipIf(!inCorpus('csaf/cisa/white'))(
  'every vendor of CISA’s advisories is somebody, but for those that name nobody',
  () => {
    const vendors = new Set(
      cisaAdvisories().flatMap(({ advisory }) => advisory.products.map((product) => product.vendor)),
    )
    const nobody = [...vendors].filter((vendor) => readVendor(vendor).ids.length === 0)

    expect(nobody.toSorted()).toEqual([
      'multiple',
      'multiple open source',
      'multiple trailer and brake manufacturers',
      'n/a',
    ])
  },
)

test('who clears a flaw must surely be the maker: a name that only looks or begins alike is not enough', () => {
  expect(isSurelySameVendor('B. Braun Melsungen AG', 'B Braun')).toBe(true)
  expect(isSurelySameVendor('Siemens Healthineers AG', 'Siemens')).toBe(true)
  expect([isSameVendor('Medtronik', 'Medtronic'), isSurelySameVendor('Medtronik', 'Medtronic')]).toEqual([true, false])
  expect(isSurelySameVendor('Example CERT', 'Example Medical')).toBe(false)
})

test.each(['1.'.repeat(3000), 'ab-c1'.repeat(1200), 'AbcDef '.repeat(800)])(
  'prose where a maker belongs is read at its beginning, %#',
  (text) => {
    expect(readVendor(text)).toEqual({ ...readVendor(text.slice(0, 300)), text })
  },
)
