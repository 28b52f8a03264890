# Packages by name alone, beyond those of ../evaluator: enough to see which ones a module asks for.
let
  package = name: { type = "derivation"; inherit name; outPath = "/nix/store/${name}"; };
  names = [
    "bash" "btrfs-progs" "coreutils" "cryptsetup" "curl" "ddrescue" "disko" "dmidecode" "e2fsprogs" "ethtool" "gawk" "gdb"
    "gnugrep" "gnused" "gptfdisk" "htop" "iproute2" "lsof" "lvm2" "mdadm" "ntfs3g" "nvme-cli" "openssh"
    "opentelemetry-collector-contrib" "parted" "pciutils" "qemu_kvm" "rsync" "smartmontools" "strace" "systemd"
    "tcpdump" "testdisk" "tmux" "usbutils" "util-linux" "vim" "xfsprogs"
  ];
in
import ../evaluator/packages.nix package
// builtins.listToAttrs (map (name: { inherit name; value = package name; }) names)
// { linuxPackages_latest = { name = "linuxPackages_latest"; }; runtimeShell = "/nix/store/bash/bin/bash"; }
