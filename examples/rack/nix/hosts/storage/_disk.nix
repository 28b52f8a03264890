# A disk for the system and one for data, UEFI. Files whose name begins with "_" are parts, not hosts.
{
  disko.devices.disk.main = {
    device = "/dev/nvme0n1";
    content = {
      type = "gpt";
      partitions = {
        boot = { size = "1G"; type = "EF00"; content = { type = "filesystem"; format = "vfat"; mountpoint = "/boot"; }; };
        root = { size = "100%"; content = { type = "filesystem"; format = "xfs"; mountpoint = "/"; }; };
      };
    };
  };
  disko.devices.disk.data = {
    device = "/dev/nvme1n1";
    content = {
      type = "gpt";
      partitions.data = { size = "100%"; content = { type = "filesystem"; format = "xfs"; mountpoint = "/srv"; }; };
    };
  };
  boot.loader.systemd-boot.enable = true;
  system.stateVersion = "25.11";
}
