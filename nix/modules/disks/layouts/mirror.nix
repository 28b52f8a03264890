# UEFI, two disks that hold the same: either may die. The boot partition cannot be a mirror, since firmware reads it
# by itself: the second disk's is a copy, renewed with every boot entry.
{ pkgs, system, data, ... }:
let
  parts = import ../partitions.nix;
  member = parts.rest { type = "mdraid"; name = "root"; };
  second = if data == null then throw "firstlight.disks: the layout mirror needs two disks; set firstlight.disks.data" else data;
in
{
  disko.devices = {
    disk.system = parts.gpt system { inherit (parts) boot; raid = member; };
    disk.data = parts.gpt second { boot = parts.bootAt "/boot-spare"; raid = member; };
    mdadm.root = { type = "mdadm"; level = 1; content = parts.filesystem "ext4" "/"; };
  };
  boot.loader.systemd-boot.extraInstallCommands = "${pkgs.coreutils}/bin/cp -rf /boot/. /boot-spare/";
}
