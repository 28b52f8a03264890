# Files whose name begins with "_" are parts, not hosts. Which disk it is, the site file says.
{
  firstlight.disks.layout = "plain";
  system.stateVersion = "25.11";
}
