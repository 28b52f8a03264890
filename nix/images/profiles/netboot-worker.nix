# For machines that will run other machines.
{ pkgs, ... }:
{
  imports = [ ./netboot-base.nix ];

  boot.kernelModules = [ "kvm-intel" "kvm-amd" ];
  virtualisation.libvirtd.enable = true;
  virtualisation.vswitch.enable = true;
  environment.systemPackages = [ pkgs.qemu_kvm ];

  boot.kernel.sysctl = {
    "fs.file-max" = 1000000;
    "net.ipv4.ip_forward" = 1;
    "net.core.netdev_max_backlog" = 5000;
  };
}
