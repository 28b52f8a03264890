import { describe, expect, it } from 'vitest'
import { argumentsOf } from '../../src/cli/rehearse-run.ts'
import { chosenHosts, readBoots } from '../../src/cli/rehearse-words.ts'
import { host, plan } from '../engine/plans.ts'

const node1 = host('node1')
const node2 = host('node2', { firmware: { offer: 'auto', bootFile: 'undionly.kpxe' } })
const router = host('router', { managed: false })
const hosts = [node1, node2]

describe('the words of a rehearsal', () => {
  it('choose among the managed machines', () => {
    const site = plan([...hosts, router])
    expect(chosenHosts(site, {})).toMatchObject({ ok: true, value: hosts })
    expect(chosenHosts(site, { host: ['node2'] })).toMatchObject({ ok: true, value: [node2] })
    expect(chosenHosts(site, { host: ['router'] })).toMatchObject({ ok: false, fault: { place: '--host' } })
  })

  it.each([
    [[], ['uefi', 'bios']],
    [['http'], ['http', 'http']],
    [
      ['node1=bios', 'http'],
      ['bios', 'http'],
    ],
    [
      ['uefi', 'node2=http', 'node2=uefi'],
      ['uefi', 'uefi'],
    ],
  ])('say of each what firmware it has: %j', (words, kinds) => {
    const boots = readBoots(words, hosts)
    expect(boots.ok && hosts.map(boots.value)).toEqual(kinds)
  })

  it.each([['coreboot'], ['node1=coreboot'], ['node9=bios']])('refuse %s', word =>
    expect(readBoots([word], hosts)).toMatchObject({ ok: false, fault: { place: '--firmware' } }),
  )
})

it('hands the run inside what it was asked for, and where it is', () =>
  expect(
    argumentsOf(
      {
        ...{ memory: 512, disk: 1, firmware: ['bios'], networkFirst: true, check: false },
        ...{ site: 'site.nix', host: ['node1', 'node2'], sshKey: 'key', plain: true, parallel: 2 },
      },
      '10.0.0.9',
    ).join(' '),
  ).toBe(
    'run --site site.nix --host node1 --host node2 --ssh-key key --plain --parallel 2 --interface br0 --address 10.0.0.9',
  ))
