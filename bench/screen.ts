/**
 * What the screen costs: 200 machines, each changing ten times a second, on a screen of 120×40, in seconds of CPU a
 * second, with the same run unwatched beside it.
 *
 *   npm run build && NODE_ENV=production node bench/screen.ts
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

const count = 200
const seconds = 10
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
      ...{ look: () => {}, openStatus: () => {} },
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
const perSecond = (value: number): string => (value / seconds).toFixed(0)
console.log(`the run alone        ${alone.toFixed(3)} s of CPU a second`)
console.log(`with the screen      ${cpu.toFixed(3)} s of CPU a second`)
console.log(`written              ${perSecond(bytes)} bytes, ${perSecond(writes)} writes a second`)
