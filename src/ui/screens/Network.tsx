/** Per host: how it is booted, what the site promises it, and the files it is made of. */
import { Box } from 'ink'
import { useState } from 'react'
import { Pane } from '../components/Pane.tsx'
import { Reader } from '../components/Reader.tsx'
import { Lines, Spans } from '../components/Spans.tsx'
import { useCursor } from '../components/useCursor.ts'
import type { Handlers } from '../input/desk.ts'
import type { SiteProps } from '../screen.ts'
import { useCommands, useKept } from '../shell.ts'
import { asText } from '../view/log.ts'
import { fileNameOf, type Page, pageLines, pagesOf } from '../view/network.ts'
import { bold, type Line, line, span } from '../view/spans.ts'

type NetworkProps = SiteProps & { readonly host?: string }

export const Network = (props: NetworkProps) => {
  const { plan, snapshot, size, theme, focused, copy, save } = props
  const [kept, keep] = useKept('network.host', props.host ?? plan.hosts[0]?.name ?? '')
  const [reading, setReading] = useState(false)
  const host = plan.hosts.find(({ name }) => name === kept) ?? plan.hosts[0]
  const generated = props.generated(host?.name ?? '')
  const pages = pagesOf(generated, theme.glyphs)
  const pickable = pages.filter(({ opens }) => opens)
  const rows = size.rows - 1
  const cursor = useCursor(
    'network.page',
    pickable.map(({ key }) => key),
    rows - 2,
  )
  const page = pickable[cursor.at]
  const left = Math.min(44, Math.max(26, Math.floor(size.columns * 0.34)))
  const width = size.columns - left - 4
  const machine = snapshot?.machines.find(({ journey }) => journey.host === host?.name) ?? null
  const lines =
    host === undefined || page === undefined
      ? []
      : pageLines(page.key, { plan, host, machine, generated }, width)
  useCommands({
    ...(reading ? {} : cursor.commands),
    ...sides(reading, setReading),
    ...travelling(
      plan.hosts.map(({ name }) => name),
      host?.name ?? '',
      keep,
    ),
    copy: () => copy(asText(lines)),
    save: () => save(fileNameOf(page?.key ?? '', host?.name ?? ''), asText(lines)),
  })
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <Spans
        of={[bold(host?.name ?? ''), span(`  ${host?.macs.join(' ') ?? ''}  [ ] other hosts`, 'quiet')]}
      />
      <Box height={rows} overflow="hidden">
        <Pane title="What there is" width={left} height={rows} selected={!reading}>
          <Lines lines={treeLines(pages, page?.key, rows - 2)} rows={rows - 2} />
        </Pane>
        <Pane title={nameOf(page)} width={size.columns - left} height={rows} selected={reading}>
          {reading ? (
            <Reader
              key={`${host?.name} ${page?.key}`}
              name={`network.${host?.name}.${page?.key}`}
              rows={rows - 2}
              {...{ lines, width, focused }}
            />
          ) : (
            <Lines lines={lines} rows={rows - 2} />
          )}
        </Pane>
      </Box>
    </Box>
  )
}

const nameOf = (page: Page | undefined): string => (page?.label ?? '').replace(/^[^\w]+/, '')

/** Enter goes into the text, Esc out of it again; so do left and right. */
const sides = (reading: boolean, set: (reading: boolean) => void): Handlers =>
  reading
    ? { back: () => set(false), 'previous-tab': () => set(false) }
    : { open: () => set(true), 'next-tab': () => set(true) }

const travelling = (hosts: readonly string[], host: string, keep: (host: string) => void): Handlers => {
  const by = (step: number) => () =>
    keep(hosts[(hosts.indexOf(host) + step + hosts.length) % hosts.length] ?? host)
  return hosts.length > 1 ? { 'next-host': by(1), 'previous-host': by(-1) } : {}
}

const treeLines = (pages: readonly Page[], at: string | undefined, rows: number): readonly Line[] => {
  const index = Math.max(
    0,
    pages.findIndex(({ key }) => key === at),
  )
  const top = Math.max(0, Math.min(index - Math.floor(rows / 2), pages.length - rows))
  return pages.slice(top).map(({ key, label, opens }) => {
    if (key === at) return [bold(label, 'accent')]
    return line(label, opens ? undefined : 'quiet')
  })
}
