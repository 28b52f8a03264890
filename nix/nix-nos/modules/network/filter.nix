# The packet filter as a table of NixOS's nftables. NixOS's own firewall steps aside for it, unless the user says otherwise.
{ config, lib, ... }:
let
  nftables = config.nix-nos.parts.nftables or { isNeeded = false; };
in
{
  config = lib.mkIf nftables.isNeeded {
    networking.nftables.enable = lib.mkDefault true;
    networking.nftables.tables.nix-nos = {
      family = lib.mkDefault "inet";
      content = lib.mkDefault nftables.content;
    };
    networking.firewall.enable = lib.mkIf config.nix-nos.firewall.enable (lib.mkDefault false);
  };
}
