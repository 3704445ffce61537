import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { readResults } from '#web/api/work-orders.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { FileChoice } from '#web/ui/file-choice.tsx'
import { FormError } from '#web/ui/form.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useChange } from '#web/ui/use-change.ts'

/** Reads what the CMMS says of the work orders that it was given. */
export function ResultsDialog({ outlet, onClose }: { outlet: { id: string; title: string }; onClose: () => void }) {
  const [progress, setProgress] = useState<number>()
  const read = useChange(async (file: File) => {
    setProgress(0)
    return await readResults(outlet.id, file, setProgress).finally(() => setProgress(undefined))
  }, {})
  const result = read.data
  return (
    <Dialog title={`Results of ${outlet.title}`} opened onClose={onClose}>
      {result ? (
        <>
          <Remark
            tone={result.skipped.length > 0 ? 'warn' : 'good'}
            title={`${formatCount(result.applied)} taken over, ${formatCount(result.unchanged)} as they were, ${formatCount(result.skipped.length)} skipped`}
          />
          {result.skipped.length > 0 && (
            <ul>
              {result.skipped.slice(0, 50).map((one) => (
                <li key={`${one.position} ${one.reason}`}>
                  {one.position}: {one.reason}
                </li>
              ))}
            </ul>
          )}
          <Group justify="flex-end" mt="md">
            <Button onClick={onClose}>Close</Button>
          </Group>
        </>
      ) : (
        <>
          <FileChoice
            autoFocus
            label="Choose the file with the results"
            hint="The file that was sent out, with what the CMMS filled in. Reading it twice changes nothing."
            onFile={(file) => read.mutate(file)}
            progress={progress}
          />
          <FormError error={read.error} />
        </>
      )}
    </Dialog>
  )
}
