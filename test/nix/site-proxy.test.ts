import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, createServer as createSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asNix, evaluate } from './nix-nos/nix.ts'
import { describeWith, tool } from './nix-nos/tools.ts'
import { examples, render } from './site/nix.ts'

type Rendered = { hosts: Record<string, { files: Record<string, string> }> }

const caddyfile = async (site: string, host: string) =>
  (await evaluate<Rendered>(render(site))).hosts[host]?.files['/etc/caddy/Caddyfile'] ?? ''

describeWith(['nix', 'caddy', 'curl'], 'the Caddyfile, judged by Caddy', () => {
  test.each([
    ['rack', 'control1'],
    ['service-manifest', 'caddy'],
  ])('%s is accepted, and laid out as Caddy would', async (example, host) => {
    const folder = await mkdtemp(join(tmpdir(), 'caddy-'))
    const file = join(folder, 'Caddyfile')
    await writeFile(file, await caddyfile(`${examples}/${example}`, host))
    const run = promisify(execFile)
    const env = { HOME: folder, XDG_DATA_HOME: folder }
    const { stdout } = await run(tool('caddy'), ['validate', '--adapter', 'caddyfile', '--config', file], {
      env,
    })
    const laidOut = await run(tool('caddy'), ['fmt', file], { env })
    expect(stdout).toContain('Valid configuration')
    expect(laidOut.stdout).toBe(await caddyfile(`${examples}/${example}`, host))
    await rm(folder, { recursive: true })
  })
})

// What a visitor meets: Caddy itself in front of a service and a provider that both tell what they were asked.
describeWith(['nix', 'caddy', 'curl'], 'the reverse proxy, at work', () => {
  const stop: (() => unknown)[] = []
  let port = 0
  let signedIn = false

  const listen = async (
    answer: (request: IncomingMessage) => { status: number; headers?: Record<string, string> },
  ) => {
    const server = createServer((request, response) => {
      const { status, headers } = answer(request)
      response.writeHead(status, {
        'x-seen-user': String(request.headers['x-authentik-username'] ?? 'nobody'),
        ...headers,
      })
      response.end(request.url)
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    stop.push(() => server.close())
    return `127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  const freePort = async () => {
    const socket = createSocket()
    await new Promise<void>(resolve => socket.listen(0, '127.0.0.1', resolve))
    const { port } = socket.address() as AddressInfo
    await new Promise(resolve => socket.close(resolve))
    return port
  }

  const site = (service: string, provider: string) => ({
    hosts: { a: {} },
    services: {
      authentik: {
        host: 'a',
        interface: { proxy: { domain: 'auth.example', upstream: provider, tls: false } },
      },
      web: {
        host: 'a',
        interface: {
          auth: { type: 'forward_auth', provider: 'authentik' },
          proxy: [
            { domain: 'web.example', upstream: service, tls: false },
            { domain: 'deep.example', path: '/wiki', upstream: service, tls: false },
          ],
        },
      },
    },
  })

  beforeAll(async () => {
    const service = await listen(() => ({ status: 200, headers: { server: 'web/1.0' } }))
    const provider = await listen(() =>
      signedIn
        ? { status: 200, headers: { 'x-authentik-username': 'ada' } }
        : { status: 302, headers: { location: '/sign-in' } },
    )
    port = await freePort()
    const folder = await mkdtemp(join(tmpdir(), 'caddy-'))
    const text = await caddyfile(asNix(site(service, provider)), 'a')
    await writeFile(`${folder}/Caddyfile`, `{\n\tadmin off\n\thttp_port ${port}\n}\n${text}`)
    const child = spawn(tool('caddy'), ['run', '--config', `${folder}/Caddyfile`, '--adapter', 'caddyfile'], {
      env: { HOME: folder, XDG_DATA_HOME: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    stop.push(
      () => child.kill(),
      () => rm(folder, { recursive: true }),
    )
    await new Promise<void>((resolve, reject) => {
      child.once('exit', code => reject(new Error(`caddy ended with ${code}`)))
      child.stderr.on('data', said => String(said).includes('serving initial configuration') && resolve())
    })
  })
  afterAll(async () => {
    for (const end of stop) await end()
  })

  const get = (host: string, path: string, headers: Record<string, string> = {}) =>
    promisify(execFile)('curl', [
      ...['-s', '-i', '--max-time', '10', '-H', `Host: ${host}`],
      ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
      `http://127.0.0.1:${port}${path}`,
    ]).then(({ stdout }) => stdout.toLowerCase())

  test('who is not signed in is sent to sign in', async () => {
    signedIn = false
    const answer = await get('web.example', '/')
    expect(answer).toMatch(/^http\/1.1 302/)
    expect(answer).toContain('location: /sign-in')
  })

  test.each(['/health', '/metrics', '/alive'])('%s is open to machines', async path => {
    signedIn = false
    const answer = await get('web.example', path, { 'X-Authentik-Username': 'root' })
    expect(answer).toMatch(/^http\/1.1 200/)
    expect(answer, 'what only the provider may say is taken from a visitor').toContain('x-seen-user: nobody')
  })

  test('who is signed in passes, under the name the provider gave', async () => {
    signedIn = true
    const answer = await get('web.example', '/page', { 'X-Authentik-Username': 'root' })
    expect(answer).toContain('x-seen-user: ada')
    expect(answer).toMatch(/\/page$/)
  })

  test('every answer carries the security headers and hides the server', async () => {
    signedIn = true
    const answer = await get('web.example', '/')
    expect(answer).toContain('x-content-type-options: nosniff')
    expect(answer).toContain('x-frame-options: sameorigin')
    expect(answer).toContain('x-xss-protection: 1; mode=block')
    expect(answer).toContain('referrer-policy: strict-origin-when-cross-origin')
    expect(answer).not.toContain('\nserver:')
  })

  test('a door further in stands without the default one: all else is shown the way', async () => {
    signedIn = true
    expect(await get('deep.example', '/wiki/page')).toMatch(/\/wiki\/page$/)
    expect(await get('deep.example', '/other')).toContain('location: /wiki')
    expect(await get('deep.example', '/wikipedia'), 'a longer name is another path').toContain(
      'location: /wiki',
    )
  })

  test("the provider's own pages are reached without a sign-in", async () => {
    signedIn = false
    expect(await get('deep.example', '/outpost.goauthentik.io/start')).toContain('location: /sign-in')
  })
})
