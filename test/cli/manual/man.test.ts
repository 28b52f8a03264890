import { expect, it } from 'vitest'
import { manPage } from '../../../src/cli/manual/man.ts'
import { program, table } from './table.ts'

const page = manPage(table)

it('says every command and every flag that --help says, in the same words', () => {
  const read = page.replaceAll('\\-', '-').replaceAll('\\(->', '→').replaceAll('...', '…')
  for (const command of program.commands.flatMap(command => [command, ...command.commands])) {
    if (command.commands.length > 0) continue
    expect(read.toLowerCase()).toContain(command.description().toLowerCase())
    for (const { long, description } of command.options) {
      expect(read).toContain(long)
      expect(read.toLowerCase()).toContain(description.toLowerCase())
    }
  }
})

it('has nothing in it that roff would take for a request of its own', () => {
  const requests = page.split('\n').flatMap(line => /^[.'](\w*)/.exec(line)?.[1] ?? [])
  expect(new Set(requests)).toEqual(new Set(['TH', 'SH', 'SS', 'TP', 'B', 'BR', 'PP', 'br']))
})
