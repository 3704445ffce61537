import { createServer } from 'node:net'
import { generate } from 'selfsigned'
import { afterAll, expect, test } from 'vitest'
import { addressesOf, assertCanListen } from './listening.ts'

const taken = createServer()
afterAll(() => void taken.close())

const v4 = (address: string, internal = false) => ({ family: 'IPv4', address, internal })
const machine = {
  hostname: () => 'clinic-server',
  networkInterfaces: () =>
    ({
      lo: [v4('127.0.0.1', true), { family: 'IPv6', address: '::1', internal: true }],
      eth0: [v4('10.20.0.7'), v4('169.254.3.3'), { family: 'IPv6', address: 'fe80::1', internal: false }],
      wlan0: [v4('192.168.1.5')],
    }) as never,
}
const listening = { host: '0.0.0.0', port: 8484, cert: null, isOwnCertificate: false }
const generated = { ...listening, cert: 'PEM' }

test('a server for this machine, or for one address, is at that address', () => {
  const at = (host: string) => addressesOf({ ...listening, host }, machine)

  expect(at('127.0.0.1')).toEqual({ url: 'http://127.0.0.1:8484', alsoAt: [] })
  expect(at('fd00::2')).toEqual({ url: 'http://[fd00::2]:8484', alsoAt: [] })
  expect(addressesOf({ ...generated, host: '10.20.0.7' }, machine).url).toBe('https://10.20.0.7:8484')
})

test('a server for the whole network tells the addresses that a phone can open', () => {
  for (const host of ['0.0.0.0', '::'])
    expect(addressesOf({ ...generated, host }, machine)).toEqual({
      url: 'https://10.20.0.7:8484',
      alsoAt: ['https://192.168.1.5:8484', 'https://clinic-server:8484'],
    })
})

test("with the hospital's own certificate it tells the names that the certificate is for", async () => {
  const { cert } = await generate([{ name: 'commonName', value: 'homeostat' }], {
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: '*.hospital.test' },
          { type: 2, value: 'homeostat.hospital.test' },
          { type: 7, ip: '10.20.0.7' },
        ],
      },
    ],
  })

  expect(addressesOf({ ...listening, cert, isOwnCertificate: true }, machine)).toEqual({
    url: 'https://homeostat.hospital.test:8484',
    alsoAt: ['https://10.20.0.7:8484'],
  })
})

test('an address that cannot be had is told with what to do', async () => {
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as { port: number }

  await expect(assertCanListen('127.0.0.1', port)).rejects.toThrow(
    `Port ${port} is taken by another program. Start with another one: npm start -- --port ${port + 1}`,
  )
  await expect(assertCanListen('203.0.113.9', 0)).rejects.toThrow('203.0.113.9 is no address of this machine.')
  await expect(assertCanListen('no such host', 0)).rejects.toThrow('"no such host" is no address')
  await expect(assertCanListen('127.0.0.1', 0)).resolves.toBeUndefined()
})
