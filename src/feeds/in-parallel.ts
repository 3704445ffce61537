/** Runs at most `width` at a time; results in the order of the items. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const queue = items.entries()
  let isStopped = false
  const worker = async () => {
    for (const [index, item] of queue) {
      if (isStopped) return
      results[index] = await work(item)
    }
  }
  const workers = Array.from({ length: width }, worker)
  await Promise.all(workers).finally(() => {
    isStopped = true
  })
  return results
}
