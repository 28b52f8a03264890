# UEFI, the system encrypted: LUKS, opened at boot. Its password is in a file that only the installer has.
{ system, passwordFile, ... }:
let parts = import ../partitions.nix; in
{
  disko.devices.disk.system = parts.gpt system {
    inherit (parts) boot;
    root = parts.rest {
      type = "luks";
      name = "root";
      inherit passwordFile;
      settings.allowDiscards = true;
      content = parts.filesystem "ext4" "/";
    };
  };
}
