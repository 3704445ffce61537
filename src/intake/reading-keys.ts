import type { Collected } from '#connectors/connector.ts'

/** What the source says of a reading as a whole. */
interface ReadingEnd {
  /** As many records there are. */
  readonly of?: number | undefined
  /** The list changed while it was read. */
  readonly isMoved?: boolean | undefined
}

/** More than one in so many records damaged: it is the form that changed. */
const mostStrange = 4

/** Which devices a reading held, and whether it can be taken as whole. */
export class ReadingKeys {
  readonly keys = new Set<string>()
  #records = 0
  #strange = 0
  #repeated = 0

  add(collected: Collected): void {
    this.#records++
    const key = collected.kind === 'observation' ? collected.observation.sourceKey : collected.sourceKey
    if (key !== undefined) this.keys.add(key)
    // A record without identity never was a device; a damaged one may be any.
    else if (collected.kind === 'skipped' && collected.skipped.code === 'unreadable') this.#strange++
  }

  /** A page; false where it holds nothing that was not there before, as a page that comes twice. */
  addPage(collected: readonly Collected[], isAgain = false): boolean {
    const before = this.keys.size + this.#strange
    for (const one of collected) this.add(one)
    const isNew =
      isAgain || collected.length === 0 || this.keys.size + this.#strange > before || !collected.some(hasKey)
    if (!isNew) this.#repeated++
    return isNew
  }

  /** Why records are missing in it; undefined where none is. */
  whyShort(end: ReadingEnd | undefined): string | undefined {
    if (this.#repeated > 0) return `${this.#repeated} ${this.#repeated === 1 ? 'page' : 'pages'} came twice`
    if (end?.isMoved) return 'the list changed while it was read'
    // A system that changes its form while it is read tells of the rest in vain.
    if (this.#strange * mostStrange > this.#records) return `${this.#strange} of ${this.#records} records are damaged`
    const of = end?.of
    return of !== undefined && this.#records < of ? `${this.#records} of ${of} records came` : undefined
  }

  /** Why it is no whole reading; undefined where it is. */
  whyNotWhole(end?: ReadingEnd): string | undefined {
    const damaged = `${this.#strange} damaged ${this.#strange === 1 ? 'record does' : 'records do'} not tell which device it is`
    return this.whyShort(end) ?? (this.#strange > 0 ? damaged : undefined)
  }
}

const hasKey = (one: Collected) => one.kind === 'observation' || one.sourceKey !== undefined
