# BIRD 2 through NixOS's `services.bird`, whose default has become BIRD 3.
{ config, lib, pkgs, ... }:
let
  inherit (config.nix-nos) parts;
  isUsed = parts != { } && parts.active.uses "bird";
  hasPasswords = isUsed && parts.secrets.isNeeded;
in
{
  config = lib.mkMerge [
    (lib.mkIf isUsed {
      services.bird = {
        enable = lib.mkDefault true;
        package = lib.mkDefault pkgs.bird2;
        config = lib.mkDefault parts.bird;
      };
    })
    (lib.mkIf hasPasswords {
      # The check at build time has no passwords, and needs none.
      services.bird.preCheckConfig = lib.mkDefault
        "sed -i '/^ *include \"${lib.escape [ "/" ] parts.secrets.folder}\\//d' bird.conf";
      # The leading + runs it as root, whom alone the password files are for.
      systemd.services.bird.serviceConfig.ExecStartPre = lib.mkBefore
        [ "+${pkgs.writeShellScript "bgp-passwords" (parts.secrets.script "bird")}" ];
    })
  ];
}
