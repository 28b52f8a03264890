# Containers as systemd units, through quadlet-nix: those of the site's services that live on this host, and more
# by hand. Secrets come by `environmentFiles`, which are read on the machine.
{ config, lib, ... }:
let
  cfg = config.firstlight.podman;
  strings = description: lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; inherit description; };
  container = lib.types.submodule {
    options = {
      image = lib.mkOption { type = lib.types.str; description = "The image, with its registry."; };
      ports = strings "Published ports, \"8080:80\".";
      volumes = strings "Volumes, \"/var/lib/app:/data\".";
      networks = strings "Networks; podman's own unless said.";
      environmentFiles = strings "Files on the machine that hold environment variables.";
      environment = lib.mkOption { type = lib.types.attrsOf lib.types.str; default = { }; description = "Environment variables that are no secret."; };
    };
  };
  unit = c: {
    containerConfig = {
      inherit (c) image volumes environmentFiles;
      publishPorts = c.ports;
      environments = c.environment;
    } // lib.optionalAttrs (c.networks != [ ]) { inherit (c) networks; };
    serviceConfig.Restart = lib.mkDefault "always";
    unitConfig = { Wants = [ "network-online.target" ]; After = [ "network-online.target" ]; };
  };
in
{
  options.firstlight.podman = {
    enable = lib.mkEnableOption "containers as systemd units";
    containers = lib.mkOption { type = lib.types.attrsOf container; default = { }; description = "Containers by name."; };
  };

  config = lib.mkIf (cfg.enable || cfg.containers != { }) {
    virtualisation.podman = {
      enable = true;
      autoPrune.enable = lib.mkDefault true;
      defaultNetwork.settings.dns_enabled = lib.mkDefault true;
    };
    virtualisation.quadlet.containers = lib.mapAttrs (_: unit) cfg.containers;
  };
}
