import { readFileSync } from 'node:fs'
import { getCACertificates } from 'node:tls'
import { AppError } from '#platform/errors.ts'

/** Certificates that are trusted, PEM: the public ones and those of the file; undefined where there is no file, so that the usual ones are. */
export const trustedAuthorities = (caFile: string | undefined): string[] | undefined =>
  caFile ? [...getCACertificates('default'), readCa(caFile)] : undefined

function readCa(caFile: string): string {
  try {
    const pem = readFileSync(caFile, 'utf8')
    if (pem.includes('BEGIN CERTIFICATE')) return pem
  } catch (cause) {
    throw new AppError('bad_request', `The certificate authority's file ${caFile} cannot be read.`, { cause })
  }
  throw new AppError('bad_request', `${caFile} holds no certificate in PEM form (BEGIN CERTIFICATE).`)
}
