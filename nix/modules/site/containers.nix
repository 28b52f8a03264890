# Services that are containers: `services.<n>.container` on the host they live on.
{ config, lib, ... }:
let
  inherit (config.firstlight.derived) containers;
in
{
  firstlight.podman.containers = lib.mapAttrs (_: lib.mapAttrs (_: lib.mkDefault)) containers;
}
