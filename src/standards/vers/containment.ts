export type Containment = 'yes' | 'no' | 'unknown'

export interface Contained {
  readonly answer: Containment
  /** Why, in words that follow "version 9.12 …" or stand alone: `9.12 is within <= 9.19`. */
  readonly because: string
}
