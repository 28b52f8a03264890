# A host's devices and routes → systemd-networkd units: { "20-eno1.network" = { Match = …; Network = …; }; … }
host:
let
  inherit (import ./text.nix) elem filter head optional present;
  address = import ./address.nix;
  devices = import ./devices.nix host;

  isConfigured = device: device.addresses != [ ] || devices.isDynamic device;
  memberOf = kind: device: map (m: m.name) (filter (m: m.kind == kind) device.masters);

  # When a device counts as up: a member once it is enslaved, one that only carries others once it has a carrier.
  online = device:
    if !device.required then "no"
    else if device.masters != [ ] then "enslaved"
    else if !isConfigured device then "carrier"
    else null;

  dhcp = device: { true = "yes"; false = null; }.${builtins.toJSON device.dhcp} or device.dhcp;

  network = device: present {
    Match = { Name = device.name; };
    Link = present { MTUBytes = device.mtu; RequiredForOnline = online device; };
    Network = present {
      DHCP = dhcp device;
      Address = device.addresses;
      Gateway = if device.addresses == [ ] then [ ] else device.gateways;
      DNS = device.dns;
      Domains = device.domains;
      IPv6AcceptRA = device.acceptRA;
      LinkLocalAddressing = if isConfigured device then null else "no";
      DHCPServer = if device.dhcpServer != null then true else null;
      Bond = memberOf "bond" device;
      Bridge = memberOf "bridge" device;
      VLAN = device.vlans;
    };
    DHCPServer = if device.dhcpServer == null then null else present {
      PoolOffset = device.dhcpServer.offset;
      PoolSize = device.dhcpServer.size;
      DNS = device.dhcpServer.dns;
    };
    Route = gatewayRoutes device ++ map route (routesOn device.name);
  };

  # Without a static address networkd cannot know that a gateway is on the link, and complains until it is told.
  gatewayRoutes = device:
    if device.addresses != [ ] then [ ] else map (gateway: { Gateway = gateway; GatewayOnLink = true; }) device.gateways;

  # ---- routes, each in the unit of the device it leaves by; those that leave by none, in the loopback's
  leavesBy = route:
    if route.type != "unicast" then "lo"
    else if route.interface != null then route.interface
    else (head (devices.reaching route.via)).name;
  routesOn = name: filter (route: leavesBy route == name) host.routes;
  # Whether networkd can see for itself that the gateway is on the link; else it must be told.
  isOnLink = route:
    let device = head (filter (d: d.name == leavesBy route) devices.all); in
    device.addresses != [ ]
    && (address.isLinkLocal (address.parse route.via) || elem device (devices.reaching route.via));
  destination = route:
    if route.to != "default" then route.to else if address.familyOf route.via == 4 then "0.0.0.0/0" else "::/0";
  route = route: present {
    Destination = destination route;
    Gateway = route.via;
    GatewayOnLink = if route.via != null && !isOnLink route then true else null;
    Metric = route.metric;
    Table = route.table;
    Type = if route.type == "unicast" then null else route.type;
    PreferredSource = route.source;
  };
  loopback = optional (routesOn "lo" != [ ] && !elem "lo" devices.names) {
    name = "20-lo.network";
    value = { Match = { Name = "lo"; }; Route = map route (routesOn "lo"); };
  };

  # ---- devices that networkd must make first
  netdev = device: { NetDev = present { Name = device.name; Kind = device.kind; MTUBytes = device.mtu; }; } // {
    vlan = { VLAN = { Id = device.id; }; };
    bond = { Bond = present {
      Mode = device.mode;
      MIIMonitorSec = "${toString device.monitorInterval}ms";
      TransmitHashPolicy = device.transmitHash;
      LACPTransmitRate = device.lacpRate;
    }; };
    bridge = { Bridge = { STP = device.stp; }; };
  }.${device.kind};
  made = filter (device: device.kind != "interface") devices.all;
in
builtins.listToAttrs (
  map (device: { name = "10-${device.name}.netdev"; value = netdev device; }) made
  ++ map (device: { name = "20-${device.name}.network"; value = network device; }) devices.all
  ++ loopback
)
