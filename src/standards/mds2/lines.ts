import type { Mds2Edition } from '#model/mds2.ts'

/** One question as it stands in the file, before anything is made of it. */
export interface Line {
  readonly id: string
  readonly section: string
  /** The id as it is written, where its letters are not in order. */
  readonly mistyped?: string
  readonly question: string
  /** The answer's cell, or all that follows the question. */
  readonly answer: string
  readonly note: string
}

/** A file taken apart. */
export interface Lines {
  readonly edition: Mds2Edition
  readonly questions: readonly Line[]
  /** All else, in order, each with the section that it follows: titles, labels, notes at the end. */
  readonly others: readonly { readonly cells: readonly string[]; readonly section: string }[]
}

/** A sheet as it was read: merged cells hold their text in the first. */
export interface Mds2Sheet {
  readonly name: string
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[]
  /** Rows counted from 1, columns from 0, all inclusive. */
  readonly merges: readonly {
    readonly top: number
    readonly bottom: number
    readonly left: number
    readonly right: number
  }[]
}
