import { isMainThread, workerData } from 'node:worker_threads'

// The worker runs in a thread of its own, so that an import or a match never holds up the server.
if (isMainThread) {
  const { runCli } = await import('#cli/main.ts')
  const { parts } = await import('#wiring/parts.ts')
  await runCli(process.argv.slice(2), parts)
} else {
  const { runWorkerThread } = await import('#wiring/worker-thread.ts')
  await runWorkerThread(workerData)
}
