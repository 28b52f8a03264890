/** The demo shows generated files on machines without Nix: its site has to be the one that was rendered. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { render, siteText } from '../../src/engine/nix/render.ts'
import { createWorld } from '../../src/engine/node/world.ts'
import { demoDocument, keptFolder } from '../nix/demo-site.ts'

it('the rendering of its site is kept, whatever ports it gets (npm run render-demo renews it)', async () => {
  const world = createWorld()
  const document = await demoDocument()
  expect(existsSync(join(keptFolder, `${world.hash(siteText(document))}.json`))).toBe(true)
})

it('there is something worth showing: a VLAN, BGP, a proxy', async () => {
  const processes = { find: async () => undefined, run: () => Promise.reject(new Error('Nix was asked')) }
  const world = { ...createWorld(), processes }
  const places = { library: '/nowhere', kept: keptFolder, cache: '/nowhere' }
  const made = await render({ world, document: await demoDocument(), source: 'demo', ...places })
  expect(made.ok && Object.keys(made.value.hosts.machine1?.files ?? {})).toEqual([
    '/etc/bird/bird.conf',
    '/etc/caddy/Caddyfile',
    '/etc/systemd/network/10-stor.netdev',
    '/etc/systemd/network/20-eno1.network',
    '/etc/systemd/network/20-stor.network',
  ])
})
