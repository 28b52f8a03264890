/** Every key there is, those of the screen one came from first. */
import { Pane } from '../components/Pane.tsx'
import { Reader } from '../components/Reader.tsx'
import type { ScreenName, ScreenProps } from '../screen.ts'
import { helpLines } from '../view/help.ts'

export const Help = ({ size, focused, from }: ScreenProps & { readonly from: ScreenName }) => (
  <Pane title="Keys" width={size.columns} height={size.rows} selected>
    <Reader
      name="help"
      lines={helpLines(from, size.columns - 4)}
      width={size.columns - 4}
      rows={size.rows - 2}
      focused={focused}
    />
  </Pane>
)
