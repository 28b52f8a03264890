/** A simulated rack in a process of its own: `fleet.ts FOLDER COUNT [PARALLEL]`. Prints where its site is. */
import { createFleet } from '../../src/lab/simulated/fleet.ts'

const [folder = '', count = '1', parallel = count] = process.argv.slice(2)

// What a machine does by itself takes no time worth measuring here; what it waits for is as patient as firmware.
const created = await createFleet({ folder, count: Number(count), speed: 200, parallel: Number(parallel) })
if (!created.ok) throw new Error(created.fault.message)
const { value: fleet } = created
await fleet.start()
const { sitePath, artifactsPath, programsPath, sshKeyPath, nixosAnywhere } = fleet
const told = { sitePath, artifactsPath, programsPath, sshKeyPath, nixosAnywhere }
console.log(`fleet ${JSON.stringify(told)}`)
process.on('SIGTERM', () => process.exit())
