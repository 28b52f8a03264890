# For machines that will run the site's services: each is there to be tried, off, and held short while the installer
# lives in memory.
{ config, lib, options, ... }:
let
  cfg = config.firstlight.installer;
  # A name the site made up is no NixOS service; those that are have an `enable`.
  known = lib.filter (name: options.services ? ${name}.enable) cfg.services;
in
{
  imports = [ ./netboot-base.nix ];

  config = {
    services = lib.genAttrs known (_: { enable = lib.mkDefault false; });
    systemd.services = lib.genAttrs known (name: lib.mkIf config.services.${name}.enable {
      serviceConfig = { MemoryMax = "512M"; CPUQuota = "50%"; };
    });
  };
}
