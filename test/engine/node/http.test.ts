import { once } from 'node:events'
import { Agent, get, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { text as readAll } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { type HttpLimits, listenHttp } from '../../../src/engine/node/http.ts'
import type { HttpOptions, HttpReply, HttpRequest, Listener } from '../../../src/engine/world.ts'
import { speak } from '../servers/stage.ts'

const opened: Listener[] = []

afterEach(() => Promise.all(opened.splice(0).map(listener => listener.close())))

const listen = async (handle: HttpOptions['handle'], limits?: HttpLimits): Promise<Listener> => {
  const listening = await listenHttp({ address: '127.0.0.1', port: 0, handle }, limits)
  if (!listening.ok) throw new Error(listening.fault.message)
  opened.push(listening.value)
  return listening.value
}

const urlOf = ({ port }: Listener, path = '/') => `http://127.0.0.1:${port}${path}`
const hello: HttpReply = { status: 200, headers: {}, body: Buffer.from('hello') }

/** An endless body that says how much of it was asked for, and when it was left. */
const createBody = (slice: Uint8Array) => {
  let left: () => void
  const gone = new Promise<void>(resolve => {
    left = resolve
  })
  const seen = { pulled: 0, gone }
  const body: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        seen.pulled++
        return { done: false, value: slice }
      },
      return: async () => {
        left()
        return { done: true, value: undefined }
      },
    }),
  }
  return { body, seen }
}

describe('an HTTP request', () => {
  it('arrives as facts, its path decoded once', async () => {
    let seen: HttpRequest | undefined
    const listener = await listen(async request => {
      seen = request
      return hello
    })
    await fetch(urlOf(listener, '/a%2520b?x=1&y=%26'), { headers: { 'X-Name': 'value' } })
    expect(seen).toMatchObject({ method: 'GET', path: '/a%20b', peer: { address: '127.0.0.1' } })
    expect([...(seen?.query ?? [])]).toEqual([
      ['x', '1'],
      ['y', '&'],
    ])
    expect(seen?.headers.get('x-name')).toBe('value')
  })

  it.each([
    ['/%zz', ''],
    ['http://other.example/boot?x', '/boot'],
    ['//x/../y', '//x/../y'],
    ['*', '*'],
  ])('for %s has the path %j', async (target, path) => {
    const listener = await listen(async request => ({
      ...hello,
      body: Buffer.from(JSON.stringify(request.path)),
    }))
    const answer = await speak(
      listener.port,
      `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    )
    expect(answer).toContain(`\r\n\r\n${JSON.stringify(path)}`)
  })

  it('gives its body as text, and nothing when it is too long, announced or not', async () => {
    const listener = await listen(async request => ({
      ...hello,
      body: Buffer.from(`${await request.text(10)}`),
    }))
    const post = (body: string | ReadableStream) =>
      fetch(urlOf(listener), { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect(await (await post('0123456789')).text()).toBe('0123456789')
    expect(await (await post('0123456789a')).text()).toBe('undefined')
    const chunked = new ReadableStream({
      start: controller => {
        for (let n = 0; n < 4; n++) controller.enqueue(new TextEncoder().encode('12345'))
        controller.close()
      },
    })
    expect(await (await post(chunked)).text()).toBe('undefined')
  })

  it('whose body is cut off has no text', async () => {
    const texts: Promise<string | undefined>[] = []
    let arrived: () => void
    const asked = new Promise<void>(resolve => {
      arrived = resolve
    })
    const listener = await listen(async request => {
      texts.push(request.text(100))
      arrived()
      await texts[0]
      return hello
    })
    const socket = connect(listener.port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhalf')
    await asked
    socket.destroy()
    expect(await texts[0]).toBeUndefined()
  })
})

describe('an HTTP answer', () => {
  it('of HEAD has the length and no body, and a stream is not begun for it', async () => {
    const { body, seen } = createBody(new Uint8Array(10))
    const listener = await listen(async ({ path }) =>
      path === '/whole' ? hello : { status: 200, headers: { 'Content-Length': '1000' }, body },
    )
    const whole = await fetch(urlOf(listener, '/whole'), { method: 'HEAD' })
    expect([whole.headers.get('content-length'), await whole.text()]).toEqual(['5', ''])
    const streamed = await fetch(urlOf(listener, '/stream'), { method: 'HEAD' })
    expect([streamed.headers.get('content-length'), await streamed.text()]).toEqual(['1000', ''])
    await seen.gone
    expect(seen.pulled).toBe(0)
  })

  it('keeps the connection, also after a body nobody read', async () => {
    const listener = await listen(async () => hello)
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const ports = new Set<number | undefined>()
    for (let n = 0; n < 5; n++) {
      const request = httpRequest(urlOf(listener), { agent, method: 'POST' })
      request.end('x'.repeat(100_000))
      const [response] = (await once(request, 'response')) as [IncomingMessage]
      expect(await readAll(response)).toBe('hello')
      ports.add(request.socket?.localPort)
    }
    agent.destroy()
    expect(ports.size).toBe(1)
  })

  it('answers pipelined requests in their order', async () => {
    const listener = await listen(async ({ path }) => ({ ...hello, body: Buffer.from(path) }))
    const line = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`
    const answer = await speak(
      listener.port,
      line('/one') + line('/two') + line('/three', 'Connection: close\r\n'),
    )
    expect(answer.match(/\/(one|two|three)/g)).toEqual(['/one', '/two', '/three'])
  })

  it('is pulled only as the client takes it, and left when the client goes', async () => {
    const slice = new Uint8Array(1024 * 1024)
    const { body, seen } = createBody(slice)
    const listener = await listen(async () => ({ status: 200, headers: {}, body }))
    const [response] = (await once(get(urlOf(listener)), 'response')) as [IncomingMessage]
    for await (const _ of response) break
    response.destroy()
    await seen.gone
    // What the kernel's two socket buffers hold was pulled; a body without backpressure would never have ended.
    expect(seen.pulled).toBeLessThan(100)
  })

  it('shorter than it promised ends the connection instead of a wait for ever', async () => {
    const listener = await listen(async () => ({
      status: 200,
      headers: { 'Content-Length': '100' },
      body: (async function* () {
        yield Buffer.from('too short')
      })(),
    }))
    await expect(fetch(urlOf(listener)).then(response => response.text())).rejects.toThrow()
  })

  it('that breaks in the middle ends the connection, and the next one is served', async () => {
    const listener = await listen(async ({ path }) =>
      path === '/'
        ? hello
        : {
            status: 200,
            headers: { 'Content-Length': '100' },
            body: (async function* () {
              yield Buffer.from('begun')
              throw new Error('disk on fire')
            })(),
          },
    )
    await expect(fetch(urlOf(listener, '/broken')).then(response => response.text())).rejects.toThrow()
    expect(await (await fetch(urlOf(listener))).text()).toBe('hello')
  })

  it('is 500 when the handler throws, whatever it throws', async () => {
    const listener = await listen(() => Promise.reject('a string'))
    expect((await fetch(urlOf(listener))).status).toBe(500)
  })

  it('with headers that cannot be sent closes, and throws nothing', async () => {
    const listener = await listen(async () => ({
      status: 200,
      headers: { 'X-Bad': 'a\r\nb' },
      body: Buffer.from('x'),
    }))
    await expect(fetch(urlOf(listener))).rejects.toThrow()
  })
})

const brisk: HttpLimits = { headers: 50, request: 100, silence: 300, headerBytes: 4096, connections: 100 }

describe('what is not HTTP, or never ends', () => {
  it.each([
    ['nonsense', 'nonsense', 'HTTP/1.1 400'],
    ['a TLS greeting', '\x16\x03\x01\x02\x00\x01', 'HTTP/1.1 400'],
    ['a head that is too long', `GET / HTTP/1.1\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, 'HTTP/1.1 431'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
      'HTTP/1.1 400',
    ],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 'HTTP/1.1 400'],
  ])('%s is answered', async (_, bytes, answer) => {
    const listener = await listen(async () => hello)
    expect(await speak(listener.port, `${bytes}\r\n\r\n`)).toContain(answer)
  })

  it.each([
    ['a head that never ends', 'GET / HTTP/1.1\r\nX-A: b\r\n', '408'],
    ['a body that never comes', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12', '408'],
    ['a connection that says nothing', '', ''],
    ['a kept connection that is done', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', '200'],
  ])('%s is given up', async (_, bytes, answer) => {
    const listener = await listen(
      async request => ({ ...hello, body: Buffer.from(`${await request.text(10)}`) }),
      brisk,
    )
    expect(await speak(listener.port, bytes)).toContain(answer)
  })

  it('nonsense behind a request never falls into the answer to that', async () => {
    const { body } = createBody(Buffer.from('x'.repeat(1000)))
    const listener = await listen(async () => ({ status: 200, headers: {}, body }))
    const answer = await speak(listener.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n')
    expect(answer.match(/HTTP\/1\.1/g) ?? []).not.toHaveLength(2)
  })

  it('a client that stops taking is given up', async () => {
    const { body, seen } = createBody(new Uint8Array(1024 * 1024))
    const listener = await listen(async () => ({ status: 200, headers: {}, body }), brisk)
    const socket = connect(listener.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.pause()
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await seen.gone
    socket.destroy()
  })

  it('any bytes leave it serving', async () => {
    const listener = await listen(
      async request => ({ ...hello, body: Buffer.from((await request.text(100)) ?? '') }),
      brisk,
    )
    const wild = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string().map(text => Buffer.from(`GET ${text} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)),
      fc
        .string()
        .map(text => Buffer.from(`POST / HTTP/1.1\r\n${text}: x\r\nConnection: close\r\n\r\n${text}`)),
    )
    const streams = fc.sample(wild, 300)
    for (let n = 0; n < streams.length; n += 50)
      await Promise.all(streams.slice(n, n + 50).map(bytes => speak(listener.port, bytes)))
    expect(await (await fetch(urlOf(listener))).text()).toBe('')
  })
})

describe('the socket', () => {
  it('that is taken is a fault with a remedy, not an exception', async () => {
    const first = await listen(async () => hello)
    const second = await listenHttp({ address: '127.0.0.1', port: first.port, handle: async () => hello })
    expect(second).toMatchObject({
      ok: false,
      fault: { code: 'port-in-use', remedy: expect.stringMatching(/\S/) },
    })
  })

  it('of an address that is not ours is refused likewise', async () => {
    const listening = await listenHttp({ address: '192.0.2.77', port: 0, handle: async () => hello })
    expect(listening).toMatchObject({ ok: false, fault: { code: 'address-not-ours' } })
  })

  it('is given back at once, with every connection on it', async () => {
    const { body, seen } = createBody(new Uint8Array(1024 * 1024))
    const listener = await listen(async () => ({ status: 200, headers: {}, body }))
    const sockets = Array.from({ length: 10 }, () =>
      connect(listener.port, '127.0.0.1').on('error', () => undefined),
    )
    const closed = sockets.map(socket => once(socket.resume(), 'close'))
    await Promise.all(sockets.map(socket => once(socket, 'connect')))
    const busy = (await once(get(urlOf(listener)), 'response')) as [IncomingMessage]
    busy[0].on('error', () => undefined)
    await listener.close()
    await Promise.all([...closed, seen.gone])
    const again = await listenHttp({ address: '127.0.0.1', port: listener.port, handle: async () => hello })
    expect(again.ok).toBe(true)
    if (again.ok) await again.value.close()
  })
})
