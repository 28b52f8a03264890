# BGP by the backend the user chose.
{ lib, ... }:
let
  inherit (import ../../lib) schema;
in
{
  imports = [ ./bird.nix ./gobgp.nix ];
  options.nix-nos = import ../options.nix lib { inherit (schema.host) bgp; };
}
