/**
 * The command without a name. Because it does something itself, commander takes a mistyped command for one argument
 * too many, or complains of the flags behind it first: so the word is looked at as soon as it is told from them.
 */
import { Command, type ParseOptionsResult } from 'commander'
import { nearest } from './nearest.ts'
import { collect } from './options.ts'

export class Root extends Command {
  override parseOptions(argv: string[]): ParseOptionsResult {
    const parsed = super.parseOptions(argv)
    const [word] = parsed.operands
    const known = this.createHelp()
      .visibleCommands(this)
      .map(command => command.name())
    if (word !== undefined && !known.includes(word)) this.error(unknownCommand(word, nearest(word, known)))
    return parsed
  }

  override createCommand(name: string): Command {
    return new Named(name)
  }
}

/** A command with a name. To commander a second value behind a flag that takes one at a time is a stray argument. */
class Named extends Command {
  override parseOptions(argv: string[]): ParseOptionsResult {
    const parsed = super.parseOptions(argv)
    const stray = parsed.operands[this.registeredArguments.length]
    const before = stray === undefined ? [] : argv.slice(0, argv.indexOf(stray))
    const flag = before.findLast(word => word.startsWith('-'))?.replace(/=.*/s, '')
    if (this.options.some(({ long, parseArg }) => parseArg === collect && long === flag))
      this.error(`error: ${flag} takes one at a time: write ${flag} ${stray} for '${stray}'`)
    return parsed
  }

  override createCommand(name: string): Command {
    return new Named(name)
  }
}

/** In the words commander has for an unknown flag. */
const unknownCommand = (word: string, meant: string | undefined): string =>
  `error: unknown command '${word}'${meant === undefined ? '' : `\n(Did you mean ${meant}?)`}`
