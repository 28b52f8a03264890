# The program with everything it calls, and the network boot programs it serves.
{ pkgs, inputs }:
let
  inherit (pkgs.stdenv.hostPlatform) system;
  ipxe = pkgs.callPackage ./ipxe.nix { };
  nixos-anywhere = inputs.nixos-anywhere.packages.${system}.default;
  firstlight = pkgs.callPackage ./firstlight.nix { inherit ipxe nixos-anywhere; };
in
{ inherit firstlight ipxe; default = firstlight; lxc = import ./lxc.nix { inherit pkgs inputs; }; }
