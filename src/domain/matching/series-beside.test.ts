import { expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

const consoles: Pair['product'] = ['Western Telematic Inc', 'Console Server (DSM Series)', '<= Firmware_6.62']
const power: Pair['product'] = ['Western Telematic Inc', 'Network Power Switch (NPS Series)', '<= Firmware_6.62']
const routers: Pair['product'] = ['Acme', 'Industrial Router (5000 Series)', '< 2.0']
const gates: Pair['product'] = ['Acme', 'Zymogate (TG Family)', '< 2.0']
const switches: Pair['product'] = ['Acme', 'Managed Switch (EX20 Series)', '< 2.0']

test.each<[ReturnType<typeof answerTo>, Pair['product'], Pair['device']]>([
  ['affected', consoles, { model: 'DSM-8NM', firmware: 'v6.62' }],
  ['affected', consoles, { model: 'DSM-24NM Console Server', firmware: '6.10' }],
  ['not_affected', consoles, { model: 'DSM-24NM', firmware: '6.70' }],
  ['cannot_tell', consoles, { model: 'DSM-8NM', firmware: '?' }],
  ['cannot_tell', consoles, { model: 'Console Server', firmware: '6.10' }],
  [undefined, consoles, { model: 'CPM-800 console server', firmware: '6.10' }],
  [undefined, consoles, { model: 'NPS-8HD20', firmware: '6.10' }],
  ['affected', power, { model: 'NPS-115 Network Power Switch', firmware: '6.10' }],
  ['affected', power, { model: 'NPS Series network power switch', firmware: 'Firmware 6.62' }],
  [undefined, power, { model: 'VMR-8HD4D20 Network Power Switch', firmware: '6.10' }],
  ['affected', routers, { model: '5020', firmware: '1.1' }],
  ['affected', routers, { model: 'Industrial Router 5020', firmware: '1.1' }],
  [undefined, routers, { model: 'Industrial Router 6020', firmware: '1.1' }],
  ['affected', gates, { model: 'TG-20', firmware: '1.1' }],
  ['affected', gates, { model: 'Zymogate', firmware: '1.1' }],
  [undefined, gates, { model: 'Zymogate VX-20', firmware: '1.1' }],
  ['affected', switches, { model: 'EX2010', firmware: '1.1' }],
  [undefined, switches, { model: 'Managed Switch EX3010', firmware: '1.1' }],
])('the answer is %s for %j and %j', (answer, row, device) => {
  expect(answerTo(row, device)).toBe(answer)
})
