import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Phase } from '../../../src/engine/journey.ts'
import type { Source } from '../../../src/engine/world.ts'
import { bytesSource, hostWith, imageOf, mac, openStage, type Stage, speak } from './stage.ts'

const stages: Stage[] = []

afterEach(() => Promise.all(stages.splice(0).map(stage => stage.close())))

const open = async (options: Parameters<typeof openStage>[0] = {}): Promise<Stage> => {
  const stage = await openStage(options)
  stages.push(stage)
  return stage
}

const boot = (stage: Stage, name: string, of = mac) => `${stage.url}/boot/${of.replaceAll(':', '-')}/${name}`
const scriptOf = async (stage: Stage) => (await fetch(boot(stage, 'boot.ipxe'))).text()
const urlsIn = (script: string) => script.match(/http:\S+\/pass\/\S+\/(?:kernel|initrd)/g) ?? []
const done: Phase = { name: 'done', address: '127.0.0.1', system: '/nix/store/x' }
const guest = {
  address: '127.0.0.1',
  sshPort: 22,
  hostKeys: [],
  bootId: 'x',
  macs: [mac],
  memoryBytes: 1,
  cpus: 1,
  firmware: 'bios',
  disks: [],
} as const

const numbered = (size: number) => Uint8Array.from({ length: size }, (_, n) => n % 251)

/** A file made up as it is read, like one on a disk: its bytes come later, and it counts how often it was asked. */
const createFile = (size: number) => {
  const seen = { reads: 0, bytes: 0 }
  const source: Source = {
    size,
    read: async (position, length) => {
      seen.reads++
      const bytes = Buffer.alloc(Math.min(length, size - position), position / (1024 * 1024))
      seen.bytes += bytes.length
      return bytes
    },
  }
  return { source, seen }
}

describe('a machine that is to be installed', () => {
  it('gets its program, by HEAD and by GET, in a form UEFI starts', async () => {
    const stage = await open()
    const head = await fetch(boot(stage, 'snponly.efi'), { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe('10')
    expect(head.headers.get('content-type')).toBe('application/efi')
    expect(stage.facts.filter(fact => fact.type === 'fetched')).toEqual([])
    expect(await (await fetch(boot(stage, 'snponly.efi'))).text()).toBe('MZ program')
    expect(stage.facts).toContainEqual({
      type: 'fetched',
      host: 'node1',
      file: 'firmware',
      bytes: 0,
      total: 10,
    })
    expect(stage.facts).toContainEqual({
      type: 'fetched',
      host: 'node1',
      file: 'firmware',
      bytes: 10,
      total: 10,
    })
  })

  it('gets a script whose pass opens kernel and initrd', async () => {
    const stage = await open()
    const script = await scriptOf(stage)
    expect(script).toMatch(/^#!ipxe\n/)
    expect(script).toContain(`firstlight.url=${stage.url} firstlight.token=`)
    const [kernel, initrd] = urlsIn(script)
    expect(await (await fetch(`${kernel}`)).text()).toBe('the kernel')
    expect(await (await fetch(`${initrd}`)).text()).toBe('the initrd')
    const files = stage.facts.flatMap(fact =>
      fact.type === 'fetched' && fact.bytes === fact.total ? [fact.file] : [],
    )
    expect(files).toEqual(['script', 'kernel', 'initrd'])
  })

  it('gets the same script under the name newer iPXE asks for', async () => {
    const stage = await open()
    const [auto, script] = [await (await fetch(boot(stage, 'autoexec.ipxe'))).text(), await scriptOf(stage)]
    const withoutToken = (text: string) => text.replaceAll(/\d{32}/g, 'TOKEN')
    expect(withoutToken(auto)).toBe(withoutToken(script))
  })

  it('has one good pass at a time, and a HEAD request spends none', async () => {
    const stage = await open()
    const [first] = urlsIn(await scriptOf(stage))
    expect((await fetch(boot(stage, 'boot.ipxe'), { method: 'HEAD' })).status).toBe(200)
    expect((await fetch(`${first}`)).status).toBe(200)
    const [second] = urlsIn(await scriptOf(stage))
    expect((await fetch(`${first}`)).status).toBe(404)
    expect((await fetch(`${second}`)).status).toBe(200)
  })

  it('is told to wait while its installer is being built', async () => {
    const stage = await open({ image: async () => undefined })
    expect(await scriptOf(stage)).toContain(
      `chain --replace --autofree ${boot(stage, 'boot.ipxe')} || goto wait`,
    )
    expect(stage.facts.filter(fact => fact.type === 'fetched' && fact.file !== 'script')).toEqual([])
  })

  it('is told to wait also while nobody says whether it will be there', async () => {
    const stage = await open({
      image: () => new Promise(() => undefined),
      clock: { now: () => 0, after: () => () => undefined, sleep: async () => undefined },
    })
    expect(await scriptOf(stage)).toContain('its installer is still being built')
  })

  it('is sent elsewhere for its files when the site says so', async () => {
    const stage = await open({ provision: { bootFileUrl: 'http://files.example/boot/' } })
    const script = await scriptOf(stage)
    expect(script).toContain('kernel http://files.example/boot/node1/kernel init=')
    expect(script).toContain('initrd --name initrd http://files.example/boot/node1/initrd')
    expect(script).toContain(`firstlight.url=${stage.url}`)
  })

  it('breaks at once, with the reason, when its script cannot be made', async () => {
    const file = bytesSource(new Uint8Array(1))
    const stage = await open({ image: async () => imageOf(file, file, ['quiet;shell']) })
    expect((await fetch(boot(stage, 'boot.ipxe'))).status).toBe(404)
    expect(stage.facts).toContainEqual({
      type: 'broke',
      host: 'node1',
      fault: expect.objectContaining({
        code: 'boot-script-refused',
        message: expect.stringContaining('quiet;shell'),
      }),
    })
  })

  it('leaves a trace of both sides, without its pass', async () => {
    const stage = await open()
    const [kernel] = urlsIn(await scriptOf(stage))
    await (await fetch(`${kernel}`, { headers: { 'User-Agent': 'iPXE/1.21\x9b31m' } })).text()
    const traces = stage.facts.filter(fact => fact.type === 'exchanged')
    expect(traces.map(trace => trace.line)).toEqual([
      expect.stringMatching(/^GET \/boot\/bc-24-11-d0-28-34\/boot\.ipxe → 200, \d+ bytes$/),
      'GET /pass/…/kernel → 200, 10 bytes',
    ])
    expect(traces[1]?.detail).toContain('user-agent: iPXE/1.21')
    expect(JSON.stringify(stage.facts)).not.toMatch(/\d{32}/)
  })
})

describe('a machine that is not to be installed', () => {
  it('boots its disk once it is installed, and fetches nothing else', async () => {
    const stage = await open()
    const [kernel] = urlsIn(await scriptOf(stage))
    stage.put('node1', done)
    expect(await scriptOf(stage)).toContain('sanboot')
    expect((await fetch(`${kernel}`)).status).toBe(404)
    expect((await fetch(boot(stage, 'snponly.efi'))).status).toBe(200)
    expect(stage.facts.filter(fact => fact.type === 'fetched')).toHaveLength(1)
  })

  it('is met with silence when the site does not know it, and shown as discovered', async () => {
    const stage = await open()
    const stranger = 'de:ad:be:ef:00:01'
    expect((await fetch(boot(stage, 'boot.ipxe', stranger))).status).toBe(404)
    expect(stage.facts).toEqual([
      {
        type: 'discovered',
        mac: stranger,
        uuid: null,
        firmware: 'unknown',
        why: 'unknown',
        via: '127.0.0.1',
      },
    ])
  })

  it('tells its journey when it asks to boot in the middle of its installation', async () => {
    const stage = await open()
    stage.put('node1', { name: 'installing', guest, erases: [] })
    expect((await fetch(boot(stage, 'boot.ipxe'))).status).toBe(404)
    expect(stage.facts).toEqual([{ type: 'askedToBoot', host: 'node1' }])
  })

  it.each<Phase>([{ name: 'pending' }, { name: 'aborted', in: 'offered', disk: 'untouched' }])(
    'gets nothing while it is $name',
    async phase => {
      const stage = await open()
      stage.put('node1', phase)
      for (const name of ['boot.ipxe', 'snponly.efi', 'autoexec.ipxe'])
        expect((await fetch(boot(stage, name))).status).toBe(404)
      expect(stage.facts).toEqual([])
    },
  )
})

describe('a pass', () => {
  it('is good from one address only', async () => {
    const stage = await open()
    const [kernel = ''] = urlsIn(await scriptOf(stage))
    const [response] = (await once(get(kernel, { localAddress: '127.0.0.2' }), 'response')) as [
      IncomingMessage,
    ]
    response.resume()
    expect(response.statusCode).toBe(404)
    expect((await fetch(kernel)).status).toBe(200)
  })

  it('that nobody has opens nothing, and every refusal looks alike', async () => {
    const stage = await open()
    const paths = [
      `/pass/${'a'.repeat(32)}/kernel`,
      '/',
      '/etc/passwd',
      '/boot/xx/boot.ipxe',
      '/boot/%2e%2e/a',
      '/%',
    ]
    const answers = await Promise.all(paths.map(async path => (await fetch(stage.url + path)).text()))
    expect(new Set(answers)).toEqual(new Set(['not found\n']))
    expect(stage.facts).toEqual([])
  })
})

describe('a part of a file', () => {
  const content = numbered(5000)
  const kernelOf = async (stage: Stage) => `${urlsIn(await scriptOf(stage))[0]}`
  const opened = () => open({ image: async () => imageOf(bytesSource(content), bytesSource(content)) })

  it.each([
    ['bytes=0-99', 0, 100],
    ['bytes=100-', 100, 5000],
    ['bytes=-1', 4999, 5000],
    ['bytes=4000-9999', 4000, 5000],
  ])('%s', async (range, start, end) => {
    const stage = await opened()
    const answer = await fetch(await kernelOf(stage), { headers: { range } })
    expect(answer.status).toBe(206)
    expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/5000`)
    expect(answer.headers.get('content-length')).toBe(`${end - start}`)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from(content.subarray(start, end)))
  })

  it('that is not there is 416, and of a version unknown to us all of it', async () => {
    const stage = await opened()
    const kernel = await kernelOf(stage)
    const beyond = await fetch(kernel, { headers: { range: 'bytes=5000-' } })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */5000'])
    const conditional = await fetch(kernel, { headers: { range: 'bytes=0-1', 'if-range': '"x"' } })
    expect([conditional.status, (await conditional.arrayBuffer()).byteLength]).toEqual([200, 5000])
  })

  it('is counted by where it is in the file', async () => {
    const stage = await opened()
    await (await fetch(await kernelOf(stage), { headers: { range: 'bytes=1000-1999' } })).arrayBuffer()
    const told = stage.facts.flatMap(fact =>
      fact.type === 'fetched' && fact.file === 'kernel' ? [fact.bytes] : [],
    )
    expect(told).toEqual([1000, 2000])
  })
})

describe('other methods', () => {
  it('are refused with the ones there are', async () => {
    const stage = await open()
    const answer = await fetch(boot(stage, 'boot.ipxe'), { method: 'DELETE' })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect((await fetch(`${stage.url}/agent/v1/hello`)).headers.get('allow')).toBe('POST')
  })
})

const mebibyte = 1024 * 1024

describe('a large file', () => {
  it('is told of as it goes, not with every slice', async () => {
    const { source } = createFile(200 * mebibyte)
    const stage = await open({ image: async () => imageOf(source, source), clock: stoppedClock })
    const [, initrd = ''] = urlsIn(await scriptOf(stage))
    await drain(initrd)
    const told = stage.facts.flatMap(fact =>
      fact.type === 'fetched' && fact.file === 'initrd' ? [fact.bytes] : [],
    )
    expect(told.length).toBeLessThanOrEqual(33)
    expect([told[0], told.at(-1)]).toEqual([0, source.size])
    expect(told).toEqual(told.toSorted((a, b) => a - b))
  })

  it('is read once for a hundred machines that start together, within the cache', async () => {
    const { source, seen } = createFile(8 * mebibyte)
    const small = createFile(mebibyte)
    const stage = await open({
      hosts: Array.from({ length: 100 }, (_, n) => hostWith(`node${n}`, macOf(n))),
      image: async () => imageOf(small.source, source),
      cacheBytes: 8 * mebibyte,
    })
    const initrds = await Promise.all(
      Array.from({ length: 100 }, async (_, n) => {
        const script = await (await fetch(boot(stage, 'boot.ipxe', macOf(n)))).text()
        return `${urlsIn(script)[1]}`
      }),
    )
    const sizes = await Promise.all(initrds.map(drain))
    expect(new Set(sizes)).toEqual(new Set([8 * mebibyte]))
    expect(seen).toEqual({ reads: 8, bytes: 8 * mebibyte })
    const finished = stage.facts.filter(fact => fact.type === 'fetched' && fact.bytes === source.size)
    expect(finished).toHaveLength(100)
  }, 60_000)

  it('arrives whole also when the machines are too far apart for the cache', async () => {
    const content = numbered(3 * mebibyte)
    const source: Source = {
      size: content.length,
      read: async (from, length) => content.slice(from, from + length),
    }
    const stage = await open({ image: async () => imageOf(source, source), cacheBytes: mebibyte })
    const [kernel = '', initrd = ''] = urlsIn(await scriptOf(stage))
    const answers = await Promise.all(
      [kernel, initrd, kernel, initrd].map(async (url, n) => {
        const range = { range: `bytes=${n * 700_000}-` }
        return Buffer.from(await (await fetch(url, { headers: range })).arrayBuffer())
      }),
    )
    answers.forEach((answer, n) => void expect(answer.equals(content.subarray(n * 700_000))).toBe(true))
  })

  it('goes on for the others when one machine dies in the middle', async () => {
    const { source } = createFile(32 * mebibyte)
    const stage = await open({ image: async () => imageOf(source, source), cacheBytes: 4 * mebibyte })
    const [, initrd = ''] = urlsIn(await scriptOf(stage))
    const [dying] = (await once(get(initrd), 'response')) as [IncomingMessage]
    await once(dying, 'data')
    dying.destroy()
    expect(await drain(initrd)).toBe(32 * mebibyte)
  })

  it('that becomes unreadable cuts the answer short, and is told with a remedy', async () => {
    const source: Source = {
      size: 4 * mebibyte,
      read: async position => {
        if (position >= 2 * mebibyte) throw new Error('EIO')
        return new Uint8Array(mebibyte)
      },
    }
    const stage = await open({ image: async () => imageOf(source, source) })
    const [kernel = ''] = urlsIn(await scriptOf(stage))
    await expect(drain(kernel)).rejects.toThrow()
    const fault = expect.objectContaining({
      code: 'boot-file-unreadable',
      message: 'kernel cannot be read: EIO',
    })
    expect(stage.facts).toContainEqual({ type: 'warned', fault })
  })
})

describe('the server', () => {
  it('names its socket, and gives it back', async () => {
    const stage = await openStage()
    expect(stage.serving.sockets).toEqual([`TCP 127.0.0.1:${stage.port}`])
    await stage.close()
    await expect(fetch(stage.url)).rejects.toThrow()
  })

  it('survives a gate that throws, and says it is a bug', async () => {
    const stage = await open({ image: () => Promise.reject(new Error('no store')) })
    expect((await fetch(boot(stage, 'boot.ipxe'))).status).toBe(500)
    expect(stage.facts).toContainEqual({ type: 'warned', fault: expect.objectContaining({ code: 'bug' }) })
  })

  it('answers any request', async () => {
    const stage = await open()
    const word = fc.oneof(
      fc.constantFrom('boot', 'pass', 'agent', 'v1', 'hello', 'bc-24-11-d0-28-34', 'boot.ipxe'),
      fc.webSegment(),
    )
    const path = fc.array(word, { maxLength: 5 }).map(words => `/${words.join('/')}`)
    const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'OPTIONS')
    const range = fc.string({ unit: fc.constantFrom('b', 'y', 't', 'e', 's', '=', '-', '0', '9', ',') })
    const lines = fc
      .tuple(method, path, range)
      .map(
        ([method, path, range]) =>
          `${method} ${path} HTTP/1.1\r\nHost: x\r\nRange: ${range}\r\nConnection: close\r\n\r\n`,
      )
    const requests = fc.sample(lines, 300)
    for (let n = 0; n < requests.length; n += 50) {
      const answers = await Promise.all(requests.slice(n, n + 50).map(request => speak(stage.port, request)))
      for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 [24]\d\d/)
    }
  })
})

const macOf = (n: number) => `02:00:00:00:00:${n.toString(16).padStart(2, '0')}`

const stoppedClock = {
  now: () => 0,
  after: () => () => undefined,
  sleep: () => new Promise<void>(() => undefined),
}

/** Takes everything and keeps nothing; how much it was. */
const drain = async (url: string): Promise<number> => {
  const [response] = (await once(get(url), 'response')) as [IncomingMessage]
  if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${await buffer(response)}`)
  let bytes = 0
  for await (const chunk of response) bytes += (chunk as Buffer).length
  return bytes
}
