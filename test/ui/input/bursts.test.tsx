/** Four keys sent at once are four keys. */
import { EventEmitter } from 'node:events'
import { PassThrough, Writable } from 'node:stream'
import { render } from 'ink'
import SelectInput from 'ink-select-input'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createKeyStream, type KeyStream } from '../../../src/ui/input/key-stream.ts'

const items = ['first', 'second', 'third', 'fourth', 'fifth'].map(label => ({ label, value: label }))

/** What is picked when all of it is sent at once. */
const pickedBy = (stdin: NodeJS.ReadableStream, send: () => void): Promise<string> =>
  new Promise(resolve => {
    const stdout = Object.assign(new Writable({ write: (_, __, done) => done() }), { columns: 80, rows: 24 })
    const list = <SelectInput items={items} onSelect={({ value }) => resolve(value)} />
    const ink = render(list, { stdin, stdout, interactive: false, patchConsole: false })
    onTestFinished(() => ink.unmount())
    void ink.waitUntilRenderFlush().then(send)
  })

const asTty = (stream: PassThrough): PassThrough =>
  Object.assign(stream, { isTTY: true, setRawMode: () => stream, ref: () => stream, unref: () => stream })

const openKeys = () => {
  const keyboard = Object.assign(new EventEmitter(), {
    resume: () => {},
    pause: () => {},
    setRawMode: () => {},
  })
  const pastes: string[] = []
  const replies: string[] = []
  const keys = createKeyStream({
    keyboard,
    now: () => performance.now(),
    paste: text => pastes.push(text),
    reply: bytes => replies.push(bytes),
  })
  onTestFinished(() => keys.close())
  const send = (bytes: string | Uint8Array) => keyboard.emit('data', Buffer.from(bytes))
  return { ...keys, send, pastes, replies }
}

/** So many keys as they are handed over, each with the turn it came in. */
const handed = (keys: KeyStream, count: number): Promise<string[]> =>
  new Promise(resolve => {
    const got: string[] = []
    Object.assign(keys.stdin).setRawMode(true)
    keys.stdin.on('readable', () => {
      for (let key = keys.stdin.read(); key !== null; key = keys.stdin.read()) got.push(String(key))
      if (got.length >= count) resolve(got)
    })
  })

const burst = '\u001b[B\u001b[B\u001b[B\r'

describe('Down Down Down Enter in one read', () => {
  it('picks the first item when Ink reads the terminal itself', async () => {
    const stdin = asTty(new PassThrough())
    expect(await pickedBy(stdin, () => stdin.write(burst))).toBe('first')
  })

  it('picks the fourth through the key stream', async () => {
    const keys = openKeys()
    expect(await pickedBy(keys.stdin, () => keys.send(burst))).toBe('fourth')
  })
})

describe('the key stream', () => {
  it('hands over letters one by one', async () => {
    const keys = openKeys()
    const got = handed(keys, 3)
    keys.send('jjj')
    expect(await got).toEqual(['j', 'j', 'j'])
  })

  it('puts a character together whose bytes came in two reads', async () => {
    const keys = openKeys()
    const got = handed(keys, 1)
    const bytes = Buffer.from('é')
    keys.send(bytes.subarray(0, 1))
    keys.send(bytes.subarray(1))
    expect(await got).toEqual(['é'])
  })

  it('keeps pastes and replies apart, in their order among the keys', async () => {
    const keys = openKeys()
    const got = handed(keys, 2)
    keys.send('a\u001b[200~delete\r\u001b[201~\u001b]11;rgb:ff/ff/ff\u0007b')
    expect([await got, keys.pastes, keys.replies.length]).toEqual([['a', 'b'], ['delete\r'], 1])
  })

  it('gives a lone escape byte a form that Ink does not wait on', async () => {
    const keys = openKeys()
    const got = handed(keys, 1)
    keys.send('\u001b')
    expect(await got).toEqual(['\u001b[27u'])
  })
})
