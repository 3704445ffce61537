import { createReadStream, read } from 'node:fs'
import { RandomAccessReader } from 'yauzl'

const windowBytes = 512 * 1024

/** Answers out of a part of the file that is read at once: of an archive's contents, two questions for each entry. */
export class WindowReader extends RandomAccessReader {
  readonly #file: number
  #window = Buffer.alloc(0)
  #start = 0

  constructor(file: number) {
    super()
    this.#file = file
  }

  override _readStreamForRange(start: number, end: number) {
    // Whoever has read such a stream to its end destroys it, which would close the archive behind the next entry's back.
    const fs = { read, close: (_: number, done: (error: null) => void) => done(null) }
    return createReadStream('', { fd: this.#file, fs, start, end: end - 1 })
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const at = position - this.#start
    if (at >= 0 && at + length <= this.#window.length) {
      this.#window.copy(buffer, offset, at, at + length)
      process.nextTick(callback, null)
      return
    }
    const window = Buffer.alloc(Math.max(length, windowBytes))
    read(this.#file, window, 0, window.length, position, (error, count) => {
      if (error) return callback(error)
      if (count < length) return callback(new Error('the file ends too early'))
      this.#window = window.subarray(0, count)
      this.#start = position
      window.copy(buffer, offset, 0, length)
      callback(null)
    })
  }
}
