# The doors of a service in the reverse proxy: one, a list, or several by name.
let
  check = import ./check.nix;
  inherit (import ./prelude.nix) places;
  inherit (builtins) all attrNames attrValues isAttrs isList;

  isNamed = proxy: proxy != { } && all isAttrs (attrValues proxy);

  door = { name, domain, hostname, ... }: path: proxy:
    let port = check.port "${path}.port" (proxy.port or 80); in
    {
      inherit path;
      domain = check.domain "${path}.domain" (proxy.domain or (if domain == null then name else "${name}.${domain}"));
      urlPath = check.urlPath "${path}.path" (proxy.path or "/");
      upstream = check.upstream "${path}.upstream" (proxy.upstream or "${hostname}:${toString port}");
      tls = check.oneOf [ true false "acme" ] "${path}.tls" (proxy.tls or true);
      authz = check.oneOf [ true false ] "${path}.authz" (proxy.authz or false);
    };
in
service: proxy:
let path = "${service.path}.interface.proxy"; in
if proxy == null then [ ]
else if isList proxy then places (door service) path proxy
else if isNamed proxy then
  map (name: door (service // { inherit name; }) "${path}.${name}" proxy.${name}) (attrNames proxy)
else [ (door service path proxy) ]
