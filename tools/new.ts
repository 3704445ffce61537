import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './steps.ts'

// `npm run new -- connector acme`: the five names of a catalogue member, and its two lines in the registry. A connector that
// reads a system over its interface is an `api-connector`.
const catalogues: Record<string, { folder: string; file: string; contract?: string; registry?: string }> = {
  connector: { folder: 'connectors', file: 'connector' },
  'api-connector': {
    folder: 'connectors',
    file: 'connector',
    contract: 'api-connector.ts',
    registry: 'api-registry.ts',
  },
  feed: { folder: 'feeds', file: 'feed' },
  outlet: { folder: 'outlets', file: 'outlet' },
}

const [kind = '', name = ''] = process.argv.slice(2)
const catalogue = catalogues[kind]
if (!catalogue || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
  console.error('Say what to make: npm run new -- connector|api-connector|feed|outlet some-name')
  process.exit(1)
}

const folder = path.join(root, 'src', catalogue.folder, name)
if (existsSync(folder)) {
  console.error(`${path.relative(root, folder)} is there already.`)
  process.exit(1)
}
const camel = name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
const define = {
  connector: 'defineConnector',
  'api-connector': 'defineApiConnector',
  feed: 'defineFeed',
  outlet: 'defineFileOutlet',
}[kind]!

mkdirSync(path.join(folder, 'fixtures'), { recursive: true })
writeFileSync(
  path.join(folder, 'README.md'),
  `# ${name}\n\nWhat it reads or writes, the permission that it needs there, and what it never does.\n`,
)
writeFileSync(
  path.join(folder, 'payload.ts'),
  `import { z } from 'zod'\n\n// Their words: only the fields that are used, with a link to their documentation.\nexport const Payload = z.object({})\nexport type Payload = z.infer<typeof Payload>\n`,
)
writeFileSync(
  path.join(folder, `${catalogue.file}.ts`),
  `import { ${define} } from '#${catalogue.folder}/${catalogue.contract ?? `${catalogue.file}.ts`}'\n\n/** One sentence about what it is. */\nexport const ${camel} = ${define}({\n  id: '${name}',\n})\n`,
)
writeFileSync(
  path.join(folder, `${catalogue.file}.test.ts`),
  `import { expect, test } from 'vitest'\nimport { ${camel} } from './${catalogue.file}.ts'\n\ntest('it bears the name of its folder', () => {\n  expect(${camel}.id).toBe('${name}')\n})\n`,
)

const registry = path.join(root, 'src', catalogue.folder, catalogue.registry ?? 'registry.ts')
const text = readFileSync(registry, 'utf8')
writeFileSync(
  registry,
  `import { ${camel} } from './${name}/${catalogue.file}.ts'\n${text.replace(/(= \[)/, `$1${camel}, `)}`,
)
console.log(
  `Made ${path.relative(root, folder)} and added it to ${path.relative(root, registry)}. The compiler and registry.test.ts say what is left to do; then npm run check.`,
)
