# A host's BGP → the configuration of BIRD 2. Every symbol is quoted and has a dot in it: BIRD takes even a quoted word
# that is one of its keywords for the keyword (a protocol called 's' is a syntax error), and no keyword has a dot.
host:
let
  inherit (import ./text.nix) concatMap concatStringsSep filter indent lines mapSet optional optionalString unique;
  address = import ./address.nix;
  communities = import ./communities.nix;
  active = import ./bgp-active.nix host;
  policy = import ./policy.nix host;
  secrets = import ./secrets.nix host;
  inherit (host) bgp;

  channel = { "4" = "ipv4"; "6" = "ipv6"; };
  familyName = family: channel.${toString family};
  symbol = kind: name: "'${kind}.${name}'";
  block = head: body: [ "${head} {" ] ++ indent body ++ [ "}" ];
  # A block inside a protocol ends in a semicolon.
  close = body: builtins.genList (n: builtins.elemAt body n + (if n == builtins.length body - 1 then ";" else "")) (builtins.length body);
  spaced = parts: builtins.tail (concatMap (part: [ "" ] ++ part) parts);

  # ---- routes of our own
  addCommunity = c: "${if c.large then "bgp_large_community" else "bgp_community"}.add(${communities.commas c});";
  announce = a:
    let adds = map (name: addCommunity (policy.parseCommunity name)) a.communities; in
    "route ${address.canonical a.prefix} blackhole${optionalString (adds != [ ]) " { ${concatStringsSep " " adds} }"};";
  own = family:
    let mine = filter (a: address.familyOf a.prefix == family) active.announcements; in
    block "protocol static ${symbol "own" (familyName family)}" ([ "${familyName family};" ] ++ map announce mine);

  kernel = family: block "protocol kernel ${symbol "kernel" (familyName family)}" [
    "${familyName family} { import none; export ${if active.installRoutes then "where source = RTS_BGP" else "none"}; };"
  ];

  # ---- policies
  filterName = name: family: symbol "policy" "${name}.${familyName family}";
  range = r: if r.isExact then r.prefix else "${r.prefix}{${toString r.low},${toString r.high}}";
  ranges = list: "net ~ [ ${concatStringsSep ", " (map range list)} ]";
  anyOf = attribute: list: "${attribute} ~ [ ${concatStringsSep ", " (map communities.commas list)} ]";
  conditions = family: clause:
    optional (clause.ranges != null) (ranges clause.ranges)
    ++ optional (clause.communities != [ ]) (anyOf "bgp_community" clause.communities)
    ++ optional (clause.large != [ ]) (anyOf "bgp_large_community" clause.large)
    ++ optional clause.own "proto = \"own.${familyName family}\"";
  changes = set:
    map addCommunity set.add
    ++ optional (set.localPreference != null) "bgp_local_pref = ${toString set.localPreference};"
    ++ optional (set.med != null) "bgp_med = ${toString set.med};"
    ++ builtins.genList (_: "bgp_path.prepend(${toString bgp.asn});") set.prepend;
  clause = family: c:
    let
      asked = conditions family c;
      body = changes c.set ++ [ "${c.action};" ];
    in
    if asked == [ ] then body else block "if ${concatStringsSep " && " asked} then" body;
  filterBlock = use:
    let
      clauses = policy.clausesOf use.name use.family;
      isOpen = builtins.any (c: conditions use.family c == [ ]) clauses;
    in
    block "filter ${filterName use.name use.family}"
      (concatMap (clause use.family) clauses ++ optional (!isOpen) "reject;");
  peerFamily = peer: address.familyOf peer.address;
  uses = unique (concatMap
    (peer: map (direction: { name = active.policyOf direction peer; family = peerFamily peer; }) [ "import" "export" ])
    (builtins.attrValues bgp.peers));

  # ---- peers
  local = p: "local ${optionalString (p.localAddress != null) "${p.localAddress} "}as ${toString bgp.asn};";
  peer = name: p:
    let family = peerFamily p; filterFor = direction: "${direction} filter ${filterName (active.policyOf direction p) family};"; in
    block "protocol bgp ${symbol "bgp" name}" (
      optional (p.description != null) "description \"${p.description}\";"
      ++ [ (local p) "neighbor ${p.address} as ${toString p.asn};" ]
      ++ optional (p.passwordFile != null) "include \"${secrets.birdFile name}\";"
      ++ optional (p.multihop != null) "multihop ${toString p.multihop};"
      ++ optional p.passive "passive yes;"
      ++ optional p.bfd "bfd yes;"
      ++ optional p.routeReflectorClient "rr client;"
      ++ [ "hold time ${toString p.holdTime};" "graceful restart ${if active.restarts p then "yes" else "aware"};" ]
      ++ optional (active.restarts p) "graceful restart time ${toString bgp.restartTime};"
      ++ close (block (familyName family) (
        [ (filterFor "import") (filterFor "export") ]
        ++ optional (p.maxPrefixes != null) "receive limit ${toString p.maxPrefixes} action disable;"
        ++ optional p.nextHopSelf "next hop self;"
      ))
    );
in
lines (spaced (
  [ [ "# Written by Nix-NOS; a change made here is lost." "log syslog all;" "router id ${active.routerId};" ] ]
  ++ optional bgp.gracefulRestart [ "graceful restart wait ${toString bgp.restartTime};" ]
  ++ [ [ "protocol device ${symbol "device" "all"} { }" ] ]
  ++ map kernel [ 4 6 ]
  ++ map own [ 4 6 ]
  ++ optional (builtins.any (p: p.bfd) (builtins.attrValues bgp.peers)) [ "protocol bfd ${symbol "bfd" "all"} { }" ]
  ++ map filterBlock uses
  ++ mapSet peer bgp.peers
))
