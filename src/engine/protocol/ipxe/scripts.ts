/** The small scripts: on to the real one, wait, and boot the disk. */
import { asScript, objectionTo, type Script } from './words.ts'

/**
 * What newer iPXE asks for by itself under the name `autoexec.ipxe`, wherever its own program came from. By TFTP
 * it only leads to HTTP. The address is literal: in proxy mode `${next-server}` is the site's address server.
 */
export const chainScript = (script: string): Script => {
  const why = objectionTo([['URL', script]])
  return why === undefined ? asScript([`chain --replace --autofree ${script}`]) : { ok: false, why }
}

/** The installer is not there yet: said on the machine's screen, and asked again. */
export const waitScript = (host: string, script: string): Script => {
  const why = objectionTo([
    ['host name', host],
    ['URL', script],
  ])
  if (why !== undefined) return { ok: false, why }
  return asScript([
    ':wait',
    `echo firstlight: ${host}: its installer is still being built, asking again in 5 seconds`,
    'sleep 5',
    `chain --replace --autofree ${script} || goto wait`,
  ])
}

/**
 * "Boot your disk", for a machine whose firmware asks the network first; without it an installed machine would
 * install for ever. The script looks for itself what it runs on, because HTTP does not tell us.
 *
 * BIOS: `exit` goes on with the next boot device, at once. UEFI lies about the same word: OVMF takes `exit` into
 * its setup menu, and `exit 1` (or our silence) walks PXEv6, HTTPv4 and HTTPv6 first, which takes over two minutes.
 * What works there is to start the disk's own loader; seen with iPXE 1.21, while the one of 2019 fails at it and
 * falls through to `exit`. 0x80 is the first disk in the firmware's order, which need not be the one with the
 * system: a drive without that file is passed by in no time.
 */
export const diskScript = (host: string): Script => {
  const why = objectionTo([['host name', host]])
  if (why !== undefined) return { ok: false, why }
  return asScript([
    `echo firstlight: ${host} is installed: booting its disk`,
    `iseq \${platform} efi || exit`,
    `iseq \${buildarch} arm64 && goto arm64 ||`,
    `iseq \${buildarch} i386 && goto ia32 ||`,
    ...loaderOf('BOOTX64.EFI'),
    ':arm64',
    ...loaderOf('BOOTAA64.EFI'),
    ':ia32',
    ...loaderOf('BOOTIA32.EFI'),
  ])
}

const loaderOf = (loader: string): readonly string[] => [
  ...['0x80', '0x81', '0x82', '0x83'].map(
    drive => `sanboot --no-describe --drive ${drive} --filename \\EFI\\BOOT\\${loader} ||`,
  ),
  'exit',
]
