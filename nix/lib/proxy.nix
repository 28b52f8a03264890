# The sites a host's reverse proxy serves: its doors, grouped by domain, longest path first.
let
  check = import ./check.nix;
  forwardAuth = import ./forward-auth.nix;
  inherit (import ./prelude.nix) collect genAttrs sortOn unique;
  inherit (builtins) concatMap filter head length stringLength;

  # Two doors that cannot both be open.
  distinct = doors:
    let
      same = a: filter (b: b.urlPath == a.urlPath) doors;
      twice = filter (d: length (same d) > 1) doors;
    in
    if twice == [ ] then doors
    else check.fail "${(head twice).path}.path" (head twice).urlPath
      "is served twice on ${(head twice).domain}, also by ${(builtins.elemAt (same (head twice)) 1).path}; change one of them";

  agreeing = doors:
    let other = filter (d: d.tls != (head doors).tls) doors; in
    if other == [ ] then doors
    else check.fail "${(head other).path}.tls" (head other).tls "differs from ${(head doors).path}.tls on the same domain; use one for both";
in
site: providers: host:
let
  here = collect (_: service: if providers.proxy service == host then [ service ] else [ ]) site.services;
  doors = concatMap (service: map (door: door // { service = service.name; auth = forwardAuth site service door; }) service.proxies) here;
  of = domain: agreeing (distinct (sortOn (d: 0 - stringLength d.urlPath) (filter (d: d.domain == domain) doors)));
in
map (domain: { inherit domain; inherit (head (of domain)) tls; doors = of domain; }) (unique (map (d: d.domain) doors))
