/**
 * Two systemd units, section by section: the order of sections, of keys and comments mean nothing to
 * systemd-networkd, so they are no difference. A section that is there several times, like [Route], is compared
 * as a set.
 */
import type { DiffLine } from './lines.ts'

export const isUnit = (path: string): boolean => /\.(network|netdev|link)$/.test(path)

/** Only what differs, with the section it is in. */
export const diffUnits = (running: string, generated: string): readonly DiffLine[] => {
  const [a, b] = [sectionsOf(running), sectionsOf(generated)]
  const names = [...new Set([...a, ...b].map(({ name }) => name))]
  return names.flatMap(name => {
    const left = without(bodies(a, name), bodies(b, name))
    const right = without(bodies(b, name), bodies(a, name))
    return Array.from({ length: Math.max(left.length, right.length) }, (_, n) =>
      changes(name, left[n], right[n]),
    ).flat()
  })
}

interface Section {
  readonly name: string
  readonly lines: readonly string[]
}

const sectionsOf = (text: string): readonly Section[] => {
  const sections: { name: string; lines: string[] }[] = []
  for (const line of text.replaceAll('\\\n', ' ').split('\n').map(tidy)) {
    const name = /^\[(.+)\]$/.exec(line)?.[1]
    if (name !== undefined) sections.push({ name, lines: [] })
    else if (line !== '') sections.at(-1)?.lines.push(line)
  }
  return sections
}

/** Without comments, and without the spaces around `=`. */
const tidy = (line: string): string =>
  /^\s*[#;]/.test(line) ? '' : line.trim().replace(/^([^=\s]+)\s*=\s*/, '$1=')

type Body = readonly string[]

const bodies = (sections: readonly Section[], name: string): readonly Body[] => {
  const all = sections.filter(section => section.name === name).map(({ lines }) => lines.toSorted())
  return single.has(name) ? [[...new Set(all.flat())].sort()].filter(lines => lines.length > 0) : all
}

/** These may be written in several pieces, and are one all the same. */
const single: ReadonlySet<string> = new Set(['Match', 'Link', 'Network', 'NetDev', 'DHCPv4', 'DHCPv6'])

const without = (these: readonly Body[], those: readonly Body[]): readonly Body[] => {
  const left = those.map(body => body.join('\n'))
  return these.filter(body => {
    const at = left.indexOf(body.join('\n'))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

const changes = (
  name: string,
  running: Body | undefined,
  generated: Body | undefined,
): readonly DiffLine[] => {
  const head = running === undefined ? 'generated' : generated === undefined ? 'running' : 'both'
  const only = (side: 'running' | 'generated', these: Body = [], those: Body = []) =>
    these.filter(line => !those.includes(line)).map(text => ({ side, text }))
  return [
    { side: head, text: `[${name}]` },
    ...only('running', running, generated),
    ...only('generated', generated, running),
  ]
}
