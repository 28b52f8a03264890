# Open what the host's services answer on, and nothing else.
{ config, ... }:
let inherit (config.firstlight.derived) firewall; in
{
  networking.firewall.allowedTCPPorts = firewall.tcp;
  networking.firewall.allowedUDPPorts = firewall.udp;
}
