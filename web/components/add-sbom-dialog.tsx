import { TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { addSbom, type SbomTarget } from '#web/api/sboms.ts'
import { paths } from '#web/paths.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { FileChoice } from '#web/ui/file-choice.tsx'
import { FormError } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './sbom.module.css'

const nouns = { bill: 'bill', vex: 'VEX document' }

/** A bill of materials, or a VEX document on bills; what it does not say of its product, a person says. */
export function AddSbomDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter()
  const [target, setTarget] = useState<SbomTarget>({ manufacturer: '', model: '', versions: '' })
  const [progress, setProgress] = useState<number>()
  const add = useChange(
    async (file: File) => {
      setProgress(0)
      return await addSbom(file, target, setProgress).finally(() => setProgress(undefined))
    },
    {
      done: ({ kind, isNew }) =>
        isNew ? `The ${nouns[kind]} was added.` : `This ${nouns[kind]} is here already; nothing was changed.`,
      onDone: ({ kind, id }) => {
        onClose()
        router.history.push(kind === 'vex' ? paths.vexDocument(id) : paths.sbom(id))
      },
    },
  )
  const field = (name: keyof SbomTarget, label: string, description: string) => (
    <TextInput
      label={label}
      description={description}
      value={target[name]}
      onChange={(event) => {
        const { value } = event.currentTarget
        setTarget((before) => ({ ...before, [name]: value }))
      }}
    />
  )
  return (
    <Dialog title="Add an SBOM" opened onClose={onClose} size="lg">
      <p className={classes.lead}>
        Leave these empty to take what the bill says of itself. Fill them in where it says nothing, or says it in other
        words than the inventory. A VEX document that links to bills needs none of them.
      </p>
      <div className={classes.fields}>
        {field('manufacturer', 'Manufacturer', 'As in the inventory')}
        {field('model', 'Model', 'As in the inventory')}
        {field('versions', 'Versions', 'Like 4.1, 4.2 or >= 4.0 | < 4.2; * for all')}
      </div>
      <FileChoice
        label="Choose the file"
        hint="CycloneDX 1.4 to 1.6 (JSON or XML) or SPDX 2.3 (JSON or tag-value), up to 50 MB. The same file twice changes nothing."
        accept=".json,.xml,.spdx,.cdx,.txt"
        onFile={(file) => add.mutate(file)}
        progress={progress}
      />
      <FormError error={add.error} />
    </Dialog>
  )
}
