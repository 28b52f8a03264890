# One machine, with the outputs a NixOS configuration has for whoever installs it; this one really boots.
{ build, busybox, programs, stage1, scripts, authorizedKeys }:
{ hostName
, disk ? "/dev/vda"
, kernelParams ? [ "console=ttyS0,115200" "loglevel=4" "panic=10" "no_timer_check" ] # the last: emulated timers run late
, osRelease ? "ID=nixos\nNAME=NixOS\nPRETTY_NAME=\"mini NixOS\"\n"
, paths ? [ ]                           # more for the system's PATH, each with a bin/
, startup ? ""                          # path of a script to run once the network is up
, boots ? true                          # false: booted from the network only, so no kernel in the closure
}:
let
  version = "25.11-mini";

  sw = build.run "system-path" { inherit busybox; paths = [ programs.base ] ++ paths; } ''
    mkdir -p "$out/bin"
    for applet in $($busybox/bin/busybox --list); do ln -s "$busybox/bin/busybox" "$out/bin/$applet"; done
    for path in $paths; do for program in "$path"/bin/*; do ln -sf "$program" "$out/bin/"; done; done
    # Not busybox's: that one runs its own applets, whatever PATH says, and they lack what nixos-anywhere asks for.
    ln -sf dash "$out/bin/sh"; ln -sf mke2fs "$out/bin/mkfs.ext4"
    [ ! -e "$out/bin/nix" ] || for name in nix-store nix-env nix-build; do ln -sf nix "$out/bin/$name"; done
  '';

  toplevel = build.run "nixos-system-${hostName}-${version}"
    {
      inherit busybox sw hostName version osRelease startup scripts authorizedKeys;
      inherit (programs) base;
      kernel = if boots then stage1.kernel else "";
      ramdisk = if boots then stage1.ramdisk else "";
      params = builtins.concatStringsSep " " kernelParams;
    } ''
    mkdir -p "$out/bin" "$out/etc/ssh"
    [ -z "$kernel" ] || { ln -s "$kernel/bzImage" "$out/kernel"; ln -s "$ramdisk/initrd" "$out/initrd"; }
    ln -s "$sw" "$out/sw"
    printf %s x86_64-linux > "$out/system"; printf %s "$version" > "$out/nixos-version"; printf %s "$params" > "$out/kernel-params"
    echo "$hostName" > "$out/etc/hostname"; printf %s "$osRelease" > "$out/etc/os-release"
    cp "$authorizedKeys" "$out/etc/ssh/authorized_keys"
    fill() {
      sed "s|@out@|$out|g; s|@sh@|$base/bin/dash|g; s|@sw@|$sw|g; s|@base@|$base|g; s|@startup@|$startup|g" "$scripts/$1" > "$2"
    }
    for name in init activate network ready; do fill "$name.sh" "$out/$name"; done
    fill switch-to-configuration.sh "$out/bin/switch-to-configuration"
    fill sshd_config "$out/etc/ssh/sshd_config"; fill inittab "$out/etc/inittab"
    chmod 755 "$out/init" "$out/activate" "$out/network" "$out/ready" "$out/bin/switch-to-configuration"
  '';

  diskoScript = build.run "disko-${hostName}" { inherit disk sw; inherit (programs) base; script = "${scripts}/disko.sh"; } ''
    sed "s|@sh@|$base/bin/dash|; s|@disk@|$disk|; s|@sw@|$sw|" "$script" > "$out"; chmod 755 "$out"
  '';
in
{
  pkgs.system = "x86_64-linux";
  config = {
    networking = { inherit hostName; };
    nixpkgs.hostPlatform.system = "x86_64-linux";
    nix.settings = { substituters = [ ]; trusted-public-keys = [ ]; };
    boot = { inherit kernelParams; };
    disko.devices.disk.main.device = disk;
    system.nixos.version = version;
    system.build = {
      inherit (stage1) kernel;
      inherit toplevel diskoScript;
      diskoScriptNoDeps = diskoScript;
    };
  };
}
