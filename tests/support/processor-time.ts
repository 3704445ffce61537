/** Milliseconds that this thread was at work on it: what others do on the machine meanwhile counts for nothing. */
export function processorMs(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}
