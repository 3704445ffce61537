import { readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Instruction } from './instruction.ts'

const folder = path.join(import.meta.dirname, 'library')

/** The names of the instructions, in order; each is a file of that name in `library/`. */
export const instructionFiles = (): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.replace(/\.ts$/, ''))
    .sort()

/** Every instruction that there is; a new file is read without being named anywhere. */
export const instructions: readonly Instruction[] = await Promise.all(
  instructionFiles().map(async (name) => {
    const file = (await import(pathToFileURL(path.join(folder, `${name}.ts`)).href)) as { default: Instruction }
    return file.default
  }),
)
