import { Text, type TextProps } from 'ink'
import { useTheme } from '../shell.ts'
import type { Meaning } from '../theme.ts'

/** Text coloured by what it means. */
export const Tone = ({ is, ...props }: TextProps & { readonly is?: Meaning | undefined }) => {
  const color = useTheme().colors[is ?? 'quiet']
  return is === undefined || color === undefined ? <Text {...props} /> : <Text {...props} color={color} />
}
