import type { JsonSchema } from '#api/json-schema.ts'
import type { OpenApi, Operation } from '#api/openapi.ts'

/** TypeScript for the client: each named schema, and what goes in and comes out of each operation. */
export function printTypes(document: OpenApi): string {
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) => `${doc(schema)}export type ${name} = ${typeOf(schema)}`,
  )
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationType(method, path, operation)),
  )
  return `// Generated from the OpenAPI document by tools/generate-openapi.ts. Do not edit.

${schemas.join('\n\n')}

/** By method and path below /api/v1. \`undefined\` where there is nothing to send or read. */
export interface Operations {
${operations.join('\n')}
}
`
}

function operationType(method: string, path: string, operation: Operation): string {
  const parameters = (place: 'path' | 'query') => operation.parameters.filter((parameter) => parameter.in === place)
  const [, answer] = Object.entries(operation.responses)[0]!
  return `${comment(operation.summary)}${JSON.stringify(`${method.toUpperCase()} ${path.replace('/api/v1', '')}`)}: {
    params: ${parametersType(parameters('path'))}
    query: ${parametersType(parameters('query'))}
    body: ${contentType(operation.requestBody?.content)}
    response: ${contentType(answer.content)}
  }`
}

function parametersType(parameters: Operation['parameters']): string {
  if (parameters.length === 0) return 'undefined'
  return object(
    Object.fromEntries(parameters.map(({ name, schema, description }) => [name, { ...schema, description }])),
    parameters.filter(({ required }) => required).map(({ name }) => name),
  )
}

function contentType(content: Record<string, { schema: JsonSchema }> | undefined): string {
  if (!content) return 'undefined'
  const [mediaType, { schema }] = Object.entries(content)[0]!
  if (mediaType === 'multipart/form-data') return 'FormData'
  return mediaType === 'application/json' ? typeOf(schema) : 'string'
}

/** The type of a schema in JSON Schema 2020-12, as zod writes it. */
export function typeOf(schema: JsonSchema): string {
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1)!
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if ('const' in schema) return JSON.stringify(schema.const)
  const either = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined
  if (either) return either.map((one) => grouped(typeOf(one))).join(' | ')
  const all = schema.allOf as JsonSchema[] | undefined
  if (all) return all.map((one) => grouped(typeOf(one))).join(' & ')
  if (Array.isArray(schema.type)) return schema.type.map((type) => grouped(typeOf({ ...schema, type }))).join(' | ')
  return ofType(schema)
}

function ofType(schema: JsonSchema): string {
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type
    case 'number':
    case 'integer':
      return 'number'
    case 'array':
      return arrayType(schema)
    case 'object':
      return objectType(schema)
    default:
      return 'unknown'
  }
}

function arrayType({ prefixItems, items }: JsonSchema): string {
  if (Array.isArray(prefixItems)) return `[${prefixItems.map((item) => typeOf(item as JsonSchema)).join(', ')}]`
  return `${grouped(typeOf((items as JsonSchema | undefined) ?? {}))}[]`
}

function objectType(schema: JsonSchema): string {
  const properties = (schema.properties ?? {}) as Record<string, JsonSchema>
  const rest = schema.additionalProperties
  const required = (schema.required as string[] | undefined) ?? []
  const named = Object.keys(properties).length > 0 && object(properties, required)
  if (!rest) return named || 'Record<string, never>'
  const map = `Record<${keyType(schema)}, ${typeOf(rest as JsonSchema)}>`
  // A map whose keys are words may lack some of them, unless each is required.
  const isPartial = keyType(schema) !== 'string' && required.length === 0
  return [named, isPartial ? `Partial<${map}>` : map].filter(Boolean).join(' & ')
}

const keyType = ({ propertyNames }: JsonSchema) =>
  propertyNames ? typeOf({ type: 'string', ...(propertyNames as JsonSchema) }) : 'string'

const object = (properties: Record<string, JsonSchema>, required: readonly string[]) =>
  `{\n${Object.entries(properties)
    .map(
      ([name, schema]) =>
        `${doc(schema)}${/^[a-z_$][\w$]*$/i.test(name) ? name : JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
    )
    .join('\n')}\n}`

const grouped = (type: string) => (/[|&]/.test(type) && !/^[{[(].*[}\])]$/s.test(type) ? `(${type})` : type)

const doc = ({ description }: JsonSchema) => (description ? comment(String(description)) : '')
const comment = (text: string) => `/** ${text.replaceAll('*/', '* /')} */\n`
