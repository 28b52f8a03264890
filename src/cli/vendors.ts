/** Who made a network card, by the first half of its MAC address: from IEEE's list, read when first wanted. */

export type Vendors = (mac: string) => string | null

export const loadVendors = async (): Promise<Vendors> => {
  const { default: registered } = await import('oui-data', { with: { type: 'json' } })
  return mac => {
    const name = nameOf((registered as Readonly<Record<string, string>>)[prefixOf(mac)])
    return name ?? (isLocal(mac) ? virtual(mac) : null)
  }
}

const prefixOf = (mac: string): string => mac.replaceAll(':', '').slice(0, 6).toUpperCase()

/** The first line; the others are its address. */
const nameOf = (entry: string | undefined): string | null => entry?.split('\n')[0]?.trim() || null

/** Given out by whoever set the machine up, not by IEEE. */
const isLocal = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 2) === 2

const virtual = (mac: string): string => (mac.startsWith('52:54:00') ? 'QEMU or KVM' : 'made up locally')
