import { describe, expect, it } from 'vitest'
import type { Disk } from '../../../src/engine/journey.ts'
import { type Case, judge } from '../../../src/engine/work/judge.ts'
import { host } from '../plans.ts'

const disk = (path: string, serial: string, contents: Disk['contents'] = { kind: 'blank' }): Disk => ({
  path,
  ids: [`ata-${serial}`],
  serial,
  model: 'DISK',
  bytes: 480e9,
  contents,
})
const used: Disk['contents'] = { kind: 'data', what: 'gpt, ext4 "root"' }
const sda = disk('/dev/sda', 'A')
const sdb = disk('/dev/sdb', 'B')

const verdict = (change: Partial<Case>) => {
  const found = judge({ host: host('node1'), disks: [sda], layout: ['/dev/sda'], word: null, ...change })
  return found.kind === 'clear'
    ? `clear ${found.erases.map(({ path }) => path)}`
    : `${found.kind} ${found.fault.code}`
}

describe('may this be erased?', () => {
  it('a blank disk that the layout names', () => expect(verdict({})).toBe('clear /dev/sda'))
  it('by id as well', () => expect(verdict({ layout: ['/dev/disk/by-id/ata-A'] })).toBe('clear /dev/sda'))
  it('not one with data on it', () =>
    expect(verdict({ disks: [disk('/dev/sda', 'A', used)] })).toBe('objection disk-holds-data'))
  it('not one that could not be read: unverifiable is not blank', () =>
    expect(verdict({ disks: [disk('/dev/sda', 'A', { kind: 'unknown', what: 'read error' })] })).toBe(
      'objection disk-holds-data',
    ))
  it('but with the word given beforehand', () =>
    expect(verdict({ disks: [disk('/dev/sda', 'A', used)], word: 'any' })).toBe('clear /dev/sda'))
  it('or with the word for this very disk', () =>
    expect(verdict({ disks: [disk('/dev/sda', 'A', used)], word: ['ata-A'] })).toBe('clear /dev/sda'))
  it('not with the word for another', () =>
    expect(verdict({ disks: [disk('/dev/sda', 'A', used)], word: ['ata-Z'] })).toBe(
      'objection disk-holds-data',
    ))
  it('not a disk the machine does not have', () =>
    expect(verdict({ layout: ['/dev/nvme0n1'] })).toBe('refused disk-missing'))
  it('not without knowing which of two', () =>
    expect(verdict({ layout: null, disks: [sda, sdb] })).toBe('refused disk-unclear'))
  it('the only one, when no layout can be read', () =>
    expect(verdict({ layout: null })).toBe('clear /dev/sda'))
  it('the one the site names, when no layout can be read', () =>
    expect(
      verdict({ layout: null, disks: [sda, sdb], host: host('node1', { disks: [{ serial: 'B' }] }) }),
    ).toBe('clear /dev/sdb'))
  it('not when the disk the site names is not there, even with the word', () =>
    expect(verdict({ host: host('node1', { disks: [{ serial: 'X' }] }), word: 'any' })).toBe(
      'refused wrong-disk',
    ))
  it('not a disk the site does not name, even with the word', () =>
    expect(
      verdict({ host: host('node1', { disks: [{ serial: 'B' }] }), disks: [sda, sdb], word: 'any' }),
    ).toBe('refused unexpected-disk'))
  it('not what an empty selector would match', () =>
    expect(verdict({ host: host('node1', { disks: [{}] }) })).toBe('refused wrong-disk'))
  it('says what is on it', () => {
    const found = judge({
      host: host('node1'),
      disks: [disk('/dev/sda', 'A', used)],
      layout: ['/dev/sda'],
      word: null,
    })
    expect(found.kind === 'objection' && found.fault.message).toBe(
      'a disk to be erased is not blank: /dev/sda (DISK, serial A, 480 GB): gpt, ext4 "root"',
    )
  })
})
