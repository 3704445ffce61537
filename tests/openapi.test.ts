import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generatedFiles } from '#tools/generate-openapi.ts'
import { typeOf } from '#tools/print-types.ts'

for (const [file, content] of Object.entries(generatedFiles()))
  test(`${file} is what its sources make of it; if not: npm run generate`, () => {
    expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(content)
  })

test('a schema becomes the type that its values have', () => {
  const types: [Record<string, unknown>, string][] = [
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, '("a" | "b")[]'],
    [{ anyOf: [{ $ref: '#/components/schemas/Pump' }, { type: 'null' }] }, 'Pump | null'],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, 'Record<string, number>'],
    [
      { type: 'object', propertyNames: { enum: ['a', 'b'] }, additionalProperties: { type: 'boolean' } },
      'Partial<Record<"a" | "b", boolean>>',
    ],
    [{ type: 'object', properties: { 'x-y': {} }, required: ['x-y'] }, '{\n"x-y": unknown\n}'],
    [{ type: 'array', prefixItems: [{ type: 'number' }, { const: 7 }] }, '[number, 7]'],
    [{ allOf: [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, {}] }, '(string | number) & unknown'],
  ]

  expect(types.map(([schema]) => typeOf(schema))).toEqual(types.map(([, type]) => type))
})
