import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { system } from './nix-nos/examples.ts'
import { asNix, evaluate, generators } from './nix-nos/nix.ts'
import { describeWith, tool } from './nix-nos/tools.ts'

// What happens on the machine around the files: secrets arrive, NixOS checks at build time, devices are made anew.

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'machine-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const peer = (passwordFile: string) => ({
  bgp: {
    asn: 65001,
    routerId: '10.0.0.1',
    peers: { tor: { address: '10.0.0.2', asn: 65002, passwordFile } },
  },
})

/** Runs the script as a starting machine would, with a /run of its own, and then the command. */
async function prepared(password: string, command: string) {
  const file = join(folder, "it's a secret")
  await writeFile(file, password, { mode: 0o600 })
  const script = await evaluate<string>(`${generators}.passwordScript "nogroup" ${asNix(peer(file))}`)
  const inOrder = `set -e; mount -t tmpfs none /run; sh -c "$1"; ${command}`
  return execa('unshare', ['-m', 'sh', '-c', inOrder, 'sh', script], { reject: false })
}

const as = (group: string) => `setpriv --reuid nobody --regid ${group} --clear-groups`
const written = '/run/nix-nos/bgp/tor.conf'

describeWith(['nix', 'unshare', 'setpriv', 'root'], 'The password of a peer', () => {
  it("reaches BIRD's group, and nobody else", async () => {
    const { stdout } = await prepared('pa$$w0rd`\\\n', `${as('nogroup')} cat ${written}`)
    expect(stdout).toBe('password "pa$$w0rd`\\";')
    const other = await prepared('secret', `${as('games')} cat ${written}`)
    expect(other.stderr).toContain('Permission denied')
    expect(other.stdout).toBe('')
  })

  it.each([
    ['', /^nix-nos: the password file of the peer tor is empty: /],
    [
      'two\nlines',
      /^nix-nos: the password of the peer tor has a double quote or a line break, which BIRD cannot hold: /,
    ],
    ['a"; }', /^nix-nos: the password of the peer tor has a double quote or a line break/],
  ])('is refused when BIRD could not hold it: %j', async (password, said) => {
    const { stderr, exitCode } = await prepared(password, 'echo started')
    expect(stderr).toMatch(said)
    expect(stderr).not.toContain(password || 'started')
    expect(exitCode).toBe(1)
  })

  it('is refused when its file is not there', async () => {
    const script = await evaluate<string>(
      `${generators}.passwordScript "root" ${asNix(peer('/no/such/file'))}`,
    )
    const { stderr } = await execa('unshare', ['-m', 'sh', '-c', `mount -t tmpfs none /run; ${script}`], {
      reject: false,
    })
    expect(stderr).toBe('nix-nos: the password file of the peer tor cannot be read: /no/such/file')
  })
})

describeWith(['nix', 'bird'], 'The check NixOS makes while it builds', () => {
  it('passes without the passwords, which are not there yet', async () => {
    const { config, preCheckConfig } = await evaluate<{ config: string; preCheckConfig: string }>(
      `{ inherit (${system('datacenter-node')}.config.services.bird) config preCheckConfig; }`,
    )
    expect(config).toContain('include "/run/nix-nos/bgp/tor1.conf";')
    await writeFile(join(folder, 'out'), config)
    await symlink(join(folder, 'out'), join(folder, 'bird.conf'))
    const check = `${preCheckConfig}\n${tool('bird')} -d -p -c bird.conf`
    expect((await execa('sh', ['-euc', check], { cwd: folder, reject: false })).exitCode).toBe(0)
  })
})

describeWith(['nix'], 'From one configuration to the next', () => {
  it('says which device must be made anew, since networkd does not change one that exists', async () => {
    const host = (id: number, mtu: number) => ({
      interfaces: { eth0: { address: '10.0.0.1/24', mtu } },
      vlans: { v: { id, interface: 'eth0', address: '10.1.0.1/24' } },
    })
    const changes =
      await evaluate(`let files = h: ${generators}.host h; old = files ${asNix(host(5, 1500))}; in {
      vlan = ${generators}.changes old (files ${asNix(host(6, 1500))});
      mtu = ${generators}.changes old (files ${asNix(host(5, 1400))});
      gone = ${generators}.changes old (files { interfaces.eth1.dhcp = true; });
      same = ${generators}.changes old old;
    }`)
    const network = '/etc/systemd/network'
    expect(changes).toEqual({
      vlan: { [`${network}/10-v.netdev`]: 'recreate' },
      mtu: { [`${network}/20-eth0.network`]: 'change' },
      gone: {
        [`${network}/10-v.netdev`]: 'remove',
        [`${network}/20-eth0.network`]: 'remove',
        [`${network}/20-v.network`]: 'remove',
        [`${network}/20-eth1.network`]: 'add',
      },
      same: {},
    })
  })
})
