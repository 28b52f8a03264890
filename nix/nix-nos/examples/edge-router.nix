# An edge router: several VLANs, static routes, a transit and a customer over BGP with GoBGP, bogons refused.
{
  networking.hostName = "edge1";
  nix-nos = {
    forwarding = true;
    interfaces.eno1 = { };
    interfaces.eno2.addresses = [ "198.51.100.2/30" "2001:db8:ffff::2/64" ];
    vlans.servers = { id = 100; interface = "eno1"; addresses = [ "203.0.113.1/25" "2001:db8:100::1/64" ]; };
    vlans.customer = { id = 200; interface = "eno1"; addresses = [ "203.0.113.129/30" ]; };
    vlans.office = { id = 300; interface = "eno1"; address = "10.30.0.1/24"; };

    routes = [
      { to = "default"; via = "198.51.100.1"; metric = 1000; }
      { to = "10.40.0.0/16"; via = "10.30.0.254"; }
      { to = "10.0.0.0/8"; type = "blackhole"; metric = 4096; }
      { to = "0.0.0.0/0"; via = "198.51.100.1"; table = 100; source = "198.51.100.2"; }
    ];

    bgp = {
      asn = 65100;
      routerId = "198.51.100.2";
      backend = "gobgp";
      announcements = [ "203.0.113.0/24" "2001:db8:100::/48" ];
      peers.transit = { address = "198.51.100.1"; asn = 64500; import = "from-transit"; export = "to-transit"; maxPrefixes = 1000000; };
      peers.transit-v6 = { address = "2001:db8:ffff::1"; asn = 64500; import = "from-transit"; export = "to-transit"; maxPrefixes = 300000; };
      peers.customer = { address = "203.0.113.130"; asn = 64600; import = "from-customer"; export = "all"; maxPrefixes = 10; };
    };
    communities = { from-customer = "65100:600"; do-not-export = "65100:1:0"; };
    prefixLists = {
      bogons = [
        { prefix = "10.0.0.0/8"; le = 32; } { prefix = "172.16.0.0/12"; le = 32; } { prefix = "192.168.0.0/16"; le = 32; }
        { prefix = "fc00::/7"; le = 128; }
      ];
      customer = [ { prefix = "192.0.2.0/24"; le = 26; } ];
    };
    policies = {
      from-transit = {
        reject = [ { prefixList = "bogons"; } ];
        accept = [ { prefix = "0.0.0.0/0"; le = 24; localPreference = 100; } { prefix = "::/0"; le = 48; } ];
      };
      from-customer.accept = [ { prefixList = "customer"; localPreference = 200; addCommunities = [ "from-customer" ]; } ];
      to-transit = {
        reject = [ { communities = [ "do-not-export" ]; } ];
        accept = [ { own = true; med = 10; } { communities = [ "from-customer" ]; prepend = 1; } ];
      };
    };
  };
}
