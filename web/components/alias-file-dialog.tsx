import { Button, Group } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { AliasFileResult } from '#web/api/contract.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { FileChoice } from '#web/ui/file-choice.tsx'
import { FormError } from '#web/ui/form.tsx'
import { tell } from '#web/ui/notice.ts'
import { Remark } from '#web/ui/remark.tsx'
import { saveFile } from '#web/ui/save-file.ts'
import { useChange } from '#web/ui/use-change.ts'
import classes from './aliases.module.css'

/** Takes a file of aliases, as the page hands it out. */
export function AliasFileDialog({
  columns,
  add,
  onClose,
}: {
  columns: readonly string[]
  add: (file: File, onProgress: (part: number) => void) => Promise<AliasFileResult>
  onClose: () => void
}) {
  const [sent, setSent] = useState<number>()
  const adding = useChange((file: File) => add(file, setSent), {
    onDone: (result) => {
      if (result.skipped.length > 0) return
      tell(summaryOf(result))
      onClose()
    },
  })
  return (
    <Dialog title="Add aliases from a file" opened onClose={onClose} size={adding.data ? 'lg' : 'md'}>
      {adding.data ? (
        <Skipped result={adding.data} columns={columns} onClose={onClose} />
      ) : (
        <>
          <p className={classes.lead}>
            What a row says of a name takes the place of what was said before. A row that cannot be taken is shown with
            the reason, and stops no other.
          </p>
          <FileChoice
            autoFocus
            label="Choose a file"
            hint={`JSON, or CSV with the columns ${columns.join(', ')}`}
            accept=".json,.csv"
            progress={adding.isPending ? (sent ?? 0) : undefined}
            onFile={(file) => adding.mutate(file)}
          />
          <FormError error={adding.error} />
        </>
      )}
    </Dialog>
  )
}

function summaryOf({ ids, set }: AliasFileResult): string {
  const before = ids.length - set
  const fresh = set === 0 ? 'No alias is new' : `${formatCount(set)} ${set === 1 ? 'alias is' : 'aliases are'} set`
  return before === 0 ? `${fresh}.` : `${fresh}; ${formatCount(before)} ${before === 1 ? 'stands' : 'stand'} as before.`
}

/** Rows that could not be taken, and a file of them to be mended. */
function Skipped({
  result,
  columns,
  onClose,
}: {
  result: AliasFileResult
  columns: readonly string[]
  onClose: () => void
}) {
  const { skipped } = result
  const summary = useRef<HTMLDivElement>(null)
  // The field that had the focus is gone.
  useEffect(() => summary.current?.focus(), [])
  const save = () => {
    const rows = skipped.map(({ text, reason }) => `${text},"${reason.replaceAll('"', '""')}"`)
    const content = new Blob([[[...columns, 'reason'].join(), ...rows, ''].join('\r\n')], { type: 'text/csv' })
    saveFile({ name: 'aliases-not-taken.csv', content })
  }
  return (
    <div className={classes.result}>
      <div ref={summary} tabIndex={-1}>
        <Remark
          tone="warn"
          title={`${formatCount(skipped.length)} ${skipped.length === 1 ? 'row' : 'rows'} could not be taken`}
        >
          {summaryOf(result)} Download these rows, mend them, and add that file.
        </Remark>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reached by keyboard */}
      <ul className={classes.changes} tabIndex={0} aria-label="Rows that could not be taken">
        {skipped.slice(0, mostShown).map(({ position, reason, text }) => (
          <li key={position}>
            <strong>{position}</strong>: {reason}
            <div className={classes.row}>{text}</div>
          </li>
        ))}
        {skipped.length > mostShown && (
          <li className="quiet">And {formatCount(skipped.length - mostShown)} more, in the file.</li>
        )}
      </ul>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={save}>
          Download these rows
        </Button>
        <Button onClick={onClose}>Close</Button>
      </Group>
    </div>
  )
}

const mostShown = 200
