# Interfaces, VLANs, routes and BGP: the site's words are nix-nos' own.
{ config, lib, ... }:
let
  yielding = value: if lib.isAttrs value then lib.mapAttrs (_: yielding) value else lib.mkDefault value;
in
{
  nix-nos = yielding config.firstlight.derived.network;
}
