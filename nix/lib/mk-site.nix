# A site → the outputs of its flake: one NixOS configuration per host, the installers, and the site itself for
# `firstlight --site FLAKE`. What the user's own files set wins over what the site says.
{ nixosSystem, common, installers, outputs }:
{ site
, hosts ? null                          # folder of host files: <group>/<host>.nix, <group>/<host>/, or <host>.nix
, modules ? [ ]                         # for every host
, specialArgs ? { }
}:
let
  all = import ./. site;
  inherit (builtins) attrNames listToAttrs;
  files = if hosts == null then { } else import ./host-files.nix hosts (attrNames all.site.hosts);
  own = name: if files ? ${name} then [ files.${name} ] else [ ];

  machine = name: nixosSystem {
    specialArgs = { inherit (all.site) manifest; } // specialArgs;
    modules = [ common { firstlight = { inherit site; host = name; }; } ] ++ modules ++ own name;
  };
  output = name: { name = all.site.hosts.${name}.system; value = machine name; };
in
outputs // {
  nixosConfigurations = installers { firstlight.installer.services = attrNames all.site.services; }
    // listToAttrs (map output (attrNames all.hosts));
  site = import ./load.nix site;
}
