import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '#platform/errors.ts'

/** Keeps passwords of other systems so that a copy of the database alone does not give them away. */
export interface Secrets {
  /** `purpose` binds it to its place: a sealed text that is moved elsewhere does not open. */
  seal(secret: string, purpose: string): string
  open(sealed: string, purpose: string): string
}

const cipher = 'aes-256-gcm'

/** The key lies in its own file, readable by the server's user only; it is made on the first start. */
export function openSecrets(dataDir: string): Secrets {
  const key = keyOf(path.join(dataDir, 'secret.key'))
  return {
    seal(secret, purpose) {
      const iv = randomBytes(12)
      const sealing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(purpose))
      const content = Buffer.concat([sealing.update(secret, 'utf8'), sealing.final()])
      return `v1.${Buffer.concat([iv, sealing.getAuthTag(), content]).toString('base64url')}`
    },
    open(sealed, purpose) {
      try {
        const [version, text = ''] = sealed.split('.')
        if (version !== 'v1') throw new Error(`unknown form ${version}`)
        const bytes = Buffer.from(text, 'base64url')
        const opening = createDecipheriv(cipher, key, bytes.subarray(0, 12), { authTagLength: 16 })
          .setAAD(Buffer.from(purpose))
          .setAuthTag(bytes.subarray(12, 28))
        return Buffer.concat([opening.update(bytes.subarray(28)), opening.final()]).toString('utf8')
      } catch (cause) {
        throw new AppError(
          'unavailable',
          `The stored password of ${purpose} cannot be opened: the key file secret.key in the data folder is another one. Put the old file back, or enter the password again.`,
          { cause },
        )
      }
    },
  }
}

function keyOf(file: string): Buffer {
  mkdirSync(path.dirname(file), { recursive: true })
  try {
    // Of two servers that start at once, one writes.
    writeFileSync(file, randomBytes(32).toString('base64'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64')
  if (key.length !== 32)
    throw new AppError(
      'unavailable',
      `${file} is not a key. Put the right file back; without it, remove it and enter the passwords of other systems again.`,
    )
  return key
}
