# Devices, addresses, packet filter: options, the host as the generators want it, and its units for networkd.
{ config, lib, ... }:
let
  generators = import ../../lib;
  inherit (generators) schema;
  cfg = config.nix-nos;
  # What the user said, and nothing of what we derive from it.
  host = lib.intersectAttrs schema.host cfg;
  problems = generators.check host;
  isSound = problems == [ ];
  isUsed = cfg.interfaces != { } || cfg.vlans != { } || cfg.bonds != { } || cfg.bridges != { };
  nixos = import ./networkd.nix lib;
in
{
  imports = [ ./filter.nix ]
    # The older spelling, one level deeper.
    ++ map (name: lib.mkAliasOptionModule [ "nix-nos" "network" name ] [ "nix-nos" name ])
      [ "interfaces" "vlans" "bonds" "bridges" "routes" ];

  options.nix-nos = import ../options.nix lib
    { inherit (schema.host) interfaces vlans bonds bridges forwarding firewall nat; }
  // {
    rendered = lib.mkOption {
      type = lib.types.attrsOf lib.types.str;
      readOnly = true;
      description = "Every file the generators make for this host: path → text. Settings overridden elsewhere do not show here.";
    };
    parts = lib.mkOption {
      type = lib.types.raw;
      readOnly = true;
      internal = true;
      description = "What the generators make of this host before it is text; {} while the host has mistakes.";
    };
  };

  config = lib.mkMerge [
    {
      assertions = map (problem: { assertion = false; message = "nix-nos.${problem}"; }) problems;
      nix-nos.parts = lib.optionalAttrs isSound (generators.parts (generators.checked host));
      nix-nos.rendered = lib.optionalAttrs isSound (generators.host host);
    }
    (lib.mkIf (isUsed && isSound) {
      networking.useNetworkd = lib.mkDefault true;
      networking.useDHCP = lib.mkDefault false;
      systemd.network.enable = lib.mkDefault true;
      systemd.network.networks = nixos.networks cfg.parts.units;
      systemd.network.netdevs = nixos.netdevs cfg.parts.units;
    })
    (lib.mkIf isSound { boot.kernel.sysctl = lib.mapAttrs (_: lib.mkDefault) (cfg.parts.sysctl or { }); })
  ];
}
