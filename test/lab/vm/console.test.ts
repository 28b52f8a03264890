import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openConsole } from '../../../src/lab/vm/console.ts'

const open = () => {
  const recorded: string[] = []
  return { recorded, serial: openConsole(line => recorded.push(line)) }
}
const never = new AbortController().signal

describe('a serial console', () => {
  it('splits lines wherever the bytes were cut', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 20 }), cuts => {
        const { recorded, serial } = open()
        const all = new TextEncoder().encode('Bäume\r\niPXE 1.21\n\n\rready 10.77.0.1\r\n')
        let at = 0
        for (const cut of cuts) {
          serial.write(all.slice(at, at + cut))
          at += cut
        }
        serial.write(all.slice(at))
        expect(recorded).toEqual(['Bäume', 'iPXE 1.21', 'ready 10.77.0.1'])
      }),
    ))

  it('lets no control sequence through', () => {
    const { recorded, serial } = open()
    serial.write(
      '\u001b[=3h\u001b[2J\u001b[01;01HBdsDxe: \u0007loading\u0000 Boot0001\u001b[0m\n\u001b]0;title\u0007x\u009b2Jy\n',
    )
    expect(recorded.join('|')).not.toMatch(/\p{Cc}/u)
    expect(recorded[0]).toBe('BdsDxe: loading Boot0001')
  })

  it('bounds a line that never ends', () => {
    const { recorded, serial } = open()
    for (let i = 0; i < 100; i++) serial.write('x'.repeat(1000))
    serial.write('\n')
    expect(recorded[0]?.length).toBe(4096)
  })

  it('wakes who waits, for what was said before and what comes', async () => {
    const { serial } = open()
    serial.write('first\n')
    expect(await serial.until(/first/, { signal: never })).toBe('first')
    const second = serial.until(/first/, { from: serial.lines.length, signal: never })
    serial.write('first again\n')
    expect(await second).toBe('first again')
  })

  it('ends the wait with the reason of the abort', async () => {
    const { serial } = open()
    const abort = new AbortController()
    const waiting = serial.until(/never/, { signal: abort.signal })
    abort.abort(new Error('too long'))
    await expect(waiting).rejects.toThrow('too long')
    await expect(serial.until(/never/, { signal: abort.signal })).rejects.toThrow('too long')
  })
})
