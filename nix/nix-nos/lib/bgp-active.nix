# What of a host's BGP follows from the rest of it: whether it runs, its router id, its announcements in one form.
host:
let
  inherit (import ./text.nix) ;
  inherit (host) bgp;
  devices = import ./devices.nix host;
in
rec {
  # Peers without an AS number are a mistake to be told, not BGP switched off.
  enable = if bgp.enable != null then bgp.enable else bgp.asn != null || bgp.peers != { } || bgp.announcements != [ ];
  routerId = if bgp.routerId != null then bgp.routerId else devices.firstV4;
  announcements = map (a: if builtins.isAttrs a then a else { prefix = a; communities = [ ]; }) bgp.announcements;
  installRoutes = if bgp.installRoutes != null then bgp.installRoutes else bgp.backend == "bird";

  # Unsaid, an internal peer is trusted and an external one is not: nothing in, nothing out.
  policyOf = direction: peer:
    if peer.${direction} != null then peer.${direction} else if peer.asn == bgp.asn then "all" else "none";
  restarts = peer: if peer.gracefulRestart != null then peer.gracefulRestart else bgp.gracefulRestart;
  isInternal = peer: peer.asn == bgp.asn;
  uses = backend: enable && bgp.backend == backend;
}
