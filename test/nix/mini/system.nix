# One machine, with the outputs a NixOS configuration has for whoever installs it.
{ build, busybox, linux }:
{ hostName
, disk ? "/dev/vda"
, kernelParams ? [ "console=ttyS0" ]
, ramdiskTree ? { }                     # more files for the initial ramdisk: { "path/in/root" = source; }
}:
let
  version = "25.11-mini";
  params = builtins.concatStringsSep " " kernelParams;

  kernel = build.run "linux-mini" { inherit linux; } ''
    mkdir -p "$out"; cp "$linux/bzImage" "$out/bzImage"
  '';

  init = build.executable "init-${hostName}" ''
    #!/bin/busybox sh
    /bin/busybox mkdir -p /proc /sys /dev; /bin/busybox --install -s /bin
    mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
    hostname ${hostName}
    echo "mini ${hostName} up"
    exec setsid cttyhack sh
  '';

  netbootRamdisk = build.cpio "netboot-initrd-${hostName}" ({
    "bin/busybox" = "${busybox}/bin/busybox";
    "init" = init;
  } // ramdiskTree);

  stage2 = build.script "stage2-${hostName}" ''
    echo "mini NixOS ${hostName} up"
    exec ${busybox}/bin/busybox sh
  '';

  toplevel = build.run "nixos-system-${hostName}-${version}"
    { inherit kernel stage2 hostName version params busybox; ramdisk = netbootRamdisk; } ''
    mkdir -p "$out/bin" "$out/etc"
    ln -s "$kernel/bzImage" "$out/kernel"; ln -s "$ramdisk/initrd" "$out/initrd"
    ln -s "$stage2" "$out/init"; ln -s "$busybox" "$out/sw"
    printf %s x86_64-linux > "$out/system"; printf %s "$version" > "$out/nixos-version"
    printf %s "$params" > "$out/kernel-params"; echo "$hostName" > "$out/etc/hostname"
    printf '#!%s sh\necho activated\n' "$busybox/bin/busybox" > "$out/activate"
    printf '#!%s sh\necho "switch $1"\n' "$busybox/bin/busybox" > "$out/bin/switch-to-configuration"
    chmod 755 "$out/activate" "$out/bin/switch-to-configuration"
  '';

  # The whole disk, one file system: the least that a system can be installed on.
  diskoScript = build.script "disko-${hostName}" ''
    PATH=$PATH:${busybox}/bin
    busybox umount /mnt 2>/dev/null || true
    busybox mke2fs -L nixos ${disk} >/dev/null
    busybox mkdir -p /mnt
    busybox mount ${disk} /mnt
    busybox mkdir -p /mnt/nix
  '';
in
{
  pkgs.system = "x86_64-linux";
  config = {
    networking = { inherit hostName; };
    nixpkgs.hostPlatform.system = "x86_64-linux";
    nix.settings = { substituters = [ ]; trusted-public-keys = [ ]; };
    boot = { inherit kernelParams; };
    system.nixos.version = version;
    system.build = {
      inherit kernel netbootRamdisk toplevel diskoScript;
      diskoScriptNoDeps = diskoScript;
    };
  };
}
