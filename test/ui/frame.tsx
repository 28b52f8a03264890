/** One frame of a screen, as lines of text; and a screen that hears commands, without a terminal. */
import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { Box, render, renderToString } from 'ink'
import type { ComponentType, ReactElement } from 'react'
import stringWidth from 'string-width'
import { expect, onTestFinished } from 'vitest'
import { createDesk, type Desk } from '../../src/ui/input/desk.ts'
import type { Press } from '../../src/ui/input/press.ts'
import { bindings, type CommandName } from '../../src/ui/keys.ts'
import type { Confirmation, ScreenProps, Size } from '../../src/ui/screen.ts'
import { type Shell, ShellContext } from '../../src/ui/shell.ts'
import { createTheme, type Theme } from '../../src/ui/theme.ts'
import { noon } from './runs.ts'

export const theme = createTheme({ depth: 'none', background: 'dark', ascii: false })
export const asciiTheme = createTheme({ depth: 'none', background: 'dark', ascii: true })

/** The body of a terminal of 80×24, and of larger ones. */
export const sizes: readonly Size[] = [
  { columns: 60, rows: 13 },
  { columns: 80, rows: 21 },
  { columns: 120, rows: 37 },
  { columns: 200, rows: 47 },
]

/** What a screen asked the shell for. */
export interface Asked {
  readonly said: string[]
  readonly confirmations: Confirmation[]
}

export const propsFor = (size: Size, asked: Asked, drawn: Theme = theme, now = noon): ScreenProps => ({
  ...{ size, now, theme: drawn },
  focused: true,
  go: place => asked.said.push(`go ${Object.values(place).join(' ')}`),
  back: () => asked.said.push('back'),
  tell: line => asked.said.push(`tell ${line}`),
  ask: confirmation => asked.confirmations.push(confirmation),
  copy: text => asked.said.push(`copy ${text}`),
  save: name => asked.said.push(`save ${name}`),
})

export const nobody = (): Asked => ({ said: [], confirmations: [] })

const inShell = (element: ReactElement, { columns, rows }: Size, shell: Shell): ReactElement => (
  <ShellContext value={shell}>
    <Box width={columns} height={rows} overflow="hidden">
      {element}
    </Box>
  </ShellContext>
)

const shellWith = (desk: Desk, drawn: Theme): Shell => ({
  ...{ desk, theme: drawn },
  memory: new Map(),
  clock: () => noon,
  written: () => noon,
})

/** Held to what every frame must hold to: it fits. */
export const frame = (element: ReactElement, size: Size, drawn: Theme = theme): readonly string[] => {
  const text = renderToString(inShell(element, size, shellWith(createDesk(), drawn)), {
    columns: size.columns,
  })
  const lines = text.split('\n')
  expect(lines.length).toBeLessThanOrEqual(size.rows)
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(size.columns)
  return lines
}

export interface Acted {
  /** Several at once are as a burst is: one after the other, with nothing drawn between them. */
  run(...commands: readonly CommandName[]): Promise<void>
  /** A key's own bytes, for the pickers. */
  press(key: string): Promise<void>
  /** Into the field that has the focus. */
  type(text: string): Promise<void>
  available(): readonly CommandName[]
  text(): string
}

/** The command's own key, seen after everything that was drawn. */
const keyOf = (command: CommandName): Press => {
  const key = bindings.find(binding => binding.command === command)?.keys[0] ?? ''
  return { key, text: '', arrived: Number.POSITIVE_INFINITY }
}

/** Mounted for as long as the test lasts; every frame in full. */
export const act = async <Props extends ScreenProps>(
  Screen: ComponentType<Props>,
  props: Props,
): Promise<Acted> => {
  const desk = createDesk()
  let last = ''
  let drawn = 0
  const stdout = Object.assign(new EventEmitter(), {
    ...{ columns: props.size.columns, rows: props.size.rows },
    write: (text: string, written?: () => void) => {
      if (text !== '') last = text
      drawn += 1
      written?.()
      return true
    },
  })
  /** Only ink-select-input reads it; everything else is told by the desk. */
  const stdin: PassThrough = Object.assign(new PassThrough(), {
    ...{ isTTY: true, setRawMode: () => stdin, ref: () => stdin, unref: () => stdin },
  })
  const app = render(inShell(<Screen {...props} />, props.size, shellWith(desk, props.theme)), {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    ...{ debug: true, exitOnCtrlC: false, patchConsole: false, maxFps: 1000 },
  })
  onTestFinished(() => app.unmount())
  /** Until what was told has been drawn, and what that asks for too. */
  const settled = async (): Promise<void> => {
    for (let before = -1; before !== drawn; ) {
      before = drawn
      for (const _ of [1, 2, 3]) await new Promise(resolve => setImmediate(resolve))
    }
  }
  await settled()
  return {
    run: async (...commands) => {
      for (const command of commands) desk.press(keyOf(command))
      await settled()
    },
    type: async text => {
      for (const key of text) desk.press({ key, text: key, arrived: Number.POSITIVE_INFINITY })
      await settled()
    },
    press: async key => {
      stdin.write(key)
      await settled()
    },
    available: desk.available,
    text: () => last,
  }
}
