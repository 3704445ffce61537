/** Numbers of updates in a text: `5033371;5033373`, `KB4018309<br>KB4011703`; numbers of bulletins (`MS16-123`) are none. */
export const kbsIn = (text: string): string[] => [...new Set(text.match(/(?<![\d.-])\d{6,8}(?![\d.-])/g) ?? [])]

const severities = ['critical', 'important', 'moderate', 'low']

export function worstSeverity(all: readonly string[]): string {
  const rank = (text: string) => {
    const at = severities.indexOf(text.toLowerCase())
    return at < 0 ? severities.length : at
  }
  return all.filter((text) => text.trim() !== '').toSorted((a, b) => rank(a) - rank(b))[0] ?? ''
}
