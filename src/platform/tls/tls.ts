import { createPrivateKey, X509Certificate } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import path from 'node:path'
import { generate } from 'selfsigned'
import { AppError } from '#platform/errors.ts'

export interface TlsOptions {
  /** The address to listen on. */
  readonly host: string
  /** PEM file, leaf first; or the word `generated`. */
  readonly certFile?: string | undefined
  readonly keyFile?: string | undefined
  /** Address or range of a proxy that speaks TLS to the browsers. */
  readonly trustedProxy?: string | undefined
  readonly dataDir: string
  readonly now?: Date
}

export interface Tls {
  /** Null: plain HTTP, to this machine or to the trusted proxy only. */
  readonly https: { readonly cert: string; readonly key: string } | null
  /** True where browsers come over TLS. */
  readonly secureCookies: boolean
  /** Where the certificate is our own: what a browser shows, for a person to compare. */
  readonly fingerprint: string | null
  /** Sentences for the person at the console. */
  readonly warnings: readonly string[]
}

const dayMs = 86_400_000

/** Whoever listens beyond this machine has TLS, or says who has it: else passwords would go over the network in the clear. */
export async function resolveTls(options: TlsOptions): Promise<Tls> {
  const { host, certFile, keyFile, trustedProxy, now = new Date() } = options
  if (certFile === 'generated') return await generated(options, now)
  if (certFile || keyFile) return own(certFile, keyFile, now)
  if (trustedProxy) return { https: null, secureCookies: true, fingerprint: null, warnings: [] }
  if (isLoopback(host)) return { https: null, secureCookies: false, fingerprint: null, warnings: [] }
  throw new AppError(
    'bad_request',
    `Homeostat does not listen on ${host} without TLS. Give --cert FILE --key FILE with the hospital's certificate, or --cert generated to make one here, or --trusted-proxy ADDRESS where a proxy in front speaks TLS.`,
  )
}

export const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))

function own(certFile: string | undefined, keyFile: string | undefined, now: Date): Tls {
  if (!certFile || !keyFile)
    throw new AppError('bad_request', 'A certificate needs its key: give both --cert FILE and --key FILE.')
  const cert = readPem(certFile, 'certificate')
  const key = readPem(keyFile, 'key')
  const leaf = parsed(cert, certFile)
  if (!matches(leaf, key, keyFile))
    throw new AppError(
      'bad_request',
      `The key in ${keyFile} does not belong to the certificate in ${certFile}. Where the file holds a chain, the server's own certificate comes first.`,
    )
  const days = Math.floor((leaf.validToDate.getTime() - now.getTime()) / dayMs)
  const warnings =
    days < 0
      ? [`The certificate in ${certFile} expired on ${leaf.validTo}: browsers refuse it. Renew it and start again.`]
      : days < 30
        ? [`The certificate in ${certFile} expires in ${days} days, on ${leaf.validTo}.`]
        : []
  return { https: { cert, key }, secureCookies: true, fingerprint: null, warnings }
}

/** Kept in the data folder, so that a browser that was told to trust it knows it again after a restart. */
async function generated({ host, dataDir }: TlsOptions, now: Date): Promise<Tls> {
  const folder = path.join(dataDir, 'tls')
  const files = { cert: path.join(folder, 'certificate.pem'), key: path.join(folder, 'key.pem') }
  if (!isStillGood(files, host, now)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { cert, private: key } = await make(host, now)
    write(files.key, key)
    write(files.cert, cert)
  }
  const cert = readFileSync(files.cert, 'utf8')
  return {
    https: { cert, key: readFileSync(files.key, 'utf8') },
    secureCookies: true,
    fingerprint: new X509Certificate(cert).fingerprint256,
    warnings: [
      'The certificate is self-made: each browser asks once whether to trust it. A certificate of the hospital’s own authority spares that.',
    ],
  }
}

function isStillGood(files: { cert: string; key: string }, host: string, now: Date): boolean {
  if (!existsSync(files.cert) || !existsSync(files.key)) return false
  try {
    const leaf = new X509Certificate(readFileSync(files.cert))
    const covers = isAnyAddress(host) || (isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host)) !== undefined
    return (
      covers &&
      leaf.validToDate.getTime() - now.getTime() > 30 * dayMs &&
      matches(leaf, readFileSync(files.key, 'utf8'), '')
    )
  } catch {
    return false
  }
}

const isAnyAddress = (host: string) => host === '0.0.0.0' || host === '::'

function make(host: string, now: Date) {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address))
  const names = [
    ...new Set(['localhost', '127.0.0.1', '::1', hostname(), ...addresses, ...(isAnyAddress(host) ? [] : [host])]),
  ]
  return generate([{ name: 'commonName', value: hostname().slice(0, 64) }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - dayMs),
    // Apple refuses a server certificate that lives longer.
    notAfterDate: new Date(now.getTime() + 396 * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names
          .filter((name) => !name.includes('%'))
          .map((name) => (isIP(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name })),
      },
    ],
  })
}

function write(file: string, content: string) {
  writeFileSync(`${file}.new`, content, { mode: 0o600 })
  chmodSync(`${file}.new`, 0o600)
  renameSync(`${file}.new`, file)
}

function readPem(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError('bad_request', `The ${what} ${file} cannot be read. Check the path and who may read it.`, {
      cause,
    })
  }
}

function parsed(cert: string, file: string): X509Certificate {
  try {
    return new X509Certificate(cert)
  } catch (cause) {
    throw new AppError('bad_request', `${file} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).`, {
      cause,
    })
  }
}

function matches(leaf: X509Certificate, key: string, file: string): boolean {
  try {
    return leaf.checkPrivateKey(createPrivateKey(key))
  } catch (cause) {
    throw new AppError(
      'bad_request',
      `${file} holds no key in PEM form, or one with a passphrase. Remove the passphrase: openssl pkey -in ${file} -out key.pem`,
      { cause },
    )
  }
}
