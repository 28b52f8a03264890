/** A rack of simulated machines on the standard ports of this namespace's loopback: `fleet.ts FOLDER COUNT`. */
import { standardPorts } from '../../src/engine/plan.ts'
import { createFleet } from '../../src/lab/simulated/fleet.ts'

const [folder = '', count = '1'] = process.argv.slice(2)
const created = await createFleet({ folder, count: Number(count), ports: standardPorts })
if (!created.ok) throw new Error(created.fault.message)
const { value: fleet } = created
await fleet.start()
const { sitePath, artifactsPath, programsPath, sshKeyPath, nixosAnywhere } = fleet
console.log(JSON.stringify({ sitePath, artifactsPath, programsPath, sshKeyPath, nixosAnywhere }))
