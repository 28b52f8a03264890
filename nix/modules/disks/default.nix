# Disk layouts by name, for those who need no disko of their own. A file in `layouts/` is one. The disk is the one the
# site allows to be erased, where the site names it in a way a machine can open; else `system` says it.
{ config, lib, pkgs, ... }:
let
  cfg = config.firstlight.disks;
  allowed = config.firstlight.derived.disks;
  layouts = lib.mapAttrs' (file: _: lib.nameValuePair (lib.removeSuffix ".nix" file) (import (./layouts + "/${file}")))
    (builtins.readDir ./layouts);
  given = { inherit lib pkgs; inherit (cfg) data passwordFile; system = toString cfg.system; };
  nth = n: if builtins.length allowed > n then builtins.elemAt allowed n else null;
  device = n: description: lib.mkOption {
    type = lib.types.nullOr lib.types.str;
    default = nth n;
    example = "/dev/disk/by-id/nvme-SAMSUNG_MZVL2512_S64KNX0T12";
    inherit description;
  };
in
{
  options.firstlight.disks = {
    layout = lib.mkOption {
      type = lib.types.nullOr (lib.types.enum (lib.attrNames layouts));
      default = null;
      description = "How the disks are laid out; without it, `disko.devices` is yours to say.";
    };
    system = device 0 "The disk the system goes on: the first of the site's `disks` unless said.";
    data = device 1 "The disk for data: the second of the site's `disks` unless said, and none if there is none.";
    passwordFile = lib.mkOption {
      type = lib.types.str;
      default = "/tmp/disk.key";
      description = "Where the installer finds the password of an encrypted layout, while it formats.";
    };
  };

  config = lib.mkIf (cfg.layout != null) (lib.mkMerge ([ {
    assertions = [ {
      assertion = cfg.system != null;
      message = "firstlight.disks: ${config.networking.hostName} has a layout and no disk; name it by id or path in hosts.${config.networking.hostName}.disks, or set firstlight.disks.system (a serial alone cannot be opened)";
    } ];
    boot.loader.systemd-boot.enable = lib.mkDefault true;
    boot.loader.efi.canTouchEfiVariables = lib.mkDefault true;
  } ] ++ lib.mapAttrsToList (name: layout: lib.mkIf (cfg.layout == name) (layout given)) layouts));
}
