# For a machine that has data to save: it stays silent, so nothing can take it for one that waits to be installed.
{ lib, pkgs, ... }:
{
  firstlight.agent.enable = lib.mkForce false;
  environment.systemPackages = with pkgs; [ btrfs-progs ddrescue mdadm nvme-cli ntfs3g rsync smartmontools testdisk ];
}
