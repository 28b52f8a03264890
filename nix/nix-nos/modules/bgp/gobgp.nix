# GoBGP through NixOS's `services.gobgpd`.
{ config, lib, pkgs, ... }:
let
  inherit (config.nix-nos) parts rendered;
  isUsed = parts != { } && parts.active.uses "gobgp";
in
{
  config = lib.mkIf isUsed {
    services.gobgpd.enable = lib.mkDefault true;
    services.gobgpd.settings = lib.mapAttrs (_: lib.mkDefault) parts.gobgp.settings;
    systemd.services.gobgpd = {
      path = [ pkgs.gobgp ];
      serviceConfig = {
        ExecStartPost = [ "${pkgs.writeShellScript "gobgp-announce" parts.gobgp.announce}" ];
        # NixOS reloads with `gobgpd -r`, which starts a second daemon in graceful restart. The daemon reloads on a hangup.
        ExecReload = lib.mkForce "${pkgs.coreutils}/bin/kill -HUP $MAINPID";
      };
    };
    # So that what runs can be read beside what was rendered.
    environment.etc = lib.listToAttrs (map
      (path: lib.nameValuePair (lib.removePrefix "/etc/" path) { text = lib.mkDefault rendered.${path}; })
      [ "/etc/gobgpd/gobgpd.toml" "/etc/gobgpd/announce" ]);
  };
}
