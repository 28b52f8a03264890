/** Which component is which screen. */
import type { Screens } from '../screen.ts'
import { Deploy } from './Deploy.tsx'
import { End } from './End.tsx'
import { Guide } from './Guide.tsx'
import { Help } from './Help.tsx'
import { Hosts } from './Hosts.tsx'
import { Machine } from './Machine.tsx'
import { Network } from './Network.tsx'
import { PlanScreen } from './PlanScreen.tsx'
import { Run } from './Run.tsx'
import { Services } from './Services.tsx'
import { Start } from './Start.tsx'
import { Status } from './Status.tsx'

export const screens: Screens = {
  start: Start,
  guide: Guide,
  hosts: Hosts,
  plan: PlanScreen,
  network: Network,
  services: Services,
  status: Status,
  deploy: Deploy,
  run: Run,
  machine: Machine,
  end: End,
  help: Help,
}
