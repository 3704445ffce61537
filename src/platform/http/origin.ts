import { AppError } from '#platform/errors.ts'

/** The origin of a network location; absent where the text is the path of a folder or file. */
export function originOf(location: string): string | undefined {
  const text = location.trim()
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined
  return new URL(text).origin
}

/** Checks the one origin that a source may reach: https, or http on this machine. */
export function checkedOrigin(text: string): string {
  const origin = originOf(text)
  if (!origin)
    throw new AppError('bad_request', `"${text}" is no web address. Write it as https://host or https://host:port.`)
  const url = new URL(text)
  if (url.username || url.password)
    throw new AppError(
      'bad_request',
      `The address of ${url.host} holds a user name or password. Put credentials in the source's settings instead.`,
    )
  if (url.protocol !== 'https:' && !isLoopback(url.hostname))
    throw new AppError('upstream_untrusted', `${url.host} is not reached over https. Write the address with https://.`)
  return origin
}

/** A path or link, made whole; a link that leads to another host, port or scheme is refused. */
export function urlWithin(origin: string, link: string, base = `${origin}/`): URL {
  if (!URL.canParse(link, base))
    throw new AppError('upstream_failed', `${origin} gives a link that is none: ${link}. Check the address.`)
  const url = new URL(link, base)
  if (url.origin !== origin)
    throw new AppError(
      'upstream_untrusted',
      `${origin} refers to ${url.origin === 'null' ? url.protocol : url.origin}, another place than the one this source may reach. Where that is a log-in page, check the address and the credentials; where the list is there, make it a source of its own: ${url.origin}${url.pathname}`,
    )
  return url
}

export const isLoopback = (host: string) =>
  host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
