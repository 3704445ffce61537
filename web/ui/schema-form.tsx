import { Button, Checkbox, Group, NumberInput, PasswordInput, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { humanise } from '#web/api/words.ts'

/** The part of JSON Schema that a form is drawn from. */
export interface SettingsSchema {
  type?: string
  title?: string
  description?: string
  default?: unknown
  enum?: unknown[]
  format?: string
  minimum?: number
  maximum?: number
  properties?: Record<string, SettingsSchema>
  required?: string[]
  anyOf?: SettingsSchema[]
  oneOf?: SettingsSchema[]
  const?: unknown
  /** What each choice is called. */
  optionTitles?: Record<string, string>
  writeOnly?: boolean
  /** Of another setting: the choices with which this one counts. */
  shownWhen?: Record<string, readonly string[]>
}

export type SchemaValues = Record<string, unknown>

/** A schema that allows several shapes is drawn by the first that is not null. */
function shapeOf(schema: SettingsSchema): SettingsSchema {
  const shapes = schema.anyOf ?? schema.oneOf
  if (!shapes) return schema
  if (shapes.every((shape) => shape.const !== undefined)) return { ...schema, enum: shapes.map((shape) => shape.const) }
  const { anyOf: _any, oneOf: _one, ...rest } = schema
  return { ...shapes.find((shape) => shape.type !== 'null'), ...rest }
}

/** Whether a setting counts, with the others as they are. */
function isShown({ shownWhen }: SettingsSchema, schema: SettingsSchema, values: SchemaValues): boolean {
  return Object.entries(shownWhen ?? {}).every(([name, words]) =>
    words.includes(String(values[name] ?? schema.properties?.[name]?.default)),
  )
}

export function defaultsOf(schema: SettingsSchema | undefined): SchemaValues {
  const known = Object.entries(schema?.properties ?? {}).filter(([, property]) => property.default !== undefined)
  return Object.fromEntries(known.map(([name, property]) => [name, property.default]))
}

/** What must be there and is not; null where nothing is missing. */
export function missingIn(schema: SettingsSchema, values: SchemaValues): string | null {
  const missing = (schema.required ?? []).find((name) => {
    const property = schema.properties?.[name]
    return (
      property &&
      isShown(property, schema, values) &&
      property.default === undefined &&
      property.type !== 'boolean' &&
      (values[name] ?? '') === ''
    )
  })
  return missing ? `Fill in “${schema.properties?.[missing]?.title ?? humanise(missing)}”.` : null
}

/** A settings form, drawn from the JSON Schema that the server gives. */
export function SchemaForm({
  schema,
  value,
  onChange,
}: {
  schema: SettingsSchema
  value: SchemaValues
  onChange: (value: SchemaValues) => void
}) {
  const shown = Object.entries(schema.properties ?? {}).filter(([, property]) => isShown(property, schema, value))
  return (
    <Stack gap="md">
      {shown.map(([name, property]) => (
        <SchemaField
          key={name}
          name={name}
          schema={shapeOf(property)}
          required={schema.required?.includes(name) === true && property.default === undefined}
          value={value[name] ?? property.default}
          onChange={(next) => {
            const { [name]: _, ...rest } = value
            onChange(next === undefined ? rest : { ...rest, [name]: next })
          }}
        />
      ))}
    </Stack>
  )
}

function SchemaField({
  name,
  schema,
  required,
  value,
  onChange,
}: {
  name: string
  schema: SettingsSchema
  required: boolean
  value: unknown
  onChange: (value: unknown) => void
}) {
  const label = schema.title ?? humanise(name)
  const shared = { label, ...(schema.description ? { description: schema.description } : {}), required }
  const text = typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value)
  if (schema.enum)
    return (
      <Select
        {...shared}
        data={schema.enum.map((one) => ({
          value: String(one),
          label: schema.optionTitles?.[String(one)] ?? humanise(String(one)),
        }))}
        value={text || null}
        onChange={(picked) => onChange(schema.enum?.find((one) => String(one) === picked))}
      />
    )
  if (schema.type === 'boolean')
    return (
      <Checkbox
        {...shared}
        required={false}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    )
  if (schema.type === 'integer' || schema.type === 'number')
    return (
      <NumberInput
        {...shared}
        value={typeof value === 'number' ? value : ''}
        {...(schema.minimum !== undefined ? { min: schema.minimum } : {})}
        {...(schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER ? { max: schema.maximum } : {})}
        allowDecimal={schema.type === 'number'}
        onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
      />
    )
  if (schema.type === 'array')
    return (
      <Textarea
        {...shared}
        description={schema.description ?? 'One on each line.'}
        autosize
        minRows={2}
        value={Array.isArray(value) ? value.join('\n') : ''}
        onChange={(event) => {
          const lines = event.currentTarget.value.split('\n')
          onChange(lines.length === 1 && lines[0] === '' ? undefined : lines)
        }}
      />
    )
  const change = (next: string) => onChange(next === '' ? undefined : next)
  if (schema.writeOnly || schema.format === 'password')
    return <SecretField shared={shared} value={value} onChange={onChange} />
  if (/key|certificate|pem/i.test(name))
    return (
      <Textarea {...shared} autosize minRows={3} value={text} onChange={(event) => change(event.currentTarget.value)} />
    )
  return (
    <TextInput {...shared} autoComplete="off" value={text} onChange={(event) => change(event.currentTarget.value)} />
  )
}

/** A secret that is kept is told by `{ isSet: true }`: it stays unless another is typed or it is taken out. */
function SecretField({
  shared,
  value,
  onChange,
}: {
  shared: { label: string; description?: string; required: boolean }
  value: unknown
  onChange: (value: unknown) => void
}) {
  const [kept] = useState(() => (typeof value === 'object' && value !== null ? value : undefined))
  const isKept = kept !== undefined && value === kept
  return (
    <PasswordInput
      {...shared}
      autoComplete="off"
      value={typeof value === 'string' ? value : ''}
      placeholder={isKept ? 'Set: type to replace it' : kept ? 'Taken out' : ''}
      onChange={(event) => onChange(event.currentTarget.value || kept)}
      {...(kept !== undefined && {
        inputContainer: (input) => (
          <Group gap="xs" wrap="nowrap" align="flex-end">
            <div style={{ flex: 1, minWidth: 0 }}>{input}</div>
            <Button variant="default" onClick={() => onChange(isKept ? undefined : kept)}>
              {isKept ? 'Take it out' : 'Keep it'}
            </Button>
          </Group>
        ),
      })}
    />
  )
}
