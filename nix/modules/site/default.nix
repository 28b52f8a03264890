# A machine out of a site: `firstlight.site` and `firstlight.host` say which, the files beside this one turn what
# follows from it into NixOS options. Single values yield to what is set by hand; lists, such as firewall ports,
# are joined with it (`lib.mkForce` replaces them).
{ config, lib, ... }:
let
  cfg = config.firstlight;
  all = import ../../lib cfg.site;
  own = all.hosts.${cfg.host} or (throw "firstlight.host: \"${cfg.host}\" is no managed host of the site; use one of ${lib.concatStringsSep ", " (lib.attrNames all.hosts)}");
in
{
  imports = [ ./addresses.nix ./network.nix ./firewall.nix ./proxy.nix ./databases.nix ./containers.nix ./people.nix ./secrets.nix ];

  options.firstlight = {
    site = lib.mkOption {
      type = lib.types.unspecified;
      description = "The site: its file, its folder, or its attributes. No secret values, only paths as strings.";
    };
    host = lib.mkOption {
      type = lib.types.str;
      description = "Which host of the site this machine is.";
    };
    derived = lib.mkOption {
      type = lib.types.unspecified;
      internal = true;
      readOnly = true;
      description = "What follows from the site for this host.";
    };
  };

  config = {
    firstlight.derived = own // { inherit (all) site ca; };
    # For those who import this module without mkSite, whose specialArgs carry it as well.
    _module.args.manifest = lib.mkDefault all.site.manifest;
    nixpkgs.hostPlatform = lib.mkDefault all.site.hosts.${cfg.host}.platform;
  };
}
