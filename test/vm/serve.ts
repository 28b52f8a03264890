/** A program: serves one folder over HTTP as plainly as boot firmware needs it. Arguments: address, folder. */
import { createReadStream, promises as files } from 'node:fs'
import { createServer } from 'node:http'
import { join, normalize } from 'node:path'

const [address = '', folder = ''] = process.argv.slice(2)

const server = createServer(async (request, response) => {
  const path = join(folder, normalize(`/${decodeURIComponent(request.url ?? '')}`))
  const stat = await files.stat(path).catch(() => undefined)
  console.log(`${request.socket.remoteAddress} ${request.method} ${request.url} ${stat ? 200 : 404}`)
  if (!stat?.isFile()) return response.writeHead(404, { 'content-length': 0 }).end()
  const type = path.endsWith('.efi') ? 'application/efi' : 'application/octet-stream'
  response.writeHead(200, { 'content-length': stat.size, 'content-type': type })
  return request.method === 'HEAD' ? response.end() : createReadStream(path).pipe(response)
})
server.listen(80, address, () => console.log('listening'))
