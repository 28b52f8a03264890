# Every device of a host in one list, whatever its kind, knowing what stands on it and what it stands on.
host:
let
  inherit (import ./text.nix) attrNames concatLists elem filter filterSet head isString mapSet max optional;
  address = import ./address.nix;
  toList = value: if builtins.isList value then value else [ value ];

  ofKind = kind: plural: mapSet (name: own: describe kind "${plural}.${name}" name own) host.${plural};
  vlansOn = name: attrNames (filterSet (_: vlan: vlan.interface == name) host.vlans);
  mastersOf = name: concatLists (map
    (kind: mapSet (master: _: { name = master; inherit kind; }) (filterSet (_: m: elem name m.interfaces) host."${kind}s"))
    [ "bond" "bridge" ]);

  describe = kind: path: name: own: own // {
    inherit kind path name;
    addresses = optional (own.address != null) own.address ++ own.addresses;
    gateways = toList own.gateway;
    dns = toList own.dns;
    vlans = vlansOn name;
    masters = mastersOf name;
    mtu = if own.mtu != null then own.mtu else neededMtu name;
  };

  # A VLAN cannot carry more than its parent, nor a bridge more than its members: unless said, those below follow.
  neededMtu = name:
    let
      above = map (v: host.vlans.${v}.mtu) (vlansOn name)
        ++ map (m: host."${m.kind}s".${m.name}.mtu) (mastersOf name);
      said = filter (mtu: mtu != null) above;
      highest = builtins.foldl' max 1500 said;
    in
    if highest > 1500 then highest else null;
in
rec {
  all = ofKind "interface" "interfaces" ++ ofKind "bond" "bonds" ++ ofKind "bridge" "bridges" ++ ofKind "vlan" "vlans";
  names = map (device: device.name) all;
  networks = device: map address.parseCidr device.addresses;
  # The devices an address is directly reachable on.
  reaching = ip: filter (device: builtins.any (net: address.contains net (address.parse ip)) (networks device)) all;
  addresses = concatLists (map (device: device.addresses) all);
  # Whether a device gets addresses we cannot know.
  isDynamic = device: device.dhcp != false || device.acceptRA == true;
  firstV4 =
    let found = filter (a: address.familyOf a == 4) addresses;
    in if found == [ ] then null else head (filter isString (builtins.split "/" (head found)));
}
