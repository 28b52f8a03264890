# Which machines go first. A machine waits for those its services depend on, and for every machine of an earlier
# `wave`: the order of risk the operator chose.
let
  order = import ./order.nix;
  inherit (import ./prelude.nix) unique;
  inherit (builtins) attrNames attrValues concatMap elem filter;
in
site:
let
  names = attrNames site.managed;
  services = order { path = "services"; names = attrNames site.services; before = name: site.services.${name}.dependsOn; };
  hostsOf = filter (host: host != null && elem host names);
  needed = host: concatMap
    (service: if service.host == host then map (name: (site.services.${name} or { host = null; }).host) service.dependsOn else [ ])
    (attrValues site.services);
  wave = host: site.managed.${host}.wave or null;
  earlier = host: filter (other: wave host != null && wave other != null && wave other < wave host) names;
  before = host: filter (other: other != host) (unique (hostsOf (needed host) ++ earlier host));
in
builtins.seq (builtins.length services) (order { path = "hosts"; inherit names before; })
