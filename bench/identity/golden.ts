import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { claimsOfFiles, goldenOf, saidOf } from './golden-records.ts'
import { readResult, readTruth } from './score-files.ts'
import { isTrue, type Result, score } from './scoring.ts'
import { type AttributeName, attributeNames } from './truth.ts'

const usage = `node bench/identity/golden.ts DIR [--result FILE] [--wrong ATTRIBUTE]
  How right the product's golden records are, of a kit in DIR: of its true devices, and with --result of those that a resolver
  found, as the product chooses, and if each time the best of what is said of the device were chosen.
  --wrong  what was said of the true devices of which the attribute came out wrong`

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { result: { type: 'string' }, wrong: { type: 'string' } },
  })
  const [folder] = positionals
  if (folder === undefined) throw new Error('Name the folder of a kit')
  const wrong = attributeNames.find((name) => name === values.wrong)
  if (values.wrong !== undefined && !wrong) throw new Error(`--wrong is one of ${attributeNames.join(', ')}`)
  const kit = JSON.parse(readFileSync(path.join(folder, 'sources.json'), 'utf8')) as {
    readonly today: string
    readonly sources: readonly { readonly name: string }[]
  }
  const truth = await readTruth(path.join(folder, 'truth.jsonl'))
  const files = kit.sources.map(({ name }) => ({ source: name, path: path.join(folder, `${name}.csv`) }))
  const claims = await claimsOfFiles(files, kit.today)
  const truly = truth.records.flatMap(({ source, key, device }) =>
    device === null ? [] : [{ source, key, device, probability: null }],
  )
  const scoreOf = (members: Result['members'], recordsOf = goldenOf) =>
    score(truth, { members, reviews: [], golden: recordsOf(members, claims) }).attributes ?? {}
  const resolved = values.result ? (await readResult(values.result)).members : null
  const columns = [
    { title: 'true devices', attributes: scoreOf(truly) },
    ...(resolved
      ? [
          { title: 'resolved', attributes: scoreOf(resolved) },
          { title: 'resolved, by the best choice', attributes: scoreOf(resolved, saidOf) },
        ]
      : []),
  ]
  console.log(['attribute'.padEnd(18), ...columns.map(({ title }) => title.padStart(66))].join(''))
  for (const name of [...attributeNames, 'all'])
    console.log(
      [
        name.padEnd(18),
        ...columns.map(({ attributes }) => {
          const { right = 0, wrong = 0, missing = 0, accuracy = 1, doubtful } = attributes[name] ?? {}
          const unsure =
            doubtful && doubtful.right + doubtful.wrong > 0
              ? `; ${doubtful.right} of ${doubtful.right + doubtful.wrong} doubtful`
              : ''
          return `${accuracy.toFixed(4)} (${right} right, ${wrong} wrong, ${missing} missing${unsure})`.padStart(66)
        }),
      ].join(''),
    )
  if (wrong) tellWrong(wrong)

  function tellWrong(name: AttributeName) {
    const device = new Map(truth.devices.map((one) => [one.id, one]))
    const rows = Map.groupBy(truth.records, ({ device }) => device)
    for (const { device: id, attributes } of goldenOf(truly, claims)) {
      const line = device.get(id)!
      const value = attributes[name]
      const texts = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String)
      if (!line.told.includes(name) || isTrue(truth, line, name, texts)) continue
      console.log(`${id}: ${texts.join(', ') || 'nothing'} for ${JSON.stringify(line.attributes[name]?.value)}`)
      for (const { source, key, traps = [], decidable } of rows.get(id) ?? []) {
        const claim = claims.get(`${source}\n${key}`)
        const [said] = goldenOf([{ source, key, device: id }], claims)
        console.log(
          `    ${source} ${key} ${claim?.observedAt}: ${JSON.stringify(said?.attributes[name]) ?? '–'} ${decidable ? '' : 'undecidable '}${traps.join(' ')}`,
        )
      }
    }
  }
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`)
  process.exitCode = 2
}
