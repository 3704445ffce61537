import { readFileSync } from 'node:fs'
import path from 'node:path'
import { writeKit } from '#bench/identity/generate.ts'
import { readTruth } from '#bench/identity/score-files.ts'
import { type Result, score } from '#bench/identity/scoring.ts'
import { sourcesOf, withRates } from '#bench/identity/settings.ts'
import { benchFolder, report } from '#bench/measure.ts'
import { openStage } from '#bench/stage.ts'
import { devicesOfSource, getDevice } from '#domain/inventory/inventory.ts'
import { allSources } from '#domain/sources/sources.ts'

// How right the golden records are: the hard setting of the open generator, imported as a hospital's files are, and its devices
// compared with the truth, attribute by attribute.

const folder = benchFolder('golden-hard')
const sources = sourcesOf('5')
writeKit(folder, 'hard', { seed: 4, devices: 2000, today: '2026-11-16', rates: withRates('hard', []), sources })
const { sources: files } = JSON.parse(readFileSync(path.join(folder, 'sources.json'), 'utf8'))
const stage = await openStage()
const keys = new Map<string, string>()
for (const { name, file, key } of files as { name: string; file: string; key: string }[]) {
  keys.set(name, key)
  // A device group is called a location, which a person sees.
  await stage.importFile(name, path.join(folder, file), name === 'nac' ? { Location: 'site' } : {})
}

const ids = new Set<string>()
for (const { id, kind } of await allSources(stage.db, stage.organisationId))
  if (kind === 'connector')
    for (const device of await devicesOfSource(stage.db, stage.organisationId, id, null, 100_000)) ids.add(device)
const members: Result['members'][number][] = []
const golden: NonNullable<Result['golden']>[number][] = []
for (const id of ids) {
  const { device, sources } = await getDevice(stage.db, stage.organisationId, id)
  for (const { source, raw } of sources)
    members.push({ source: source.name, key: raw?.[keys.get(source.name)!] ?? '', device: id, probability: null })
  golden.push({ device: id, attributes: device.golden })
}
await stage.close()

const { attributes, pairwise } = score(await readTruth(path.join(folder, 'truth.jsonl')), {
  members,
  reviews: [],
  golden,
})
report({ name: 'devices of 2,000', value: ids.size, unit: 'rows' })
report({ name: 'pairs of records, F1', value: pairwise.f1, unit: 'ratio' })
for (const [name, { accuracy, right, wrong, missing }] of Object.entries(attributes!))
  report({
    name: `wrong values, ${name}`,
    value: 1 - accuracy,
    unit: 'ratio',
    ...(name === 'all' && { atMost: 0.03 }),
    note: `${right} right, ${wrong} wrong, ${missing} missing`,
  })
