# One disk, UEFI. Files whose name begins with "_" are parts, not hosts.
{
  disko.devices.disk.main = {
    device = "/dev/nvme0n1";
    content = {
      type = "gpt";
      partitions = {
        boot = { size = "1G"; type = "EF00"; content = { type = "filesystem"; format = "vfat"; mountpoint = "/boot"; }; };
        root = { size = "100%"; content = { type = "filesystem"; format = "ext4"; mountpoint = "/"; }; };
      };
    };
  };
  boot.loader.systemd-boot.enable = true;
  system.stateVersion = "25.11";
}
