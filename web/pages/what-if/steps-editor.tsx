import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { WhatIfStep } from '#web/api/contract.ts'
import { ChoiceSelect, type Chosen, VulnerabilityTags } from './choice-select.tsx'
import { reachWords, type StepKind, stepKinds, type Where } from './step-words.ts'
import classes from './what-if.module.css'

type Reach = Extract<WhatIfStep, { kind: 'control' }>['reach'][number]
const reaches = Object.keys(reachWords) as Reach[]

/** A step as it is being written: it may be half done. */
export interface DraftStep {
  readonly id: number
  readonly kind: StepKind
  readonly where: Where
  readonly vulnerabilities: readonly string[]
  readonly advisory: string | null
  readonly zone: string
  readonly version: string
  readonly name: string
  readonly reach: readonly Reach[]
  readonly replacement: Chosen | null
}

let last = 0
export const newStep = (kind: StepKind): DraftStep => ({
  id: ++last,
  kind,
  where: {},
  vulnerabilities: [],
  advisory: null,
  ...{ zone: '', version: '', name: '', reach: ['network', 'adjacent'], replacement: null },
})

export function toDraft(step: WhatIfStep): DraftStep {
  const { kind, where = {}, ...rest } = step
  const draft = newStep(kind)
  const { replacement, ...own } = rest as Partial<DraftStep> & {
    replacement?: { manufacturer: string; model: string; version?: string }
  }
  return {
    ...draft,
    ...own,
    where,
    version: replacement?.version ?? own.version ?? '',
    replacement: replacement ? { manufacturer: replacement.manufacturer, value: replacement.model } : null,
  }
}

const isSaid = (where: Where) => Object.values(where).some((part) => part !== undefined)

/** The step as it is sent, or why it cannot be yet. */
export function fromDraft(draft: DraftStep): WhatIfStep | string {
  const { kind, where, vulnerabilities, advisory, replacement, reach } = draft
  const [zone, version, name] = [draft.zone.trim(), draft.version.trim(), draft.name.trim()]
  if (kind === 'remove') {
    if (vulnerabilities.length === 0 && advisory === null) return 'name a vulnerability or an advisory'
    return {
      kind,
      ...(vulnerabilities.length > 0 && { vulnerabilities: [...vulnerabilities] }),
      ...(advisory !== null && { advisory }),
      ...(isSaid(where) && { where }),
    }
  }
  if (!isSaid(where)) return 'say which devices'
  switch (kind) {
    case 'segment':
      return zone ? { kind, where, zone } : 'name the zone that they move to'
    case 'upgrade':
      if (where.model === undefined) return 'name the model'
      if (advisory !== null) return { kind, where, advisory }
      return version ? { kind, where, version } : 'name the version, or an advisory that names it'
    case 'control':
      if (!name) return 'name the control'
      return reach.length > 0 ? { kind, where, name, reach: [...reach] } : 'say against use from where'
    case 'disconnect':
      return { kind, where }
    case 'retire': {
      if (!replacement) return { kind, where }
      const { manufacturer, value: model } = replacement
      return { kind, where, replacement: { manufacturer: manufacturer ?? '', model, ...(version && { version }) } }
    }
  }
}

export function StepsEditor({
  steps,
  onChange,
}: {
  steps: readonly DraftStep[]
  onChange: (steps: DraftStep[]) => void
}) {
  const edit = (id: number, patch: Partial<DraftStep>) =>
    onChange(steps.map((one) => (one.id === id ? { ...one, ...patch } : one)))
  return (
    <div className={classes.steps}>
      {steps.map((step, at) => (
        <fieldset key={step.id} className={classes.step}>
          <legend>Step {at + 1}</legend>
          <Select
            label="If we"
            data={Object.entries(stepKinds).map(([value, label]) => ({ value, label }))}
            allowDeselect={false}
            value={step.kind}
            onChange={(kind) => kind && edit(step.id, { kind: kind as StepKind })}
          />
          <StepFields step={step} onChange={(patch) => edit(step.id, patch)} />
          <Button
            variant="subtle"
            className={classes.drop}
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => onChange(steps.filter((one) => one.id !== step.id))}
            aria-label={`Leave out step ${at + 1}`}
          >
            Leave out
          </Button>
        </fieldset>
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={steps.length >= 20}
          onClick={() => onChange([...steps, newStep(steps.length === 0 ? 'remove' : 'segment')])}
        >
          Add a step
        </Button>
      </div>
    </div>
  )
}

interface Fields {
  step: DraftStep
  onChange: (patch: Partial<DraftStep>) => void
}

const chosen = (value: string | null | undefined): Chosen | null =>
  value === undefined || value === null ? null : { value, manufacturer: null }

function StepFields({ step, onChange }: Fields) {
  const { kind } = step
  const where = <WhereFields step={step} onChange={onChange} />
  switch (kind) {
    case 'remove':
      return (
        <>
          <VulnerabilityTags
            value={step.vulnerabilities}
            onChange={(vulnerabilities) => onChange({ vulnerabilities })}
          />
          <ChoiceSelect
            of="advisory"
            label="All that an advisory leaves open"
            placeholder="None"
            value={chosen(step.advisory)}
            onChange={(one) => onChange({ advisory: one?.value ?? null })}
          />
          {where}
        </>
      )
    case 'segment':
      return (
        <>
          {where}
          <TextInput
            label="They move to the zone"
            description="Its name says how far it is apart: infusion, imaging, isolated."
            maxLength={300}
            value={step.zone}
            onChange={(event) => onChange({ zone: event.currentTarget.value })}
          />
        </>
      )
    case 'upgrade':
      return (
        <>
          {where}
          <TextInput
            label="Version"
            maxLength={300}
            disabled={step.advisory !== null}
            value={step.version}
            onChange={(event) => onChange({ version: event.currentTarget.value })}
          />
          <ChoiceSelect
            of="advisory"
            label="Or the version that an advisory calls fixed"
            placeholder="None"
            value={chosen(step.advisory)}
            onChange={(one) => onChange({ advisory: one?.value ?? null })}
          />
        </>
      )
    case 'control':
      return (
        <>
          <TextInput
            label="The control"
            placeholder="Firewall in front of the segment"
            maxLength={300}
            value={step.name}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
          {where}
          <Checkbox.Group
            label="It keeps off what is used from"
            value={[...step.reach]}
            onChange={(reach) => onChange({ reach: reach as Reach[] })}
            className={classes.wide}
          >
            <div className={classes.reach}>
              {reaches.map((one) => (
                <Checkbox key={one} value={one} label={reachWords[one]} />
              ))}
            </div>
          </Checkbox.Group>
        </>
      )
    case 'disconnect':
      return where
    case 'retire':
      return (
        <>
          {where}
          <ChoiceSelect
            of="model"
            label="What stands in their place"
            placeholder="Nothing"
            value={step.replacement}
            onChange={(replacement) => onChange({ replacement })}
          />
          {step.replacement && (
            <TextInput
              label="Its version (may stay empty)"
              maxLength={300}
              value={step.version}
              onChange={(event) => onChange({ version: event.currentTarget.value })}
            />
          )}
        </>
      )
  }
}

/** Which devices: those that all of it is true of. */
function WhereFields({ step: { where }, onChange }: Fields) {
  const set = (patch: Where) => {
    const next = { ...where, ...patch }
    onChange({ where: Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) })
  }
  return (
    <>
      <ChoiceSelect
        of="model"
        label="Model"
        value={where.model === undefined ? null : { value: where.model, manufacturer: where.manufacturer ?? null }}
        onChange={(one) => set({ model: one?.value, manufacturer: one?.manufacturer ?? undefined } as Where)}
      />
      <ChoiceSelect
        of="zone"
        label="Zone"
        value={chosen(where.zone)}
        onChange={(one) => set({ zone: one?.value } as Where)}
      />
      <ChoiceSelect
        of="site"
        label="Site"
        value={chosen(where.site)}
        onChange={(one) => set({ site: one?.value } as Where)}
      />
      <ChoiceSelect
        of="careArea"
        label="Care area"
        value={chosen(where.careArea)}
        onChange={(one) => set({ careArea: one?.value } as Where)}
      />
      {where.devices && (
        <p className={classes.wide}>
          {where.devices.length === 1
            ? 'One device, chosen by hand'
            : `${where.devices.length} devices, chosen by hand`}
          <Button variant="subtle" size="compact-sm" onClick={() => set({ devices: undefined } as unknown as Where)}>
            Any device
          </Button>
        </p>
      )}
    </>
  )
}
