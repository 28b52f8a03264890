/** As ssh does it: told by `-F` in NIX_SSHOPTS where and as whom, and only with a host key that is known there. */
import { readFile } from 'node:fs/promises'
import { type Connected, connect } from '../nixos-anywhere/remote.ts'

export const connectAs = async (target: string): Promise<Connected> => {
  const path = /(?:^|\s)-F (\S+)/.exec(process.env.NIX_SSHOPTS ?? '')?.[1]
  if (path === undefined) return refused('the stand-in needs NIX_SSHOPTS with -F')
  const config = readConfig(await readFile(path, 'utf8'))
  const [user = 'root', name = ''] = target.split('@')
  if (config('Host') !== name) return refused(`Could not resolve hostname ${name}`)
  if (config('StrictHostKeyChecking') !== 'yes') return refused('the stand-in wants host keys checked')
  const known = await readFile(config('UserKnownHostsFile'), 'utf8')
  const to = { user, host: config('HostName'), port: Number(config('Port')) }
  const trusted = (key: Buffer) => known.split('\n').some(line => isKeyOf(line, config('HostKeyAlias'), key))
  return connect(to, await readFile(config('IdentityFile')), trusted)
}

const refused = (why: string): Connected => ({ ok: false, refused: false, why })

/** One host, one value a word: more is never written for it. */
const readConfig = (text: string): ((key: string) => string) => {
  const values = new Map(
    text.split('\n').map(line => {
      const [key = '', ...rest] = line.trim().split(' ')
      return [key, rest.join(' ').replace(/^"(.*)"$/, '$1')] as const
    }),
  )
  return key => values.get(key) ?? ''
}

const isKeyOf = (line: string, name: string, key: Buffer): boolean => {
  const [host, , encoded] = line.split(' ')
  return host === name && encoded === key.toString('base64')
}
