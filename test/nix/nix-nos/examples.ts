import { evaluator, root } from './nix.ts'

/** Every example, by the name of its golden folder: the modules that make it. */
export const examples: Record<string, string> = {
  'home-router': 'home-router.nix',
  'datacenter-node': 'datacenter-node.nix',
  'edge-router': 'edge-router.nix',
  static: 'static.nix',
  dhcp: 'dhcp.nix',
  ipv6: 'ipv6.nix',
  spine: 'topology.nix',
  leaf: 'topology.nix',
}

const folder = `${root}/nix/nix-nos`

/** The NixOS configuration of an example, evaluated by our own module system. */
export function system(name: string): string {
  const host = examples[name] === 'topology.nix' ? `{ networking.hostName = "${name}"; }` : ''
  return configuration(`${folder}/examples/${examples[name]} ${host}`)
}

export function configuration(modules: string): string {
  return `(${evaluator}.nixos { modules = [ ${folder}/modules ${modules} ]; })`
}

/** All examples' files in one evaluation. */
export const allRendered = `{ ${Object.keys(examples)
  .map(name => `"${name}" = ${system(name)}.config.nix-nos.rendered;`)
  .join('\n')} }`
