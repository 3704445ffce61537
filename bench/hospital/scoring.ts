/** What a resolver answered of one record, and what is true. */
export interface Answered {
  /** The resolver's own name of the device. */
  readonly device: string
  /** The device by the ground truth; null for a record of no device. */
  readonly truly: string | null
}

export interface PairScore<Record extends Answered = Answered> {
  /** Pairs of records of one device that were put together. */
  readonly right: number
  /** Pairs of records of two devices that were put together. */
  readonly wrong: number
  /** Pairs of records of one device that were left apart. */
  readonly lost: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** Each of the wrong pairs. */
  readonly wrongPairs: readonly (readonly [Record, Record])[]
}

/** Scores a resolver's answer by pairs of records. A record of no device belongs with no other. */
export function scorePairs<Record extends Answered>(records: readonly Record[]): PairScore<Record> {
  const clusters = groupsBy(records, ({ device }) => device)
  const wrongPairs: [Record, Record][] = []
  let right = 0
  for (const cluster of clusters)
    for (const [at, one] of cluster.entries())
      for (const other of cluster.slice(at + 1))
        if (one.truly !== null && one.truly === other.truly) right++
        else wrongPairs.push([one, other])
  let pairs = 0
  for (const { length } of groupsBy(
    records.filter(({ truly }) => truly !== null),
    ({ truly }) => truly!,
  ))
    pairs += (length * (length - 1)) / 2
  const wrong = wrongPairs.length
  const precision = right + wrong === 0 ? 1 : right / (right + wrong)
  const recall = pairs === 0 ? 1 : right / pairs
  return {
    ...{ right, wrong, lost: pairs - right, precision, recall },
    f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    wrongPairs,
  }
}

function groupsBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return [...groups.values()]
}
