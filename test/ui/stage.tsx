/** A stage for screens: the real mount on a terminal without a window, driven as an operator would. */
import { EventEmitter } from 'node:events'
import { Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import type { Command, Engine, Plan } from '../../src/engine/index.ts'
import { createStore, type Store } from '../../src/engine/store.ts'
import type { Keyboard } from '../../src/ui/input/key-stream.ts'
import { mount } from '../../src/ui/mount.tsx'
import type { Choice, Place, Screens } from '../../src/ui/screen.ts'
import { screens as realScreens } from '../../src/ui/screens/index.ts'
import type { Session, SessionState } from '../../src/ui/session.ts'
import { capabilitiesOf } from '../../src/ui/terminal/capabilities.ts'
import { createTerminal } from '../../src/ui/terminal/terminal.ts'
import { createTheme } from '../../src/ui/theme.ts'
import { host, plan } from '../engine/plans.ts'
import { createEmulator, type Emulator, type Wanted } from '../terminal/emulator.ts'
import { bytesOf } from './bytes.ts'

export interface StageOptions {
  readonly columns?: number
  readonly rows?: number
  readonly plan?: Plan
  readonly first?: Place
  readonly screens?: Partial<Screens>
  /** A run is under way. */
  readonly running?: boolean
  readonly ascii?: boolean
  readonly linear?: boolean
  readonly rollOut?: SessionState['rollOut']
  readonly rehearsal?: boolean
}

export interface Stage {
  /** Sends it all at once, and waits until it was acted on and drawn. */
  press(...keys: readonly string[]): Promise<void>
  /** As a terminal marks what is pasted. */
  paste(text: string): Promise<void>
  see(wanted: Wanted): Promise<void>
  screen(): string
  settled(): Promise<void>
  resize(columns: number, rows: number): Promise<void>
  readonly store: Store
  /** What the operator asked for, in order. */
  readonly asked: string[]
  readonly emulator: Emulator
  /** Why the screen is gone, if it went by itself. */
  readonly failed: Promise<unknown>
  redraw(): void
}

export const onStage = async (options: StageOptions = {}): Promise<Stage> => {
  const { columns = 80, rows = 24, running = true, first = { screen: 'run' } } = options
  const site = options.plan ?? plan([host('node1'), host('node2'), host('node3'), host('node4')])
  const asked: string[] = []
  const store = storeFor(site)
  const rollOut = options.rollOut ?? null
  const engine = running && rollOut === null ? engineOn(store, asked) : null
  const session = sessionOn(site, { engine, rollOut, rehearsal: options.rehearsal ?? false }, asked)
  const emulator = createEmulator({ columns, rows })
  const display = displayOf(emulator, columns, rows)
  const keyboard = createKeyboard()
  const linear = options.linear ?? false
  const terminal = createTerminal({
    write: text => void display.stream.write(text),
    capabilities: capabilitiesOf({ TERM: 'xterm-256color' }),
    linear,
  })
  const mounted = mount({
    ...{ session, terminal, keyboard, first, linear },
    screens: { ...realScreens, ...options.screens },
    display: display.stream,
    theme: createTheme({ depth: '256', background: 'dark', ascii: options.ascii ?? false, linear }),
    now: Date.now,
    sleep: async () => void asked.push('sleep'),
    leave: () => asked.push('leave'),
    reply: bytes => asked.push(`reply ${JSON.stringify(bytes)}`),
  })
  onTestFinished(() => mounted.unmount())
  const settled = async (): Promise<void> => {
    await mounted.settled()
    await new Promise<void>(resolve => emulator.terminal.write('', resolve))
  }
  const send = async (bytes: string): Promise<void> => {
    keyboard.emit('data', Buffer.from(bytes))
    await settled()
  }
  await settled()
  return {
    press: (...keys) => send(bytesOf(keys)),
    paste: text => send(`\u001b[200~${text}\u001b[201~`),
    see: emulator.see,
    screen: () => emulator.lines().join('\n'),
    ...{ settled, store, asked, emulator },
    resize: async (columns, rows) => {
      emulator.resize(columns, rows)
      display.resize(columns, rows)
      await settled()
    },
    failed: mounted.failed,
    redraw: mounted.redraw,
  }
}

const storeFor = ({ hosts, source }: Plan): Store => {
  const store = createStore({ now: Date.now, write: () => {}, moved: () => {} })
  store.tell({ type: 'runStarted', site: source, version: '1', hosts })
  store.tell({ type: 'serving', address: '10.0.0.1', mode: 'proxy', sockets: [] })
  return store
}

const engineOn = (store: Store, asked: string[]): Pick<Engine, 'store' | 'command' | 'stop'> => ({
  store,
  command: (command: Command) => {
    asked.push(`${command.type} ${command.host}`)
    store.tell(command)
  },
  stop: why => {
    asked.push(`stop ${why}`)
    store.tell({ type: 'stopping', why })
  },
})

const sessionOn = (
  site: Plan,
  under: Pick<SessionState, 'engine' | 'rollOut' | 'rehearsal'>,
  asked: string[],
): Session => {
  const listeners = new Set<() => void>()
  let state: SessionState = {
    site: { state: 'open', plan: site, warnings: [] },
    preflight: null,
    choice: { hosts: site.hosts.map(({ name }) => name), profiles: {} },
    profiles: ['base', 'worker'],
    refusal: null,
    generated: {},
    guide: null,
    status: null,
    ...under,
  }
  const choose = (choice: Choice): void => {
    state = { ...state, choice }
    for (const listener of listeners) listener()
  }
  return {
    getSnapshot: () => state,
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    open: source => asked.push(`open ${source}`),
    demo: () => asked.push('demo'),
    choose,
    begin: () => asked.push('begin'),
    look: () => {},
    openStatus: () => asked.push('openStatus'),
    openRollOut: hosts => asked.push(`openRollOut ${hosts ?? 'all'}`),
    leaveRollOut: () => asked.push('leaveRollOut'),
    generate: host => asked.push(`generate ${host}`),
    guide: {
      begin: () => void asked.push('guide'),
      answer: ({ step }) => void asked.push(`answer ${step}`),
      back: () => void asked.push('guide back'),
      again: () => void asked.push('guide again'),
    },
    save: async name => ({ ok: true, value: name }),
  }
}

const createKeyboard = (): Keyboard & EventEmitter =>
  Object.assign(new EventEmitter(), { resume: () => {}, pause: () => {}, setRawMode: () => {} })

const displayOf = (emulator: Emulator, columns: number, rows: number) => {
  const stream = Object.assign(
    new Writable({
      decodeStrings: false,
      write: (chunk: string | Buffer, _encoding, done) => {
        // A terminal's own line discipline returns the carriage.
        emulator.terminal.write(String(chunk).replaceAll('\n', '\r\n'), done)
      },
    }),
    { columns, rows, isTTY: true },
  ) as Writable & NodeJS.WriteStream
  return {
    stream,
    resize: (columns: number, rows: number) => {
      Object.assign(stream, { columns, rows })
      stream.emit('resize')
    },
  }
}
