/** MAC addresses, in the forms people and programs write them; everywhere else `aa:bb:cc:dd:ee:ff`. */

const forms = [
  /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i,
  /^[0-9a-f]{2}(?:-[0-9a-f]{2}){5}$/i,
  /^[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}$/i,
  /^[0-9a-f]{12}$/i,
]

/** Lower case with colons; nothing when it is no MAC address of one machine (broadcast, multicast, zero). */
export const parseMac = (text: string): string | undefined => {
  if (!forms.some(form => form.test(text))) return undefined
  const digits = text.replace(/[:.-]/g, '').toLowerCase()
  if (isGroup(digits) || digits === '000000000000') return undefined
  return digits.replace(/..(?=.)/g, '$&:')
}

/** The lowest bit of the first byte: for everyone, or for a group. */
const isGroup = (digits: string): boolean => (Number.parseInt(digits.slice(0, 2), 16) & 1) === 1

/** As it stands in file names and URLs: `aa-bb-cc-dd-ee-ff`. */
export const dashed = (mac: string): string => mac.replaceAll(':', '-')
