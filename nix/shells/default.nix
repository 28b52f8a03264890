# For working on the program and on sites: every tool from the same nixpkgs the flake is locked to.
{ pkgs, inputs }:
let
  inherit (pkgs.stdenv.hostPlatform) system;
  site = with pkgs; [ age nixos-rebuild-ng opentofu sops ssh-to-age inputs.nixos-anywhere.packages.${system}.default ];
  program = with pkgs; [ biome nodejs typescript ];
  judges = with pkgs; [ bird2 caddy gobgp gobgpd nixfmt shellcheck ];
  machines = with pkgs; [ dnsmasq iproute2 qemu tcpdump ];
in
{
  default = pkgs.mkShell { packages = site ++ program ++ judges ++ machines; };
  site = pkgs.mkShell { packages = site; };
}
