/** Outputs of flakes, as a site names them: `node1`, `.#installer`, `github:x/y#nixosConfigurations.z`. */
export interface Output {
  readonly flake: string
  /** The attribute path of a NixOS configuration. */
  readonly attribute: string
}

export const outputOf = (reference: string, flake: string): Output => {
  const at = reference.indexOf('#')
  const name = reference.slice(at + 1)
  const attribute = name.startsWith('nixosConfigurations.') ? name : `nixosConfigurations.${name}`
  return { flake: at < 0 ? flake : reference.slice(0, at), attribute }
}

/** `builtins.getFlake` knows no relative folders. */
export const absolute = (flake: string, cwd: string): string =>
  /^\.{1,2}(\/|$)/.test(flake) ? `${cwd}/${flake}`.replace(/\/\.(?=\/|$)/g, '').replace(/\/$/, '') : flake

/** A Nix string; nothing in it can end it. */
export const nixString = (text: string): string => `"${text.replace(/["\\$]/g, found => `\\${found}`)}"`

export const nixList = (texts: readonly string[]): string => `[ ${texts.map(nixString).join(' ')} ]`
