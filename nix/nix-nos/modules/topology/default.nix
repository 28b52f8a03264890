# Links between hosts, stated once and imported by every one of them; each takes what concerns it.
{ config, lib, ... }:
let
  inherit (import ../../lib) schema topology;
  cfg = config.nix-nos.topology;
  raw = {
    inherit (cfg) links networks;
    # A host knows its own AS number; of the others the topology must say it.
    hosts = lib.mapAttrs (_: host: { bgp = { inherit (host) asn; }; }) cfg.hosts;
  };
  problems = topology.check raw;
  mine = lib.optionalAttrs (problems == [ ] && cfg.hosts ? ${cfg.self}) (topology.derive raw cfg.self);
  defaults = lib.mapAttrsRecursiveCond (value: !(builtins.isList value)) (_: lib.mkDefault);
in
{
  options.nix-nos.topology = import ../options.nix lib schema.topology
  // {
    self = lib.mkOption {
      type = lib.types.str;
      default = config.networking.hostName;
      description = "Which of `hosts` this machine is; its host name unless said.";
    };
    hosts = lib.mkOption {
      type = lib.types.attrsOf (lib.types.submodule {
        options.asn = lib.mkOption {
          type = lib.types.nullOr lib.types.int;
          default = null;
          description = "The host's AS number, if it speaks BGP.";
        };
      });
      default = { };
      description = "Every host that is an end of a link.";
    };
  };

  config = lib.mkMerge [
    {
      assertions = map (problem: { assertion = false; message = "nix-nos.topology.${problem}"; }) problems
        ++ lib.optional (cfg.links != [ ] && !(cfg.hosts ? ${cfg.self}))
          { assertion = false; message = "nix-nos.topology.self: there is no host \"${cfg.self}\" in nix-nos.topology.hosts"; };
    }
    {
      nix-nos.interfaces = defaults (mine.interfaces or { });
      nix-nos.vlans = defaults (mine.vlans or { });
      nix-nos.bgp = lib.mkIf (mine ? bgp) {
        asn = lib.mkDefault cfg.hosts.${cfg.self}.asn;
        peers = defaults mine.bgp.peers;
      };
    }
  ];
}
