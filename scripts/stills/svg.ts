/** A terminal's screen as an SVG picture: text stays text, colours are what the terminal was told. Pure. */
import type { IBufferCell, Terminal } from '@xterm/headless'
import { colorOf, paper } from './colors.ts'

const cell = { width: 8.4, height: 16.5 } as const
const margin = 14
const bar = 28

interface Style {
  readonly color: string
  readonly background: string | null
  readonly bold: boolean
  readonly dim: boolean
}

interface Run {
  readonly column: number
  readonly style: Style
  text: string
}

export const svgOf = (terminal: Terminal, title: string): string => {
  const width = terminal.cols * cell.width + 2 * margin
  const height = terminal.rows * cell.height + 2 * margin + bar
  const rows = Array.from({ length: terminal.rows }, (_, row) => rowOf(terminal, row))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" role="img">`,
    `<title>${escaped(title)}</title>`,
    '<style>text{font:14px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}</style>',
    `<rect width="100%" height="100%" rx="8" fill="${paper.background}"/>`,
    ...['#ff5f57', '#febc2e', '#28c840'].map(
      (color, index) => `<circle cx="${18 + index * 18}" cy="16" r="5.5" fill="${color}"/>`,
    ),
    ...rows.flatMap((runs, row) => runs.flatMap(run => drawn(run, row))),
    '</svg>',
    '',
  ].join('\n')
}

const rowOf = ({ buffer, cols }: Terminal, row: number): Run[] => {
  const { active } = buffer
  const line = active.getLine(active.baseY + row)
  const runs: Run[] = []
  for (let column = 0; column < cols; column += 1) {
    const one = line?.getCell(column)
    if (one === undefined || one.getWidth() === 0) continue
    const style = styleOf(one)
    const last = runs.at(-1)
    const text = one.getChars() || ' '
    if (last !== undefined && same(last.style, style)) last.text += text
    else runs.push({ column, style, text })
  }
  return runs
}

const styleOf = (one: IBufferCell): Style => {
  const color = one.isFgDefault() ? paper.color : colorOf(one.getFgColor(), one.isFgRGB() !== false)
  const background = one.isBgDefault() ? null : colorOf(one.getBgColor(), one.isBgRGB() !== false)
  const isInverse = one.isInverse() !== 0
  return {
    color: isInverse ? (background ?? paper.background) : color,
    background: isInverse ? color : background,
    bold: one.isBold() !== 0,
    dim: one.isDim() !== 0,
  }
}

const same = (one: Style, other: Style): boolean => JSON.stringify(one) === JSON.stringify(other)

const drawn = (run: Run, row: number): string[] => {
  const y = margin + bar + row * cell.height
  return [...ground(run, y), ...words(run, y)]
}

const ground = ({ column, style, text }: Run, y: number): string[] => {
  if (style.background === null) return []
  const at = `x="${round(margin + column * cell.width)}" y="${round(y)}"`
  const size = `width="${round([...text].length * cell.width)}" height="${cell.height}"`
  return [`<rect ${at} ${size} fill="${style.background}"/>`]
}

/** Without the spaces around them, and with spaces that nobody folds between them. */
const words = ({ column, style, text }: Run, y: number): string[] => {
  const bare = text.trim()
  if (bare === '') return []
  const from = column + text.length - text.trimStart().length
  const attributes = [
    `x="${round(margin + from * cell.width)}" y="${round(y + 13)}" fill="${style.color}"`,
    `textLength="${round([...bare].length * cell.width)}"`,
    style.bold ? 'font-weight="bold"' : '',
    style.dim ? 'opacity="0.6"' : '',
  ]
  const kept = escaped(bare).replaceAll(' ', '\u00a0')
  return [`<text ${attributes.filter(Boolean).join(' ')}>${kept}</text>`]
}

const round = (value: number): string => String(Math.round(value * 10) / 10)

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
