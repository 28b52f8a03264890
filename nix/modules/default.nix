# The modules by name, each with the others' modules it stands on. `default` is a machine of a site, whole.
inputs:
let
  upon = theirs: ours: { imports = theirs ++ [ ours ]; };
  modules = {
    nix-nos = inputs.nix-nos.nixosModules.default;
    agent = ./agent;
    base = ./base;
    disks = upon [ inputs.disko.nixosModules.disko ] ./disks;
    podman = upon [ inputs.quadlet-nix.nixosModules.quadlet ] ./podman;
    secrets = upon [ inputs.sops-nix.nixosModules.sops ] ./secrets;
    site = ./site;
  };
in
modules // {
  default.imports = builtins.attrValues (removeAttrs modules [ "agent" ])
    ++ [ inputs.nixos-facter-modules.nixosModules.facter ];
}
