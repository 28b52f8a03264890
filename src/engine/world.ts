/**
 * Everything outside the program, as the engine sees it: types only. The real one is in `node/`, the only
 * folder that opens a socket or starts a process; tests hold fakes to the same contract.
 */
import type { Result } from './errors.ts'
import type { DhcpReply } from './protocol/dhcp/packet.ts'

export interface World {
  readonly clock: Clock
  readonly random: Random
  readonly network: Network
  readonly files: Files
  readonly processes: Processes
  readonly ssh: Ssh
  readonly system: { memoryBytes(): number }
  /** SHA-256 as hex: names for contents, never secrets. */
  hash(text: string): string
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void
  /** Resolves after `ms`, or at once when the signal aborts: callers look at the signal. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export interface Random {
  /** `bytes` random bytes as lower-case hex. */
  hex(bytes: number): string
}

export interface Peer {
  readonly address: string
  readonly port: number
}

export interface Network {
  interfaces(): readonly NetworkInterface[]
  udp(options: UdpOptions): Promise<Result<UdpSocket>>
  tftp(options: TftpOptions): Promise<Result<Listener>>
  http(options: HttpOptions): Promise<Result<Listener>>
  /** Bytes of an answer we decided on, through the `dhcp` package's formatter. */
  formatDhcp(reply: DhcpReply): Uint8Array
  /** A magic packet, through `node-wol`; the MAC is already validated, the password is 4 or 6 bytes. */
  magicPacket(mac: string, password: Uint8Array | null): Uint8Array
  /** The kernel's neighbour table: who was seen with which MAC. Empty where it cannot be read. */
  neighbours(): Promise<
    readonly { readonly mac: string; readonly address: string; readonly interface: string }[]
  >
}

export interface NetworkInterface {
  readonly name: string
  readonly mac: string
  readonly up: boolean
  readonly loopback: boolean
  readonly mtu: number
  readonly addresses: readonly {
    readonly address: string
    readonly prefix: number
    readonly broadcast: string
  }[]
}

export interface UdpOptions {
  readonly address: string
  readonly port: number
  readonly broadcast?: boolean
  readonly reuse?: boolean
  /** Asked of the kernel and read back, because it grants less than asked without saying so. */
  readonly receiveBuffer?: number
  readonly receive: (bytes: Uint8Array, from: Peer) => void
}

export interface UdpSocket extends Listener {
  readonly receiveBuffer: number
  /** Never throws; what the kernel refuses is reported once to `failed`. */
  send(bytes: Uint8Array, to: Peer, failed?: (reason: string) => void): void
}

export interface Listener {
  readonly address: string
  readonly port: number
  close(): Promise<void>
}

export interface TftpOptions {
  readonly address: string
  readonly port: number
  /** One per peer: the transfer machine stands where `tftp-server` has its `connectionFactory`. */
  readonly accept: (connection: TftpConnection) => TftpSession
}

export interface TftpConnection {
  readonly peer: Peer
  /** Its first packet. */
  readonly first: Uint8Array
  send(bytes: Uint8Array): void
  /** The transfer is over; the next packet from this peer is a new one. */
  end(): void
}

export interface TftpSession {
  receive(bytes: Uint8Array): void
  /** The server closes: stop timers. */
  close(): void
}

export interface HttpOptions {
  readonly address: string
  readonly port: number
  readonly handle: (request: HttpRequest) => Promise<HttpReply>
}

export interface HttpRequest {
  readonly method: string
  /** Path without query, percent-decoded once; `''` when it cannot be decoded. */
  readonly path: string
  readonly query: ReadonlyMap<string, string>
  readonly headers: ReadonlyMap<string, string>
  readonly peer: Peer
  /** The body as text, or nothing when it is larger than `limit` bytes or was cut off. */
  text(limit: number): Promise<string | undefined>
}

export interface HttpReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Pulled slice by slice as the client takes them; `return()` is called when it goes away. */
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>
}

/** Something that can be read from any place: a file, or bytes in memory. */
export interface Source {
  readonly size: number
  /** At most `length` bytes; fewer only at the end. Synchronous when it is in memory. */
  read(position: number, length: number): Uint8Array | Promise<Uint8Array>
  /** Reads into memory the caller has already, and says how much: a file can, so that a cache makes no garbage. */
  fill?(memory: Uint8Array, position: number): Promise<number>
}

export interface Files {
  readText(path: string, limit: number): Promise<Result<string>>
  readBytes(path: string, limit: number): Promise<Result<Uint8Array>>
  open(path: string): Promise<Result<Source & { close(): Promise<void> }>>
  list(directory: string): Promise<Result<readonly string[]>>
  exists(path: string): Promise<boolean>
  /** Free bytes where this path is. */
  free(path: string): Promise<number>
  /** SHA-256 as hex, of a file however large. */
  digest(path: string): Promise<Result<string>>
  /** 0644, its folders 0755, replaced in one step: for whoever wants to read it. */
  write(path: string, content: string | Uint8Array): Promise<Result<void>>
  /** 0600, its folders 0700, replaced in one step. */
  writePrivate(path: string, content: string | Uint8Array): Promise<Result<void>>
  /** A new 0700 folder that is removed with everything in it by `remove`. */
  privateFolder(prefix: string): Promise<Result<{ readonly path: string; remove(): Promise<void> }>>
  /** A private folder that a run which was cut off left behind: ours, 0700 and named so, or nothing is touched. */
  adoptFolder(
    path: string,
    prefix: string,
  ): Promise<Result<{ readonly path: string; remove(): Promise<void> }>>
  /** With its parents, 0700. */
  makeFolder(path: string): Promise<Result<void>>
  /** Copies a file or a tree, keeping nothing of its modes but `mode` for files; each is replaced in one step. */
  copy(from: string, to: string, mode: number): Promise<Result<void>>
  /** Opens a 0600 file for appending; `append` is synchronous, so that a line is down before it is shown. */
  appender(path: string): Result<{ append(line: string): Result<void>; close(): void }>
}

export interface Processes {
  /** Never throws. Output arrives line by line, without the line break, bounded in length. */
  run(options: ProcessOptions): Promise<ProcessResult>
  /** Where a program is on PATH, or nothing. */
  find(program: string): Promise<string | undefined>
}

export interface ProcessOptions {
  readonly command: readonly [program: string, ...args: string[]]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly input?: string
  readonly signal?: AbortSignal
  readonly timeout?: number
  /** Ends with us even when we are killed outright, where the kernel can do that. */
  readonly bound?: boolean
  readonly line?: (line: string, stream: 'stdout' | 'stderr') => void
}

export interface ProcessResult {
  /** The first cause wins. */
  readonly ended: 'exited' | 'killed' | 'timedOut' | 'aborted' | 'notStarted'
  readonly exitCode: number | undefined
  /** At most the last 1 MiB of each. */
  readonly stdout: string
  readonly stderr: string
  /** Why it did not start, or which signal ended it. */
  readonly reason?: string
}

export interface Ssh {
  connect(options: SshOptions): Promise<Result<SshSession>>
}

export interface SshOptions {
  readonly address: string
  readonly port: number
  readonly user: string
  /** OpenSSH private keys, tried in order; `agent` is a socket path. */
  readonly privateKeys: readonly string[]
  readonly agent?: string
  /** Public keys in OpenSSH form (`ssh-ed25519 AAAA…`); any other key ends the handshake. Never empty. */
  readonly hostKeys: readonly string[]
  /** For connecting and authenticating. */
  readonly timeout: number
  /** For its first sign of life alone, where it is shorter: the kernel asks a machine that was away ever more seldom. */
  readonly reach?: number
  readonly signal?: AbortSignal
}

export interface SshSession {
  /** The key it presented, in OpenSSH form. */
  readonly hostKey: string
  exec(
    command: string,
    options: { readonly timeout: number; readonly input?: string; readonly signal?: AbortSignal },
  ): Promise<Result<SshOutput>>
  close(): void
}

export interface SshOutput {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}
