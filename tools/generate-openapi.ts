import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openApi } from '#api/openapi.ts'
import { routes } from '#api/routes.ts'
import { calibrationFile } from './calibrate.ts'
import { printTypes } from './print-types.ts'

// Writes what follows from the routes: the reference for other programs, and the client's types.
const root = path.resolve(import.meta.dirname, '..')
const knots = 'src/domain/matching/calibration-knots.ts'

/** Path below the project's root and its content. */
export function generatedFiles(): Record<string, string> {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }
  const document = openApi(routes, version)
  return {
    'docs/reference/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
    [knots]: formatted(knots, calibrationFile()),
    'web/api/types.ts': formatted('web/api/types.ts', printTypes(document)),
  }
}

const formatted = (file: string, text: string) =>
  execFileSync(path.join(root, 'node_modules/.bin/biome'), ['format', `--stdin-file-path=${file}`], {
    cwd: root,
    input: text,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  })

if (process.argv[1] === import.meta.filename) {
  const before = readFileSync(path.join(root, knots), 'utf8')
  const files = generatedFiles()
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), content)
    process.stdout.write(`${file}\n`)
  }
  // The name of the rules follows from answers, and those from the knots that were there when this began.
  if (files[knots] !== before) execFileSync(process.execPath, [import.meta.filename], { stdio: 'inherit' })
}
