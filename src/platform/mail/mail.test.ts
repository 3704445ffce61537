import { expect, test } from 'vitest'
import { smtpServer } from '#bench/servers/smtp-server.ts'
import { smtpMailer } from './mail.ts'

const settings = { from: 'Homeostat <homeostat@hospital.test>', secure: false, user: null, password: null }
const mail = { to: 'ada@hospital.test', subject: 'Work for you', text: 'Pump B-1\n.\nÜbung' }

test('a mail reaches the server with its text whole', async () => {
  const server = await smtpServer()

  await smtpMailer({ ...settings, host: server.host, port: server.port }).send(mail)
  await server.close()

  expect(server.mails).toHaveLength(1)
  expect(server.mails[0]).toMatchObject({ from: 'homeostat@hospital.test', to: ['ada@hospital.test'] })
  expect(server.mails[0]?.data).toMatch(/Subject: Work for you/)
  expect(server.mails[0]?.data).toMatch(/Pump B-1\r\n\.\r\n=C3=9Cbung/)
})

test('a line break in the subject makes no further header', async () => {
  const server = await smtpServer()

  await smtpMailer({ ...settings, host: server.host, port: server.port }).send({
    ...mail,
    subject: 'News\r\nBcc: eve@elsewhere.test',
  })
  await server.close()

  expect(server.mails[0]?.to).toEqual(['ada@hospital.test'])
  expect(server.mails[0]?.data).not.toMatch(/^Bcc:/m)
})

test('a wrong password, a refused address and a closed port say what to mend', async () => {
  const server = await smtpServer({ password: 'right', refused: [mail.to] })
  const at = { ...settings, host: server.host, port: server.port }

  await expect(smtpMailer({ ...at, user: 'homeostat', password: 'wrong' }).send(mail)).rejects.toMatchObject({
    code: 'upstream_unauthorised',
  })
  await expect(smtpMailer({ ...at, user: 'homeostat', password: 'right' }).send(mail)).rejects.toMatchObject({
    code: 'upstream_failed',
    message: expect.stringMatching(/refuses the address.*no such person/),
  })
  await server.close()
  await expect(smtpMailer(at).send(mail)).rejects.toMatchObject({ code: 'upstream_failed' })
})
