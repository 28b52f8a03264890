# A host's BGP → the settings of GoBGP, and the commands that announce our prefixes, which its configuration cannot say.
# GoBGP applies a peer's own policy only to route server clients; so each peer's policy is a global one that asks for
# the peer first, over a default of refusing everything in both directions.
host:
let
  inherit (import ./text.nix) concatLists concatStringsSep filter lines mapSet numbered optional optionalString present;
  address = import ./address.nix;
  communities = import ./communities.nix;
  active = import ./bgp-active.nix host;
  policy = import ./policy.nix host;
  inherit (host) bgp;

  familyOf = peer: address.familyOf peer.address;
  afiSafi = family: "ipv${toString family}-unicast";

  # ---- policies: statements that take one clause for one peer in one direction
  any = { match-set-options = "any"; };
  setName = statement: kind: "${statement}.${kind}";
  conditions = peer: statement: clause: present {
    match-neighbor-set = any // { neighbor-set = peer; };
    match-prefix-set = if clause.ranges == null then null else any // { prefix-set = setName statement "prefixes"; };
    bgp-conditions = present {
      match-community-set = if clause.communities == [ ] then null else any // { community-set = setName statement "communities"; };
      match-large-community-set = if clause.large == [ ] then null else any // { large-community-set = setName statement "large"; };
      route-type = if clause.own then "local" else null;
    };
  };
  adding = method: list:
    if list == [ ] then null else { options = "add"; ${method}.communities-list = map communities.colons list; };
  changes = set: present {
    set-community = adding "set-community-method" (filter (c: !c.large) set.add);
    set-large-community = adding "set-large-community-method" (filter (c: c.large) set.add);
    set-local-pref = set.localPreference;
    set-med = if set.med == null then null else toString set.med;
    set-as-path-prepend = if set.prepend == 0 then null else { as = toString bgp.asn; repeat-n = set.prepend; };
  };
  statement = peer: direction: n: clause: rec {
    name = "${peer}.${direction}.${toString n}";
    inherit clause;
    body = { inherit name; conditions = conditions peer name clause; actions = present {
      route-disposition = "${clause.action}-route";
      bgp-actions = changes clause.set;
    }; };
  };
  statementsOf = direction: name: peer:
    numbered (statement name direction) (policy.clausesOf (active.policyOf direction peer) (familyOf peer));

  # Says nothing about the route's fate, so the statements after it still decide.
  nextHopSelf = name: {
    name = "${name}.next-hop-self";
    conditions.match-neighbor-set = any // { neighbor-set = name; };
    actions.bgp-actions.set-next-hop = "self";
  };
  # What we announce ourselves comes in through the import policy as well, from no peer.
  local = { name = "own"; conditions.bgp-conditions.route-type = "local"; actions.route-disposition = "accept-route"; };

  # Said, and not left to the default: GoBGP forgets its defaults when the policies it is to apply have no statement.
  refuse = direction: { name = "${direction}.rest"; actions.route-disposition = "reject-route"; };

  all = direction: concatLists (mapSet (statementsOf direction) bgp.peers);
  statements = all "import" ++ all "export";
  definitions = [
    { name = "import"; statements = [ local ] ++ map (s: s.body) (all "import") ++ [ (refuse "import") ]; }
    { name = "export"; statements = concatLists (mapSet exported bgp.peers) ++ [ (refuse "export") ]; }
  ];
  exported = name: peer: optional peer.nextHopSelf (nextHopSelf name) ++ map (s: s.body) (statementsOf "export" name peer);
  setsOf = test: make: map make (filter (s: test s.clause) statements);
  prefixSet = s: {
    prefix-set-name = setName s.name "prefixes";
    prefix-list = map (r: { ip-prefix = r.prefix; masklength-range = "${toString r.low}..${toString r.high}"; }) s.clause.ranges;
  };
  definedSets = present {
    neighbor-sets = mapSet (name: peer: { neighbor-set-name = name; neighbor-info-list = [ peer.address ]; }) bgp.peers;
    prefix-sets = setsOf (c: c.ranges != null) prefixSet;
    bgp-defined-sets = present {
      community-sets = setsOf (c: c.communities != [ ])
        (s: { community-set-name = setName s.name "communities"; community-list = map communities.colons s.clause.communities; });
      large-community-sets = setsOf (c: c.large != [ ])
        (s: { large-community-set-name = setName s.name "large"; large-community-list = map communities.colons s.clause.large; });
    };
  };

  # ---- peers
  restart = peer: if !active.restarts peer then null else { config = { enabled = true; restart-time = bgp.restartTime; }; };
  family = peer: present {
    config.afi-safi-name = afiSafi (familyOf peer);
    mp-graceful-restart = if active.restarts peer then { config.enabled = true; } else null;
    prefix-limit = if peer.maxPrefixes == null then null else { config.max-prefixes = peer.maxPrefixes; };
  };
  neighbor = _: peer: present {
    config = present { neighbor-address = peer.address; peer-as = peer.asn; inherit (peer) description; };
    timers.config = { hold-time = peer.holdTime; keepalive-interval = peer.holdTime / 3; };
    transport = present { config = present { local-address = peer.localAddress; passive-mode = if peer.passive then true else null; }; };
    ebgp-multihop = if peer.multihop == null then null else { config = { enabled = true; multihop-ttl = peer.multihop; }; };
    route-reflector = if !peer.routeReflectorClient then null
      else { config = { route-reflector-client = true; route-reflector-cluster-id = active.routerId; }; };
    graceful-restart = restart peer;
    afi-safis = [ (family peer) ];
  };

  # ---- announcements
  carried = large: a: map communities.colons (filter (c: c.large == large) (map policy.parseCommunity a.communities));
  word = name: list: optionalString (list != [ ]) " ${name} ${concatStringsSep "," list}";
  announce = a: concatStringsSep "" [
    "gobgp global rib add ${address.canonical a.prefix}"
    (word "community" (carried false a))
    (word "large-community" (carried true a))
    " -a ipv${toString (address.familyOf a.prefix)}"
  ];
in
{
  settings = present {
    global = {
      config = { as = bgp.asn; router-id = active.routerId; };
      apply-policy.config = {
        import-policy-list = [ "import" ];
        export-policy-list = [ "export" ];
        default-import-policy = "reject-route";
        default-export-policy = "reject-route";
      };
    };
    neighbors = mapSet neighbor bgp.peers;
    defined-sets = definedSets;
    policy-definitions = definitions;
  };

  # The daemon answers a moment after it says that it is up, hence the first line.
  announce = lines (
    [
      "#!/bin/sh"
      "# Written by Nix-NOS; announces what this host originates, once GoBGP answers."
      "set -eu"
      "tries=0"
      "until gobgp global >/dev/null 2>&1; do"
      "  tries=$((tries + 1))"
      "  [ \"$tries\" -lt 50 ] || { echo 'gobgpd does not answer' >&2; exit 1; }"
      "  sleep 0.2"
      "done"
    ]
    ++ map announce active.announcements
  );
}
