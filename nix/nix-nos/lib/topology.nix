# Links between hosts: one statement → interface, VLAN and BGP peers on both ends. What a host says itself wins.
let
  inherit (import ./text.nix) concatMap filter mapAttrs optionalAttrs present;
  address = import ./address.nix;
  links = import ./links.nix;
  shape = import ./shape.nix;
  types = import ./types.nix;

  fields = (import ./schema.nix).topology // {
    hosts = types.named types.name { kind = "raw"; what = "a host"; check = builtins.isAttrs; } "Every host by name.";
  };
  check = raw:
    let wrong = shape.problems fields raw; in
    if wrong != [ ] then wrong else links.problems (shape.fill fields raw);
  sound = raw:
    let problems = check raw; in
    if problems == [ ] then shape.fill fields raw
    else throw "nix-nos: this topology cannot be built:\n${builtins.concatStringsSep "\n" (map (p: "  - ${p}") problems)}";

  # ---- what one link means for one of its ends
  layer3 = input: link: ours: present {
    addresses = if link.prefix == [ ] then [ ] else ours;
    mtu = if link.mtu != null then link.mtu else (links.networkOf input link).mtu;
  };
  device = input: link: end: ours:
    let l3 = layer3 input link ours; in
    if end.vlan == null then { interfaces.${end.name} = l3; }
    else {
      interfaces.${end.port} = { };
      vlans.${end.name} = l3 // { id = end.vlan; interface = end.port; };
    };
  peer = input: link: end: other: theirs: {
    # The name says which link: two links between two hosts are two sessions, and each family is one.
    name = "${other.host}-${end.name}${if address.familyOf theirs == 6 then "-v6" else ""}";
    value = present {
      address = address.addressText (address.parseCidr theirs);
      inherit (input.hosts.${other.host}.bgp) asn;
      import = link.bgp.import or null;
      export = link.bgp.export or null;
      passwordFile = link.bgp.passwordFile or null;
    };
  };
  half = input: link: end: other: pairs: flip:
    let
      ours = map (pair: if flip then pair.b else pair.a) pairs;
      theirs = map (pair: if flip then pair.a else pair.b) pairs;
    in
    {
      inherit (end) host;
      part = device input link end ours // optionalAttrs (links.wantsBgp link) {
        bgp.peers = builtins.listToAttrs (map (peer input link end other) theirs);
      };
    };
  halves = input: link:
    let a = links.end input link link.a; b = links.end input link link.b; pairs = links.pairs input link; in
    [ (half input link a b pairs false) (half input link b a pairs true) ];

  # Sets merge member by member and lists run together; of two plain values the second, the host's own, stays.
  merge = under: over: under // mapAttrs
    (name: value: let below = under.${name} or null; in
      if builtins.isAttrs value && builtins.isAttrs below then merge below value
      else if builtins.isList value && builtins.isList below then below ++ value
      else value)
    over;
  derived = input: host: builtins.foldl' merge { }
    (map (h: h.part) (filter (h: h.host == host) (concatMap (halves input) input.links)));
in
{
  topology = {
    inherit check;
    # What the links alone say of one host.
    derive = raw: derived (sound raw);
    # Every host, with what its links say merged in.
    hosts = raw: mapAttrs (name: own: merge (derived (sound raw) name) own) (sound raw).hosts;
  };
}
