import { type AddressInfo, createServer } from 'node:net'

export interface ReceivedMail {
  readonly from: string
  readonly to: string[]
  readonly data: string
}

export interface SmtpFaults {
  /** Refuses these recipients with 550. */
  readonly refused?: readonly string[]
  /** Refuses whoever signs in with another password. */
  readonly password?: string
  /** Says nothing after the connection. */
  readonly silent?: boolean
}

/** A mail server at the wire (RFC 5321) that keeps what it gets, on a port of its own. */
export async function smtpServer(faults: SmtpFaults = {}) {
  const mails: ReceivedMail[] = []
  const server = createServer((socket) => {
    let pending = ''
    let inData = false
    let mail = { from: '', to: [] as string[] }
    const say = (line: string) => socket.write(`${line}\r\n`)
    socket.on('error', () => {})
    if (faults.silent) return
    say('220 mail.test')
    socket.on('data', (chunk) => {
      pending += chunk
      for (;;) {
        const end = pending.indexOf(inData ? '\r\n.\r\n' : '\r\n')
        if (end < 0) return
        const text = pending.slice(0, end)
        pending = pending.slice(end + (inData ? 5 : 2))
        if (inData) {
          inData = false
          mails.push({ ...mail, data: text.replaceAll('\r\n..', '\r\n.') })
          mail = { from: '', to: [] }
          say('250 kept')
        } else command(text)
      }
    })

    function command(line: string) {
      const address = /<(.*?)>/.exec(line)?.[1] ?? ''
      const verb = line.slice(0, 4).toUpperCase()
      if (verb === 'EHLO') return say(`250-mail.test\r\n250 AUTH PLAIN`)
      if (verb === 'AUTH') {
        const [, , password] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .toString()
          .split('\0')
        return say(password === faults.password ? '235 welcome' : '535 wrong password')
      }
      if (verb === 'MAIL') mail.from = address
      if (verb === 'RCPT') {
        if (faults.refused?.includes(address)) return say('550 no such person')
        mail.to.push(address)
      }
      if (verb === 'DATA') {
        inData = true
        return say('354 go on')
      }
      if (verb === 'QUIT') {
        say('221 bye')
        return socket.end()
      }
      say('250 ok')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { host: '127.0.0.1', port, mails, close: () => new Promise((resolve) => server.close(resolve)) }
}
