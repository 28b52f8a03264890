# The reverse proxy, on the host that has doors to serve, and the site's authority on every host.
{ config, lib, ... }:
let
  inherit (config.firstlight.derived) ca sites;
  caddyfile = import ../../lib/caddyfile.nix;
  virtualHost = site: let written = caddyfile.site site; in
    { name = written.address; value.extraConfig = lib.mkDefault written.body; };
in
{
  services.caddy = lib.mkIf (sites != [ ]) {
    enable = lib.mkDefault true;
    globalConfig = caddyfile.global ca sites;
    virtualHosts = lib.listToAttrs (map virtualHost sites);
  };

  security.pki.certificates = lib.optional (ca.certificate != null) ca.certificate;
  environment.etc = lib.mkIf (ca.certificate != null) {
    "firstlight/ca.crt".text = lib.mkDefault ca.certificate;
  };
}
