/** Text that came from outside, made safe to show: one line, no control sequences, bounded. */

/** Controls C0 and C1, and what makes a terminal write from right to left or hides characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu

export const printable = (text: string, limit = 200): string => {
  const shown = text.slice(0, limit).replace(unseen, '·')
  return text.length > limit ? `${shown}…` : shown
}
