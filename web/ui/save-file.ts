/** Lets the browser save what came as the answer to a change, as it saves what a link leads to. */
export function saveFile({ name, content }: { readonly name: string; readonly content: Blob }): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // Safari begins to read after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
