/**
 * The built screen, 120×40, over so many machines that each change ten times a second: `screen.ts MACHINES SECONDS`.
 * Prints seconds of CPU a second with it and without it, and what it wrote in each second. A program of its own, so
 * that its processor time is its own.
 */
import { EventEmitter } from 'node:events'
import { Writable } from 'node:stream'
import { createStore, type Store } from '../src/engine/store.ts'
import type { mount as Mount } from '../src/ui/mount.tsx'
import type { Screens } from '../src/ui/screen.ts'
import type { SessionState } from '../src/ui/session.ts'
import { capabilitiesOf } from '../src/ui/terminal/capabilities.ts'
import { createTerminal } from '../src/ui/terminal/terminal.ts'
import { createTheme } from '../src/ui/theme.ts'
import { host, plan } from '../test/engine/plans.ts'

process.env.NODE_ENV ??= 'production'
const built = new URL('../dist/ui/', import.meta.url)
const { mount } = (await import(new URL('mount.js', built).href)) as { mount: typeof Mount }
const { screens } = (await import(new URL('screens/index.js', built).href)) as { screens: Screens }

const [machines = '', duration = ''] = process.argv.slice(2)
const count = Number(machines)
const seconds = Number(duration)
const names = Array.from({ length: count }, (_, index) => `node${index + 1}`)
const site = plan(names.map(name => host(name)))

const openStore = (): Store => {
  const store = createStore({ now: Date.now, write: () => {}, moved: () => {} })
  store.tell({ type: 'runStarted', site: 'site.json', version: '1', hosts: site.hosts })
  store.tell({ type: 'serving', address: '10.0.0.1', mode: 'proxy', sockets: [] })
  for (const name of names) {
    store.tell({ type: 'started', host: name })
    store.tell({ type: 'probed', host: name, state: 'off', detail: '' })
    store.tell({ type: 'offered', host: name, firmware: 'uefi', purpose: 'installer' })
  }
  return store
}

/** Each machine changes ten times a second; what that costs with and without somebody watching. */
const measure = async (store: Store): Promise<number> => {
  const before = process.cpuUsage()
  let bytes = 0
  const timer = setInterval(() => {
    bytes += 1_000_000
    for (const name of names)
      store.tell({ type: 'fetched', host: name, file: 'initrd', bytes, total: 400_000_000 })
  }, 100)
  await new Promise(resolve => setTimeout(resolve, seconds * 1000))
  clearInterval(timer)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6 / seconds
}

const watched = async (): Promise<{
  readonly cpu: number
  readonly bytes: number
  readonly writes: number
}> => {
  const store = openStore()
  let bytes = 0
  let writes = 0
  const display = Object.assign(
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        bytes += chunk.length
        writes += 1
        done()
      },
    }),
    { columns: 120, rows: 40, isTTY: true },
  ) as Writable & NodeJS.WriteStream
  const state: SessionState = {
    site: { state: 'open', plan: site, warnings: [] },
    ...{ preflight: null, profiles: [], refusal: null, generated: {} },
    ...{ guide: null, status: null, rollOut: null },
    choice: { hosts: names, profiles: {} },
    engine: { store, command: () => {}, stop: () => {} },
  }
  const mounted = mount({
    session: {
      getSnapshot: () => state,
      subscribe: () => () => {},
      ...{ open: () => {}, demo: () => {}, choose: () => {}, begin: () => {}, generate: () => {} },
      guide: { begin: () => {}, answer: () => {}, back: () => {}, again: () => {} },
      ...{ look: () => {}, openStatus: () => {}, openRollOut: () => {}, leaveRollOut: () => {} },
      save: async name => ({ ok: true, value: name }),
    },
    ...{ screens, display, first: { screen: 'run' }, linear: false, now: Date.now },
    keyboard: Object.assign(new EventEmitter(), { resume: () => {}, pause: () => {}, setRawMode: () => {} }),
    terminal: createTerminal({
      write: () => {},
      capabilities: capabilitiesOf({ TERM: 'tmux-256color' }),
      linear: false,
    }),
    theme: createTheme({ depth: '256', background: 'dark', ascii: false }),
    ...{ sleep: async () => {}, leave: () => {}, reply: () => {} },
  })
  await mounted.settled()
  await measure(store)
  bytes = 0
  writes = 0
  const cpu = await measure(store)
  await mounted.unmount()
  return { cpu, bytes, writes }
}

const alone = await measure(openStore())
const { cpu, bytes, writes } = await watched()
console.log(JSON.stringify({ alone, cpu, bytes: bytes / seconds, writes: writes / seconds }))
