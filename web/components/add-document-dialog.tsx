import { TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { addDocument, type DocumentTarget } from '#web/api/mds2.ts'
import { paths } from '#web/paths.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { FileChoice } from '#web/ui/file-choice.tsx'
import { FormError } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './sbom.module.css'

const nouns = { sbom: 'bill', vex: 'VEX document', mds2: 'MDS2 form' }

/** A bill of materials, a VEX document on bills or an MDS2 form; what it does not say of its product, a person says. */
export function AddDocumentDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter()
  const [target, setTarget] = useState<DocumentTarget>({ manufacturer: '', model: '', versions: '' })
  const [progress, setProgress] = useState<number>()
  const add = useChange(
    async (file: File) => {
      setProgress(0)
      return await addDocument(file, target, setProgress).finally(() => setProgress(undefined))
    },
    {
      done: ({ kind, isNew }) => {
        const what = nouns[kind]
        return isNew ? `The ${what} was added.` : `This ${what} is here already; nothing was changed.`
      },
      onDone: ({ kind, id }) => {
        onClose()
        router.history.push(
          kind === 'sbom' ? paths.sbom(id) : kind === 'vex' ? paths.vexDocument(id) : paths.mds2Form(id),
        )
      },
    },
  )
  const field = (name: keyof DocumentTarget, label: string, description: string) => (
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
    <Dialog title="Add a document" opened onClose={onClose} size="lg">
      <p className={classes.lead}>
        A bill of materials, a VEX document that links to bills, or an MDS2 form: which it is, is read from the file.
        Leave these empty to take what the document says of itself. Fill them in where it says nothing, or says it in
        other words than the inventory.
      </p>
      <div className={classes.fields}>
        {field('manufacturer', 'Manufacturer', 'As in the inventory')}
        {field('model', 'Model', 'As in the inventory')}
        {field('versions', 'Versions', 'Like 4.1, 4.2 or >= 4.0 | < 4.2; * for all')}
      </div>
      <FileChoice
        label="Choose the document"
        hint="SBOM: CycloneDX 1.4 to 1.6 (JSON or XML) or SPDX 2.3 (JSON or tag-value), up to 50 MB. MDS2: HN 1-2013 or HN 1-2019 (.xlsx, CSV or text). The same file twice changes nothing."
        accept=".json,.xml,.spdx,.cdx,.txt,.xlsx,.xlsm,.csv"
        onFile={(file) => add.mutate(file)}
        progress={progress}
      />
      <FormError error={add.error} />
    </Dialog>
  )
}
