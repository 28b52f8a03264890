# One service, as written → with everything resolved: where it runs, its doors, its databases, its sign-on.
let
  check = import ./check.nix;
  proxies = import ./service-proxy.nix;
  databases = import ./service-database.nix;
  inherit (import ./prelude.nix) places;
  inherit (builtins) attrNames elemAt fromJSON isAttrs isInt isString match;

  # 8080, "53/udp", or { port = 53; protocol = "udp"; }
  port = path: value:
    let
      parts = if isString value then match "([0-9]+)/(tcp|udp)" value else null;
      said =
        if isInt value then { port = value; }
        else if parts != null then { port = fromJSON (elemAt parts 0); protocol = elemAt parts 1; }
        else if isAttrs value && value ? port then value
        else check.fail path value "is not a port; write 8080, or \"53/udp\"";
    in
    {
      port = check.port path said.port;
      protocol = check.oneOf [ "tcp" "udp" ] path (said.protocol or "tcp");
    };

  dependency = services: check.known "service" "\"services\"" (attrNames services);
in
{ domain, hosts, services }:
name: raw:
let
  path = "services.${name}";
  interface = raw.interface or { };
  host = if raw ? host then check.known "host" "\"hosts\"" (attrNames hosts) "${path}.host" raw.host else null;
  ip = raw.ip or (if host == null then null else hosts.${host}.address);
  # A service on a named host answers by that host's name; one with an address of its own, by its own.
  label = if host == null then name else host;
  hostname = raw.hostname or (if domain == null then label else "${label}.${domain}");
in
{
  inherit raw host;
  name = check.name path name;
  core = raw.core or false;
  ip = if ip == null then null else check.address "${path}.ip" ip;
  hostname = check.domain "${path}.hostname" hostname;
  ports = places port "${path}.ports" (raw.ports or [ ]);
  dependsOn = places (dependency services) "${path}.depends_on" (raw.depends_on or [ ]);
  proxies = proxies { inherit path name domain hostname; } (interface.proxy or null);
  databases = databases { inherit path name; } (interface.db or null) (interface.dbs or { });
  auth = interface.auth or { };
  terraform = interface.terraform or { };
  health = raw.health or interface.health or { };
}
