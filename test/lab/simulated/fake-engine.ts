/** An engine in miniature, for one rack: a proxy that offers, HTTP that serves, an agent API that takes notes. */

import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { openDatagrams } from '../../../src/lab/simulated/datagrams.ts'
import {
  decodePacket,
  encodePacket,
  messageOf,
  type Packet,
  textOf,
} from '../../../src/lab/simulated/dhcp-packet.ts'
import type { Facts } from '../../../src/lab/simulated/facts.ts'
import type { Fleet } from '../../../src/lab/simulated/fleet.ts'

export interface FakeEngine extends AsyncDisposable {
  /** Tell machines to boot their disks from here on. */
  installed: boolean
  readonly log: string[]
  /** The next one that phones home. */
  phonedHome(): Promise<Facts & { readonly address: string }>
}

const token = 'a-token-that-is-long-enough'

export const startFakeEngine = async (fleet: Fleet, authorizedKey: string): Promise<FakeEngine> => {
  const url = `http://127.0.0.1:${fleet.ports.http}`
  const heard: ((facts: Facts & { address: string }) => void)[] = []
  const engine = { installed: false, log: [] as string[] }
  const manifest = JSON.parse(await readFile(`${fleet.artifactsPath}/manifest.json`, 'utf8')) as Manifest

  const proxy = await openDatagrams({
    address: '127.0.0.1',
    port: fleet.ports.dhcp,
    receive: (bytes, from) => {
      const packet = decodePacket(bytes)
      if (packet !== undefined && messageOf(packet) === 1)
        proxy.send(encodePacket(offerTo(packet, url)), from.address, fleet.ports.relay)
    },
  })

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? ''
    const body = await bodyOf(request)
    if (path.startsWith('/agent/') && request.headers.authorization !== `Bearer ${token}`)
      return void response.writeHead(401).end()
    if (path.endsWith('/hello')) {
      const address = request.socket.remoteAddress ?? ''
      for (const tell of heard.splice(0)) tell({ ...(JSON.parse(body) as Facts), address })
      return void response.writeHead(202).end('{"host":"machine1","heartbeat":1}')
    }
    if (path.endsWith('/key')) return void response.end(authorizedKey)
    if (path.endsWith('/log')) engine.log.push(body.trim())
    const file = await fileAt(path, { fleet, manifest, url, installed: engine.installed })
    if (file === undefined) return void response.writeHead(path.startsWith('/agent/') ? 204 : 404).end()
    response.writeHead(200, { 'Content-Length': file.length })
    response.end(request.method === 'HEAD' ? undefined : file)
  }
  const http = createServer((request, response) => void answer(request, response))
  http.listen(fleet.ports.http, '127.0.0.1')
  await once(http, 'listening')

  return Object.assign(engine, {
    phonedHome: () => new Promise<Facts & { address: string }>(resolve => heard.push(resolve)),
    [Symbol.asyncDispose]: async () => {
      proxy.close()
      http.closeAllConnections()
      http.close()
    },
  })
}

interface Manifest {
  readonly images: Readonly<
    Record<string, { readonly kernel: string; readonly initrd: string; readonly init: string }>
  >
}

const offerTo = (packet: Packet, url: string): Packet => {
  const firmware = textOf(packet, 77) !== 'iPXE' && textOf(packet, 60).startsWith('HTTPClient')
  return {
    ...packet,
    op: 'reply',
    siaddr: '127.0.0.1',
    file: `${url}/${firmware ? 'snponly.efi' : 'boot.ipxe'}`,
    options: [
      [53, Buffer.of(2)],
      [54, Buffer.from([127, 0, 0, 1])],
      [60, Buffer.from(firmware ? 'HTTPClient' : 'PXEClient')],
      [43, Buffer.from([6, 1, 8, 255])],
    ],
  }
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}

interface Shelf {
  readonly fleet: Fleet
  readonly manifest: Manifest
  readonly url: string
  readonly installed: boolean
}

const diskScript = `#!ipxe
iseq \${platform} efi || exit
sanboot --no-describe --drive 0x80 --filename \\EFI\\BOOT\\BOOTX64.EFI
`

const fileAt = async (
  path: string,
  { fleet, manifest, url, installed }: Shelf,
): Promise<Buffer | undefined> => {
  const image = manifest.images['netboot-base']
  if (image === undefined) throw new Error('no installer')
  const script = `#!ipxe
kernel ${url}/kernel init=${image.init} initrd=initrd firstlight.url=${url} firstlight.token=${token}
initrd --name initrd ${url}/initrd
boot
`
  switch (path) {
    case '/boot.ipxe':
      return Buffer.from(installed ? diskScript : script)
    case '/snponly.efi':
      return readFile(`${fleet.programsPath}/snponly.efi`)
    case '/kernel':
      return readFile(`${fleet.artifactsPath}/${image.kernel}`)
    case '/initrd':
      return readFile(`${fleet.artifactsPath}/${image.initrd}`)
    default:
      return undefined
  }
}
