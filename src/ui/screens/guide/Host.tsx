/** What this host has, where the site goes, and which network machines boot from. */
import { useState } from 'react'
import { suggestedRange } from '../../../engine/index.ts'
import { Form } from '../../components/Form.tsx'
import { Pick, usePick } from '../../components/Pick.tsx'
import { Reader } from '../../components/Reader.tsx'
import { useCommands } from '../../shell.ts'
import { wireItems } from '../../view/guide.ts'
import { findingLines, sortFindings } from '../../view/preflight.ts'
import type { QuestionProps } from './parts.ts'

export const Needs = ({ guide, steps, width, rows, theme, focused }: QuestionProps) => (
  <Reader
    name="guide.needs"
    lines={sortFindings(guide.needs).flatMap(finding => findingLines(finding, width, theme.glyphs))}
    {...{ width, rows, focused }}
    commands={{ open: () => steps.answer({ step: 'needs' }), retry: steps.again }}
  />
)

export const Place = ({ guide, steps, focused }: QuestionProps) => (
  <Form
    fields={[
      { name: 'folder', label: 'folder', value: guide.answers.folder },
      { name: 'name', label: 'name of the site', value: '', hint: 'as its folder, unless you say' },
    ]}
    focused={focused && guide.busy === null}
    done={({ folder, name }) => steps.answer({ step: 'site', folder, name })}
    cancel={steps.back}
  />
)

export const Wires = ({ guide, steps, width, rows }: QuestionProps) => {
  const items = wireItems(guide)
  const cursor = usePick('guide.wire', items, rows)
  useCommands({
    ...cursor.commands,
    open: () => steps.answer({ step: 'wire', interface: cursor.key ?? '' }),
    back: steps.back,
    retry: steps.again,
  })
  return items.length === 0 ? null : <Pick {...{ items, cursor, rows, width }} />
}

/** What was heard on the wire says which is likely right: the cursor begins there. */
export const Addresses = (props: QuestionProps) => {
  const { guide, steps, width, rows, theme, focused } = props
  const [typing, setTyping] = useState(false)
  const wire = guide.wires.find(({ name }) => name === guide.answers.interface)
  const range = suggestedRange(wire?.address ?? '')
  const none = guide.around.some(({ name, state }) => name === 'address server' && state !== 'good')
  const proxy = { key: 'proxy', label: 'the address server that is there', why: 'we only add what to boot' }
  const serve = {
    ...{ key: 'serve', label: 'this program' },
    why: `from ${range.from} to ${range.to}, while it runs`,
  }
  const other = { key: 'range', label: 'this program, from other addresses', why: 'you say which' }
  const items = none ? [serve, other, proxy] : [proxy, serve, other]
  const cursor = usePick('guide.addresses', items, items.length)
  const answer = {
    proxy: () => steps.answer({ step: 'addresses', dhcp: 'proxy' }),
    serve: () => steps.answer({ step: 'addresses', dhcp: range }),
    range: () => setTyping(true),
  }
  const findings = guide.around.flatMap(finding => findingLines(finding, width, theme.glyphs))
  const room = Math.max(1, rows - items.length - 1)
  useCommands(
    {
      ...cursor.commands,
      open: answer[(cursor.key ?? 'proxy') as keyof typeof answer],
      ...{ back: steps.back, retry: steps.again },
    },
    'screen',
    { active: !typing && guide.busy === null },
  )
  return (
    <>
      {typing ? (
        <Form
          fields={[
            { name: 'from', label: 'first address', value: range.from },
            { name: 'to', label: 'last address', value: range.to },
          ]}
          {...{ focused }}
          done={dhcp => steps.answer({ step: 'addresses', dhcp })}
          cancel={() => setTyping(false)}
        />
      ) : (
        <Pick {...{ items, cursor, width }} rows={items.length} />
      )}
      <Reader name="guide.around" lines={[[], ...findings]} {...{ width }} rows={room} focused={false} />
    </>
  )
}
