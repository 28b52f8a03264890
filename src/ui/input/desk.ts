/**
 * Where a key goes. What stands on the screen lays itself over what stood there before: the shell, the screen, a
 * dialog, a field being typed in. A key is first offered to the field, then looked up in the one table and given to
 * the topmost layer that answers the command. Below a dialog nothing hears anything.
 */
import { bindings, type CommandName } from '../keys.ts'
import type { Press } from './press.ts'

export type Handlers = Partial<Readonly<Record<CommandName, (() => void) | undefined>>>

const levels = ['shell', 'screen', 'dialog', 'field'] as const
export type Level = (typeof levels)[number]

export interface Layer {
  readonly level: Level
  handlers(): Handlers
  /** A field's: true when it took the key. */
  type?(press: Press): boolean
  /** A field's: pasted text. Nobody else is ever given any. */
  paste?(text: string): void
  /** Keys that arrived before this moment are not for it. */
  since?(): number
}

export interface Desk {
  lay(layer: Layer): () => void
  press(press: Press): void
  paste(text: string): void
  /** Runs a command by its name, past the dialog it was chosen in. */
  run(command: CommandName): void
  /** What `run` would find an answer for. */
  runnable(): readonly CommandName[]
  /** Commands that somebody would answer now, in the table's order; the same list while nothing changes. */
  available(): readonly CommandName[]
  subscribe(listener: () => void): () => void
  /** To be called when a layer answers other commands than before. */
  changed(): void
}

export const createDesk = (): Desk => {
  const layers: Layer[] = []
  const listeners = new Set<() => void>()
  let available: readonly CommandName[] | undefined

  const changed = (): void => {
    available = undefined
    for (const listener of listeners) listener()
  }

  const beneath = () => hearing(layers.filter(({ level }) => level === 'shell' || level === 'screen'))

  return {
    lay: layer => {
      layers.push(layer)
      changed()
      return () => {
        layers.splice(layers.indexOf(layer), 1)
        changed()
      }
    },
    press: press => {
      const hear = hearing(layers)
      if (hear.some(layer => press.arrived < (layer.since?.() ?? 0))) return
      if (hear.some(layer => layer.type?.(press))) return
      bindings.some(({ keys, command }) => keys.includes(press.key) && answer(hear, command))
    },
    paste: text =>
      hearing(layers)
        .find(layer => layer.paste)
        ?.paste?.(text),
    run: command => void answer(beneath(), command),
    runnable: () => answered(beneath()),
    available: () => {
      available ??= untyped(hearing(layers))
      return available
    },
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    changed,
  }
}

const answer = (layers: readonly Layer[], command: CommandName): boolean => {
  const handler = layers.map(layer => layer.handlers()[command]).find(handler => handler !== undefined)
  handler?.()
  return handler !== undefined
}

const answered = (layers: readonly Layer[]): readonly CommandName[] =>
  bindings.map(({ command }) => command).filter(command => layers.some(layer => layer.handlers()[command]))

/** Without those whose key, as the footer names it, a field would take for text. */
const untyped = (layers: readonly Layer[]): readonly CommandName[] => {
  const commands = answered(layers)
  if (!layers.some(({ type }) => type)) return commands
  const typed = bindings.filter(({ keys: [key = ''] }) => key.length === 1 || key === 'space')
  return commands.filter(each => !typed.some(({ command }) => command === each))
}

/** Topmost first; a dialog is the last that hears. */
const hearing = (layers: readonly Layer[]): readonly Layer[] => {
  const sorted = layers.toReversed().sort((one, other) => levelOf(other) - levelOf(one))
  const dialog = sorted.findIndex(({ level }) => level === 'dialog')
  return dialog < 0 ? sorted : sorted.slice(0, dialog + 1)
}

const levelOf = ({ level }: Layer): number => levels.indexOf(level)
