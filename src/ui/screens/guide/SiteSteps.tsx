/** The end of the way: how the machine is reached, what is written of it, and the word that it may be installed. */
import { useState } from 'react'
import { networkFrom, suggestedNetwork } from '../../../engine/index.ts'
import { Form } from '../../components/Form.tsx'
import { Pick, usePick } from '../../components/Pick.tsx'
import { Reader } from '../../components/Reader.tsx'
import { useCommands } from '../../shell.ts'
import { eraseConfirmation, fileLines } from '../../view/guide.ts'
import { planLines } from '../../view/plan.ts'
import type { QuestionProps } from './parts.ts'

const ways = [
  { key: 'dhcp', label: 'it asks for an address', why: 'as its installer did' },
  { key: 'fixed', label: 'it has one of its own', why: 'with gateway, DNS and VLAN, if you like' },
]

export const NetworkStep = ({ guide, steps, snapshot, width, focused }: QuestionProps) => {
  const [typing, setTyping] = useState(guide.answers.network !== null)
  const cursor = usePick('guide.network', ways, ways.length)
  const fixed = () => setTyping(true)
  const dhcp = () => steps.answer({ step: 'network', network: null })
  useCommands(
    { ...cursor.commands, open: cursor.key === 'fixed' ? fixed : dhcp, back: steps.back },
    'screen',
    { active: !typing },
  )
  if (!typing) return <Pick items={ways} {...{ cursor, width }} rows={ways.length} />
  const { answers, wires } = guide
  const guest = snapshot?.machines.find(({ journey }) => journey.host === answers.host)?.guest ?? null
  const suggested = suggestedNetwork(
    guest,
    wires.find(({ name }) => name === answers.interface),
    answers.mac,
  )
  return (
    <Form
      fields={[
        { name: 'interface', label: 'network card', value: suggested.interface },
        {
          name: 'address',
          label: 'address',
          value: suggested.address,
          hint: 'with its prefix: 10.0.0.11/24',
        },
        { name: 'gateway', label: 'gateway', value: suggested.gateway, hint: 'may be left empty' },
        { name: 'dns', label: 'DNS servers', value: suggested.dns, hint: 'may be left empty' },
        { name: 'vlan', label: 'VLAN', value: suggested.vlan, hint: 'may be left empty' },
      ]}
      {...{ focused }}
      done={fields => steps.answer({ step: 'network', network: networkFrom(fields) })}
      cancel={() => setTyping(false)}
    />
  )
}

export const Files = ({ guide, steps, width, rows, focused }: QuestionProps) => (
  <Reader
    name="guide.files"
    lines={fileLines(guide, width)}
    {...{ width, rows, focused }}
    commands={{ open: () => steps.answer({ step: 'files' }), back: steps.back }}
  />
)

export const PlanStep = (props: QuestionProps) => {
  const { guide, steps, width, rows, focused, theme, ask, go } = props
  const { plan, answers } = guide
  if (plan === null) return null
  const start = () => {
    steps.answer({ step: 'plan' })
    go({ screen: 'run' })
  }
  const confirm = () => answers.disk !== null && ask(eraseConfirmation(answers.host, answers.disk, start))
  const view = {
    ...{ plan, warnings: [], preflight: null, snapshot: null, refusal: null },
    choice: { hosts: [answers.host], profiles: {} },
  }
  return (
    <Reader
      name="guide.plan"
      lines={planLines(view, width, theme.glyphs)}
      {...{ width, rows, focused }}
      commands={{ open: confirm, back: steps.back }}
    />
  )
}
