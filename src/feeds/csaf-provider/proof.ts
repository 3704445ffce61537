import { createHash } from 'node:crypto'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import type { ListedDocument, Provider } from './listing.ts'
import { readDigest } from './payload.ts'

/** Checks one document; gives what is wrong with it, or nothing. */
export interface Proof {
  /** Changes with the keys. */
  readonly keys: string
  check(provider: Provider, document: ListedDocument, bytes: Uint8Array): Promise<Skipped | undefined>
}

/** `publicKey` holds OpenPGP public keys in ASCII armour; without one only digests are checked. */
export async function openProof(publicKey: string | undefined): Promise<Proof> {
  const verifier = publicKey ? await openVerifier(publicKey) : undefined
  return {
    keys: verifier?.keys ?? '',

    async check(provider, document, bytes) {
      const wrong = await checkDigest(provider, document, bytes)
      if (wrong) return { position: document.path, code: 'digest_mismatch', reason: wrong }
      if (!verifier) return undefined
      const signature = await provider.readIfThere(document.signature)
      const doubt = signature ? await verifier.doubt(bytes, signature) : 'it has no signature'
      if (!doubt) return undefined
      return {
        position: document.path,
        code: 'bad_signature',
        reason: `The document is not proven to be the provider's: ${doubt}. It is read again with each run; check the configured key or ask the provider.`,
      }
    },
  }
}

async function checkDigest(
  provider: Provider,
  document: ListedDocument,
  bytes: Uint8Array,
): Promise<string | undefined> {
  for (const path of document.digests) {
    const sidecar = await provider.readIfThere(path)
    if (!sidecar) continue
    const digest = readDigest(new TextDecoder().decode(sidecar))
    if (!digest) return `${path} holds no SHA-512 or SHA-256 digest, so that the document cannot be trusted.`
    const found = createHash(digest.algorithm).update(bytes).digest('hex')
    if (found === digest.hex) return undefined
    return `The document does not have the ${digest.algorithm.toUpperCase().replace('SHA', 'SHA-')} digest that ${path} states: one of the two is damaged or was altered. It is read again with each run.`
  }
  return undefined
}

async function openVerifier(publicKey: string) {
  // Loaded only where a key is configured: it is large.
  const openpgp = await import('openpgp')
  // The library reads the first block only.
  const blocks = publicKey.match(/-----BEGIN PGP PUBLIC KEY BLOCK-----.*?-----END PGP PUBLIC KEY BLOCK-----/gs) ?? []
  const read = blocks.map((armoredKeys) => openpgp.readKeys({ armoredKeys }))
  const verificationKeys = (await Promise.all(read).catch(notUnderstood)).flat()
  if (verificationKeys.length === 0) notUnderstood()
  return {
    keys: verificationKeys.map((key) => key.getFingerprint()).join(),

    /** Why the signature proves nothing; absent where one of the keys made it. */
    async doubt(bytes: Uint8Array, armored: Uint8Array): Promise<string | undefined> {
      try {
        const signature = await openpgp.readSignature({ armoredSignature: new TextDecoder().decode(armored) })
        const message = await openpgp.createMessage({ binary: bytes })
        const { signatures } = await openpgp.verify({ message, signature, verificationKeys, format: 'binary' })
        const verdicts = await Promise.allSettled(signatures.map(({ verified }) => verified))
        if (verdicts.some(({ status }) => status === 'fulfilled')) return undefined
        const refused = verdicts.find((verdict) => verdict.status === 'rejected')
        return refused ? `its signature is not valid (${sentenceOf(refused.reason)})` : 'its signature is empty'
      } catch (error) {
        return `its signature cannot be read (${sentenceOf(error)})`
      }
    },
  }
}

function notUnderstood(cause?: unknown): never {
  throw new AppError(
    'bad_request',
    'The public key is not understood. Paste it as text from -----BEGIN PGP PUBLIC KEY BLOCK----- to the END line.',
    { cause },
  )
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
