/** The machine itself: it asks to boot, gets its name, and says from its installer what disks it has. */
import { useState } from 'react'
import { freeName } from '../../../engine/index.ts'
import { Form, typed } from '../../components/Form.tsx'
import { Pick, usePick } from '../../components/Pick.tsx'
import { Lines } from '../../components/Spans.tsx'
import { useCommands } from '../../shell.ts'
import { bootLines, diskItems, guestLine, machineItems, seen, typedMac } from '../../view/guide.ts'
import type { QuestionProps } from './parts.ts'

export const Machines = ({ guide, steps, snapshot, width, rows, focused }: QuestionProps) => {
  const [typing, setTyping] = useState(false)
  const items = machineItems(seen(snapshot?.discovered ?? {}), guide.vendor)
  const cursor = usePick('guide.machine', items, rows)
  const answer = (mac: string) => steps.answer({ step: 'machine', mac })
  const open = () =>
    cursor.key === typedMac || cursor.key === undefined ? setTyping(true) : answer(cursor.key)
  useCommands(
    { ...cursor.commands, open, back: guide.behind.length > 0 ? steps.back : undefined },
    'screen',
    { active: !typing },
  )
  if (!typing) return <Pick {...{ items, cursor, rows, width }} />
  return (
    <Form
      fields={[{ name: 'mac', label: 'MAC address', value: '' }]}
      {...{ focused }}
      done={({ mac }) => answer(mac)}
      cancel={() => setTyping(false)}
    />
  )
}

/** The name first, then what it is for. */
export const Name = ({ guide, steps, width, rows, focused }: QuestionProps) => {
  const [host, setHost] = useState(guide.answers.host || freeName(guide.before))
  const [isNamed, setNamed] = useState(false)
  const items = guide.profiles.map(key => ({ key, label: key, why: profileWords[key] ?? '' }))
  const cursor = usePick('guide.profile', items, rows - 1)
  useCommands(
    {
      ...cursor.commands,
      open: () => steps.answer({ step: 'name', host, profile: cursor.key ?? 'base' }),
      back: () => setNamed(false),
    },
    'screen',
    { active: isNamed },
  )
  if (isNamed)
    return (
      <>
        <Lines lines={[typed('name', host)]} rows={1} />
        <Pick {...{ items, cursor, width }} rows={rows - 1} />
      </>
    )
  return (
    <Form
      fields={[{ name: 'host', label: 'name', value: host }]}
      {...{ focused }}
      done={({ host }) => {
        setHost(host)
        setNamed(true)
      }}
      cancel={steps.back}
    />
  )
}

const profileWords: Readonly<Record<string, string>> = {
  base: 'a plain machine',
  'control-plane': 'runs what the others depend on',
  worker: 'runs the work',
  'all-in-one': 'both, on one machine',
}

export const Disks = ({ guide, steps, snapshot, width, rows, theme }: QuestionProps) => {
  const machine = snapshot?.machines.find(({ journey }) => journey.host === guide.answers.host)
  const guest = machine?.journey.phase.name === 'phonedHome' ? machine.guest : null
  const items = guest === null ? [] : diskItems(guest)
  const cursor = usePick('guide.disk', items, rows - 2)
  useCommands({
    ...(items.length === 0
      ? {}
      : { ...cursor.commands, open: () => steps.answer({ step: 'disk', path: cursor.key ?? '' }) }),
    back: steps.back,
    retry: machine?.journey.phase.name === 'failed' ? steps.again : undefined,
  })
  if (guest === null) return <Lines lines={bootLines(machine, width, rows, theme.glyphs)} {...{ rows }} />
  return (
    <>
      <Lines lines={[guestLine(guest), []]} rows={2} />
      {items.length > 0 && <Pick {...{ items, cursor, width }} rows={rows - 2} />}
    </>
  )
}
