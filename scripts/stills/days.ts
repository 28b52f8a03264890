/** Some days after: machines that are as they should be, and such as are not; and one being given another system. */
import { type Lab, openLab, program } from '../../test/days/rig.ts'
import { type Device, type DeviceOptions, openDevice } from '../../test/terminal/device.ts'

/** Shows the screen it is at under this name. */
export type Shoot = (name: string, title: string, device: Device) => void

export const shootDays = async (options: Omit<DeviceOptions, 'args'>, shoot: Shoot): Promise<void> => {
  await using lab = await openLab({ count: 6 })
  await lab.install({ host: ['machine1', 'machine2', 'machine3', 'machine4', 'machine5'] })
  await lab.fleet.release('machine2', 'next')
  await lab.fleet.release('machine4', 'loses-network')
  lab.fleet.machine('machine5')?.powerOff()
  const { site, artifacts, sshKey } = lab.flags
  const flags = ['--site', site, '--artifacts', artifacts, '--ssh-key', sshKey]
  const env = { ...options.env, XDG_STATE_HOME: `${lab.folder}/state` }
  await status(flags, { ...options, env }, shoot)
  await deploy(lab, flags, { ...options, env }, shoot)
}

const status = async (flags: readonly string[], options: Omit<DeviceOptions, 'args'>, shoot: Shoot) => {
  const device = await openDevice({ ...options, args: ['status', '--watch', ...flags] })
  await device.see(
    screen => !screen.includes('looking') && /2 out of date .* 2 off .* 2 current/.test(screen),
  )
  device.press('j')
  await device.see(/❯ machine2/)
  shoot('status', 'How the machines are now, how that is known, and since when', device)
  await device.close()
}

const deploy = async (
  lab: Lab,
  flags: readonly string[],
  options: Omit<DeviceOptions, 'args'>,
  shoot: Shoot,
) => {
  const rebuild = ['--nixos-rebuild', await program(lab.folder, 'nixos-rebuild', lab.fleet.nixosRebuild)]
  const args = [
    'deploy',
    ...flags,
    ...rebuild,
    '--host',
    'machine1',
    '--host',
    'machine2',
    '--host',
    'machine4',
  ]
  const device = await openDevice({ ...options, args })
  await device.see('Nothing has begun')
  device.press('b')
  await device.see('Type lab to deploy')
  device.press('Tab')
  await device.see(screen => !screen.includes('(Tab goes here)'))
  device.press('lab')
  await device.see(/to deploy: lab +✓/)
  device.press('Enter')
  await device.see(/machine2 +✓ confirmed[\s\S]*machine4 +\S confirming +.*goes back in/)
  device.press('jj')
  await device.see(/❯ machine4/)
  shoot('deploy', 'Another system: kept only when it is confirmed over a new connection', device)
  await device.close()
}
