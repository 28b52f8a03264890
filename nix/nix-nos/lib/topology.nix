# Links between hosts: one statement → interface, VLAN and BGP peer on both ends. What a host says itself wins.
let
  inherit (import ./text.nix) attrNames concatLists concatMap elem filter genSet head mapSet mapAttrs optional optionalAttrs optionals present quoted;
  address = import ./address.nix;
  schema = import ./schema.nix;
  shape = import ./shape.nix;
  types = import ./types.nix;

  fields = schema.topology // {
    hosts = types.named types.name { kind = "raw"; what = "a host"; check = builtins.isAttrs; } "Every host by name.";
  };

  split = end: builtins.match "([^.]+)\\.(.+)" end;
  endOf = text: let found = split text; in { host = head found; device = builtins.elemAt found 1; };

  # ---- mistakes
  aboutEnd = input: path: text:
    let found = split text; in
    if found == null then [ "${path}: ${quoted text} is not \"host.interface\"" ]
    else optional (!(input.hosts ? ${head found})) "${path}: there is no host ${quoted (head found)}"
      ++ optional (!types.device.check (builtins.elemAt found 1)) "${path}: ${quoted (builtins.elemAt found 1)} is not ${types.device.what}";
  aboutLink = input: n: link:
    let path = "links[${toString n}]"; in
    aboutEnd input "${path}.a" link.a ++ aboutEnd input "${path}.b" link.b
    ++ optional (link.a == link.b) "${path}: both ends are ${link.a}"
    ++ optional (link.prefix != null && link.addresses != [ ]) "${path}: takes a prefix or addresses, not both"
    ++ optional (link.addresses != [ ] && builtins.length link.addresses != 2) "${path}.addresses: must be two, a's and b's"
    ++ optional (link.prefix != null && (address.parseCidr link.prefix).length >= bits link.prefix) "${path}.prefix: ${link.prefix} has no room for two addresses"
    ++ optional (link.network != null && !(input.networks ? ${link.network})) "${path}.network: there is no network ${quoted link.network}"
    ++ optionals (wantsBgp link && split link.a != null && split link.b != null) (aboutBgp input path link);
  aboutBgp = input: path: link:
    concatMap (text: let host = (endOf text).host; in
      optional (input.hosts ? ${host} && (input.hosts.${host}.bgp.asn or null) == null) "${path}.bgp: ${host} has no bgp.asn")
      [ link.a link.b ]
    ++ optional (link.prefix == null && link.addresses == [ ]) "${path}.bgp: needs the link's prefix or addresses";
  bits = prefix: if address.familyOf prefix == 4 then 32 else 128;
  wantsBgp = link: link.bgp != null && link.bgp != false;
  mistakes = input: concatLists (builtins.genList (n: aboutLink input n (builtins.elemAt input.links n)) (builtins.length input.links));

  # ---- one end of a link
  # A point-to-point prefix has no network address to spare; any other does.
  addressesOf = link:
    let
      p = address.parseCidr link.prefix;
      first = if p.length == bits link.prefix - 1 then 0 else 1;
    in
    if link.addresses != [ ] then link.addresses
    else if link.prefix == null then [ null null ]
    else map (n: address.cidrText (address.nth n p)) [ first (first + 1) ];

  deviceOf = link: network: end:
    let vlan = if link.vlan != null then link.vlan else network.vlan; in
    if vlan == null then { name = end.device; id = null; } else { name = vlanName end.device vlan; id = vlan; };
  # The kernel's names have 15 characters; the id is what tells two VLANs of one port apart.
  vlanName = device: id:
    let whole = "${device}.${toString id}"; in
    if builtins.stringLength whole <= 15 then whole
    else builtins.substring 0 (14 - builtins.stringLength (toString id)) device + ".${toString id}";

  layer3 = link: network: own: present {
    addresses = optional (own != null) own;
    mtu = if link.mtu != null then link.mtu else network.mtu;
  };
  bareAddress = cidr: address.addressText (address.parseCidr cidr);
  peerWith = input: link: end: theirs: {
    ${end.host} = present {
      address = bareAddress theirs;
      inherit (input.hosts.${end.host}.bgp) asn;
      import = link.bgp.import or null;
      export = link.bgp.export or null;
      passwordFile = link.bgp.passwordFile or null;
    };
  };
  half = input: link: end: other: ours: theirs:
    let
      network = if link.network == null then { vlan = null; mtu = null; } else input.networks.${link.network};
      device = deviceOf link network end;
      l3 = layer3 link network ours;
    in
    {
      ${end.host} = {
        interfaces.${end.device} = if device.id == null then l3 else { };
      } // optionalAttrs (device.id != null) { vlans.${device.name} = l3 // { inherit (device) id; interface = end.device; }; }
        // optionalAttrs (wantsBgp link) { bgp.peers = peerWith input link other theirs; };
    };
  halves = input: link:
    let
      a = endOf link.a; b = endOf link.b;
      addresses = addressesOf link;
      ofA = head addresses; ofB = builtins.elemAt addresses 1;
    in
    [ (half input link a b ofA ofB) (half input link b a ofB ofA) ];

  # Sets merge member by member and lists run together; of two plain values the host's own, the second, stays.
  merge = under: over: under // mapAttrs
    (name: value: let below = under.${name} or null; in
      if builtins.isAttrs value && builtins.isAttrs below then merge below value
      else if builtins.isList value && builtins.isList below then below ++ value
      else value) over;

  derived = input: host: builtins.foldl' merge { }
    (concatMap (part: optional (part ? ${host}) part.${host}) (concatMap (halves input) input.links));
  filled = raw: shape.fill fields raw;
  check = raw:
    let wrong = shape.problems fields raw; in if wrong != [ ] then wrong else mistakes (filled raw);
in
{
  topology = rec {
    inherit check;
    # What the links alone say of one host.
    derive = raw: host: derived (sound raw) host;
    # Every host with its links' consequences merged in.
    hosts = raw: mapAttrs (name: own: merge (derived (sound raw) name) own) (sound raw).hosts;
    sound = raw:
      let problems = check raw; in
      if problems == [ ] then filled raw
      else throw "nix-nos: this topology cannot be built:\n${builtins.concatStringsSep "\n" (map (p: "  - ${p}") problems)}";
  };
}
