# The smallest site: one machine, known by its network card.
{
  schemaVersion = 1;
  site = {
    flake = ".";
    installer = "netboot-base";
  };
  hosts.machine1.mac = "bc:24:11:d0:28:34";
}
