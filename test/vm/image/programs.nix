# Debian's programs as store paths that stand alone: each finds its libraries and its loader beside itself, so a store
# may hold several generations of them, as on a real NixOS.
{ build, debian }:
let
  libraries = "${debian}/usr/lib/x86_64-linux-gnu";
  loader = "ld-linux-x86-64.so.2";

  # `lower`: an earlier such path, whose libraries are shared instead of copied again.
  pick = name: { programs, data ? [ ], extra ? [ ], lower ? "" }: build.run name { inherit debian programs data extra lower; } ''
    host() { ${libraries}/${loader} --library-path ${libraries} "$@"; }
    needed() { ${libraries}/${loader} --library-path ${libraries} --list "$1" | awk '$2 == "=>" { print $3 }'; }
    mkdir -p "$out/bin" "$out/lib" "$out/share"
    [ "$lower" ] || { lower=$out; cp ${libraries}/${loader} "$out/lib/"; }
    for program in $programs; do
      cp "$debian/usr/$program" "$out/bin/"
      needed "$debian/usr/$program"
    done | sort -u | while read -r library; do
      [ -e "$lower/lib/''${library##*/}" ] || cp -L "$library" "$out/lib/"
    done
    for library in $extra; do cp -L "${libraries}/$library" "$out/lib/"; done
    for program in "$out"/bin/*; do
      chmod u+w "$program"
      host $debian/usr/bin/patchelf --force-rpath --set-rpath "$out/lib:$lower/lib" --set-interpreter "$lower/lib/${loader}" "$program"
    done
    for item in $data; do cp "$debian/usr/share/$item" "$out/share/"; done
  '';
in
rec {
  base = pick "base" {
    programs = [
      "sbin/sshd" "lib/openssh/sshd-session" "lib/openssh/sshd-auth" "lib/openssh/sftp-server" "bin/ssh-keygen"
      "bin/setsid" "bin/lsblk" "bin/findmnt" "sbin/blkid" "sbin/wipefs" "sbin/sfdisk" "sbin/mke2fs" "sbin/mkfs.fat"
      "bin/dash" "bin/nohup" "bin/extlinux" "bin/tar" "bin/cpio"
    ];
    data = [ "mbr.bin" "systemd-bootx64.efi" ];
  };

  # libnss_dns: looked for by name at its start, so no other program names it.
  nix = pick "nix" { programs = [ "bin/nix" ]; extra = [ "libnss_dns.so.2" ]; lower = base; };

  # Compresses on this side only; no guest holds it.
  zstd = "${libraries}/${loader} --library-path ${libraries} ${debian}/usr/bin/zstd";
}
