import { isIPv4, isIPv6 } from 'node:net'

// In twos, in fours, in sixes (as HP switches print them) or without marks. No part of a longer address (EUI-64), and not the `ac` of "Mac:".
const mac =
  /(?<![0-9a-f]|(?<![a-z0-9])[0-9a-f]{2}[:-])(?:[0-9a-f]{2}([:\-. ]?)[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}|[0-9a-f]{4}([.\-:])[0-9a-f]{4}\2[0-9a-f]{4}|[0-9a-f]{6}[-:][0-9a-f]{6})(?![:-]?[0-9a-f])/gi
const label = /\b(?:eth|en|nic|port|w?lan|wi-?fi|wired|wireless|mac|primary|secondary|address|addr)[\s#]*\d*\b/gi

/**
 * The MAC addresses in a cell, of any notation, as `aa:bb:cc:dd:ee:ff`; undefined where something else stands there too.
 * Addresses of groups, broadcast and none at all belong to no device and are left out.
 */
export function readMacs(text: string): string[] | undefined {
  const found: string[] = []
  const rest = text.replace(mac, (written) => {
    found.push(
      written
        .replace(/[^0-9a-f]/gi, '')
        .toLowerCase()
        .replace(/..(?=.)/g, '$&:'),
    )
    return ' '
  })
  if (found.length === 0 || /[0-9a-z]{2}/i.test(rest.replace(label, ' '))) return undefined
  const own = found.filter((address) => address !== '00:00:00:00:00:00' && !isGroup(address))
  return [...new Set(own)]
}

/** The lowest bit of the first octet (IEEE 802). */
const isGroup = (address: string) => (Number.parseInt(address.slice(0, 2), 16) & 1) === 1

/** A MAC that cannot be taken for a plain number: with separators, or with a letter. */
export const looksLikeMac = (text: string) => /[a-f:.-]/i.test(text) && readMacs(text) !== undefined

/**
 * The IP addresses in a cell, without prefix lengths and leading zeros, IPv6 as in RFC 5952; undefined where one is no
 * address. Loopback, broadcast and the unspecified address belong to no device and are left out.
 */
export function readIps(text: string): string[] | undefined {
  const found: string[] = []
  const written = text.replace(/\s*\/\s*\d{1,3}(?![\d.:])/g, ' ')
  for (const part of written.split(/[\s,;|/]+/)) {
    if (part === '' || /^(?:\(?dhcp\)?|\(?static\)?|&|and)$/i.test(part)) continue
    const address = ipOf(part)
    if (!address) return undefined
    if (!/^(?:0\.0\.0\.0|127\..*|255\.255\.255\.255|::1?)$/.test(address)) found.push(address)
  }
  return [...new Set(found)]
}

function ipOf(part: string): string | undefined {
  const bare = part.replace(/%.*$/, '')
  const four = bare.replace(/\b0+(?=\d)/g, '')
  if (isIPv4(four)) return four
  return isIPv6(bare) ? new URL(`http://[${bare}]`).hostname.slice(1, -1) : undefined
}

/** A name that a computer could have and a thing would not: no blanks, a letter, and a digit or hyphen. */
export const looksLikeHostname = (text: string) =>
  /^(?=.*[a-z])(?=.*[\d-])[a-z0-9](?:[a-z0-9._-]{1,251}[a-z0-9])$/i.test(text)
