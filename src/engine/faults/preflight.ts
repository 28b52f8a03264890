/** What is missing on the jump host before a run can begin. */
import type { Fault } from '../errors.ts'

/** Programs that are known to hold our ports, and whether both can live together. */
const known: Readonly<Record<string, string>> = {
  dnsmasq:
    'If it is not needed here, stop it (systemctl stop dnsmasq); if it serves another network, tie it to that (interface= and bind-dynamic in its configuration)',
  'systemd-networkd':
    'It is an address server here: set DHCPServer=no for this interface, or let firstlight serve another interface',
  in_tftpd: 'Stop it (systemctl stop tftpd-hpa): firstlight brings its own',
  nginx: 'Stop it, or give firstlight another port with provision.ports.http and open it to the machines',
}

export const heldBy = (fault: Fault, program: string, pid: string): Fault => ({
  ...fault,
  message: `${program} (process ${pid}) holds it`,
  remedy: known[program.replaceAll('.', '_')] ?? `Stop ${program} if it is not needed, and try again`,
})

/** It serves another network, but opened the port for itself alone. */
export const notShared = (fault: Fault, where: string): Fault => ({
  ...fault,
  message: `${fault.message}: on ${where}, and it shares the port with nobody`,
})

export const noTool = (program: string): Fault => ({
  code: 'no-nixos-anywhere',
  message: `${program} is not on PATH`,
  place: 'preflight',
  remedy:
    'Install it (nix profile install nixpkgs#nixos-anywhere), run firstlight with nix run, or name it with --nixos-anywhere',
})

export const noKeygen = (): Fault => ({
  code: 'no-ssh',
  message: 'ssh-keygen is not on PATH',
  place: 'preflight',
  remedy: 'Install the OpenSSH client',
})

export const noOperatorKey = (): Fault => ({
  code: 'no-operator-key',
  message: 'no SSH key of yours was found: installed systems cannot be verified without one they let in',
  place: 'preflight',
  remedy: 'Name it with --ssh-key, or load it into an agent',
})

export const oldNix = (version: string, oldest: string): Fault => ({
  code: 'old-nix',
  message: `nix ${version} is too old for nixos-anywhere`,
  place: 'preflight',
  remedy: `Install nix ${oldest} or newer`,
})

export const noBootPrograms = (): Fault => ({
  code: 'no-boot-programs',
  message: 'no iPXE program was found (undionly.kpxe, snponly.efi): there is nothing to boot machines with',
  place: 'preflight',
  remedy: 'Install the ipxe package, run firstlight with nix run, or name their folder with --ipxe',
})

export const missingPrograms = (names: readonly string[]): Fault => ({
  code: 'missing-boot-program',
  message: `${names.join(', ')} ${names.length === 1 ? 'was' : 'were'} not found: machines that need ${names.length === 1 ? 'it' : 'them'} get no offer`,
  place: 'preflight',
  remedy: 'Put them into the folder named with --ipxe',
})

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`

export const littleDisk = (free: number, needed: number): Fault => ({
  code: 'little-disk',
  message: `${gigabytes(free)} of disk are free; ${gigabytes(needed)} are wanted`,
  place: 'preflight',
  remedy: 'Free some space (nix-collect-garbage -d), or build the images elsewhere and pass --artifacts',
})

export const littleMemory = (total: number, needed: number): Fault => ({
  code: 'little-memory',
  message: `this machine has ${gigabytes(total)} of memory; ${gigabytes(needed)} are wanted`,
  place: 'preflight',
  remedy: 'Build the images elsewhere and pass --artifacts, or use a machine with more memory',
})

export const noAddressServer = (): Fault => ({
  code: 'no-address-server-here',
  message: 'no DHCP server answers on this network: machines would get no address',
  place: 'preflight',
  remedy:
    'Check the cable and VLAN, or let firstlight hand out addresses: provision.dhcp.server in the site, or --dhcp server',
})

export const otherAddressServer = (servers: string): Fault => ({
  code: 'other-address-server',
  message: `another DHCP server answers here (${servers}): two would hand out addresses`,
  place: 'preflight',
  remedy: 'Run beside it instead (--dhcp proxy), or switch it off for this network',
})

/** EDK2 prefers an address server's own boot data to any proxy's. */
export const bootDataElsewhere = (server: string): Fault => ({
  code: 'boot-data-elsewhere',
  message: `${server} answers boot requests itself: UEFI machines prefer it to us`,
  place: 'preflight',
  remedy:
    'Remove its boot options (next-server, file, option 60) for this network, or set firmware.offer = "direct" for the machines',
})
