/** What stands in front of the screen, one at a time. */
import type { Entry } from '../palette.ts'
import type { Confirmation, Size } from '../screen.ts'
import { Choice, type Question } from './Choice.tsx'
import { Confirm } from './Confirm.tsx'
import { Palette } from './Palette.tsx'

export type FrontState =
  | { readonly kind: 'confirmation'; readonly confirmation: Confirmation }
  | { readonly kind: 'question'; readonly question: Question }
  | { readonly kind: 'palette'; readonly entries: readonly Entry[]; choose(entry: Entry): void }

export interface FrontProps {
  readonly front: FrontState
  readonly size: Size
  close(): void
}

export const Front = ({ front, size, close }: FrontProps) => {
  switch (front.kind) {
    case 'confirmation':
      return <Confirm size={size} confirmation={front.confirmation} close={close} />
    case 'question':
      return <Choice size={size} question={front.question} close={close} />
    case 'palette':
      return <Palette size={size} entries={front.entries} choose={front.choose} close={close} />
    default:
      return front satisfies never
  }
}
