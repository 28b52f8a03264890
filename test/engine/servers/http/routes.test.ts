import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { routeOf, scriptPath, withoutPass } from '../../../../src/engine/servers/http/routes.ts'

const token = '0123456789abcdef'

describe('a path', () => {
  it.each([
    ['/boot/bc-24-11-d0-28-34/boot.ipxe', { to: 'script', mac: 'bc:24:11:d0:28:34' }],
    ['/boot/BC-24-11-D0-28-34/autoexec.ipxe', { to: 'script', mac: 'bc:24:11:d0:28:34' }],
    ['/boot/bc-24-11-d0-28-34/snponly.efi', { to: 'program', mac: 'bc:24:11:d0:28:34', name: 'snponly.efi' }],
    [`/pass/${token}/kernel`, { to: 'pass', token, file: 'kernel' }],
    [`/pass/${token}/initrd`, { to: 'pass', token, file: 'initrd' }],
    ['/agent/v1/hello', { to: 'agent', call: 'hello' }],
    ['/', undefined],
    ['', undefined],
    ['/boot/bc:24:11:d0:28:34/boot.ipxe', undefined],
    ['/boot/bc-24-11-d0-28-34/../../etc/passwd', undefined],
    ['/boot/bc-24-11-d0-28-34/', undefined],
    ['/pass/short/kernel', undefined],
    [`/pass/${token}/kernel/`, undefined],
    [`/pass/${token}/__proto__`, undefined],
    ['/agent/v1/constructor', undefined],
    ['/agent/v1/hello\n', undefined],
  ])('%s', (path, route) => expect(routeOf(path)).toEqual(route))

  it('of a script leads back to its machine', () => {
    expect(routeOf(scriptPath('bc:24:11:d0:28:34'))).toEqual({ to: 'script', mac: 'bc:24:11:d0:28:34' })
  })

  it('is shown without the pass in it', () => {
    expect(withoutPass(`/pass/${token}/kernel firstlight.token=${token}`)).not.toContain(token)
  })

  it('may be anything', () => {
    const part = fc.oneof(
      fc.constantFrom(
        'boot',
        'pass',
        'agent',
        'v1',
        'hello',
        'bc-24-11-d0-28-34',
        token,
        'kernel',
        '..',
        '.',
        '',
      ),
      fc.string({ unit: 'binary' }),
    )
    const path = fc.array(part, { maxLength: 6 }).map(parts => `/${parts.join('/')}`)
    fc.assert(
      fc.property(path, path => {
        const route = routeOf(path)
        if (route?.to === 'program') expect(route.name).toMatch(/^[\w.-]+$/)
      }),
      { numRuns: 200_000 },
    )
  }, 60_000)
})
