import { AppError } from '#platform/errors.ts'
import { isLoopback } from '#platform/http/origin.ts'

export interface DirectoryAddress {
  /** `ldaps://host:port` in small letters, with the port. */
  readonly origin: string
  /** `host:port`, as people read it. */
  readonly place: string
  readonly host: string
  readonly port: number
  /** TLS from the first byte; else StartTLS (RFC 4511, 4.14) before anything is told. */
  readonly isTls: boolean
  readonly isThisMachine: boolean
}

/** The address of a directory; absent where the text is none. Port 636 with ldaps, 389 with ldap (RFC 4513, RFC 4516). */
export function directoryAddressOf(text: string): DirectoryAddress | undefined {
  const written = /^(ldaps?):\/\/(\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+)(?::(\d{1,5}))?\/?$/i.exec(text.trim())
  if (!written) return undefined
  const [scheme, name, digits] = written.slice(1).map((part) => part?.toLowerCase())
  const port = digits === undefined ? (scheme === 'ldaps' ? 636 : 389) : Number(digits)
  if (!scheme || !name || port < 1 || port > 65_535) return undefined
  return {
    origin: `${scheme}://${name}:${port}`,
    place: `${name}:${port}`,
    host: name.replace(/^\[|\]$/g, ''),
    port,
    isTls: scheme === 'ldaps',
    isThisMachine: isLoopback(name),
  }
}

/** Checks the one server that a source may reach. */
export function checkedDirectory(text: string): DirectoryAddress {
  const address = directoryAddressOf(text)
  if (address) return address
  throw new AppError(
    'bad_request',
    `"${text}" is no address of a directory. Write it as ldaps://host, or ldap://host for StartTLS, without user name and path.`,
  )
}
