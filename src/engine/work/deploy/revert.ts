/**
 * The way back, kept by the machine itself: a timer of its own systemd, armed before anything is switched, that
 * runs the old system's activation. It needs no network, no connection and nobody's attention.
 */
export const revertUnit = 'firstlight-revert'

const profile = '/nix/var/nix/profiles/system'

/** systemd refuses a second timer of this name: two deployments at once cannot each hold the other's way back. */
export const arm = (oldSystem: string, seconds: number): string =>
  [
    `systemd-run --collect --quiet --unit=${revertUnit} --on-active=${seconds}`,
    '--timer-property=AccuracySec=1s --description="back to the system before this deployment"',
    `-- /bin/sh -c '${back(oldSystem)}'`,
  ].join(' ')

/** By full path: a service has no PATH worth the name. Both run, whatever the first one says. */
const back = (system: string): string =>
  `${system}/sw/bin/nix-env -p ${profile} --set ${system}; ${system}/bin/switch-to-configuration switch`

export const disarm = `systemctl stop ${revertUnit}.timer`

/** Now, instead of when its time is up; the service goes on when its timer is stopped. */
export const revertNow = `systemctl start --no-block ${revertUnit}.service && systemctl stop ${revertUnit}.timer`

/** Nothing but a store path ever gets into those commands. */
export const isStorePath = (path: string): boolean =>
  /^\/nix\/store\/[0-9a-z]{32}-[A-Za-z0-9+._?=-]+$/.test(path)
