/** A terminal's colours by their numbers, as xterm has them. */

export const paper = { background: '#16181d', color: '#d7dae0' } as const

const sixteen = [
  ...['#1d1f21', '#cc6666', '#b5bd68', '#f0c674', '#81a2be', '#b294bb', '#8abeb7', '#c5c8c6'],
  ...['#666666', '#d54e53', '#b9ca4a', '#e7c547', '#7aa6da', '#c397d8', '#70c0b1', '#eaeaea'],
]

const steps = [0, 95, 135, 175, 215, 255]

export const colorOf = (color: number, isRgb: boolean): string => {
  if (isRgb) return `#${color.toString(16).padStart(6, '0')}`
  if (color < 16) return sixteen[color] ?? paper.color
  if (color >= 232) return hex(...same(8 + (color - 232) * 10))
  const at = color - 16
  return hex(steps[Math.floor(at / 36)], steps[Math.floor(at / 6) % 6], steps[at % 6])
}

const same = (value: number): [number, number, number] => [value, value, value]

const hex = (...parts: readonly (number | undefined)[]): string =>
  `#${parts.map(part => (part ?? 0).toString(16).padStart(2, '0')).join('')}`
