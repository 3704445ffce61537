import { readFile } from 'node:fs/promises'
import { type Aliases, compileAliases } from '#domain/matching/matching.ts'
import { namesFile, readAliasFile } from '#domain/names/names.ts'
import { AppError } from '#platform/errors.ts'

/** The aliases of a file as the page "Names" gives it out. */
export async function readAliases(path: string): Promise<Aliases | undefined> {
  const content = await readFile(path, 'utf8').catch((cause) => {
    throw new AppError('unreadable', `There is no file ${path} that can be read. Check the path.`, { cause })
  })
  return compileAliases(readAliasFile(namesFile, content).map(({ rule }) => rule))
}
