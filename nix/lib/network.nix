# A host of the site → the host nix-nos describes: nearly the same words. A device that names its network takes the
# gateway, DNS, MTU and VLAN id from it, unless it says its own.
let
  check = import ./check.nix;
  inherit (import ./prelude.nix) keep;
  inherit (builtins) attrNames intersectAttrs mapAttrs;

  given = keep (_: value: value != null && value != [ ]);

  from = site: path: device:
    if !(device ? network) then { }
    else site.networks.${check.known "network" "\"networks\"" (attrNames site.networks) "${path}.network" device.network};

  layer3 = site: path: device:
    let network = from site path device; in
    given { gateway = network.gateway or null; dns = network.dns or [ ]; mtu = network.mtu or null; }
    // removeAttrs device [ "network" ];

  vlan = site: path: device:
    let id = device.id or (from site path device).vlan or null; in
    if id == null then check.fail path device "has no VLAN id; say `id`, or name a network that has a `vlan`"
    else { inherit id; } // layer3 site path device;

  # What a host has besides its devices, in the same words on both sides.
  asWritten = { routes = null; forwarding = null; bgp = null; prefixLists = null; communities = null; firewall = null; nat = null; };
in
site: host:
let
  path = "hosts.${host.name}";
  devices = kind: make: mapAttrs (name: make site "${path}.${kind}.${name}") (host.${kind} or { });
in
intersectAttrs asWritten host
// keep (_: devices: devices != { }) {
  interfaces = devices "interfaces" layer3;
  vlans = devices "vlans" vlan;
  bonds = devices "bonds" layer3;
  bridges = devices "bridges" layer3;
  inherit (site) policies;
}
