# The ports a host has to answer on: what its services say, what its own proxy and databases need, and where a proxy
# on another host knocks.
let
  inherit (import ./prelude.nix) sortOn unique;
  inherit (builtins) attrValues concatMap elem elemAt filter fromJSON head match;
  numbers = protocol: ports: sortOn (p: p) (unique (map (p: p.port) (filter (p: p.protocol == protocol) ports)));
  tcp = port: { inherit port; protocol = "tcp"; };
in
site: providers: { sites, databases, host }:
let
  here = filter (service: service.host == host.name) (attrValues site.services);
  own = concatMap (service: service.ports) here;
  knocked = concatMap
    (service: if providers.proxy service == host.name then [ ] else concatMap (upstreamPort service) service.proxies)
    here;
  upstreamPort = service: door:
    let parts = match "(.*):([0-9]+)" door.upstream; in
    if elem (head parts) [ service.hostname service.ip ] then [ (tcp (fromJSON (elemAt parts 1))) ] else [ ];
  # HTTP/3 is UDP.
  proxy = if sites == [ ] then [ ] else [ (tcp 80) (tcp 443) { port = 443; protocol = "udp"; } ];
  bgp = if host ? bgp then [ (tcp 179) ] else [ ];
  all = own ++ knocked ++ proxy ++ map tcp databases.ports ++ bgp;
in
{ tcp = numbers "tcp" all; udp = numbers "udp" all; }
