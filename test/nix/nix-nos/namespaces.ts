import { once } from 'node:events'
import { execa } from 'execa'
import { tool } from './tools.ts'

/** A machine that is nothing but a network namespace, alive while a sleeping process holds it, at most two minutes. */
export type Node = {
  pid: number
  run: (...command: string[]) => Promise<string>
  /** Starts a daemon, and returns how to kill it. */
  start: (...command: string[]) => () => Promise<void>
}

/** Two nodes joined by a cable, given to `use`, and every process in them ended afterwards. */
export async function withTwoNodes<T>(use: (a: Node, b: Node) => Promise<T>): Promise<T> {
  await using nodes = new AsyncDisposableStack()
  const [a, b] = await Promise.all([node(nodes), node(nodes)])
  const cable = ['link', 'add', 'eth0', 'netns', String(a.pid), 'type', 'veth', 'peer', 'name', 'eth0']
  await execa(tool('ip'), [...cable, 'netns', String(b.pid)])
  for (const end of [a, b])
    for (const device of ['lo', 'eth0']) await end.run('ip', 'link', 'set', device, 'up')
  return await use(a, b)
}

async function node(cleanup: AsyncDisposableStack): Promise<Node> {
  const holder = execa('unshare', ['-n', 'sh', '-c', 'echo ready; exec sleep 120'], {
    reject: false,
    buffer: false,
  })
  cleanup.defer(() => end(holder))
  await once(holder.stdout, 'data')
  const pid = holder.pid ?? 0
  const enter = ([program = '', ...args]: string[]) => ['-n', '-t', String(pid), tool(program), ...args]
  return {
    pid,
    run: async (...command) => (await execa('nsenter', enter(command), { timeout: 10_000 })).stdout,
    start: (...command) => {
      const daemon = execa('nsenter', enter(command), { reject: false, buffer: false, stdio: 'ignore' })
      const kill = () => end(daemon)
      cleanup.defer(kill)
      return kill
    },
  }
}

type Process = PromiseLike<unknown> & { kill: (signal: 'SIGKILL') => boolean }

async function end(process: Process): Promise<void> {
  process.kill('SIGKILL')
  await process
}
