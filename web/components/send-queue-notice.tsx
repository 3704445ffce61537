import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { flushOutbox, outbox } from '#web/api/outbox.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { tell } from '#web/ui/notice.ts'
import { Remark } from '#web/ui/remark.tsx'

/** Work that waits on this device for the network: visible on every page until the server has it. */
export function SendQueueNotice() {
  const waiting = useSyncExternalStore(outbox.subscribe, outbox.waiting)
  const queryClient = useQueryClient()
  const flush = useCallback(async () => {
    const sent = await flushOutbox()
    if (sent === 0) return
    tell(sent === 1 ? 'The work that waited was sent.' : `${sent} completions that waited were sent.`)
    await queryClient.invalidateQueries()
  }, [queryClient])
  const isWaiting = waiting.length > 0
  useEffect(() => {
    if (!isWaiting) return
    const again = () => void flush()
    const timer = setInterval(again, 20_000)
    window.addEventListener('online', again)
    again()
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', again)
    }
  }, [isWaiting, flush])

  if (!isWaiting) return null
  return (
    <div style={{ padding: 'var(--space-3) var(--space-4) 0', display: 'grid', gap: 'var(--space-2)' }} role="status">
      {waiting.map((one) => (
        <Remark
          key={one.form.clientKey}
          tone={one.refused ? 'bad' : 'warn'}
          title={one.refused ? `${one.number} could not be sent` : `${one.number} waits for the network`}
          actions={
            one.refused ? (
              <Button size="compact-sm" variant="default" onClick={() => outbox.discard(one)}>
                Discard
              </Button>
            ) : (
              <Button size="compact-sm" variant="default" onClick={() => void flush()}>
                Try now
              </Button>
            )
          }
        >
          {one.refused ?? 'It is kept on this device and sent by itself when the network is back.'}{' '}
          <AppLink href={paths.workOrder(one.orderId)}>Open {one.number}</AppLink>
        </Remark>
      ))}
    </div>
  )
}
