const mask = '•••'

/** Hides each secret in a text, also where it was encoded for a URL. */
export function maskerOf(secrets: Iterable<string>): (text: string) => string {
  // Shorter ones would blank out ordinary words, and are no secrets.
  const hidden = [...new Set([...secrets].flatMap((secret) => [secret, encodeURIComponent(secret)]))]
    .filter((secret) => secret.length >= 4)
    .sort((a, b) => b.length - a.length)
  return (text) => hidden.reduce((masked, secret) => masked.replaceAll(secret, mask), text)
}

/** Header values that a source's settings give, whole and without their scheme (`Bearer …`). */
export const secretsInHeaders = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers)
    .filter(([name]) => !/^(accept|accept-language|user-agent)$/i.test(name))
    .flatMap(([, value]) => [value, value.slice(value.indexOf(' ') + 1)])

/** User name and password of a proxy's address. */
export function secretsInUrl(text: string | undefined): string[] {
  if (!text || !URL.canParse(text)) return []
  const { username, password } = new URL(text)
  if (!password) return []
  const plain = decodeURIComponent(password)
  const basic = Buffer.from(`${decodeURIComponent(username)}:${plain}`).toString('base64')
  return [password, plain, basic]
}
