# A container image with the same base as a machine, for those who run Proxmox.
{ pkgs, inputs }:
inputs.nixos-generators.nixosGenerate {
  inherit (pkgs.stdenv.hostPlatform) system;
  format = "proxmox-lxc";
  modules = [ ../modules/base { system.stateVersion = pkgs.lib.trivial.release; } ];
}
