# What nixpkgs' netboot-minimal sets that an installer of ours has to undo: empty passwords, a console that lets
# anyone in, manuals. From nixos/modules/profiles/installation-device.nix.
{ lib, ... }:
{
  config = {
    users.users.root.initialHashedPassword = "";
    users.users.nixos = { isNormalUser = true; initialHashedPassword = ""; };
    services.getty.autologinUser = "nixos";
    services.openssh = { enable = lib.mkDefault true; settings.PermitRootLogin = lib.mkDefault "yes"; };
    networking.wireless.enable = lib.mkDefault true;
    documentation.enable = lib.mkOverride 60 true;
    documentation.nixos.enable = lib.mkOverride 60 true;
    boot.supportedFilesystems.zfs = lib.mkDefault true;
  };
}
