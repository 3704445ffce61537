import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { Dialog } from '#web/ui/dialog.tsx'
import { ReasonForm } from '#web/ui/reason-form.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { useMay } from './access.ts'

/** Says what a text of the inventory is, with what that would change. */
export function AliasEditor<Kind extends string, Rule>({
  title,
  kinds,
  kind,
  onKind,
  rule,
  set,
  done,
  preview,
  onClose,
  children,
}: {
  title: string
  kinds: readonly { readonly value: Kind; readonly label: string }[]
  kind: Kind
  onKind: (kind: Kind) => void
  /** What is said; null while a field is empty. */
  rule: Rule | null
  set: (body: { rules: Rule[]; note: string }) => Promise<unknown>
  done: string
  preview: ReactNode
  onClose: () => void
  /** The fields. */
  children: ReactNode
}) {
  const whyNot = useMay().whyNot('finding:decide')
  const save = useChange((note: string) => set({ rules: rule === null ? [] : [rule], note }), { done, onDone: onClose })
  return (
    <Dialog title={title} opened onClose={onClose} size="lg">
      <ReasonForm
        submit="Save"
        label="How do you know?"
        missing="Say how you know."
        disabledReason={whyNot ?? (rule === null ? 'Fill in every field.' : null)}
        change={save}
      >
        <NativeSelect
          label="What do you say?"
          data-autofocus
          data={kinds.map((one) => ({ ...one }))}
          value={kind}
          onChange={(event) => onKind(event.currentTarget.value as Kind)}
        />
        {children}
        {!whyNot && preview}
      </ReasonForm>
    </Dialog>
  )
}
