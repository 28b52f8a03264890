/** How misbehaviour is asked for. */
import { expect, it } from 'vitest'
import { explain } from '../../../src/engine/errors.ts'
import { faultsKnown, readFaults } from '../../../src/lab/simulated/faults.ts'

const machines = ['machine1', 'machine2']

const read = (...specs: string[]) => {
  const faults = readFaults(specs, machines)
  return faults.ok ? faults.value : explain(faults.fault)
}

it('several words for one machine add up', () => {
  const faults = read('machine1=silent-wol,packet-loss=0.1', 'machine1=dies-in=copying', 'machine2=dies-boot')
  if (typeof faults === 'string') throw new Error(faults)
  expect(faults.get('machine1')).toEqual({
    habits: new Set(['silent-wol']),
    packetLoss: 0.1,
    diesIn: 'copying',
  })
  expect(faults.get('machine2')).toMatchObject({ diesIn: 'boot' })
})

it('everything that is listed can be asked for', () => {
  for (const line of faultsKnown()) expect(read(`machine1=${line.replace(/:.*/, '')}`)).toBeInstanceOf(Map)
})

it.each([
  'machine1=nonsense',
  'machine1=',
  'machine1',
  'machine1=packet-loss=2',
  'machine1=dies-in=lunch',
  'machine1=toString',
])('%s is refused with the ways there are', spec =>
  expect(read(spec)).toMatch(/is not a way .* \[no-such-fault\]\. Choose of silent-wol, /),
)

it.each(['machine9=floods', '=floods', 'floods'])('%s names no machine', spec =>
  expect(read(spec)).toMatch(
    /\[no-such-machine\]\. Write it as MACHINE=FAULT; the machines are machine1 to machine2$/,
  ),
)
