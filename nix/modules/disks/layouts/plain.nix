# UEFI, one file system for the system, one on the data disk.
{ lib, system, data, ... }:
let parts = import ../partitions.nix; in
{
  disko.devices.disk = {
    system = parts.gpt system {
      inherit (parts) boot;
      root = parts.rest (parts.filesystem "ext4" "/");
    };
  } // lib.optionalAttrs (data != null) {
    data = parts.gpt data { data = parts.rest (parts.filesystem "xfs" "/srv"); };
  };
}
