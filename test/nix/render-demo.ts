/** `npm run render-demo`, with Nix: renews the rendering of the demo's site that comes with the program. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { keptFolder, renderDemo } from './demo-site.ts'

const { file, text } = await renderDemo()
await rm(keptFolder, { recursive: true, force: true })
await mkdir(keptFolder, { recursive: true })
await writeFile(`${keptFolder}/${file}`, text)
process.stdout.write(`${keptFolder}/${file}\n`)
