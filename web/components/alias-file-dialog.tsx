import { useState } from 'react'
import type { AliasFileResult } from '#web/api/contract.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { FileChoice } from '#web/ui/file-choice.tsx'
import { FormError } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'

/** Takes a file of aliases, as the page hands it out. */
export function AliasFileDialog({
  columns,
  add,
  onClose,
}: {
  columns: string
  add: (file: File, onProgress: (part: number) => void) => Promise<AliasFileResult>
  onClose: () => void
}) {
  const [sent, setSent] = useState<number>()
  const adding = useChange((file: File) => add(file, setSent), {
    done: ({ ids }) => `${ids.length} ${ids.length === 1 ? 'alias holds' : 'aliases hold'} now.`,
    onDone: onClose,
  })
  return (
    <Dialog title="Add aliases from a file" opened onClose={onClose}>
      <p>All of the file is taken, or nothing. What it says of a name takes the place of what was said before.</p>
      <FileChoice
        label="Choose a file"
        hint={`JSON, or CSV with the columns ${columns}`}
        accept=".json,.csv"
        progress={adding.isPending ? (sent ?? 0) : undefined}
        onFile={(file) => adding.mutate(file)}
      />
      <FormError error={adding.error} />
    </Dialog>
  )
}
