# Who serves what others ask for. The reverse proxy is the host of the service called `caddy`, PostgreSQL that of
# `postgresql` or whichever host a database names; a site without them has each host serve itself.
let
  check = import ./check.nix;
  inherit (builtins) attrNames attrValues filter head;
in
site:
let
  hostOf = name: (site.services.${name} or { host = null; }).host;
  byAddress = path: given:
    let found = filter (h: h.name == given || h.address == given || "${h.name}.${toString site.domain}" == given) (attrValues site.hosts); in
    if found == [ ] then check.known "host" "\"hosts\"" (attrNames site.hosts) path given else (head found).name;
  either = first: second: if first != null then first else second;
in
{
  proxy = service: either (hostOf "caddy") service.host;
  database = service: db:
    if db.host != null then byAddress "${db.path}.host" db.host
    else either (hostOf "postgresql") service.host;
}
