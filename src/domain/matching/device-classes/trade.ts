// How the table of classes is written: a file for each trade, and in it what kinds of things the trade has.

/** A kind of thing, and what it is called. */
export interface DeviceClass {
  /** The wider class: what says no more than that may be any of them, and two of them are not the same. */
  readonly of?: string
  /** It is a part of another device, or one of many programs of a brand: where only one side says it, the other may be another thing. */
  readonly isPart?: true
  /** Words and short phrases that mean it, parted by commas. */
  readonly said: string
  /** Those of other languages than English: in a name of a device they say what it is, and never which. */
  readonly abroad?: string
}

export interface Trade {
  /** Words that describe the things of this trade, beside a word for the thing itself, and make no other model of it. */
  readonly plain: string
  readonly classes: Readonly<Record<string, DeviceClass>>
}
