import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { routes } from '#api/routes.ts'
import { apiConnectors } from '#connectors/api-registry.ts'
import { connectors } from '#connectors/registry.ts'
import { catalogue, checkQuery } from '#domain/query/query.ts'
import { feeds } from '#feeds/registry.ts'
import { outlets } from '#outlets/registry.ts'

const allConnectors = [...connectors, ...apiConnectors]

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'GLOSSARY.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...below('docs'),
  ...below('src'),
].filter((file) => file.endsWith('.md'))

function below(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file))
}

const text = (file: string) => readFileSync(file, 'utf8')

test('every link between pages leads somewhere', () => {
  const broken = pages.flatMap((page) =>
    [...text(page).matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)]
      .map((match) => match[1]!)
      .filter((link) => !/^[a-z]+:/.test(link) && !link.startsWith('/'))
      .filter((link) => !existsSync(path.join(path.dirname(page), link)))
      .map((link) => `${page}: ${link}`),
  )

  expect(pages.length).toBeGreaterThan(15)
  expect(broken).toEqual([])
})

test('every test that proves an item of a standard is there under its name', () => {
  const page = 'docs/reference/csaf-conformance.md'
  const rows = text(page)
    .split('\n')
    .filter((line) => /^\| 1[23]\.\d/.test(line))
  const proofs = rows.map((row) => [...row.matchAll(/\[([^\]]+)\]\(([^)]+\.test\.ts)\)/g)])
  const missing = proofs
    .flat()
    .filter(([, title, file]) => {
      const tests = text(path.join(path.dirname(page), file!))
      return !["'", '"', '`'].some((quote) => tests.includes(`(${quote}${title}${quote}`))
    })
    .map(([link]) => link)

  expect(rows.map((row) => row.split(' | ')[0])).toEqual([
    ...Array.from({ length: 14 }, (_, at) => `| 12.${at + 1}`),
    ...Array.from({ length: 14 }, (_, at) => `| 13.${at + 1}`),
  ])
  expect(proofs.filter((found) => found.length === 0)).toEqual([])
  expect(missing).toEqual([])
})

test('every member of a catalogue has a row in the page of its catalogue', () => {
  for (const [catalogue, members] of Object.entries({ connectors: allConnectors, feeds, outlets })) {
    const rows = [...text(`src/${catalogue}/README.md`).matchAll(/^\| \[`?([\w-]+)`?\]\(\1\/README\.md\) +\| \S/gm)]

    expect(rows.map(([, id]) => id)).toEqual(members.map(({ id }) => id).sort())
  }
})

test('every path that the architecture and the contributing guide name is there', () => {
  const missing = ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md'].flatMap((page) =>
    [...text(page).matchAll(/`((?:src|web|tests|bench|tools|docs|fixtures)\/[\w./-]+)`/g)]
      .map((match) => match[1]!)
      .filter((file) => !/<|NNNN|\/name/.test(file) && !existsSync(file))
      .map((file) => `${page}: ${file}`),
  )

  expect(missing).toEqual([])
})

test('every command in package.json is explained, and none is explained that is not there', () => {
  const scripts = Object.keys(JSON.parse(text('package.json')).scripts)
  const named = new Set([...text('CONTRIBUTING.md').matchAll(/`npm (?:run )?(\w+)/g)].map((match) => match[1]!))

  expect([...named].sort()).toEqual([...scripts].sort())
})

test('every command of homeostat stands in the manual', () => {
  const commands = [...text('src/cli/main.ts').matchAll(/^\s+'?([\w-]+)'?: (?:\w+Command\(|buildRouteMap)/gm)].map(
    (match) => match[1]!,
  )
  const manual = text('docs/manual/commands.md')

  expect(commands.length).toBeGreaterThan(5)
  expect(commands.filter((command) => !manual.includes(`homeostat ${command}`))).toEqual([])
})

test('every member of a catalogue stands in the manual', () => {
  const manual = text('docs/manual/sources.md') + text('docs/manual/work.md')
  const members = [...allConnectors, ...feeds, ...outlets].map(({ id }) => id)

  expect(members.filter((id) => !manual.includes(`\`${id}\``))).toEqual([])
})

test('every error code stands in the manual, and no other', () => {
  const codes = [
    ...text('src/platform/errors.ts')
      .split('\n\n')[0]!
      .matchAll(/\| '(\w+)'/g),
  ].map((match) => match[1]!)
  const told = [...text('docs/manual/errors.md').matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]!)

  expect(codes.length).toBeGreaterThan(10)
  expect(told.sort()).toEqual([...codes, 'internal'].sort())
})

test('every setting of the environment stands in the manual', () => {
  const read = [...text('src/platform/config/config.ts').matchAll(/env\.([A-Z_]+)/g)].map((match) => match[1]!)
  const manual = text('docs/manual/install.md')

  expect(read.filter((name) => !manual.includes(name))).toEqual([])
})

test('no page says a word of this machine', () => {
  const all = [...pages, ...below('web'), ...below('tools'), ...below('bench')].filter((file) =>
    /\.(md|ts|tsx|mjs|json)$/.test(file),
  )

  expect(all.filter((file) => /\/work\/(main|shared)|\/root\//.test(text(file)))).toEqual([])
})

test('an endpoint has a summary that reads like a sentence', () => {
  expect(
    routes.filter(({ summary }) => !/^[A-Z]/.test(summary) || summary.endsWith('.')).map(({ path: route }) => route),
  ).toEqual([])
})

test('every field of queries stands in the manual with its words, and every example can be read', () => {
  const manual = text('docs/manual/query.md')
  for (const [of, title] of [
    ['devices', 'devices'],
    ['findings', 'findings'],
    ['work', 'work orders'],
  ] as const) {
    const [, section = ''] = manual.split(`### Fields of ${title}\n`)
    const rows = section.split('\n### ')[0]!.matchAll(/^\| (`.*) \| (\w+)(.*) \| (.*) \|$/gm)
    expect([...rows].map(([, names, kind, words, says]) => [names, kind, words, says])).toEqual(
      catalogue[of].map(({ name, also, kind, words, description }) => [
        [name, ...also].map((one) => `\`${one}\``).join(', '),
        kind,
        words ? `: ${words.map((word) => `\`${word}\``).join(', ')}` : '',
        description,
      ]),
    )
  }

  const examples = [...manual.matchAll(/^ {4}(\S.*)$/gm)].map((match) => match[1]!)
  const unread = examples.filter((one) =>
    (['devices', 'findings', 'work'] as const).every((of) => checkQuery(of, one).fault !== null),
  )
  expect(examples.length).toBeGreaterThan(5)
  expect(unread).toEqual([])
})
