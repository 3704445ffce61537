/** A part of a text shares the memory of the whole, here of a piece of the file; from this length on, in characters, in V8. */
const sharesFrom = 13

/** The text by itself, so that what is kept of a file does not keep the file. */
export const ownText = (text: string): string => (text.length < sharesFrom ? text : Buffer.from(text).toString())
