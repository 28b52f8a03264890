# The mistakes of the routing half: peers, policies, and what the chosen backend cannot do, by name.
{ host, devices, known }:
let
  inherit (import ./text.nix) attrNames concatLists concatMap elem mapSet numbered optional optionals quoted repeated;
  address = import ./address.nix;
  communities = import ./communities.nix;
  active = import ./bgp-active.nix host;
  inherit (host) bgp;
  builtin = [ "all" "none" "own" ];

  aboutPeer = name: peer:
    let
      path = "bgp.peers.${name}";
      isInternal = peer.asn == bgp.asn;
      policy = key: optionals (peer.${key} != null)
        (known "${path}.${key}" "policy" (attrNames host.policies ++ builtin) peer.${key});
      ours = map (cidr: address.addressText (address.parseCidr cidr)) devices.addresses;
    in
    policy "import" ++ policy "export"
    ++ optional (elem (address.canonical peer.address) ours) "${path}.address: ${peer.address} is this host's own"
    ++ optional (peer.localAddress != null && address.familyOf peer.localAddress != address.familyOf peer.address)
      "${path}.localAddress: ${peer.localAddress} is not of the family of ${peer.address}"
    ++ optional (address.isLinkLocal (address.parse peer.address))
      "${path}.address: a link-local address names no peer without its device"
    ++ optional (peer.multihop != null && isInternal) "${path}.multihop: is for external peers"
    ++ optional (peer.routeReflectorClient && !isInternal)
      "${path}.routeReflectorClient: is for internal peers (${toString peer.asn} is not ${toString bgp.asn})"
    ++ lacking path peer;

  # What a backend cannot do is refused here, and nowhere silently left out.
  lacking = path: peer:
    let cannot = key: what: "${path}.${key}: the backend ${bgp.backend} cannot ${what}"; in
    {
      gobgp = optional (peer.passwordFile != null) (cannot "passwordFile" "read a password from a file; use bird")
        ++ optional peer.bfd (cannot "bfd" "speak BFD; use bird");
      bird = optional (peer.description != null && builtins.match ".*\".*" peer.description != null)
        (cannot "description" "hold a double quote in a string");
    }.${bgp.backend};

  aboutBgp =
    optional (bgp.asn == null) "bgp.asn: must be given"
    ++ optional (active.routerId == null) "bgp.routerId: must be given, as the host has no static IPv4 address to take it from"
    ++ optional (bgp.backend == "gobgp" && bgp.installRoutes == true)
      "bgp.installRoutes: the backend gobgp cannot install routes into the kernel; use bird"
    ++ concatLists (mapSet aboutPeer bgp.peers)
    ++ map (a: "bgp.peers: the address ${a} is given twice")
      (repeated (mapSet (_: peer: address.canonical peer.address) bgp.peers))
    ++ map (p: "bgp.announcements: ${p} is given twice") (repeated (map (a: address.canonical a.prefix) active.announcements))
    ++ concatLists (numbered
      (n: a: aboutCommunities "bgp.announcements[${toString n}].communities" a.communities) active.announcements);

  # ---- policies, lists, communities: checked whether or not a peer uses them
  aboutCommunities = path: concatMap
    (c: optional (communities.parse c == null && !(host.communities ? ${c}))
      "${path}: ${quoted c} is neither a community nor one of `communities`");
  bits = prefix: if address.familyOf prefix == 4 then 32 else 128;
  aboutRange = path: prefix: ge: le:
    let
      length = (address.parseCidr prefix).length;
      low = if ge == null then length else ge;
      high = if le == null then bits prefix else le;
    in
    optional (low < length || high > bits prefix || low > high)
      "${path}: ge and le must lie between ${toString length} and ${toString (bits prefix)} for ${prefix}, ge not above le";
  aboutRule = path: rule:
    let prefixes = optional (rule.prefix != null) rule.prefix ++ rule.prefixes; in
    optional ((rule.ge != null || rule.le != null) && prefixes == [ ]) "${path}: ge and le need prefix or prefixes"
    ++ optional (rule.prefixList != null && prefixes != [ ]) "${path}: takes prefixes or a prefixList, not both"
    ++ optionals (rule.prefixList != null) (known "${path}.prefixList" "prefix list" (attrNames host.prefixLists) rule.prefixList)
    ++ concatMap (prefix: aboutRange path prefix rule.ge rule.le) prefixes
    ++ aboutCommunities "${path}.communities" rule.communities
    ++ aboutCommunities "${path}.addCommunities" (rule.addCommunities or [ ])
    ++ optional ((rule.prepend or 0) > 0 && bgp.asn == null) "${path}.prepend: needs bgp.asn";
  aboutPolicy = name: policy:
    optional (elem name builtin) "policies.${name}: the name means something already; choose another"
    ++ concatMap (key: concatLists (numbered (n: aboutRule "policies.${name}.${key}[${toString n}]") policy.${key})) [ "reject" "accept" ];
  aboutList = name: list: concatLists (numbered
    (n: entry: optionals (builtins.isAttrs entry) (aboutRange "prefixLists.${name}[${toString n}]" entry.prefix entry.ge entry.le))
    list);
in
optionals active.enable aboutBgp
++ concatLists (mapSet aboutPolicy host.policies)
++ concatLists (mapSet aboutList host.prefixLists)
