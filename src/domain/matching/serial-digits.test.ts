import { expect, test } from 'vitest'
import { judge } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

const maker = 'Mitsubishi Electric'
const inName: Pair['product'] = [maker, 'MELSEC Q Series Q13UDVCPU The first 5 digits of serial No.', '<=23071']
const inVersion: Pair['product'] = [
  maker,
  'MELSEC L Series L26CPU-BT',
  'The first 5 digits of serial No. "24061" and prior',
]
const inWords: Pair['product'] = [
  maker,
  'MELSEC iQ-R Series R04CPU',
  'first two digits of the serial number are 24 or earlier',
]
const fixed: Pair['product'] = [maker, 'MELSEC Q Series Q03UDECPU', 'The first 5 digits of serial No. 18101 or later']

test.each<[Pair['label'], Pair['product'], Pair['device']]>([
  ['yes', inName, { model: 'Q13UDVCPU', text: 'S/N 22081xxxxx' }],
  ['yes', inName, { model: 'MELSEC-Q Q13UDVCPU', text: 'serial no. 230710512345678' }],
  ['no', inName, { model: 'Q13UDVCPU', text: 'SN: 24021' }],
  ['open', inName, { model: 'Q13UDVCPU' }],
  ['open', inName, { model: 'Q13UDVCPU', firmware: '1.2' }],
  ['open', inName, { model: 'Q13UDVCPU', text: 'S/N 2308' }],
  ['no', inName, { model: 'Q03UDVCPU', text: 'S/N 22081xxxxx' }],
  ['yes', inVersion, { model: 'L26CPU-BT', text: 'ser.no. 24061A' }],
  ['no', inVersion, { model: 'L26CPU-BT', text: 'ser.no. 24062' }],
  ['open', inVersion, { model: 'L26CPU-BT' }],
  ['yes', inWords, { model: 'R04CPU', text: 'serial number 231512345' }],
  ['no', inWords, { model: 'R04CPU', text: 'serial number 251512345' }],
  ['yes', fixed, { model: 'Q03UDECPU', text: 'S/N 18102' }],
  ['no', fixed, { model: 'Q03UDECPU', text: 'S/N 17122' }],
])('the answer is %s for %j and %j', (label, product, device) => {
  const [judged] = judge([{ product, device: { maker, ...device }, label, why: '' }])
  expect(judged!.answer).toBe(label)
})
