# For a machine that will not come up: everything is said on the console, and whoever stands before it is let in.
{ lib, pkgs, ... }:
{
  boot.consoleLogLevel = 7;
  boot.kernelParams = [ "systemd.log_level=debug" "systemd.log_target=console" "boot.shell_on_fail" ];
  services.getty.autologinUser = lib.mkOverride 30 "root";
  environment.systemPackages = with pkgs; [ dmidecode ethtool gdb lsof pciutils strace usbutils ];
}
