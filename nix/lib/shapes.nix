# Three ways to write a site, told apart by their shape, into one: ours, Nixie's hosts.json, a NixMox manifest.
let
  inherit (import ./prelude.nix) keep merge;
  inherit (builtins) all attrNames attrValues elemAt head isAttrs mapAttrs match;

  isManifest = given: given ? core_services || given ? network;
  isNixie = given: given != { } && !(given ? schemaVersion) && !(given ? hosts)
    && all (host: isAttrs host && host ? mac_address) (attrValues given);

  # { "<flake output>": { "mac_address": "…" } }
  fromNixie = given: {
    hosts = mapAttrs
      (_: host: { mac = host.mac_address; } // (if host ? ip then { address = host.ip; } else { }))
      given;
  };

  # Every service of a manifest that has an address lives on a host of its own, named by its hostname's first label.
  fromManifest = given:
    let
      services = mapAttrs (_: s: { core = true; } // s) (given.core_services or { }) // (given.services or { });
      network = given.network or { };
      hostOf = name: service: service.host or (head (match "([^.]*).*" (service.hostname or name)));
      addressed = keep (_: service: (service.enable or true) && service ? ip) services;
      prefix = elemAt (match "([^/]*)/([0-9]+)" (network.network_cidr or "0.0.0.0/24")) 1;
      hosts = merge (map
        (name: {
          ${hostOf name addressed.${name}}.interfaces.eth0 = {
            network = "manifest";
            address = "${addressed.${name}.ip}/${prefix}";
          };
        })
        (attrNames addressed));
    in
    {
      site.domain = network.domain or null;
      networks.manifest = {
        cidr = network.network_cidr or null;
        gateway = network.gateway or null;
        dns = if network ? dns_server then [ network.dns_server ] else [ ];
      };
      inherit hosts;
      services = mapAttrs (name: service: service // { host = hostOf name service; }) services;
    };
in
given:
if isManifest given then fromManifest given // { manifest = given; }
else if isNixie given then fromNixie given // { manifest = { }; }
else given // { manifest = { services = given.services or { }; core_services = { }; network = { domain = given.site.domain or null; }; }; }
