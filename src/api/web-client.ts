import { existsSync } from 'node:fs'
import path from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'

const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Homeostat</title><meta name="viewport" content="width=device-width">
<style>body{font:1.1rem/1.5 system-ui;margin:15vh auto;max-width:34rem;padding:0 1rem}@media(prefers-color-scheme:dark){body{background:#16191d;color:#e8eaed}a{color:#8ab4f8}}</style>
<main><h1>The web client is not built yet</h1>
<p>The server runs, and its API answers. Stop it and start it with <code>npm start</code>, which builds the pages.</p>
<p><a href="/api/docs">Read the API’s endpoints</a></p></main></html>`

/** One page for every address: the client finds its way from there. Files with a hash in their name never change. */
export async function sendWebClient(request: FastifyRequest, reply: FastifyReply, webRoot: string) {
  const pathname = decode(new URL(request.url, 'http://local').pathname)
  const wanted = path.posix.normalize(`/${pathname}`)
  if (wanted !== '/' && /\.[a-z0-9]+$/i.test(wanted) && isFile(webRoot, wanted)) {
    if (wanted.startsWith('/assets/'))
      return reply.sendFile(wanted.slice(1), { maxAge: '365d', immutable: true, cacheControl: true })
    return reply.sendFile(wanted.slice(1), { maxAge: '1h' })
  }
  if (wanted.startsWith('/assets/'))
    return reply.code(404).type('text/plain; charset=utf-8').send('There is no such file.')
  if (!isFile(webRoot, '/index.html')) return reply.code(503).type('text/html; charset=utf-8').send(notBuilt)
  return reply.sendFile('index.html', { maxAge: 0, cacheControl: true })
}

const isFile = (root: string, wanted: string) => existsSync(path.join(root, wanted))

function decode(pathname: string): string {
  try {
    return decodeURIComponent(pathname).replaceAll('\0', '')
  } catch {
    return '/'
  }
}
