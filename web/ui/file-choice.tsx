import { Progress } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useId, useState } from 'react'
import classes from './file-choice.module.css'

/** A file, chosen or dropped. */
export function FileChoice({
  label,
  hint,
  accept,
  onFile,
  progress,
  disabled,
  autoFocus,
}: {
  label: string
  hint: string
  accept?: string | undefined
  onFile: (file: File) => void
  /** How much of it has been sent, 0–1; absent where nothing is under way. */
  progress?: number | undefined
  disabled?: boolean
  /** In a dialog, it is where one begins. */
  autoFocus?: boolean
}) {
  const id = useId()
  const [isOver, setIsOver] = useState(false)
  const isBusy = progress !== undefined
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way in; the label and its input are the main one
    <div
      className={`${classes.choice} ${isOver ? classes.over : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setIsOver(false)
        const file = event.dataTransfer.files[0]
        if (file && !isBusy && !disabled) onFile(file)
      }}
    >
      <IconFileUpload size={32} aria-hidden stroke={1.5} />
      <input
        id={id}
        type="file"
        className="visually-hidden"
        accept={accept}
        disabled={isBusy || disabled}
        data-autofocus={autoFocus || undefined}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      <p id={`${id}-hint`} className={classes.hint}>
        {hint}
      </p>
      {isBusy && <Progress value={progress * 100} w="min(20rem, 100%)" aria-label="Sending the file" />}
    </div>
  )
}
