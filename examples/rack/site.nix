# A small rack: one control plane, an edge router that speaks BGP, a worker and two storage nodes.
# Storage traffic has its own VLAN on its own cards; the two storage nodes share a direct cable as well.
let
  # A node with a management card and a storage VLAN on its second one. Large frames need a parent that carries them.
  node = n: {
    interfaces.eno1 = { network = "mgmt"; address = "10.0.0.${toString n}/24"; };
    interfaces.eno2.mtu = 9000;
    vlans.stor = { interface = "eno2"; network = "storage"; address = "10.0.20.${toString n}/24"; };
  };
in
{
  schemaVersion = 1;
  site = { name = "rack1"; domain = "rack1.example"; flake = "."; installer = "netboot-base"; };

  provision = {
    interface = "eno1";
    dhcp = "proxy";
    parallel = 3;
    deadlines.booting = "10m";
  };

  networks = {
    mgmt = { cidr = "10.0.0.0/24"; gateway = "10.0.0.1"; dns = [ "10.0.0.53" ]; };
    storage = { cidr = "10.0.20.0/24"; vlan = 20; mtu = 9000; };
    replica = { cidr = "10.0.99.0/31"; };
  };

  profiles.storage-node.installer = "netboot-worker";

  hosts = {
    control1 = node 11 // {
      mac = "bc:24:11:00:00:11";
      profile = "control-plane";
      wave = 1;
      disks = [ { path = "/dev/nvme0n1"; } ];
      secrets = [ { from = "secrets/control1/ssh"; to = "/etc/ssh"; mode = "0600"; } ];
    };
    edge1 = {
      mac = [ "bc:24:11:00:00:12" "bc:24:11:00:01:12" ];
      profile = "control-plane";
      wave = 1;
      disks = [ { id = "nvme-SAMSUNG_MZVL2512_S64KNX0T12"; } ];
      interfaces.eno1 = { network = "mgmt"; address = "10.0.0.12/24"; };
      routes = [ { to = "10.9.0.0/16"; via = "10.0.0.254"; } ];
      bgp = {
        asn = 65001;
        routerId = "10.0.0.12";
        backend = "bird";
        peers.tor1 = {
          address = "10.0.0.1";
          asn = 65000;
          passwordFile = "/run/secrets/bgp-tor1";
          import = "default-only";
          export = "own";
        };
        announcements = [ "203.0.113.0/24" ];
      };
    };
    store1 = node 21 // {
      mac = "bc:24:11:00:00:21";
      profile = "storage-node";
      wave = 2;
      disks = [ { serial = "S4EVNX0R21"; } { serial = "S4EVNX0R22"; } ];
      interfaces = (node 21).interfaces // { eno3 = { network = "replica"; address = "10.0.99.0/31"; }; };
    };
    store2 = node 22 // {
      mac = "bc:24:11:00:00:22";
      profile = "storage-node";
      wave = 2;
      disks = [ { serial = "S4EVNX0R23"; } { serial = "S4EVNX0R24"; } ];
      interfaces = (node 22).interfaces // { eno3 = { network = "replica"; address = "10.0.99.1/31"; }; };
    };
    worker1 = node 31 // {
      mac = "bc:24:11:00:00:31";
      profile = "storage-node";
      wave = 3;
      firmware = { offer = "auto"; bootFile = null; };
      wakeOnLan.password = null;
    };

    # The top-of-rack switch: addressed and peered with, never touched.
    router = {
      managed = false;
      interfaces.lan = { network = "mgmt"; address = "10.0.0.1/24"; };
      bgp = { asn = 65000; routerId = "10.0.0.1"; peers.edge1 = { address = "10.0.0.12"; asn = 65001; }; };
    };
  };

  links = [ { a = "store1.eno3"; b = "store2.eno3"; network = "replica"; } ];

  policies.default-only.accept = [ { prefix = "0.0.0.0/0"; } { prefix = "::/0"; } ];

  services = {
    postgresql = {
      host = "store1";
      depends_on = [ ];
      ports = [ 5432 ];
      health = {
        startup = "systemctl is-active --quiet postgresql";
        liveness = "pg_isready";
        interval = 30;
        timeout = 60;
        retries = 3;
      };
    };
    caddy = {
      host = "control1";
      ports = [ 80 443 ];
      health.startup = "systemctl is-active --quiet caddy";
    };
    shop = {
      host = "worker1";
      depends_on = [ "postgresql" "caddy" ];
      ports = [ 8080 ];
      interface = {
        db.name = "shop";
        proxy = { tls = true; port = 8080; };
        auth = {
          type = "oidc";
          provider = "authentik";
          oidc = {
            redirect_uris = [ "https://shop.rack1.example/callback" ];
            scopes = [ "openid" "email" "profile" ];
            username_claim = "preferred_username";
            groups_claim = "groups";
          };
        };
      };
      health = {
        startup = "curl -fsS http://localhost:8080/health";
        liveness = "curl -fsS http://localhost:8080/alive";
        interval = 15;
        timeout = 10;
        retries = 5;
      };
    };
    wiki = {
      host = "worker1";
      depends_on = [ "shop" ];
      ports = [ 8090 ];
      interface.proxy = { domain = "docs.rack1.example"; path = "/wiki"; port = 8090; };
      health.startup = "systemctl is-active --quiet wiki";
    };
  };
}
