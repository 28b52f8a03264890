/** A little colour for the files and scripts that are shown: sections, names, comments. */
import { type Line, line, span } from './spans.ts'

export const highlight = (text: string): Line => {
  if (/^\s*(#|;|\/\/)/.test(text)) return line(text, 'quiet')
  if (/^\s*\[.*\]\s*$/.test(text) || /^:\w+$/.test(text)) return line(text, 'accent')
  const [, name, between, value] = /^(\s*[\w.-]+)(\s*[=:]\s*)(.*)$/.exec(text) ?? []
  if (name === undefined || between === undefined) return statement(text)
  return [span(name, 'busy'), span(between, 'quiet'), span(value ?? '')]
}

const keywords =
  /^(\s*)(kernel|initrd|boot|chain|echo|imgfree|goto|iseq|inc|sleep|dhcp|ifclose|exit|sanboot)\b(.*)$/

const statement = (text: string): Line => {
  const [, indent, word, rest] = keywords.exec(text) ?? []
  return word === undefined ? line(text) : [span(indent ?? ''), span(word, 'busy'), span(rest ?? '')]
}

export const highlighted = (text: string): readonly Line[] =>
  text.replace(/\n$/, '').split('\n').map(highlight)
