/** A build of images as it goes: one live line on a terminal, lines for a log, or JSON. */
import type { ImageFact, ImagesBuilt } from '../engine/artifacts/terms.ts'
import { explain } from '../engine/index.ts'
import type { Context } from './context.ts'
import { progressText, summaryLines } from './images-words.ts'
import { lines } from './site.ts'

export interface ImagesView {
  tell(fact: ImageFact): void
  /** Nothing more is told; the terminal's line is given back. */
  end(): void
  sum(built: ImagesBuilt): void
}

export const createImagesView = (
  flags: { readonly json?: boolean; readonly plain?: boolean },
  context: Context,
): ImagesView => {
  if (flags.json) return asJson(context)
  return context.terminal && !flags.plain ? live(context) : plain(context)
}

const asJson = ({ write }: Context): ImagesView => {
  const tell = (value: unknown): void => write(lines([JSON.stringify(value)]))
  return { tell, end: () => {}, sum: built => tell({ type: 'images', ...built }) }
}

/** At most every five seconds, unless there is something to tell. */
const plain = (context: Context): ImagesView => {
  let shown = Number.NEGATIVE_INFINITY
  return {
    tell: fact => {
      const now = context.world.clock.now()
      if (fact.type === 'building' && now - shown < 5_000) return
      shown = now
      say(fact, context)
    },
    end: () => {},
    sum: built => context.write(lines(summaryLines(built))),
  }
}

const live = (context: Context): ImagesView => {
  const wipe = '\r\u001b[K'
  return {
    tell: fact => {
      context.write(wipe)
      if (fact.type === 'building' || fact.type === 'evaluating') context.write(progressText(fact))
      else say(fact, context)
    },
    end: () => context.write(wipe),
    sum: built => context.write(lines(summaryLines(built))),
  }
}

const say = (fact: ImageFact, { write, err }: Context): void => {
  if (fact.type === 'buildFailed') err(`${fact.what}: ${explain(fact.fault)}`)
  else if (fact.type === 'warned') err(`warning: ${fact.what}: ${explain(fact.fault)}`)
  else if (fact.type === 'built') write(lines([`${fact.what}: built, ${fact.path}`]))
  else write(lines([progressText(fact)]))
}
