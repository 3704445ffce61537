import { X509Certificate } from 'node:crypto'
import { createServer, isIP } from 'node:net'
import { hostname, type NetworkInterfaceInfo, networkInterfaces } from 'node:os'
import { AppError } from './errors.ts'

/** Takes the address and lets go of it again: whoever starts hears at once that it cannot be had. */
export async function assertCanListen(host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => reject(toListenProblem(error, host, port)))
    server.listen({ host, port }, () => server.close(() => resolve()))
  })
}

/** Why an address cannot be listened on, as a sentence that says what to do; any other error as it is. */
export function toListenProblem(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const sentence = {
    EADDRINUSE: `Port ${port} is taken by another program. Start with another one: npm start -- --port ${port < 65_535 ? port + 1 : 8484}`,
    EACCES: `This user may not listen on port ${port}. Take a port from 1024 on: npm start -- --port 8484`,
    EADDRNOTAVAIL: `${host} is no address of this machine. Give --host one of its own, or 0.0.0.0 for all of them.`,
    ENOTFOUND: `"${host}" is no address, and no name that this machine can look up. Give --host an address of this machine, or 0.0.0.0 for all of them.`,
  }[error.code ?? '']
  return sentence ? new AppError('unavailable', sentence, { cause: error }) : error
}

export interface Addresses {
  /** The one for links. */
  readonly url: string
  /** Others that lead to the same server. */
  readonly alsoAt: readonly string[]
}

export interface Listening {
  readonly host: string
  readonly port: number
  /** PEM, leaf first; null where it speaks plain HTTP. */
  readonly cert: string | null
  /** True where browsers believe the certificate only under the names in it. */
  readonly isOwnCertificate: boolean
}

interface Machine {
  hostname(): string
  networkInterfaces(): NodeJS.Dict<NetworkInterfaceInfo[]>
}

/** Addresses that a browser can open: of a server that listens on all of them, those that a phone on the network can. */
export function addressesOf(listening: Listening, machine: Machine = { hostname, networkInterfaces }): Addresses {
  const { host, port, cert } = listening
  const at = (name: string) => `${cert ? 'https' : 'http'}://${isIP(name) === 6 ? `[${name}]` : name}:${port}`
  if (host !== '0.0.0.0' && host !== '::') return { url: at(host), alsoAt: [] }

  const own = listening.isOwnCertificate && cert ? new X509Certificate(cert) : null
  const onNetwork = Object.values(machine.networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
    .map(({ address }) => address)
  // A phone seldom finds a machine by its bare name; a certificate of the hospital's is made for a name that it finds.
  const names = own
    ? [...namesIn(own), ...onNetwork.filter((address) => own.checkIP(address))]
    : [...onNetwork, machine.hostname()]
  const [first = 'localhost', ...others] = new Set(names)
  return { url: at(first), alsoAt: others.map(at) }
}

const namesIn = (certificate: X509Certificate) =>
  [...(certificate.subjectAltName ?? '').matchAll(/DNS:([^,"\s]+)/g)]
    .map(([, name]) => name!)
    .filter((name) => !name.startsWith('*') && name !== 'localhost')
