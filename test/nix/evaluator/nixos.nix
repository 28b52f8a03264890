# The NixOS options our modules define, with the types NixOS gives them (loosened where a whole submodule adds nothing).
# Setting an option that is not listed here is an error, as it is in NixOS: `services.bird2` is gone, and so it is here.
{ lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
  option = type: default: mkOption { inherit type default; };
  flag = option types.bool false;
  text = option types.lines "";
  free = option (types.attrsOf types.anything) { };
  freeList = option (types.listOf types.anything) [ ];
  strings = option (types.listOf types.str) [ ];
  packages = option (types.listOf types.package) [ ];
in
{
  options = {
    assertions = mkOption { type = types.listOf types.unspecified; default = [ ]; };
    warnings = strings;
    nixpkgs.hostPlatform = option types.anything "x86_64-linux";
    system.stateVersion = option types.str "26.05";

    boot.isContainer = flag;
    boot.kernel.sysctl = free;
    boot.kernelModules = strings;
    boot.kernelParams = strings;

    environment.etc = free;
    environment.systemPackages = packages;

    networking = {
      hostName = option types.str "nixos";
      useDHCP = option types.bool true;
      useNetworkd = flag;
      firewall = { enable = option types.bool true; allowedTCPPorts = option (types.listOf types.port) [ ]; allowedUDPPorts = option (types.listOf types.port) [ ]; };
      nftables = { enable = flag; ruleset = text; checkRuleset = option types.bool true; tables = free; };
    };

    services.resolved = { enable = flag; };
    services.bird = {
      enable = flag;
      package = option types.package pkgs.bird3;
      config = text;
      autoReload = option types.bool true;
      checkConfig = option types.bool true;
      preCheckConfig = text;
    };
    services.gobgpd = { enable = flag; settings = free; };

    systemd.network = {
      enable = flag;
      netdevs = free;
      networks = free;
      links = free;
      wait-online = { enable = option types.bool true; anyInterface = flag; };
    };
    systemd.services = free;
    systemd.tmpfiles.rules = strings;
    users.users = free;
    users.groups = free;
  };
}
