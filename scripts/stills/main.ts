/**
 * The README's pictures and its recording, made from the real screen on a real terminal device: `npm run stills`.
 * Nothing in them is drawn by hand.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { type Device, openDevice, root } from '../../test/terminal/device.ts'
import { type Shoot, shootDays } from './days.ts'
import { scenes } from './scenes.ts'
import { svgOf } from './svg.ts'

const folder = `${root}/docs/stills`
const size = { columns: 110, rows: 32 }
const env = { COLORTERM: 'truecolor' }

/** asciinema's form: `asciinema play docs/stills/demo.cast`. */
const castOf = ({ pieces }: Device): string =>
  [
    { version: 2, width: size.columns, height: size.rows, title: 'firstlight demo' },
    ...pieces.map(([at, text]) => [Math.round(at) / 1000, 'o', text]),
  ]
    .map(line => `${JSON.stringify(line)}\n`)
    .join('')

const write = (name: string, text: string): void => {
  writeFileSync(`${folder}/${name}`, text)
  console.log(`docs/stills/${name}`)
}

const shoot: Shoot = (name, title, { emulator }) => write(`${name}.svg`, svgOf(emulator.terminal, title))

mkdirSync(folder, { recursive: true })
const device = await openDevice({
  args: ['demo', '--machines', '6', '--fault', 'machine2=occupied-disk'],
  ...{ ...size, env },
})
try {
  for (const { name, title, act } of scenes) {
    await act(device)
    shoot(name, title, device)
  }
  device.press('q')
  await device.ended
  write('demo.cast', castOf(device))
} finally {
  await device.close()
}
await shootDays({ ...size, env }, shoot)
