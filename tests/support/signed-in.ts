import type { Role } from '#model/access.ts'

/** The API over HTTP as one person uses it, with the cookie and the CSRF token of their session. */
export interface SignedIn {
  readonly email: string
  readonly password: string
  get<T>(address: string): Promise<T>
  post<T>(address: string, body: unknown): Promise<T>
  put(address: string, body: unknown): Promise<void>
  remove(address: string): Promise<void>
  /** What goes along with each request of this person. */
  readonly headers: Readonly<Record<string, string>>
}

const password = 'a few words in a row'

async function answerOf(response: Response) {
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${response.url}: ${text}`)
  return text ? JSON.parse(text) : null
}

const send = (url: string, method: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

/** Uses a one-time link as a person does who opens it. */
async function redeem(link: string, email: string, form: Record<string, string>): Promise<SignedIn> {
  const { origin, hash } = new URL(link)
  const response = await send(`${origin}/api/v1/access-links/redeem`, 'POST', {
    token: new URLSearchParams(hash.slice(1)).get('token'),
    password,
    ...form,
  })
  const { csrfToken } = await answerOf(response)
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const headers = { cookie, 'x-csrf-token': csrfToken as string }
  return {
    email,
    password,
    headers,
    get: async (address) => answerOf(await send(`${origin}/api/v1${address}`, 'GET', undefined, headers)),
    post: async (address, body) => answerOf(await send(`${origin}/api/v1${address}`, 'POST', body, headers)),
    put: async (address, body) => void (await answerOf(await send(`${origin}/api/v1${address}`, 'PUT', body, headers))),
    remove: async (address) =>
      void (await answerOf(await send(`${origin}/api/v1${address}`, 'DELETE', undefined, headers))),
  }
}

/** The first administrator, by the link that the start printed. */
export const setUp = (link: string): Promise<SignedIn> =>
  redeem(link, 'ada@riverside.test', {
    email: 'ada@riverside.test',
    name: 'Ada Administrator',
    organisationName: 'Riverside General',
    timeZone: 'America/New_York',
  })

/** Somebody of this role who was invited and has come. */
export async function join(url: string, administrator: SignedIn, role: Role, name: string): Promise<SignedIn> {
  const email = `${role}@riverside.test`
  const { link } = await administrator.post<{ link: string }>('/people', { email, name, role })
  return redeem(new URL(link, url).href, email, { name })
}
