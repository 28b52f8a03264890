# What every machine has: people with SSH keys and no password, and a collector that tells how the machine is.
{ config, lib, pkgs, ... }:
let
  cfg = config.firstlight.base;
  person = lib.types.submodule {
    options = {
      keys = lib.mkOption { type = lib.types.listOf lib.types.singleLineStr; default = [ ]; description = "SSH public keys."; };
      admin = lib.mkOption { type = lib.types.bool; default = true; description = "May become root with sudo."; };
    };
  };
  people = removeAttrs cfg.users [ "root" ];
in
{
  imports = [ ./telemetry.nix ];

  options.firstlight.base.users = lib.mkOption {
    type = lib.types.attrsOf person;
    default = { };
    description = "Who may log in, by SSH key alone. `root` is one of them.";
  };

  config = {
    users.mutableUsers = lib.mkDefault false;
    users.users = lib.mapAttrs
      (name: user: {
        isNormalUser = lib.mkIf (name != "root") (lib.mkDefault true);
        extraGroups = lib.optional (name != "root" && user.admin) "wheel";
        openssh.authorizedKeys.keys = user.keys;
      })
      cfg.users;
    # Nobody has a password to be asked for.
    security.sudo.wheelNeedsPassword = lib.mkIf (people != { }) (lib.mkDefault false);

    services.openssh = {
      enable = lib.mkDefault true;
      settings = {
        PermitRootLogin = lib.mkDefault "prohibit-password";
        PasswordAuthentication = lib.mkDefault false;
        KbdInteractiveAuthentication = lib.mkDefault false;
      };
    };
    environment.systemPackages = [ pkgs.vim pkgs.tmux pkgs.htop ];
  };
}
