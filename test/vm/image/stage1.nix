# The kernel, and the initial ramdisk that finds the store and hands over to `init=`.
{ build, busybox, programs, linux, scripts }:
rec {
  kernel = build.run "linux" { inherit linux; } ''mkdir -p "$out"; cp "$linux/bzImage" "$out/bzImage"'';

  ramdisk = build.run "initrd" { inherit linux; modules = ./modules; init = "${scripts}/stage1.sh"; } ''
    mkdir -p root/bin root/lib/modules "$out"
    cp "$busybox/bin/busybox" root/bin/; ln -s busybox root/bin/sh
    cp "$init" root/init; chmod 755 root/init
    # `modules` names them in the order in which they can be loaded; what a kernel has built in has no file.
    while read -r module; do
      from=$linux/modules/$module.ko
      if [ -e "$from" ]; then cp "$from" root/lib/modules/; elif [ -e "$from.xz" ]; then xz -dc "$from.xz" > "root/lib/modules/$module.ko"
      else continue; fi
      echo "$module"
    done < $modules > root/lib/modules/order
    (cd root && find . | sort | cpio -o -H newc 2>/dev/null) | ${programs.zstd} -q -19 > "$out/initrd"
  '';

  # The same with a whole system's closure in it, registered, as NixOS's netboot image does it.
  netbootRamdisk = toplevel: derivation {
    name = "netboot-ramdisk"; system = "x86_64-linux"; builder = "${busybox}/bin/busybox";
    __structuredAttrs = true;
    exportReferencesGraph.closure = [ toplevel ];
    args = [ "sh" "${scripts}/netboot-ramdisk.sh" "${busybox}/bin/busybox" "${ramdisk}/initrd" "${programs.zstd}" ];
  };
}
