# Static routes and the policies BGP peers refer to.
{ lib, ... }:
let
  inherit (import ../../lib) schema;
in
{
  options.nix-nos = import ../options.nix lib { inherit (schema.host) routes policies prefixLists communities; };
}
