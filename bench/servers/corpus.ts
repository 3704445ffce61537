import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const corpus = resolve(root, process.env.HOMEOSTAT_CORPUS ?? '../shared/data')
let isSaid = false

/** A file or folder of the real data that is kept beside the project; said once where it is absent. */
export function corpusFile(path: string): string {
  if (!existsSync(corpus) && !isSaid) {
    isSaid = true
    console.warn(
      `No real data in ${corpus}: tests on it are skipped. Set HOMEOSTAT_CORPUS to the folder that has them.`,
    )
  }
  return join(corpus, path)
}
