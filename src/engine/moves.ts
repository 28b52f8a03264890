/**
 * The table behind `advance`: for each phase, the facts that matter to it and where they lead. Within one
 * attempt a journey only goes forward; a machine that starts its boot again makes no progress, and its
 * silence runs out. Partitioning is entered from one place only: a passed guard.
 */
import type { Fault } from './errors.ts'
import { foreignSystem, restartedWhileInstalling } from './faults/journey.ts'
import { fetched, isFurther } from './fetching.ts'
import {
  type Disk,
  diskAfter,
  type Effect,
  ended,
  type Guest,
  type Journey,
  type JourneyEvent,
  type Phase,
  type PhaseName,
} from './journey.ts'
import { covers } from './word.ts'

export interface Move {
  readonly phase?: Phase
  readonly effects?: readonly Effect[]
  readonly attempt?: number
  readonly word?: Journey['word']
  /** False for facts that are no progress: they do not put off the deadline. */
  readonly onward?: boolean
}

type Moves = {
  readonly [Name in PhaseName]: (
    phase: Extract<Phase, { name: Name }>,
    event: JourneyEvent,
    journey: Journey,
  ) => Move | undefined
}

export const moveOf = (journey: Journey, event: JourneyEvent): Move | undefined => {
  const byPhase = moves[journey.phase.name] as Moves[PhaseName]
  return byPhase(journey.phase as never, event, journey) ?? anywhere(journey, event)
}

/** What holds in every phase that has not ended. */
const anywhere = (journey: Journey, event: JourneyEvent): Move | undefined => {
  if (ended(journey)) return undefined
  switch (event.type) {
    case 'broke':
      return failed(journey, event.fault)
    case 'wentSilent':
      return event.moved === journey.moved ? failed(journey, event.fault) : undefined
    case 'aborted':
      return { phase: { name: 'aborted', in: journey.phase.name, disk: diskAfter(journey.phase.name) } }
    case 'leftOut':
      return diskAfter(journey.phase.name) === 'untouched'
        ? { phase: { name: 'skipped', why: 'left out by the operator' } }
        : undefined
    case 'wordGiven':
      return { word: event.disks, onward: false }
    default:
      return undefined
  }
}

const failed = (journey: Journey, fault: Fault): Move => ({
  phase: { name: 'failed', in: journey.phase.name, fault, disk: diskAfter(journey.phase.name) },
})

/** A new attempt asks again: only a word given for the whole run outlives the last one. */
const again = (event: JourneyEvent, journey: Journey): Move | undefined =>
  event.type === 'retried'
    ? {
        phase: { name: 'pending' },
        attempt: journey.attempt + 1,
        word: journey.word === 'any' ? 'any' : null,
      }
    : undefined

/** Whoever has given the word for it knows what is there: it is not looked for again. */
const wake = (word: Journey['word']): Move => ({
  phase: { name: 'waking', packets: 0 },
  effects: word === null ? [{ type: 'wake' }, { type: 'probeAgain' }] : [{ type: 'wake' }],
})

const meet = (guest: Guest): Move => ({
  phase: { name: 'phonedHome', guest },
  effects: [{ type: 'inspect', guest }],
})

/** On the way to the installer every step may be the first one we hear of. */
const onTheWay = (event: JourneyEvent): Move | undefined => {
  switch (event.type) {
    case 'offered':
      return event.purpose === 'installer'
        ? { phase: { name: 'offered', firmware: event.firmware } }
        : undefined
    case 'fetched':
      return { phase: fetched(event, event.at) }
    case 'phonedHome':
      return meet(event.guest)
    default:
      return undefined
  }
}

/** A system that answers decides; nothing is wiped because a check could not be made. */
const found = (
  { state, detail }: Extract<JourneyEvent, { type: 'probed' }>,
  { host, phase }: Journey,
): Move | undefined => {
  switch (state) {
    case 'off':
    case 'unknown':
    case 'installer':
      return undefined
    case 'foreign':
      return {
        phase: { name: 'held', fault: foreignSystem(host, phase.name, detail), guest: null, erases: [] },
      }
    case 'installed':
    case 'current':
    case 'outdated':
      return { phase: { name: 'skipped', why: detail } }
    default:
      return state satisfies never
  }
}

/** A machine that boots anew, or from the network, in the middle of an installation did not survive it. */
const lost = (event: JourneyEvent, journey: Journey, guest: Guest): Move | undefined => {
  const anew =
    event.type === 'askedToBoot' || (event.type === 'phonedHome' && event.guest.bootId !== guest.bootId)
  return anew ? failed(journey, restartedWhileInstalling(journey.host, journey.phase.name)) : undefined
}

type Erasing = Extract<Phase, { name: 'partitioning' | 'copying' | 'installing' }>

const stepOrder = ['partitioning', 'copying', 'installing'] as const

/** The installer's steps only ever come in this order; a repeated line of its output changes nothing. */
const install = (phase: Erasing, event: JourneyEvent, journey: Journey): Move | undefined => {
  switch (event.type) {
    case 'stepStarted':
      return stepOrder.indexOf(event.step) > stepOrder.indexOf(phase.name)
        ? { phase: step(event.step, phase) }
        : undefined
    case 'progressed':
      return phase.name === 'copying'
        ? { phase: { ...phase, amount: event.amount, toldAt: event.at } }
        : undefined
    case 'workedOn':
      return {}
    case 'installed':
      return {
        phase: { name: 'rebooting', guest: phase.guest, away: false },
        effects: [{ type: 'reboot', guest: phase.guest }],
      }
    default:
      return lost(event, journey, phase.guest)
  }
}

const step = (name: Erasing['name'], { guest, erases }: Erasing): Phase =>
  name === 'copying' ? { name, guest, erases, amount: null } : { name, guest, erases }

const moves: Moves = {
  pending: (_, event) =>
    event.type === 'started' ? { phase: { name: 'checking' }, effects: [{ type: 'probe' }] } : undefined,

  checking: (_, event, journey) => {
    if (event.type === 'workedOn') return {}
    if (event.type !== 'probed') return undefined
    return (journey.word === 'any' ? undefined : found(event, journey)) ?? wake(journey.word)
  },

  skipped: (_, event, journey) => again(event, journey),

  waking: (phase, event, journey) => {
    if (event.type === 'woke') return { phase: { ...phase, packets: phase.packets + 1 }, onward: false }
    if (event.type === 'probed') return journey.word === null ? found(event, journey) : undefined
    return onTheWay(event)
  },

  offered: (_, event) => (event.type === 'offered' ? { onward: false } : onTheWay(event)),

  fetching: (phase, event) => {
    if (event.type === 'fetched')
      return isFurther(event, phase)
        ? { phase: fetched(event, event.file === phase.file ? phase.fileSince : event.at) }
        : undefined
    return event.type === 'phonedHome' ? meet(event.guest) : undefined
  },

  booting: (_, event) => (event.type === 'phonedHome' ? meet(event.guest) : undefined),

  phonedHome: ({ guest }, event, journey) => {
    switch (event.type) {
      case 'phonedHome':
        return event.guest.bootId === guest.bootId ? undefined : { ...meet(event.guest), onward: false }
      case 'workedOn':
        return { phase: { name: 'phonedHome', guest, awaitsBuild: true } }
      case 'guarded':
        return {
          phase: { name: 'partitioning', guest, erases: event.erases },
          effects: [{ type: 'install', guest, erases: event.erases }],
        }
      case 'objected':
        // The word may have come while the disks were looked at: then they are looked at once more.
        if (cameMeanwhile(journey.word, event.erases)) return meet(guest)
        return { phase: { name: 'held', fault: event.fault, guest, erases: event.erases } }
      default:
        return undefined
    }
  },

  held: ({ guest }, event) => {
    if (event.type === 'wordGiven')
      return { ...(guest === null ? wake(event.disks) : meet(guest)), word: event.disks }
    return event.type === 'phonedHome' && guest !== null && event.guest.bootId !== guest.bootId
      ? meet(event.guest)
      : undefined
  },

  partitioning: install,
  copying: install,
  installing: install,

  rebooting: (phase, event) => {
    // Told again and again while it is away: only the first time is progress.
    if (event.type === 'wentAway') return phase.away ? undefined : { phase: { ...phase, away: true } }
    if (event.type !== 'returned') return undefined
    const { guest } = phase
    const { address } = event
    return { phase: { name: 'verifying', guest, address }, effects: [{ type: 'verify', guest, address }] }
  },

  verifying: (_, event) => {
    if (event.type !== 'verified') return undefined
    const { address, system } = event
    return event.services
      ? { phase: { name: 'healthChecking', address }, effects: [{ type: 'checkHealth', address }] }
      : { phase: { name: 'done', address, system } }
  },

  healthChecking: ({ address }, event) =>
    event.type === 'becameHealthy' ? { phase: { name: 'done', address, system: event.system } } : undefined,

  done: (_, event, journey) => again(event, journey),
  failed: (_, event, journey) => again(event, journey),
  aborted: (_, event, journey) => again(event, journey),
}

const cameMeanwhile = (word: Journey['word'], erases: readonly Disk[]): boolean =>
  word !== 'any' && erases.length > 0 && erases.every(disk => covers(word, disk))
