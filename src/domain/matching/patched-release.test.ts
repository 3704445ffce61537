import { expect, test } from 'vitest'
import { judge } from '#tests/match-quality/judge.ts'
import type { Pair } from '#tests/match-quality/pairs.ts'

const scada: Pair['product'] = ['Siemens', 'SIMATIC WinCC OA 3.16', '< P007']
const sql: Pair['product'] = ['Microsoft', 'SQL Server 2019', 'before CU25']
const viewer: Pair['product'] = ['Zymotec', 'Zymoview Archive 6.2', 'up to SP3']
const unnumbered: Pair['product'] = ['Zymotec', 'Zymoview Archive', '< SP3']

test.each<[Pair['label'], Pair['product'], Pair['device']]>([
  ['yes', scada, { model: 'SIMATIC WinCC OA 3.16', software: '3.16 P006' }],
  ['yes', scada, { model: 'WinCC OA', software: 'V3.16 P003' }],
  ['yes', scada, { model: 'WinCC OA 3.16', software: 'P003' }],
  ['no', scada, { model: 'WinCC OA 3.16', software: 'P007' }],
  ['no', scada, { model: 'SIMATIC WinCC OA', software: '3.16 P012' }],
  ['no', scada, { model: 'SIMATIC WinCC OA 3.15', software: '3.15 P005' }],
  ['no', scada, { model: 'SIMATIC WinCC OA', software: '3.17 P001' }],
  ['open', scada, { model: 'SIMATIC WinCC OA 3.16' }],
  ['open', scada, { model: 'SIMATIC WinCC OA', software: '3.16' }],
  ['yes', sql, { model: 'SQL Server 2019', software: 'CU 8' }],
  ['yes', sql, { model: 'SQL Server 2019 Express', software: 'CU8' }],
  ['no', sql, { model: 'SQL Server 2019', software: 'CU25' }],
  ['open', sql, { model: 'SQL Server 2019' }],
  ['yes', viewer, { model: 'Zymoview Archive 6.2', software: '6.2 SP3' }],
  ['no', viewer, { model: 'Zymoview Archive 6.2', software: '6.2 SP4' }],
  ['no', viewer, { model: 'Zymoview Archive', software: '6.1 SP2' }],
  ['open', unnumbered, { model: 'Zymoview Archive', software: '6.2 SP2' }],
])('the answer is %s for %j and %j', (label, product, device) => {
  const [judged] = judge([{ product, device: { maker: product[0], ...device }, label, why: '' }])
  expect(judged!.answer).toBe(label)
})
