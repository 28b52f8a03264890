/** Other people's clients at `firstlight run` on real ports: what is published they get, whole; nothing else. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildRack, execIn, ip, type Rack, tryIn } from './network.ts'
import type { Running } from './process.ts'
import { awaitServing, dashed, macOf, openWorkplace, type Workplace } from './program.ts'

let rack: Rack
let workplace: Workplace
let running: Running
let machine: string
let neighbour: string

beforeAll(async () => {
  rack = buildRack('10.77.0.1/24')
  workplace = await openWorkplace()
  machine = rack.machine(macOf('node1')).namespace
  neighbour = rack.machine(macOf('node2')).namespace
  ip(machine, 'addr', 'add', '10.77.0.101/24', 'dev', 'eth0')
  ip(neighbour, 'addr', 'add', '10.77.0.102/24', 'dev', 'eth0')
  running = workplace.run(rack.host)
  await awaitServing(running)
}, 60_000)

afterAll(async () => {
  running.signal('SIGINT')
  const code = await running.ended
  rack[Symbol.dispose]()
  workplace[Symbol.dispose]()
  expect(code).toBe(130)
})

const server = '10.77.0.1'
const program = `${dashed('node1')}/snponly.efi`
const published = (name = 'snponly.efi'): Buffer => readFileSync(join(workplace.programs, name))
const into = (name: string): string => join(workplace.folder, name)

/** What it took last, as the run tells it. */
const told = (words: string): Promise<string> => running.line(line => line.includes(words))

describe('TFTP', () => {
  const plain = 'DATA 1'

  test.each([
    ['plain', ['--tftp-no-options'], 'snponly.efi', plain],
    ['blksize 1428', ['--tftp-blksize', '1428'], 'ipxe.efi', 'OACK tsize 173792 blksize 1428'],
    ['a blksize no network carries', ['--tftp-blksize', '65464'], 'undionly.kpxe', 'blksize 1468'],
  ])('curl, %s', async (_, options, name, answer) => {
    const got = into('curl')
    execIn(machine, 'curl', '-sS', ...options, `tftp://${server}/${dashed('node1')}/${name}`, '-o', got)
    expect(readFileSync(got)).toEqual(published(name))
    expect(await told(`RRQ ${dashed('node1')}/${name}`)).toContain(answer)
  })

  test.each([
    ['no option', [], 'undionly.kpxe', plain],
    ['blksize and tsize', ['blksize 1024', 'tsize 0'], 'ipxe.pxe', 'OACK tsize 74213 blksize 1024'],
    ['windowsize', ['blksize 1000', 'windowsize 8'], 'snponly.efi', 'windowsize 8'],
    ['timeout', ['timeout 3'], 'snponly-arm64.efi', 'OACK timeout 3'],
  ])('atftp, %s', async (_, options, name, answer) => {
    const got = into(`atftp-${name}`)
    const asked = options.flatMap(option => ['--option', option])
    execIn(neighbour, 'atftp', ...asked, '--get', '-r', `${dashed('node2')}/${name}`, '-l', got, server)
    expect(readFileSync(got)).toEqual(published(name))
    expect(await told(`RRQ ${dashed('node2')}/${name}`)).toContain(answer)
  })

  test("tftp-hpa's", () => {
    const got = into('hpa')
    execIn(machine, 'tftp', '-4', '-m', 'binary', server, '-c', 'get', program, got)
    expect(readFileSync(got)).toEqual(published())
  })

  const [notFound, refused] = [68, 69]

  test.each([
    ['a file of ours', 'etc/hostname', notFound],
    ['a way out', '../../../../etc/hostname', notFound],
    ['a way out behind a machine', `${dashed('node1')}/../../../etc/hostname`, notFound],
    ['a program that is not there', `${dashed('node1')}/nothing.efi`, notFound],
    ['the kernel, which is for HTTP', `${dashed('node1')}/kernel`, notFound],
    ['a machine nobody listed', '52-54-00-77-00-99/snponly.efi', refused],
  ])('refuses %s', (_, name, code) => {
    expect(tryIn(machine, 'curl', '-sS', '--path-as-is', `tftp://${server}//${name}`).code).toBe(code)
  })

  test('takes nothing', () => {
    const put = tryIn(machine, 'curl', '-sS', '-T', into('site.json'), `tftp://${server}/${program}`)
    expect(put.code).not.toBe(0)
  })

  test('what was fetched is told, with all its bytes', async () => {
    const whole = `"bytes":${published().length},"total":${published().length}`
    expect(await told(whole)).toContain('"host":"node1"')
  })
})

describe('HTTP', () => {
  const get = (from: string, path: string): string => execIn(from, 'curl', '-sS', `http://${server}${path}`)
  const status = (from: string, path: string, ...flags: readonly string[]): string =>
    execIn(from, 'curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', ...flags, `http://${server}${path}`)
  const passIn = (script: string): string => /\/pass\/[0-9a-f]{32}/.exec(script)?.[0] ?? ''

  test('a machine gets its script, and with the pass in it the kernel and the initrd, in parts too', () => {
    const script = get(machine, `/boot/${dashed('node1')}/boot.ipxe`)
    expect(script).toMatch(/^#!ipxe\n/)
    const pass = passIn(script)
    const initrd = readFileSync(join(workplace.folder, 'artifacts/netboot-base/initrd'))
    execIn(machine, 'curl', '-sS', '-r', '1000-2999', `http://${server}${pass}/initrd`, '-o', into('part'))
    expect(readFileSync(into('part'))).toEqual(initrd.subarray(1000, 3000))
    expect(status(machine, `${pass}/kernel`, '--head')).toBe('200')
    expect(status(neighbour, `${pass}/initrd`)).toBe('404')
    const later = passIn(get(machine, `/boot/${dashed('node1')}/boot.ipxe`))
    expect(later).not.toBe(pass)
    expect(status(machine, `${pass}/initrd`), 'a new boot makes the last pass void').toBe('404')
  })

  test.each([
    ['a machine nobody listed', '/boot/52-54-00-77-00-99/boot.ipxe'],
    ['a way out', '/boot/..%2f..%2f..%2fetc%2fhostname'],
    ['a made-up pass', `/pass/${'0'.repeat(32)}/kernel`],
    ['the folder', '/'],
  ])('refuses %s', (_, path) => {
    expect(status(machine, path, '--path-as-is')).toBe('404')
  })
})
