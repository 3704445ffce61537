import { z } from 'zod'
import type { ColumnMeaning } from '#connectors/table/column-names.ts'
import { deviceAttributeNames } from '#model/device.ts'

export interface MappedField {
  readonly meaning: ColumnMeaning | 'observedAt'
  /** Where it stands in the system's record. */
  readonly path: string
}

const meanings: readonly string[] = [...deviceAttributeNames, 'sourceKey', 'observedAt']

const line = /^\s*([A-Za-z]+)\s*=\s*(\S.*?)\s*$/

/** One line of a setting that says where attributes stand: `assetTag = asset.tag`. An empty line says nothing. */
export const FieldLine = z
  .string()
  .max(500)
  .superRefine((written, context) => {
    if (written.trim() === '') return
    const meaning = line.exec(written)?.[1]
    if (meaning === undefined)
      context.addIssue({ code: 'custom', message: `"${written.trim()}" is not written as attribute = path.` })
    else if (!meanings.includes(meaning))
      context.addIssue({
        code: 'custom',
        message: `"${meaning}" is no attribute. Those there are: ${meanings.join(', ')}.`,
      })
  })

/** Fields that only this hospital's system has, under names of their own in `raw`. */
export const customFields = (lines: readonly string[]) =>
  mappedFields(lines).flatMap(({ meaning, path }) =>
    meaning === 'observedAt' ? [] : [{ meaning, path, name: `custom: ${path}` }],
  )

export const mappedFields = (fields: readonly string[]): readonly MappedField[] =>
  fields.flatMap((written) => {
    const [, meaning, path] = line.exec(written) ?? []
    return meaning && path ? [{ meaning: meaning as MappedField['meaning'], path }] : []
  })
