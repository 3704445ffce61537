import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { WorkOrderState } from '#model/work-order.ts'
import type { OutgoingWorkOrder } from './outlet.ts'
import { outlets } from './registry.ts'

const here = import.meta.dirname
const folders = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()

test('the registry lists every folder, by its own name, in order', () => {
  expect(outlets.map((outlet) => outlet.id)).toEqual(folders)
})

describe.each(folders)('%s', (folder) => {
  test.each(['README.md', 'outlet.ts', 'payload.ts', 'outlet.test.ts', 'fixtures'])('%s is there', (part) =>
    expect(existsSync(join(here, folder, part))).toBe(true),
  )
})

const order = (number: string, state: WorkOrderState): OutgoingWorkOrder => ({
  number,
  title: '=1+1',
  type: 'field_check',
  state,
  priority: 'high',
  dueOn: null,
  assetTag: '@tag',
  serialNumber: '-1',
  manufacturer: 'Meadow, "Medical"',
  model: '+42',
  site: '',
  careArea: '',
  room: '',
  assignedTo: '',
  instructions: 'One;\ntwo.',
  vulnerabilities: ['CVE-2026-10001'],
  externalId: '=7',
})

describe.each(outlets)('$id keeps the contract', (outlet) => {
  const orders = WorkOrderState.options.map((state, index) => order(`WO-${String(index + 1).padStart(6, '0')}`, state))

  test('each order that is written is answered when the file comes back, under its number', async () => {
    const file = { name: outlet.fileName, stream: () => Readable.from(outlet.write(orders)) }
    const numbers: string[] = []
    const external: (string | null)[] = []
    for await (const row of outlet.read(file)) {
      if ('skipped' in row) expect.unreachable(row.skipped.reason)
      numbers.push(row.result.number)
      external.push(row.result.externalId)
    }

    expect(numbers).toEqual(orders.map(({ number }) => number))
    expect(external).toEqual(orders.map(() => '=7'))
  })

  test('a hospital system can claim that work is done, never prove it', async () => {
    const file = { name: outlet.fileName, stream: () => Readable.from(outlet.write(orders)) }
    const states = new Set<WorkOrderState | null>()
    for await (const row of outlet.read(file)) if ('result' in row) states.add(row.result.state)

    for (const state of ['verified', 'verification_pending', 'administratively_closed'] as const)
      expect(states.has(state)).toBe(false)
  })

  test('an answer is read row by row, each taken or kept with a reason', async () => {
    const [sample = ''] = readdirSync(join(here, outlet.id, 'fixtures'))
    let taken = 0
    for await (const row of outlet.read({
      name: sample,
      stream: () => createReadStream(join(here, outlet.id, 'fixtures', sample)),
    })) {
      if ('result' in row) taken += 1
      else expect(row.skipped.reason).toMatch(/\w+ .*\./)
    }

    expect(taken).toBeGreaterThan(0)
  })
})
