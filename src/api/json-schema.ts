import { z } from 'zod'

export type JsonSchema = { [key: string]: unknown }

const plain = z.registry<{ id?: string }>()

/** For Fastify's serialiser: shape only. What the schema does not name never leaves the server. */
export const forSerializer = (schema: z.ZodType): JsonSchema => slim(draft7(schema, 'output')) as JsonSchema

/** For reading `?limit=50` and `{run}` as numbers and lists; whether they are right is zod's to say. */
export const forCoercion = (schema: z.ZodType): JsonSchema => slim(draft7(schema, 'input')) as JsonSchema

const draft7 = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io, target: 'draft-7', reused: 'inline', metadata: plain })

const rules = new Set([
  '$schema',
  'pattern',
  'format',
  'propertyNames',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'contentEncoding',
  'default',
])

/** Types only; `X or null` becomes a nullable X, which spares the serialiser a validation of each value. */
function slim(node: unknown, isMap = false): unknown {
  if (Array.isArray(node)) return node.map((inner) => slim(inner))
  if (node === null || typeof node !== 'object') return node
  const out: JsonSchema = {}
  for (const [key, value] of Object.entries(node)) {
    if (!isMap && rules.has(key)) continue
    out[key] = key === 'enum' || key === 'const' ? value : slim(value, key === 'properties' || key === 'definitions')
  }
  if (isMap) return out
  if (Array.isArray(out.allOf) && out.allOf.length === 1 && Object.keys(out).length === 1) return out.allOf[0]
  const either = out.anyOf as JsonSchema[] | undefined
  if (
    either?.length === 2 &&
    either[1]?.type === 'null' &&
    typeof either[0]?.type === 'string' &&
    !('const' in either[0])
  )
    return { ...either[0], nullable: true }
  return out
}
