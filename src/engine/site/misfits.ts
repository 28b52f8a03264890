/** What a misfit becomes in words. */
import type { Fault } from '../errors.ts'
import { badChoice, badForm, repeatedKey, secretInSite, unknownKey, wrongType } from '../faults/site.ts'
import type { Misfit } from './fit.ts'
import { type Format, formats } from './formats.ts'

const isSecret = /^(pass(word|phrase|wd)?|secret|token|psk|private_?key)$/i

export const faultOf = ({ path, value, why }: Misfit, place: string): Fault => {
  switch (why.kind) {
    case 'unknownKey':
      return isSecret.test(String(path.at(-1))) ? secretInSite(place) : unknownKey(place)
    case 'repeated':
      return repeatedKey(place, String(path.at(-1)))
    case 'choice':
      return badChoice(place, value, why.choices)
    case 'form': {
      const format = formatNamed(why.expected)
      return format ? badForm(place, value, format) : wrongType(place, value, kinds[why.expected] ?? 'right')
    }
  }
}

const formatNamed = (name: string): Format | undefined =>
  Object.hasOwn(formats, name) ? formats[name as keyof typeof formats] : undefined

const kinds: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a pair of addresses',
  object: 'an object with keys',
  record: 'an object with names as keys',
}
