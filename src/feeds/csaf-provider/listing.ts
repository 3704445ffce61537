import type { Skipped } from '#model/observation.ts'

/** One document as its provider lists it. */
export interface ListedDocument {
  /** Path below the folder or host; the key of the document in the ledger. */
  readonly path: string
  /** Changes when the document does; empty where nobody says: the document is then read in each run. */
  readonly stamp: string
  /** Where its digest may be, the best first; the first that is there counts. */
  readonly digests: readonly string[]
  readonly signature: string
}

export interface Listing {
  /** In order of path, each once. */
  readonly documents: readonly ListedDocument[]
  /**
   * whole: the provider keeps a list and all of it was read, so what is not on it may have been taken back.
   * partial: some of its lists could not be read. none: a folder of documents without a list.
   */
  readonly list: 'whole' | 'partial' | 'none'
  readonly skipped: readonly Skipped[]
}

/** A provider on the network or in a folder, seen alike. */
export interface Provider {
  list(): Promise<Listing>
  read(path: string): Promise<Uint8Array>
  /** The same; absent only where the provider says that there is no such document any more. */
  readIfPublished(path: string): Promise<Uint8Array | undefined>
  /** Absent is an answer: not every provider gives digests and signatures. */
  readIfThere(path: string): Promise<Uint8Array | undefined>
}

/** Gathers what several lists say: a document that is on two of them counts once, with its later stamp. */
export class ListedDocuments {
  readonly #byPath = new Map<string, ListedDocument>()

  add(document: ListedDocument): void {
    const known = this.#byPath.get(document.path)
    if (!known || known.stamp < document.stamp) this.#byPath.set(document.path, document)
  }

  get size(): number {
    return this.#byPath.size
  }

  has(path: string): boolean {
    return this.#byPath.has(path)
  }

  inOrder(): ListedDocument[] {
    return [...this.#byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  }
}

/** A line of an index that can be a document: relative, downwards, JSON. */
export const isDocumentPath = (path: string): boolean =>
  /\.json$/i.test(path) && !/^[a-z][a-z0-9+.-]*:|^\/|\\|\0/i.test(path) && !path.split('/').includes('..')

export const badPath = (path: string, list: string): Skipped => ({
  position: path.slice(0, 200),
  code: 'bad_path',
  reason: `${list} lists something that is no path of a JSON document below it. Tell the provider.`,
})

export const sidecars = (path: string) => ({
  digests: [`${path}.sha512`, `${path}.sha256`],
  signature: `${path}.asc`,
})
