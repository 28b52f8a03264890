/**
 * The plainest network boot there is, to prove the lab by: dnsmasq as proxy with TFTP, a folder over HTTP, a boot
 * script per machine. The program under test takes its place in the tests of the whole.
 */
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { Lab } from '../../src/lab/vm/lab.ts'
import type { Images } from './images.ts'

export interface Netboot {
  /** What the HTTP server was asked for: `10.77.0.101 GET /kernel 200`. */
  readonly requests: readonly string[]
  /** The boot script one machine gets from now on. */
  script(mac: string, text: string): Promise<void>
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

export const serveNetboot = async (
  lab: Lab,
  images: Images,
  ipxe: string,
  folder: string,
): Promise<Netboot> => {
  await mkdir(folder, { recursive: true })
  for (const file of ['undionly.kpxe', 'snponly.efi']) await symlink(join(ipxe, file), join(folder, file))
  await symlink(images.kernel, join(folder, 'kernel'))
  await symlink(images.ramdisk, join(folder, 'initrd'))
  const url = `http://${lab.bridge.address}`
  await writeFile(join(folder, 'first.ipxe'), `#!ipxe\nchain ${url}/\${net0/mac:hexhyp}.ipxe\n`)
  const requests: string[] = []
  await Promise.all([
    start(lab, ['dnsmasq', ...proxyArguments(lab, url, folder)], 'stderr', /DHCP, proxy/, () => {}),
    start(
      lab,
      [process.execPath, here('./serve.ts'), lab.bridge.address, folder],
      'stdout',
      /listening/,
      line => requests.push(line),
    ),
  ])
  return {
    requests,
    script: (mac, text) => writeFile(join(folder, `${mac.replaceAll(':', '-')}.ipxe`), text),
  }
}

/** iPXE, in the ROM or ours, gets the script; firmware gets our iPXE. */
const proxyArguments = ({ bridge }: Lab, url: string, folder: string): readonly string[] => [
  ...['--keep-in-foreground', '--conf-file=/dev/null', '--user=root', '--log-facility=-', '--port=0'],
  ...[`--interface=${bridge.interface}`, '--bind-interfaces', `--dhcp-range=${bridge.address},proxy`],
  ...['--enable-tftp', `--tftp-root=${folder}`, '--dhcp-userclass=set:ipxe,iPXE'],
  `--dhcp-boot=tag:ipxe,${url}/first.ipxe,,${bridge.address}`,
  '--pxe-service=tag:!ipxe,x86PC,BIOS,undionly.kpxe',
  '--pxe-service=tag:!ipxe,X86-64_EFI,UEFI,snponly.efi',
  '--pxe-service=tag:!ipxe,BC_EFI,UEFI,snponly.efi',
]

/** Runs as long as the lab does; resolves once it says it serves. */
const start = async (
  lab: Lab,
  command: readonly [string, ...string[]],
  stream: 'stdout' | 'stderr',
  serving: RegExp,
  heard: (line: string) => void,
): Promise<void> => {
  const [program, ...args] = lab.inside(command)
  const child = execa(program, args, { reject: false, buffer: false, stdin: 'ignore', lines: true })
  const said: string[] = []
  await new Promise<void>((resolve, reject) => {
    void (async () => {
      for await (const line of child.iterable({ from: stream })) {
        said.push(String(line))
        heard(String(line))
        if (serving.test(String(line))) resolve()
      }
      reject(new Error(`${program} ended: ${said.join('\n')}`))
    })()
  })
}

/** The installer, with where its init is, as NixOS's own netboot script has it. */
export const installerScript = (lab: Lab, images: Images, more = ''): string => `#!ipxe
kernel http://${lab.bridge.address}/kernel initrd=initrd init=${images.installer}/init ${images.parameters} ${more}
initrd --name initrd http://${lab.bridge.address}/initrd
boot
`

/** BIOS goes on to its next device. UEFI would walk every other network stack first, so its disk's loader is started here. */
export const diskScript = {
  bios: '#!ipxe\nexit\n',
  uefi: '#!ipxe\nsanboot --no-describe --drive 0x80 --filename \\EFI\\BOOT\\BOOTX64.EFI\n',
}
