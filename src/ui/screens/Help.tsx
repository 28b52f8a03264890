/** Every key there is, those of the screen one came from first. */
import { Pane } from '../components/Pane.tsx'
import { Reader } from '../components/Reader.tsx'
import type { HelpProps } from '../screen.ts'
import { helpLines } from '../view/help.ts'

export const Help = ({ size, focused, from, known }: HelpProps) => (
  <Pane title="Keys" width={size.columns} height={size.rows} selected>
    <Reader
      name="help"
      lines={helpLines(from, known, size.columns - 4)}
      width={size.columns - 4}
      rows={size.rows - 2}
      focused={focused}
    />
  </Pane>
)
