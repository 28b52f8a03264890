# Everything that follows from a site, on `builtins` alone. Each name is a file.
given:
let
  site = import ./site.nix given;
  providers = import ./providers.nix site;
  ca = import ./ca.nix site;

  of = host: rec {
    inherit (host) name;
    network = import ./network.nix site host;
    sites = import ./proxy.nix site providers host.name;
    databases = import ./databases.nix site providers host.name;
    firewall = import ./firewall.nix site providers { inherit sites databases host; };
    services = builtins.filter (name: site.services.${name}.host == host.name) (builtins.attrNames site.services);
    containers = import ./containers.nix site services;
    secrets = import ./secrets.nix host;
    caddyfile = if sites == [ ] then "" else (import ./caddyfile.nix).text ca sites;
  };
in
{
  inherit site ca;
  hosts = builtins.mapAttrs (_: of) site.managed;
  waves = import ./waves.nix site;
  tofu = import ./tofu.nix site;
}
