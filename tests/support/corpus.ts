import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { Advisory } from '#model/advisory.ts'
import { readCsaf } from '#standards/csaf/read-csaf.ts'

/** Folder of public data that is not part of the project; tests that read it are skipped where it is absent. */
export const corpusFolder = resolve(process.env.HOMEOSTAT_CORPUS ?? '../shared/data')

/** A path in the corpus, or undefined with a notice where it is not there. */
export function inCorpus(path: string): string | undefined {
  const full = resolve(corpusFolder, path)
  if (existsSync(full)) return full
  console.info(`skipped: ${full} is not there (set HOMEOSTAT_CORPUS to the folder of public data)`)
  return undefined
}

export interface CorpusAdvisory {
  readonly file: string
  readonly isMedical: boolean
  readonly advisory: Advisory
  readonly remarks: readonly string[]
}

let read: CorpusAdvisory[] | undefined

/** Every CISA advisory of the corpus, read once for all tests of a run. */
export function cisaAdvisories(): CorpusAdvisory[] {
  read ??= globSync('csaf/cisa/white/*/*.json', { cwd: corpusFolder })
    .toSorted()
    .map((path) => {
      const result = readCsaf(JSON.parse(readFileSync(resolve(corpusFolder, path), 'utf8')))
      if ('error' in result) throw new Error(`${path}: ${result.error}`)
      return { file: basename(path), isMedical: basename(path).startsWith('icsma'), ...result }
    })
  return read
}
