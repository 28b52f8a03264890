# What every installer has in common with every other, whatever it is for: keys instead of passwords, a network, a
# serial console, and nothing that only a desktop would miss.
{ config, lib, pkgs, ... }:
let
  cfg = config.firstlight.installer;
  locked = lib.mkForce "!";
in
{
  options.firstlight.installer = {
    tools = lib.mkOption {
      type = lib.types.listOf lib.types.package;
      description = "Programs at hand in the installer.";
    };
    services = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ "caddy" "postgresql" ];
      description = "The site's services, by their names under `services`: what a control-plane installer holds ready.";
    };
  };

  config = {
    firstlight.agent.enable = lib.mkDefault true;
    firstlight.installer.tools = lib.mkDefault (with pkgs; [
      disko parted gptfdisk cryptsetup lvm2 e2fsprogs xfsprogs
      iproute2 curl tcpdump vim tmux htop
    ]);
    environment.systemPackages = cfg.tools;

    # nixpkgs' installers let anyone in at the console, and root in without a password. This one lets in keys alone.
    services.openssh = {
      enable = true;
      settings = {
        PermitRootLogin = lib.mkForce "prohibit-password";
        PasswordAuthentication = lib.mkForce false;
        KbdInteractiveAuthentication = lib.mkForce false;
      };
    };
    users.users.root.initialHashedPassword = locked;
    users.users.nixos.initialHashedPassword = locked;
    services.getty.autologinUser = lib.mkOverride 40 null;
    services.getty.helpLine = lib.mkForce "This installer has no passwords: SSH as root with the key the engine gave it.";

    networking = {
      useNetworkd = true;
      useDHCP = lib.mkDefault true;
      usePredictableInterfaceNames = true;
      networkmanager.enable = lib.mkForce false;
      wireless.enable = lib.mkForce false;
    };

    boot.kernelPackages = lib.mkDefault pkgs.linuxPackages_latest;
    # ZFS lags behind the latest kernel, and would keep the image from building.
    boot.supportedFilesystems.zfs = lib.mkForce false;
    # The last console is where init writes: the serial line, since nobody stands before a rack.
    boot.kernelParams = [ "console=tty0" "console=ttyS0,115200" ];
    boot.consoleLogLevel = lib.mkDefault 4;

    documentation = {
      enable = lib.mkForce false;
      nixos.enable = lib.mkForce false;
      man.enable = lib.mkForce false;
      info.enable = lib.mkForce false;
      doc.enable = lib.mkForce false;
    };
    services.pipewire.enable = lib.mkForce false;
    services.pulseaudio.enable = lib.mkForce false;
    i18n.supportedLocales = lib.mkForce [ "C.UTF-8/UTF-8" "en_US.UTF-8/UTF-8" ];

    nix.settings.experimental-features = [ "nix-command" "flakes" ];
    system.stateVersion = lib.mkDefault config.system.nixos.release;
  };
}
