# The site as the rest of this folder reads it: one shape, defaults filled in, names checked.
let
  load = import ./load.nix;
  shape = import ./shapes.nix;
  check = import ./check.nix;
  service = import ./service.nix;
  inherit (import ./prelude.nix) keep;
  inherit (builtins) mapAttrs;

  host = name: host: { managed = true; system = name; platform = "x86_64-linux"; } // host
    // { name = check.domain "hosts.${name}" name; };

  # The address others reach a host by: the one it is said to have, or the first of its interfaces.
  addressOf = host:
    let
      bare = address: builtins.head (builtins.match "([^/]*).*" address);
      of = interface: interface.address or (if (interface.addresses or [ ]) == [ ] then null else builtins.head interface.addresses);
      found = builtins.filter (a: a != null) (map of (builtins.attrValues (host.interfaces or { })));
    in
    if host ? address then bare host.address
    else if found == [ ] then null
    else bare (builtins.head found);
in
given:
let
  # All of it is looked at, and not only what some file is made of: a mistake is told before it matters.
  loaded = let site = load given; in builtins.deepSeq site site;
  shaped = builtins.seq (check.oneOf [ 1 ] "schemaVersion" (loaded.schemaVersion or 1)) (shape loaded);
  domain = shaped.site.domain or null;
  hosts = mapAttrs (name: h: let whole = host name h; in builtins.seq whole.name (whole // { address = addressOf whole; })) (shaped.hosts or { });
  enabled = keep (_: s: s.enable or true) (shaped.services or { });
in
{
  inherit (shaped) manifest;
  inherit domain hosts;
  name = shaped.site.name or "site";
  installer = shaped.site.installer or "netboot-base";
  ca = shaped.site.ca or { };
  sshKeys = shaped.manifest.network.ssh_keys or { };
  networks = shaped.networks or { };
  policies = shaped.policies or { };
  links = shaped.links or [ ];
  services = mapAttrs (service { inherit domain hosts; services = shaped.services; }) enabled;
  managed = keep (_: h: h.managed) hosts;
}
