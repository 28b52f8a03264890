/** A machine made of files: what the agent reads of /sys, /proc, /dev and /etc, under a folder of its own. */
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const diskBytes = 4 * 1024 * 1024
export const hostKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMachine'

const write = (root: string, path: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
}

export interface Machine {
  readonly mac: string
  readonly url: string
  readonly token: string
}

export const buildMachine = (root: string, { mac, url, token }: Machine): void => {
  write(
    root,
    'proc/cmdline',
    `quiet firstlight.token=old init=/x firstlight.url=${url} * firstlight.token=${token}\n`,
  )
  write(root, 'proc/sys/kernel/random/boot_id', 'a1d9d94a-d49d-40a8-b47b-9a00d88624d5\n')
  write(root, 'proc/meminfo', 'MemTotal:        8388608 kB\nMemFree:  1 kB\n')
  write(root, 'proc/cpuinfo', 'processor\t: 0\nmodel name\t: x\nprocessor\t: 1\n')
  write(root, 'sys/class/net/lo/address', '00:00:00:00:00:00\n')
  write(root, 'sys/class/net/eno1/address', `${mac}\n`)
  write(root, 'sys/class/net/eno1/device/vendor', '0x8086\n')
  write(root, 'sys/class/net/ib0/address', '80:00:02:08:fe:80:00:00\n')
  write(root, 'sys/class/net/ib0/device/vendor', '0x15b3\n')
  write(root, 'sys/class/net/br0/address', `${mac}\n`)
  write(root, 'sys/firmware/efi/fw_platform_size', '64\n')
  write(root, 'etc/ssh/ssh_host_ed25519_key.pub', `${hostKey} root@installer\n`)
  mkdirSync(join(root, 'root'), { recursive: true })
}

interface DiskFiles {
  readonly content?: Uint8Array
  readonly serial?: string
  readonly model?: string
  readonly ids?: readonly string[]
  readonly partitions?: readonly string[]
  readonly virtual?: boolean
  readonly missing?: boolean
}

export const addDisk = (root: string, name: string, disk: DiskFiles = {}): void => {
  const sys = `sys/block/${name}`
  write(root, `${sys}/size`, `${diskBytes / 512}\n`)
  if (!disk.virtual) write(root, `${sys}/device/model`, `${disk.model ?? 'Model'}   \n`)
  write(root, `${sys}/serial`, disk.serial ?? '')
  for (const part of disk.partitions ?? []) write(root, `${sys}/${part}/partition`, '1\n')
  if (!disk.missing) {
    write(root, `dev/${name}`, disk.content ?? '')
    truncateSync(join(root, 'dev', name), diskBytes)
  }
  mkdirSync(join(root, 'dev/disk/by-id'), { recursive: true })
  for (const id of disk.ids ?? []) symlinkSync(`../../${name}`, join(root, 'dev/disk/by-id', id))
}
