import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { AppError } from '#platform/errors.ts'

// Ed25519 signatures in the form of minisign (jedisct1.github.io/minisign, "Signature format"), so that anyone can verify
// one with a tool that is not ours.

/** `publicKey` is minisign's key file; `privateKey` PKCS #8 as PEM. */
export interface KeyPair {
  readonly publicKey: string
  readonly privateKey: string
}

const keyIdBytes = 8

export function makeKeyPair(): KeyPair {
  const { privateKey } = generateKeyPairSync('ed25519')
  return {
    publicKey: publicKeyFile(privateKey, randomBytes(keyIdBytes)),
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  }
}

/** A pair from a private key that is kept elsewhere; its key id follows from the key. */
export function keyPairOf(pem: string): KeyPair {
  let privateKey: KeyObject
  try {
    privateKey = createPrivateKey(pem)
  } catch (cause) {
    throw new AppError('unreadable', 'The key file holds no private key. Give an Ed25519 key as PEM (PKCS #8).', {
      cause,
    })
  }
  if (privateKey.asymmetricKeyType !== 'ed25519')
    throw new AppError(
      'unreadable',
      `The key file holds a key of type ${privateKey.asymmetricKeyType}. Give an Ed25519 key.`,
    )
  const id = createHash('sha256').update(rawPublicKey(privateKey)).digest().subarray(0, keyIdBytes)
  return { publicKey: publicKeyFile(privateKey, id), privateKey: pem }
}

const rawPublicKey = (key: KeyObject) => {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  return Buffer.from(x, 'base64url')
}

function publicKeyFile(privateKey: KeyObject, id: Buffer): string {
  const name = Buffer.from(id).reverse().toString('hex').toUpperCase()
  const bytes = Buffer.concat([Buffer.from('Ed'), id, rawPublicKey(privateKey)])
  return `untrusted comment: minisign public key ${name}\n${bytes.toString('base64')}\n`
}

/** A fingerprint has 128 bits: eight groups of four, short enough to be read over the phone. */
export function fingerprintOf(publicKey: string): string {
  const digest = createHash('sha256').update(readPublicKey(publicKey).raw).digest('hex')
  return digest.slice(0, 32).match(/.{4}/g)!.join('-')
}

/** As a person may type it: capitals, spaces or nothing between the groups. */
export function readFingerprint(text: string): string {
  const digits = text.toLowerCase().replace(/[\s:-]/g, '')
  if (!/^[0-9a-f]{32}$/.test(digits))
    throw new AppError(
      'bad_request',
      'A fingerprint has eight groups of four digits or letters a to f. Have the site that makes the bundles read it to you.',
    )
  return digits.match(/.{4}/g)!.join('-')
}

function readPublicKey(file: string) {
  const bytes = Buffer.from(file.split('\n')[1] ?? '', 'base64')
  if (bytes.length !== 2 + keyIdBytes + 32 || bytes.toString('latin1', 0, 2) !== 'Ed') throw unreadableKey()
  const raw = bytes.subarray(2 + keyIdBytes)
  return { id: bytes.subarray(2, 2 + keyIdBytes), raw }
}

const unreadableKey = () =>
  new AppError('unreadable', 'The public key in the bundle cannot be read. Ask for the bundle again.')

const prehashed = (message: Uint8Array) => createHash('blake2b512').update(message).digest()

export function signMessage({ publicKey, privateKey }: KeyPair, message: Uint8Array, comment: string): string {
  const key = createPrivateKey(privateKey)
  const signature = sign(null, prehashed(message), key)
  const trusted = comment.replace(/[\r\n]+/g, ' ')
  const outer = sign(null, Buffer.concat([signature, Buffer.from(trusted)]), key)
  const line = Buffer.concat([Buffer.from('ED'), readPublicKey(publicKey).id, signature]).toString('base64')
  return `untrusted comment: verify with minisign -V\n${line}\ntrusted comment: ${trusted}\n${outer.toString('base64')}\n`
}

export function isSignedBy(publicKey: string, message: Uint8Array, signatureFile: string): boolean {
  const { id, raw } = readPublicKey(publicKey)
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
    format: 'jwk',
  })
  const [, line = '', comment = '', outer = ''] = signatureFile.split('\n')
  const bytes = Buffer.from(line, 'base64')
  const signature = bytes.subarray(2 + keyIdBytes)
  const prefix = 'trusted comment: '
  return (
    bytes.length === 2 + keyIdBytes + 64 &&
    bytes.toString('latin1', 0, 2) === 'ED' &&
    bytes.subarray(2, 2 + keyIdBytes).equals(id) &&
    comment.startsWith(prefix) &&
    verify(null, prehashed(message), key, signature) &&
    verify(
      null,
      Buffer.concat([signature, Buffer.from(comment.slice(prefix.length))]),
      key,
      Buffer.from(outer, 'base64'),
    )
  )
}
