/** What the operator may do with a machine now, as commands; what cannot be undone asks for its word first. */
import { type Disk, describeDisk, diskAfter, diskName, type MachineState } from '../../engine/index.ts'
import type { Handlers } from '../input/desk.ts'
import type { Confirmation, RunProps } from '../screen.ts'
import { actionsFor, commandFor } from '../view/journeys.ts'
import { wrap } from '../view/spans.ts'

type Means = Pick<RunProps, 'send' | 'ask' | 'tell' | 'size'>

export const actionHandlers = (machine: MachineState | undefined, means: Means): Handlers => {
  if (machine === undefined) return {}
  const { host } = machine.journey
  const handlers = {
    retry: () => {
      means.send(commandFor('retry', host))
      means.tell(`${host}: another attempt`)
    },
    skip: () => {
      means.send(commandFor('skip', host))
      means.tell(`${host} is left out of this run`)
    },
    abort: () => abort(machine, means),
    wipe: () => means.ask(wipeConfirmation(machine, means)),
  }
  return Object.fromEntries(actionsFor(machine.journey).map(action => [action, handlers[action]]))
}

/** A disk that is being written is left half written: that wants a word; everything else can be retried. */
const abort = ({ journey: { host, phase } }: MachineState, { send, ask, tell }: Means): void => {
  const act = (): void => {
    send(commandFor('abort', host))
    tell(`${host} is aborted`)
  }
  if (diskAfter(phase.name) !== 'halfWritten') act()
  else
    ask({
      title: `Abort ${host} in the middle of its installation`,
      lines: ['Its disk is being written now: it will be left half written, and will not boot.'],
      text: host,
      verb: 'abort',
      act,
    })
}

/** The word covers exactly the disks that were shown, as they were when it was asked for. */
export const wipeConfirmation = ({ journey }: MachineState, { send, size }: Means): Confirmation => {
  const { host, phase } = journey
  const disks = phase.name === 'held' ? phase.erases : []
  const width = Math.min(size.columns, 100) - 4
  return {
    title: disks.length > 0 ? `Erase ${host}` : `Replace what runs on ${host}`,
    lines: (disks.length > 0 ? erasing(disks) : replacing(journey.phase)).flatMap(text => wrap(text, width)),
    text: host,
    verb: 'erase',
    act: () => send({ type: 'wordGiven', host, disks: disks.map(diskName) }),
  }
}

const erasing = (disks: readonly Disk[]): readonly string[] => [
  ...disks.map(describeDisk),
  `Everything on ${disks.length === 1 ? 'it' : 'them'} is lost.`,
]

const replacing = (phase: MachineState['journey']['phase']): readonly string[] => [
  ...(phase.name === 'held' ? [phase.fault.message] : []),
  'It is started into the installer; its disks are looked at before anything is erased, and one that holds data asks again.',
]
