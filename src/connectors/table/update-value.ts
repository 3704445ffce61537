/** Numbers of Windows updates as lists write them: `KB5034127; KB5031539`, `5034127,5031539`. Undefined where there is none. */
export function readUpdates(text: string): string[] | undefined {
  const found = text.match(/(?<![\w.-])(?:KB|Q)?\d{6,7}(?![\d.])/gi) ?? []
  if (found.length === 0) return undefined
  return [...new Set(found.map((one) => `KB${one.replace(/\D/g, '')}`))].sort()
}
