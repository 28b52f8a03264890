# One link between two hosts: its ends, the addresses on it, and what can be wrong with it.
let
  inherit (import ./text.nix) concatLists concatMap filter head numbered optional optionals quoted;
  address = import ./address.nix;
  types = import ./types.nix;

  split = text: builtins.match "([^.]+)\\.(.+)" text;
  hostOf = text: head (split text);
  portOf = text: builtins.elemAt (split text) 1;
  bits = prefix: if address.familyOf prefix == 4 then 32 else 128;
  toList = value: if builtins.isList value then value else [ value ];

  # The kernel's names have 15 characters; the id tells two VLANs of one port apart.
  vlanName = port: id:
    let suffix = ".${toString id}"; in
    builtins.substring 0 (15 - builtins.stringLength suffix) port + suffix;

  # A point-to-point prefix has no network address to spare; any other does.
  inPrefix = prefix:
    let
      p = address.parseCidr prefix;
      first = if p.length == bits prefix - 1 then 0 else 1;
      at = n: address.cidrText (address.nth n p);
    in
    { a = at first; b = at (first + 1); };

  ownAddresses = input: end:
    let
      host = input.hosts.${end.host};
      device = (host.vlans or { }).${end.name} or ((host.interfaces or { }).${end.name} or { });
    in
    optional (device ? address && device.address != null) device.address ++ (device.addresses or [ ]);
  # Addresses of both ends that lie in one network, each a pair.
  shared = ofA: ofB: concatMap
    (a: map (b: { inherit a b; }) (filter (b: address.contains (address.parseCidr a) (address.parseCidr b)) ofB)) ofA;
in
rec {
  networkOf = input: link: if link.network == null then { vlan = null; mtu = null; } else input.networks.${link.network};
  wantsBgp = link: link.bgp != null && link.bgp != false;

  end = input: link: text: rec {
    host = hostOf text;
    port = portOf text;
    vlan = if link.vlan != null then link.vlan else (networkOf input link).vlan;
    name = if vlan == null then port else vlanName port vlan;
  };
  # The addresses on the link: { a, b } for each prefix, or what the hosts themselves have there.
  pairs = input: link:
    if link.prefix != [ ] then map inPrefix (toList link.prefix)
    else shared (ownAddresses input (end input link link.a)) (ownAddresses input (end input link link.b));

  problems = input: concatLists (numbered (n: about input "links[${toString n}]") input.links);
  about = input: path: link:
    let
      ends = aboutEnd input "${path}.a" link.a ++ aboutEnd input "${path}.b" link.b
        ++ optional (link.network != null && !(input.networks ? ${link.network}))
          "${path}.network: there is no network ${quoted link.network}";
    in
    ends
    ++ optional (link.a == link.b) "${path}: both ends are ${link.a}"
    ++ concatMap (prefix: optional ((address.parseCidr prefix).length >= bits prefix)
      "${path}.prefix: ${prefix} has no room for two addresses") (toList link.prefix)
    ++ optionals (ends == [ ] && wantsBgp link) (aboutBgp input path link);
  aboutEnd = input: path: text:
    if split text == null then [ "${path}: ${quoted text} is not \"host.interface\"" ]
    else optional (!(input.hosts ? ${hostOf text})) "${path}: there is no host ${quoted (hostOf text)}"
      ++ optional (!types.device.check (portOf text)) "${path}: ${quoted (portOf text)} is not ${types.device.what}";
  aboutBgp = input: path: link:
    concatMap (host: optional ((input.hosts.${host}.bgp.asn or null) == null) "${path}.bgp: ${host} has no bgp.asn")
      (map hostOf [ link.a link.b ])
    ++ optional (pairs input link == [ ]) "${path}.bgp: needs a prefix, or addresses of both ends in one network";
}
