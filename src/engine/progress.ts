/** A journey as the operator pictures it: six steps, how far along each is, and how long it may still take. */
import type { Journey, Phase, PhaseName } from './journey.ts'

export const steps = ['wake', 'boot', 'disko', 'install', 'reboot', 'health'] as const
export type Step = (typeof steps)[number]

export interface Progress {
  /** The step it is in, or stopped in; null before the first and after the last. */
  readonly step: Step | null
  /** 0–1 within the step; null when that cannot be told. */
  readonly fraction: number | null
  /** 0–1 over the whole journey. */
  readonly overall: number
  readonly amount: { readonly done: number; readonly total: number; readonly unit: 'bytes' | 'paths' } | null
  /** Of the unit, per second, since the phase, or its file, began. */
  readonly rate: number | null
  /** Seconds left in this phase. */
  readonly eta: number | null
}

const stepOf: Readonly<Record<PhaseName, Step | null>> = {
  pending: null,
  checking: 'wake',
  skipped: null,
  waking: 'wake',
  offered: 'boot',
  fetching: 'boot',
  booting: 'boot',
  phonedHome: 'boot',
  held: 'disko',
  partitioning: 'disko',
  copying: 'install',
  installing: 'install',
  rebooting: 'reboot',
  verifying: 'reboot',
  healthChecking: 'health',
  done: null,
  failed: null,
  aborted: null,
}

/** Where each phase lies on the whole way: typical shares of a real installation's time. */
const reached: Readonly<Record<PhaseName, number>> = {
  pending: 0,
  checking: 0.01,
  skipped: 1,
  waking: 0.02,
  offered: 0.1,
  fetching: 0.12,
  booting: 0.25,
  phonedHome: 0.38,
  held: 0.4,
  partitioning: 0.4,
  copying: 0.45,
  installing: 0.75,
  rebooting: 0.85,
  verifying: 0.95,
  healthChecking: 0.97,
  done: 1,
  failed: 0,
  aborted: 0,
}

const next: Readonly<Partial<Record<PhaseName, number>>> = {
  fetching: reached.booting,
  copying: reached.installing,
}

export const progressOf = ({ phase, since }: Journey, now: number): Progress => {
  const where = phase.name === 'failed' || phase.name === 'aborted' ? phase.in : phase.name
  const amount = amountOf(phase)
  const fraction = amount === null || amount.total <= 0 ? null : Math.min(1, amount.done / amount.total)
  const seconds =
    (Math.max(now, toldAt(phase)) - (phase.name === 'fetching' ? phase.fileSince : since)) / 1000
  const rate = amount === null || seconds <= 0 || amount.done <= 0 ? null : amount.done / seconds
  const share = (next[where] ?? reached[where]) - reached[where]
  return {
    step: stepOf[where],
    fraction,
    overall: reached[where] + share * (fraction ?? 0),
    amount,
    rate,
    eta: rate === null || amount === null ? null : Math.max(0, (amount.total - amount.done) / rate),
  }
}

const toldAt = (phase: Phase): number => ('toldAt' in phase ? (phase.toldAt ?? 0) : 0)

const amountOf = (phase: Phase): Progress['amount'] => {
  if (phase.name === 'fetching') return { done: phase.bytes, total: phase.total, unit: 'bytes' }
  return phase.name === 'copying' ? phase.amount : null
}
