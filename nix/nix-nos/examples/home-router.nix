# A home router: the world by DHCP on one side, a network of its own with DHCP, DNS and NAT on the other.
{
  networking.hostName = "home-router";
  nix-nos = {
    interfaces.wan = { dhcp = true; acceptRA = true; };
    interfaces.lan1 = { };
    interfaces.lan2 = { };
    bridges.lan = {
      interfaces = [ "lan1" "lan2" ];
      addresses = [ "192.168.1.1/24" "fd5a:c1c5:1::1/64" ];
      dhcpServer = { offset = 100; size = 100; dns = [ "192.168.1.1" ]; };
    };
    vlans.guests = {
      id = 40;
      interface = "lan2";
      address = "192.168.40.1/24";
      dhcpServer = { dns = [ "9.9.9.9" ]; };
    };
    firewall = {
      enable = true;
      trusted = [ "lan" ];
      interfaces.guests.allowedUDPPorts = [ 67 ];
    };
    nat = {
      enable = true;
      external = "wan";
      internal = [ "lan" "guests" ];
      forwardPorts = [ { port = 443; to = "192.168.1.10"; } { port = 8022; to = "192.168.1.10"; toPort = 22; } ];
    };
  };
}
