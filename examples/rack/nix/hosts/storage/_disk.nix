# A disk for the system and one for data. The site file knows them by serial number, which no device is named after.
{
  firstlight.disks = { layout = "plain"; system = "/dev/nvme0n1"; data = "/dev/nvme1n1"; };
  system.stateVersion = "25.11";
}
