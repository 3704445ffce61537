import { expect, test } from 'vitest'
import { readVendor } from './makers/vendor.ts'

const own = (text: string) => readVendor(text).own.join()

test.each([
  [
    'the Baltic states',
    ['UAB Zorblax', 'Zorblax UAB', 'Zorblax, UAB', 'SIA Zorblax', 'Zorblax OÜ', 'OÜ Zorblax', 'VšĮ Zorblax'],
  ],
  [
    'the Nordic countries',
    ['Zorblax Oy Ab', 'Zorblax AB (publ)', 'Zorblax ApS', 'Zorblax A/S', 'Zorblax K/S', 'Zorblax hf.'],
  ],
  ['Hungary', ['Zorblax Kft.', 'Zorblax Zrt.', 'Zorblax Nyrt.', 'Zorblax Bt.']],
  ['Bohemia and Slovakia', ['Zorblax s.r.o.', 'Zorblax, spol. s r.o.', 'Zorblax a.s.', 'Zorblax k.s.']],
  [
    'the South Slavs',
    ['Zorblax d.o.o.', 'Zorblax, d.o.o.', 'Zorblax d.d.', 'Zorblax EOOD', 'Zorblax AD', 'Zorblax DOOEL'],
  ],
  ['Poland', ['Zorblax sp. z o.o.', 'Zorblax Spółka z o.o.', 'Zorblax S.A. Sp. k.', 'Zorblax Sp. j.']],
  [
    'Germany and Austria',
    ['Zorblax Ges.m.b.H.', 'Zorblax UG (haftungsbeschränkt)', 'Zorblax e.K.', 'Zorblax und Söhne GmbH'],
  ],
  ['France', ['Zorblax S.à r.l.', 'Zorblax S.A.S.', 'Zorblax SASU', 'Zorblax SNC', 'Zorblax et Cie']],
  ['Italy', ['Zorblax S. p. A.', 'Zorblax S.R.L. unipersonale', 'Zorblax Società per Azioni']],
  ['Spain and Portugal', ['Zorblax S.L.U.', 'Zorblax, S.L.', 'Zorblax S.A.U.', 'Zorblax Lda.']],
  [
    'Latin America',
    ['Zorblax S.A. de C.V.', 'Zorblax S. de R.L. de C.V.', 'Zorblax Ltda - EPP', 'Zorblax EIRELI', 'Zorblax S.A.C.'],
  ],
  ['the Low Countries', ['Zorblax BVBA', 'Zorblax SPRL', 'Zorblax N.V.']],
  ['Russia and its neighbours', ['OOO Zorblax', 'Zorblax PJSC', 'JSC Zorblax', 'ТОО Zorblax', 'AO Zorblax']],
  ['Turkey', ['Zorblax Sanayi ve Ticaret A.Ş.', 'Zorblax San. ve Tic. Ltd. Şti.']],
  ['Romania', ['S.C. Zorblax S.R.L.', 'SC ZORBLAX SRL']],
  [
    'South and East Asia',
    ['Zorblax Pvt. Ltd.', 'Zorblax Sdn. Bhd.', 'Zorblax (M) Sdn Bhd', 'PT Zorblax Tbk', 'Zorblax G.K.'],
  ],
  ['the Gulf', ['Zorblax FZE', 'Zorblax W.L.L.', 'Zorblax Middle East FZ-LLC']],
  [
    'a part of the world',
    ['Zorblax North America', 'Zorblax Asia Pacific Pte. Ltd.', 'Zorblax Central Europe', 'Zorblax Vietnam'],
  ],
])('the legal forms of %s are no part of a name', (_, names) => {
  expect(names.filter((name) => own(name) !== 'zorblax')).toEqual([])
})

test('what is a legal form in one place is a name in another', () => {
  expect(['SIA', 'Sdn Bhd', 'PT'].map(own)).toEqual(['sia', 'sdn bhd', 'pt'])
  expect(own('ADA Zorblax')).toBe('ada zorblax')
  expect(own('SL Zorblax')).toBe('sl zorblax')
  expect(own('Zorblax Adriatic')).not.toBe('zorblax')
  expect(own('UAB Quuxmed')).not.toBe(own('UAB Zorblax'))
})
