# Everything that follows from a site, on `builtins` alone. Each name is a file.
given:
let
  site = import ./site.nix given;
  providers = import ./providers.nix site;
  ca = import ./ca.nix site;
  networks = import ./networks.nix site;

  # What is written into no file is asked all the same.
  asked = host: builtins.deepSeq [ ca host.secrets host.containers host.disks ] host;

  of = host: asked rec {
    inherit (host) name;
    sites = import ./proxy.nix site providers host.name;
    databases = import ./databases.nix site providers host.name;
    firewall = import ./firewall.nix site providers { inherit sites databases host; };
    network = networks.of host.name firewall;
    services = builtins.filter (name: site.services.${name}.host == host.name) (builtins.attrNames site.services);
    containers = import ./containers.nix site services;
    secrets = import ./secrets.nix host;
    disks = import ./disks.nix host;
    caddyfile = if sites == [ ] then "" else (import ./caddyfile.nix).text ca sites;
  };
in
{
  inherit site ca;
  hosts = builtins.mapAttrs (_: of) site.managed;
  waves = import ./waves.nix site;
  tofu = import ./tofu.nix site;
}
