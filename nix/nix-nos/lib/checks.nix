# What a host must not say, beyond the shape of its values: each mistake as one sentence that begins with its place.
host:
let
  inherit (import ./text.nix) comma concatLists concatMap elem filter head mapSet numbered optional optionals quoted repeated;
  address = import ./address.nix;
  devices = import ./devices.nix host;
  inherit (devices) all names;

  known = path: what: list: name:
    let choices = if list == [ ] then "there are none" else "known: ${comma list}"; in
    optional (!elem name list) "${path}: there is no ${what} ${quoted name} (${choices})";
  knownDevice = path: known path "device" names;

  # ---- devices
  configured = device: device.addresses != [ ] || devices.isDynamic device;
  carries = device: device.vlans != [ ] || device.masters != [ ];
  aboutDevice = device:
    optional (device.kind == "interface" && !configured device && !carries device)
      "${device.path}: has neither dhcp nor addresses; give it one of them, or use it in a VLAN, bond or bridge"
    ++ optional (device.kind == "vlan" && !configured device && !carries device)
      "${device.path}: has neither dhcp nor addresses; give it one of them, or use it in a bridge"
    ++ optional (builtins.length device.masters > 1)
      "${device.path}: is a member of ${comma (map (m: m.name) device.masters)}; it can be of one only"
    ++ optional (device.masters != [ ] && configured device)
      "${device.path}: is a member of ${(head device.masters).name}, so it cannot have addresses or dhcp of its own"
    ++ concatMap (aboutGateway device) device.gateways
    ++ optional (device.dhcpServer != null && !builtins.any (a: address.familyOf a == 4) device.addresses)
      "${device.path}.dhcpServer: needs a static IPv4 address on the device";
  aboutGateway = device: gateway:
    let parsed = address.parse gateway; in
    optional (!address.isLinkLocal parsed && !devices.isDynamic device
      && !builtins.any (net: address.contains net parsed) (devices.networks device))
      "${device.path}.gateway: ${gateway} is on none of its networks (${comma device.addresses})";

  aboutVlan = name: vlan:
    let
      path = "vlans.${name}";
      parents = filter (device: device.name == vlan.interface) all;
      tooBig = parent: vlan.mtu != null && parent.mtu != null && vlan.mtu > parent.mtu;
    in
    knownDevice "${path}.interface" vlan.interface
    ++ optional (vlan.interface == name) "${path}.interface: a VLAN cannot run on itself"
    ++ concatMap (parent: optional (tooBig parent)
      "${path}.mtu: ${toString vlan.mtu} is above ${toString parent.mtu}, the MTU of its parent ${parent.name}") parents;
  twiceOnParent = map
    (key: "vlans: the id ${key} is used twice")
    (repeated (mapSet (_: vlan: "${toString vlan.id} on ${vlan.interface}") host.vlans));
  aboutMaster = kind: name: master: concatMap (knownDevice "${kind}.${name}.interfaces") master.interfaces
    ++ optional (elem name master.interfaces) "${kind}.${name}.interfaces: it cannot be a member of itself";
  aboutDevices = concatMap aboutDevice all
    ++ concatLists (mapSet aboutVlan host.vlans) ++ twiceOnParent
    ++ concatLists (mapSet (aboutMaster "bonds") host.bonds)
    ++ concatLists (mapSet (aboutMaster "bridges") host.bridges)
    ++ map (name: "${name}: the name is used for two devices") (repeated names)
    ++ map (a: "the address ${a} is given twice") (repeated (map bare devices.addresses));
  bare = cidr: address.addressText (address.parseCidr cidr);

  # ---- routes
  aboutRoute = n: route:
    let
      path = "routes[${toString n}]";
      family = if route.to == "default" then null else address.familyOf route.to;
      other = key: optional (route.${key} != null && family != null && address.familyOf route.${key} != family)
        "${path}.${key}: ${route.${key}} is not of the family of ${route.to}";
    in
    (if route.type != "unicast"
      then optional (route.via != null || route.interface != null)
        "${path}: a ${route.type} route has neither via nor interface"
      else optional (route.via == null && route.interface == null) "${path}: needs via or interface"
        ++ optional (route.via != null && route.interface == null && devices.reaching route.via == [ ])
          "${path}.via: ${route.via} is on no device's network; say interface")
    ++ optional (route.to == "default" && route.via == null) "${path}: \"default\" takes its family from via; write 0.0.0.0/0 or ::/0"
    ++ optionals (route.interface != null) (knownDevice "${path}.interface" route.interface)
    ++ other "via" ++ other "source";

  # ---- packet filter and translation
  aboutFirewall = concatMap (knownDevice "firewall.trusted") host.firewall.trusted
    ++ concatMap (knownDevice "firewall.interfaces") (builtins.attrNames host.firewall.interfaces);
  aboutNat = optionals host.nat.enable
    (optional (host.nat.external == null) "nat.external: must be given when NAT is on"
      ++ optional (host.nat.internal == [ ]) "nat.internal: must name at least one device when NAT is on"
      ++ optionals (host.nat.external != null) (knownDevice "nat.external" host.nat.external)
      ++ concatMap (knownDevice "nat.internal") host.nat.internal
      ++ optional (elem host.nat.external host.nat.internal) "nat.internal: ${toString host.nat.external} is the external device");
in
aboutDevices
++ concatLists (numbered aboutRoute host.routes)
++ import ./bgp-checks.nix { inherit host devices known; }
++ aboutFirewall ++ aboutNat
