import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

export interface ForwardProxy {
  /** `http://user:password@127.0.0.1:port`, without the first part where it is open. */
  readonly address: string
  /** `host:port` of each tunnel that was asked for. */
  readonly tunnels: string[]
  close(): Promise<void>
}

/** An egress proxy as hospitals run them: CONNECT only, with or without a password. */
export async function startForwardProxy(account?: { user: string; password: string }): Promise<ForwardProxy> {
  const tunnels: string[] = []
  const sockets = new Set<Socket>()
  const expected = account && `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`
  const server = createServer((_, response) => response.writeHead(405).end())
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  server.on('connect', (request, client, head) => {
    tunnels.push(request.url ?? '')
    if (expected && request.headers['proxy-authorization'] !== expected)
      return client.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n')
    const { hostname, port } = new URL(`http://${request.url}`)
    const upstream = connect(Number(port || 80), hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      upstream.write(head)
      upstream.pipe(client).pipe(upstream)
    })
    sockets.add(upstream)
    upstream.on('error', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const user = account ? `${account.user}:${encodeURIComponent(account.password)}@` : ''

  return {
    address: `http://${user}127.0.0.1:${port}`,
    tunnels,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
