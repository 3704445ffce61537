/** The same function of a text, which keeps what it made of texts before, so many at most: inventories and advisories repeat themselves. */
export function remembering<Made>(make: (text: string) => Made, most = 50_000): (text: string) => Made {
  const known = new Map<string, Made>()
  return (text) => {
    const present = known.get(text)
    if (present !== undefined || known.has(text)) return present as Made
    if (known.size >= most) known.clear()
    const made = make(text)
    known.set(text, made)
    return made
  }
}
