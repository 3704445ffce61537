import { parseArgs } from 'node:util'
import { readResult, readTruth } from './score-files.ts'
import { type Quality, type Report, score } from './scoring.ts'

const usage = `node bench/identity/score.ts --truth DIR/truth.jsonl --result FILE [--review FILE] [--attributes FILE] [--by-row] [--format text|json]
  --result   JSON lines {source, key, device, probability} and {review: [{source, key}, {source, key}], probability}
             or CSV source,key,device,probability (then --review FILE: CSV source,key,source,key,probability)
  --attributes  JSON lines {device, attributes: {name: value, …}}, device as in --result; --golden is the same
  --by-row   key is the row of the file, counted from 1 without the header`

try {
  const { values } = parseArgs({
    options: {
      truth: { type: 'string' },
      result: { type: 'string' },
      review: { type: 'string' },
      attributes: { type: 'string' },
      golden: { type: 'string' },
      'by-row': { type: 'boolean', default: false },
      format: { type: 'string', default: 'text' },
    },
  })
  if (!values.truth || !values.result) throw new Error('--truth and --result are needed')
  if (values.format !== 'text' && values.format !== 'json') throw new Error('--format is text or json')
  const truth = await readTruth(values.truth)
  const report = score(truth, await readResult(values.result, values.review, values.attributes ?? values.golden), {
    byRow: values['by-row'],
  })
  console.log(values.format === 'json' ? JSON.stringify(report, null, 2) : asText(report))
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`)
  process.exitCode = 2
}

function asText(report: Report): string {
  const { records, pairwise, bcubed, undecidable, review, calibration, clusters, attributes, traps } = report
  const lines = [
    `records      ${records.told} told, ${records.answered} answered, ${records.strange} strange, ${records.repeated} repeated, ${records.undecidable} undecidable`,
    `pairwise     ${qualities(pairwise)}   ${pairwise.right} right, ${pairwise.wrong} wrong, ${pairwise.lost} lost`,
    `B³           ${qualities(bcubed)}`,
    `wrong merges ${percent(report.wrongMergeShare)} of merged pairs`,
    `undecidable  ${undecidable.pairs} true pairs, ${undecidable.merged} of them merged; ${undecidable.mergedApart} merged of devices that look alike`,
    `review       ${review.pairs} pairs = ${percent(review.shareOfDevices)} of devices (${percent(review.shareOfResolved)} of the resolver's): ${review.same} same, ${review.different} different, ${review.undecidable} undecidable`,
    `  answered   pairwise ${qualities(review.after.pairwise)}, B³ ${qualities(review.after.bcubed)}, wrong merges ${percent(review.after.wrongMergeShare)}`,
    `calibration  error of records ${error(calibration.records)}, of reviews ${error(calibration.reviews)}`,
    `devices      ${clusters.resolved} resolved, ${clusters.true} true`,
    ...Object.entries(clusters.sizes).map(
      ([size, counts]) => `  of ${size.padEnd(5)} ${counts.resolved} / ${counts.true}`,
    ),
    ...(attributes
      ? [
          'attribute            accuracy  complete  doubtful: right, wrong',
          ...Object.entries(attributes).map(
            ([name, { accuracy, completeness, doubtful }]) =>
              `  ${name.padEnd(18)} ${percent(accuracy).padStart(8)}  ${percent(completeness).padStart(8)}  ${doubtful.right}, ${doubtful.wrong}`,
          ),
        ]
      : []),
    'trap                    records    pairs     lost            wrong',
    ...Object.entries(traps).map(
      ([name, { records, pairs, lost, wrong }]) =>
        `  ${name.padEnd(21)} ${String(records).padStart(7)} ${String(pairs).padStart(8)} ${String(lost).padStart(8)} ${percent(pairs === 0 ? 0 : lost / pairs).padStart(7)} ${String(wrong).padStart(8)}`,
    ),
  ]
  return lines.join('\n')
}

function qualities({ precision, recall, f1 }: Quality): string {
  return `P ${precision.toFixed(4)} R ${recall.toFixed(4)} F1 ${f1.toFixed(4)}`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`
}

function error(value: Report['calibration']['records']): string {
  return value === null ? 'not told' : `${value.error.toFixed(4)} (${value.judged})`
}
