/** What can go wrong while machines ask for addresses and boot programs. */
import type { Fault } from '../errors.ts'

export const smallReceiveBuffer = (port: number, granted: number, asked: number): Fault => ({
  code: 'small-receive-buffer',
  message: `the kernel grants a receive buffer of ${granted} bytes where ${asked} were asked for, so many machines asking at once may lose packets`,
  place: `UDP port ${port}`,
  remedy: `Run "sysctl -w net.core.rmem_max=${asked}" as root, then start again`,
})

export const noAddressServer = (host: string): Fault => ({
  code: 'no-address-server',
  message:
    'it asks for an address again and again and takes none: no DHCP server gives this machine an address',
  place: `${host}, UDP port 67`,
  remedy:
    'Check the DHCP server of this network and its free addresses; where there is none, use --dhcp server',
})

export const noBootProgram = (host: string, why: string): Fault => ({
  code: 'no-boot-program',
  message: `it asks to boot and cannot be answered: ${why}`,
  place: `${host}, UDP port 67`,
  remedy: 'Set firmware.bootFile for this host to a program its firmware can run, with a short name',
})

export const addressesUsedUp = (port: number): Fault => ({
  code: 'addresses-used-up',
  message: 'a machine asks for an address and none is free',
  place: `UDP port ${port}`,
  remedy: 'Make provision.dhcp.server.range larger, or give the machines addresses of their own in the site',
})

export const cannotSend = (port: number, reason: string): Fault => ({
  code: 'cannot-send',
  message: `an answer could not be sent: ${reason}`,
  place: `UDP port ${port}`,
  remedy: 'Check that the interface is up and has its address, and that no firewall rule refuses this port',
})
