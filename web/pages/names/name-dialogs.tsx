import { TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { NameRule } from '#web/api/contract.ts'
import { type StatedName, setNames, undoName } from '#web/api/names.ts'
import { AliasEditor } from '#web/components/alias-editor.tsx'
import { TakeBackDialog } from '#web/components/take-back-dialog.tsx'
import { NamePreview } from './name-preview.tsx'

const kinds = [
  { value: 'vendor', label: 'The maker is another name of …' },
  { value: 'not_vendor', label: 'The maker is not …' },
  { value: 'model', label: 'The model is the product …' },
] as const

const toRule = (kind: NameRule['kind'], name: string, maker: string, model: string): StatedName | null => {
  const stated = { name: name.trim(), maker: maker.trim() }
  if (stated.name === '' || stated.maker === '') return null
  if (kind !== 'model') return { kind, ...stated }
  return model.trim() === '' ? null : { kind, ...stated, model: model.trim() }
}

/** Says who or what a name of the inventory is, with what that would change. */
export function EditNameDialog({
  name: given,
  maker: proposed,
  onClose,
}: {
  name: string
  maker: string
  onClose: () => void
}) {
  const [kind, setKind] = useState<NameRule['kind']>('vendor')
  const [name, setName] = useState(given)
  const [maker, setMaker] = useState(proposed)
  const [model, setModel] = useState('')
  const rule = toRule(kind, name, maker, model)
  const change = useMemo(() => {
    const stated = toRule(kind, name, maker, model)
    return stated && { add: [stated], undo: [] }
  }, [kind, name, maker, model])
  const choose = (next: NameRule['kind']) => {
    // What stood for the maker's name is no model.
    if ((next === 'model') !== (kind === 'model')) {
      setName(next === 'model' ? '' : maker)
      setMaker(next === 'model' ? name : '')
    }
    setKind(next)
  }
  return (
    <AliasEditor
      title="Say who it is"
      kinds={kinds}
      kind={kind}
      onKind={choose}
      rule={rule}
      set={setNames}
      done="The alias holds. What it reads otherwise was matched again."
      preview={<NamePreview change={change} />}
      onClose={onClose}
    >
      {kind === 'model' ? (
        <>
          <TextInput
            label="Maker"
            description="As the inventory or an advisory names it"
            value={maker}
            onChange={(event) => setMaker(event.currentTarget.value)}
          />
          <TextInput
            label="Model, as the inventory writes it"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label="Is the product"
            description="As advisories name it, such as IntelliVue MX800"
            value={model}
            onChange={(event) => setModel(event.currentTarget.value)}
          />
        </>
      ) : (
        <>
          <TextInput
            label="Maker, as the inventory writes it"
            description="Case, signs and legal forms make no difference"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={kind === 'vendor' ? 'Is the maker' : 'Is not the maker'}
            value={maker}
            onChange={(event) => setMaker(event.currentTarget.value)}
          />
        </>
      )}
    </AliasEditor>
  )
}

/** Takes an alias back, with what that would change. */
export function UndoNameDialog({ rule, onClose }: { rule: NameRule; onClose: () => void }) {
  const change = useMemo(() => ({ add: [], undo: [rule.id] }), [rule.id])
  return (
    <TakeBackDialog
      name={rule.name}
      takeBack={(reason) => undoName(rule.id, reason)}
      done="The alias is taken back. What it read otherwise was matched again."
      onClose={onClose}
    >
      <NamePreview change={change} />
    </TakeBackDialog>
  )
}
