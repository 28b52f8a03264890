# Who is asked whether a visitor may pass. A provider is a service of the site, reached through its own door;
# `auth.forward_auth_upstream` and `auth.forward_auth_uri` say it for anyone else.
let
  check = import ./check.nix;
  inherit (builtins) attrNames head;

  # `strip` is what the provider vouches for: never taken from a visitor.
  known = {
    authentik = {
      uri = "/outpost.goauthentik.io/auth/caddy";
      open = "/outpost.goauthentik.io/*";
      strip = "X-Authentik-*";
      copy = map (name: "X-Authentik-${name}") [ "Username" "Groups" "Email" "Name" "Uid" "Jwt" ];
    };
    authelia = {
      uri = "/api/authz/forward-auth";
      open = null;
      strip = "Remote-*";
      copy = map (name: "Remote-${name}") [ "User" "Groups" "Email" "Name" ];
    };
  };
in
site: service: door:
let
  auth = service.auth;
  path = "services.${service.name}.interface.auth";
  provider = auth.provider or "authentik";
  traits = known.${provider} or { uri = null; open = null; strip = null; copy = [ ]; };
  served = (site.services.${provider} or { proxies = [ ]; }).proxies;
  uri = auth.forward_auth_uri or traits.uri;
  upstream =
    if auth ? forward_auth_upstream then check.upstream "${path}.forward_auth_upstream" auth.forward_auth_upstream
    else if served != [ ] then (head served).upstream
    else check.fail "${path}.provider" provider "is no service with a door in this site; name one, or give forward_auth_upstream";
in
if !(door.authz || (auth.type or null) == "forward_auth") then null
else if uri == null then
  check.fail "${path}.provider" provider "is not one of ${builtins.concatStringsSep ", " (attrNames known)}; say its forward_auth_uri"
else traits // { inherit upstream; uri = check.urlPath "${path}.forward_auth_uri" uri; }
