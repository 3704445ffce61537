import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { AppError } from '#platform/errors.ts'

// argon2id, RFC 9106: 64 MiB, three passes, one lane; some 60 ms.
const cost = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 }

export const shortestPassword = 12
export const longestPassword = 256

export const hashPassword = (password: string) => hash(password.normalize('NFKC'), cost)

let nobodys: Promise<string> | undefined

/** Takes as long for an account that is not there as for one that is. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  nobodys ??= hash(randomBytes(32), cost)
  const matches = await verify(stored ?? (await nobodys), password.normalize('NFKC'))
  return stored !== null && matches
}

/** Length counts, not its mixture of characters (NIST SP 800-63B 3.1.1.2); what anyone would guess first is refused. */
export function assertGoodPassword(password: string, person: { email: string; name: string }, field = 'password') {
  const refuse = (why: string) => {
    throw new AppError('bad_request', why, { details: { fields: { [field]: why } } })
  }
  if ([...password].length < shortestPassword)
    refuse(`Choose a password of at least ${shortestPassword} characters. A few words in a row are easy to remember.`)
  if (password.length > longestPassword) refuse(`Choose a password of at most ${longestPassword} characters.`)
  const plain = password.toLowerCase()
  if (new Set(plain).size < 5 || /^(password|passwort|homeostat|qwerty|12345|letmein)/.test(plain))
    refuse('This password is among the first that anyone would try. Choose another.')
  for (const known of [person.email, person.email.split('@')[0] ?? '', person.name])
    if (known.length > 3 && plain.replace(known.toLowerCase(), '').length < 6)
      refuse('This password is little more than your name or address. Choose another.')
}
