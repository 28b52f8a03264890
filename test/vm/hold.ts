/** A program: brings up a lab with one machine running, says its name, and holds it until somebody ends it. */
import { up } from '../../src/lab/vm/lab.ts'
import { virtualMachine } from '../../src/lab/vm/machine.ts'

const lab = await up([virtualMachine({ name: 'held', mac: '52:54:00:77:00:01' })], {
  address: '10.77.0.1/24',
  site: { address: '10.77.0.2/24', reservations: [] },
  acceleration: { bios: 'tcg', uefi: 'tcg' },
})
if (!lab.ok) throw new Error(lab.fault.message)
for (const machine of lab.value.machines.values()) machine.power.on()
console.log(lab.value.name)
if (process.argv[2] === 'exit') process.exit()
setInterval(() => {}, 1000)
