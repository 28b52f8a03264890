import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type VirtualMachine, virtualMachine } from '../../src/lab/vm/machine.ts'
import { type Ground, openGround, ready, ssh, stopwatch, wake } from './ground.ts'
import { installerScript } from './netboot.ts'

const mac = (last: number) => `52:54:00:77:00:0${last}`
const machines: readonly VirtualMachine[] = [
  virtualMachine({ name: 'bios-rom', mac: mac(1) }),
  virtualMachine({ name: 'bios-chain', mac: mac(2) }),
  virtualMachine({ name: 'uefi-pxe', mac: mac(3), firmware: 'uefi' }),
  virtualMachine({ name: 'uefi-http', mac: mac(4), firmware: 'uefi', network: 'http' }),
]

// dnsmasq's proxy knows PXE clients only, so HTTP boot is the address server's word here.
const httpBoot = [
  '--dhcp-vendorclass=set:http,HTTPClient',
  '--dhcp-option-force=tag:http,60,HTTPClient',
  '--dhcp-boot=tag:http,http://10.77.0.1/snponly.efi',
]

describe('machines with a blank disk, called by magic packet, all at once', () => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(machines, httpBoot)
    for (const machine of machines)
      await ground.netboot.script(machine.mac, installerScript(ground.lab, inject('images')))
    // QEMU's own ROM is an iPXE already: it goes on to the current one, as a ROM without iPXE does.
    await ground.netboot.script(
      mac(2),
      `#!ipxe\niseq \${net0/chip} undionly && goto ours ||\n` +
        `chain tftp://10.77.0.1/undionly.kpxe\n:ours\n${installerScript(ground.lab, inject('images')).replace('#!ipxe', '')}`,
    )
  })
  afterAll(() => ground?.clear())

  it('are off until then', () => {
    expect(machines.filter(({ name }) => ground.machine(name).power.isOn)).toEqual([])
  })

  it.for(machines)('$name boots the installer', { concurrent: true }, async ({ name, mac: address }) => {
    const took = stopwatch()
    await wake(ground.lab, address)
    await ready(ground.machine(name), 200)
    const shown = took()
    const release = await ssh(
      ground.lab,
      ground.address(name),
      'cat /etc/os-release; ls -d /sys/firmware/efi',
    ).catch(error => String(error.stdout))
    expect(release).toContain('VARIANT_ID=installer')
    expect(release.includes('/sys/firmware/efi')).toBe(name.startsWith('uefi'))
    console.info(`${name}: ready on the console ${shown}, SSH ${took()}`)
  })

  it('took the way they were to take', () => {
    const asked = ground.netboot.requests.join('\n')
    expect(asked).toMatch(/10\.77\.0\.104 GET \/snponly\.efi 200/)
    expect(asked).not.toMatch(/10\.77\.0\.10[123] GET \/snponly\.efi/)
  })
})
