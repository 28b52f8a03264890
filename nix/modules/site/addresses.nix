# Names: this machine's own, and those of everyone in the site, so that nothing waits for DNS to be set up.
{ config, lib, ... }:
let
  cfg = config.firstlight;
  inherit (cfg.derived) site;
  qualified = name: lib.optional (site.domain != null) "${name}.${site.domain}" ++ [ name ];
  hosts = map (host: { inherit (host) address; names = qualified host.name; }) (lib.attrValues site.hosts);
  services = map (service: { address = service.ip; names = [ service.hostname ]; }) (lib.attrValues site.services);
  addressed = lib.filter (entry: entry.address != null) (hosts ++ services);
in
{
  networking.hostName = lib.mkDefault cfg.host;
  networking.domain = lib.mkIf (site.domain != null) (lib.mkDefault site.domain);
  networking.hosts = lib.mapAttrs (_: entries: lib.unique (lib.concatMap (entry: entry.names) entries))
    (lib.groupBy (entry: entry.address) addressed);
}
