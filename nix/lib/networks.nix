# Every host's network in nix-nos' words, links included, and the files it becomes.
let
  generate = import ../nix-nos/lib/generators.nix;
  describe = import ./network.nix;
  inherit (import ./prelude.nix) keep;
  inherit (builtins) concatStringsSep mapAttrs;
in
site:
let
  # Of a network a link needs no more than this.
  wire = network: keep (key: value: (key == "vlan" || key == "mtu") && value != null) network;
  linked = (generate.topology.hosts {
    hosts = mapAttrs (_: describe site) site.hosts;
    networks = mapAttrs (_: wire) site.networks;
    inherit (site) links;
  });

  # A packet filter the host asked for has to let in what its services need.
  opened = network: ports:
    if !(network.firewall.enable or false) then network
    else network // {
      firewall = network.firewall // {
        allowedTCPPorts = (network.firewall.allowedTCPPorts or [ ]) ++ ports.tcp;
        allowedUDPPorts = (network.firewall.allowedUDPPorts or [ ]) ++ ports.udp;
      };
    };

  located = name: map (problem: "site: hosts.${name}.${problem}");
in
{
  of = name: ports: opened linked.${name} ports;

  files = name: network:
    let problems = generate.check network; in
    if problems == [ ] then generate.host network
    else throw (concatStringsSep "\n" (located name problems));
}
