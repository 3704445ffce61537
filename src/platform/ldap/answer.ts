import { type BerElement, BerError, integerOf, readBer } from './ber.ts'

/** An entry: its name, and attributes by name in small letters, without options, each with its values as octets. */
export interface LdapEntry {
  readonly dn: string
  readonly attributes: ReadonlyMap<string, readonly Buffer[]>
}

/** How an operation ended (LDAPResult; RFC 4511, 4.1.9). */
export interface LdapResult {
  readonly code: number
  readonly matchedDn: string
  readonly diagnostic: string
  /** Where else it may be asked for; never gone after. */
  readonly referrals: readonly string[]
  /** Of the control of paged results (RFC 2696): where the next page begins; empty after the last. */
  readonly cookie: Buffer
}

export type LdapAnswer =
  | { readonly id: number; readonly kind: 'entry'; readonly entry: LdapEntry }
  | { readonly id: number; readonly kind: 'reference' }
  | { readonly id: number; readonly kind: 'result'; readonly result: LdapResult }

export const pagedResults = '1.2.840.113556.1.4.319'

const tags = {
  bindResponse: 0x61,
  searchResultEntry: 0x64,
  searchResultDone: 0x65,
  searchResultReference: 0x73,
  extendedResponse: 0x78,
  controls: 0xa0,
  referral: 0xa3,
}

/** One message of the server (LDAPMessage; RFC 4511, 4.1.1). */
export function readAnswer(message: Buffer): LdapAnswer {
  const [envelope] = readBer(message)
  const [number, operation, controls] = envelope?.children ?? []
  if (!number || !operation) throw new BerError('a message holds no operation')
  const id = integerOf(number)
  switch (operation.tag) {
    case tags.searchResultEntry:
      return { id, kind: 'entry', entry: readEntry(operation) }
    case tags.searchResultReference:
      return { id, kind: 'reference' }
    case tags.searchResultDone:
    case tags.bindResponse:
    case tags.extendedResponse:
      return { id, kind: 'result', result: readResult(operation, controls) }
    default:
      throw new BerError('a message holds an operation that is no answer')
  }
}

function readEntry({ children: [name, list] }: BerElement): LdapEntry {
  if (!name || !list) throw new BerError('an entry holds no attributes')
  const attributes = new Map<string, readonly Buffer[]>()
  for (const {
    children: [type, values],
  } of list.children) {
    if (!type || !values) throw new BerError('an attribute holds no values')
    const written = text(type).toLowerCase()
    const plain = written.split(';')[0] ?? written
    attributes.set(plain, [...(attributes.get(plain) ?? []), ...values.children.map(({ content }) => content)])
  }
  return { dn: text(name), attributes }
}

function readResult({ children: [code, matched, said, ...more] }: BerElement, controls?: BerElement): LdapResult {
  if (!code || !matched || !said) throw new BerError('a result says not how it ended')
  const referrals = more.find(({ tag }) => tag === tags.referral)?.children.map(text) ?? []
  return {
    code: integerOf(code),
    matchedDn: text(matched),
    diagnostic: text(said).replace(/\0+$/, ''),
    referrals,
    cookie: cookieIn(controls),
  }
}

function cookieIn(controls: BerElement | undefined): Buffer {
  const all = controls?.tag === tags.controls ? controls.children : []
  const paged = all.find(({ children: [type] }) => type && text(type) === pagedResults)
  const value = paged?.children.at(-1)
  const [pair] = value ? readBer(value.content) : []
  return pair?.children[1]?.content ?? Buffer.alloc(0)
}

const text = ({ content }: BerElement) => content.toString('utf8')
