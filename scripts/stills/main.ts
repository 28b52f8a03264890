/**
 * The README's pictures and its recording, made from the real screen on a real terminal device: `npm run stills`.
 * Nothing in them is drawn by hand.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { type Device, openDevice, root } from '../../test/terminal/device.ts'
import { scenes } from './scenes.ts'
import { svgOf } from './svg.ts'

const folder = `${root}/docs/stills`
const size = { columns: 110, rows: 32 }

/** asciinema's form: `asciinema play docs/stills/demo.cast`. */
const castOf = ({ pieces }: Device): string =>
  [
    { version: 2, width: size.columns, height: size.rows, title: 'firstlight demo' },
    ...pieces.map(([at, text]) => [Math.round(at) / 1000, 'o', text]),
  ]
    .map(line => `${JSON.stringify(line)}\n`)
    .join('')

mkdirSync(folder, { recursive: true })
const device = await openDevice({
  args: ['demo', '--machines', '6', '--fault', 'machine2=occupied-disk'],
  ...size,
  env: { COLORTERM: 'truecolor' },
})
try {
  for (const { name, title, act } of scenes) {
    await act(device)
    writeFileSync(`${folder}/${name}.svg`, svgOf(device.emulator.terminal, title))
    console.log(`docs/stills/${name}.svg`)
  }
  device.press('q')
  await device.ended
  writeFileSync(`${folder}/demo.cast`, castOf(device))
  console.log('docs/stills/demo.cast')
} finally {
  await device.close()
}
