# A node in a rack: a bond to both switches, VLANs for management, storage and backup, BGP for its service address.
{
  networking.hostName = "node1";
  nix-nos = {
    interfaces.eno1 = { };
    interfaces.eno2 = { };
    interfaces.lo.addresses = [ "203.0.113.11/32" "2001:db8:113::11/128" ];
    bonds.uplink = { interfaces = [ "eno1" "eno2" ]; transmitHash = "layer3+4"; lacpRate = "fast"; };
    vlans.mgmt = {
      id = 10;
      interface = "uplink";
      addresses = [ "10.0.10.11/24" "2001:db8:10::11/64" ];
      gateway = [ "10.0.10.254" "2001:db8:10::fe" ];
      dns = [ "10.0.10.53" ];
      domains = [ "rack1.example" ];
    };
    vlans.storage = { id = 20; interface = "uplink"; address = "10.0.20.11/24"; mtu = 9000; };
    vlans.backup = { id = 30; interface = "uplink"; address = "10.0.30.11/24"; };

    bgp = {
      asn = 65011;
      routerId = "203.0.113.11";
      gracefulRestart = true;
      announcements = [
        { prefix = "203.0.113.11/32"; communities = [ "service" ]; }
        { prefix = "2001:db8:113::11/128"; communities = [ "service" ]; }
      ];
      peers.tor1 = {
        address = "10.0.10.1"; asn = 65000; description = "top of rack, left";
        import = "default-only"; export = "own"; passwordFile = "/run/secrets/bgp-tor1"; maxPrefixes = 100;
      };
      peers.tor1-v6 = { address = "2001:db8:10::1"; asn = 65000; import = "default-only"; export = "own"; maxPrefixes = 100; };
    };
    communities.service = "65011:100";
    policies.default-only.accept = [ { prefix = "0.0.0.0/0"; } { prefix = "::/0"; } ];
  };
}
