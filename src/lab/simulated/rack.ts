/** What all machines of a lab share: wires, time, and what the files they fetch ought to be. */
import type { Ports } from '../../engine/plan.ts'
import type { Images } from './images.ts'
import type { Pace } from './pace.ts'
import type { Relay } from './relay.ts'

export interface Rack {
  readonly ports: Ports
  /** Where the engine serves; machines learn it from DHCP, only floods are aimed. */
  readonly server: string
  readonly pace: Pace
  readonly relay: Relay
  readonly images: Images
  /** Public keys every installed system lets in, besides what its extra files say. */
  readonly authorizedKeys: readonly string[]
  /** What a machine with the habit `old-system` runs. */
  readonly oldSystem: string
}
