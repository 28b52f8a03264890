# `nix flake check`: every example renders, every file a daemon reads is accepted by it, and each module of a host
# evaluates to a machine.
{ pkgs, self }:
let
  inherit (pkgs) lib;
  examples = lib.filterAttrs (_: kind: kind == "directory") (builtins.readDir ../examples);
  render = name: import ./lib/render.nix { site = ../examples + "/${name}"; };
  caddyfiles = rendered: lib.mapAttrsToList (_: host: host.files."/etc/caddy/Caddyfile" or null) rendered.hosts;
  accepted = file: ''
    caddy validate --adapter caddyfile --config ${pkgs.writeText "Caddyfile" file}
  '';
  example = name: _: pkgs.runCommand "example-${name}" { nativeBuildInputs = [ pkgs.caddy ]; } ''
    export HOME=$TMPDIR
    cp ${pkgs.writeText "${name}.json" (builtins.toJSON (render name))} $out
    ${lib.concatMapStrings accepted (lib.filter (file: file != null) (caddyfiles (render name)))}
  '';
  rack = self.lib.mkSite {
    site = ../examples/rack;
    hosts = ../examples/rack/nix/hosts;
    modules = [ ../examples/rack/nix/people.nix ];
  };
in
lib.mapAttrs' (name: kind: lib.nameValuePair "example-${name}" (example name kind)) examples
// lib.optionalAttrs (pkgs.stdenv.hostPlatform.system == "x86_64-linux") {
  machine = rack.nixosConfigurations.control1.config.system.build.toplevel;
  installer = self.nixosConfigurations.netboot-base.config.system.build.netbootRamdisk;
}
