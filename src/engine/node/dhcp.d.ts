/** What we use of the `dhcp` package, which has no types of its own. */

declare module 'dhcp' {
  export type OptionValue = number | string | readonly number[] | readonly string[]
  export interface Reply {
    op: number
    htype: number
    hlen: number
    hops: number
    xid: number
    secs: number
    flags: number
    ciaddr: string
    yiaddr: string
    siaddr: string
    giaddr: string
    chaddr: string
    sname: string
    file: string
    options: Record<string, OptionValue>
  }
  const dhcp: { addOption(code: number, option: { name: string; type: string }): void }
  export default dhcp
}

declare module 'dhcp/lib/options.js' {
  const options: { opts: Record<string, { type: string } | undefined> }
  export default options
}

declare module 'dhcp/lib/protocol.js' {
  import type { Reply } from 'dhcp'

  const protocol: { format(reply: Reply): { _data: Uint8Array; _w: number } }
  export default protocol
}
