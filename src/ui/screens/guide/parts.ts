/** What every question of the guide is given. */
import type { GuideProps } from '../../screen.ts'

export interface QuestionProps extends GuideProps {
  readonly width: number
  /** Left for the question, below what introduces it. */
  readonly rows: number
}
